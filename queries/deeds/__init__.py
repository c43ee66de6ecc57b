"""Everything a viewer may do, explicitly listed. What is not here cannot be done."""

from queries.deeds import follows

DEEDS = {deed.key: deed for deed in (*follows.deeds,)}
