"""What a drawn component holds: its links (those of figures too) and its words."""

from collections.abc import Iterator


def hrefs(component) -> Iterator[str]:
    for each in everything(component):
        if getattr(each, "href", None):
            yield each.href
        for trace in (getattr(each, "figure", None) or {}).get("data", ()):
            yield from trace["customdata"]


def text_of(component) -> str:
    return " ".join(each for each in everything(component) if isinstance(each, str))


def everything(component) -> Iterator:
    """The component, what is in it, and its words."""
    if component is None or isinstance(component, bool):
        return
    yield component if not isinstance(component, int | float) else str(component)
    children = component if isinstance(component, list | tuple) else getattr(component, "children", None)
    for child in children if isinstance(children, list | tuple) else [children]:
        yield from everything(child)
