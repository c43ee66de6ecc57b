"""The restore drill: the desk is destroyed, made anew from last night's copy, and its log is whole; on and between both engines."""

import sqlite3
import threading

import pytest
import sqlalchemy as sa

from data.__main__ import main
from data.definitions import recorded
from data.desk import chain, copying, noting, upgrade
from data.desk.store import Desk
from data.desk.tables.audit import audit
from data.desk.tables.follows import follows
from data.errors import BadInput
from data.viewer import LOCAL


def empty(request, kind: str, folder) -> Desk:
    folder.mkdir(exist_ok=True)
    return Desk(request.getfixturevalue("postgres_database") if kind == "postgresql" else f"sqlite:///{folder / 'desk.sqlite'}")


def work(desk: Desk, n: int = 12) -> None:
    for turn in range(n):
        with desk.writing() as con:
            con.execute(sa.insert(follows), {"account": "甲", "case_id": f"C{turn}", "since": desk.now(), "note": "看"})
            noting.note(desk, LOCAL, recorded.DEED, "follow", con=con, values={"case": f"C{turn}"})


def content(desk: Desk) -> dict[str, list]:
    with desk.reading() as con:
        return {t.name: [tuple(row) for row in con.execute(sa.select(t).order_by(*t.primary_key.columns))] for t in (follows, audit)}


@pytest.mark.parametrize(("before", "after"), [("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite")])
def test_destroyed_and_restored_from_last_nights_copy(request, tmp_path, before, after):
    desk, copy = empty(request, before, tmp_path / "first"), tmp_path / "night.sqlite"
    work(desk)
    said = str(copying.backup(desk, str(copy)))
    last_night = content(desk)
    noting.note(desk, LOCAL, recorded.EXPORT, "lost with the desk")
    desk.close()

    made = empty(request, after, tmp_path / "second")
    assert "恢复：26 行" in str(copying.restore(made, str(copy)))
    found = content(made)
    assert found["follows"] == last_night["follows"]
    assert found["audit"][:-1] == last_night["audit"]
    assert found["audit"][-1][3] == "restore"
    noted = said.partition("末条 ")[2].partition("，")[0]
    with made.reading() as con:
        assert chain.verified(con, noted)[0]
    with made.writing() as con:
        con.execute(sa.insert(follows), {"account": "乙", "case_id": "new", "since": made.now()})
    with pytest.raises(sa.exc.DBAPIError, match="only added to"), made.writing() as con:
        con.execute(sa.delete(audit))
    made.close()


def test_a_copy_is_of_one_moment_while_others_write(tmp_path):
    """Each follow has its entry in the log: in the copy too, whenever it was taken."""
    desk = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}")
    desk.engine  # noqa: B018  its tables, before the thread starts
    writer = threading.Thread(target=work, args=(desk, 60))
    writer.start()
    copies = [tmp_path / f"{turn}.sqlite" for turn in range(5)]
    for each in copies:
        copying.backup(desk, str(each))
    writer.join()
    for each in copies:
        kept = Desk(f"sqlite:///{each}")
        found = content(kept)
        assert len(found["follows"]) == len([row for row in found["audit"] if row[3] == "deed"])
        with kept.reading() as con:
            assert chain.verified(con)[0]
        kept.close()
    desk.close()


def test_an_older_copy_is_brought_up_to_date(tmp_path):
    desk, copy = Desk(f"sqlite:///{tmp_path / 'old.sqlite'}"), tmp_path / "copy.sqlite"
    work(desk, 3)
    copying.backup(desk, str(copy))
    desk.close()
    old = Desk(f"sqlite:///{copy}")
    upgrade.to(old.engine_as_it_is, "d01_follows")
    old.close()
    made = Desk(f"sqlite:///{tmp_path / 'new.sqlite'}")
    copying.restore(made, str(copy))
    with made.reading() as con:
        assert upgrade.at(con) == upgrade.heads()
        assert con.scalar(sa.select(sa.func.count()).select_from(follows)) == 3
    made.close()


def spoilt(path, how: str) -> None:
    if how == "text":
        path.write_text("nothing of the kind " * 100, encoding="ascii")
    elif how == "another":
        with sqlite3.connect(path) as con:
            con.execute("drop table alembic_version")
        con.close()
    elif how == "tampered":
        with sqlite3.connect(path) as con:
            con.execute("drop trigger audit_kept")
            con.execute("update audit set account = 'x' where no = 2")
        con.close()
    else:
        path.write_bytes(path.read_bytes()[:6000])


@pytest.mark.parametrize("how", ["text", "another", "tampered", "cut"])
def test_a_file_that_is_no_whole_copy_is_refused_and_changes_nothing(tmp_path, how):
    desk, copy = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}"), tmp_path / "copy.sqlite"
    work(desk, 3)
    copying.backup(desk, str(copy))
    desk.close()
    spoilt(copy, how)
    made = Desk(f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(BadInput):
        copying.restore(made, str(copy))
    assert copying._rows(made) == 0
    made.close()


def test_nothing_is_overwritten(tmp_path):
    desk, copy = Desk(f"sqlite:///{tmp_path / 'desk.sqlite'}"), tmp_path / "copy.sqlite"
    work(desk, 1)
    copying.backup(desk, str(copy))
    for refused in (lambda: copying.backup(desk, str(copy)), lambda: copying.restore(desk, str(copy)), lambda: copying.backup(desk, None)):
        with pytest.raises(BadInput):
            refused()
    with pytest.raises(BadInput):
        copying.restore(desk, str(tmp_path / "nowhere"))
    desk.close()


def test_as_commands(tmp_path, monkeypatch, capsys):
    copy = tmp_path / "night.sqlite"
    monkeypatch.setenv("ANLIU_HOME", str(tmp_path / "a"))
    assert main(["desk", "backup", str(copy)]) == 0
    monkeypatch.setenv("ANLIU_HOME", str(tmp_path / "b"))
    assert main(["desk", "restore", str(copy)]) == 0
    assert main(["desk", "verify"]) == 0
    assert "日志完整" in capsys.readouterr().out
    with sqlite3.connect(tmp_path / "b" / "desk.sqlite") as con:
        con.execute("drop trigger audit_kept")
        con.execute("update audit set at = '2020-01-01 00:00:00.000000' where no = 1")
    con.close()
    assert main(["desk", "verify"]) == 1
    assert "第 1 条被改动" in capsys.readouterr().out
    assert main(["desk", "restore", str(copy)]) == 2
