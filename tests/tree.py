"""The source tree as its own tests read it: files, modules, functions, imports."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
LAYERS = ("data", "queries", "components", "pages", "web")
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project: what git knows, and what it would be told of with the next `git add`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:  # an unpacked archive
        return tuple(path for path in ROOT.rglob("*") if path.is_file() and not {".venv", "var", "__pycache__"} & set(path.parts))
    return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def modules(*tops: str) -> list[Path]:
    """The Python files of these top-level folders or files."""
    return sorted(path for path in tracked() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in tops)


def code() -> list[Path]:
    return modules(*LAYERS, "app.py", "gunicorn.conf.py")


def name_of(path: Path) -> str:
    """`data/law/__init__.py` is `data.law`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def place(path: Path, line: int | None = None) -> str:
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(parsed(path)) if isinstance(node, FUNCTION))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every name imported, in full, with its line; also those imported inside a function."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((f"{base}.{alias.name}", node.lineno) for alias in node.names)


def within(name: str, packages) -> bool:
    """Whether a dotted name is one of these or lies in one of these."""
    return any(f"{name}.".startswith(f"{package}.") for package in packages)
