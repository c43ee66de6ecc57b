"""A paper as a Word file, set as official documents are: A4, wide margins, a typeface named for Chinese and one for Latin letters.

Knows python-docx. Must not know what a paper says.
"""

import io
from datetime import datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from components.papers.paper import AFTER_NUMBERS, FEW, MANY, Fields, Grid, Heading, Paper, ToWrite, Words
from data.text import Text, locale

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LATIN = "Times New Roman"
# What Chinese offices have; Word falls back by itself.
SONG, HEI, FANGSONG = Text("宋体", "SimSun").zh, Text("黑体", "SimHei").zh, Text("仿宋_GB2312", "FangSong_GB2312").zh
TITLE, HEAD, BODY, TABLE = SONG, HEI, FANGSONG, SONG
SIZES = {HEAD: 16, BODY: 16, TABLE: 10.5}
SMALL, SHADE = 9, "F0F0F0"
BESIDE, CLOSE, ABOVE = 100, 50, 30  # twentieths of a point
PLACES = {"number": WD_ALIGN_PARAGRAPH.RIGHT, "counts": WD_ALIGN_PARAGRAPH.CENTER}
MARGINS = {"top_margin": 3.7, "bottom_margin": 3.5, "left_margin": 2.8, "right_margin": 2.6}  # GB/T 9704, cm
LINE = 28  # points from line to line
WIDTH = 21.0 - 2.8 - 2.6
GREY = RGBColor(0x66, 0x66, 0x66)


def word(paper: Paper, made: datetime | None = None) -> io.BytesIO:
    """The file. `made` is the moment it bears; without one it bears none of ours, so that the same paper is the same file."""
    book = Document()
    _page(book, paper)
    _said(book.add_paragraph(), paper.title, TITLE, 22, bold=True, centred=True)
    for line in paper.under:
        _said(book.add_paragraph(), line, BODY, 14, centred=True)
    for block, leads in paper.leading:
        _WRITERS[type(block)](book, block)
        last = book.paragraphs[-1].paragraph_format
        last.keep_with_next = leads or isinstance(block, Heading)
        if leads and isinstance(block, Words | ToWrite):
            last.space_after = Pt(6)
    book.core_properties.title, book.core_properties.author = paper.title, ""
    book.core_properties.created = book.core_properties.modified = made or datetime(2000, 1, 1)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def _page(book, paper: Paper) -> None:
    section = book.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Cm(21), Cm(29.7)
    for name, size in MARGINS.items():
        setattr(section, name, Cm(size))
    normal = book.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(SIZES[BODY])
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    for each in book.styles.element.iter(qn("w:lang")):
        each.set(qn("w:eastAsia"), "zh-CN")  # else punctuation is set as elsewhere
    if paper.mark:
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(head, paper.mark, TABLE, 12).font.color.rgb = GREY
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, f"{paper.foot}　", TABLE, SMALL)
    _counted(foot, "PAGE")
    _run(foot, " / ", TABLE, SMALL)
    _counted(foot, "NUMPAGES")


def _counted(paragraph, what: str) -> None:
    """A field that Word fills in; each part of it has its size."""
    for kind, text in (("begin", None), (None, what), ("end", None)):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        _run(paragraph, "", TABLE, SMALL)._r.append(part)


def _heading(book, block: Heading) -> None:
    paragraph = book.add_paragraph(style=f"Heading {block.level}")
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12), Pt(6)
    _run(paragraph, block.words, HEAD, SIZES[HEAD] if block.level == 1 else 15).font.color.rgb = RGBColor(0, 0, 0)


def _words(book, block: Words) -> None:
    _said(book.add_paragraph(), block.words, BODY, SIZES[BODY], indent=True)


def _to_write(book, block: ToWrite) -> None:
    paragraph = book.add_paragraph()
    _said(paragraph, block.words, BODY, SIZES[BODY], indent=True)
    paragraph.runs[0].font.color.rgb = GREY


def _fields(book, block: Fields) -> None:
    _table(book, [(each.label, each.value) for each in block.fields], (1, 3), None, ("", ""), block.together)


def _grid(book, block: Grid) -> None:
    if block.caption:
        above = book.add_paragraph()
        above.paragraph_format.space_after, above.paragraph_format.keep_with_next = Pt(2), True
        _run(above, block.caption, TABLE, SIZES[TABLE]).font.color.rgb = GREY
    _table(book, block.shown, block.shares, block.heads, block.looks, block.together)


def _table(book, rows, widths, heads, looks, together=()) -> None:
    size = SIZES[TABLE] if len(widths) <= MANY else SMALL
    table = book.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    _framed(table, CLOSE if len(widths) > FEW else BESIDE)
    shares = [share / sum(widths) * WIDTH for share in widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(share)  # some programs go by the columns, some by the cells
    for line, cells in enumerate([heads, *rows] if heads else rows):
        row = table.add_row()
        _unbroken(row, repeated=bool(heads) and line == 0)
        for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Cm(shares[place])
            head = place == 0 if heads is None else line == 0
            told = cell.paragraphs[0]
            if head:
                _shaded(cell)
            told.alignment = PLACES.get(looks[place])
            told.paragraph_format.keep_with_next = line - bool(heads) in (-1, *together)
            if looks[place] == "number":
                told.paragraph_format.right_indent = Pt(AFTER_NUMBERS)
            _run(told, words, HEAD if head else TABLE, size).bold = head
    book.add_paragraph().paragraph_format.line_spacing = Pt(8)


def _framed(table, beside: int) -> None:
    """As wide as the lines of the text, with some air in the cells: less beside what stands in many columns."""
    margins = OxmlElement("w:tblCellMar")
    for side, wide in (("top", ABOVE), ("left", beside), ("bottom", ABOVE), ("right", beside)):
        margins.append(_measured(side, wide))
    table._tbl.tblPr.append(_measured("tblInd", beside))
    table._tbl.tblPr.append(margins)


def _measured(name: str, twentieths: int):
    part = OxmlElement(f"w:{name}")
    part.set(qn("w:w"), str(twentieths))
    part.set(qn("w:type"), "dxa")
    return part


def _shaded(cell) -> None:
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", SHADE)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def _unbroken(row, repeated: bool) -> None:
    """A row stays on one page; the heads stand on each."""
    about = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(["w:tblHeader"] if repeated else [])):
        about.append(OxmlElement(name))


def _said(paragraph, words: str, face: str, size: float, bold: bool = False, centred: bool = False, indent: bool = False) -> None:
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing, shape.space_after = WD_LINE_SPACING.EXACTLY, Pt(LINE), Pt(0)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        shape.first_line_indent = Pt(2 * size)
    _run(paragraph, words, face, size).bold = bold


def _run(paragraph, words: str, face: str, size: float):
    run = paragraph.add_run(words)
    run.font.name, run.font.size = LATIN, Pt(size)
    faces = run._r.get_or_add_rPr().get_or_add_rFonts()
    faces.set(qn("w:eastAsia"), face)
    if locale.get() == "zh":
        faces.set(qn("w:hint"), "eastAsia")  # quotation marks belong to both scripts
    return run


_WRITERS = {Heading: _heading, Words: _words, ToWrite: _to_write, Fields: _fields, Grid: _grid}
