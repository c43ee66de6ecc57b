"""Figures that offices published, put together again from their own numbers by the declared formulas.

Sources: a county office's bulletin of 2023 (478 of 532 cases, 635 of 768 persons concluded; 35 persons returned; 507 indicted, 118
not prosecuted, 5 conditionally apart), and the national figures of the first half of 2024.
"""

from datetime import date

import pytest

from data.definitions import indicators
from data.period import Period

YEAR = Period(date(2023, 1, 1), date(2023, 12, 31))


def percent(key: str, numerator: float, denominator: float) -> float:
    return indicators.ALL[key].value(numerator, denominator, YEAR) * 100


@pytest.mark.parametrize(("key", "numerator", "denominator", "published", "places"), [
    ("clearance", 478, 532, 89.8, 1),  # in cases; clearance is a ratio, hence times a hundred
    ("clearance_persons", 635, 768, 82.7, 1),
    ("return_rate_persons", 35, 768, 4.56, 2),
    ("indictment", 507, 507 + 118, 81.12, 2),
    ("non_arrest", 19.1, 55.8, 34.2, 1),  # in ten thousand persons
])  # fmt: skip
def test_a_published_figure_comes_out(key, numerator, denominator, published, places):
    assert round(percent(key, numerator, denominator), places) == published


def test_a_figure_of_rounded_parts_lies_within_their_rounding():
    """19.7 % from 18.6 of 94.7 ten thousand: what was rounded before it was published can only be bounded."""
    low, high = percent("non_prosecution", 18.55, 94.75), percent("non_prosecution", 18.65, 94.65)
    assert low < 19.7 <= round(high, 1)


def test_one_published_rate_is_not_to_be_had_from_its_own_bulletin():
    """87.25 % stands beside 478 of 532 cases and 635 of 768 persons: neither makes it, so numerator and denominator are always shown."""
    made = {round(percent(key, *parts), 2) for key, parts in (("clearance", (478, 532)), ("clearance_persons", (635, 768)))}
    assert made == {89.85, 82.68}
    assert 87.25 not in made
    assert not [n for n in range(470, 490) if round(n / 532 * 100, 2) == 87.25]


def test_conditional_non_prosecution_is_in_neither_part():
    rows = indicators.ALL["indictment"].of.count.rows
    said = str(rows(indicators.ALL["indictment"].over.table.c).compile(compile_kwargs={"literal_binds": True}))
    assert "nonpros_conditional" not in said
