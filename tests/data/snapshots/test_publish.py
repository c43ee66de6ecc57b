"""What is served is whole, whatever happens to an import; the same content is published once."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from data.errors import BadInput, NotFound
from data.settings import Settings
from data.snapshots import guard, pipeline, publish, report
from data.store import Store
from tests.data.snapshots import nursery
from tests.data.snapshots.invented import Inventor
from tests.data.snapshots.staging import Told, case, snapshot, stage

KILLS = 50
ROOT = Path(__file__).parents[3]


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(home=tmp_path / "home", build_memory_limit="1GB", keep_snapshots=5)


@pytest.fixture
def build_and_deliver(settings, monkeypatch):
    """Import the tables that a number stands for."""
    monkeypatch.setattr(pipeline, "load", nursery.loaded)
    return lambda source: pipeline.run(settings, [str(source)], "ubas", date(2025, 11, 28), quiet=True)


@pytest.fixture(scope="module")
def shelf_of_builds(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("builds")


@pytest.fixture
def deliver(build_and_deliver, shelf_of_builds, monkeypatch):
    """The same where only what comes after the building is looked at: what a number stands for is built once and copied."""
    monkeypatch.setattr(pipeline, "build", nursery.built_once(shelf_of_builds))
    return build_and_deliver


def test_an_import_is_served(settings, build_and_deliver):
    outcome = build_and_deliver(1)
    assert outcome.new
    assert Store(settings).current().key == outcome.snapshot_id
    assert outcome.snapshot_id.startswith("20251128-")
    assert (outcome.rows_read, outcome.rows_set_aside) == (outcome.rows_accepted, 0)
    assert f"数据版本 {outcome.snapshot_id} 已启用" in str(outcome.summary)
    assert sorted(each.name for each in settings.snapshots.iterdir()) == sorted([f"{outcome.snapshot_id}.duckdb", "current", "lock"])


def test_the_same_twice_is_one_snapshot(settings, build_and_deliver):
    first = build_and_deliver(1)
    file = settings.snapshots / f"{first.snapshot_id}.duckdb"
    before = file.stat()
    second = build_and_deliver(1)
    assert (second.snapshot_id, second.new) == (first.snapshot_id, False)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert len(publish.shelf(settings).editions()) == 1


def test_a_delivery_that_was_there_before_comes_back_into_force(settings, deliver):
    first, _ = deliver(1), deliver(2)
    assert deliver(1).snapshot_id == Store(settings).current().key == first.snapshot_id


def test_use_goes_back_and_forth(settings, deliver):
    first, second = deliver(1), deliver(2)
    store = Store(settings)
    assert store.current().key == second.snapshot_id
    assert first.snapshot_id in str(publish.use(settings, first.snapshot_id))
    assert store.current().key == first.snapshot_id
    assert publish.listing(settings).splitlines()[-1].startswith(f"* {first.snapshot_id}")
    with pytest.raises(NotFound, match=r"没有数据版本 nowhere"):
        publish.use(settings, "nowhere")
    with pytest.raises(BadInput):
        publish.use(settings, None)


def test_prune_never_drops_the_one_in_force(settings, deliver):
    first, _, third = (deliver(n) for n in (1, 2, 3))
    publish.use(settings, first.snapshot_id)
    publish.prune(settings, 1)
    there = {each.snapshot_id for each in publish.shelf(settings).editions()}
    assert there == {first.snapshot_id, third.snapshot_id}


def test_an_import_keeps_as_many_as_the_settings_say(settings, deliver):
    few = replace(settings, keep_snapshots=2)
    for source in range(4):
        pipeline.run(few, [str(source)], "ubas", date(2025, 11, 28), quiet=True)
    assert len(publish.shelf(few).editions()) == 2


def test_an_open_reader_goes_on_reading_what_was_dropped(settings, deliver):
    deliver(1)
    store = Store(settings)
    old = store.current()
    as_of = old.as_of
    deliver(2)
    publish.prune(settings, 1)
    old.forget()
    assert old.as_of == as_of
    assert store.current().key != old.key


def test_a_file_that_is_no_snapshot_is_passed_over(settings, deliver):
    outcome = deliver(1)
    (settings.snapshots / "20200101-00000000.duckdb").write_bytes(b"half a file")
    assert [each.snapshot_id for each in publish.shelf(settings).editions()] == [outcome.snapshot_id]


def test_a_damaged_file_is_replaced_by_the_next_import(settings, deliver):
    outcome = deliver(1)
    (settings.snapshots / f"{outcome.snapshot_id}.duckdb").write_bytes(b"half a file")
    assert deliver(1).new
    nursery.whole(settings)


def test_one_import_at_a_time(settings, deliver):
    deliver(1)
    with guard.alone(settings), pytest.raises(BadInput, match=f"进程 {os.getpid()}"):
        deliver(2)
    assert deliver(2).new


def test_bad_input_changes_nothing(settings, deliver, monkeypatch):
    before = deliver(1)

    def fails(*_):
        raise BadInput(guard.RUNNING, pid=0)

    monkeypatch.setattr(pipeline, "load", fails)
    with pytest.raises(BadInput):
        pipeline.run(settings, ["x"], "ubas", None, quiet=True)
    assert Store(settings).current().key == before.snapshot_id
    assert not (settings.snapshots / "building").exists()


def program(lines: str, *given: object) -> subprocess.CompletedProcess:
    """A process of its own: one that has a database open must not be forked, and one that is killed must not be ours."""
    said = [sys.executable, "-c", lines, *(str(each) for each in given)]
    return subprocess.run(said, cwd=ROOT, capture_output=True, text=True, timeout=120)


DIES = """
import os, sys
from pathlib import Path
from data.settings import Settings
from data.snapshots import publish
from tests.data.snapshots import nursery
where = {"built": (publish, "publish"), "put": (publish.FileShelf, "switch"), "switched": (publish, "prune")}[sys.argv[2]]
setattr(*where, lambda *_: os.kill(os.getpid(), 9))
nursery.imported(Settings(home=Path(sys.argv[1])), 2)
"""


@pytest.mark.parametrize("moment", ["built", "put", "switched"])
def test_killed_between_the_steps(settings, deliver, moment):
    """The instants that matter, each for certain: before the file is in place, before the pointer moves, just after."""
    first = deliver(1)
    done = program(DIES, settings.home, moment)
    assert done.returncode == -9, done.stderr
    nursery.whole(settings)
    assert (Store(settings).current().key == first.snapshot_id) == (moment != "switched")
    assert deliver(2).snapshot_id == Store(settings).current().key


FILLS = """
import resource, sys
from pathlib import Path
from data.errors import BadInput
from data.settings import Settings
from tests.data.snapshots import nursery
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    nursery.imported(Settings(home=Path(sys.argv[1])), 2)
except BadInput as error:
    print(error)
