"""What we hold about me, and who has looked at it."""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ..core.i18n import gettext
from . import api, cookies, exports
from .actor import actor
from .service import access_log

pages = Blueprint("my_data", __name__, template_folder="templates")


@pages.get("/min-side/om-meg")
def about_me() -> str:
    return _about_me({})


def _about_me(errors: dict[str, list[str]]) -> str:
    held = exports.everything(api.myself())
    rooms = {name: part for name, part in held.items() if name not in ("person", "sign_ins") and part}
    return render_template("identity/about_me.html", person=held["person"], rooms=rooms, errors=errors)


@pages.post("/min-side/om-meg")
def erase_me() -> ResponseReturnValue:
    """Only with the box ticked: there is no way back."""
    if request.form.get("sure") != "yes":
        return _about_me({"sure": [gettext("identity.erase.tick")]}), 422
    return _gone()


def _gone() -> Response:
    page = render_template("identity/erased.html", kept=api.erase_myself().kept)
    return cookies.drop_session(make_response(page))


@pages.get("/min-side/logg")
def log() -> str:
    return render_template("identity/log.html", page=access_log.about(actor(), request.args.get("after", "")))
