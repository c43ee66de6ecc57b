"""The rows a forecast is learnt from or asked for, as arrays of one length.

Knows arrays. Must not know tables, nor what is learnt.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Rows:
    """`named` are codes and `numbers` figures, a column for each feature; `kind` is what has a base rate of its own."""

    named: np.ndarray
    numbers: np.ndarray
    kind: np.ndarray
    department: np.ndarray
    case: np.ndarray
    missed: np.ndarray

    def __len__(self) -> int:
        return len(self.missed)

    def where(self, chosen: np.ndarray) -> "Rows":
        return Rows(*(each[chosen] for each in (self.named, self.numbers, self.kind, self.department, self.case, self.missed)))
