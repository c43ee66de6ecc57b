"""Names: masked wherever they could be read, shown on purpose for a stated reason, on record; who gives what to whom, why one sees."""


from datetime import timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from components import accounts as said
from data.access import EVERYTHING
from data.catalogue import roles as known
from data.desk.signing import people
from data.desk.tables.accounts import accounts, grants, unmaskings
from data.desk.tables.audit import audit
from data.viewer import LOCAL, Given, Viewer
from pages import PAGES
from queries.__main__ import main
from tests.walls import Wall

SHOWN = tuple(page for page in PAGES if page.name in ("cases", "case", "persons", "accounts", "why"))
READER = Viewer("reader", "reader", None, EVERYTHING, frozenset({"figures", "rows", "export", "unmask", "people"}))
ADMIN = Viewer("admin", "admin", None, LOCAL.grant, frozenset({"accounts"}))


@pytest.fixture(scope="module")
def wall(duckdb_world, tmp_path_factory) -> Wall:
    made = Wall(duckdb_world, tmp_path_factory.mktemp("secrecy"), SHOWN)
    yield made
    made.desk.close()


@pytest.fixture(scope="module")
def someone(wall) -> SimpleNamespace:
    """A case with a party whose name its own name begins with, in nobody's special care."""
    persons, cases = (wall.whole.scope.table(name) for name in ("persons", "cases"))
    found = wall.whole.scope.fetch(
        sa.select(cases.c.case_id, persons.c.name, cases.c.case_no, cases.c.office)
        .join_from(cases, persons, persons.c.case_no == cases.c.case_no)
        .where(sa.func.length(persons.c.name) == 3, cases.c.special == 0, cases.c.case_name.contains(persons.c.name))
        .where(cases.c.office.not_in((cases.c.province, cases.c.city))).limit(1)
    )[0]  # fmt: skip
    return SimpleNamespace(**found)


def masked_places(number: str) -> tuple[str, ...]:
    return (
        f"/case?case={number}", f"/cases?q={number}", f"/persons?case={number}", f"/api/list/cases?case={number}",
        f"/api/list/persons?case={number}", f"/export/cases/list.csv?case={number}", f"/export/persons/list.csv?case={number}",
    )  # fmt: skip


def log(wall, *columns: str, n: int = 1) -> list[tuple]:
    wall.noted()
    with wall.desk.reading() as con:
        return [tuple(row) for row in con.execute(sa.select(*(audit.c[name] for name in columns)).order_by(audit.c.no.desc()).limit(n))]


def test_a_name_is_masked_on_pages_in_files_and_interfaces(wall, someone):
    wall.who.viewer = READER
    for address in masked_places(someone.case_id):
        text = wall.said(address)
        assert someone.name not in text, address
    assert someone.name[0] + "某某" in wall.said(f"/api/list/persons?case={someone.case_id}")


def test_it_is_shown_to_who_says_why_and_for_a_while_only(wall, someone):
    page = f"/case?case={someone.case_id}"
    wall.noted()
    wall.who.viewer = READER
    assert wall.do("unmask", case=someone.case_id).status_code == 400  # without a reason
    assert someone.name not in wall.said(page)
    assert wall.do("unmask", case=someone.case_id, reason="核对文书").status_code == 200
    assert someone.name in wall.said(page)
    assert ("reader", "unmask", someone.case_id) in log(wall, "account", "what", "subject", n=4)
    for address in masked_places(someone.case_id)[1:]:
        assert someone.name not in wall.said(address), address
    wall.who.viewer = Viewer("other", "other", None, EVERYTHING, READER.rights)
    assert someone.name not in wall.said(page)
    wall.who.viewer = Viewer("reader", "reader", None, EVERYTHING, READER.rights - {"unmask"})
    assert someone.name not in wall.said(page)
    assert wall.do("unmask", case=someone.case_id, reason="核对文书").status_code == 403
    wall.who.viewer = READER
    with wall.desk.writing() as con:
        con.execute(sa.update(unmaskings).values(until=wall.desk.now() - timedelta(seconds=1)))
    assert someone.name not in wall.said(page)


# --- the command line ---


@pytest.fixture
def command(wall, monkeypatch, capsys):
    monkeypatch.setenv("ANLIU_HOME", str(wall.settings.home))
    monkeypatch.setenv("ANLIU_DESK_URL", wall.settings.desk_url)

    def run(*argv: str) -> tuple[int, str]:
        wall.noted()  # what pages have noted comes first
        status = main(argv)
        return status, capsys.readouterr().out

    return run


