"""Words of SQL: names, literals, and the one way a text becomes a value.

Knows DuckDB's spelling. Must not know mappings or tables.
"""

from datetime import date

WIDE_BLANK = "\u3000"
BLANKS = " " + WIDE_BLANK
LINE_END = "chr(13) || chr(10)"
EARLIEST = date(1950, 1, 1)
LATEST = date(2100, 1, 1)


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def any_of(conditions: list[str]) -> str:
    return " OR ".join(f"({each})" for each in conditions) or "false"


def trimmed(text: str) -> str:
    return f"trim({text}, {literal(BLANKS)})"


def moment(text: str, zone: str, formats: tuple[str, ...]) -> str:
    """A timestamp without zone, in the zone of the mapping. The engine's own cast takes words such as `epoch` and passes
    over an offset without a word, so both are dealt with first."""
    zoned = f"timezone({literal(zone)}, try_cast({text} AS TIMESTAMPTZ))"
    plain = f"try_cast({text} AS TIMESTAMP)"
    offset = f"regexp_matches({text}, '(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)$')"
    iso = (
        f"CASE WHEN {text} >= ':' THEN NULL WHEN strlen({text}) <= 10 OR {text} LIKE '%__:__:__' THEN {plain} "
        f"WHEN {offset} THEN {zoned} ELSE {plain} END"
    )
    if not formats:
        return iso
    return f"coalesce({iso}, try_strptime({text}, [{', '.join(literal(each) for each in formats)}]))"


def whole(text: str) -> str:
    # A plain cast rounds 3.7 to 4 without a word.
    return f"CASE WHEN regexp_full_match({text}, '[+-]?[0-9]+([.]0+)?') THEN try_cast({text} AS INTEGER) END"


def number(text: str) -> str:
    return f"CASE WHEN isfinite(try_cast({text} AS DOUBLE)) THEN try_cast({text} AS DOUBLE) END"


def truth(text: str) -> str:
    yes, no = "'y', 'yes', '1', '是', 'true', 't'", "'n', 'no', '0', '否', 'false', 'f'"
    return f"CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END"
