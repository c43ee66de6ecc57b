"""The person's own word beside the figures of the file, and the file taken away: each page says by whom, when, from which snapshot."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from docx import Document

from components.papers import pdf, word
from data.definitions.dimensions import HANDLER
from data.definitions.indicators import flow
from data.desk.store import Desk
from data.desk.tables.file_comments import file_comments
from data.errors import BadInput, NotAllowed
from data.viewer import LOCAL, Viewer
from pages import prosecutor
from queries import measure
from queries.deeds import DEEDS
from queries.performance import comments
from tests.links import text_of

SLANTED = b"matrix(0.866"  # turned by thirty degrees
SAY, RIGHTS = DEEDS["comment_file"], frozenset({"figures", "rows"})


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    made = Desk(f"sqlite:///{tmp_path_factory.mktemp('comments') / 'desk.sqlite'}")
    yield made
    made.close()


@pytest.fixture(scope="module")
def busy(duckdb_world) -> str:
    groups = measure.by(HANDLER, flow.CONCLUDED)(duckdb_world.ask()).groups
    return max((g for g in groups if g.codes["handler"]), key=lambda g: g[flow.CONCLUDED.key].value).codes["handler"]


def of(world, desk, busy: str, viewer: Viewer):
    return replace(world.ask(handler=busy), viewer=viewer, desk=desk)


@pytest.fixture(scope="module")
def said(duckdb_world, desk, busy):
    person = Viewer("p", "本人", busy, rights=RIGHTS)
    SAY.do(of(duckdb_world, desk, busy, person), {"about": "load", "text": "三月起借调专案组"})
    SAY.do(of(duckdb_world, desk, busy, person), {"about": "late_share", "text": "两件等待鉴定"})
    return person


@pytest.mark.parametrize(("panel", "word_of"), [("load", "借调专案组"), ("besides", "等待鉴定")])
def test_it_stands_beside_its_figure_for_whoever_may_open_the_file(duckdb_world, desk, busy, said, panel, word_of, language):
    for viewer in (said, LOCAL):
        drawn = {part.name: text_of(part.draw(of(duckdb_world, desk, busy, viewer))) for part in prosecutor.page.panels}
        assert word_of in drawn[panel]
        assert not [name for name, text in drawn.items() if word_of in text and name != panel]


def test_only_the_person_writes_and_only_in_the_own_file(duckdb_world, desk, busy, said):
    """The form cannot name another: what somebody else says stands in the file of that one."""
    other = Viewer("o", "他人", "420102-9999", rights=RIGHTS)
    SAY.do(of(duckdb_world, desk, busy, other), {"about": "load", "text": "冒名"})
    with desk.reading() as con:
        rows = con.execute(sa.select(file_comments.c.handler, file_comments.c.text)).all()
    assert ("420102-9999", "冒名") in [tuple(row) for row in rows]
    assert "冒名" not in text_of(prosecutor.page.panel("load").draw(of(duckdb_world, desk, busy, said)))
    with pytest.raises(NotAllowed):
        SAY.do(of(duckdb_world, desk, busy, replace(LOCAL, handler=None)), {"about": "load", "text": "x"})
    with pytest.raises(BadInput):
        SAY.do(of(duckdb_world, desk, busy, said), {"about": "nothing", "text": "x"})


def test_whom_the_file_is_closed_to_reads_no_comment(duckdb_world, desk, busy, said):
    stranger = of(duckdb_world, desk, busy, Viewer("s", "S", None, rights=RIGHTS))
    assert comments.said(stranger, busy, comments.KNOWN) == []
    with pytest.raises(NotAllowed):
        prosecutor.page.panel("load").query(stranger)


def test_the_form_is_drawn_for_the_person_alone(duckdb_world, desk, busy, said):
    own, others = (prosecutor.page.panel("load").query(of(duckdb_world, desk, busy, viewer)).own for viewer in (said, LOCAL))
    assert own
    assert not others


def test_every_page_of_the_file_says_who_took_it_when_and_from_what(duckdb_world, desk, busy, said, language):
    ask = of(duckdb_world, desk, busy, Viewer("chen", "陈科长", None, rights=None))
    panel = prosecutor.page.panel("whole")
    paper = panel.paper(panel.query(ask), ask)
    pages = pdf.laid_out(paper, "svg")
    assert len(pages) > 1
    assert all(page.count(SLANTED) >= 3 for page in pages)  # across the page
    assert not any(SLANTED in page for page in pdf.laid_out(replace(paper, mark=""), "svg"))
    for expected in ("chen", duckdb_world.snapshot.key, f"{desk.now():%Y-%m-%d}"):
        assert expected in paper.mark
    head = Document(word.word(paper)).sections[0].header.paragraphs[0].text
    assert "陈科长" in head
    assert duckdb_world.snapshot.key in head


def test_the_file_taken_away_has_what_the_page_has(duckdb_world, desk, busy, said):
    ask = of(duckdb_world, desk, busy, said)
    panel = prosecutor.page.panel("whole")
    told = "".join(str(block) for block in panel.paper(panel.query(ask), ask).blocks)
    found = prosecutor.page.panel("load").query(ask).found
    assert "借调专案组" in told
    assert str(found.concluded) in told
    assert all(row["case_id"] in told for row in prosecutor.page.panel("reviews").query(ask).found.rows.rows)