def test_the_command_masks_too_and_is_on_record(wall, someone, command):
    status, text = command("list", "persons", "--filter", f"case={someone.case_id}")
    assert (status, someone.name in text) == (0, False)
    assert someone.name[0] + "某某" in text
    assert log(wall, "account", "what", "subject") == [("local", "interface", "command/list")]


def test_the_command_answers_an_account_within_its_grants(wall, someone, command):
    with wall.desk.writing() as con:
        people.make(con, "watch", wall.desk.now())
        people.give(con, "watch", Given("monitor", someone.office), "test", wall.desk.now())
        people.make(con, "count", wall.desk.now())
        people.give(con, "count", Given("figures_only", someone.office), "test", wall.desk.now())
    status, text = command("list", "cases", "--account", "watch", "--size", "50")
    assert status == 0
    assert wall.named(text) <= {number for number, row in wall.cases.items() if row["office"] == someone.office and not row["special"]}
    assert log(wall, "account") == [("watch",)]
    assert command("list", "cases", "--account", "count") == (2, "")
    assert command("list", "cases", "--account", "nobody") == (2, "")
    assert command("figures", "--indicator", "accepted", "--by", "handler", "--account", "watch") == (2, "")


# --- who sees, and why ---


@pytest.mark.parametrize("kind", known.special())
def test_why_somebody_does_not_see_a_special_case(wall, kind):
    row = next(row for row in wall.cases.values() if row["special"] == known.special()[kind].mask)
    account = f"why-{kind}"
    with wall.desk.writing() as con:
        people.make(con, account, wall.desk.now())
        key = people.give(con, account, Given("monitor", row["office"]), "test", wall.desk.now())
    wall.who.viewer = ADMIN
    address = f"/accounts/why?account={account}&case={row['case_id']}"
    told = wall.said(address)
    assert said.SEES_NOT.format(account=account) in told
    assert f"{said.REASONS[kind]}：{said.NO}" in told
    with wall.desk.writing() as con:
        people.take(con, grants.c.grant_id == key, "test", wall.desk.now())
        people.give(con, account, Given("monitor", row["office"], special=frozenset({kind})), "test", wall.desk.now())
    assert said.SEES.format(account=account) in wall.said(address)


def test_why_says_which_condition_fails(wall, someone):
    others = (row for row in wall.cases.values() if row["city"] != row["province"] and row["office"][:4] != someone.office[:4])
    elsewhere = next(others)["office"]
    with wall.desk.writing() as con:
        people.make(con, "far", wall.desk.now())
        people.give(con, "far", Given("monitor", elsewhere), "test", wall.desk.now())
    wall.who.viewer = ADMIN
    told = wall.said(f"/accounts/why?account=far&case={someone.case_id}")
    assert f"{said.REASONS['units']}：{said.NO}" in told
    assert str(said.NO_CASE) in wall.said("/accounts/why?account=far&case=no-such")
    wall.who.viewer = READER
    assert said.SEES_NOT.format(account="far") not in wall.said(f"/accounts/why?account=far&case={someone.case_id}")


def test_an_administrator_of_the_demonstration_reaches_its_accounts_alone(wall):
    with wall.desk.writing() as con:
        people.make(con, "real", wall.desk.now())
        people.make(con, "played", wall.desk.now(), demo=True)
    wall.who.viewer = Viewer("demo-admin", "demo", None, LOCAL.grant, frozenset({"accounts"}), demo=True)
    before = wall.on_desk()
    for deed in ("account-close", "account-out", "account-link", "account-token"):
        assert wall.do(deed, account="real").status_code == 403, deed
    for deed, more in (("grant-give", {"role": "monitor", "unit": "*"}), ("grant-take", {"grant": "any"}), ("account-make", {})):
        assert wall.do(deed, account="real", **more).status_code in (400, 403, 409), deed
    assert wall.on_desk() == before
    assert "real" not in wall.said("/accounts").replace("unreal", "")
    assert wall.do("grant-give", account="played", role="monitor", unit="420100").status_code == 200
    assert wall.do("account-make", account="played-too").status_code == 200
    with wall.desk.reading() as con:
        assert con.scalar(sa.select(accounts.c.demo).where(accounts.c.account == "played-too"))


def test_nobody_gives_to_himself(wall):
    wall.who.viewer = ADMIN
    with wall.desk.writing() as con:
        people.make(con, "admin", wall.desk.now())
    assert wall.do("grant-give", account="admin", role="chief_national", unit="*").status_code == 403
