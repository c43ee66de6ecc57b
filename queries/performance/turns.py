"""The rule of turns as arithmetic: what each member of a group is owed, to whom the next case goes, what was as the rule has it.

Each case adds its weight in equal parts to the shares of the members in post on that day; who gets it has it. Owed is the share less
what was had. Everybody begins each year at nothing, so a year can be done again by itself. Exact, in fractions: equal is equal.
Knows days, codes and weights. Must not know where they come from.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from math import lcm

from data.catalogue import turning
from data.catalogue.turning import Turning

There = Callable[[date], tuple[str, ...]]


@dataclass(frozen=True)
class Given:
    """One allotment as recorded."""

    on: date
    to: str
    weight: Fraction
    by_turn: bool
    case_id: str = ""
    type_code: str = ""


@dataclass
class Standing:
    """Of each member the share and what was had since the year began; `cases` by turn.

    Kept as whole numbers of parts, `scale` of which make up one: exact as fractions are, at a tenth of their cost.
    """

    rule: Turning
    year: int = 0
    last: str = ""
    scale: int = 1
    shares: dict[str, int] = field(default_factory=dict)
    gotten: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)

    @property
    def share(self) -> dict[str, Fraction]:
        return {code: Fraction(parts, self.scale) for code, parts in self.shares.items()}

    @property
    def had(self) -> dict[str, Fraction]:
        return {code: Fraction(parts, self.scale) for code, parts in self.gotten.items()}

    def begin(self, on: date) -> None:
        if on.year != self.year:
            self.year, self.shares, self.gotten, self.cases = on.year, {}, {}, {}

    def owed(self, code: str) -> Fraction:
        return Fraction(self._owed(code), self.scale)

    def _owed(self, code: str) -> int:
        return self.shares.get(code, 0) - self.gotten.get(code, 0)

    def shared(self, there: Sequence[str], weight: Fraction) -> None:
        parts = self._parts(weight / len(there) if there else weight)
        for code in there:
            self.shares[code] = self.shares.get(code, 0) + parts

    def next(self, there: Sequence[str]) -> str | None:
        """To whom the case goes whose weight was shared."""
        codes = sorted(there)
        if not codes:
            return None
        if self.rule.rule == turning.ORDER:
            return next((code for code in codes if code > self.last), codes[0])
        owed = [self._owed(code) for code in codes]
        return codes[owed.index(max(owed))]

    def give(self, to: str, weight: Fraction, by_turn: bool) -> None:
        self.gotten[to] = self.gotten.get(to, 0) + self._parts(weight)
        if by_turn:
            self.last, self.cases[to] = to, self.cases.get(to, 0) + 1

    def deviation(self, code: str) -> float | None:
        """How far from the own share, as a part of it."""
        share = self.shares.get(code)
        return float(Fraction(self.gotten.get(code, 0), share) - 1) if share else None

    def copy(self) -> "Standing":
        return replace(self, shares=dict(self.shares), gotten=dict(self.gotten), cases=dict(self.cases))

    def _parts(self, weight: Fraction) -> int:
        """The weight in parts, which become smaller where it is no whole number of them."""
        if self.scale % weight.denominator:
            times = lcm(self.scale, weight.denominator) // self.scale
            self.scale *= times
            for known in (self.shares, self.gotten):
                known.update({code: parts * times for code, parts in known.items()})
        return weight.numerator * (self.scale // weight.denominator)


@dataclass(frozen=True)
class Turn:
    """An allotment by turn as recorded, with who was due by the rule, and how all stood before."""

    given: Given
    due: str | None

    @property
    def same(self) -> bool:
        return self.given.to == self.due


def replayed(rule: Turning, there: There, recorded: Iterable[Given]) -> Iterator[tuple[Given, Turn | None, Standing]]:
    """The record done again in its order: of each allotment by turn who was due; the record itself goes on, whoever was due."""
    standing = Standing(rule)
    for each in recorded:
        standing.begin(each.on)
        if each.by_turn or rule.by_hand:
            members = there(each.on)
            standing.shared(members, each.weight)
            turn = Turn(each, standing.next(members)) if each.by_turn else None
            standing.give(each.to, each.weight, each.by_turn)
            yield each, turn, standing


def ahead(standing: Standing, there: Sequence[str], weights: Iterable[Fraction]) -> tuple[list[str], Standing]:
    """To whom the next cases of these weights go, and how all stand afterwards."""
    after, found = standing.copy(), []
    for weight in weights:
        after.shared(there, weight)
        to = after.next(there)
        if to is None:
            break
        after.give(to, weight, by_turn=True)
        found.append(to)
    return found, after
