"""One reader of the load: a session, a page, and what one may click on it.

Knows what a browser sends and the addresses in an answer. Must not know pages: where it goes, the answers say.
"""

import http.client
import json
import random
import re
import time
import zlib
from dataclasses import dataclass
from html import unescape
from urllib.parse import quote, unquote

ACCOUNT, TOKEN = re.compile(r'value="(demo-[a-z_-]+)"'), re.compile(r'name="token" value="([^"]+)"')
LINK = re.compile(r'href(?:=\\"|": ?")(/[^"\\]*)')
STAMP = re.compile(r'"id": ?\{"stamp": ?"(\w+)"\}')
LIST = re.compile(r'"id": ?(\{"list": ?"\w+", ?"part": ?"grid"\})')
FAULT, STOPPED = re.compile(r'data-notice\\?"?[:=] ?\\?"Fault'), re.compile(r'data-notice\\?"?[:=] ?\\?"(TooLong|Unwritten|TooOften)')
NEVER = ("/set", "/sign", "/assets", "/api", "/do")
ROWS = 100


@dataclass(frozen=True)
class Done:
    """One interaction; `why` says what went wrong."""

    kind: str
    ms: float
    why: str


class Server:
    """The web processes, asked as nginx asks them: a connection for each question."""

    def __init__(self, port: int):
        self.port = port
        self.outputs: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str | None, headers: dict) -> tuple[int, str, list[tuple[str, str]]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, {**headers, "Accept-Encoding": "gzip", "Connection": "close"})
            answer = connection.getresponse()
            data = answer.read()
            if answer.getheader("Content-Encoding") == "gzip":
                data = zlib.decompress(data, 31)
            return answer.status, data.decode("utf-8", "replace"), answer.getheaders()
        except (OSError, http.client.HTTPException) as error:
            return 0, type(error).__name__, []
        finally:
            connection.close()

    def accounts(self) -> list[str]:
        return ACCOUNT.findall(self.ask("GET", "/sign-in", None, {})[1])

    def learn(self, dependencies: str) -> None:
        """Which callback brings the parts of which page, and the rows of a list."""
        for each in json.loads(dependencies):
            stamp = re.search(r'\{"stamp":"(\w+)"\}', each["output"])
            if stamp or "getRowsResponse" in each["output"]:
                self.outputs[stamp[1] if stamp else "rows"] = each["output"]


