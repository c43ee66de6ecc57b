"""What is imported is locked, what is locked is hashed, and the two lock files agree with pyproject.toml."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.tree import LAYERS, ROOT, code, imports, modules, place

PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\]+))?")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(file: str) -> list[str]:
    """One text per requirement, its hashes with it."""
    text = re.sub(r"^#.*\n", "", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE)
    return text.replace("\\\n", " ").strip().splitlines()


def pins(file: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries(file):
        name, version, _ = PIN.match(entry).groups()
        found.setdefault(plain(name), set()).add(version)
    return found


RUN, DEV = pins("requirements.txt"), pins("requirements-dev.txt")


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_exact_and_hashed(file):
    assert not [entry[:60] for entry in entries(file) if not PIN.match(entry) or "--hash=sha256:" not in entry]


def test_the_two_files_do_not_overlap():
    assert not RUN.keys() & DEV.keys()


@pytest.mark.parametrize(("wanted", "locked"), [(PROJECT["dependencies"], RUN), (PROJECT["optional-dependencies"]["dev"], DEV | RUN)])
def test_what_pyproject_names_is_locked(wanted, locked):
    """A failure means: `make lock`."""
    for each in wanted:
        name, version = re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?(?:==(\S+))?", each).groups()
        assert plain(name) in locked
        assert version is None or version in locked[plain(name)]


def unlocked(paths: list[Path], locked) -> list[str]:
    distributions = packages_distributions()
    ours = {*LAYERS, "app", "tests", *sys.stdlib_module_names}
    return [
        f"{place(path, line)}: {name} is not locked"
        for path in paths
        for name, line in imports(path)
        if (top := name.partition(".")[0]) not in ours
        if not {plain(distribution) for distribution in distributions.get(top, [])} & locked.keys()
    ]


def test_the_program_imports_only_what_it_is_shipped_with():
    assert not unlocked(code(), RUN)


def test_the_tests_import_only_what_is_locked():
    assert not unlocked(modules("tests"), RUN | DEV)
