"""One line of JSON for each thing worth telling: when, what, where; of a fault its kind and its place in the code.

Knows log records. Must not know requests. What an error says is left out: databases quote the values they stumble over.
"""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "level": record.levelname.lower(), "from": record.name, **_said(record.getMessage())}
        if record.exc_info and record.exc_info[1] is not None:
            told |= {"error": type(record.exc_info[1]).__qualname__, "where": _where(record.exc_info[2])}
        return json.dumps(told, ensure_ascii=False)


def _said(message: str) -> dict:
    """What is told in JSON already becomes part of the line."""
    try:
        found = json.loads(message)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"said": message}


def _where(trace) -> list[str]:
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def _short(file: str) -> str:
    """Beneath the program, or the last two parts: where a machine keeps its libraries is nobody's business."""
    path = Path(file)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "/".join(path.parts[-2:])


def configure() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it speaks at each opening of the desk
