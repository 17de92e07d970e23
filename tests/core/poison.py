"""What somebody may send who means us ill, or whose program is broken: values, bodies, and the places to put them."""

import copy
import json
from collections.abc import Iterator
from typing import Any

from flask import Flask
from marshmallow import Schema, fields
from werkzeug.routing import Rule

from backend.identity.guard import doors, methods_of

VALUES: tuple[Any, ...] = (
    None, True, "", " ", "\x00", "a\x00b", "\ud800", "x\udfff", "e\u0301", "\u202e\u200b", "x" * 5000, "🦄" * 3000,
    "'; DROP TABLE person; --", "{{7*7}}", "%s%n%(x)s", "=1+1", "../../etc/passwd", "\r\nBcc: x@x.no", "NaN",
    2**31, 2**63, 2**64, -1, -(2**63), 0, 1.5, 1e308, "99999999999999999999",
    "0001-01-01", "0001-01-01T00:00:00-14:00", "9999-12-31", "9999-12-31T23:59:59+14:00", "2026-02-30", "2200-01-01",
    [], {}, [[]], {"a": {"b": []}}, ["x"] * 500, [None], [{}], {"x" * 3000: 1}, ["\ud800"], {"\x00": "\x00"},
)  # fmt: skip

BODIES: tuple[bytes, ...] = (
    b"", b" ", b"null", b"[]", b"0", b'"x"', b"{", b"{}}", b"\xff\xfe", b'{"a":"\xff"}', b'{"a":NaN}',
    b'{"a":Infinity}',
    b'{"a":-Infinity}', b'{"a":1e999}', b'{"a":"\\ud800"}', b'{"\\u0000":1}', b"\xef\xbb\xbf{}", b"\x00", b"true",
    b"[" * 100_000, b'{"a":' * 100_000, b"[" * 33 + b"]" * 33, b'{"a":"' + b"x" * 2_200_000 + b'"}',
    b'{"a":' + b"9" * 5000 + b"}", b'{"a":1,"a":2}', b"a=b&c=d", b"<xml/>",
)  # fmt: skip

WORDS: tuple[str, ...] = (
    "", "%00", "%ED%A0%80", "%FF%FE", "%F0%9F%A6%84", "-1", "2147483648", "9223372036854775808", "1e9", "0001-01-01",
    "0001-01-01_00000000000000000000000000000000", "9999-12-31_ffffffffffffffffffffffffffffffff", "x" * 3000, "%25",
    "%27--",
    "..%2F..", "%0d%0aSet-Cookie:x=1", "NaN", "*", "%C2%A0",
)  # fmt: skip

QUERIES = (
    "page",
    "per_page",
    "after",
    "view",
    "unit",
    "q",
    "kind",
    "token",
    "lang",
    "next",
    "small",
    "kept",
    "iss",
    "sid",
    "code",
)

HEADERS: tuple[dict[str, str], ...] = (
    {"Accept-Language": "*"}, {"Accept-Language": "nn-NO,nn;q=0.9,en"}, {"Accept-Language": "x" * 2000},
    {"Accept-Language": "nb;q=NaN"}, {"Accept": "*/*;q=x"}, {"Cookie": "hundre_session=" + "a" * 60},
    {"Cookie": "hundre_lang=xx; hundre_look=\x7f"}, {"Hundre-Owner": "x"}, {"If-None-Match": "W/"},
    {"Range": "bytes=-1"},
    {"HX-Request": "true"}, {"X-Forwarded-For": "999.1.1.1"}, {"Content-Length": "-1"}, {"If-Modified-Since": "0001"},
)  # fmt: skip


FORM_WORDS = tuple(
    str(value) for value in VALUES if isinstance(value, str | int) and max(str(value), default="") < "\ud800"
)
"""What a browser can put into a form: half a character is not among it."""


def leaves(schema: Schema, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where a value may stand in what a schema loads: `("person", "name")`."""
    for name, field in schema.fields.items():
        yield (*before, name)
        if isinstance(field, fields.Nested):
            yield from leaves(field.schema, (*before, name))


def poisoned(good: dict[str, Any], schema: Schema) -> Iterator[bytes]:
    """A good command with one bad value, for every place and every value."""
    for place in leaves(schema):
        for value in VALUES:
            yield json.dumps(_with(good, place, value)).encode()


def _with(good: dict[str, Any], place: tuple[str, ...], value: Any) -> dict[str, Any]:
    told = copy.deepcopy(good)
    branch = told
    for name in place[:-1]:
        branch = branch.setdefault(name, {})
    branch[place[-1]] = value
    return told


def rules(app: Flask, method: str, api: bool) -> Iterator[Rule]:
    """Every route of ours that takes the method."""
    for rule in app.url_map.iter_rules():
        if method in methods_of(rule) and rule.rule.startswith("/api/") == api:
            yield rule


def mailbox_for(rule: Rule, method: str) -> str | None:
    """Somebody of the demo who may use this door; None where nobody needs to sign in."""
    roles = doors()[(rule.endpoint, method)].roles
    if "anonymous" in roles:
        return None
    return next(
        box
        for box, role in (("frontdesk", "front_desk"), ("admin", "administrator"), ("citizen", "citizen"))
        if role in roles
    )


def address(rule: Rule, reference: str, deed: str = "note") -> str:
    """The route with things that exist in the place of its parts."""
    known = {"reference": reference, "municipality_id": "fjelldal", "version": "0", "name": "x", "deed": deed}
    path = rule.rule
    for part in rule.arguments - set(rule.defaults or ()):
        value = known.get(part, "00000000-0000-4000-8000-000000000000")
        path = path.replace(f"<uuid:{part}>", value).replace(f"<path:{part}>", value).replace(f"<{part}>", value)
    return path


def crooked(rule: Rule, reference: str) -> Iterator[str]:
    """The route with each of its parts bent, then with each query there is."""
    for part in rule.arguments - set(rule.defaults or ()):
        for word in WORDS:
            bent = rule.rule.replace(f"<uuid:{part}>", word).replace(f"<path:{part}>", word).replace(f"<{part}>", word)
            if "<" not in bent:
                yield bent
    straight = address(rule, reference)
    for place, query in enumerate(QUERIES):
        for word in WORDS[place % 7 :: 7]:
            yield f"{straight}?{query}={word}"
