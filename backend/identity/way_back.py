"""Where somebody goes after signing in: back to where they were, and never off to another site."""

import re

from flask import request

from .actor import Actor

OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,300}")
NOT_THERE = ("/logg-inn", "/logg-ut", "/api/", "/dev/")


def own_path(text: str | None) -> str:
    """The path, if it is one of ours that a person may be sent to; otherwise empty."""
    path = text or ""
    return path if OWN_PATH.fullmatch(path) and not path.startswith(NOT_THERE) else ""


def asked_path() -> str:
    """The `next` of this request, of the address or of the form."""
    return own_path(request.values.get("next"))


def onward(who: Actor, path: str, root: str) -> str:
    """The address to go on to: the path asked for, else the first page of what they are here for.

    `root` is the prefix of the language they speak: empty, `/nn` or `/en`.
    """
    return root + (path or ("/ansatt" if who.is_staff else "/min-side"))
