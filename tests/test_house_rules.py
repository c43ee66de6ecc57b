"""What keeps the code readable: sizes, docstrings, names, and nothing of the machine it was written on."""

import ast
import re
from pathlib import Path
from statistics import median

import pytest

from pages import PAGES, menu
from tests.tree import ROOT, code, functions, modules, parsed, place, tracked

LONGEST_MODULE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 250, 40, 10
# Tables of declarations may be as long as what they declare.
TABLES = {"data/schema.py"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "base_manager", "manager", "misc"}
TEXT_FILES = {".py", ".md", ".toml", ".txt", ".csv", ".cfg", ".ini", ".yml", ".yaml", ".json", ".mjs", ".sh", ".sql", ".css", ".js", ""}
# Written as patterns so that this file does not find itself.
MACHINE = re.compile(r"(?<![\w.~<>-])/(?:work|tmp|root|home|Users)/[\w.-]+")
REGISTRIES = re.compile(r"(?:pypi|pythonhosted|npmjs|npmmirror|debian)[.](?:org|com)|[.]tuna[.]|aliyun[.]com")


def length(node) -> int:
    return node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", code(), ids=place)
def test_module_is_one_subject(path: Path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines < LONGEST_MODULE or place(path) in TABLES, f"{place(path)} has {lines} lines"


@pytest.mark.parametrize("table", sorted(TABLES))
def test_exceptions_are_still_needed(table):
    assert len((ROOT / table).read_text(encoding="utf-8").splitlines()) >= LONGEST_MODULE


def test_functions_are_small():
    found = [(path, node) for path in code() for node in functions(path)]
    long = [f"{place(path, node.lineno)} {node.name}: {length(node)} lines" for path, node in found if length(node) > LONGEST_FUNCTION]
    assert not long, "\n".join(long)
    assert median(length(node) for _, node in found) <= MEDIAN_FUNCTION


def test_modules_say_what_they_know():
    spoken = [path for path in [*code(), *modules("tests")] if parsed(path).body]
    assert not [place(path) for path in spoken if not ast.get_docstring(parsed(path))]


def test_a_thing_without_a_name_is_not_a_thing_yet():
    assert not [place(path) for path in tracked() if path.stem.lower() in BANNED_NAMES or set(path.relative_to(ROOT).parts) & BANNED_NAMES]


@pytest.mark.parametrize("pattern", [MACHINE, REGISTRIES], ids=["paths of a machine", "hosts of package registries"])
def test_nothing_of_one_machine_is_written_down(pattern):
    ours = [path for path in tracked() if path.suffix in TEXT_FILES and "vendor" not in path.parts and not path.name.endswith(".min.css")]
    found = [
        f"{place(path, number)}: {hit.group()}"
        for path in ours
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if (hit := pattern.search(line))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("document", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "assets/vendor/README.md"])
def test_documents_name_only_what_is_there(document):
    text = re.sub(r"```.*?```", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.DOTALL)
    files = re.findall(r"`((?:data|queries|components|pages|tests|assets|docs|\.ci)/[\w./-]+)`", text)
    links = re.findall(r"\]\(([\w./-]+)\)", text)
    assert not [name for name in files + links if not (ROOT / name).exists()]


def test_the_menu_is_a_line():
    """Every page of the menu but the first stands under one of its words, so that the line does not grow with the pages."""
    shown = [page for page in PAGES if page.menu]
    assert not [page.name for page in shown[1:] if page.group not in menu.ALL]
