"""The municipality's own pages: home, promises of law, settings, and honest places for what comes."""

from hashlib import sha256

from flask import Blueprint, Response, abort, g, json, make_response, render_template, request

from ..core.assets import FOREVER, asset, asset_text, offline_assets
from ..core.errors import Unknown
from ..core.i18n import LANGUAGES, SOURCE, gettext, said
from ..core.public import alone, answer, packs, prefix_of, public_page, single_pages
from ..core.settings import CONTENT
from . import words
from .theme import stylesheet

pages = Blueprint("municipality", __name__, template_folder="templates")

ICONS = (("192", "192x192", "any"), ("512", "512x512", "any"), ("maskable-512", "512x512", "maskable"))


@pages.get("/")
@public_page(alone)
def home() -> str:
    return render_template("municipality/home.html")


@pages.get("/innstillinger")
@public_page(alone)
def settings() -> str:
    return render_template("municipality/settings.html")


@pages.get("/personvern")
@public_page(alone)
def privacy() -> str:
    return render_template("municipality/privacy.html")


@pages.get("/tilgjengelighet")
@public_page(alone)
def accessibility() -> str:
    return render_template("municipality/accessibility.html")


@pages.get("/uten-nett")
@public_page(alone)
def offline() -> str:
    return render_template("municipality/offline.html")


@pages.get("/plan", defaults={"what": "plan"})
@pages.get("/aktiviteter", defaults={"what": "activities"})
@pages.get("/frivillig", defaults={"what": "volunteer"})
@pages.get("/skjema", defaults={"what": "feedback"})
@public_page(alone)
def coming(what: str) -> str:
    """A capability that is not built yet says so, and what to do today."""
    return render_template("municipality/coming.html", what=what)


@pages.get("/tema/<municipality_id>.<version>.css")
def theme(municipality_id: str, version: str) -> Response:
    if municipality_id != g.municipality.id:
        abort(404)
    response = make_response(stylesheet(g.municipality.accent))
    response.content_type = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = FOREVER
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
    """The built worker, told which pages and files of this municipality it keeps, in the language it was asked for in.

    A page is fetched again only when its own bytes have changed.
    """
    spoken = request.args.get("lang", "")
    spoken = spoken if spoken in LANGUAGES else SOURCE
    logo = CONTENT / "municipalities" / "logos" / g.municipality.logo
    kept: list[dict[str, str | None]] = [{"url": url, "revision": mark} for url, mark in single_pages(spoken)]
    kept += [{"url": "/logo.svg", "revision": sha256(logo.read_bytes()).hexdigest()[:20]}]
    unchanging = [words.theme_url(g.municipality), *offline_assets()]
    packed = {under: f"/pakker/{spoken}{under}{pack.mark}.json" for under, pack in packs(spoken).items()}
    kept += [{"url": url, "revision": None} for url in (*unchanging, *packed.values())]
    shelf = {"prefix": prefix_of(spoken), "packs": packed}
    told = f"self.__WB_MANIFEST={json.dumps(kept)};\nself.__SHELF={json.dumps(shelf)};\n"
    response = make_response(told + asset_text("sw.js"))
    response.content_type = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Service-Worker-Allowed"] = "/"
    return response


@pages.get("/pakker/<spoken>/<path:under>/<mark>.json")
def pack(spoken: str, under: str, mark: str) -> Response:
    """All pages below an address in one file; its name changes with them, so phones may keep it for good."""
    if spoken not in LANGUAGES:
        raise Unknown()
    found = packs(spoken).get(f"/{under}/")
    if found is None or found.mark != mark:
        raise Unknown()
    response = answer(found, "application/json")
    response.headers["Cache-Control"] = FOREVER
    return response
