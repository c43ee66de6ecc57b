"""A paper as a PDF, laid out by Typst with the typeface that comes with the product.

A character that it lacks (a rare one in a name) is taken from the machine's typefaces, where there are any.
Knows Typst and the template beside it. Must not know what a paper says.
"""

import io
import json
from pathlib import Path

import typst

from components.papers.paper import Block, Fields, Grid, Heading, Paper, ToWrite
from data.text import locale

TYPE = "application/pdf"
HERE = Path(__file__).parent
TEMPLATE, FONTS = HERE / "paper.typ", HERE / "fonts"


def pdf(paper: Paper) -> io.BytesIO:
    """The file."""
    return io.BytesIO(laid_out(paper, "pdf"))


def laid_out(paper: Paper, form: str):
    """The file, or its pages one by one as pictures."""
    said = {"title": paper.title, "under": paper.under, "foot": paper.foot, "mark": paper.mark, "lang": locale.get(),
            "blocks": [{**_block(each), "leads": leads} for each, leads in paper.leading]}  # fmt: skip
    return typst.compile(
        str(TEMPLATE), root=str(HERE), font_paths=[str(FONTS)], ignore_system_fonts=False, format=form,
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
    )  # fmt: skip


def _block(block: Block) -> dict:
    if isinstance(block, Heading):
        return {"kind": "heading", "words": block.words, "level": block.level}
    if isinstance(block, Fields):
        return {"kind": "fields", "rows": [(each.label, each.value) for each in block.fields], "whole": bool(block.together)}
    if isinstance(block, Grid):
        shape = {"widths": block.shares, "looks": block.looks, "caption": block.caption, "together": block.together}
        return {"kind": "grid", "heads": block.heads, "rows": block.shown, **shape}
    return {"kind": "to-write" if isinstance(block, ToWrite) else "words", "words": block.words}
