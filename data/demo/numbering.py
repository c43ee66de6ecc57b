"""How cases and persons are numbered and named.

Knows the patterns of the national system. Must not know tables.
"""

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.demo import columns as col
from data.demo.days import year_of
from data.demo.vocabulary import TYPES, case_number_word, name_parts

if TYPE_CHECKING:
    from data.demo.portion import Portion


def cases(portion: "Portion") -> pa.Array:
    """部门受案号: short name of the office, word of the type, year, unit code, running number."""
    each, units = portion.cases, portion.world.units
    return col.glue(
        col.picked([unit.short for unit in units], each.office),
        col.picked([case_number_word(code) for code in TYPES], each.type),
        col.picked([f"受[{year}]" for year in range(2200)], year_of(each.accept)),
        col.picked([unit.code for unit in units], each.office),
        col.padded(portion.serial, 5),
        "号",
    )


def matters(portion: "Portion") -> pa.Array:
    """统一受案号, 17 digits, shared along the chain of cases about one matter."""
    own = col.glue(
        col.picked([unit.code for unit in portion.world.units], portion.cases.office),
        col.whole(year_of(portion.cases.accept)),
        col.padded(portion.serial, 7),
    )
    return own.take(pa.array(portion.persons.root))


def persons(portion: "Portion") -> pa.Array:
    """嫌疑人编号: the matter's number and a running number, so the same in every case of the matter."""
    return col.glue(portion.matter_number.take(pa.array(portion.persons.case)), col.padded(portion.persons.order, 2))


def person_names(portion: "Portion") -> pa.Array:
    surnames, givens = name_parts()
    return col.glue(col.picked(list(surnames), portion.persons.surname), col.picked(list(givens), portion.persons.given))


def invented_names(rng: np.random.Generator, count: int) -> pa.Array:
    surnames, givens = name_parts()
    return col.glue(
        col.picked(list(surnames), rng.integers(0, len(surnames), count)),
        col.picked(list(givens), rng.integers(0, len(givens), count)),
    )
