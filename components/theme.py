"""The colours and letters of both themes, once: figures read them here, the style sheet is written from here.

Knows colours and which theme the reader has. Must not know what is drawn. `python -m components.theme` writes the sheet.
"""

from contextvars import ContextVar
from dataclasses import asdict, dataclass
from pathlib import Path

THEMES = ("light", "dark")
SHEET = Path(__file__).parent.parent / "assets" / "10-theme.css"
theme: ContextVar[str] = ContextVar("theme", default="light")
FONT = 'Inter, "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'


@dataclass(frozen=True)
class Colours:
    """Roles, not hues: what a colour means is fixed, and never said by colour alone.

    `g1`…`g4` are grades from the best down, `s1`…`s6` series without rank, `t1`…`t5` steps of a quantity from little to much;
    `t_ink` is read on t1-t3 and `t_ink_strong` on t4-t5. All texts keep 4.5:1 on `surface`, `ground` and `sunken`.
    """

    ground: str
    surface: str
    sunken: str
    ink: str
    muted: str
    faint: str
    rule: str
    accent: str
    accent_soft: str
    on_accent: str
    on_time: str
    due_soon: str
    overdue: str
    better: str
    worse: str
    g1: str
    g2: str
    g3: str
    g4: str
    s1: str
    s2: str
    s3: str
    s4: str
    s5: str
    s6: str
    t1: str
    t2: str
    t3: str
    t4: str
    t5: str
    t_ink: str
    t_ink_strong: str


LIGHT = Colours(
    ground="#f3f5f8", surface="#ffffff", sunken="#eceff3", ink="#1a2330", muted="#535e6c", faint="#8a94a1", rule="#d9dee5",
    accent="#1f5c99", accent_soft="#e3edf7", on_accent="#ffffff",
    on_time="#0b6e5f", due_soon="#8a5300", overdue="#b3261e", better="#0b6e5f", worse="#b3261e",
    g1="#0b6e5f", g2="#4c8bbf", g3="#c98a1b", g4="#b3261e",
    s1="#1f5c99", s2="#c96a1b", s3="#0b7d6c", s4="#8a4f9e", s5="#7a6a1c", s6="#b0457b",
    t1="#e6eef6", t2="#c2d6ea", t3="#93b8da", t4="#3f78b0", t5="#1b4a7d", t_ink="#1a2330", t_ink_strong="#ffffff",
)
DARK = Colours(
    ground="#10151c", surface="#18202a", sunken="#202a36", ink="#e6ebf1", muted="#a3afbd", faint="#73808f", rule="#303b49",
    accent="#7db4ec", accent_soft="#1f3348", on_accent="#0c141d",
    on_time="#52c0ab", due_soon="#e6ab4c", overdue="#f28b82", better="#52c0ab", worse="#f28b82",
    g1="#52c0ab", g2="#7db4ec", g3="#e6ab4c", g4="#f28b82",
    s1="#7db4ec", s2="#f0a35e", s3="#52c0ab", s4="#c79bdb", s5="#cdbb5a", s6="#e88fb6",
    t1="#1f2b39", t2="#27405a", t3="#2f567c", t4="#6ba3dc", t5="#a9d0f5", t_ink="#e6ebf1", t_ink_strong="#0c141d",
)
TABLE = {"light": LIGHT, "dark": DARK}


def colours() -> Colours:
    return TABLE[theme.get()]


def series() -> tuple[str, ...]:
    c = colours()
    return c.s1, c.s2, c.s3, c.s4, c.s5, c.s6


def grades() -> tuple[str, ...]:
    c = colours()
    return c.g1, c.g2, c.g3, c.g4


def variable(role: str) -> str:
    return "--" + role.replace("_", "-")


def sheet() -> str:
    """The style sheet with a variable for each role, in both themes."""
    first = "/* Written by `python -m components.theme` from components/theme.py: change it there. */"
    printed = _rule("@media print { :root, [data-bs-theme=dark]", LIGHT) + " }"
    return "\n".join((first, _rule(":root, [data-bs-theme=light]", LIGHT), _rule("[data-bs-theme=dark]", DARK), printed)) + "\n"


def _rule(selector: str, colours: Colours) -> str:
    lines = "".join(f"  {variable(role)}: {colour};\n" for role, colour in asdict(colours).items())
    return f"{selector} {{\n{lines}  --font: {FONT};\n}}"


if __name__ == "__main__":
    SHEET.write_text(sheet(), encoding="utf-8")
