"""The assessment report as a document for Word and LibreOffice, to be written on in."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from flowviz.adding import summed
from flowviz.diagrams.page import paper
from flowviz.exports.archive import zipped
from flowviz.locales import words
from flowviz.raster import to_png
from flowviz.reports.assessment import assessment
from flowviz.reports.blocks import Blank, Command, Form, Heading, Paragraph, Picture, TableBlock
from flowviz.reports.tongues import foreign, in_sentence, in_value, tag
from flowviz.telling.words import headings
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.facts.columns import Listing
    from flowviz.reports.blocks import Block
    from flowviz.reports.question import Question
    from flowviz.reports.tongues import Piece

__all__ = ["write"]

_WIDTH, _HEIGHT = 17.6, 22.0
"""The most room that the drawing has on a page, in centimetres."""
_ROOM_OF_PICTURE: Final = paper(10 * _WIDTH, 10 * _HEIGHT)
_FINE, _CENTIMETRES = 3, _ROOM_OF_PICTURE.points / 72 * 2.54
"""How many times finer the drawing is than its pixels, and how many centimetres one of these has."""
_SIZE: Final = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_SHORT: Final = 4
"""A table of so many rows is not broken over two pages."""
_SMALL: Final = 8
_TIED: Final = "\N{NO-BREAK SPACE}"
_ROOM: Final = 0.9
"""The least height of a row that a hand writes in, in centimetres."""
_LETTERS, _LONG, _PAD = 104, 60, 3
"""How many letters a line has, how many a column is made wide for at most, and how many its padding takes."""
_HEAD: Final = THEMES["light"].frame.removeprefix("#")


def write(question: Question) -> bytes:
    """The report as a file for word processors; the same answer gives the same bytes."""
    import docx

    document = docx.Document()
    _set_page(document, question)
    written = _Document(document, question)
    blocks = list(assessment(question, "docx"))
    for block, following in zip_longest(blocks, blocks[1:]):
        written.add(block, following)
    output = io.BytesIO()
    document.save(output)
    with zipfile.ZipFile(output) as packed:
        return zipped({name: packed.read(name) for name in packed.namelist()})


def _set_page(document: Any, question: Question) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.7)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(5)
    for name in ("Heading 1", "Heading 2"):
        document.styles[name].paragraph_format.space_before = Pt(10)
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), tag(question.language))
    header = question.catalogue.header
    made = datetime.datetime.fromisoformat(header.date)
    about = document.core_properties
    about.title, about.author, about.comments = question.names, "flowviz", f"flowviz {header.version}"
    about.language, about.last_modified_by, about.revision = question.language, "flowviz", 1
    about.created = about.modified = made


class _Document:
    """A document that blocks are added to. Every run of text says which language it is in."""

    def __init__(self, document: Any, question: Question) -> None:
        self.document, self.question, self.language = document, question, question.language
        self.strangers = foreign(question)

    def add(self, block: Block, following: Block | None) -> None:
        """Adds a block, of which it matters to the page what is ``following``."""
        match block:
            case Heading(text, level):
                self._heading(text, level - 1)
            case Paragraph(text, role):
                paragraph = self.document.add_paragraph(style="Intense Quote" if role == "notice" else None)
                for run in self._write(paragraph, text):
                    run.italic = role == "guide" or None
                # tied to another paragraph as well, LibreOffice would leave its heading behind alone
                tied = role == "guide" and not isinstance(following, Paragraph)
                paragraph.paragraph_format.keep_with_next = tied
            case Command(label, text):
                paragraph = self.document.add_paragraph()
                paragraph.paragraph_format.keep_with_next = True
                self._write(paragraph, label)
                _run(self.document.add_paragraph(), text, "en").font.name = "Courier New"
            case Blank(label, asked, hint, lines):
                self._blank(label, asked, hint, lines)
            case Form(title, heads, rows, level, hints):
                self._heading(title, level - 1)
                self._grid([list(heads)] if heads else [], [list(row) for row in rows], hints)
            case TableBlock(table):
                self._heading(words(self.language)(table.title), 2)
                self._table(table)
            case Picture(title, text):
                self._heading(title, 2)
                _picture(self.document, text, self.question)
                self._write(self.document.add_paragraph(), text)

    def _write(self, paragraph: Any, text: str) -> list[Any]:
        pieces = in_sentence(text, self.strangers, self.language)
        return [_run(paragraph, piece, language) for piece, language in pieces]

    def _heading(self, text: str, level: int) -> None:
        self._write(self.document.add_heading(level=level), text)

    def _blank(self, label: str, asked: str, hint: str, lines: int) -> None:
        """A framed cell with the question and empty lines to write on."""
        line = self.document.add_table(rows=1, cols=1, style="Table Grid").rows[0]
        _whole(line)
        cell = line.cells[0]
        paragraph = cell.paragraphs[0]
        if label:
            _run(paragraph, f"{label}: ", self.language).bold = True
        self._write(paragraph, asked)
        _run(cell.add_paragraph(), f"[{hint}]", self.language).italic = True
        for _ in range(lines - 1):
            cell.add_paragraph()
        self._space()

    def _table(self, table: Listing) -> None:
        heads = headings(table.columns, self.language)
        rows = [[in_value(value, self.language) or [("–", self.language)] for value in row] for row in table.rows]
        for place in (place for place, column in enumerate(table.columns) if column.key == "code"):
            for row in rows:  # a code is read as one word
                row[place] = [(text.replace(" ", _TIED), language) for text, language in row[place]]
        texts = [["".join(text for text, _ in cell) for cell in row] for row in rows]
        self._fill([[[(head, self.language)] for head in heads]], rows, _widths([heads, *texts]))

    def _grid(self, heads: list[list[str]], rows: list[list[str]], hints: tuple[str, ...]) -> None:
        """A table to fill in: its first column is for what is printed, the others are for people."""
        from docx.shared import Cm

        for row, hint in zip(rows, hints, strict=False):
            row[:] = [cell or f"[{hint}]" for cell in row]
        widths = [Cm(_WIDTH * share) for share in ((0.5, 0.3, 0.2) if len(rows[0]) == 3 else (0.3, 0.7))]
        cells = [[in_sentence(cell, self.strangers, self.language) for cell in row] for row in rows]
        grid = self._fill([[[(head, self.language)] for head in row] for row in heads], cells, widths)
        for line in grid.rows[len(heads) :]:
            line.height = Cm(_ROOM)

    def _fill(self, heads: list[list[list[Piece]]], rows: list[list[list[Piece]]], widths: list[Any]) -> Any:
        grid = self.document.add_table(rows=0, cols=len(widths), style="Table Grid")
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        for place, cells in enumerate((*heads, *rows)):
            line, heading = grid.add_row(), place < len(heads)
            together = len(rows) <= _SHORT and place + 1 < len(heads) + len(rows)
            _whole(line)
            if heading:
                _repeat(line)
            for cell, pieces, width in zip(line.cells, cells, widths, strict=True):
                cell.width = width
                _cell(cell, pieces, bold=heading)
                cell.paragraphs[0].paragraph_format.keep_with_next = heading or together
        self._space()
        return grid

    def _space(self) -> None:
        from docx.shared import Pt

        between = self.document.add_paragraph()
        between.paragraph_format.space_after = Pt(0)
        between.paragraph_format.line_spacing = Pt(7)


def _run(paragraph: Any, text: str, language: str) -> Any:
    """A run of text that says its language, for whatever reads it aloud or checks its spelling."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run(text)
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), tag(language))
    run._r.get_or_add_rPr().append(mark)
    return run


