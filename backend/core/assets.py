"""What the build has made for the phone: hashed addresses, inline icons, and the files themselves.

A file's name changes with its content, so a phone may keep it for ever.
"""

import json
import re
from functools import cache, lru_cache
from mimetypes import guess_type

from flask import Flask, Response, request
from markupsafe import Markup

from .errors import Unknown
from .settings import BUILD

STATIC = BUILD / "static"
FOREVER = "public, max-age=31536000, immutable"
BUILT = re.compile(r"[a-z0-9-]+\.[0-9a-f]{10}\.[a-z0-9]+")
ENCODINGS = (("br", ".br"), ("gzip", ".gz"))


class NotBuilt(RuntimeError):
    """The phone's files are missing: run `make build`."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not built; run `make build`")


@cache
def manifest() -> dict[str, str]:
    """Plain name → hashed name, as the build left it when this process started."""
    try:
        return dict(json.loads((STATIC / "manifest.json").read_text("utf-8")))
    except FileNotFoundError:
        raise NotBuilt("build/static/manifest.json") from None


def asset(name: str) -> str:
    """The address of a built file: `app.css` → `/static/app.3fa9c1.css`."""
    if name not in manifest():
        raise NotBuilt(name)
    return f"/static/{manifest()[name]}"


KEPT_OFFLINE = (
    "boot.js",
    "app.css",
    "shell.js",
    "flow.js",
    "technology.js",
    "station.js",
    "font.woff2",
    "icons.svg",
    "logo.svg",
    "icon-192.png",
)
DRAWING = "drawing-"


def offline_assets() -> list[str]:
    """The built files that a citizen's phone keeps from the first visit."""
    return [asset(name) for name in manifest() if name in KEPT_OFFLINE or name.startswith(DRAWING)]


def asset_text(name: str) -> str:
    """The built file itself, for answers that are put together from it, such as /sw.js."""
    if name not in manifest():
        raise NotBuilt(name)
    return (STATIC / manifest()[name]).read_text("utf-8")


@cache
def _drawings() -> dict[str, dict[str, str]]:
    try:
        return dict(json.loads((BUILD / "icons.json").read_text("utf-8")))
    except FileNotFoundError:
        raise NotBuilt("build/icons.json") from None


@cache
def inline_icon(name: str, css_class: str = "icon") -> Markup:
    """A drawing as SVG in the page itself, for pages that should not wait for the sprite."""
    if name not in _drawings():
        raise NotBuilt(f"icon {name!r} in pwa/icons.json")
    drawing = {part: Markup(markup) for part, markup in _drawings()[name].items()}  # noqa: S704 - our own build
    return Markup('<svg class="{}"{} aria-hidden="true" focusable="false">{}</svg>').format(
        css_class, drawing["open"], drawing["body"]
    )


@cache
def icon(name: str, inline: bool = False) -> Markup:
    """A drawing of pwa/icons.json: from the sprite, or in the page itself where nothing may be waited for."""
    if inline:
        return inline_icon(name)
    use = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>'
    return Markup(use).format(asset("icons.svg"), name)  # noqa: S704 - our own words


@lru_cache(maxsize=256)
def _stored(name: str, ending: str) -> bytes | None:
    file = STATIC / (name + ending)
    return file.read_bytes() if file.is_file() else None


def serve(name: str) -> Response:
    """A built file, of this build or one before, already compressed where the phone can read it so."""
    if not BUILT.fullmatch(name) or _stored(name, "") is None:
        raise Unknown()
    for encoding, ending in ENCODINGS:
        content = _stored(name, ending)
        if content is not None and request.accept_encodings[encoding]:
            return _answer(name, content, encoding)
    return _answer(name, _stored(name, "") or b"", None)


def _answer(name: str, content: bytes, encoding: str | None) -> Response:
    response = Response(content, mimetype=guess_type(name)[0] or "application/octet-stream")
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{name}-{encoding}" if encoding else name)
    if encoding:
        response.content_encoding = encoding
    response.make_conditional(request)
    return response


def init_app(app: Flask) -> None:
    """Needs an app made with `static_folder=None`, so that /static is ours."""
    app.add_url_rule("/static/<name>", "asset", serve)
    app.jinja_env.globals.update(asset=asset, icon=icon, inline_icon=inline_icon)
