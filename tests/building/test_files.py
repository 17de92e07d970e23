"""What is committed is ours, asks no other host, and stays readable."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|hx-on|\|\s*safe\b")
OTHER_HOST = re.compile(r"""(?:src|href|url|from|import)\s*[=(]?\s*["'(]https?://""")
BUILT = re.compile(r"\.(woff2?|ttf|otf|min\.js|min\.css|map|pyc|sqlite3|zip|whl)$")
MACHINE = re.compile(r"/root/|/home/\w+/|/work/main|index-url\s*=|registry\s*=\s*http|--index-url http")
LONGEST_FILE, LONG_FUNCTION = 400, 25


def tracked(repository: Path, *kinds: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *kinds], cwd=repository, capture_output=True, text=True, check=True)
    return [repository / name for name in listed.stdout.split("\n") if name]


def words(file: Path) -> str:
    return file.read_text("utf-8", "replace")


def test_nothing_built_and_nothing_of_others_is_committed(repository: Path):
    names = [str(file.relative_to(repository)) for file in tracked(repository)]
    assert not [
        name for name in names if BUILT.search(name) or name.startswith(("build/", "node_modules/", "instance/"))
    ]


def test_no_page_carries_script_or_style_of_its_own(repository: Path):
    assert not [file.name for file in tracked(repository, "backend/*.html") if INLINE.search(words(file))]


def test_nothing_on_a_page_comes_from_another_host(repository: Path):
    files = tracked(repository, "backend/*.html", "pwa/src/*.js", "pwa/styles/*.css")
    assert files
    assert not [file.name for file in files if OTHER_HOST.search(words(file))]


def test_no_registry_host_and_no_machine_path_is_named(repository: Path):
    files = [
        file
        for file in tracked(repository)
        if file.suffix in (".py", ".toml", ".lock", ".json", ".mjs", ".md", ".yaml", "")
    ]
    found = [str(file.relative_to(repository)) for file in files if file.is_file() and MACHINE.search(words(file))]
    assert found in ([], ["tests/building/test_files.py"])
    assert "resolved" not in words(repository / "package-lock.json")


def test_the_backend_knows_no_queue(repository: Path):
    told = [words(file) for file in tracked(repository, "backend/*.py")]
    assert not [text for text in told if re.search(r"^\s*(from|import) (rq|redis|tasks)\b", text, re.M)]


def test_no_file_is_longer_than_one_can_read(repository: Path):
    files = tracked(repository, "backend/*.py", "tasks/*.py", "pwa/src/*.js", "backend/*.html", "pwa/styles/*.css")
    long = {file.name: words(file).count("\n") for file in files if words(file).count("\n") > LONGEST_FILE}
    assert not {name for name in long if not name.startswith("0001_")}


def test_nine_of_ten_functions_are_short(repository: Path):
    sizes = sorted(
        (node.end_lineno or 0) - node.lineno + 1
        for file in tracked(repository, "backend/*.py", "tasks/*.py")
        if "migrations" not in file.parts
        for node in ast.walk(ast.parse(words(file)))
        if isinstance(node, ast.FunctionDef)
    )
    assert sizes[len(sizes) * 9 // 10] <= LONG_FUNCTION


@pytest.mark.parametrize("file", ["README.md"])
def test_every_setting_is_told(repository: Path, file: str):
    from backend.core.settings import Settings

    told = words(repository / file)
    own = {name for name, _ in Settings.from_environ(data_dir=repository / "build", secret_key="x" * 40).listing()}
    assert not {name for name in own if name not in told and not name.startswith(("HUNDRE_OIDC", "HUNDRE_PORT_GIVEN"))}