def _whole(row: Any) -> None:
    """Keeps a row on one page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: Any) -> None:
    """Has a row of headings come again on each page, shaded."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), _HEAD)
        cell._tc.get_or_add_tcPr().append(shade)


def _cell(cell: Any, pieces: Iterable[Piece], *, bold: bool) -> None:
    from docx.shared import Pt

    for text, language in pieces:
        run = _run(cell.paragraphs[0], text, language)
        run.bold, run.font.size = bold, Pt(_SMALL)


def _widths(lines: list[list[str]]) -> list[Any]:
    """The widths of the columns: each has room for its longest word, and long texts share what is left."""
    from docx.shared import Cm

    least, more = [], []
    for heading, *texts in zip(*lines, strict=True):
        least.append(max(len(word) for text in (heading, *texts) for word in text.split(" ")) + _PAD)
        more.append(max(min(max(map(len, texts)), _LONG) - least[-1], 0))
    share = min(max(_LETTERS - summed(least), 0) / (summed(more) or 1), 1)
    letters = [a + b * share for a, b in zip(least, more, strict=True)]
    scale = _WIDTH / max(summed(letters), _LETTERS)
    return [Cm(scale * count) for count in letters]


def _picture(document: Any, text: str, question: Question) -> None:
    """The drawing, laid out for the room that it has and no larger than that, with as many dots as print shows."""
    from docx.shared import Cm

    svg = replace(question, page=_ROOM_OF_PICTURE).svg()
    found = _SIZE.search(svg)
    assert found is not None
    width, height = (float(number) * _CENTIMETRES for number in found.groups())
    shrink = min(1, _WIDTH / width, _HEIGHT / height)
    shape = document.add_picture(io.BytesIO(to_png(svg, scale=_FINE * shrink)))
    shape.width, shape.height = Cm(width * shrink), Cm(height * shrink)
    shape._inline.docPr.set("descr", text)
