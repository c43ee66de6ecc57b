"""The log: only added to, chained, cheap to write, silent about what was typed; what tampers with it is named."""

import json
import threading
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from data.definitions import filters, recorded
from data.definitions.filters import Filters
from data.desk import audited, chain, noting, operating, upgrade, waiting
from data.desk.chain import Entry
from data.desk.store import Desk
from data.desk.tables.audit import audit, seals
from data.errors import AppError, BadInput, Unwritten
from data.settings import Settings
from data.viewer import LOCAL, NOBODY

WHEN = datetime(2025, 11, 28, 9)


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request, tmp_path):
    url = f"sqlite:///{tmp_path / 'desk.sqlite'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    made = Desk(url, now=lambda: WHEN)
    yield made
    made.close()


@pytest.fixture
def written(desk):
    """Ten entries, a day apart."""
    with desk.writing() as con:
        chain.append(con, [Entry(WHEN - timedelta(10 - n), "甲", "page", f"page {n}") for n in range(1, 11)])
    return desk


def free(desk) -> sa.Connection:
    """As somebody who is master of the database: without the triggers."""
    con = desk.engine.connect().execution_options(writes=True)
    con.begin()
    for trigger, table in (("audit_kept", "audit"), ("audit_whole", "audit"), ("seals_kept", "audit_seals")):
        con.exec_driver_sql(f"drop trigger {trigger}" + (f" on {table}" if desk.url.startswith("postgresql") else ""))
    return con


def says(desk, noted: str = "") -> tuple[bool, str]:
    with desk.reading() as con:
        whole, said = chain.verified(con, noted)
    return whole, str(said)


def test_an_empty_log_and_one_with_entries_are_whole(desk):
    assert says(desk) == (True, "日志还没有记录")
    for _ in range(3):
        noting.note(desk, LOCAL, recorded.EXPORT, "cases/list.csv", rows=7)
    whole, said = says(desk)
    assert whole
    assert "第 1–3 条共 3 条" in said


CHANGES = ("update audit set account = 'x' where no = 3", "delete from audit where no = 3", "delete from audit")


@pytest.mark.parametrize("statement", CHANGES)
def test_the_database_refuses_to_change_the_log(written, statement):
    with pytest.raises(sa.exc.DBAPIError, match="only added to"), written.writing() as con:
        con.exec_driver_sql(statement)
    assert says(written)[0]


def test_a_change_of_any_column_is_named(written):
    with free(written) as con:
        row = dict(con.execute(sa.select(audit).where(audit.c.no == 4)).mappings().one())
        for column in row.keys() - {"no", "hash"}:
            con.execute(sa.update(audit).where(audit.c.no == 4).values({column: {"at": WHEN, "row_count": 5}.get(column, "x")}))
            assert chain.verified(con) == (False, chain.CHANGED.filled(no=4)), column
            con.execute(sa.update(audit).where(audit.c.no == 4).values({column: row[column]}))
        assert chain.verified(con)[0]


def test_a_changed_entry_with_its_own_hash_made_anew_is_found_at_the_next(written):
    with free(written) as con:
        row = dict(con.execute(sa.select(audit).where(audit.c.no == 4)).mappings().one())
        before = con.scalar(sa.select(audit.c.hash).where(audit.c.no == 3))
        row |= {"account": "乙"}
        made = chain.hashed(before, 4, Entry(**{key: value for key, value in row.items() if key not in ("no", "hash")}))
        con.execute(sa.update(audit).where(audit.c.no == 4).values(account="乙", hash=made))
        con.commit()
    assert says(written) == (False, "第 5 条被改动，或其前有记录被改动")


@pytest.mark.parametrize(("no", "said"), [(1, "缺第 1 条：其后是第 2 条"), (4, "缺第 4 条：其后是第 5 条")])
def test_a_missing_entry_is_named(written, no, said):
    with free(written) as con:
        con.execute(sa.delete(audit).where(audit.c.no == no))
        con.commit()
    assert says(written) == (False, said)


def test_a_log_cut_at_its_end_or_written_anew_is_not_the_one_that_was_noted(written):
    with written.reading() as con:
        noted = ":".join(map(str, chain.head(con)))
    assert says(written, noted)[0]
    with free(written) as con:
        con.execute(sa.delete(audit))
        chain.append(con, [Entry(WHEN, "甲", "page", f"page {n}") for n in range(12)])
        con.commit()
    assert says(written)[0]
    assert says(written, noted) == (False, "第 10 条与当时记下的校验值不符，或已不存在")
    with pytest.raises(BadInput):
        says(written, "nonsense")


def test_what_is_old_is_sealed_and_taken_away_and_the_rest_stays_whole(written):
    with written.writing() as con:
        assert chain.seal(con, WHEN - timedelta(4), "local", WHEN) == 5
    assert says(written)[0]
    with written.reading() as con:
        assert con.scalars(sa.select(audit.c.no).order_by(audit.c.no)).all() == [6, 7, 8, 9, 10, 11]
    with written.writing() as con:
        assert chain.seal(con, WHEN - timedelta(4), "local", WHEN) == 0
    with pytest.raises(sa.exc.DBAPIError, match="only added to"), written.writing() as con:
        con.execute(sa.delete(audit).where(audit.c.no == 6))


