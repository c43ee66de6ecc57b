"""Numbers in place of keys, for what is reckoned group by group.

Knows arrays. Must not know what a key is.
"""

from collections.abc import Hashable, Iterable

import numpy as np


def numbered(keys: Iterable[Hashable]) -> np.ndarray:
    """A number for each key, equal ones the same, from 0 in the order in which they first occur."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], int)
