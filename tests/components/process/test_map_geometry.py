"""Whether a map can be read: labels and boxes lie on nothing, and no line runs under a label or box that is not its own."""

from itertools import combinations

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


def along(points, steps: int = 24):
    """Points of a chain of Béziers."""
    for first in range(0, len(points) - 1, 3):
        a, b, c, d = points[first : first + 4]
        for place in range(steps + 1):
            t = place / steps
            u = 1 - t
            yield tuple(u**3 * a[i] + 3 * u * u * t * b[i] + 3 * u * t * t * c[i] + t**3 * d[i] for i in (0, 1))


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(box, point) -> bool:
    return box[0] + SLACK < point[0] < box[2] - SLACK and box[1] + SLACK < point[1] < box[3] - SLACK


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
    hidden = []
    for key, halves in zip(drawing.keys(found), placed.lines, strict=True):
        own = {key[0], key[1], drawing.name_of(key)}
        curve = [point for half in halves for point in along(half)]
        hidden += [(key, name) for name, box in boxes.items() if name not in own and any(inside(box, point) for point in curve)]
    assert not hidden


def test_a_label_is_wide_enough_for_what_it_says(duckdb_world, language):
    """By the widths of letters that figures are laid out with."""
    for type_code in TYPES:
        found = process.process(duckdb_world.ask(type=type_code))
        for act in found.acts.values():
            assert text_width(str(act.label)) + 16 <= drawing._act_width(found, act)
