"""Everything beside the pages themselves: exports, figures as JSON, deeds, settings of the reader, health, errors.

Knows Flask and the edge. Must not know any page, indicator or deed by name.
"""

import hmac
import json
import logging
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from urllib.parse import quote

import flask
from werkzeug.exceptions import HTTPException

from components import files, forms, links, messages, workbook
from components.papers import pdf, word
from components.theme import THEMES
from data.ask import Ask
from data.definitions import recorded
from data.definitions.filters import ALL, Filters
from data.desk import noting
from data.desk.waiting import FULL
from data.errors import AppError, BadFilter, NotAllowed, NotFound, TooOften, Unwritten
from data.text import LOCALES
from queries import api
from queries.deeds import DEEDS
from web.edge import Edge

log = logging.getLogger("anliu")
YEAR = 365 * 24 * 3600
SHEETS = {"csv": (files.csv, files.TYPE), "xlsx": (workbook.xlsx, workbook.TYPE)}


def routes(server: flask.Flask, edge: Edge, pages) -> None:
    """Everything beside the pages themselves."""
    named = {page.name: page for page in pages}

    @server.get("/export/<page>/<panel>.<any(csv,xlsx,docx,pdf):kind>")
    def export(page: str, panel: str, kind: str):
        found = named[page].panel(panel) if page in named else None
        if found is None or kind not in found.kinds:
            raise NotFound(messages.NO_SUCH_PAGE)
        if not (edge.viewer.may(named[page].right) and found.may(edge.viewer)):
            raise NotAllowed(messages.NO_RIGHT)
        take = download if kind in SHEETS else written
        return take(found, edge.ask_of(flask.request.query_string.decode()), kind, f"{page}/{panel}.{kind}")

    @server.post("/do/<deed>")
    def do(deed: str):
        return done(edge, deed, flask.request.form.to_dict())

    @server.get("/set")
    def keep():
        return kept(flask.request.args)

    @server.get("/healthz")
    def alive():
        return {"status": "ok"}

    @server.get("/readyz")
    def ready():
        if noting.stuck(edge.desk):
            raise Unwritten(FULL)
        with edge.desk.reading():
            pass
        return {"status": "ready", "snapshot": edge.scope.snapshot.key, "as_of": str(edge.scope.as_of)}

    interfaces(server, edge)
    server.register_error_handler(AppError, refused)
    server.register_error_handler(Exception, failed)


def interfaces(server: flask.Flask, edge: Edge) -> None:
    """Figures and rows for programs."""

    @server.get("/api/figures")
    def figures():
        def rows(own: dict, ask: Ask) -> dict:
            return api.figures(ask, own["indicator"], own["by"])

        return answered(rows, ("indicator", "by"), edge, "figures")

    @server.get("/api/list/<relation>")
    def listed(relation: str):
        def rows(own: dict, ask: Ask) -> dict:
            return api.listed(ask, relation, number(own["first"], 0), number(own["size"], 500))

        return answered(rows, ("first", "size"), edge, f"list/{relation}")


def download(panel, ask: Ask, kind: str, name: str) -> flask.Response:
    """All rows of a panel under the filters of the address, in pieces. On record before the first of them, and with their number after."""
    sheet = panel.sheet(ask)
    noting.asked(ask, recorded.EXPORT, name)
    rows = Counted(sheet.batches)
    sheet = replace(sheet, batches=rows)
    write, type_ = SHEETS[kind]
    pieces = ended(begun(write(sheet)), lambda: noting.asked(ask, recorded.EXPORTED, name, rows=rows.n))
    return sent(flask.stream_with_context(pieces), type_, panel, ask, kind)


def written(panel, ask: Ask, kind: str, name: str) -> flask.Response:
    """A panel as a report. On record before it is made."""
    write, type_ = {"docx": (word.word, word.TYPE), "pdf": (pdf.pdf, pdf.TYPE)}[kind]
    paper = panel.paper(panel.asked(ask), ask)
    noting.asked(ask, recorded.EXPORT, name)
    return sent(iter_file(write(paper)), type_, panel, ask, kind)


def sent(pieces: Iterator[bytes], type_: str, panel, ask: Ask, kind: str) -> flask.Response:
    """A file of a panel, under a name in the reader's language."""
    called = quote(f"{panel.title}-{ask.scope.as_of}.{kind}")
    headers = {"Content-Disposition": f"attachment; filename={panel.name}.{kind}; filename*=UTF-8''{called}", "X-Accel-Buffering": "no"}
    keys = [key for key, _ in ask.filters.texts]
    log.info(json.dumps({"export": panel.name, "kind": kind, "snapshot": ask.scope.snapshot.key, "filters": keys}))
    return flask.Response(pieces, content_type=type_, headers=headers)


