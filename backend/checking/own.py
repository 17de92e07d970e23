"""What a municipality says in its own words, beside the national text that it stands in for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..core.content import ABOUT_THE_FILE, mark_of
from .files import Fault, File

OWN = re.compile(r"municipalities/(?P<id>[a-z]+)/(?P<room>technology|guides)/(?P<name>[^/]+)")
NATIONAL = {"technology": "technology/types/", "guides": "guides/"}


@dataclass(frozen=True)
class OwnText:
    """A municipality's own file, and the national one, if there is such a one."""

    file: File
    national: File | None

    @property
    def mark(self) -> str:
        """Changes when the national text changes where the municipality has its own words."""
        assert self.national is not None
        if self.national.language:
            return mark_of([self.national.tree.get("title"), self.national.tree.get("lead"), self.national.body])
        return mark_of(self.national.tree.get(name) for name in sorted(self.replaced))

    @property
    def replaced(self) -> set[str]:
        return set(self.file.tree) - ABOUT_THE_FILE


def own_texts(files: list[File]) -> Iterator[OwnText]:
    known = {file.name: file for file in files}
    for file in files:
        if found := OWN.fullmatch(file.name):
            yield OwnText(file, known.get(NATIONAL[found["room"]] + found["name"]))


def instead_of_what(files: list[File]) -> Iterator[Fault]:
    """An own text stands in for a national one that is there, and is read again when that one changes."""
    for own in own_texts(files):
        if own.national is None:
            yield own.file.fault("no_national")
            continue
        if not own.national.language:
            for stranger in sorted(own.replaced - own.national.tree.keys()):
                yield own.file.fault("unknown", stranger, name=own.file.name, value=stranger)
        written_against = own.file.tree.get("instead_of")
        if not written_against:
            yield own.file.fault("instead_of", mark=own.mark)
        elif written_against != own.mark:
            yield own.file.fault("changed_since", "instead_of", grave=False, mark=own.mark)


def whole_municipality(files: list[File]) -> Iterator[Fault]:
    """A folder of own texts belongs to a municipality that has its file."""
    known = {file.name for file in files}
    for file in files:
        found = OWN.fullmatch(file.name)
        if found and f"municipalities/{found['id']}.yaml" not in known:
            yield file.fault("no_municipality", municipality=found["id"])


PAGES = frozenset({
    "/", "/plan", "/hjelpemidler", "/hjelpemidler/finn", "/bolig", "/bolig/sjekk", "/bolig/soknad", "/time",
    "/aktiviteter", "/frivillig", "/skjema", "/ring-oss", "/rad", "/personvern", "/min-side",
})  # fmt: skip
INSIDE = re.compile(r"\[([^\]]+)\]\((/[^)\s#?]*)")


def dead_links(files: list[File]) -> Iterator[Fault]:
    """A link to one of our own pages leads to a page that is there."""
    there = PAGES | set(_addresses(files))
    for file in files:
        for words, address in INSIDE.findall(file.body):
            if address not in there:
                yield Fault(file.name, file.body_line, "dead_link", {"words": words, "address": address})


def _addresses(files: list[File]) -> Iterator[str]:
    for file in files:
        if file.name.startswith(NATIONAL["technology"]):
            yield f"/hjelpemidler/{_slug(file.name)}"
        elif file.name.startswith(NATIONAL["guides"]):
            yield f"/rad/{_slug(file.name)}"


def _slug(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]
