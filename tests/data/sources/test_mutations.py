"""Whatever is done to a delivery, every row of it is accepted or set aside, or the whole is refused with a sentence."""

import random
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import BadInput
from tests.data.sources.delivering import Imported, case, csv_text, take, write

CASES, PERSONS = "TYYW_GG_AJJBXX.csv", "TYYW_GG_XYRJBXX.csv"
ROWS = [case(BMSAH=f"鄂检刑受[2024]4201020{n:04d}号", AJMC=f"张某{n}涉嫌盗窃、\u3000诈骗案") for n in range(40)]
PEOPLE = [{"BMSAH": row["BMSAH"], "XYRBH": "1", "XM": "张某某", "SFSC": "N"} for row in ROWS]


def truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def shuffled_columns(data: bytes, chance: random.Random) -> bytes:
    lines = [line.split(b",") for line in data.splitlines()]
    order = list(range(len(lines[0])))
    chance.shuffle(order)
    return b"\n".join(b",".join(line[i] for i in order if i < len(line)) for line in lines)


def shuffled_fields(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(1, len(lines))
    lines[at] = b",".join(sorted(lines[at].split(b","), key=lambda _: chance.random()))
    return b"".join(lines)


def wrong_encoding(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(["gb18030", "big5", "utf-16", "cp1252"]), "replace")


def flipped_bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def nulls(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    return b"".join(line.replace(chance.choice([b"420102", b"0301", b"N"]), chance.choice([b"", b"NULL", b"\0"])) for line in lines)


def huge_fields(data: bytes, chance: random.Random) -> bytes:
    return data.replace("张某1".encode(), chance.choice(["长", "x", ",", '"', "\u3000"]).encode() * chance.randint(10_000, 700_000))


def duplicate_keys(data: bytes, chance: random.Random) -> bytes:
    header, *lines = data.splitlines(keepends=True)
    return b"".join([header, *lines, *(chance.choice(lines).replace(b"0301", chance.choice([b"0301", b"0201"])) for _ in lines[:9])])


def loose_marks(data: bytes, chance: random.Random) -> bytes:
    at = sorted(chance.randrange(len(data) + 1) for _ in range(chance.randint(1, 9)))
    pieces = [data[a:b] for a, b in zip([0, *at], [*at, len(data)], strict=True)]
    return chance.choice([b'"', b"\n", b"\r", b",", b'""', b"\x1f", b"\t"]).join(pieces)


MUTATIONS = [truncated, shuffled_columns, shuffled_fields, wrong_encoding, flipped_bytes, nulls, huge_fields, duplicate_keys, loose_marks]


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    mutations=st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3),
    chance=st.randoms(use_true_random=False),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
    spoiled=st.sampled_from([CASES, PERSONS]),
)
def test_nothing_is_lost(mutations, chance, encoding, spoiled):
    files = {CASES: csv_text(ROWS).encode(), PERSONS: csv_text(PEOPLE).encode()}
    for mutate in mutations:
        if files[spoiled].count(b"\n") > 1:
            files[spoiled] = mutate(files[spoiled], chance)
    if encoding != "utf-8":
        files = {name: data.decode("utf-8", "replace").encode(encoding) for name, data in files.items()}
    with tempfile.TemporaryDirectory() as folder:
        taken = _taken_or_refused(write(Path(folder), files))
    if taken is not None:
        _whole(taken)


def _taken_or_refused(folder: Path) -> Imported | None:
    try:
        return take(folder)
    except BadInput:
        return None


def _whole(taken: Imported) -> None:
    for read, accepted, aside in taken.account():
        assert read == accepted + aside
    assert sum(row[1] for row in taken.account()[:1]) == taken.loaded.tables["cases"]
    assert taken.rows("SELECT count(DISTINCT case_id) = count(*) FROM staged_cases") == [(True,)]
    aside = taken.rows("SELECT count(DISTINCT (file_no, source_row)) FROM quarantine WHERE set_aside")[0][0]
    assert aside == sum(row[2] for row in taken.account())
    assert taken.rows("SELECT count(*) FROM quarantine WHERE set_aside AND raw IS NULL") == [(0,)]
    assert taken.rows("SELECT count(*) FROM staged_persons ANTI JOIN staged_cases USING (case_id)") == [(0,)]
