"""What a message may be about besides a case. Rooms above say where its link leads; nobody is asked to import them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .models import Message


@dataclass(frozen=True)
class Subject:
    """`path(subject_id)`: where it is seen. `facts(subject_id)`: what else may stand in its messages."""

    path: Callable[[UUID], str]
    facts: Callable[[UUID], dict[str, Any]]


_subjects: dict[str, Subject] = {}


def register_subject(
    template: str, path: Callable[[UUID], str], facts: Callable[[UUID], dict[str, Any]] = lambda _: {}
) -> None:
    """Messages of this template are about `subject_id`, and their link leads to `path(subject_id)`."""
    _subjects[template] = Subject(path, facts)


def path_of(message: Message) -> str | None:
    """Where the message's own subject is seen; None where it is about a case alone."""
    subject = _subjects.get(message.template)
    return subject.path(message.subject_id) if subject and message.subject_id else None


def facts_of(message: Message) -> dict[str, Any]:
    subject = _subjects.get(message.template)
    return subject.facts(message.subject_id) if subject and message.subject_id else {}
