"""Questions to the small snapshot."""

from types import SimpleNamespace

import pytest

from data.access import EVERYTHING, Grant, Scope
from data.ask import Ask
from data.definitions.filters import Filters
from data.store import Store
from tests import small


@pytest.fixture(scope="session")
def small_snapshot(tmp_path_factory):
    return Store(small.settings(tmp_path_factory.mktemp("small"))).current()


@pytest.fixture
def asked(small_snapshot):
    """asked(org="420100") is that question; `grant` says who asks."""

    def ask(grant: Grant = EVERYTHING, **texts: str) -> Ask:
        return Ask(Scope(small_snapshot, grant), Filters.of(texts))

    return ask


@pytest.fixture
def offered():
    """Two choices for whatever is asked."""
    return lambda dimension, ask: [SimpleNamespace(code=f"{dimension.key}-{n}", label=f"{dimension.key} {n}") for n in (1, 2)]
