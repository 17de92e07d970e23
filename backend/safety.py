"""Settings that nobody may start with, in words. Every program asks before it begins."""

import os
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from backend.core.content import load
from backend.core.settings import Settings

SHORTEST_KEY = 32
WELL_KNOWN_KEYS = {"secret", "changeme", "change-me", "dev", "development", "test", "password"}


class Unsafe(SystemExit):
    """Ends a program before it has begun, with the reasons as its last words."""


def refuse_unsafe(settings: Settings) -> Settings:
    """The settings as they were, or Unsafe."""
    if problems := unsafe(settings):
        raise Unsafe(f"Hundre cannot start: {'; '.join(problems)}.")
    return settings


def unsafe(settings: Settings) -> list[str]:
    """Why this may not be started; empty when it may."""
    checks = (_weak_key, _outside_demo, _demo_in_the_open, _settings_that_clash)
    return [words for check in checks for words in check(settings)]


def _weak_key(settings: Settings) -> Iterator[str]:
    key = settings.secret_key
    if len(key) < SHORTEST_KEY or key.lower() in WELL_KNOWN_KEYS or len(set(key)) < 10:
        yield f"HUNDRE_SECRET_KEY is too easy to guess: use at least {SHORTEST_KEY} random characters, or leave it out"


def _demo_in_the_open(settings: Settings) -> Iterator[str]:
    if settings.demo and not _loopback(settings.host):
        yield f"demo mode lets anybody sign in as anybody, so it refuses to listen on {settings.host}"


def _outside_demo(settings: Settings) -> Iterator[str]:
    if settings.demo:
        return
    if not settings.base_url:
        yield "HUNDRE_BASE_URL is not set: links in messages would lead nowhere"
    elif urlsplit(settings.base_url).scheme != "https" and not _loopback(urlsplit(settings.base_url).hostname or ""):
        yield "HUNDRE_BASE_URL must begin with https://"
    if not settings.smtp_url:
        yield "HUNDRE_SMTP_URL is not set: no e-mail would reach the services"
    if not _red_flags_approved():
        yield "nobody has approved content/safety/red_flags.yaml: fill in approved_by and approved_on there"


def _settings_that_clash(settings: Settings) -> Iterator[str]:
    if settings.default_municipality not in settings.municipalities:
        yield f"HUNDRE_DEFAULT_MUNICIPALITY {settings.default_municipality} is not among HUNDRE_MUNICIPALITIES"
    if os.environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        yield "FLASK_DEBUG is on: it shows the inside of the program to everybody"


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _red_flags_approved() -> bool:
    """Somebody of the municipality answers for what is said when it is a matter of life."""
    told = load("safety/red_flags")
    return all(entry.get("approved_by", "nobody") != "nobody" for entry in (told, *told["numbers"]))
