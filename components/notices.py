"""What is shown when there is nothing to show: nothing matches, not supplied, not permitted, an error, no data at all.

Knows the family of errors a reader may see. Must not know what raised them.
"""

from dash import html

from components import messages
from data.errors import AppError, BadFilter, NoSnapshot, NotAllowed, NotFound, NotSupplied, OtherShape
from data.text import Text

EMPTY = "Empty"  # an answer, though of no rows
HEADS: dict[type, tuple[Text, str]] = {
    BadFilter: (messages.BAD_FILTER, "funnel"),
    NotAllowed: (messages.NOT_ALLOWED, "lock"),
    NotFound: (messages.NOT_FOUND, "search"),
    NotSupplied: (messages.NOT_SUPPLIED, "inbox"),
    NoSnapshot: (messages.NOTHING_TO_SERVE, "database"),
    OtherShape: (messages.NOT_READABLE, "database"),
}
COMMANDS = (
    (messages.HOW_TO_DEMO, "python -m data demo"),
    (messages.HOW_TO_IMPORT, "python -m data import <folder>"),
)


def of(error: AppError) -> html.Div:
    """The sentence of an error, in the place of what it concerns."""
    head, icon = HEADS.get(type(error), (messages.NOT_FOUND, "info-circle"))
    return notice(head, icon, html.P(str(error)), kind=type(error).__name__)


def refuses(drawn) -> bool:
    """Whether what was drawn is only that it is not there or not open to the viewer."""
    return getattr(drawn, "data-notice", None) in (NotAllowed.__name__, NotFound.__name__)


def unanswered(drawn) -> bool:
    """Whether what was drawn stands where an answer should be: there is nothing to take away as a file."""
    return getattr(drawn, "data-notice", EMPTY) != EMPTY


def refused(error: AppError, path: str) -> html.Div:
    """A whole page that cannot be asked for, with the way out."""
    head, icon = HEADS.get(type(error), (messages.NOT_FOUND, "info-circle"))
    out = html.P(str(messages.OPEN_ANOTHER)) if isinstance(error, NotAllowed) else html.P(html.A(str(messages.WITHOUT_FILTERS), href=path))
    return notice(head, icon, html.P(str(error)), out, kind=type(error).__name__)


def empty(said: Text | None = None) -> html.Div:
    """Nothing matches the filters, and what to do; or in own words what there is none of, where no filter is the reason."""
    if said is not None:
        return notice(said, "inbox", kind=EMPTY)
    return notice(messages.EMPTY, "inbox", html.P(str(messages.EMPTY_HINT)), kind=EMPTY)


def fault(number: str) -> html.Div:
    """A bug: the reader gets a number, the log has the rest under it."""
    return notice(messages.FAILED, "exclamation-triangle", html.P(messages.FAULT.format(number=number)), kind="Fault", role="alert")


def no_snapshot(error: NoSnapshot) -> html.Div:
    """The page of a server that has nothing to serve yet: what to run. What is there and cannot be read says so itself."""
    if isinstance(error, OtherShape):
        return notice(messages.NOT_READABLE, "database", html.P(str(error)), kind="NoSnapshot")
    steps = [html.Li([html.Span(str(words)), html.Pre(html.Code(command))]) for words, command in COMMANDS]
    return notice(
        messages.NOTHING_TO_SERVE, "database", html.Ul(steps, className="steps"), html.P(str(messages.THEN_RELOAD)), kind="NoSnapshot"
    )


def no_page() -> html.Div:
    return notice(messages.NOT_FOUND, "search", html.P(str(messages.NO_SUCH_PAGE)), home(), kind="NotFound")


def home() -> html.P:
    return html.P(html.A(str(messages.BACK_HOME), href="/"))


def notice(head: Text, icon: str, *body, kind: str, role: str = "status") -> html.Div:
    mark = html.Span(className=f"bi bi-{icon}", **{"aria-hidden": "true"})
    return html.Div([html.P([mark, str(head)], className="notice-head"), *body], className="notice", role=role, **{"data-notice": kind})
