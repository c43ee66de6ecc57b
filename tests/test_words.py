"""Every word a reader sees exists in both languages, side by side. Read off the source, so nothing has to be called."""

import ast
import re
import string
from itertools import pairwise

from tests.tree import code, modules, parsed, place

CHINESE = re.compile(r"[\u3400-\u9fff]")
# Modules whose Chinese is data or already stands beside its English: what invented people and places are called, what a
# source writes, the bilingual reference.
DATA = ("data/demo/", "data/sources/", "data/catalogue/", "data/docs.py", "pages/reference.py")
# A law's title, or the field's own word after its English, may stand in an English sentence.
QUOTED = re.compile(r"《[^》]*》|\([^()]*\)|“[^”]*”")
# Said in their own language whoever reads: the name of the product, and of the other language on its switch.
OWN = {"案流", "Anliu", "案流 Anliu", "Anliu 案流", "中文", "切换为中文"}
COMPONENTS = {"html", "dbc", "dcc"}
SEEN = {"children", "title", "placeholder", "label", "alt"}


def strings(node) -> list[ast.Constant]:
    """The pieces of a string: plain, formatted, put together, or chosen from two."""
    if isinstance(node, ast.Constant):
        return [node] if isinstance(node.value, str) else []
    parts = {ast.JoinedStr: ("values",), ast.IfExp: ("body", "orelse"), ast.BinOp: ("left", "right")}.get(type(node), ())
    return [piece for part in parts for child in _listed(getattr(node, part)) for piece in strings(child)]


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


def said(node) -> str:
    return "".join(piece.value for piece in strings(node))


def chinese(node) -> bool:
    return bool(CHINESE.search(said(node)))


def english(node) -> bool:
    words = bool(said(node).strip()) or isinstance(node, ast.JoinedStr)
    return words and not CHINESE.search(QUOTED.sub("", said(node)))


def pairs(path):
    """(Chinese, English) that stand next to each other in a call or a tuple: Text(zh, en) and what is built on it."""
    for node in ast.walk(parsed(path)):
        yield from ((left, right) for left, right in pairwise(side_by_side(node)) if chinese(left) and english(right))


def side_by_side(node) -> list:
    if isinstance(node, ast.Call):
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        return [*node.args, *(named[key] for key in ("zh", "en") if key in named)]
    return node.elts if isinstance(node, ast.Tuple) else []


def docstrings(path) -> set[int]:
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(parsed(path)) if isinstance(node, holders)]
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def unpaired(path) -> list[ast.Constant]:
    paired = docstrings(path) | {id(piece) for pair in pairs(path) for side in pair for piece in strings(side)}
    found = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant) and chinese(node)]
    return [node for node in found if id(node) not in paired and node.value not in OWN]


def test_no_chinese_without_its_english():
    paths = [path for path in code() if not place(path).startswith(DATA)]
    wrong = [f"{place(path, node.lineno)}: {node.value[:40]}" for path in paths for node in unpaired(path)]
    assert not wrong, "\n".join(wrong)


def test_both_sides_have_the_same_placeholders():
    plain = [(path, left, right) for path in code() for left, right in pairs(path) if isinstance(left, ast.Constant)]
    wrong = [
        f"{place(path, left.lineno)}: {said(left)} | {said(right)}"
        for path, left, right in plain
        if "{" in said(left) + said(right) and placeholders(said(left)) != placeholders(said(right))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_text_with_an_empty_side():
    wrong = [
        place(path, node.lineno)
        for path in code()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text"
        for side in [*node.args, *(keyword.value for keyword in node.keywords)]
        if isinstance(side, ast.Constant) and not str(side.value).strip()
    ]
    assert not wrong, "\n".join(wrong)


def test_no_bare_words_in_components():
    """`html.Div("Loading")` would be English for everybody."""
    wrong = [
        f"{place(path, node.lineno)}: {ast.unparse(node)[:80]}"
        for path in modules("components", "pages")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) in COMPONENTS
        for shown in [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg in SEEN)]
        if re.search(r"[A-Za-z]{2}", said(shown)) and said(shown) not in OWN
    ]
    assert not wrong, "\n".join(wrong)
