"""`python -m queries figures|list|flow|risk`: the numbers and the rows behind them, without a browser.

Who runs it holds the file and sees all of it; on record are the question and how many rows it brought, as for any other way of asking.
Knows argv and the environment. Must not know SQL.
"""

import argparse
import csv
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from data.access import Scope
from data.ask import Ask
from data.definitions import recorded
from data.definitions.filters import ALL, Filters
from data.desk import noting
from data.desk.signing import people
from data.desk.store import Desk
from data.errors import AppError, BadFilter, NotAllowed
from data.settings import Settings
from data.store import Store
from data.text import Text
from data.viewer import LOCAL
from queries import api

RIGHTS = {"list": "rows"}
NO_RIGHT = Text("该账号没有此项权限", "The account has no right to this")


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m queries", description="Figures, and the rows behind them.")
    commands = root.add_subparsers(dest="command", required=True)
    figures = commands.add_parser("figures", help="indicators, whole or by dimensions")
    figures.add_argument("--indicator", required=True, help="key[,key]")
    figures.add_argument("--by", default="", help="dimension[,dimension][,month|smonth|quarter|half|year]")
    rows = commands.add_parser("list", help="the rows behind a number")
    rows.add_argument("relation")
    rows.add_argument("--behind", help="key of an indicator")
    rows.add_argument("--first", type=int, default=0)
    rows.add_argument("--size", type=int, default=500)
    chances = commands.add_parser("risk", help="expected overruns; reliability and Brier scores of their test")
    for command in (figures, rows, commands.add_parser("flow", help="activities and directly-follows pairs"), chances):
        command.add_argument("--since")
        command.add_argument("--until")
        command.add_argument("--filter", action="append", default=[], metavar="KEY=VALUE")
        command.add_argument("--account", default="", help="answer as this account, within its grants; names are masked in any case")
        command.add_argument("--format", choices=("json", "csv"), default="json")
    return root


def filters_of(given: argparse.Namespace) -> Filters:
    """The filters of the command line. A key that does not exist is refused: nobody bookmarks a command."""
    texts = dict(part.partition("=")[::2] for part in given.filter)
    unknown = sorted(set(texts) - set(ALL))
    if unknown:
        raise BadFilter(api.UNKNOWN, what=Text("筛选", "filter"), key=", ".join(unknown), known=", ".join(ALL))
    return Filters.of({**texts, **{key: value for key in ("since", "until", "behind") if (value := getattr(given, key, None))}})


@contextmanager
def asking(settings: Settings, given: argparse.Namespace) -> Iterator[Ask]:
    """The question: of an account within its grants of today, else of whoever holds the file anyway. Raises NotAllowed, NotFound."""
    desk = Desk.of(settings)
    try:
        viewer = LOCAL
        if given.account:
            with desk.reading() as con:
                viewer = people.viewer(con, given.account, desk.today())
        if not viewer.may(RIGHTS.get(given.command, "figures")):
            raise NotAllowed(NO_RIGHT)
        yield Ask(Scope(Store(settings).current(), viewer.grant), filters_of(given), settings, viewer, desk)
    finally:
        desk.close()


def answer(given: argparse.Namespace, ask: Ask) -> dict:
    if given.command == "figures":
        return api.figures(ask, given.indicator, given.by)
    if given.command == "list":
        return api.listed(ask, given.relation, given.first, given.size)
    return {"flow": api.flow, "risk": api.risk}[given.command](ask)


def as_csv(found: dict) -> None:
    """The rows as CSV: a figure becomes four columns."""
    rows = [_flat(row) for row in found.get("rows", found.get("pairs", []))]
    writer = csv.DictWriter(sys.stdout, list(dict.fromkeys(key for row in rows for key in row)))
    writer.writeheader()
    writer.writerows(rows)


def _flat(row: dict) -> dict:
    flat = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {key if part == "value" else f"{key}_{part}": each for part, each in value.items()}
        else:
            flat[key] = value
    return flat


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    try:
        settings = Settings.of(os.environ)
        with asking(settings, given) as ask:
            found = answer(given, ask)
            noting.asked(ask, recorded.INTERFACE, f"command/{given.command}", rows=len(found.get("rows", ())))
            noting.flush(ask.desk)  # what cannot be put on record is not told
    except AppError as error:
        print(error, file=sys.stderr)
        return 2
    if given.format == "csv":
        as_csv(found)
    else:
        print(json.dumps(found, ensure_ascii=False, indent=1, default=api.plain))
    return 0


if __name__ == "__main__":
    sys.exit(main())
