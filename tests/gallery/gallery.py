"""Every part and both bases on a few invented pages, with no database behind: something to look at.

python -m tests.gallery.gallery            serves it on port 8077
"""

from types import SimpleNamespace

from flask import Flask, Response, g, render_template

from backend.core import assets, i18n, web
from backend.core.errors import Unknown
from backend.municipality.theme import stylesheet

ACCENT = "#0f5c54"
PLACES = [
    {"key": key, "path": f"/ansatt/{key}", "icon": icon}
    for key, icon in [
        ("inbox", "inbox"), ("register", "phone"), ("appointments", "calendar"), ("activities", "people"),
        ("forms", "chart"), ("messages", "bell"), ("log", "eye"),
    ]
]  # fmt: skip
MUNICIPALITY = SimpleNamespace(
    id="fjelldal",
    name={"nb": "Fjelldal kommune", "en": "Fjelldal municipality"},
    campaign={"name": {"nb": "Hundre år i eget hjem", "en": "A hundred years at home"}},
    phone_number="72 00 00 10",
)
PHOTO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="#cfd8d5" d="M0 0h4v3H0z"/>'
    '<path fill="#7d8a86" d="M1 3V2.5h.7V2h.7v-.5H4V3z"/></svg>'
)
CITIZEN = ("home", "question", "form", "error", "review", "receipt", "me", "reading")
STAFF = ("inbox", "case", "results")
PAGES = (*CITIZEN, "problem", *STAFF)


def create_gallery() -> Flask:
    app = Flask(
        "gallery", static_folder=None, template_folder="tests/gallery/templates", root_path=str(i18n.CONTENT.parent)
    )
    app.jinja_loader.searchpath.append(str(i18n.CONTENT.parent / "backend/core/templates"))
    for part in (web, i18n, assets):
        part.init_app(app)
    app.add_url_rule("/tema.css", "theme", lambda: Response(stylesheet(ACCENT), mimetype="text/css"))
    app.add_url_rule("/bilde.svg", "photo", lambda: Response(PHOTO, mimetype="image/svg+xml"))
    app.add_url_rule("/favicon.ico", "favicon", nothing)
    app.add_url_rule("/<page>", "page", show)
    app.context_processor(surroundings)
    app.before_request(lambda: g.__setattr__("municipality", MUNICIPALITY))
    return app


def surroundings() -> dict[str, object]:
    return {
        "municipality": MUNICIPALITY,
        "theme_url": "/tema.css",
        "owner": "",
        "staff_places": PLACES,
        "staff_counts": lambda counts: {"inbox": 14, "messages": 2},
        "actor": {"name": "Ergo Terapeut", "role": "specialist", "is_staff": True},
        "phone_words": lambda: {"lang": i18n.language()},
    }


def nothing() -> Response:
    return Response(status=204)


def show(page: str) -> str:
    if page == "problem":
        return render_template("core/problem.html", refusal=Unknown(), reference="4f1a2b3c")
    return render_template(f"gallery/{page}.html")


if __name__ == "__main__":
    create_gallery().run(port=8077)
