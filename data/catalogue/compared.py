"""What three documents are compared in: the opinion on transfer, the indictment, the judgment of the same person.

Knows the CSV file beside it. Must not know cases. What the card does not say a person writes down.
"""

from dataclasses import dataclass
from functools import cache

from data.catalogue import _rows, _text
from data.text import Text

DOCUMENTS = {
    "sent": Text("起诉意见书（移送）", "Opinion on transfer"), "indicted": Text("起诉书", "Indictment"),
    "judged": Text("判决书", "Judgment"),
}  # fmt: skip
VERDICTS = {
    "same": Text("一致", "They agree"), "explained": Text("不一致，有合理原因", "They differ, with good reason"),
    "error": Text("不一致，存在错误", "They differ: an error"),
}  # fmt: skip
OWNERS = {
    "investigation": Text("侦查机关", "Investigating body"), "prosecution": Text("检察机关", "Procuratorate"),
    "court": Text("审判机关", "Court"), "several": Text("多方", "Several"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """A field with the column of each document, or none; `differs` when unlike cells are a difference worth marking.

    What is compared and the card does not say, a person may write down.
    """

    key: str
    label: Text
    columns: dict[str, str]
    differs: bool
    basis: str

    @property
    def by_hand(self) -> tuple[str, ...]:
        """The documents in which a person may write this field down where the card is silent."""
        return tuple(self.columns) if self.differs else ()

    def cell(self, document: str) -> str:
        """The name of the cell of a document."""
        return f"{self.key}_{document}"

    def cell_label(self, document: str) -> Text:
        of = DOCUMENTS[document]
        return Text(f"{self.label.zh}（{of.zh}）", f"{self.label.en} ({of.en})")


@cache
def fields() -> tuple[Compared, ...]:
    return tuple(
        Compared(row["field"], _text(row), {name: row[name] for name in DOCUMENTS}, row["differs"] == "1", row["basis"])
        for row in sorted(_rows("compared_fields.csv"), key=lambda row: int(row["sort"]))
    )
