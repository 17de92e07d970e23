"""What a subject expert edits, read once and kept: YAML files under `content/`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from .settings import CONTENT

Tree = Mapping[str, Any]


class BrokenContent(Exception):
    """A content file can't be used: says file, line and what is wrong."""


@cache
def load(name: str) -> Tree:
    """The file `content/<name>.yaml`. Raises `BrokenContent` with file and line."""
    return read(CONTENT / f"{name}.yaml")


def read(file: Path) -> Tree:
    try:
        tree = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BrokenContent(f"{file.name}, line {line}: {error.problem}") from error
    if not isinstance(tree, dict):
        raise BrokenContent(f"{file.name}: must be a list of names and values")
    return tree
