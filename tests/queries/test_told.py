"""Rows as arrays: what is read in numbers is what the rows say, on both engines; quantiles of many histograms are numpy's."""

import numpy as np
import pytest
import sqlalchemy as sa

from queries import histograms, told

ROWS = (
    ("a", "x", 3, 2), ("a", None, 5, 1), ("b", "x", 4, 1), ("a", "x", 8, 3), (None, "y", None, 2), ("b", "x", 0, 1), ("c", "z", None, 1),
)  # fmt: skip


def flat() -> sa.Select:
    def row(first, second, value, n):
        texts = (sa.cast(sa.literal(text) if text else sa.null(), sa.String) for text in (first, second))
        days = sa.cast(sa.null() if value is None else sa.literal(value), sa.Integer)
        return sa.select(*(text.label(name) for text, name in zip(texts, ("first", "second"), strict=True)), days.label("value"),
                         sa.literal_column(str(n)).label("n"))  # fmt: skip

    return sa.select(sa.union_all(*(row(*each) for each in ROWS)).subquery("given"))


def test_numbers_stand_for_what_the_rows_say(world):
    read = told.read(world.ask(), flat(), {"one": ("first",), "other": ("second",)})
    values = [None if np.isnan(value) else int(value) for value in read["value"]]
    rows = zip((read.keys["one"][at][0] for at in read["one"]), (read.keys["other"][at][0] for at in read["other"]), values,
               read["n"].astype(int).tolist(), strict=True)  # fmt: skip
    assert sorted(rows, key=str) == sorted(ROWS, key=str)
    assert sorted(read.keys["one"], key=str) == [("a",), ("b",), ("c",), (None,)]


def test_nothing_is_read_from_no_rows(world):
    nothing = flat().where(sa.literal_column("1") == sa.literal_column("0"))
    read = told.read(world.ask(), nothing, {"one": ("first",), "both": ("first", "second")})
    assert read.keys == {"one": (), "both": ()}
    assert len(read["n"]) == 0
    each = histograms.read(world.ask(), nothing, ("first", "second"))
    assert each.keys == ()
    assert list(each.quantile(0.5)) == []


def renamed(key: tuple) -> tuple | None:
    """All of b under a, nothing of c."""
    return {"b": ("a", key[1]), "c": None}.get(key[0], key)


@pytest.mark.parametrize("named", [None, renamed])
def test_quantiles_are_those_of_the_values_written_out(world, named):
    each = histograms.read(world.ask(), flat(), ("first", "second"), named)
    wanted: dict[tuple, list] = {}
    for first, second, value, n in ROWS:
        key = named((first, second)) if named else (first, second)
        if key is not None:
            wanted.setdefault(key, []).extend([value] * n)
    assert set(each.keys) == set(wanted)
    for q in (0.5, 0.9):
        for key, n, whole, total, found in zip(each.keys, each.n, each.whole, each.sums, each.quantile(q), strict=True):
            values = [value for value in wanted[key] if value is not None]
            assert (n, whole, total) == (len(wanted[key]), len(values), sum(values))
            assert found == (pytest.approx(np.quantile(values, q)) if values else None)


def test_a_missing_text_is_none_in_an_array(world):
    found = world.snapshot.arrays(flat())
    assert found["first"].tolist().count(None) == 1
    assert found["value"].tolist().count(None) == 2
