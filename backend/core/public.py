"""Pages that are the same bytes for everybody in a municipality and language: made once, kept, and on every phone.

A page with an argument is one of many of its kind. The phone gets those in packs: what is the same around them
once, and what each of them says. So it holds hundreds of pages in a few requests, and makes each whole again
when somebody opens it without coverage.
"""

import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property, wraps
from hashlib import sha256
from typing import Any
from uuid import uuid4

import brotli
from flask import Flask, Response, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from .i18n import LANGUAGES, SOURCE, language

KEY_MARK = "00000000-aaaa-4bbb-8ccc-000000000000"
TITLE, MAIN, PATH = "%%title%%", "%%main%%", "%%path%%"
PARTS = re.compile(r"<title>(?P<title>.*?)</title>.*?<main[^>]*>(?P<main>.*)</main>", re.DOTALL)
SMALL = 9
"""Brotli's effort: the highest, 11, takes ten times as long for a twentieth of the bytes."""
Leaves = Callable[[], list[dict[str, str]]]


class Kept:
    """The bytes of one answer, a mark that changes with them, and the same made small when first asked for."""

    def __init__(self, text: str) -> None:
        self.whole = text.encode()
        self.mark = sha256(self.whole).hexdigest()[:20]

    @cached_property
    def small(self) -> bytes:
        return bytes(brotli.compress(self.whole, mode=brotli.MODE_TEXT, quality=SMALL))


_kept: dict[tuple[str, ...], Kept] = {}
_packs: dict[tuple[str, str], dict[str, Kept]] = {}


def public_page(
    leaves: Leaves, asks: tuple[str, ...] = ()
) -> Callable[[Callable[..., str]], Callable[..., ResponseReturnValue]]:
    """The view makes the page once. `leaves` names the arguments of all pages of this kind: one `{}` for a single page.

    `asks`: names after the `?` that make it another page, which then is made anew each time.
    Whatever `fresh_key()` gave is replaced by a new UUID at each answer, which then is `no-store`.
    """

    def decorate(view: Callable[..., str]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def kept(**told: Any) -> ResponseReturnValue:
            if request.args.keys() & set(asks):
                g.public_page = True
                return make_response(view(**told).replace(KEY_MARK, str(uuid4())))
            page = _made(view, told)
            mark = KEY_MARK.encode()
            if mark in page.whole:
                return make_response(page.whole.replace(mark, str(uuid4()).encode()))
            response = answer(page, "text/html; charset=utf-8")
            response.headers["Cache-Control"] = "no-cache"
            return response.make_conditional(request)

        kept.leaves = leaves  # type: ignore[attr-defined]
        kept.made = lambda told: _made(view, told)  # type: ignore[attr-defined]
        return kept

    return decorate


def alone() -> list[dict[str, str]]:
    """For a page that is the only one of its kind."""
    return [{}]


def _made(view: Callable[..., str], told: dict[str, Any]) -> Kept:
    key = (g.municipality.id, language(), request.endpoint or "", *map(str, told.values()))
    if key not in _kept:
        g.public_page = True
        _kept[key] = Kept(view(**told))
    return _kept[key]


def answer(kept: Kept, content_type: str) -> Response:
    """The bytes as small as the phone can take them."""
    small = bool(request.accept_encodings["br"])
    response = make_response(kept.small if small else kept.whole)
    response.content_type = content_type
    if small:
        response.content_encoding = "br"
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{kept.mark}-br" if small else kept.mark)
    return response


def fresh_key() -> str:
    """The id a form is born with. A public page gets its own only when it is answered."""
    return KEY_MARK if g.get("public_page") else str(uuid4())


def forget_public_pages() -> None:
    _kept.clear()
    _packs.clear()


def _kinds() -> Iterator[tuple[Any, Any]]:
    """(rule, view) of every kind of public page."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda one: one.rule):
        view = current_app.view_functions[rule.endpoint]
        if hasattr(view, "leaves") and "GET" in (rule.methods or ()):
            yield rule, view


def _path(rule: Any, told: dict[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda found: told[found[1]], rule.rule)


def public_paths() -> list[str]:
    """Every public page, in every language, those of many of a kind too."""
    paths = [_path(rule, told) for rule, view in _kinds() for told in view.leaves()]
    return [f"{prefix_of(name)}{path}" for name in LANGUAGES for path in sorted(paths)]


def prefix_of(name: str) -> str:
    return "" if name == SOURCE else f"/{name}"


def single_pages(name: str) -> Iterator[tuple[str, str]]:
    """(address, mark) of each page that is the only one of its kind, in this language."""
    for rule, view in _kinds():
        if not rule.arguments - set(rule.defaults or ()):
            yield prefix_of(name) + rule.rule, _in_language(name, rule.rule, view, rule.defaults or {}).mark


def packs(name: str) -> dict[str, Kept]:
    """Beginning of an address -> the pack with all pages below it, in this language."""
    key = (g.municipality.id, name)
    if key not in _packs:
        _packs[key] = _all_packed(name)
    return _packs[key]


def _all_packed(name: str) -> dict[str, Kept]:
    pages: dict[str, dict[str, dict[str, str]]] = {}
    for rule, view in _kinds():
        for told in view.leaves() if rule.arguments - set(rule.defaults or ()) else ():
            path = _path(rule, told)
            page = _in_language(name, path, view, told).whole.decode()
            pages.setdefault(rule.rule.partition("<")[0], {})[path] = _taken_apart(page, path)
    return {under: _packed(pages[under]) for under in pages}


def _taken_apart(page: str, path: str) -> dict[str, str]:
    """The page's own title and main part, and the frame that is the same around many."""
    found = PARTS.search(page)
    assert found, path
    frame = page[: found.start("main")] + MAIN + page[found.end("main") :]
    frame = frame[: found.start("title")] + TITLE + frame[found.end("title") :]
    return {"title": found["title"], "main": found["main"], "frame": frame.replace(path, PATH)}


def _packed(pages: dict[str, dict[str, str]]) -> Kept:
    frames = list(dict.fromkeys(page["frame"] for page in pages.values()))
    inner = {path: {**page, "frame": frames.index(page["frame"])} for path, page in pages.items()}
    return Kept(json.dumps({"frames": frames, "pages": inner}, ensure_ascii=False))


def _in_language(name: str, path: str, view: Any, told: dict[str, str]) -> Kept:
    """The page as whoever asks for it in that language gets it, made in a request of its own."""
    municipality, spoken = g.municipality, {"SCRIPT_NAME": prefix_of(name), "hundre.language": name}
    asked = current_app.test_request_context(path, base_url=request.host_url, environ_overrides=spoken)
    with current_app.app_context(), asked:
        g.municipality, g.language = municipality, name
        made: Kept = view.made(told)
        return made


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(fresh_key=fresh_key)