def test_a_log_of_which_all_is_old_keeps_what_tells_of_it(written):
    with written.writing() as con:
        assert chain.seal(con, WHEN + timedelta(1), "local", WHEN) == 10
    assert says(written)[0]
    noting.note(written, LOCAL, recorded.SIGN_IN)
    assert says(written)[0]


def test_a_seal_that_nobody_tells_of_is_found(written):
    with free(written) as con:
        hash_of_5 = con.scalar(sa.select(audit.c.hash).where(audit.c.no == 5))
        con.execute(sa.insert(seals), {"upto": 5, "hash": hash_of_5, "sealed_at": WHEN})
        con.execute(sa.delete(audit).where(audit.c.no <= 5))
        con.commit()
    assert says(written) == (False, "第 5 条以前已封存，但日志中没有封存的记录")


def test_many_writers_make_one_chain(desk):
    desk.engine  # noqa: B018  its tables, before the threads start

    def write():
        for _ in range(10):
            noting.note(desk, LOCAL, recorded.EXPORT, "x")
            noting.note(desk, LOCAL, recorded.PAGE, "x")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    noting.flush(desk)
    whole, said = says(desk)
    assert whole, said
    assert "共 80 条" in said


def test_a_view_waits_for_nobody(desk):
    """While another holds the desk, looking goes on; what was looked at is written afterwards."""
    with desk.writing():
        for _ in range(50):
            noting.note(desk, LOCAL, recorded.PAGE, "overview")
    noting.flush(desk)
    with desk.reading() as con:
        assert con.scalar(sa.select(sa.func.count()).select_from(audit)) == 50


def test_what_cannot_be_written_is_kept_and_then_nothing_more_is_shown(desk, monkeypatch):
    monkeypatch.setattr(waiting, "MOST", 3)
    held = noting._waiting(desk)
    monkeypatch.setattr(held, "_run", lambda: None)  # no thread: what happens when is up to the test
    monkeypatch.setattr(desk, "now", lambda: WHEN)
    upgrade.to(desk.engine, "base")
    for _ in range(3):
        noting.note(desk, LOCAL, recorded.PAGE, "overview")
    with pytest.raises(Unwritten):
        noting.note(desk, LOCAL, recorded.PAGE, "overview")
    held.flush_or_say()
    assert noting.stuck(desk)
    upgrade.to(desk.engine, "head")
    held.flush_or_say()
    assert not noting.stuck(desk)
    noting.note(desk, LOCAL, recorded.PAGE, "overview")
    noting.flush(desk)
    with desk.reading() as con:
        assert con.scalar(sa.select(sa.func.count()).select_from(audit)) == 4


def test_the_thread_writes_by_itself_and_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "IDLE", 0.05)
    monkeypatch.setattr(waiting, "PAUSE", 0.01)
    desk = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    for _ in range(2):
        noting.note(desk, LOCAL, recorded.PAGE, "overview")
        thread = noting._waiting(desk)._thread
        thread.join(10)
        assert not thread.is_alive()
    with desk.reading() as con:
        assert con.scalar(sa.select(sa.func.count()).select_from(audit)) == 2
    desk.close()


NAME = "张三丰"


def values(key: str):
    """Texts that the filter takes, a name of a person among them where it takes that."""
    for text in (NAME, "zhangsan", "420100", "arrest", "2025-01-01", "yes", "1", "month", "page", f"case_name:contains:{NAME}"):
        try:
            yield Filters.of({key: text})
        except AppError:  # it cannot be asked either
            continue


@pytest.mark.parametrize("key", filters.ALL)
def test_no_filter_brings_a_name_into_the_log(key):
    for asked in values(key):
        kept = audited.asked(asked)
        assert list(kept) == [key]
        assert NAME not in json.dumps(kept, ensure_ascii=False)
        if key in ("q", "where", "about"):
            assert kept == {key: audited.HIDDEN}


def test_codes_are_kept(desk):
    asked = Filters.of({"org": "420100", "q": NAME, "since": "2025-01-01", "line": "arrest"})
    assert audited.asked(asked) == {"org": "420100", "q": "*", "since": "2025-01-01", "line": "arrest"}


def test_nobody_is_on_record_as_nobody(desk):
    noting.note(desk, NOBODY, recorded.SIGN_IN_REFUSED, "x" * 300 + "\0")
    with desk.reading() as con:
        row = con.execute(sa.select(audit)).mappings().one()
    assert (row["account"], row["what"], len(row["subject"])) == ("", "sign_in_refused", 200)


def test_the_commands(tmp_path, capsys):
    settings = Settings(home=tmp_path, audit_days=1)
    operating.on_record(settings, recorded.IMPORT, "20251128-x", 12)
    said, well = operating.run(settings, "verify", None)
    assert well
    assert "共 1 条" in str(said)
    assert str(operating.run(settings, "prune", None)[0]).startswith("已封存并删除 0 条")
    assert operating.run(Settings(home=tmp_path), "prune", None) == (operating.KEPT_ALL, True)


def test_a_command_whose_desk_is_out_of_reach_has_still_done_its_work(tmp_path, capsys):
    (tmp_path / "desk.sqlite").write_text("this is no database, and long enough to be taken for one that is broken" * 20, encoding="ascii")
    operating.on_record(Settings(home=tmp_path), recorded.IMPORT, "x")
    assert "未能写入日志" in capsys.readouterr().err
