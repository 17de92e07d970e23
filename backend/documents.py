"""The API's own documents: OpenAPI 3.1, and a plain page of ours that shows it."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from .core.api import document

pages = Blueprint("documents", __name__, template_folder="templates")


@pages.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The whole API with its schemas and examples, from the routes that run."""
    response = jsonify(document(current_app, request.host_url.rstrip("/")))
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.get("/api/v1/docs")
def docs() -> str:
    return render_template("core/api.html", spec=document(current_app, request.host_url.rstrip("/")))
