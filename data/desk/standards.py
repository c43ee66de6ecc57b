"""Standards of review that an office loads from its own file: checked whole before a row is written, never changed after.

Knows the desk's standards and how a file is read. Must not know reviews.
"""

from datetime import date
from pathlib import Path

import sqlalchemy as sa

from data.catalogue import review_standard
from data.catalogue.review_standard import Standard
from data.definitions import recorded
from data.desk import noting
from data.desk.store import Desk
from data.desk.tables.case_reviews import review_standards
from data.errors import BadInput
from data.text import Text
from data.viewer import Viewer

TAKEN = Text("已有评查标准“{key}”，标准载入后不改；请另取名称", "“{key}” is there, and standards never change: take another name")
UNREADABLE = Text("{file} 不是 UTF-8 文本", "{file} is not text in UTF-8")
BACKWARDS = Text("有效期的起日晚于止日", "It would end before it begins")
LOADED = Text("已载入评查标准“{key}”：{items} 个项目，{points} 个要点", "Standard “{key}” loaded: {items} items, {points} points")


def load(desk: Desk, file: Path, key: str, title: str, valid_from: date, valid_to: date | None = None, account: str = "local") -> Standard:
    """Raises BadInput, which names every line at fault; then nothing is loaded."""
    if valid_to is not None and valid_to < valid_from:
        raise BadInput(BACKWARDS)
    try:
        content = file.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        raise BadInput(UNREADABLE, file=file) from error
    found = review_standard.read(content, key, title, valid_from, valid_to)
    with desk.writing() as con:
        if key in review_standard.shipped() or con.scalar(sa.select(review_standards.c.key).where(review_standards.c.key == key)):
            raise BadInput(TAKEN, key=key)
        row = {"key": key, "title": title, "valid_from": valid_from, "valid_to": valid_to, "content": content}
        con.execute(sa.insert(review_standards).values(**row, account=account, at=desk.now()))
        noting.note(desk, Viewer(account), recorded.DEED, "standard", con=con, values={"key": key, "from": str(valid_from)})
    return found
