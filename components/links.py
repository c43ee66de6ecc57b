"""Links within the product: plain `<a href>`, which `assets/nav.js` follows without loading the page anew.

Knows addresses that need no such care (files, settings). Must not know pages.
"""

from urllib.parse import urlencode

from dash import html

from data.ask import Ask


def current(chosen: bool, kind: str = "true") -> dict[str, str]:
    """What tells the link in force, to the eye and to a screen reader."""
    return {"aria-current": kind} if chosen else {}


def case(case_id: str, ask: Ask) -> html.A:
    """The number of a case, which leads to it and is broken nowhere."""
    return html.A(case_id, href=ask.case(case_id), className="case-no")


def setting(name: str, value: str, here: str) -> str:
    """The address that keeps a setting of the reader and leads back."""
    return "/set?" + urlencode({name: value, "next": here})


def local(address: str) -> bool:
    """Whether an address handed in stays within the product, whatever a browser makes of it."""
    plain = not any(ord(letter) <= ord(" ") or letter == "\\" for letter in address)
    return plain and address.startswith("/") and not address.startswith("//")
