"""How states, grades and moments of a review are said.

Knows the catalogue. Must not know any review.
"""

from data import catalogue
from data.catalogue import review_steps
from data.law.calendar import local


def state_label(key: str) -> str:
    return str(next((each.label for each in review_steps.states() if each.key == key), key))


def grade(code: str | None) -> str:
    return str(catalogue.codes("grade").get(code, "")) if code else ""


def grades_of(scale: str | None) -> list[tuple[str, str]]:
    """The grades of a scale, as choices."""
    return [(each.code, str(each.label)) for each in catalogue.all_codes() if each.list == "grade" and each.basis == scale]


def moment(at) -> str:
    """A moment as it is kept, by the clock on the wall."""
    return f"{local(at):%Y-%m-%d %H:%M}"
