"""The edge that every answer passes: language prefix, origin, strict headers, bounded JSON."""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, g, request, url_for
from flask.json.provider import DefaultJSONProvider
from werkzeug.datastructures import MultiDict

from .errors import ForeignOrigin, Malformed

DEEPEST = 32
MAX_BODY = 20 * 1024 * 1024
MAX_JSON = 2 * 1024 * 1024
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Hundre": "1",
}
SAFE = ("GET", "HEAD", "OPTIONS")


class LanguagePrefix:
    """`/nn/...` and `/en/...` are the same pages in another language: the prefix becomes SCRIPT_NAME."""

    def __init__(self, application: Any):
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        for name in ("nn", "en"):
            prefix = f"/{name}"
            if path == prefix or path.startswith(prefix + "/"):
                environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
                environ["PATH_INFO"] = path[len(prefix) :] or "/"
                environ["hundre.language"] = name
        return self.application(environ, start_response)


class BoundedJSON(DefaultJSONProvider):
    """JSON no deeper than 32, without NaN, of at most 2 MB."""

    ensure_ascii = False
    sort_keys = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        try:
            text = s.decode("utf-8") if isinstance(s, bytes) else s
        except UnicodeDecodeError:
            raise Malformed() from None
        if len(text) > MAX_JSON or _depth(text) > DEEPEST:
            raise Malformed()
        try:
            return json.loads(text, parse_constant=_no_constant, **kwargs)
        except (ValueError, RecursionError):
            raise Malformed() from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(text: str) -> int:
    depth = deepest = 0
    inside = escaped = False
    for sign in text:
        if inside:
            inside = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
            if deepest > DEEPEST:
                break
        elif sign in "]}":
            depth -= 1
    return deepest


def body() -> Any:
    """The JSON body of this request; `Malformed` where it is none."""
    if not request.is_json:
        raise Malformed()
    return current_app.json.loads(request.get_data(cache=True))


def refuse_foreign_origin() -> None:
    """No other site may make a visitor's browser send us something.

    Our own pages are `no-referrer`, so a browser hides even our own origin on a plain form (`null`):
    then `Sec-Fetch-Site` decides, and a browser that sends neither may do so only without a cookie.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site in ("cross-site", "same-site"):
        raise ForeignOrigin()
    if origin not in (None, "null"):
        if urlsplit(origin).netloc != request.host:
            raise ForeignOrigin()
    elif site is None and request.headers.get("Cookie"):
        raise ForeignOrigin()


def put_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response


COMPRESSION = {"COMPRESS_ALGORITHM": ["br", "gzip"], "COMPRESS_BR_LEVEL": 1, "COMPRESS_MIN_SIZE": 800}
"""For pages made anew: on a page of the desk level 4 costs four times level 1, to save a tenth of the bytes."""


def nested(form: MultiDict[str, str]) -> dict[str, Any]:
    """A form as the JSON it stands for: `person.name` nests, `photos[]` is a list."""
    tree: dict[str, Any] = {}
    for name in list(form)[:200]:
        *parents, leaf = name[:200].split(".")[:4]
        branch = tree
        for parent in parents:
            inner = branch.setdefault(parent, {})
            if not isinstance(inner, dict):
                raise Malformed()
            branch = inner
        if leaf.endswith("[]"):
            branch[leaf[:-2]] = form.getlist(name)[:100]
        else:
            branch[leaf] = form[name]
    return tree


def wants_fragment() -> bool:
    """htmx asks for a part of the page; the address is the same."""
    return request.headers.get("HX-Request") == "true"


def in_language(name: str) -> str:
    """This page's address in another language; where a token opened it, the token opens that one too."""
    token = "" if g.get("public_page") else request.args.get("token", "")
    return ("" if name == "nb" else f"/{name}") + request.path + (f"?{urlencode({'token': token})}" if token else "")


@lru_cache(maxsize=8192)
def _address(root: str, endpoint: str, told: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(told))


def address(endpoint: str, **told: Any) -> str:
    """What `url_for` says, kept: a page of the desk has dozens of the same."""
    return _address(request.script_root, endpoint, tuple(told.items()))


def init_app(app: Flask) -> None:
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    app.json = BoundedJSON(app)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_JSON
    app.config["MAX_FORM_PARTS"] = 300
    app.before_request(refuse_foreign_origin)
    app.after_request(put_headers)
    app.jinja_env.filters["in_script_root"] = lambda path: request.script_root + path
    app.jinja_env.globals.update(in_language=in_language, url_for=address)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
