"""How often each case type comes in which kind of office, who handles it, and how often persons are named in it.

A table of declarations. Must not know how a case runs.
"""

import numpy as np

from data.demo.people import APPEAL, CIVIL, COMPLAINTS, CRIME, EXECUTION, JUVENILE, MANAGEMENT, PUBLIC
from data.demo.units import CITY, COUNTY, PRISON, PROVINCE
from data.demo.vocabulary import TYPE, TYPES

#     type: county, city, province, prison office (per thousand cases of such an office)
_MIX: dict[str, tuple[float, float, float, float]] = {
    "0201": (268, 105, 0, 0),
    "0301": (402, 175, 0, 0),
    "1701": (18, 6, 0, 0),
    "1722": (24, 8, 0, 0),
    "0202": (7, 0, 0, 0),
    "0203": (0, 24, 20, 0),
    "0204": (22, 6, 0, 0),
    "0209": (10, 0, 0, 0),
    "0210": (0, 50, 110, 0),
    "0212": (26, 8, 0, 0),
    "0215": (30, 8, 0, 0),
    "0302": (10, 8, 5, 0),
    "0303": (0, 230, 200, 0),
    "0304": (0, 24, 30, 0),
    "0305": (0, 6, 80, 0),
    "0306": (3, 6, 0, 0),
    "0701": (18, 100, 200, 0),
    "0702": (14, 18, 10, 0),
    "0703": (20, 22, 10, 0),
    "0704": (4, 4, 0, 0),
    "0705": (12, 3, 0, 0),
    "0803": (18, 40, 60, 20),
    "0901": (10, 50, 120, 10),
    "0904": (1, 5, 30, 0),
    "0908": (12, 16, 20, 0),
    "1101": (2, 8, 10, 0),
    "1302": (1, 4, 0, 0),
    "1401": (6, 3, 0, 5),
    "1402": (28, 30, 40, 40),
    "1602": (9, 5, 0, 40),
    "1604": (5, 2, 0, 10),
    "1608": (0, 14, 30, 480),
    "1610": (0, 12, 25, 270),
    "1611": (0, 4, 0, 50),
    "1613": (6, 2, 0, 5),
    "1622": (0, 1, 0, 15),
    "1626": (16, 8, 0, 60),
    "1723": (3, 1, 0, 0),
    "PA02": (16, 12, 0, 0),
    "PC02": (4, 6, 0, 0),
}
WITH_PERSONS = tuple(
    TYPE[code]
    for code in (
        "0201",
        "0301",
        "1701",
        "1722",
        "0202",
        "0203",
        "0215",
        "0303",
        "0304",
        "0305",
        "0306",
        "1602",
        "1608",
        "1610",
        "1611",
        "1723",
    )
)
_GROUPS = {
    "02": CRIME, "03": CRIME, "07": CIVIL, "08": COMPLAINTS, "09": COMPLAINTS, "11": MANAGEMENT, "13": MANAGEMENT, "14": MANAGEMENT,
    "16": EXECUTION, "17": JUVENILE, "PA": PUBLIC, "PC": PUBLIC,
}  # fmt: skip
_OWN_GROUP = {"0303": APPEAL, "0304": APPEAL, "0305": APPEAL, "0306": APPEAL, "0203": APPEAL}
GROUP_OF_TYPE = np.array([_OWN_GROUP.get(code, _GROUPS.get(code[:2], MANAGEMENT)) for code in TYPES], np.int8)
MIXED = np.array([TYPE[code] for code in _MIX], np.int16)
_SHARES = np.array(list(_MIX.values())).T


def types_of(rng: np.random.Generator, kind: int, count: int) -> np.ndarray:
    """Case types for so many cases of an office of this kind."""
    shares = _SHARES[(COUNTY, CITY, PROVINCE, PRISON).index(kind)]
    return MIXED[rng.choice(len(MIXED), count, p=shares / shares.sum())]
