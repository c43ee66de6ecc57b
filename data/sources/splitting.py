"""The SQL that cuts a line into its fields and says when its quotation marks make no sense.

Knows quoting rules. Must not know columns. Lines still carry their line end. Four kinds of line, each cut the cheapest way:
without any mark (nearly all, often the whole file), with a mark around every field (`boxed`), with marks here and there,
and any of these with loose blanks around its fields.
"""

from dataclasses import dataclass

from data.sources.sql import BLANKS, LINE_END, any_of, literal

_CUT = "chr(31)"
_WHOLE = f"rtrim(line, {LINE_END})"
_MARK = "'\"'"


@dataclass(frozen=True)
class Splitting:
    """How the lines of one file are cut: its delimiter, the width of its header, and whether it has any mark at all."""

    delimiter: str
    width: int
    quotes: bool

    def rows(self, source: str) -> str:
        """SQL: all of the source (row_no, line), the list `f`, whether it is `boxed`, and `broken`: why its marks cannot be right."""
        plain = f"string_split(line, {literal(self.delimiter)})"
        if not self.quotes:
            cut = f"SELECT *, {plain} AS f, false AS boxed, NULL::VARCHAR AS broken FROM {source}"
        else:
            counted = f"SELECT *, {_marks()} AS marks FROM {source}"
            known = f"SELECT *, {self._boxed()} AS boxed FROM ({counted})"
            ways = f"CASE WHEN marks = 0 THEN {plain} WHEN boxed THEN {self._boxes()} ELSE {self._unquoted()} END"
            cut = f"SELECT *, {ways} AS f, {self._broken()} AS broken FROM ({known})"
        return f"SELECT * REPLACE (CASE WHEN {self._loose()} THEN list_transform(f, x -> {tidy('x')}) ELSE f END AS f) FROM ({cut})"

    def field(self, i: int) -> str:
        """One field of `f`: the outer ones still carry the marks of a boxed line and the line end of a plain one."""
        text, last = f"f[{i + 1}]", i + 1 == self.width
        if self.quotes and (i == 0 or last):
            text = f"CASE WHEN boxed THEN replace({text}, {_MARK}, '') ELSE {text} END"
        return f"rtrim({text}, {LINE_END})" if last else text

    def _between(self) -> str:
        return literal(f'"{self.delimiter}"')

    def _boxed(self) -> str:
        """As many marks and as many borders between boxes as the header has fields: then no field holds a mark of its own."""
        borders = f"len({self._boxes()}) = {self.width}"
        ends = f"starts_with(line, {_MARK}) AND ({any_of(_ends_with(_MARK))})"
        return f"CASE WHEN marks = {2 * self.width} THEN {borders} AND {ends} ELSE false END"

    def _boxes(self) -> str:
        return f"string_split(line, {self._between()})"

    def _unquoted(self) -> str:
        # Pieces between marks: the odd ones lie outside a quoted field; an empty one in the middle is a doubled mark.
        outside = f"replace(x, {literal(self.delimiter)}, {_CUT})"
        piece = f"CASE WHEN i % 2 = 0 THEN x WHEN x = '' AND i > 1 AND i <= marks THEN {_MARK} ELSE {outside} END"
        return f"string_split(array_to_string(list_transform(string_split({_WHOLE}, {_MARK}), (x, i) -> {piece}), ''), {_CUT})"

    def _broken(self) -> str:
        d = literal(self.delimiter)
        wrong = f"(i > 1 AND NOT starts_with({tidy('x')}, {d})) OR (i <= marks AND NOT ends_with({tidy('x')}, {d}))"
        misplaced = f"len(list_filter(string_split({_WHOLE}, {_MARK}), (x, i) -> i % 2 = 1 AND x <> '' AND ({wrong}))) > 0"
        return f"CASE WHEN marks > 0 AND NOT boxed AND (marks % 2 = 1 OR {misplaced}) THEN 'unbalanced_quote' END"

    def _loose(self) -> str:
        """Blanks beside a delimiter, a mark, or an end of the line."""
        beside = [self.delimiter, '"'] if self.quotes else [self.delimiter]
        pairs = [pair for blank in BLANKS for sign in beside for pair in (sign + blank, blank + sign)]
        starts = [f"starts_with(line, {literal(blank)})" for blank in BLANKS]
        ends = [each for blank in BLANKS for each in _ends_with(literal(blank))]
        return any_of([*(f"contains(line, {literal(pair)})" for pair in pairs), *starts, *ends])


def tidy(text: str) -> str:
    """Without blanks and line ends around it."""
    return f"trim({text}, {literal(BLANKS)} || {LINE_END})"


def _marks() -> str:
    # Cutting and counting the pieces costs a third of replacing and comparing lengths.
    return f"len(string_split(line, {_MARK})) - 1"


def _ends_with(sign: str) -> list[str]:
    return [f"ends_with(line, {sign} || {end})" for end in ("chr(10)", LINE_END, "''")]
