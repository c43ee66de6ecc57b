"""What the browser loads: all of it ours to serve, in the right order, and in step with the Python packages it belongs to."""

import json
import re
from importlib.metadata import version
from pathlib import Path

import plotly
import pytest

ROOT = Path(__file__).parents[1]
ASSETS = ROOT / "assets"
VERSIONS = json.loads((ROOT / ".ci/vendor/package.json").read_text(encoding="utf-8"))["dependencies"]
FILES = sorted(path for path in ASSETS.rglob("*") if path.is_file())
SHEETS = [path for path in FILES if path.suffix == ".css"]
SCRIPTS = [path for path in FILES if path.suffix == ".js"]


def addresses(sheet: Path) -> list[str]:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    quoted = re.findall(r"""url\(\s*["']?([^"')]+)""", text)
    return quoted + re.findall(r"""@import\s+["']([^"']+)""", text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_fetch_only_files_that_are_here(sheet):
    for address in addresses(sheet):
        if not address.startswith(("data:", "#", "%23")):
            assert (sheet.parent / re.sub(r"[?#].*", "", address)).is_file(), f"{sheet.name} fetches {address}"


@pytest.mark.parametrize("path", SHEETS + SCRIPTS, ids=lambda path: path.name)
def test_no_source_maps(path):
    assert "sourceMappingURL" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("script", [path for path in SCRIPTS if "vendor" not in path.parts], ids=lambda path: path.name)
def test_our_scripts_name_no_host(script):
    text = re.sub(r"http://www\.w3\.org/\S+", "", script.read_text(encoding="utf-8"))
    assert not re.findall(r"""["'`](?:https?:)?//[^"'`]+""", text)


def test_ours_can_overrule_bootstrap():
    """Dash loads the files of assets/ first, by name, then those of its folders."""
    order = sorted(SHEETS, key=lambda path: (path.parent != ASSETS, str(path)))
    assert [path.name for path in order[:3]] == ["00-bootstrap.min.css", "01-bootstrap-icons.min.css", "02-fonts.css"]


def test_small_enough_to_be_cloned_and_served():
    assert sum(path.stat().st_size for path in FILES) < 8_000_000
    assert max(path.stat().st_size for path in FILES) < 2_000_000


def test_every_package_has_its_licence():
    here = {path.stem for path in (ASSETS / "vendor/LICENSES").iterdir()}
    assert here == {"bootstrap", "bootstrap-icons", "inter", "plotly.js", "ag-grid-locale", "date-fns"}
    assert (ROOT / "tests/vendor/axe-LICENSE.txt").exists()


def test_figures_are_drawn_by_the_plotly_that_python_checks_against():
    whole = Path(plotly.__file__).parent / "package_data/plotly.min.js"
    with whole.open(encoding="utf-8") as file:
        drawn_by = re.search(r"plotly\.js v([\d.]+)", file.read(300))[1]
    assert VERSIONS["plotly.js-cartesian-dist-min"] == drawn_by


def test_grid_speaks_the_chinese_of_its_own_version():
    ours, grid = VERSIONS["@ag-grid-community/locale"], version("dash-ag-grid")
    assert ours.split(".")[:2] == grid.split(".")[:2]
