"""Whether a map can be read: labels and boxes lie on nothing, and no line runs under a label or box that is not its own."""

from itertools import combinations

import numpy as np
import pytest

from components.figures.graph import text_width
from components.process import drawing
from components.process.drawing import ACT_HEIGHT, LABEL_HEIGHT
from queries import process

TYPES = ("0301", "0201", "0701", "0901", "0303")
SLACK = 0.75  # a line may touch the edge of a box


def boxes_of(found, overlay: str, placed) -> dict[str, tuple[float, float, float, float]]:
    label = drawing._label_width(found, overlay), LABEL_HEIGHT
    sizes = {code: (drawing._act_width(found, act), ACT_HEIGHT) for code, act in found.acts.items()}
    return {
        name: (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        for name, (x, y) in placed.boxes.items() if name != drawing.START_BOX
        for width, height in [sizes.get(name, label)]
    }  # fmt: skip


STEPS = np.linspace(0, 1, 25)[:, None]
BERNSTEIN = np.hstack([(1 - STEPS) ** 3, 3 * (1 - STEPS) ** 2 * STEPS, 3 * (1 - STEPS) * STEPS**2, STEPS**3])


def along(points) -> np.ndarray:
    """Points of a chain of Béziers."""
    return np.concatenate([BERNSTEIN @ np.array(points[first : first + 4]) for first in range(0, len(points) - 1, 3)])


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def touched(curve: np.ndarray, boxes: np.ndarray) -> np.ndarray:
    """Which of the boxes hold a point of the curve."""
    x, y = curve[:, :1], curve[:, 1:]
    left, top, right, bottom = boxes.T
    return ((left + SLACK < x) & (x < right - SLACK) & (top + SLACK < y) & (y < bottom - SLACK)).any(axis=0)


@pytest.mark.parametrize("percent", [50, 80, 90, 97])
@pytest.mark.parametrize("type_code", TYPES)
def test_a_map_can_be_read(duckdb_world, type_code, percent, language):
    found = process.process(duckdb_world.ask(type=type_code, paths=str(percent)))
    for overlay in ("n", "median"):
        readable(found, overlay)


def readable(found, overlay: str) -> None:
    placed = drawing.layout(found, overlay)
    boxes = boxes_of(found, overlay, placed)
    assert not [(a, b) for a, b in combinations(boxes, 2) if overlap(boxes[a], boxes[b])]
    names, areas, hidden = np.array(list(boxes)), np.array(list(boxes.values())), []
    for key, halves in zip(drawing.keys(found), placed.lines, strict=True):
        own = {key[0], key[1], drawing.name_of(key)}
        curve = np.concatenate([along(half) for half in halves])
        hidden += [(key, name) for name in names[touched(curve, areas)] if name not in own]
    assert not hidden


def test_a_label_is_wide_enough_for_what_it_says(duckdb_world, language):
    """By the widths of letters that figures are laid out with."""
    for type_code in TYPES:
        found = process.process(duckdb_world.ask(type=type_code))
        for act in found.acts.values():
            assert text_width(str(act.label)) + 16 <= drawing._act_width(found, act)
