"""Who may import whom. The tables below are the architecture; a row that nobody needs any more fails too."""

import ast
import re

import pytest

from tests.tree import code, imports, modules, name_of, parsed, place, within

# What a layer may import of ours.
MAY = {
    "data": {"data"},
    "queries": {"data", "queries"},
    "components": {"data", "components"},
    "pages": {"data", "queries", "components", "pages"},
    "web": {"data", "queries", "components", "web"},
}

OURS = {*MAY, "app", "tests"}
WEB = {"dash", "dash_ag_grid", "dash_bootstrap_components", "flask", "flask_compress", "gunicorn", "plotly", "werkzeug"}
DATABASE = {"alembic", "duckdb", "duckdb_sqlalchemy", "psycopg", "sqlalchemy"}

# What a layer must not import of others'.
NEVER = {
    "data": WEB,
    "queries": WEB | DATABASE - {"sqlalchemy"},
    "components": {"flask", "gunicorn", "werkzeug"} | DATABASE,
    "pages": {"flask", "gunicorn", "plotly", "werkzeug"} | DATABASE,
    "web": {"gunicorn", "plotly"} | DATABASE,
}

# Commands are edges, as app.py is: what they may reach beyond their layer.
EDGES = {
    # `python -m data docs` writes the reference of the pages too.
    "data.__main__": {"pages"},
}

# Modules with a door: who else may import them, and why it is so.
ONLY = {
    # Who has the table has the rows.
    "data.schema": ("data.access", "data.definitions", "data.docs", "data.edition", "data.snapshots", "data.sources", "queries"),
    # One door to the database; queries go through the scope they are handed.
    "data.store": ("data.snapshots.report", "queries", "web.edge"),
    "data.edition": ("data.access", "data.answer", "data.editions", "data.names", "data.snapshots.report", "data.store", "queries"),
    "data.editions": ("data.store",),
    # Nobody else makes a scope.
    "data.access": ("data.ask", "data.viewer", "queries.__main__", "web.edge"),
    # What is built offline is not known to what answers.
    "data.sources": ("data.snapshots.pipeline",),
    "data.snapshots": ("data.__main__", "data.demo.command"),
    "data.demo": ("data.__main__",),
}

# What everything in `data` may rest on, and what itself rests on nothing but its like.
GROUND = tuple(f"data.{name}" for name in ("text", "errors", "period", "progress", "settings", "engine", "catalogue", "law"))


def ours(path):
    """(full name, line) of what is imported from this project."""
    return ((name, line) for name, line in imports(path) if name.partition(".")[0] in OURS)


def trespasses(path, layer) -> list[str]:
    may = MAY[layer] | EDGES.get(name_of(path), set())
    names = [(name, name.partition(".")[0], line) for name, line in imports(path)]
    return [
        f"{place(path, line)}: {layer} must not import {name}"
        for name, top, line in names
        if top in NEVER[layer] or (top in OURS and top not in may)
    ]


@pytest.mark.parametrize("layer", MAY)
def test_layers(layer):
    wrong = [each for path in modules(layer) for each in trespasses(path, layer)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("edge", "top"), [(edge, top) for edge, tops in EDGES.items() for top in tops])
def test_edges_use_what_they_are_allowed(edge, top):
    assert any(within(name, [top]) for path in code() if name_of(path) == edge for name, _ in ours(path))


@pytest.mark.parametrize("guarded", ONLY)
def test_guarded_modules(guarded):
    found = [(path, line) for path in code() for name, line in ours(path) if within(name, [guarded])]
    strangers = [(path, line) for path, line in found if not within(name_of(path), [guarded, "app"])]
    used_by = {each: [stranger for stranger in strangers if within(name_of(stranger[0]), [each])] for each in ONLY[guarded]}
    known = [stranger for found in used_by.values() for stranger in found]
    wrong = [f"{place(*each)}: only {', '.join(ONLY[guarded]) or 'app'} may import {guarded}" for each in strangers if each not in known]
    unused = [f"{each} is allowed {guarded} and does not use it" for each, found in used_by.items() if not found]
    assert not wrong + unused, "\n".join(wrong + unused)


def test_the_ground_rests_on_nothing_above_it():
    wrong = [
        f"{place(path, line)}: {name_of(path)} is ground and must not import {name}"
        for path in modules("data")
        if within(name_of(path), GROUND)
        for name, line in ours(path)
        if not within(name, GROUND)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_environment_is_an_argument():
    """Only the edges read `os.environ`; everything else is handed its settings."""
    edges = {"app", "gunicorn.conf", "data.__main__", "queries.__main__"}
    wrong = [
        place(path, node.lineno)
        for path in code()
        if name_of(path) not in edges
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"} and ast.unparse(node) != "flask.request.environ"
    ]
    assert not wrong, "\n".join(wrong)


def test_queries_read_through_a_scope():
    """`fetch`, `stream` and `arrays` are asked of a scope, which knows whose rows they are; never of the snapshot below it."""
    wrong = [
        f"{place(path, node.lineno)}: {ast.unparse(node.func)}"
        for path in modules("queries", "pages", "components", "web", "app.py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"fetch", "stream", "arrays"}
        if re.search(r"snapshot|store|current", ast.unparse(node.func.value))
    ]
    assert not wrong, "\n".join(wrong)


def test_importing_has_no_effects():
    """A module says what things are; what happens, happens in a function. (`python -m` files run at their end.)"""
    said = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.AugAssign)
    allowed = (*said, ast.Assert, ast.If)
    wrong = [
        f"{place(path, node.lineno)}: {ast.unparse(node)[:60]}"
        for path in modules("data", "queries", "components", "pages", "web", "app.py")
        for node in parsed(path).body
        if name_of(path) != "data.desk.migrations.env"  # run by Alembic, which imports it for what it does
        if not isinstance(node, allowed) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    assert not wrong, "\n".join(wrong)
