"""Who looks: the account, what it may see, what it may do. Sees and may do nothing unless told to.

Knows grants and roles. Must not know how somebody signed in, nor requests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from data.access import EVERYTHING, Grant
from data.catalogue import roles as known
from data.catalogue.roles import Role

NOTHING = Grant()


@dataclass(frozen=True)
class Given:
    """One role given to an account: over which unit (`*` for all, empty for none), which lines (none for all), since and until when."""

    role: str
    unit: str = ""
    lines: frozenset[str] = frozenset()
    special: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        role = known.roles().get(self.role)
        within = (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)
        return within and role is not None and role.holds(day)

    def rows(self, person: str | None) -> Grant:
        """The rows that this opens to an account of this person."""
        role = known.roles()[self.role]
        if role.scope == "none" or (role.lines_needed and not self.lines) or (role.level == "person" and not person):
            return NOTHING
        special = role.special | (self.special & role.special_given)
        return Grant(
            units=self._units(role), lines=self.lines or None, special=special,
            handlers=frozenset({person}) if role.scope == "own" else None,
            reviewers=frozenset({person}) if role.scope == "reviews" else None,
        )  # fmt: skip

    def _units(self, role: Role) -> frozenset[str] | None:
        """Own cases and reviews are found by the person, wherever they are."""
        everywhere = self.unit == known.EVERYWHERE or role.level == "person"
        return None if everywhere else frozenset({self.unit} - {""})


@dataclass(frozen=True)
class Viewer:
    """`account` is the key under which the desk keeps what this viewer writes; `handler` the person's code in the records.

    `rights` are keys of what may be done; None stands for all. A `demo` viewer is one of invented data and may give rights
    to nobody else.
    """

    account: str = ""
    name: str = ""
    handler: str | None = None
    grant: Grant = NOTHING
    rights: frozenset[str] | None = frozenset()
    roles: tuple[str, ...] = ()
    demo: bool = False

    @classmethod
    def of(cls, account: str, name: str, person: str | None, given: Iterable[Given], day: date, demo: bool = False) -> "Viewer":
        """The viewer that these grants make on this day. Rows add up; so do rights, but for those over rows: see `Right`."""
        held = [each for each in given if each.holds(day)]
        roles = [known.roles()[each.role] for each in held]
        return cls(
            account, name, person, Grant.of(each.rows(person) for each in held), _rights(roles), tuple(role.key for role in roles), demo
        )

    def may(self, right: str) -> bool:
        """Whether this right is held; no right asked for is held by whoever has signed in."""
        return not right or self.rights is None or right in self.rights

    @property
    def figures_only(self) -> bool:
        """Figures and no rows: then no figure over so few that it tells of single persons."""
        return self.rights is not None and "figures" in self.rights and "rows" not in self.rights

    @property
    def of_nobody(self) -> bool:
        """Figures, but none of a single prosecutor."""
        return self.rights is not None and "figures" in self.rights and "people" not in self.rights


def _rights(roles: list[Role]) -> frozenset[str]:
    opening, every = [role.rights for role in roles if role.scope != "none"], frozenset().union(*(role.rights for role in roles))
    common = frozenset.intersection(*opening) if opening else every
    over_rows = {right.key for right in known.rights().values() if right.over_rows}
    return frozenset(right for right in every if right not in over_rows or right in common)


NOBODY = Viewer()
# Who runs a command on the machine that holds the snapshot reads the file itself.
LOCAL = Viewer("local", "local", None, EVERYTHING, None)
