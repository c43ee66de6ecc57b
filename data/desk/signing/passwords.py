"""What a password must be, and how it is kept.

Knows argon2 and a list of common passwords. Must not know accounts.
"""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.errors import BadInput
from data.text import Text

SHORTEST, LONGEST = 12, 128
TOO_SHORT = Text("密码至少 {shortest} 个字符，最多 {longest} 个", "A password has at least {shortest} characters and at most {longest}")
TOO_COMMON = Text(
    "这个密码太常见或太容易猜到，请换一个；可用几个不相关的词",
    "This password is common or easily guessed; choose another, of several unrelated words",
)
HASHER = PasswordHasher()
GUESSES, COMPARED = 3, 72  # of zxcvbn: more than a hundred million guesses; it reads no further than 72 characters


def check(password: str, about: tuple[str, ...] = ()) -> None:
    """Raises BadInput for one that is too short, common, or made of what is known `about` its owner."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(TOO_SHORT, shortest=SHORTEST, longest=LONGEST)
    from zxcvbn import zxcvbn  # its lists of passwords are read when one is set, not by every process

    if zxcvbn(password[:COMPARED], user_inputs=[each for each in about if each])["score"] < GUESSES:
        raise BadInput(TOO_COMMON)


def kept(password: str) -> str:
    return HASHER.hash(password)


def right(secret: str | None, password: str) -> bool:
    """Whether it is the password; as slow for an account without one."""
    try:
        return HASHER.verify(secret or _nobodys(), password[:LONGEST]) and secret is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """What the password of somebody unknown is compared with, so that they are answered as late as somebody known."""
    return kept(secrets.token_urlsafe(32))
