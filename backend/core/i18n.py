"""Bokmål, Nynorsk, English: texts by key, dates as they are said aloud."""

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.dates import format_date, get_day_names, get_month_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, request
from flask_babel import Babel, force_locale
from markupsafe import Markup

from .clock import local, today
from .settings import BUILD, CONTENT

LANGUAGES = ("nb", "nn", "en")
SOURCE = "nb"
TRANSLATIONS = BUILD / "translations"


def language() -> str:
    """The language of this answer; Bokmål where nobody has asked."""
    return g.get("language", SOURCE) if has_app_context() else SOURCE


@contextmanager
def speaking(name: str) -> Iterator[None]:
    """Words in this language until the block ends: for messages, which know their reader's language."""
    before = g.get("language", SOURCE)
    g.language = name
    try:
        with force_locale(name):
            yield
    finally:
        g.language = before


def said(words: Any, in_language: str | None = None) -> str:
    """The words of a content file in the language of this answer."""
    if not isinstance(words, Mapping):
        return words or ""
    return words.get(in_language or language()) or words[SOURCE]


def negotiated(header: str) -> str:
    """The first language of `Accept-Language`, by its weight, that we speak; `no` means Bokmål."""
    wishes = []
    for place, part in enumerate(header[:500].split(",")[:20]):
        tag, _, weight = part.strip().partition(";q=")
        wishes.append((-_weight(weight), place, tag.split("-")[0].strip().lower()))
    for _, _, tag in sorted(wishes):
        known = SOURCE if tag == "no" else tag
        if known in LANGUAGES:
            return known
    return SOURCE


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](\.\d{1,3})?", text) else 1.0


@lru_cache(maxsize=4096)
def _day(day: date, in_language: str, year: bool) -> str:
    pattern = {"nb": "EEEE d. MMMM", "nn": "EEEE d. MMMM", "en": "EEEE d MMMM"}[in_language]
    return format_date(day, pattern + (" y" if year else ""), locale=in_language)


def spoken_day(day: date) -> str:
    """`onsdag 25. november`; with the year when it is another year than this one."""
    return _day(day, language(), day.year != today().year)


def spoken_moment(moment: datetime) -> str:
    """`onsdag 25. november klokka 10.30`, on Norwegian clocks."""
    wall = local(moment)
    at = {"nb": "klokka", "nn": "klokka", "en": "at"}[language()]
    return f"{spoken_day(wall.date())} {at} {wall:%H.%M}"


def short_day(day: date) -> str:
    """`ons. 25. nov.`, for tables."""
    return _short_day(local(day).date() if isinstance(day, datetime) else day, language())


@lru_cache(maxsize=1024)
def _short_day(day: date, in_language: str) -> str:
    return format_date(day, "EEE d MMM" if in_language == "en" else "EEE d. MMM", locale=in_language)


def wall_time(moment: datetime) -> str:
    """`09.22`."""
    return f"{local(moment):%H.%M}"


def short_moment(moment: datetime) -> str:
    """`18.11. 09.22` for staff tables."""
    return f"{local(moment):%d.%m. %H.%M}"


def months() -> list[tuple[str, str]]:
    """("01", "januar") and so on, for choosing a month."""
    names = get_month_names("wide", context="stand-alone", locale=language())
    return [(f"{number:02}", names[number]) for number in range(1, 13)]


def spoken_month(month: str) -> str:
    """`mai 2026` from `2026-05`; a year alone stays a year."""
    year, _, number = month.partition("-")
    return f"{dict(months())[number]} {year}" if number else year


def weekday(number: int) -> str:
    """`mandag` for 0."""
    return get_day_names("wide", locale=language())[number]


def spoken_phone(number: str) -> str:
    """`900 12 345` from `+4790012345`; other countries' numbers stay as they are."""
    if not re.fullmatch(r"\+47\d{8}", number or ""):
        return number or ""
    digits = number[3:]
    if digits[0] in "489":
        return f"{digits[:3]} {digits[3:5]} {digits[5:]}"
    return " ".join(digits[n : n + 2] for n in range(0, 8, 2))


