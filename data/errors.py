"""Errors a reader may see. Anything else is a bug and shows only its number.

Knows the HTTP status of each. Must not know how they are shown.
"""

from typing import Any

from data.text import Text


class AppError(Exception):
    """A sentence in both languages with its values filled in when it is shown."""

    status = 400

    def __init__(self, message: Text, **values: Any):
        super().__init__(message, values)
        self.message, self.values = message, values

    def __str__(self) -> str:
        return self.message.format(**self.values)


class BadFilter(AppError):
    """A filter whose value cannot be read, or that does not apply to the rows asked for."""


class BadInput(AppError):
    """A command or a delivery that cannot be used; nothing was changed."""


class NotSignedIn(AppError):
    """Nobody is known to ask."""

    status = 401


class NotAllowed(AppError):
    """A page, export or action beyond the viewer's rights."""

    status = 403


class NotFound(AppError):
    """No such thing, or not one this viewer may see: the same sentence for both."""

    status = 404


class NotSupplied(AppError):
    """The data behind a question were not delivered; never shown as zero."""

    status = 409


class Conflict(AppError):
    """Somebody else has changed it meanwhile, or it no longer stands where it stood; nothing was overwritten."""

    status = 409


class NoSnapshot(AppError):
    """There is nothing to serve yet."""

    status = 503


class OtherShape(NoSnapshot):
    """There is a snapshot, but another version of the program built it."""


class Unwritten(AppError):
    """What must be on record cannot be written down, so it is not answered."""

    status = 503


class TooLong(AppError):
    """A question that took longer than it may."""

    status = 503


class TooOften(AppError):
    """More questions in a while than one account may put."""

    status = 429
