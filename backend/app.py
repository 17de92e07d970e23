"""The one file that knows every room: it puts the house together."""

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from . import documents
from .core import assets, content, db, i18n, logs, operation, problems, public, templating, web
from .core.settings import ROOT, Settings
from .desk import kind as desk_kind
from .desk import registry, rights
from .desk.api import citizen as citizen_api
from .desk.api import staff as desk_api
from .desk.pages import citizen as citizen_pages
from .desk.pages import setup as setup_pages
from .desk.pages import staff as desk_pages
from .desk.pages.rail import rail
from .health_station import api as station_api
from .health_station import (
    book_for_pages,
    case_panel,
    group_pages,
    illness_pages,
    my_visits,
    overview_pages,
    plan_pages,
    question_pages,
    request_kind,
    request_pages,
    telling_of_illness,
    visit_pages,
    waiting_api,
    waiting_desk_pages,
    waiting_pages,
)
from .health_station import desk_pages as time_book
from .health_station import pages as station_pages
from .health_station import rights as station_rights
from .health_station import telling as station_telling
from .health_station import telling_of_wishes as wish_telling
from .health_station.service import answering
from .housing import api as housing_api
from .housing import kind as housing_kind
from .housing import pages as housing_pages
from .identity import api as identity_api
from .identity import erasing, exports, guard, issuer_pages, my_pages
from .identity import pages as identity_pages
from .identity.service import access_log
from .municipality import api as municipality_api
from .municipality import pages as municipality_pages
from .municipality import service as municipality
from .notifications import api as notifications_api
from .notifications import mailbox_pages, subjects
from .notifications import pages as notification_pages
from .notifications.service import inbound, lists
from .technology import api as technology_api
from .technology import desk_pages as technology_desk_pages
from .technology import editing, follow_up_pages
from .technology import kind as technology_kind
from .technology import pages as technology_pages
from .technology import rights as technology_rights
from .technology.service import following, recommending

DOORS = (
    operation.pages,
    municipality_pages.pages,
    municipality_api.api,
    identity_pages.pages,
    issuer_pages.pages,
    my_pages.pages,
    identity_api.api,
    citizen_pages.pages,
    citizen_api.api,
    desk_pages.pages,
    desk_api.api,
    setup_pages.pages,
    notification_pages.pages,
    mailbox_pages.pages,
    notifications_api.api,
    station_pages.pages,
    visit_pages.pages,
    question_pages.pages,
    my_visits.pages,
    station_api.api,
    time_book.pages,
    plan_pages.pages,
    group_pages.pages,
    book_for_pages.pages,
    overview_pages.pages,
    illness_pages.pages,
    waiting_pages.pages,
    request_pages.pages,
    waiting_desk_pages.pages,
    waiting_api.api,
    housing_pages.pages,
    housing_api.api,
    technology_pages.pages,
    technology_api.api,
    technology_api.desk,
    follow_up_pages.pages,
    technology_desk_pages.pages,
    editing.pages,
    documents.pages,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole house. Refuses to start while a route has no row in the authorisation matrix."""
    settings = settings or Settings.from_environ()
    app = Flask("hundre", static_folder=None, template_folder=str(ROOT / "backend" / "core" / "templates"))
    app.jinja_environment = templating.LanguageEnvironment
    app.config.update(HUNDRE=settings, SECRET_KEY=settings.secret_key, **web.COMPRESSION)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, hops, hops, hops)  # type: ignore[method-assign]
    logs.init_app(app)
    content.init_app(app)
    db.init_app(app, settings.database_url)
    municipality.init_app(app)
    i18n.init_app(app)
    web.init_app(app)
    public.init_app(app)
    assets.init_app(app)
    guard.init_app(app)
    app.context_processor(rail)
    problems.init_app(app)
    Compress(app)
    furnish()
    for door in DOORS:
        app.register_blueprint(door)
    if missing := guard.unguarded(app):
        raise guard.Unguarded(f"no row in authorisation.yaml for: {', '.join(missing)}")
    return app


def furnish() -> None:
    """What the lower rooms show or do without importing it: kinds of case, panels, a person's rights."""
    exports.register_export("cases", rights.export)
    erasing.register_eraser("cases", rights.erase)
    exports.register_export("technology", technology_rights.export)
    erasing.register_eraser("technology", technology_rights.erase)
    access_log.register_numbers("cases", rights.numbers)
    access_log.register_numbers("visits", station_rights.numbers)
    exports.register_export("visits", station_rights.export)
    erasing.register_eraser("visits", station_rights.erase)
    for template in (*station_telling.TEMPLATES.values(), station_telling.REMINDER):
        subjects.register_subject(template, station_telling.path, station_telling.facts)
    subjects.register_subject(station_telling.TO_STATION, station_telling.path_at_station, station_telling.facts)
    for template in wish_telling.OF_A_WISH:
        subjects.register_subject(template, wish_telling.path, wish_telling.facts)
    inbound.register_reader("waiting list", answering.read)
    registry.register(housing_kind.HOUSING)
    registry.register(technology_kind.TECHNOLOGY)
    registry.register(request_kind.VISIT_REQUEST)
    registry.register(desk_kind.CALL_BACK)
    registry.register_my_panel("health_station/my_panel.html", my_visits.panel)
    registry.register_panel("notifications/panel.html", lists.of_case)
    registry.register_panel("technology/recommend_panel.html", recommending.panel)
    registry.register_panel("health_station/case_panel.html", case_panel.panel)
    for place in case_panel.PLACES:
        registry.register_place(place)
    subjects.register_subject(telling_of_illness.TEMPLATE, station_telling.path, station_telling.facts)
    subjects.register_subject(following.TEMPLATE, following.path_of)
