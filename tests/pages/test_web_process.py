"""What the web process bears and what it refuses: too much, too often, too long; and what it tells of itself."""

import io
import json
import logging
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from limits.strategies import SlidingWindowCounterRateLimiter

from app import create_app
from data.errors import TooLong
from data.settings import Settings
from data.store import Store
from data.viewer import LOCAL, Viewer
from tests import hand, small
from web import logs

SLOW = sa.text("select count(*) from range(3000000) a, range(3000000) b where a.range % 7 = b.range % 11")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return small.settings(tmp_path_factory.mktemp("process"))


def visitor(settings: Settings, viewer: Viewer = LOCAL):
    return create_app(settings, viewer_of=lambda _: viewer, pages=hand.PAGES).server.test_client()


# --- headers ---


@pytest.mark.parametrize("address", ["/", "/export/home/cities.csv", "/nowhere", "/healthz", "/assets/nav.js", "/api/figures"])
def test_every_answer_forbids_what_it_does_not_need(home, address):
    with visitor(home).get(address) as answer:
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "Strict-Transport-Security" not in answer.headers


def test_behind_tls_the_browser_stays_with_it(home):
    answer = visitor(home).get("/healthz", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


# --- too much ---


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("POST", "/do/follow", b"x=" + b"y" * 2_000_000, 413), ("POST", "/do/follow", b"&".join(b"a%d=1" % n for n in range(200_000)), 413),
        ("PUT", "/do/follow", b"", 403), ("DELETE", "/", b"", 403),
        ("POST", "/export/home/cities.csv", b"", 403), ("TRACE", "/", b"", 403),
    ],
)  # fmt: skip
def test_what_is_too_much_or_not_offered_is_refused_in_a_sentence(home, method, address, body, status):
    client = visitor(home)
    client.get("/")
    answer = client.open(address, method=method, data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status
    assert "<" not in answer.text
    assert len(answer.text) < 100


@pytest.mark.parametrize("body", [b"", b"null", b"{}", b"[1]", b'{"output": "x"}', b'{"output": 1, "inputs": 2}', b"\xff\xfe"])
def test_a_callback_that_is_none_says_no_more_than_a_number(home, body):
    answer = visitor(home).post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code >= 400
    assert "Traceback" not in answer.text
    assert "Error" not in answer.text
    assert "/" not in answer.text.replace("</", "")


def test_a_callback_that_is_too_large_is_refused(home):
    assert visitor(home).post("/_dash-update-component", data=b"[" * 2_000_000, content_type="application/json").status_code == 413


# --- too often ---


def test_too_often_is_refused_by_account(home):
    settings = replace(home, questions_per_minute=5, exports_per_minute=2)
    who = Viewer("wang", "王", None, LOCAL.grant, None)
    viewers = [who]
    client = create_app(settings, viewer_of=lambda _: viewers[-1], pages=hand.PAGES).server.test_client()
    statuses = [client.get("/api/figures?indicator=accepted").status_code for _ in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    refused = client.get("/api/figures?indicator=accepted")
    assert refused.headers["Retry-After"] == "60"
    assert "每分钟最多 5 次" in refused.json["error"]
    assert [client.get("/export/home/cities.csv").status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/healthz").status_code == 200
    viewers.append(replace(who, account="li"))
    assert client.get("/api/figures?indicator=accepted").status_code == 200


def test_threads_are_counted_one_at_a_time(home, monkeypatch):
    """The library's store in memory starts its timer anew when it is asked by two threads at once, and fails."""
    counting, together = [], []
    hit = SlidingWindowCounterRateLimiter.hit

    def slowly(self, *given) -> bool:
        counting.append(self)
        together.append(len(counting))
        time.sleep(0.005)
        counting.pop()
        return hit(self, *given)

    monkeypatch.setattr(SlidingWindowCounterRateLimiter, "hit", slowly)
    server = create_app(home, viewer_of=lambda _: Viewer("wang", "王", None, LOCAL.grant, None), pages=hand.PAGES).server
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: server.test_client().get("/api/figures?indicator=accepted").status_code, range(24)))
    assert found == [200] * 24
    assert together == [1] * 24


def test_no_limit_when_none_is_set(home):
    client = visitor(replace(home, questions_per_minute=0))
    assert {client.get("/set").status_code for _ in range(700)} == {303}


# --- too long ---


def test_duckdb_stops_what_takes_too_long_and_goes_on(home):
    snapshot = Store(replace(home, query_seconds=0.3)).current()
    for _ in range(2):
        with pytest.raises(TooLong, match="超过 0\\.3 秒"):
            snapshot._run(str(SLOW), [])
    assert snapshot._run("select 1 as one", []) == (["one"], [(1,)])
    quick = [snapshot._run("select 1", [])[1] for _ in range(200)]
    assert quick == [[(1,)]] * 200


def test_an_export_that_does_not_begin_is_stopped_too(home):
    snapshot = Store(replace(home, query_seconds=0.3)).current()
    with pytest.raises(TooLong):
        next(snapshot.stream(sa.select(sa.text("count(*)")).select_from(sa.text("range(3000000) a, range(3000000) b"))))


@pytest.mark.postgres
def test_postgresql_stops_what_takes_too_long(postgres_database):
    from data.editions import PostgresSnapshot

    engine = sa.create_engine(postgres_database)
    with engine.begin() as connection:
        connection.exec_driver_sql('create schema "s_x"')
    snapshot = PostgresSnapshot("x", engine, 0.2)
    with pytest.raises(TooLong):
        snapshot._run("select pg_sleep(5)", [])
    assert snapshot._run("select 1 as one", []) == (["one"], [(1,)])
    engine.dispose()


# --- what it tells of itself ---


def test_ready_says_whether_records_and_desk_can_be_read(home, tmp_path):
    assert visitor(home).get("/readyz").json["status"] == "ready"
    (tmp_path / "desk").mkdir()  # where the file of a desk should be
    lost = visitor(replace(home, desk_url=f"sqlite:///{tmp_path / 'desk'}")).get("/readyz")
    assert lost.status_code >= 500
    assert "sqlite" not in lost.text


def line_of(said, *, error: Exception | None = None) -> dict:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Lines())
    log = logging.Logger("anliu")
    log.addHandler(handler)
    try:
        if error is not None:
            raise error
    except Exception:
        log.exception(said)
    else:
        log.info(said)
    return json.loads(stream.getvalue())


def test_a_line_of_log_is_json_and_quotes_no_value():
    told = line_of(json.dumps({"question": "home", "ms": 3}))
    assert (told["question"], told["ms"], told["level"], told["from"]) == ("home", 3, "info", "anliu")
    fault = line_of("fault 12 at /cases", error=ValueError("Could not convert 张三 to INT32"))
    assert (fault["said"], fault["error"]) == ("fault 12 at /cases", "ValueError")
    assert fault["where"][-1].startswith("tests/pages/test_web_process.py:")
    assert "张三" not in json.dumps(fault, ensure_ascii=False)
    assert sys.prefix not in json.dumps(fault)
