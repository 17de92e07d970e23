"""How surely an issuer knows somebody: its `acr` in our words."""

from collections.abc import Mapping
from typing import Any

from ...core.errors import TooLowAssurance
from ..actor import ASSURANCE
from .issuers import Issuer

SUBSTANTIAL, HIGH = "idporten-loa-substantial", "idporten-loa-high"
LEVELS = {SUBSTANTIAL: "substantial", HIGH: "high"}


def asked_level(issuer: Issuer, surer: bool) -> str:
    """The `acr` to ask for: the settings', for citizens at least substantial, high when more is needed."""
    wanted = issuer.asked.acr or (SUBSTANTIAL if issuer.kind == "citizen" else "")
    return HIGH if surer and wanted in LEVELS else wanted


def level_of(issuer: Issuer, claims: Mapping[str, Any], asked: str) -> str:
    """Our word for the `acr` of a sign-in. Raises TooLowAssurance when it is less than what was asked for."""
    given = claims.get("acr")
    level = LEVELS.get(given, "") if isinstance(given, str) else ""
    if not asked:
        return level or "substantial"
    needed = LEVELS.get(asked)
    if needed and level and ASSURANCE.index(level) >= ASSURANCE.index(needed):
        return level
    if not needed and given == asked:
        return "substantial"
    raise TooLowAssurance(needed or "substantial")
