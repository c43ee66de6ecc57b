"""What a code is called, for a reader: from the catalogue, or from the snapshot's own organisations and persons.

Knows code lists and a snapshot. Must not know how names are shown.
"""

from dataclasses import dataclass
from datetime import date, datetime

from data import catalogue
from data.catalogue import glossary
from data.definitions.dimensions import DEPARTMENT, Dimension
from data.edition import Snapshot
from data.text import Text, same

UNKNOWN_TYPE = Text("未归类（{code}）", "Unclassified ({code})")
OF_OFFICE = Text("{office}{name}", "{office} {name}")
NOT_FILLED = Text("未填写", "not filled in")
OF_THE_DATA = ("org", "department", "prosecutor", "review_item")  # what only the data name
YES, NO = Text("是", "yes"), Text("否", "no")


@dataclass(frozen=True)
class Names:
    """`several`: departments of several offices are told apart by the name of their office."""

    snapshot: Snapshot
    several: bool = False

    def of(self, codes: str, code: object) -> Text:
        """The name of a code of a list; the code itself where the list does not know it, so that nothing is hidden."""
        if code is None:
            return NOT_FILLED
        if isinstance(code, bool) or codes == "yes_no":
            return YES if code in (True, "yes") else NO
        own = self._own(codes, str(code))
        if own is not None:
            return glossary.word(own) if codes == "review_item" else same(own)
        if codes == "case_type":
            kinds = catalogue.case_types()
            return kinds[code].label if code in kinds else UNKNOWN_TYPE.filled(code=code)
        return catalogue.codes(codes).get(str(code)) or same(str(code))

    def value(self, dimension: Dimension, code: object) -> Text:
        return self.department(code) if dimension is DEPARTMENT and self.several else self.of(dimension.codes, code)

    def department(self, code: object) -> Text:
        """With its office: departments of all offices have the same few names."""
        office, own = self.snapshot.offices.get(str(code)), self.of("department", code)
        return own if office is None else OF_OFFICE.filled(office=self.of("org", office), name=own)

    def choices(self, dimension: Dimension) -> dict[str, Text]:
        """The catalogue's values of a dimension, in reading order; empty for what only the data name."""
        if dimension.codes == "case_type":
            return {code: kind.label for code, kind in catalogue.case_types().items()}
        return {} if dimension.codes in OF_THE_DATA else dict(catalogue.codes(dimension.codes))

    def matching(self, codes: str, words: str) -> list[str]:
        """The codes of a list whose name, in either language, contains the words."""
        wanted = words.casefold()
        named = {code: self.of(codes, code) for code in self._codes(codes)}
        return [code for code, name in named.items() if wanted in name.zh.casefold() or wanted in name.en.casefold()][:1000]

    def _codes(self, codes: str) -> list[str]:
        own = {"org": self.snapshot.places.units, "department": self.snapshot.departments, "prosecutor": self.snapshot.prosecutors}
        if codes in own:
            return list(own[codes])
        if codes == "review_item":
            return list(self.snapshot.review_items)
        known = {"case_type": catalogue.case_types, "node": catalogue.nodes}
        return list(known[codes]() if codes in known else catalogue.codes(codes))

    def _own(self, codes: str, code: str) -> str | None:
        if codes == "org":
            unit = self.snapshot.places.units.get(code)
            return unit.name if unit else code
        if codes == "department":
            return self.snapshot.departments.get(code, code)
        if codes == "review_item":
            return self.snapshot.review_items.get(code, code)
        return self.snapshot.prosecutors.get(code, code) if codes == "prosecutor" else None


def shown(value: object) -> str:
    """A plain value as it is read: days as 2025-03-01, moments to the minute, nothing for what is missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(YES if value else NO)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else str(value)