@cache
def catalogue(name: str) -> NullTranslations:
    """Flask-Babel looks this up anew for every text; a page has hundreds."""
    return Translations.load(TRANSLATIONS, [name])


def gettext(key: str, **told: Any) -> str:
    """The words of `content/texts` for this key, in the language of this answer."""
    words = catalogue(language()).gettext(key)
    return words % told if told else words


def _in_page(key: str, **told: Any) -> Markup:
    return Markup(catalogue(language()).gettext(key)) % told  # noqa: S704 - our own texts; what is told is escaped


def _by_number(one: str, other: str, number: int, **told: Any) -> Markup:
    words = catalogue(language()).ngettext(one, other, number)
    return Markup(words) % {"num": number, **told}  # noqa: S704 - as above


def init_app(app: Flask) -> None:
    compile_texts()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(TRANSLATIONS)
    app.config["BABEL_DEFAULT_LOCALE"] = SOURCE
    Babel(app, locale_selector=language)
    app.jinja_env.globals.update(_=_in_page, ngettext=_by_number)
    app.jinja_env.globals.update(said=said, language=language, languages=LANGUAGES, months=months)
    app.jinja_env.filters.update(
        spoken_day=spoken_day,
        spoken_moment=spoken_moment,
        short_moment=short_moment,
        short_day=short_day,
        wall_time=wall_time,
        spoken_phone=spoken_phone,
        spoken_month=spoken_month,
    )
    app.before_request(_choose)


def _choose() -> None:
    """Pages: by address. Programs: `?lang=`, then `Accept-Language`. Anything odd means Bokmål."""
    prefixed = request.environ.get("hundre.language")
    if prefixed is None and request.path.startswith("/api/"):
        asked = request.args.get("lang", "")
        prefixed = asked if asked in LANGUAGES else negotiated(request.headers.get("Accept-Language", ""))
    g.language = prefixed or SOURCE


def texts() -> dict[str, dict[str, Any]]:
    """Every text by key: `{key: {language: words}}`, from `content/texts/*.yaml`."""
    found: dict[str, dict[str, Any]] = {}
    for file in sorted((CONTENT / "texts").glob("*.yaml")):
        for key, words in (yaml.load(file.read_text("utf-8"), yaml.CSafeLoader) or {}).items():
            if isinstance(words, Mapping) and SOURCE in words:
                found[key] = dict(words)
    return found


def texts_beginning_with(prefix: str) -> dict[str, str]:
    """Texts of one family in the language of this answer, by what follows the prefix."""
    keys = [key for key in _keys() if key.startswith(prefix)]
    return {key[len(prefix) :]: gettext(key) for key in keys}


@lru_cache(maxsize=1)
def _keys() -> tuple[str, ...]:
    return tuple((TRANSLATIONS / "keys").read_text("utf-8").split("\n"))


def compile_texts() -> None:
    """Texts to gettext catalogues, where they have changed since the last time."""
    files = sorted((CONTENT / "texts").glob("*.yaml"))
    mark = hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    seal = TRANSLATIONS / "made-of"
    if seal.is_file() and seal.read_text() == mark:
        return
    words = texts()
    for name in LANGUAGES:
        _write(name, words)
    (TRANSLATIONS / "keys").write_text("\n".join(words), "utf-8")
    seal.write_text(mark)


def _write(name: str, words: dict[str, dict[str, Any]]) -> None:
    catalog = Catalog(locale=name)
    for key, languages in words.items():
        text = languages.get(name) or languages[SOURCE]
        if isinstance(text, Mapping):
            catalog.add((key, key), (text["one"], text["other"]))
        else:
            catalog.add(key, text)
    folder = TRANSLATIONS / name / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "messages.mo.new"
    with fresh.open("wb") as file:
        write_mo(file, catalog)
    fresh.replace(folder / "messages.mo")


if __name__ == "__main__":
    compile_texts()
    sys.stdout.write(f"texts compiled into {Path(TRANSLATIONS).relative_to(BUILD.parent)}\n")
