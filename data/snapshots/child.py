"""How a table of facts under a case is built: what each derived column is made of, and in which order rows lie.

Knows the shape of a declaration. Must not know any table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Child:
    """`f` is the staged row with its `place`, `x` its case's context; `order` is the order within a case.

    `as_read`: nothing asks for the exact place of a row, so it is written where it is read.
    """

    order: str
    derived: Mapping[str, str] = field(default_factory=dict)
    joins: str = ""
    rows: str = "(select *, rowid as place from sorted)"
    as_read: bool = False
