"""Every door of the web process: which are open to all, and which right each other asks for. What is not here stays shut.

Knows endpoints. Must not know what lies behind them. Pages, panels and deeds have rights of their own, said where they are declared.
"""

# Without signing in: to sign in, to keep language and colours, and for whoever watches the machine.
PUBLIC = frozenset({
    "alive", "ready", "keep", "sign_in", "signing_in", "look", "demo_in", "welcome", "welcomed", "openid_out", "openid_back",
})  # fmt: skip

# For those who are signed in; None where what lies behind asks for its own right.
RIGHTS: dict[str, str | None] = {
    "/": None, "/<path:path>": None, "/_dash-layout": None, "/_dash-dependencies": None, "/_dash-update-component": None,
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": None, "_dash_assets.static": None,
    "/_favicon.ico": None, "do": None, "sign_out": None, "export": "export", "figures": "figures", "listed": "rows",
}  # fmt: skip
WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
FOR_PROGRAMS = ("/api/", "/_dash", "/assets/", "/do/", "/export/")  # a program is told; a reader is led to the sign-in
