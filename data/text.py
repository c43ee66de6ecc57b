"""Text in two languages.

Knows the reader's language. Must not know Dash or the database.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

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
        return str(self).format(**values)

    def filled(self, **values: Any) -> "Text":
        """The same sentence with its placeholders filled, in both languages; a `Text` value is filled in each."""

        def side(name: str) -> str:
            said = {key: getattr(value, name) if isinstance(value, Text) else value for key, value in values.items()}
            return getattr(self, name).format(**said)

        return Text(side("zh"), side("en"))


def same(word: str) -> Text:
    """A name that is not translated: a code, a number, a person's or an office's own name."""
    return Text(word, word)
