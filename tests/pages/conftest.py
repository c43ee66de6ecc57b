"""The application over the small snapshot, with pages made by hand."""

import pytest

from app import create_app
from tests import hand, small
from tests.served import Reader, anyone


@pytest.fixture(scope="session")
def small_home(tmp_path_factory):
    return small.settings(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def app(small_home):
    return create_app(small_home, anyone, pages=hand.PAGES)


@pytest.fixture
def reader(app) -> Reader:
    return Reader(app)
