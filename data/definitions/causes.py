"""What moved a clock, in words: an activity of the log, a field of a card, the beginning or end of a measure, request or notice.

Knows the catalogue and the schema's labels. Must not know how an entry is written.
"""

from data import catalogue, schema
from data.text import Text, same

KINDS = {"measures": "coercive", "defence": "defence_matter", "findings": "finding_level"}


def cause(code: str) -> Text:
    """`decide`, `cases.accepted_on`, `measures.bail` or `measures.bail.ended_on` as it is read."""
    table, _, rest = code.partition(".")
    if not rest:
        return catalogue.codes("node").get(code) or same(code)
    kind, _, column = rest.partition(".")
    if kind in catalogue.codes(KINDS.get(table, "")) and not column:
        return catalogue.codes(KINDS[table])[kind]
    return schema.about(schema.metadata.tables[table].c[column or kind]).label
