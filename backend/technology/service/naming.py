"""What a type of the catalogue is called today: rows keep only its id, and the catalogue may have lost it since."""

from ...core.i18n import gettext, said
from .. import catalogue


def knows(slug: str) -> bool:
    return any(one.slug == slug for one in catalogue.types())


def name_of(slug: str) -> str:
    """In the language of this answer; only "Hjelpemiddel" where the catalogue no longer has it."""
    try:
        return said(catalogue.by_slug(slug).name)
    except catalogue.NoSuchType:
        return gettext("technology.kind.name")
