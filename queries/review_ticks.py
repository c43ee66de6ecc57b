"""What the rules of monitoring say of the points of a standard in one case: ticked in advance, clear, or not to be told.

Knows rule hits and points. Must not know what the reviewer makes of them.
"""

from dataclasses import dataclass
from datetime import date

from data.catalogue.review_standard import Point, Standard
from data.edition import Row
from queries.casefile import CaseFile

PROBLEM, CLEARED = "problem", "cleared"


@dataclass(frozen=True)
class Tick:
    """A point and the hit that ticks it: the row of `rule_hits`, its rule, since when, how many days over."""

    point: Point
    rule: str
    hit_no: int
    hit_on: date | None
    due_on: date | None
    days_over: int | None

    @property
    def source(self) -> str:
        """Where it stands in the record."""
        return f"rule_hits/{self.hit_no} {self.rule} {self.hit_on or ''}".strip()


def ticks(standard: Standard, row: Row, file: CaseFile) -> dict[str, Tick]:
    """The points that rules tick, by key: of several hits of a point the one that is furthest over. Warnings tick nothing."""
    hits = sorted(file.parts.get("rule_hits", []), key=lambda hit: (-(hit["days_over"] or 0), hit["hit_no"]))
    of_rule: dict[str, Row] = {}
    for hit in hits:
        if hit["firing"] != "warning":
            of_rule.setdefault(hit["rule"], hit)
    there = [point for points in standard.of(row["line"], row["type_code"]).values() for point in points]
    found = {point.key: (point, next((of_rule[rule] for rule in point.rules if rule in of_rule), None)) for point in there}
    return {
        key: Tick(point, hit["rule"], hit["hit_no"], hit["hit_on"], hit["due_on"], hit["days_over"])
        for key, (point, hit) in found.items() if hit is not None
    }  # fmt: skip
