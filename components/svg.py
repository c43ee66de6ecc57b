"""Elements of a drawing, written into the page itself, so that its parts are links and its colours those of the style sheet.

Knows how an element is named. Must not know what is drawn.
"""

from functools import cache

from dash.development.base_component import Component


class Mark(Component):
    """An element of SVG. Names with a dash are given with an underscore."""

    _namespace, _type = "anliu", "Mark"
    _children_props, _base_nodes, _valid_wildcard_attributes = [], ["children"], []
    available_wildcard_properties: list[str] = []

    def __init__(self, children=None, **given):
        self.children = children
        for name, value in given.items():
            setattr(self, name if name == "className" else name.replace("_", "-"), value)
        self._prop_names = [name for name in vars(self) if not name.startswith("_")]
        self.available_properties = self._prop_names


@cache
def _kind(tag: str) -> type[Mark]:
    return type(tag, (Mark,), {"__module__": __name__})


def mark(tag: str, children=None, **given) -> Mark:
    return _kind(tag)(children, **given)
