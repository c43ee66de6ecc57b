"""Every callback of the shell: the router, one update for each page, and the clientside ones of `assets/nav.js`.

The address is the only state. A change of path brings a page with its data in one trip; a change of query on the same page
brings the parts that depend on it, each to a fixed id, in one trip. What is on the screen carries a stamp of the question it
answers, so that the browser can tell and ask again.
Knows Dash and the order of things. Must not know Flask, sessions, or any page or query by name.
"""

from collections.abc import Callable, Sequence

from dash import ALL, ClientsideFunction, Input, Output, dcc, html, no_update

from components import drawing, messages, shell
from components.finished import Finished
from components.orgs import Offered
from data.ask import Ask

AskOf = Callable[[str], Ask]  # who asks for what, from the query of an address


def layout() -> html.Div:
    """What is there before any page: the address, the two questions, a place for the page. Reads no data."""
    lost = html.Div(
        [html.Span(str(messages.CONNECTION)), html.Button(str(messages.RETRY), type="button", **{"data-do": "reload"})],
        id="lost", role="alert", hidden=True,
    )  # fmt: skip
    skip, busy = html.A(str(messages.SKIP), href="#main", className="skip"), html.Div(className="busy", **{"aria-hidden": "true"})
    address = dcc.Location(id="url", refresh="callback-nav")
    return html.Div([address, *(dcc.Store(id=name) for name in ("go", "ask", "shown")), skip, busy, lost, html.Div(id="page")])


def connect(app, pages: Sequence, ask_of: AskOf, offered: Offered, kept: int) -> "drawing.Drawing":
    """Declare all callbacks. `ask_of` raises AppError for what cannot be asked; `offered` gives the choices of a filter; `kept` is how
    many bytes of finished parts are kept."""
    named = {page.path: page for page in pages}
    draw = drawing.Drawing(pages, ask_of, offered, Finished(kept))

    @app.callback(Output("page", "children"), Input("go", "data"), prevent_initial_call=True)
    def route(go):
        page = named.get(go["path"])
        return draw.missing(go["path"], go["search"]) if page is None else draw.whole(page, go["search"])

    for page in pages:
        _update(app, page, draw)
    clientside(app)
    return draw


def _update(app, page, draw: "drawing.Drawing") -> None:
    names = draw.names(page)
    outputs = [Output(shell.part(page, name), "children") for name in names]

    @app.callback([*outputs, Output({"stamp": page.name}, "data")], Input("ask", "data"), prevent_initial_call=True)
    def update(ask):
        if ask["path"] != page.path:
            return [no_update] * (len(names) + 1)
        parts = draw.update(page, ask["search"])
        return [*(parts[name] for name in names), parts["stamp"]]


def clientside(app) -> None:
    """The address becomes a question, an answer shows itself, a mark of a figure is followed."""
    address = Input("url", "pathname"), Input("url", "search")
    app.clientside_callback(ClientsideFunction("nav", "question"), Output("go", "data"), Output("ask", "data"), *address)
    app.clientside_callback(ClientsideFunction("nav", "answered"), Output("shown", "data"), Input({"stamp": ALL}, "data"))
    app.clientside_callback(ClientsideFunction("nav", "follow"), Input({"graph": ALL}, "clickData"), prevent_initial_call=True)
