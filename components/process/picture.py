"""A drawing in its frame, which scrolls, with a button that saves the drawing as a file.

Knows the frame and what `assets/nav.js` needs to write the file. Must not know what is drawn.
"""

from dash import html

from components import messages, words
from components.svg import Mark
from data.ask import Ask
from data.text import Text

SAVE, AS_FILE = Text("存图", "Save"), Text("存为文件（SVG 图）", "Save as a file (an SVG drawing)")


def framed(drawing: Mark, says: str, name: object, ask: Ask) -> html.Div:
    """`name` is what the file is called and, with period, unit and day of the data, what is written below the drawing in it."""
    where = [str(ask.names.of("org", code)) for code in ask.filters.get("org") or ()]
    told = words.listed((name, *where, ask.period.label, messages.DATA_UNTIL.format(day=ask.scope.as_of)))
    saved = html.Button(str(SAVE), type="button", className="tool save-drawing", title=str(AS_FILE), **{
        "aria-label": str(AS_FILE), "data-do": "drawing", "data-name": f"{name}-{ask.scope.as_of}.svg", "data-told": told,
    })  # fmt: skip
    frame = html.Div(drawing, className="map-frame", tabIndex="0", role="region", **{"aria-label": says})
    return html.Div([saved, frame], className="picture")
