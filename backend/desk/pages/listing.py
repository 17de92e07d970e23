"""The inbox's page, put together of parts that are drawn once: it is renewed every 15 seconds while little changes."""

from hashlib import blake2b
from typing import Any
from urllib.parse import urlencode

from flask import Response, g, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy import Row

from ...core.clock import now
from ...core.templating import drawn
from ...core.web import wants_fragment
from ...identity.actor import Actor
from .. import registry
from ..service import inbox, reading
from ..service.deadlines import light
from . import registering

FILTERS = ("view", "unit", "q", "kind", "after")


def asked() -> dict[str, str]:
    """What this request wants to see, within bounds."""
    wanted = {name: request.args.get(name, "")[:100] for name in FILTERS}
    return {**wanted, "view": wanted["view"] if wanted["view"] in inbox.VIEWS else "all"}


def page(actor: Actor, wanted: dict[str, str]) -> Response:
    """The whole page; for htmx the list alone; only the time to those whose list is as they have it."""
    found = inbox.inbox(actor, wanted["view"], wanted["unit"], wanted["q"], wanted["kind"], wanted["after"])
    counts = inbox.counts(actor)
    table = drawn("desk/inbox_table.html", cases=found.cases, next=found.next, counts=counts, asked=wanted, row=_row)
    mark = blake2b(table.encode(), digest_size=8).hexdigest()
    if wants_fragment() and request.args.get("seen") == mark:
        return _only_the_time()
    again = f"{request.script_root}{request.path}?{urlencode({**wanted, 'seen': mark})}"
    facts = {"table": table, "counts": counts, "again": again, "now": now()}
    if wants_fragment():
        answer = make_response(render_template("desk/inbox_list.html", **facts))
    else:
        answer = make_response(render_template("desk/inbox.html", top=_top(actor, wanted), **facts))
    reading.saw(actor, "inbox.read", wanted["view"])
    return answer


def _only_the_time() -> Response:
    """Nothing new is seen, so nothing is written down."""
    answer = make_response(render_template("desk/inbox_clock.html", now=now()))
    answer.headers.update({"HX-Retarget": "#refreshed", "HX-Reswap": "outerHTML"})
    return answer


def _top(actor: Actor, wanted: dict[str, str]) -> Markup:
    units = g.municipality.working_units() if actor.role == "front_desk" else []
    facts = {
        "units": [(unit.id, unit.name) for unit in units],
        "kinds": [(kind.id, f"{kind.texts}.kind.name") for kind in registry.kinds()],
    }
    return drawn(
        "desk/inbox_top.html", asked=wanted, kept=registering.kept_calls(actor), whose=registering.whose,
        tasks=reading.open_tasks(actor), **facts,
    )  # fmt: skip


def _row(case: Row[Any]) -> Markup:
    return drawn("desk/inbox_row.html", case=case, kind=registry.kind(case.kind), light=light)
