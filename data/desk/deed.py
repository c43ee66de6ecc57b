"""What a deed is: one thing a viewer may do that the desk remembers.

Knows its parts, and how what was filled in becomes values. Must not know any deed, nor how one arrives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from data.ask import Ask
from data.definitions import recorded
from data.desk import noting
from data.errors import BadInput, NotAllowed
from data.text import Text

REQUIRED = Text("“{field}”必须填写", "“{field}” must be filled in")
TOO_LONG = Text("“{field}”超过 {longest} 字", "“{field}” is longer than {longest} characters")
UNREADABLE = Text("“{field}”的值“{value}”无法识别：{why}", "“{field}”: “{value}” cannot be read: {why}")
UNKNOWN = Text("多出的字段：{names}", "Fields that are not asked for: {names}")
NOT_YOURS = Text("您没有“{deed}”的权限", "You have no right to “{deed}”")


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `parse` raises ValueError, or a BadInput that says more. The log keeps values of `logged` fields: codes."""

    key: str
    label: Text
    parse: Callable[[str], Any] = str
    required: bool = True
    longest: int = 500
    logged: bool = False

    def value(self, text: str) -> Any:
        text = text.strip()
        if not text:
            if self.required:
                raise BadInput(REQUIRED, field=self.label)
            return None
        if len(text) > self.longest:
            raise BadInput(TOO_LONG, field=self.label, longest=self.longest)
        try:
            return self.parse(text)
        except ValueError as error:
            raise BadInput(UNREADABLE, field=self.label, value=text, why=error) from error


@dataclass(frozen=True)
class Doing:
    """A deed under way: one transaction of the desk, who does it (`ask.viewer`) and what that viewer may see (`ask.scope`)."""

    con: sa.Connection
    ask: Ask
    now: datetime

    @property
    def account(self) -> str:
        return self.ask.viewer.account


@dataclass(frozen=True)
class Deed:
    """`run` works within one transaction and returns what is said of it; whatever it raises undoes all of it.

    `right` is what the viewer must have, or one of several; without it the deed does not exist. `filters` of the form's page
    come back in `ask`.
    """

    key: str
    label: Text
    right: str | tuple[str, ...]
    run: Callable[[Doing, dict[str, Any]], Text | None]
    fields: tuple[Field, ...] = ()

    def values(self, given: Mapping[str, str]) -> dict[str, Any]:
        """What was filled in, read. Raises BadInput that names the field."""
        known = {field.key for field in self.fields}
        if unknown := sorted(set(given) - known):
            raise BadInput(UNKNOWN, names=", ".join(unknown))
        return {field.key: field.value(given.get(field.key, "")) for field in self.fields}

    def do(self, ask: Ask, given: Mapping[str, str]) -> Text | None:
        """Do it, whole or not at all. Raises NotAllowed, BadInput, NotFound."""
        if not any(ask.viewer.may(right) for right in ([self.right] if isinstance(self.right, str) else self.right)):
            raise NotAllowed(NOT_YOURS, deed=self.label)
        values = self.values(given)
        with ask.desk.writing() as con:
            said = self.run(Doing(con, ask, ask.desk.now()), values)
            self._note(con, ask, values)
            return said

    def _note(self, con: sa.Connection, ask: Ask, values: dict[str, Any]) -> None:
        """On record with what it did, or not done: both are one transaction."""
        kept = {each.key: str(values[each.key]) for each in self.fields if each.logged and values[each.key] is not None}
        filled = sorted(key for key, value in values.items() if value is not None and key not in kept)
        noting.note(ask.desk, ask.viewer, recorded.DEED, self.key, con=con, snapshot=ask.scope.snapshot.key, values=kept, filled=filled)
