"""The answers before a visit in words, for those who work here."""

from collections.abc import Mapping
from typing import Any

from ..core.content import load
from ..core.i18n import said


def in_words(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """{title, answers, sensitive} for each question that was answered, in the questions' order."""
    found = []
    for question in load("health_station/questions")["questions"]:
        given = [words for field in question["fields"] for words in _words(field, answers)]
        if given:
            told = {"title": said(question["review"]), "answers": given, "sensitive": bool(question.get("sensitive"))}
            found.append(told)
    return found


def _words(field: Mapping[str, Any], answers: Mapping[str, Any]) -> list[str]:
    name = str(field["name"])
    value = answers.get(name.removesuffix("[]")) or answers.get(name)
    labels = {choice["value"]: said(choice["label"]) for choice in field.get("choices", [])}
    values = value if isinstance(value, list) else [value] if value else []
    return [labels.get(one, str(one)) if labels else str(one) for one in values]
