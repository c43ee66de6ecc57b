"""How a unit is called where there is no room for its name. Knows the words names end with. Must not know any unit."""

import re

ENDING = re.compile("(人民)?检察院|(?<=[市县区州])院$")


def place_of(name: str) -> str:
    """A unit by its place: 武汉市 for 武汉市人民检察院."""
    return ENDING.sub("", name) or name
