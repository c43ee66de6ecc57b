"""Text in two languages.

Knows the reader's language. Must not know Dash or the database.
"""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

NOUNS = (
    "cases", "clocks", "days", "months", "weeks", "years", "nodes", "rules", "reviews", "items", "units", "rows", "types",
    "members", "findings", "documents", "moves", "routes", "persons", "prosecutors", "departments", "offices", "steps", "groups",
    "hits", "warnings", "remarks", "kinds", "questions", "patterns", "stays", "values", "problems", "reviewers", "points",
    "times", "places", "plans", "files", "reasons", "records", "standards", "indicators", "others", "accounts", "limits",
    "provinces", "allocations",
)
SINGULAR = {noun: noun[:-1] for noun in NOUNS} | {"entries": "entry", "cities": "city", "people": "person", "strata": "stratum"}
VERBS = {"are": "is", "have": "has", "were": "was", "lie": "lies", "differ": "differs"}
ONE = re.compile(
    r"(?<![\w.,/–-])1 (?P<how>(?:calendar |working |different |case )?)"
    rf"(?P<noun>{'|'.join(SINGULAR)})\b(?: (?P<verb>{'|'.join(VERBS)})\b)?"
)
LOCALES = ("zh", "en")
locale: ContextVar[str] = ContextVar("locale", default="zh")


@dataclass(frozen=True, slots=True)
class Text:
    """A string that exists in both languages or not at all; `str()` picks the reader's."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh if locale.get() == "zh" else self.en

    def format(self, **values: Any) -> str:
        return counted(str(self).format(**values))

    def filled(self, **values: Any) -> "Text":
        """The same sentence with its placeholders filled, in both languages; a `Text` value is filled in each."""

        def side(name: str) -> str:
            said = {key: getattr(value, name) if isinstance(value, Text) else value for key, value in values.items()}
            return counted(getattr(self, name).format(**said))

        return Text(side("zh"), side("en"))


def counted(said: str) -> str:
    """English counts of one: `1 clocks are running` is said as `1 clock is running`. Chinese has nothing to change."""
    return ONE.sub(_one, said) if "1 " in said else said


def _one(found: re.Match) -> str:
    how, noun, verb = found["how"] or "", found["noun"], found["verb"]
    return f"1 {how}{SINGULAR[noun]}" + (f" {VERBS[verb]}" if verb else "")


def same(word: str) -> Text:
    """A name that is not translated: a code, a number, a person's or an office's own name."""
    return Text(word, word)
