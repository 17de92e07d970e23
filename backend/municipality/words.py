"""What pages and phones are told of the municipality: opening hours in sentences, words, versions."""

from functools import cache
from hashlib import sha256
from typing import Any

from flask import current_app, g, request

from ..core.i18n import gettext, language, texts_beginning_with, weekday
from .record import DAYS, Municipality
from .theme import stylesheet


def theme_url(municipality: Municipality) -> str:
    """Where the municipality's colours lie; the name changes with them, so phones may keep it for good."""
    return f"/tema/{municipality.id}.{theme_version(municipality.accent)}.css"


@cache
def theme_version(accent: str) -> str:
    return sha256(stylesheet(accent).encode()).hexdigest()[:10]


def link(municipality: Municipality, path: str) -> str:
    """The address of a page as it must stand in a message or on paper."""
    settings = current_app.config["HUNDRE"]
    if settings.base_url and municipality.id == settings.default_municipality:
        return str(settings.base_url.rstrip("/") + path)
    if settings.demo:
        return f"http://{municipality.id}.localhost:{settings.port}{path}"
    return f"https://{municipality.hosts[0]}{path}"


def opening_lines() -> list[str]:
    """When somebody answers the phone, in whole sentences; days with the same hours are told together."""
    groups: list[tuple[list[int], list[str]]] = []
    for number, day in enumerate(DAYS):
        hours = g.municipality.hours.get(day)
        if hours and groups and groups[-1][1] == hours and groups[-1][0][-1] == number - 1:
            groups[-1][0].append(number)
        elif hours:
            groups.append(([number], hours))
    return [_opening_line(days, hours) for days, hours in groups]


def _opening_line(days: list[int], hours: list[str]) -> str:
    names = weekday(days[0])
    if len(days) > 1:
        names = gettext("pages.days.to", first=weekday(days[0]), last=weekday(days[-1]))
    opens, closes = (time.replace(":", ".").removesuffix(".00").lstrip("0") for time in hours)
    return gettext("pages.home.call.hours", days=names, opens=opens, closes=closes)


def phone_words() -> dict[str, Any]:
    """What the phone's script needs: its words in this language, the number to call, and where it is."""
    words = {f"phone.{key}": text for key, text in texts_beginning_with("phone.").items()}
    link = g.municipality.phone_link or f"{request.script_root}/ring-oss"
    own = {"phone": g.municipality.phone_number or gettext("notifications.no_phone"), "phone_link": link}
    return {**words, **own, "lang": language(), "prefix": request.script_root}
