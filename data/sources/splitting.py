"""The SQL that cuts a line into its fields and says when its quotation marks make no sense.

Knows quoting rules. Must not know columns. Lines without quotes, nearly all, take the short way.
"""

from data.sources.sql import BLANKS, any_of, literal, trimmed

_CUT = "chr(31)"


def marks() -> str:
    """How many quotation marks the line has."""
    return "CASE WHEN contains(line, '\"') THEN strlen(line) - strlen(replace(line, '\"', '')) ELSE 0 END"


def fields(delimiter: str) -> str:
    """The list of fields; needs the column `marks`."""
    d = literal(delimiter)
    tidy = f"x -> {trimmed('x')}"
    return (
        f"CASE WHEN marks > 0 THEN list_transform(string_split({_unquoted(d)}, {_CUT}), {tidy}) "
        f"WHEN {_loose(delimiter)} THEN list_transform(string_split(line, {d}), {tidy}) ELSE string_split(line, {d}) END"
    )


def broken(delimiter: str) -> str:
    """The reason why the quotes of the line cannot be right, or null; needs the column `marks`."""
    d = literal(delimiter)
    before, after = f"i > 1 AND x[1] <> {d}", f"i <= marks AND x[-1] <> {d}"
    misplaced = f"len(list_filter(string_split(line, '\"'), (x, i) -> i % 2 = 1 AND x <> '' AND (({before}) OR ({after})))) > 0"
    return f"CASE WHEN marks > 0 AND (marks % 2 = 1 OR {misplaced}) THEN 'unbalanced_quote' END"


def _unquoted(d: str) -> str:
    # Pieces between marks: the odd ones lie outside a quoted field; an empty one in the middle is a doubled mark.
    piece = f"CASE WHEN i % 2 = 0 THEN x WHEN x = '' AND i > 1 AND i <= marks THEN '\"' ELSE replace(x, {d}, {_CUT}) END"
    return f"array_to_string(list_transform(string_split(line, '\"'), (x, i) -> {piece}), '')"


def _loose(delimiter: str) -> str:
    """Blanks beside a delimiter or at an end of the line."""
    blanks = [blank for blank in BLANKS if blank != delimiter]
    beside = [f"contains(line, {literal(pair)})" for blank in blanks for pair in (delimiter + blank, blank + delimiter)]
    ends = [f"{side}_with(line, {literal(blank)})" for blank in blanks for side in ("starts", "ends")]
    return any_of([*beside, *ends])
