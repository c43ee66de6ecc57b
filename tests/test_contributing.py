"""The examples of CONTRIBUTING.md do what it says, on a copy of the project."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import LAYERS, ROOT, tracked

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DIFFS, (MAPPING,) = re.findall(r"```diff\n(.*?)```", TEXT, re.DOTALL), re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
REGISTER = """受案号,类别编码,收案日,结案日,涉外,状态
甲检受〔2025〕1号,0301,2025年1月6日,2025年1月20日,是,已结
甲检受〔2025〕2号,0301,2025年1月7日,2025年3月20日,是,已结
甲检受〔2025〕3号,0301,2025年1月8日,2025年1月9日,否,已结
甲检受〔2025〕4号,0301,2025年1月9日,,是,在办
"""
DRAW = """
import os
from data.access import EVERYTHING, Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.settings import Settings
from data.store import Store
from pages import PAGES
scope = Scope(Store(Settings.of(os.environ)).current(), EVERYTHING)
page = next(page for page in PAGES if page.name == "waiting")
print([bool(panel.draw(Ask(scope, Filters.of({"period": "2025"})))) for panel in page.panels])
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("copy")
    for path in tracked():
        if path.relative_to(ROOT).parts[0] in (*LAYERS, "app.py"):
            to = folder / path.relative_to(ROOT)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, to)
    for diff in DIFFS:
        subprocess.run(["git", "apply", "-"], cwd=folder, input=diff, text=True, check=True)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "register.csv").write_text(REGISTER, encoding="utf-8")
    run(folder, "-m", "data", "import", "register.csv", "--mapping", "mapping.toml", "--as-of", "2025-11-28", "--quiet")
    return folder


def run(folder: Path, *command: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ANLIU_") and key != "DATABASE_URL"}
    done = subprocess.run([sys.executable, *command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_indicator_filter_and_source(copy):
    asked = ["--indicator", "within_a_month", "--since", "2025-01-01", "--until", "2025-06-30", "--filter", "foreign_related=yes"]
    (row,) = json.loads(run(copy, "-m", "queries", "figures", *asked))["rows"]
    assert (row["within_a_month"]["numerator"], row["within_a_month"]["denominator"]) == (1, 2)


def test_page(copy):
    assert run(copy, "-c", DRAW).split() == ["[True,", "True]"]



@pytest.mark.parametrize("part", ["An indicator", "A page", "A filter", "A source", "A library"])
def test_says_how_to_add(part):
    assert f"\n## {part}\n" in TEXT
