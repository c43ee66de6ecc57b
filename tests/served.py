"""An application over the small snapshot and the pages made by hand: asked without a browser, or served to one."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dash
from werkzeug.serving import WSGIRequestHandler, make_server

from data.viewer import LOCAL, Viewer


def anyone(_) -> Viewer:
    """Who asks in tests of what surrounds access: somebody who sees and may do everything."""
    return LOCAL


class Reader:
    """Asks as a browser does, without one."""

    def __init__(self, app: dash.Dash):
        self.visitor = app.server.test_client()

    def get(self, address: str, **more):
        return self.visitor.get(address, **more)

    def page(self, path: str, search: str = "") -> str:
        """The whole page, as the browser gets it."""
        return json.dumps(self._ask("page.children", "go", path, search)["page"]["children"], ensure_ascii=False)

    def update(self, path: str, search: str = "") -> dict:
        """The parts of a page after its query has changed, by their ids."""
        stamp = json.dumps({"stamp": self._name(path)}, separators=(",", ":"))
        known = [each["output"] for each in json.loads(self.get("/_dash-dependencies").data)]
        return self._ask(next(output for output in known if stamp in output), "ask", path, search)

    def _name(self, path: str) -> str:
        return {"/": "home"}.get(path, path.strip("/"))

    def _ask(self, output: str, store: str, path: str, search: str) -> dict:
        asked = {
            "output": output, "outputs": _outputs(output), "changedPropIds": [f"{store}.data"],
            "inputs": [{"id": store, "property": "data", "value": {"path": path, "search": search}}],
        }  # fmt: skip
        answer = self.visitor.post("/_dash-update-component", json=asked)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.data)["response"]


def _outputs(output: str):
    """What the browser says beside the name of a callback: each output by itself."""
    several = output.startswith("..")
    found = [_output(each) for each in output.strip(".").split("...")]
    return found if several else found[0]


def _output(each: str) -> dict:
    name, _, prop = each.rpartition(".")
    return {"id": json.loads(name) if name.startswith("{") else name, "property": prop}


class Silent(WSGIRequestHandler):
    def log(self, *_):
        pass


@contextmanager
def listening(app: dash.Dash) -> Iterator[str]:
    """The address of the application on a free port."""
    server = make_server("127.0.0.1", 0, app.server, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