"""


def test_a_full_disk_is_told_in_a_sentence(settings, deliver):
    """A limit on the size of files stands for a disk that ends."""
    before = deliver(1)
    done = program(FILLS, settings.home)
    assert "磁盘空间不足，什么都没有改变" in done.stdout, done.stderr
    assert Store(settings).current().key == before.snapshot_id
    assert deliver(2).new


@pytest.mark.slow
@pytest.mark.timeout(900)  # fifty builds, each killed and done again: minutes on a busy machine
def test_killed_at_random_moments(tmp_path):
    said = [sys.executable, "-m", "tests.data.snapshots.nursery", str(tmp_path), str(KILLS)]
    done = subprocess.run(said, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{KILLS} imports")


def test_rows_that_got_lost_stop_the_publication(settings, build_and_deliver, monkeypatch):
    before = build_and_deliver(1)

    def loses(con, *_):
        stage(con, {"cases": [case("A"), case("B")], "persons": [{"case_id": "nobody's", "person_id": "1"}]})
        return Told()

    monkeypatch.setattr(pipeline, "load", loses)
    with pytest.raises(BadInput, match=r"persons：接收 1 行，构建后 0 行"):
        pipeline.run(settings, ["x"], "ubas", None, quiet=True)
    assert Store(settings).current().key == before.snapshot_id


def test_the_content_is_of_rows_not_of_files(tmp_path):
    tables = Inventor().tables(40)
    shuffled = {name: list(reversed(rows)) for name, rows in tables.items() if name != "events"} | {"events": tables["events"]}
    first = snapshot(tmp_path / "1", tables)
    assert snapshot(tmp_path / "2", shuffled).content == first.content
    one_less = {**tables, "findings": tables["findings"][1:]}
    assert snapshot(tmp_path / "3", one_less).content != first.content
    changed = {**tables, "cases": [{**row, "stage": "审查"} if row is tables["cases"][0] else row for row in tables["cases"]]}
    assert snapshot(tmp_path / "4", changed).content != first.content
    assert snapshot(tmp_path / "5", tables, statistical_day=21).content != first.content


def test_the_quality_report(settings, deliver, language):
    deliver(1)
    text, is_whole = report.quality(settings)
    assert is_whole
    assert ("完整" if language == "zh" else "Whole") in text
    assert "cases.csv" in text


def test_the_quality_report_says_what_is_lost(settings, deliver):
    outcome = deliver(1)
    with duckdb.connect(str(settings.snapshots / f"{outcome.snapshot_id}.duckdb")) as con:
        con.execute("delete from persons where person_no = 1")
        con.execute("update source_files set rows_set_aside = 3 where file_no = 1")
    text, is_whole = report.quality(settings)
    assert not is_whole
    assert text.count("!!") == 3
