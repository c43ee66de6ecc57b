"""A few hundred invented cases with everything that any tally looks at, and gaps in all of it."""

from datetime import date, datetime, timedelta
from random import Random

from tests.data.snapshots.staging import AS_OF, case

OFFICES = {"420000": "省院", "420102": "江岸区院", "420103": "江汉区院", "420202": "黄石港区院", "429191": "神农架林区院"}
TYPES = ("0201", "0301", "0301", "0701", "1601", "9901")
OUTCOMES = ("arrested", "not_arrested", "indicted", "nonpros_statutory", "nonpros_discretionary", "nonpros_conditional", None)


CHILDREN = (
    "persons", "events", "allocations", "reviews", "review_findings", "review_results", "findings", "disclosures", "dossiers", "properties",
)  # fmt: skip


class Inventor:
    def __init__(self, seed: int = 1):
        self.random = Random(seed)

    def tables(self, n: int = 250) -> dict[str, list[dict]]:
        cases = [self._case(number) for number in range(n)]
        found = {"cases": cases, **{name: [] for name in CHILDREN}}
        for row in cases:
            self._children(row, found)
        self.random.shuffle(cases)
        return found

    def _some(self, value, often: float = 0.7):
        return value if self.random.random() < often else None

    def _after(self, day: date | None, most: int, often: float = 0.7) -> date | None:
        return None if day is None else self._some(day + timedelta(days=self.random.randint(0, most)), often)

    def _case(self, number: int) -> dict:
        accepted = AS_OF - timedelta(days=self.random.randint(0, 800))
        office, pick = self.random.choice(list(OFFICES)), self.random.choice
        concluded = self._after(accepted, 200, 0.75)
        completed = self._after(concluded, 30)
        returned = self._after(accepted, 40, 0.4)
        return case(
            f"案{number:04}", office=office, office_name=OFFICES[office], department=self._some(f"{office}-000{number % 3}", 0.95),
            handler=f"{office}-000{number % 5}", type_code=pick(TYPES), accepted_on=accepted, concluded_on=concluded,
            completed_on=completed, archived_on=self._after(completed, 30), due_on=self._after(accepted, 60, 0.8),
            started_on=self._after(accepted, 5), returned1_on=returned, returned2_on=self._after(returned, 40, 0.4),
            extended1_on=self._after(accepted, 60, 0.3), supervised=pick((True, False, None)), plea=pick((True, False, None)),
            sealed=pick((True, False, False, None)),
        )  # fmt: skip

    def _children(self, row: dict, found: dict[str, list[dict]]) -> None:
        key, accepted, concluded = row["case_id"], row["accepted_on"], row["concluded_on"]
        for number in range(self.random.randint(0, 2)):
            found["persons"].append(self._person(key, number, accepted, concluded))
        for number in range(self.random.randint(0, 6)):
            at = datetime.combine(accepted, datetime.min.time()) + timedelta(minutes=self.random.randint(0, 40_000))
            found["events"].append({"case_id": key, "activity": f"step_{number % 4}", "occurred_at": at, "voided": self._some(True, 0.1)})
        if self.random.random() < 0.7:
            at = datetime.combine(accepted, datetime.min.time()) + timedelta(hours=self.random.randint(0, 200))
            mode = self.random.choice(("rotation", "manual"))
            found["allocations"].append({"case_id": key, "allocation_id": key, "mode": mode, "allocated_at": at})
        if self.random.random() < 0.4:
            self._review(key, concluded, found)
        if self.random.random() < 0.3:
            found["findings"].append({"case_id": key, "finding_id": key, "level": self.random.choice(("oral", "notice", "notice_report")),
                                      "found_on": self._after(accepted, 30, 1), "replied_on": self._after(accepted, 60, 0.5)})  # fmt: skip

        self._papers(key, accepted, found)

    def _papers(self, key: str, accepted: date, found: dict[str, list[dict]]) -> None:
        """What is made public, filed and kept of a case."""
        due = self._after(accepted, 60, 0.9)
        found["disclosures"].append({"case_id": key, "disclosure_id": key, "due_on": due, "published_on": self._after(due, 20, 0.6),
                                     "public_state": self.random.choice(("published", "exempt", None))})  # fmt: skip
        if self.random.random() < 0.5:
            found["dossiers"].append({"case_id": key, "dossier_id": key, "made_on": self._after(accepted, 20, 0.8)})
        if self.random.random() < 0.3:
            stored = self._after(accepted, 20, 0.9)
            found["properties"].append({"case_id": key, "property_id": key, "received_on": stored,
                                        "released_on": self._after(stored, 200, 0.5)})  # fmt: skip

    def _person(self, key: str, number: int, accepted: date, concluded: date | None) -> dict:
        detained = self._some(accepted - timedelta(days=self.random.randint(-20, 60)), 0.6)
        return {
            "case_id": key, "person_id": str(number), "age_at_offence": self._some(self.random.randint(14, 60), 0.8),
            "detained_on": detained, "released_on": self._after(detained, 90, 0.5), "outcome": self.random.choice(OUTCOMES),
            "decided_on": concluded, "plea": self.random.choice((True, False, None)),
        }  # fmt: skip

    def _review(self, key: str, concluded: date | None, found: dict[str, list[dict]]) -> None:
        scale, state = self.random.choice((("scale_2017", "g17"), ("scale_2026", "g26"))), self.random.choice(("concluded", "in_review"))
        found["reviews"].append({
            "case_id": key, "review_id": key, "review_kind": "routine", "state": state, "reviewed_on": self._after(concluded, 60, 0.9),
            "scale": scale[0], "grade": self._some(f"{scale[1]}_{self.random.choice(('excellent', 'qualified', 'flawed'))}", 0.9),
        })  # fmt: skip
        found["review_findings"].append({"case_id": key, "review_finding_id": key, "review_id": key})
        results = ("met", "problem", "not_applicable")
        found["review_results"] += [
            {"case_id": key, "review_id": key, "point": f"4000{place}", "result": results[(len(key) + int(key[1:]) + place) % 3]}
            for place in range(4)
        ]  # fmt: skip
