"""Content that stands still: whatever is nothing but text, elements and links reaches the browser as ready HTML.

To Dash every element is a component of its own, wrapped, registered and watched; a page has thousands of them, of which a
dozen ever answer to anything. Only those stay components.
Knows how an element is written. Must not know what it says. `assets/still.js` is the other half.
"""

import copy
import re
from functools import cache
from html import escape
from typing import NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components.svg import Mark

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
WRITTEN = {"className": "class", "htmlFor": "for"}
CAPITAL = re.compile("[A-Z]")
_PROPS: dict[type, frozenset[str]] = {}
OWN = frozenset({"children", "key", "n_clicks", "refresh", "target"})  # what React or Dash keeps for itself


class Still(Component):
    """An element whose inside is HTML that we wrote."""

    _namespace, _type = "anliu", "Still"
    _children_props, _base_nodes, _prop_names, _valid_wildcard_attributes = [], [], ["tag", "given", "inside"], []
    available_properties, available_wildcard_properties = ["tag", "given", "inside"], []

    def __init__(self, tag: str, given: dict, inside: str):
        self.tag, self.given, self.inside = tag, given, inside  # checked by nobody: Dash would look for a package of our name each time


def kept(tree: Component) -> Component:
    """Content that is the same whoever asks: its HTML is written once. It must not be changed afterwards."""
    tree._kept = _piece(tree)
    return tree


class Piece(NamedTuple):
    """A component and, when it stands still, the HTML inside it."""

    node: object
    inside: str | None
    children: tuple["Piece", ...] = ()


def settled(tree):
    """The same content with everything that stands still as HTML."""
    if isinstance(tree, list | tuple):
        return [_component(_piece(node)) for node in tree]
    return _component(_piece(tree))


def written(tree) -> str:
    """The whole content as HTML, for a page without Dash."""
    return "".join(_written(_piece(node)) for node in (tree if isinstance(tree, list | tuple) else [tree]))


def _piece(node) -> Piece:
    if not _is_component(type(node)):
        return Piece(node, "" if node is None else escape(str(node), quote=False))
    if (known := vars(node).get("_kept")) is not None:
        return known
    given = getattr(node, "children", None)
    children = tuple(map(_piece, given if isinstance(given, list | tuple) else [] if given is None else [given]))
    still = _stands(node) and all(child.inside is not None for child in children)
    return Piece(node, "".join(map(_written, children)) if still else None, children)


def _stands(node: Component) -> bool:
    """An element or a link that no callback means: what stands in a part of a page is called by a dictionary, if at all."""
    return _is_plain(type(node)) and not isinstance(getattr(node, "id", None), dict)


@cache
def _is_component(kind: type) -> bool:
    """Asked of every node; the answer of an abstract class takes longer than the rest."""
    return issubclass(kind, Component)


@cache
def _is_plain(kind: type) -> bool:
    return kind.__module__.startswith(html.__name__) or issubclass(kind, dcc.Link | Mark)


def _component(piece: Piece):
    """The piece for Dash: still as one component, a text as it is, anything else with its children settled."""
    node = piece.node
    if piece.inside is None:
        changed = copy.copy(node)
        if piece.children:
            changed.children = [_component(child) for child in piece.children]
        return changed
    if not any(_is_component(type(child.node)) for child in piece.children):
        return node
    return Still(_tag(node), {name: getattr(node, name) for name in _names(node)}, piece.inside)


def _written(piece: Piece) -> str:
    node = piece.node
    if not _is_component(type(node)):
        return piece.inside
    tag = _tag(node)
    opened = f"<{tag}{''.join(_attribute(name, getattr(node, name)) for name in _names(node))}>"
    return opened if tag in VOID else f"{opened}{piece.inside}</{tag}>"


def _tag(node: Component) -> str:
    return "a" if isinstance(node, dcc.Link) else type(node).__name__.lower()


def _names(node: Component) -> list[str]:
    """The attributes that were given; a component keeps its own affairs in the same place."""
    known = node._prop_names if isinstance(node, Mark) else _props(node)
    return [name for name in vars(node) if name not in OWN and (name in known or name.startswith(("data-", "aria-")))]


def _props(node: Component) -> frozenset[str]:
    """What elements of a kind may be given; each says it itself, in a list of its own."""
    if type(node) not in _PROPS:
        _PROPS[type(node)] = frozenset(node._prop_names)
    return _PROPS[type(node)]


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    name = WRITTEN.get(name, name.lower())
    if value is True:
        return f' {name}=""'
    return f' {name}="{escape(_style(value) if isinstance(value, dict) else str(value))}"'


def _style(rules: dict) -> str:
    return ";".join(f"{CAPITAL.sub(lambda hit: '-' + hit[0].lower(), name)}:{value}" for name, value in rules.items())
