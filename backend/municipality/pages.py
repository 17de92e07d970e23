"""The municipality's own pages: home, promises of law, settings, and honest places for what comes."""

from flask import Blueprint, Response, abort, g, json, make_response, render_template, request

from ..core.assets import asset, asset_text, offline_assets
from ..core.i18n import gettext, said
from ..core.settings import CONTENT
from ..core.web import public_page, public_paths
from . import words
from .theme import stylesheet

pages = Blueprint("municipality", __name__, template_folder="templates")

ICONS = (("192", "192x192", "any"), ("512", "512x512", "any"), ("maskable-512", "512x512", "maskable"))


@pages.get("/")
@public_page
def home() -> str:
    return render_template("municipality/home.html")


@pages.get("/innstillinger")
@public_page
def settings() -> str:
    return render_template("municipality/settings.html")


@pages.get("/personvern")
@public_page
def privacy() -> str:
    return render_template("municipality/privacy.html")


@pages.get("/tilgjengelighet")
@public_page
def accessibility() -> str:
    return render_template("municipality/accessibility.html")


@pages.get("/uten-nett")
@public_page
def offline() -> str:
    return render_template("municipality/offline.html")


@pages.get("/plan", defaults={"what": "plan"})
@pages.get("/hjelpemidler", defaults={"what": "technology"})
@pages.get("/hjelpemidler/finn", defaults={"what": "finder"})
@pages.get("/time", defaults={"what": "health_station"})
@pages.get("/aktiviteter", defaults={"what": "activities"})
@pages.get("/frivillig", defaults={"what": "volunteer"})
@pages.get("/skjema", defaults={"what": "feedback"})
@public_page
def coming(what: str) -> str:
    """A capability that is not built yet says so, and what to do today."""
    return render_template("municipality/coming.html", what=what)


@pages.get("/tema/<municipality_id>.<version>.css")
def theme(municipality_id: str, version: str) -> Response:
    if municipality_id != g.municipality.id:
        abort(404)
    response = make_response(stylesheet(g.municipality.accent))
    response.content_type = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@pages.get("/logo.svg")
def logo() -> Response:
    file = CONTENT / "municipalities" / "logos" / g.municipality.logo
    response = make_response(file.read_bytes())
    response.content_type = "image/svg+xml"
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.make_conditional(request)
    return response


@pages.get("/manifest.webmanifest")
def manifest() -> Response:
    """What the phone needs to put us on its home screen, with the municipality's name and colour."""
    icons = [
        {"src": asset(f"icon-{name}.png"), "sizes": size, "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    response = make_response(json.dumps({
        "id": "/", "start_url": "/", "scope": "/", "display": "standalone", "lang": "nb",
        "name": " – ".join(said(name, "nb") for name in (g.municipality.campaign["name"], g.municipality.name) if name),
        "short_name": g.municipality.short_name,
        "description": gettext("pages.manifest.description"),
        "theme_color": g.municipality.accent, "background_color": "#faf7f0", "icons": icons,
    }))  # fmt: skip
    response.content_type = "application/manifest+json"
    response.headers["Cache-Control"] = "no-cache"
    return response


@pages.get("/sw.js")
def service_worker() -> Response:
    """The built worker, told which pages and files of this municipality it keeps."""
    version = words.version(g.municipality.id)
    kept: list[dict[str, str | None]] = [{"url": path, "revision": version} for path in public_paths()]
    kept += [{"url": words.theme_url(g.municipality), "revision": None}, {"url": "/logo.svg", "revision": version}]
    kept += [{"url": url, "revision": None} for url in offline_assets()]
    response = make_response(f"self.__WB_MANIFEST={json.dumps(kept)};\n{asset_text('sw.js')}")
    response.content_type = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response
