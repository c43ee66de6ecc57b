"""The SQL that cuts a line into its fields and says when its quotation marks make no sense.

Knows quoting rules. Must not know columns. Lines still carry their line end. In a file without any quotation
mark (`quotes` false) none is asked for; elsewhere too lines without one, nearly all, take the short way.
"""

from data.sources.sql import BLANKS, LINE_END, any_of, literal

_CUT = "chr(31)"
_WHOLE = f"rtrim(line, {LINE_END})"


def tidy(text: str) -> str:
    """Without blanks and line ends around it."""
    return f"trim({text}, {literal(BLANKS)} || {LINE_END})"


def marks(quotes: bool) -> str:
    """How many quotation marks the line has."""
    return "CASE WHEN contains(line, '\"') THEN strlen(line) - strlen(replace(line, '\"', '')) ELSE 0 END" if quotes else "0"


def fields(delimiter: str, quotes: bool) -> str:
    """The list of fields; needs the column `marks`. The last keeps its line end in lines of the plain kind."""
    d, each = literal(delimiter), f"x -> {tidy('x')}"
    ways = [f"WHEN {_loose(delimiter)} THEN list_transform(string_split(line, {d}), {each})"]
    if quotes:
        ways.insert(0, f"WHEN marks > 0 THEN list_transform(string_split({_unquoted(d)}, {_CUT}), {each})")
    return f"CASE {' '.join(ways)} ELSE string_split(line, {d}) END"


def broken(delimiter: str, quotes: bool) -> str:
    """The reason why the quotes of the line cannot be right, or null; needs the column `marks`."""
    if not quotes:
        return "NULL::VARCHAR"
    d = literal(delimiter)
    before, after = f"i > 1 AND x[1] <> {d}", f"i <= marks AND x[-1] <> {d}"
    misplaced = f"len(list_filter(string_split({_WHOLE}, '\"'), (x, i) -> i % 2 = 1 AND x <> '' AND (({before}) OR ({after})))) > 0"
    return f"CASE WHEN marks > 0 AND (marks % 2 = 1 OR {misplaced}) THEN 'unbalanced_quote' END"


def _unquoted(d: str) -> str:
    # Pieces between marks: the odd ones lie outside a quoted field; an empty one in the middle is a doubled mark.
    piece = f"CASE WHEN i % 2 = 0 THEN x WHEN x = '' AND i > 1 AND i <= marks THEN '\"' ELSE replace(x, {d}, {_CUT}) END"
    return f"array_to_string(list_transform(string_split({_WHOLE}, '\"'), (x, i) -> {piece}), '')"


def _loose(delimiter: str) -> str:
    """Blanks beside a delimiter or at an end of the line."""
    beside = [f"contains(line, {literal(pair)})" for blank in BLANKS for pair in (delimiter + blank, blank + delimiter)]
    starts = [f"starts_with(line, {literal(blank)})" for blank in BLANKS]
    ends = [f"ends_with(line, {literal(blank)} || {end})" for blank in BLANKS for end in ("chr(10)", LINE_END, "''")]
    return any_of([*beside, *starts, *ends])
