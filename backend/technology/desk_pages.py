"""For staff: recommending a thing in a case, and what the answers say."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..core.db import transaction
from ..core.errors import Conflict, Invalid
from ..core.i18n import gettext
from ..core.schema import loaded
from ..core.web import nested
from ..desk.pages.staff import case_page
from ..desk.service import reading
from ..desk.service.moving import same_revision
from ..identity.actor import actor
from .models import VERDICTS
from .schemas import RecommendationSchema
from .service import counting, recommending

pages = Blueprint("technology_desk", __name__, template_folder="templates")
RECOMMENDATION = RecommendationSchema()


@pages.post("/ansatt/saker/<reference>/anbefalinger")
def recommend(reference: str) -> ResponseReturnValue:
    """In a refusal the case comes back with what was chosen."""
    told = nested(request.form)
    try:
        with transaction():
            case = reading.case_for(actor(), reference, lock=True)
            wanted = loaded(RECOMMENDATION, told)
            same_revision(case, wanted.pop("revision"))
            recommending.recommend(case, wanted, actor())
    except (Invalid, Conflict) as refusal:
        case = reading.case_for(actor(), reference)
        errors = {name: [gettext(f"technology.recommend.{name}.missing")] for name in refusal.errors}
        page = case_page(case, refused=refusal.key, errors=errors, told=told, deed="recommend")
        return page, refusal.status
    return redirect(url_for("desk.case", reference=reference, _anchor="recommended"), 303)


@pages.get("/ansatt/hjelpemidler")
def results() -> str:
    """Whether things helped, by need. No person, no case, no word of anybody's."""
    return render_template(
        "technology/helped_results.html", results=counting.results(), verdicts=VERDICTS, since=counting.since(),
        least=counting.LEAST,
    )  # fmt: skip
