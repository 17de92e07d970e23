"""How programs are met: JSON loaded by a schema, answers with a schema, OpenAPI 3.1 from the same lines."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from marshmallow import Schema, fields

from . import schema
from .schema import Command, loaded
from .web import body

ExampleMaker = Callable[[], dict[str, Any]]
View = Callable[..., Any]


class Problem(Command):
    """RFC 9457: what every refusal looks like."""

    type = fields.String(metadata={"example": "/api/v1/docs#invalid"})
    title = fields.String()
    status = fields.Integer()
    detail = fields.String()
    errors = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    choices = fields.List(fields.Raw())
    reference = fields.String()


def answers(answer: type[Schema], status: int = 200) -> Callable[[View], View]:
    """State what a query answers."""

    def decorate(view: View) -> View:
        view.answer = (answer, status)  # type: ignore[attr-defined]
        return view

    return decorate


def command(
    told: type[Schema], answer: type[Schema], *, example: ExampleMaker, status: int = 201
) -> Callable[[View], View]:
    """Load the JSON body by a schema and hand it to the view as its first argument."""
    loader = told()

    def decorate(view: View) -> View:
        @wraps(view)
        def edge(**kwargs: Any) -> Any:
            return view(loaded(loader, body()), **kwargs)

        edge.told, edge.answer, edge.example = told, (answer, status), example  # type: ignore[attr-defined]
        return edge

    return decorate


def document(app: Flask, base_url: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of every route under `/api/v1`, with examples from the present data."""
    plugin = MarshmallowPlugin()
    spec = APISpec(title="Hundre", version="1", openapi_version="3.1.0", plugins=[plugin], servers=[{"url": base_url}])
    for kind in (schema.Text, schema.Line, schema.Phone, schema.Email, schema.PostalCode, schema.Month, schema.Choice):
        plugin.map_to_openapi_type(kind, "string", None)
    spec.components.schema("Problem", schema=Problem)
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/") and rule.endpoint.partition(".")[0] != "documents":
            view = app.view_functions[rule.endpoint]
            path = rule.rule.replace("<", "{").replace(">", "}").replace("uuid:", "")
            methods = set(rule.methods or ()) - {"HEAD", "OPTIONS"}
            spec.path(path, operations={method.lower(): _operation(view, method, rule.endpoint) for method in methods})
    return spec.to_dict()


def _operation(view: View, method: str, endpoint: str) -> dict[str, Any]:
    told, example = getattr(view, "told", None), getattr(view, "example", None)
    answer, status = getattr(view, "answer", (None, 204))
    operation: dict[str, Any] = {
        "operationId": f"{endpoint}.{method.lower()}",
        "summary": (view.__doc__ or "").strip().split("\n")[0],
        "responses": {
            str(status): _answer(answer),
            "default": {
                "description": "A refusal in words",
                "content": {"application/problem+json": {"schema": "Problem"}},
            },
        },
    }
    if told:
        media: dict[str, Any] = {"schema": told}
        if example:
            media["example"] = example()
        operation["requestBody"] = {"required": True, "content": {"application/json": media}}
    if getattr(view, "keyed", False):
        operation["parameters"] = [
            {
                "in": "header",
                "name": "Idempotency-Key",
                "required": True,
                "schema": {"type": "string", "format": "uuid"},
            }
        ]
    return operation


def _answer(answer: type[Schema] | None) -> dict[str, Any]:
    if answer is None:
        return {"description": "Done"}
    return {"description": "Done", "content": {"application/json": {"schema": answer}}}


def keyed(view: View) -> View:
    """The command takes an Idempotency-Key."""
    view.keyed = True  # type: ignore[attr-defined]
    return view