class Reader:
    """Walks until the time is over."""

    def __init__(self, server: Server, account: str, think: float, until: float, number: int):
        self.server, self.account, self.think, self.until = server, account, think, until
        self.chance = random.Random(number)
        self.cookies: dict[str, str] = {}
        self.done: list[Done] = []
        self.path, self.search, self.page, self.links = "/", "", "", []

    def run(self) -> None:
        time.sleep(self.chance.uniform(0, self.think))
        self.interact("sign-in", self.enter)
        while time.monotonic() < self.until:
            time.sleep(min(self.chance.expovariate(1 / self.think), 30))
            self.turn()

    def interact(self, kind: str, step) -> None:
        began = time.monotonic()
        why = step()
        self.done.append(Done(kind, (time.monotonic() - began) * 1000, f"{kind}: {why} ({self.path})" if why else ""))

    def turn(self) -> None:
        """The next click: usually further down, sometimes to another page of the menu."""
        menu = [each for each in self.links if "/" not in each[1:].partition("?")[0] and not each.startswith(("/case?", "/prosecutor"))]
        kinds = {
            "case": [each for each in self.links if each.startswith("/case?")],
            "file": [each for each in self.links if each.startswith("/export/")],
            "list": [each for each in self.links if "behind=" in each or each.startswith("/list/")],
            "narrowed": [each for each in self.links if each.partition("?")[0] == self.path and "?" in each and "behind=" not in each],
            "page": menu or ["/"],
        }  # fmt: skip
        odds = {"case": 30, "file": 2, "list": 25, "narrowed": 20, "page": 23}
        offered = [kind for kind in kinds if kinds[kind]]
        kind = self.chance.choices(offered, [odds[each] for each in offered])[0]
        target = self.chance.choice(kinds[kind])
        self.interact(kind, (lambda: self.take(target)) if kind == "file" else (lambda: self.open(target)))

    def enter(self) -> str:
        """By the door of the demonstration; then what a browser asks for before the first page."""
        token = TOKEN.search(self.ask("GET", "/sign-in")[1])
        self.ask("POST", "/sign-in/demo", f"account={quote(self.account)}&token={quote(token[1]) if token else ''}")
        answers = [self.ask("GET", path) for path in ("/", "/_dash-layout", "/_dash-dependencies")]
        if wrong := [str(status) for status, _ in answers if status != 200]:
            return ",".join(wrong)
        if not self.server.outputs:
            self.server.learn(answers[-1][1])
        return self.open("/")

    def open(self, address: str) -> str:
        """A page, or other parts of the same one; and the first rows of a list on it."""
        path, _, rest = unquote_path(address)
        search, same = f"?{rest}" if rest else "", path == self.path and self.page
        store, output = ("ask", self.server.outputs[self.page]) if same else ("go", "page.children")
        self.path, self.search = path, search
        why, text = self.callback(output, [{"id": store, "property": "data", "value": {"path": path, "search": search}}], store)
        if why:
            return why
        self.links = [link for link in links(text) if not link.startswith(NEVER)]
        stamp = STAMP.search(text)
        self.page = self.page if same else stamp[1] if stamp else ""
        grid = LIST.search(text)
        return self.rows(grid[1]) if grid else ""

    def rows(self, place: str) -> str:
        grid = json.loads(place)
        asked = [{"id": grid, "property": "getRowsRequest", "value": {"startRow": 0, "endRow": ROWS}}]
        state = [{"id": grid, "property": "id", "value": grid}, {"id": "url", "property": "search", "value": self.search}]
        why, text = self.callback(self.server.outputs["rows"], asked, json.dumps(grid, separators=(",", ":")), state, "getRowsRequest")
        self.links += [f"/case?case={quote(each)}" for each in dict.fromkeys(re.findall(r'"case_id": ?"([^"]+)"', text))]
        return why

    def take(self, address: str) -> str:
        status, text = self.ask("GET", address)
        return "" if status == 200 and text else f"{status} {text[:80]}"

    def callback(self, output: str, inputs: list, store: str, state: list | None = None, prop: str = "data") -> tuple[str, str]:
        asked = {"output": output, "outputs": outputs(output, inputs[0]["id"]), "inputs": inputs, "state": state or [],
                 "changedPropIds": [f"{store}.{prop}"]}  # fmt: skip
        status, text = self.ask("POST", "/_dash-update-component", json.dumps(asked), "application/json")
        if status != 200:
            return f"{status} {text[:80]}", text
        wrong = STOPPED.search(text) or FAULT.search(text)
        return wrong[0] if wrong else "", text

    def ask(self, method: str, path: str, body: str | None = None, kind: str = "application/x-www-form-urlencoded") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Content-Type": kind}
        if "_csrf_token" in self.cookies:
            headers["X-CSRFToken"] = self.cookies["_csrf_token"]
        status, text, given = self.server.ask(method, path, body, headers)
        for name, value in given:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return status, text


def unquote_path(address: str) -> tuple[str, str, str]:
    path, mark, rest = address.partition("#")[0].partition("?")
    return unquote(path), mark, rest


def links(text: str) -> list[str]:
    """Addresses of ours in an answer, in properties and in written HTML. Dash writes a slash in JSON as its number."""
    return list(dict.fromkeys(unescape(each) for each in LINK.findall(text.replace("\\u002f", "/"))))


def outputs(output: str, asker):
    """What a browser says beside the name of a callback: each output by itself, in the place of the asker where any will do."""
    found = []
    for each in output.strip(".").split("..."):
        name, _, prop = each.rpartition(".")
        place = json.loads(name) if name.startswith("{") else name
        if isinstance(place, dict) and ["MATCH"] in place.values():
            place = {**asker, "part": place["part"]}
        found.append({"id": place, "property": prop})
    return found if output.startswith("..") else found[0]
