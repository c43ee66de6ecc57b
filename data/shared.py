"""A question as everybody puts it who may see the same: without a name, and without the desk.

What an answer to it is made of is the records alone, so that one answer does for all of them. An answer that is made of more, of what
somebody wrote, or of who asks, shows itself: reaching for the desk raises `Personal`.
Knows questions and viewers. Must not know what is kept of an answer, nor for how long.
"""

from dataclasses import replace
from typing import NoReturn

from data.ask import Ask


class Personal(BaseException):  # no error: no code that handles errors may take it for one
    """What was asked is of one person's concern and nobody else's."""


class Shut:
    """In the place of the desk."""

    def __getattr__(self, name: str) -> NoReturn:
        raise Personal(name)


SHUT = Shut()


def for_all(ask: Ask) -> Ask:
    """The same question by nobody in particular, with the same rows and rights."""
    return replace(ask, viewer=replace(ask.viewer, account="", name=""), desk=None if ask.desk is None else SHUT)


def audience(ask: Ask) -> tuple:
    """All that decides, beside the address, how the question is answered: who has the same sees the same."""
    asked = for_all(ask)
    return ask.scope.snapshot.key, ask.scope.grant, ask.scope.entrusted, asked.viewer, asked.desk is None