class Counted:
    """Batches as they are; `n` is how many rows have gone through."""

    def __init__(self, batches: Iterable[Sequence]):
        self.batches, self.n = batches, 0

    def __iter__(self) -> Iterator[Sequence]:
        for batch in self.batches:
            self.n += len(batch)
            yield batch


def begun(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces, with the first rows read already: what cannot be asked is said in a sentence, not by a file that breaks off."""
    return chain(list(islice(pieces, 2)), pieces)


def ended(pieces: Iterator[bytes], then: Callable[[], None]) -> Iterator[bytes]:
    """The pieces, and what is to be done after the last, or where they break off."""
    try:
        yield from pieces
    finally:
        then()


def iter_file(file):
    with file:
        while piece := file.read(1 << 16):
            yield piece


def answered(answer: Callable[[dict, Ask], dict], own: tuple[str, ...], edge: Edge, name: str) -> flask.Response:
    """JSON under the filters of the address. A key that does not exist is refused: nobody bookmarks an interface."""
    given = flask.request.args.to_dict()
    mine = {key: given.pop(key, "") for key in own}
    unknown = sorted(set(given) - set(ALL))
    if unknown:
        raise BadFilter(api.UNKNOWN, what=messages.FILTERS, key=", ".join(unknown), known=", ".join(ALL))
    ask = edge.asking(Filters.of(given))
    found = answer(mine, ask)
    noting.asked(ask, recorded.INTERFACE, name, rows=len(found["rows"]))
    return flask.Response(json.dumps(found, ensure_ascii=False, default=api.plain), content_type="application/json")


def done(edge: Edge, key: str, given: dict[str, str]) -> flask.Response:
    """What a form asks for, done; then the address it names. A form that was not drawn for this browser is refused."""
    back, mark = given.pop(forms.BACK, "/"), given.pop(forms.TOKEN, "")
    if not hmac.compare_digest(mark.encode(), edge.mark.encode()) or not mark:
        raise NotAllowed(messages.STALE_FORM)
    if key not in DEEDS:
        raise NotFound(messages.NO_SUCH_PAGE)
    here = back if links.local(back) else "/"
    said = DEEDS[key].do(edge.ask_of(here.partition("?")[2]), given)
    log.info(json.dumps({"deed": key}))
    if flask.request.accept_mimetypes.best == "application/json":
        return flask.jsonify(go=here, said=str(said or ""))
    return flask.redirect(here, 303)


def number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() else otherwise


def kept(given) -> flask.Response:
    """Keep a setting of the reader in a cookie and lead back, to an address of ours only."""
    back = given.get("next", "/")
    response = flask.redirect(back if links.local(back) else "/", 303)
    for name, known in (("lang", LOCALES), ("theme", THEMES)):
        if given.get(name) in known:
            response.set_cookie(name, given[name], max_age=YEAR, httponly=True, samesite="Lax", secure=flask.request.is_secure)
    return response


def refused(error: AppError):
    """The sentence for the reader: as JSON to a program, as text to a browser."""
    headers = {"Retry-After": "60"} if isinstance(error, TooOften) else {}
    if flask.request.path.startswith(("/api/", "/readyz")) or flask.request.accept_mimetypes.best == "application/json":
        return {"error": str(error)}, error.status, headers
    return flask.Response(str(error), error.status, headers, content_type="text/plain; charset=utf-8")


def unanswered(error: HTTPException) -> flask.Response:
    """What the web server itself refuses: in our words, without its pages."""
    if error.response is not None:
        return error.get_response()
    said = messages.TOO_LARGE if error.code == 413 else messages.CANNOT
    kept = [(name, value) for name, value in error.get_headers() if name == "Allow"]
    return flask.Response(said.format(code=error.code), error.code, kept, content_type="text/plain; charset=utf-8")


def failed(error: Exception):
    """A bug: the reader gets a number, the log the rest."""
    if isinstance(error, HTTPException):
        return unanswered(error)
    fault = secrets.token_hex(4)
    log.exception("fault %s at %s", fault, flask.request.path)
    return flask.Response(messages.FAULT.format(number=fault), 500, content_type="text/plain; charset=utf-8")
