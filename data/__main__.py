"""`python -m data import|demo|check|snapshots|desk|standard|docs|settings`: the order of steps, and what each says at its end.

Knows argv, the environment and every command's function. Must not know how any of them works.
Exit status: 0 done, 1 done but rows were set aside (with --strict) or something is lost (check), 2 bad input: nothing changed.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from data.errors import AppError
from data.settings import Settings

OF_AN_ACCOUNT = {
    "--name": "whose account it is", "--person": "that person's code in the records", "--role": "a role to give",
    "--unit": "over which unit or department; * for all", "--lines": "over which lines, by commas",
}  # fmt: skip


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="python -m data", description="Records in, snapshots, reference.")
    commands = root.add_subparsers(dest="command", required=True)
    delivery = commands.add_parser("import", help="read an extract and serve it")
    delivery.add_argument("source", nargs="+", help="folder, files (CSV, XLSX, Parquet, XES, XES.gz) or a SQLAlchemy URL")
    delivery.add_argument("--mapping", default="ubas", help="name of a built-in mapping, or a TOML file")
    demo = commands.add_parser("demo", help="write a demonstration extract and import it")
    demo.add_argument("--cases", type=int, default=200_000)
    demo.add_argument("--years", type=int, default=5)
    demo.add_argument("--seed", type=int, default=1)
    demo.add_argument("--national", action="store_true", help="all provinces instead of one")
    demo.add_argument("--form", choices=("csv", "parquet"), help="default: csv up to 500,000 cases, else parquet")
    demo.add_argument("--keep", type=Path, help="keep the extract in this folder")
    for command in (delivery, demo):
        command.add_argument("--as-of", type=date.fromisoformat, help="the day the data speak of")
        command.add_argument("--strict", action="store_true", help="exit 1 when rows were set aside")
        command.add_argument("--quiet", action="store_true", help="no progress bars")
    commands.add_parser("check", help="quality report of the snapshot in force")
    snapshots = commands.add_parser("snapshots", help="list; use ID; prune --keep N; refresh")
    snapshots.add_argument("action", nargs="?", choices=("list", "use", "prune", "refresh"), default="list")
    snapshots.add_argument("id", nargs="?")
    snapshots.add_argument("--keep", type=int)
    tables, log = "at; upgrade [REVISION]; downgrade [REVISION]", "verify [NUMBER:HASH]; prune"
    said = f"accounts: account NAME; tables: {tables}; log: {log}; all of it: backup FILE; restore FILE"
    desk = commands.add_parser("desk", help=f"the desk, its {said}")
    actions = ("at", "upgrade", "downgrade", "verify", "prune", "backup", "restore", "account")
    desk.add_argument("action", nargs="?", choices=actions, default="at")
    desk.add_argument("what", nargs="?", help="an account, a revision, a number and hash noted earlier, or a file")
    for name, meaning in OF_AN_ACCOUNT.items():
        desk.add_argument(name, default="", help=meaning)
    standard = commands.add_parser("standard", help="load an office's own standard of review from a CSV file")
    standard.add_argument("file", type=Path)
    standard.add_argument("--key", required=True, help="its short name; a standard never changes under its name")
    standard.add_argument("--title", required=True)
    standard.add_argument("--from", dest="valid_from", type=date.fromisoformat, required=True, help="first day on which it is in force")
    standard.add_argument("--to", dest="valid_to", type=date.fromisoformat, help="last day; without it no end")
    commands.add_parser("docs", help="write the reference from the declarations").add_argument("--folder", type=Path, default=Path("docs"))
    commands.add_parser("settings", help="every setting with its value")
    return root


def main(argv: Sequence[str] | None = None) -> int:
    given = parser().parse_args(argv)
    try:
        settings = Settings.of(os.environ)
        return COMMANDS[given.command](given, settings)
    except AppError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted: the snapshot in force is untouched", file=sys.stderr)
        return 130


def import_(given, settings: Settings) -> int:
    from data.desk import operating
    from data.snapshots import pipeline

    pinned = partial(operating.pinned, settings)
    outcome = pipeline.run(settings, given.source, given.mapping, given.as_of, quiet=given.quiet, pinned=pinned)
    return _done(outcome, given, settings)


def demo_(given, settings: Settings) -> int:
    from data.demo import command
    from data.desk import operating

    outcome = command.run(settings, given, partial(operating.pinned, settings))
    return _done(outcome, given, settings)


def _done(outcome, given, settings: Settings) -> int:
    from data.definitions import recorded
    from data.desk import operating

    operating.on_record(settings, recorded.IMPORT, outcome.snapshot_id, outcome.rows_accepted)
    print(outcome.summary)
    return 1 if given.strict and outcome.rows_set_aside else 0


def check(given, settings: Settings) -> int:
    from data.snapshots import report

    text, whole = report.quality(settings)
    print(text)
    return 0 if whole else 1


def snapshots_(given, settings: Settings) -> int:
    from data.definitions import recorded
    from data.desk import operating
    from data.snapshots import publish, refresh

    if given.action == "refresh":
        print(refresh.refresh(settings))
    elif given.action == "use":
        print(publish.use(settings, given.id))
        operating.on_record(settings, recorded.SNAPSHOT, given.id)
    elif given.action == "prune":
        print(publish.prune(settings, given.keep or settings.keep_snapshots, operating.pinned(settings)))
    else:
        print(publish.listing(settings))
    return 0


def desk_(given, settings: Settings) -> int:
    from data.desk import operating
    from data.desk.signing import commanding

    if given.action == "account":
        print(commanding.account(settings, given))
        return 0
    said, well = operating.run(settings, given.action, given.what)
    print(said)
    return 0 if well else 1


def standard_(given, settings: Settings) -> int:
    from data.desk import standards
    from data.desk.store import Desk

    found = standards.load(Desk.of(settings), given.file, given.key, given.title, given.valid_from, given.valid_to)
    print(standards.LOADED.format(key=found.key, items=len(found.items), points=len(found.points)))
    return 0


def docs_(given, settings: Settings) -> int:
    from data import docs
    from pages import PAGES
    from pages.reference import reference

    for path in docs.write(given.folder, reference(PAGES)):
        print(path)
    return 0


def settings_(given, settings: Settings) -> int:
    for variable, name, value, meaning in settings.listed():
        print(f"{variable:30} {name:22} {value!s:24} {meaning.zh} / {meaning.en}")
    return 0


COMMANDS = {
    "import": import_, "demo": demo_, "check": check, "snapshots": snapshots_, "desk": desk_, "standard": standard_, "docs": docs_,
    "settings": settings_,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
