"""What stands still reaches the browser as the very element that Dash would have made of it."""

import json
from html.parser import HTMLParser

import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as some
from plotly.utils import PlotlyJSONEncoder

from components.still import Still, kept, settled, written

TEXTS = some.one_of(some.none(), some.integers(), some.text(max_size=8))
TAGS = (html.Div, html.P, html.Span, html.Li)


def _element(tag, children, title):
    return tag(children, title=title, className="a b")


def trees():
    def grown(inner):
        return some.builds(_element, some.sampled_from(TAGS), some.lists(inner, max_size=3), some.text())

    return some.recursive(TEXTS, grown, max_leaves=12)


class Read(HTMLParser):
    """(tag, title) and the text between, in the order they are met."""

    def __init__(self, text: str):
        super().__init__()
        self.found = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes).get("title")))

    def handle_data(self, data):
        if self.found and isinstance(self.found[-1], str):
            data = self.found.pop() + data
        self.found.append(data)


def meant(node) -> list:
    """The same of the components themselves."""
    if node is None or node == "":
        return []
    if not hasattr(node, "children"):
        return [str(node)]
    return [(type(node).__name__.lower(), node.title), *(each for child in node.children for each in meant(child))]


def joined(found: list) -> list:
    """Texts side by side are one text."""
    made = []
    for each in found:
        if made and isinstance(each, str) and isinstance(made[-1], str):
            made[-1] += each
        else:
            made.append(each)
    return made


@given(trees())
def test_nothing_is_lost_and_nothing_breaks_out(tree):
    shown = settled(html.Section([html.Div(tree, title="x")]))
    assert isinstance(shown, Still)
    assert joined(Read(shown.inside).found) == joined(meant(html.Div([tree], title="x")))


@pytest.mark.parametrize(
    ("element", "written"),
    [
        (html.Label("a", htmlFor="b", className="c"), '<label for="b" class="c">a</label>'),
        (html.Td("a", colSpan=2, tabIndex=-1), '<td colspan="2" tabindex="-1">a</td>'),
        (html.Details("a", open=True, hidden=False), '<details open="">a</details>'),
        (html.Div("a", style={"backgroundColor": "red", "--x": 1}), '<div style="background-color:red;--x:1">a</div>'),
        (html.Img(src="a?b=1&c=2", alt=""), '<img src="a?b=1&amp;c=2" alt="">'),
        (html.P("<script>", title='"'), '<p title="&quot;">&lt;script&gt;</p>'),
        (dcc.Link("a", href="/b?c=1&d=2", className="e"), '<a href="/b?c=1&amp;d=2" class="e">a</a>'),
        (html.Span("a", **{"aria-label": "b", "data-c": "d"}), '<span aria-label="b" data-c="d">a</span>'),
    ],
)
def test_an_element_as_it_is_written(element, written):
    inside = settled(html.Div([element])).inside
    assert sorted(inside) == sorted(written)  # attributes have no order
    assert inside[: inside.index(" ")] == written[: written.index(" ")]


def test_what_answers_to_something_stays_a_component():
    graph, button = dcc.Graph(id={"graph": "a"}), html.Button("b", id={"do": "b"})
    shown = settled(html.Div([html.P([html.B("still")]), graph, html.Div([button])]))
    assert [type(child).__name__ for child in shown.children] == ["Still", "Graph", "Div"]
    assert shown.children[2].children[0] is not button  # a copy with the same id
    assert shown.children[2].children[0].id == {"do": "b"}


def test_what_is_handed_in_is_left_as_it_was():
    inner = html.P([html.B("a")])
    tree = html.Div([inner, dcc.Store(id="b")])
    settled(tree)
    assert tree.children[0] is inner


def test_dash_can_send_it():
    sent = json.loads(json.dumps(settled(html.Ul([html.Li("a")], className="b")).to_plotly_json()))
    assert sent == {"namespace": "anliu", "type": "Still", "props": {"tag": "ul", "given": {"className": "b"}, "inside": "<li>a</li>"}}


def test_what_is_kept_is_written_as_what_is_not():
    def tree():
        return html.Div([html.H4("a < b"), html.A("x", href="/y?a=1&b=2"), html.Br()], className="card", id="here")

    same = kept(tree())
    assert written(same) == written(tree())
    for around in (lambda each: html.Div([each, "after"]), lambda each: html.Div([each, html.Button(id={"part": "x"})])):
        assert sent(settled(around(same))) == sent(settled(around(tree())))


def sent(component) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder)
