"""What a subject expert edits, read once and kept: YAML files and articles under `content/`.

A file that can't be used never reaches a reader: the version that was good last time is shown in its place.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, TypeVar

import structlog
import yaml
from flask import Flask

from .settings import CONTENT

Tree = Mapping[str, Any]
Made = TypeVar("Made")
OWN = "municipalities"
"""Beside each municipality's own file: a folder of the texts it says in its own words."""
ABOUT_THE_FILE = frozenset(
    {"source", "source_date", "certainty", "checked_by", "checked_on", "next_check", "instead_of"}
)
"""What a content file says of itself. `instead_of`: the mark of the national text an own one was written against."""
log = structlog.get_logger("hundre.content")


class BrokenContent(Exception):
    """A content file can't be used: says file, line and what is wrong."""


class _Good:
    """The shelf of files that were good last time, in the data folder once the application is there."""

    folder: Path | None = None

    def where(self) -> Path:
        return self.folder or Path(os.environ.get("HUNDRE_DATA_DIR", "instance")) / "content"

    def keep(self, name: str, text: str) -> None:
        if self.folder is None:
            return
        file = self.folder / name
        if not file.is_file() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            # A name of its own: several threads and processes may read the same file for the first time at once.
            with NamedTemporaryFile(dir=file.parent, prefix=f"{file.name}.", delete=False) as fresh:
                fresh.write(text.encode())
            Path(fresh.name).replace(file)


_good = _Good()


def init_app(app: Flask) -> None:
    _good.folder = app.config["HUNDRE"].data_dir / "content"


@cache
def load(name: str) -> Tree:
    """The file `content/<name>.yaml`. Raises `BrokenContent` with file and line where it never was good."""
    return sound(f"{name}.yaml", tree_of)


def sound(name: str, make: Callable[[str, str], Made]) -> Made:
    """What `make(name, text)` makes of the file, or of its last good version where it raises BrokenContent."""
    text = (CONTENT / name).read_text("utf-8")
    try:
        made = make(name, text)
    except BrokenContent as broken:
        kept = _good.where() / name
        if not kept.is_file():
            raise
        log.error("broken content file, its last good version is shown", file=name, why=str(broken))
        return make(name, kept.read_text("utf-8"))
    _good.keep(name, text)
    return made


def tree_of(name: str, text: str) -> Tree:
    try:
        tree = yaml.load(text, yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BrokenContent(f"{name}, line {line}: {error.problem}") from error
    if not isinstance(tree, dict):
        raise BrokenContent(f"{name}: must be a list of names and values")
    return tree


def article_of(name: str, text: str) -> tuple[Tree, str]:
    """(front matter, body) of an article in Markdown."""
    _, _, rest = text.partition("---\n")
    front, mark, body = rest.partition("\n---\n")
    if not mark:
        raise BrokenContent(f"{name}: must begin with front matter between two lines of ---")
    return tree_of(name, front + "\n"), body.strip()


def names(folder: str, ending: str = ".yaml") -> list[str]:
    """What the files of a folder are called, without their ending."""
    return sorted(file.name.removesuffix(ending) for file in (CONTENT / folder).glob(f"*{ending}"))


def own_file(municipality_id: str, name: str) -> str | None:
    """The municipality's own version of a file, if it has one."""
    own = f"{OWN}/{municipality_id}/{name}"
    return own if (CONTENT / own).is_file() else None


def mark_of(values: Iterable[Any]) -> str:
    """Twelve signs that change when any of the values does: what a municipality's own text was written against."""
    said = json.dumps(list(values), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:12]
