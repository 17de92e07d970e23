"""The whole check, and how its findings are told."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ..core.i18n import SOURCE, catalogue
from ..core.settings import CONTENT
from . import own, rules, technology
from .files import Fault, File, read_all

TOGETHER = (
    *rules.TOGETHER, technology.shape, technology.somewhere_to_go,
    own.instead_of_what, own.whole_municipality, own.dead_links,
)  # fmt: skip


def check(root: Path = CONTENT) -> list[Fault]:
    """Everything that is wrong under `root`, file by file and line by line."""
    files, faults = read_all(root)
    faults += [fault for file in files for fault in _in_itself(file)]
    faults += [fault for rule in TOGETHER for fault in rule(files)]
    return sorted(faults, key=lambda fault: (fault.file, fault.line, fault.key))


@lru_cache(maxsize=1024)
def _in_itself(file: File) -> tuple[Fault, ...]:
    return tuple(fault for rule in rules.EACH for fault in rule(file))


def closing(faults: int, warnings: int, language: str = SOURCE) -> str:
    words = catalogue(language).gettext("check.sum" if faults or warnings else "check.fine")
    return words % {"faults": faults, "warnings": warnings} if faults or warnings else words


def told(faults: list[Fault], language: str = SOURCE) -> Iterator[str]:
    """One line each: file, line, what is wrong and how it is mended."""
    for fault in faults:
        words = catalogue(language).gettext(f"check.{fault.key}") % fault.facts
        yield f"{fault.file}:{fault.line}: {words}"
