"""The assessment report as a document for Word and LibreOffice, to be written on in."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from flowviz.exports.archive import zipped
from flowviz.locales import words
from flowviz.raster import to_png
from flowviz.reports.assessment import Blank, Command, Heading, Paragraph, Picture, TableBlock, assessment
from flowviz.telling.words import headings, tell
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from flowviz.facts.columns import Listing
    from flowviz.reports.assessment import Block
    from flowviz.reports.question import Question

__all__ = ["write"]

_WIDTH, _HEIGHT = 25.2, 14.5
"""The most room that the drawing has on a page, in centimetres."""
_SMALL: Final = 8.5
_LETTERS, _LONG, _PAD = 150, 60, 3
"""How many letters a line has, how many a column is made wide for at most, and how many its padding takes."""
_HEAD: Final = THEMES["light"].frame.removeprefix("#")


def write(question: Question) -> bytes:
    """The report as a file for word processors; the same answer gives the same bytes."""
    import docx

    document = docx.Document()
    _set_page(document, question)
    for block in assessment(question, "docx"):
        _add(document, block, question)
    output = io.BytesIO()
    document.save(output)
    with zipfile.ZipFile(output) as packed:
        return zipped({name: packed.read(name) for name in packed.namelist()})


def _set_page(document: Any, question: Question) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), words(question.language)("language.tag"))
    header = question.catalogue.header
    made = datetime.datetime.fromisoformat(header.date)
    about = document.core_properties
    about.title, about.author, about.comments = question.names, "flowviz", f"flowviz {header.version}"
    about.language, about.last_modified_by, about.revision = question.language, "flowviz", 1
    about.created = about.modified = made


def _add(document: Any, block: Block, question: Question) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(text, level - 1)
        case Paragraph(text, notice):
            document.add_paragraph(text, style="Intense Quote" if notice else None)
        case Command(label, text):
            document.add_paragraph(label).paragraph_format.keep_with_next = True
            document.add_paragraph().add_run(text).font.name = "Courier New"
        case Blank(label, asked, hint, lines):
            _blank(document, label, asked, hint, lines)
        case TableBlock(table, none):
            document.add_heading(words(question.language)(table.title), 2)
            if table.rows:
                _table(document, _lines(table, question.language))
            else:
                document.add_paragraph(none)
        case Picture(title, text, _):
            document.add_heading(title, 2)
            _picture(document, text, question)


def _blank(document: Any, label: str, asked: str, hint: str, lines: int) -> None:
    """A framed cell with the question and empty lines to write on."""
    cell = document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
    paragraph = cell.paragraphs[0]
    if label:
        paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(asked)
    cell.add_paragraph().add_run(f"[{hint}]").italic = True
    for _ in range(lines - 1):
        cell.add_paragraph()
    document.add_paragraph()


def _lines(table: Listing, language: str) -> list[list[str]]:
    """The headings, then the rows in words; a dash stands for what is not stated."""
    rows = ([tell(value, language) for value in row] for row in table.rows)
    return [headings(table.columns, language), *(["–" if cell is None else cell for cell in row] for row in rows)]


def _table(document: Any, lines: list[list[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    grid = document.add_table(rows=1, cols=len(lines[0]), style="Table Grid")
    first = grid.rows[0]
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    first._tr.get_or_add_trPr().append(repeated)
    grid.autofit = False
    widths = _widths(lines)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = width
    for cell, text in zip(first.cells, lines[0], strict=True):
        _write(cell, text, bold=True)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _HEAD)
        cell._tc.get_or_add_tcPr().append(shade)
    for row in lines[1:]:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            _write(cell, text)
    for line in grid.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
    document.add_paragraph()


def _widths(lines: list[list[str]]) -> list[Any]:
    """The widths of the columns: each has room for its longest word, and long texts share what is left."""
    from docx.shared import Cm

    least, more = [], []
    for heading, *texts in zip(*lines, strict=True):
        least.append(max(len(word) for text in (heading, *texts) for word in (text.split() or [""])) + _PAD)
        more.append(max(min(max(map(len, texts)), _LONG) - least[-1], 0))
    share = min(max(_LETTERS - sum(least), 0) / (sum(more) or 1), 1)
    letters = [a + b * share for a, b in zip(least, more, strict=True)]
    scale = _WIDTH / max(sum(letters), _LETTERS)
    return [Cm(scale * count) for count in letters]


def _write(cell: Any, text: str, *, bold: bool = False) -> None:
    from docx.shared import Pt

    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(_SMALL)


def _picture(document: Any, text: str, question: Question) -> None:
    from docx.shared import Cm

    shape = document.add_picture(io.BytesIO(to_png(question.svg(), scale=2)))
    natural = shape.width / shape.height
    width = min(_WIDTH, _HEIGHT * natural)
    shape.width, shape.height = Cm(width), Cm(width / natural)
    shape._inline.docPr.set("descr", text)
    document.add_paragraph(text)
