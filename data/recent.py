"""The values used last, up to a weight in all; any of them may be forgotten at any time.

Knows nothing of what it keeps. Must not know who may have it: that is part of the key.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any

from cachetools import LRUCache


class Recent:
    """For several threads. What weighs more than all may weigh together is not kept."""

    def __init__(self, most: int, weight: Callable[[Any], int]):
        self._kept: LRUCache = LRUCache(most, getsizeof=weight)
        self._weight = weight
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Any | None:
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Hashable, value: Any) -> None:
        with self._lock:
            if self._weight(value) <= self._kept.maxsize:
                self._kept[key] = value

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()
