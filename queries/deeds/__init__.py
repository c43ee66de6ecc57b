"""Everything a viewer may do, explicitly listed. What is not here cannot be done."""

from queries.deeds import follows, planned

DEEDS = {deed.key: deed for deed in (*follows.deeds, *planned.deeds)}
