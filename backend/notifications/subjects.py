"""What a message may be about besides a case. Rooms above say where its link leads; nobody is asked to import them."""

from collections.abc import Callable
from uuid import UUID

from .models import Message

Path = Callable[[UUID], str]
_paths: dict[str, Path] = {}


def register_subject(template: str, path: Path) -> None:
    """Messages of this template are about `subject_id`, and their link leads to `path(subject_id)`."""
    _paths[template] = path


def path_of(message: Message) -> str | None:
    """Where the message's own subject is seen; None where it is about a case alone."""
    path = _paths.get(message.template)
    return path(message.subject_id) if path and message.subject_id else None
