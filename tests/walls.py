"""The wall over the wire: one application, whose viewer a test sets, and what of every answer lies outside that viewer's rows.

What a role may see is computed once more in plain Python over its grant and every case there is. Outside of it are markers: numbers of
cases, of matters, and words written on the desk about those cases. No answer may hold one.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cached_property
from types import SimpleNamespace
from urllib.parse import unquote

import sqlalchemy as sa

from app import create_app
from components import forms
from data.ask import Ask
from data.definitions import relations
from data.desk import noting
from data.desk.store import Desk
from data.desk.tables.base import metadata
from data.desk.tables.case_reviews import case_reviews, context
from data.desk.tables.comparisons import comparisons
from data.desk.tables.planned import plan_cases, plans
from data.viewer import NOBODY, Viewer
from queries import demonstration
from tests.served import Reader
from tests.test_roles import opens
from web.edge import TOKEN, Edge

DAY = date(2026, 1, 5)
DAYS = "since=2025-06-01&until=2025-11-28"
TAIL = re.compile(r"\[\d{4}\]\d+号")
WORDS = "墙外之言"
EVERY = 40  # of so many cases one has a review on the desk, and every special one


class Wall:
    """`pages` and the deeds of the application are all there are, unless a test plants more."""

    def __init__(self, world, home, pages):
        url = f"sqlite:///{home / 'desk.sqlite'}"
        self.world, self.who, self.pages = world, SimpleNamespace(viewer=NOBODY), pages
        self.settings = replace(world.settings, desk_url=url, questions_per_minute=0)
        self.app = create_app(self.settings, viewer_of=lambda _: self.who.viewer, pages=pages)
        self.reader, self.desk = Reader(self.app), Desk.of(self.settings)
        self.whole = Ask(world.ask().scope, settings=self.settings)

    @cached_property
    def cases(self) -> dict[str, dict]:
        return {row["case_id"]: row for row in self.whole.scope.fetch(sa.select(*self.whole.scope.table("cases").c))}

    @cached_property
    def people(self) -> dict[str, demonstration.Person]:
        return {each.role.key: each for each in demonstration.people(self.whole)}

    def viewer(self, role: str) -> Viewer:
        one = self.people[role]
        return Viewer.of(f"wall-{role}", role, one.person, [one.given], DAY)

    def seen(self, role: str) -> set[str]:
        """Numbers of the cases that the role may see: the rule once more."""
        one, reviews = self.people[role], self.whole.scope.rows(relations.ALL["reviews"])
        asked = sa.select(reviews.c.case_no).where(reviews.c.reviewer_code == one.person)
        reviewed = {row["case_no"] for row in self.whole.scope.fetch(asked)} if one.person else set()
        return {number for number, row in self.cases.items() if opens(one, row, reviewed)}

    @property
    def edges(self) -> list[Edge]:
        opened = [cell.cell_contents for each in self.app.server.before_request_funcs[None] for cell in each.__closure__ or ()]
        return [each for each in opened if isinstance(each, Edge)]

    @property
    def snapshots(self) -> list:
        """What the application answers from, so that a test can make it forget."""
        return [edge.store.current() for edge in self.edges]

    def noted(self) -> None:
        """Puts on record what the application has noted: its desk is opened by itself, and writes when it comes to it."""
        for edge in self.edges:
            noting.flush(edge.desk)

    def plant(self) -> None:
        """Reviews and comparisons on the desk whose words tell which case they are about."""
        persons = self.whole.scope.table("persons")
        of_case = sa.select(persons.c.case_no, sa.func.min(persons.c.person_id).label("id")).group_by(persons.c.case_no)
        person = {row["case_no"]: row["id"] for row in self.whole.scope.fetch(of_case)}
        chosen = [row for place, row in enumerate(self.cases.values()) if row["special"] or place % EVERY == 0]
        with self.desk.writing() as con:
            for row in chosen:
                about = {column.name: row[column.name] for column in context()} | {"case_id": row["case_id"]}
                words = WORDS + row["case_id"]
                con.execute(sa.insert(case_reviews).values(
                    **about, kind="routine", mode="own", why=words, grounds=words, state="in_review", since=self.desk.now(),
                    opened_by="planted", opened_at=self.desk.now(), changed_at=self.desk.now(),
                ))  # fmt: skip
                con.execute(sa.insert(comparisons).values(
                    **about, person_id=person.get(row["case_no"], "1"), judged_on=row["accepted_on"], verdict="error", owner="court",
                    note=words, account="planted", at=self.desk.now(),
                ))  # fmt: skip

    def named(self, said: str) -> set[str]:
        """The cases whose numbers stand in an answer."""
        text = unquote(said)
        ends = ((hit[0], hit.end()) for hit in TAIL.finditer(text))
        return {number for tail, end in ends for number in self.by_tail.get(tail, ()) if text.endswith(number, 0, end)}

    @cached_property
    def by_tail(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for number in self.cases:
            found.setdefault(TAIL.search(number)[0], []).append(number)
        return found

    def check(self, role: str, addresses) -> int:
        """Raises AssertionError that names the answers with rows outside of the role's. How many answers held rows at all."""
        viewer, seen = self.viewer(role), self.seen(role)
        self.who.viewer, leaks, with_rows = viewer, [], 0
        for address in addresses:
            said = self.said(address)
            found = self.named(said)
            with_rows += bool(found)
            if found := found - seen - self.named(address):
                leaks.append((address, len(found), sorted(found)[:2]))
        assert not leaks, (role, leaks)
        return with_rows

    def check_unknown(self, role: str, row: dict) -> None:
        """To this role a case is as one that never was: every answer is that to a number nobody has given, but for the number."""
        number, review = row["case_id"], str(self.review_of(row["case_id"]))
        never = TAIL.sub("[1999]999号", number)
        self.who.viewer = self.viewer(role)
        for address in self.of_a_case(row):
            if f"review={review}" in address:
                said, other = self.said(address), self.said(address.replace(f"review={review}", "review=123456"))
                assert said.replace(review, "") == other.replace("123456", ""), (role, address)
            elif number in address:
                said, other = (unquote(self.said(each)) for each in (address, address.replace(number, never)))
                assert said.replace(number, never) == other, (role, address)

    def said(self, address: str) -> str:
        """A page as the browser gets it, or whatever else an address answers."""
        path, _, search = address.partition("?")
        if path.startswith(("/api/", "/export/")):
            return self.reader.get(address).text
        return self.reader.page(path, f"?{search}")

    def addresses(self) -> Iterator[str]:
        """Every page, file and interface there is, over half a year."""
        for page in self.pages:
            yield f"{page.path}?{DAYS}"
            for panel in page.panels:
                if "csv" in panel.kinds:
                    yield f"/export/{page.name}/{panel.name}.csv?{DAYS}"
        for relation in relations.ALL:
            yield f"/api/list/{relation}?size=200"
        yield f"/api/figures?indicator=accepted,concluded&by=office&{DAYS}"

    @cached_property
    def foreign(self) -> dict:
        """An ordinary case of a city where no role but the national one stands, with a review on the desk."""
        city = next(one.given.unit for one in self.people.values() if one.role.key == "chief_city")
        return next(row for place, row in enumerate(self.cases.values()) if row["city"] != city and place % EVERY == 0 and row["handler"])

    def of_a_case(self, row: dict) -> Iterator[str]:
        """Where one case may be asked for by its number, its review or its prosecutor."""
        number = row["case_id"]
        review = self.review_of(number)
        for page in self.pages:
            keys = {each.key for each in page.filters}
            for key, value in (("case", number), ("review", review), ("handler", row["handler"])):
                if key in keys and value is not None:
                    yield f"{page.path}?{key}={value}"
        for key, value in (("case", number), ("handler", row["handler"]), ("q", number), ("org", row["office"])):
            yield f"/api/list/cases?{key}={value}"
            yield f"/export/cases/list.csv?{key}={value}"

    def review_of(self, number: str) -> int | None:
        with self.desk.reading() as con:
            return con.scalar(sa.select(case_reviews.c.id).where(case_reviews.c.case_id == number))

    @property
    def unplanted(self) -> list[dict]:
        """Ordinary cases without a review on the desk."""
        return [row for place, row in enumerate(self.cases.values()) if not row["special"] and place % EVERY and row["handler"]]

    @contextmanager
    def entrusting(self, table: str, number: str, reviewer: str) -> Iterator[None]:
        """As long as it lasts, this person was asked on the desk to review the case, or is to by a plan."""
        with self.desk.writing() as con:
            if table == "case_reviews":
                con.execute(sa.update(case_reviews).where(case_reviews.c.case_id == number).values(reviewer=reviewer))
            else:
                plan = {"plan_id": 1, "title": "p", "kind": "routine", "unit": "u", "since": DAY, "until": DAY, "query": "", "terms": "{}",
                        "seed": 1, "snapshot": "s", "pool": "p", "concluded": 1, "account": "a", "made_at": self.desk.now()}  # fmt: skip
                con.execute(sa.insert(plans).values(plan))
                about = {"case_id": number, "layer": "random", "chance": 1, "because": "", "reviewer": reviewer}
                con.execute(sa.insert(plan_cases).values(plan_id=1, **about))
        yield
        with self.desk.writing() as con:
            con.execute(sa.update(case_reviews).where(case_reviews.c.case_id == number).values(reviewer=None))
            con.execute(sa.delete(plan_cases))
            con.execute(sa.delete(plans))

    def do(self, deed: str, **given: str):
        """Send a form as the viewer in force."""
        if self.reader.visitor.get_cookie(TOKEN) is None:
            self.reader.get("/")
        filled = {forms.TOKEN: self.reader.visitor.get_cookie(TOKEN).value, forms.BACK: "/", **given}
        return self.reader.visitor.post(f"/do/{deed}", data=filled, headers={"Accept": "application/json"})

    def on_desk(self) -> dict[str, int]:
        """How many rows each table of the desk has, but for the log, which grows when somebody is refused."""
        with self.desk.reading() as con:
            tables = [each for each in metadata.sorted_tables if not each.name.startswith("audit")]
            return {each.name: con.scalar(sa.select(sa.func.count()).select_from(each)) for each in tables}

