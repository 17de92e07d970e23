"""Technology for people: the catalogue, the finder that needs no script, comparing, asking, and the guides."""

from flask import Blueprint, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from segno import make as make_code

from ..core.clock import today
from ..core.errors import Invalid
from ..core.i18n import language
from ..core.public import alone, prefix_of, public_page
from ..core.web import nested
from ..desk.pages import receipts
from ..municipality.words import link
from . import catalogue, commands, finding, guides

pages = Blueprint("technology", __name__, template_folder="templates")
MOST_COMPARED = 3
LONGEST_SEARCH = 100


def _each_type() -> list[dict[str, str]]:
    return [{"slug": one.slug} for one in catalogue.types()]


def _each_need() -> list[dict[str, str]]:
    return [{"need_id": need_id} for need_id in catalogue.needs()]


def _each_answer() -> list[dict[str, str]]:
    return [
        {"need_id": need.id, "answer_id": answer["id"]}
        for need in catalogue.needs().values()
        for answer in need.answers
    ]


def _each_guide() -> list[dict[str, str]]:
    return [{"slug": slug} for slug in guides.slugs()]


@pages.get("/hjelpemidler")
@public_page(alone, asks=("q",))
def start() -> str:
    """Everything there is; with `q` what fits those words."""
    asked = request.args.get("q", "")[:LONGEST_SEARCH].strip()
    return render_template(
        "technology/start.html", asked=asked, found=finding.find(asked) if asked else [], types=catalogue.types(),
        needs=catalogue.needs(), guides=guides.guides(), words=catalogue.words_to_find_by,
    )  # fmt: skip


@pages.get("/hjelpemidler/finn")
@public_page(alone)
def finder() -> str:
    return render_template("technology/finder.html", needs=catalogue.needs())


@pages.get("/hjelpemidler/finn/<need_id>")
@public_page(_each_need)
def question(need_id: str) -> str:
    return render_template("technology/question.html", need=catalogue.need(need_id))


@pages.get("/hjelpemidler/finn/<need_id>/<answer_id>")
@public_page(_each_answer)
def results(need_id: str, answer_id: str) -> str:
    need = catalogue.need(need_id)
    answer = catalogue.answer_of(need, answer_id)
    found = [catalogue.by_slug(slug) for slug in answer["types"]]
    return render_template("technology/results.html", need=need, answer=answer, types=found)


@pages.get("/hjelpemidler/sammenlign")
@public_page(alone, asks=("type",))
def compare() -> str:
    known = {one.slug: one for one in catalogue.types()}
    chosen = [slug for slug in dict.fromkeys(request.args.getlist("type")) if slug in known][:MOST_COMPARED]
    return render_template("technology/compare.html", types=known.values(), chosen=chosen)


@pages.get("/hjelpemidler/spor")
@public_page(alone, asks=("type", "need"))
def ask() -> str:
    return _form(request.args.to_dict(), {})


@pages.post("/hjelpemidler/spor")
def send() -> ResponseReturnValue:
    """The plain form. What was typed is kept in every refusal."""
    told = nested(request.form)
    try:
        answer = commands.ask_by_form(told, request.form.get("idempotency_key"))
    except Invalid as refusal:
        return _form(told, commands.worded(refusal.errors)), refusal.status
    return redirect(request.script_root + answer["receipt"], 303)


def _form(told: dict[str, str], errors: dict[str, list[str]]) -> str:
    return render_template(
        "technology/ask.html", told=told, errors=errors, types=catalogue.types(), channels=commands.CHANNELS
    )


@pages.get("/hjelpemidler/kvittering/<reference>")
def receipt(reference: str) -> str:
    return receipts.show("technology/receipt.html", reference)


@pages.post("/hjelpemidler/kvittering/<reference>")
def change(reference: str) -> ResponseReturnValue:
    """Write more, withdraw, undo: for whoever holds the link."""
    return receipts.change("technology/receipt.html", reference)


@pages.get("/hjelpemidler/<slug>")
@public_page(_each_type)
def type_of_thing(slug: str) -> str:
    one = catalogue.by_slug(slug)
    address = link(g.municipality, f"{prefix_of(language())}/hjelpemidler/{slug}")
    code = make_code(address, micro=False).png_data_uri(border=3)
    return render_template(
        "technology/type.html", one=one, parts=[catalogue.by_slug(part) for part in one.parts], address=address,
        code=code, today=today,
    )  # fmt: skip


@pages.get("/rad")
@public_page(alone)
def all_guides() -> str:
    return render_template("technology/guides.html", guides=guides.guides())


@pages.get("/rad/<slug>")
@public_page(_each_guide)
def guide(slug: str) -> str:
    return render_template("technology/guide.html", guide=guides.by_slug(slug), today=today)
