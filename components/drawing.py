"""Pages and panels made from a question, each part failing alone.

Knows pages by their shape (panels, body) and the errors a reader may see. Must not know how a part gets to the browser.
"""

import json
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from components import finished, messages, notices, shell, still
from components.finished import Finished, Part
from components.orgs import Offered
from components.shell import Place
from data.ask import Ask
from data.definitions import recorded
from data.definitions.recorded import Kind
from data.desk import noting
from data.errors import AppError, NoSnapshot, NotAllowed
from data.text import locale

log = logging.getLogger("anliu")
Parts = dict[str, Any]
SUBJECTS = {recorded.CASE.key: "case", recorded.PERSON.key: "handler"}  # the filter that names what a page opens


class Drawing:
    """What the two server callbacks of the shell return."""

    def __init__(self, pages: Sequence, ask_of: Callable[[str], Ask], offered: Offered, finished: Finished | None = None):
        self.pages, self.ask_of, self.offered = pages, ask_of, offered
        self.finished = finished or Finished()

    def names(self, page) -> list[str]:
        """The parts of a page that an update replaces, in order."""
        inner = [f"panel-{each.name}" for each in page.panels] if page.body is None else ["body"]
        return ["head", "bar", "title", *inner]

    def whole(self, page, search: str) -> list:
        return shell.frame(Place(page, search, self.pages), self.update(page, search))

    def update(self, page, search: str) -> Parts:
        """What changes on a page when its query does; the frame around it has the ids that callbacks mean."""
        parts = self.parts(page, search)
        return {name: part if name == "stamp" else finished.settled(part) for name, part in parts.items()}

    def missing(self, path: str, search: str) -> list:
        """For an address that no page has: the masthead and a way back."""
        return still.settled(shell.lone(Place(None, search, self.pages), path, notices.no_page()))

    def parts(self, page, search: str) -> Parts:
        """Every part of a page for the query of an address."""
        place, begun = Place(page, search, self.pages), time.perf_counter()
        stamp = {"path": page.path, "search": search or "", "title": f"{page.title} · {messages.PRODUCT_WHOLE}"}
        ask = None
        try:
            ask = self.ask_of(search)
            if not ask.viewer.may(page.right):
                noting.asked(ask, recorded.REFUSED, _opened(page, ask)[1])
                raise NotAllowed(messages.NO_RIGHT)
            ask.period  # noqa: B018  a period that cannot be read is said once, not in every panel
            parts = self._answered(place, ask)
        except AppError as error:
            return self._refused(place, error, ask) | {"stamp": stamp}
        note_question(page.name, ask, begun)
        return parts | {"stamp": stamp}

    def _answered(self, place: Place, ask: Ask) -> Parts:
        around = {"bar": lambda asked: shell.bar(place, asked, self.offered), "title": lambda asked: shell.title(place, asked)}
        parts = {name: self._part(name, place, ask, partial(_plain, draw, f"{place.page.name}/{name}")) for name, draw in around.items()}
        drawn = {name: self._part(name, place, ask, draw) for name, draw in _inner(place).items()}
        _on_record(place.page, ask, refused=all(part.refuses for part in drawn.values()))
        return {"head": shell.head(place, ask)} | {name: part.shown for name, part in (parts | drawn).items()}

    def _part(self, name: str, place: Place, ask: Ask, draw: Callable[[Ask], Part]) -> Part:
        return self.finished.part(f"{place.page.name}/{name}", place.search or "", ask, draw)

    def _refused(self, place: Place, error: AppError, ask: Ask | None) -> Parts:
        """The page without an answer: why, and the way out."""
        said = notices.no_snapshot(error) if isinstance(error, NoSnapshot) else notices.refused(error, place.page.path)
        first, *others = [name for name in self.names(place.page) if name not in ("head", "bar", "title")] or ["body"]
        return {"head": shell.head(place, ask), "bar": None, "title": said, first: None} | dict.fromkeys(others)


def guarded(draw: Callable[[], Any], where: str) -> Any:
    """What is drawn, or a notice in its place: errors for readers say their sentence, bugs a number under which the log has the rest."""
    try:
        return draw()
    except AppError as error:
        return notices.of(error)
    except Exception:
        number = secrets.token_hex(4)
        log.exception("fault %s in %s", number, where)
        return notices.fault(number)


def _inner(place: Place) -> dict[str, Callable[[Ask], Part]]:
    page = place.page
    if page.body is not None:
        return {"body": partial(_plain, page.body, f"{page.name}/body")}
    return {f"panel-{each.name}": partial(_panel, each, place) for each in page.panels}


def _plain(draw: Callable[[Ask], Any], where: str, ask: Ask) -> Part:
    shown = guarded(lambda: draw(ask), where)
    return Part(shown, notices.refuses(shown), not notices.unanswered(shown))


def _panel(panel, place: Place, ask: Ask) -> Part:
    """In its frame, with the files it can be taken away as, where there is an answer and the viewer may."""
    inside = _plain(partial(_drawn, panel), f"{place.page.name}/{panel.name}", ask)
    return inside._replace(shown=shell.panel(panel, place, inside.shown, panel.files(ask.viewer) if inside.answers else ()))


def _drawn(panel, ask: Ask) -> Any:
    if not panel.may(ask.viewer):
        raise NotAllowed(messages.NO_RIGHT)
    return panel.draw(ask)


def _on_record(page, ask: Ask, refused: bool) -> None:
    """Who looks at what, before it is shown: a page, or the case or person that the question names. Raises Unwritten."""
    kind, subject = _opened(page, ask)
    noting.asked(ask, recorded.REFUSED if refused else kind, subject)


def _opened(page, ask: Ask) -> tuple[Kind, str]:
    """What the question opens: where it names no case or person, the viewer's own file, or no more than a page."""
    if page.opens is recorded.PAGE:
        return recorded.PAGE, page.name
    named = ask.filters.text(SUBJECTS[page.opens.key])
    if page.opens is recorded.PERSON:
        named = named or ask.viewer.handler or ""
    return (page.opens, named) if named else (recorded.PAGE, page.name)


def note_question(page: str, ask: Ask, begun: float) -> None:
    """One line for each question: page, edition of the data, which filters (not their values), how long. No word on who asked."""
    keys = [key for key, _ in ask.filters.texts]
    spent = round((time.perf_counter() - begun) * 1000)
    log.info(json.dumps({"question": page, "snapshot": ask.scope.snapshot.key, "filters": keys, "language": locale.get(), "ms": spent}))
