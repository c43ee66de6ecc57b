"""Who looks: the account, what it may see, what it may do. Sees and may do nothing unless told to.

Knows grants. Must not know how somebody signed in, nor requests.
"""

from dataclasses import dataclass

from data.access import EVERYTHING, Grant

NOTHING = Grant()


@dataclass(frozen=True)
class Viewer:
    """`account` is the key under which the desk keeps what this viewer writes; `handler` the person's code in the records.

    `rights` are keys of what may be done beyond reading; None stands for all.
    """

    account: str = ""
    name: str = ""
    handler: str | None = None
    grant: Grant = NOTHING
    rights: frozenset[str] | None = frozenset()

    def may(self, right: str) -> bool:
        return self.rights is None or right in self.rights


NOBODY = Viewer()
# Who runs a command on the machine that holds the snapshot reads the file itself.
LOCAL = Viewer("local", "local", None, EVERYTHING, None)
