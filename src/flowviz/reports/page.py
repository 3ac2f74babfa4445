"""The assessment report as one HTML page that opens from disk, prints well and needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from flowviz.locales import words
from flowviz.reports.assessment import assessment
from flowviz.reports.blocks import Blank, Command, Form, Heading, Paragraph, Picture, TableBlock
from flowviz.reports.tongues import foreign, in_sentence, in_value
from flowviz.telling.words import headings
from flowviz.theme import THEMES
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowviz.facts.columns import Listing
    from flowviz.facts.values import Value
    from flowviz.reports.blocks import Block
    from flowviz.reports.question import Question
    from flowviz.reports.tongues import Piece

__all__ = ["write"]

_INK: Final = THEMES["light"]
_STYLE: Final = f"""
:root {{ color-scheme: light; }}
body {{ max-width: 74rem; margin: 0 auto; padding: 2rem 1.5rem 5rem; color: {_INK.ink}; background: {_INK.page};
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, Arial, sans-serif; }}
h1 {{ font-size: 1.9rem; line-height: 1.2; }}
h2 {{ margin-top: 2.75rem; padding-top: 0.75rem; border-top: 2px solid {_INK.card_line}; font-size: 1.4rem; }}
h3 {{ margin-top: 1.75rem; font-size: 1.1rem; }}
p {{ max-width: 50rem; }}
.notice {{ padding: 0.75rem 1rem; border-left: 5px solid {_INK.focus}; background: {_INK.frame}; }}
pre {{ overflow-x: auto; padding: 0.75rem 1rem; background: {_INK.frame}; white-space: pre-wrap; }}
.scroller {{ overflow-x: auto; }}
table {{ border-collapse: collapse; width: 100%; font-size: 0.9rem; }}
caption {{ padding-bottom: 0.4rem; text-align: left; font-weight: 700; font-size: 1.05rem; }}
th, td {{ padding: 0.4rem 0.6rem; border: 1px solid {_INK.frame_line}; text-align: left; vertical-align: top; }}
thead th {{ background: {_INK.frame}; }}
tbody th {{ font-weight: 600; }}
.blank {{ margin: 1rem 0; padding: 0.75rem 1rem; border: 2px dashed {_INK.frame_line}; border-radius: 8px; }}
.blank p {{ margin: 0 0 0.5rem; }}
.guide {{ font-style: italic; }}
.form th {{ width: 50%; }}
.form td {{ min-width: 8rem; height: 1.9rem; }}
.write {{ display: block; border-bottom: 1px solid {_INK.frame_line}; height: 1.9rem; }}
figure {{ margin: 1.5rem 0; overflow-x: auto; }}
figure svg {{ max-width: 100%; height: auto; }}
@page {{ size: A4; margin: 15mm; }}
@media print {{
  body {{ padding: 0; font-size: 9.5pt; line-height: 1.35; }}
  p {{ max-width: none; margin: 0.4rem 0; }}
  h2 {{ margin-top: 1rem; padding-top: 0.4rem; }}
  h3 {{ margin: 0.8rem 0 0.3rem; }}
  h2, h3, .guide {{ break-after: avoid; }}
  .blank, figure, tr {{ break-inside: avoid; }}
  .blank {{ margin: 0.5rem 0; padding: 0.4rem 0.6rem; }}
  .blank p {{ margin: 0; }}
  .write {{ height: 1.4rem; }}
  .scroller, figure {{ overflow: visible; }}
  figure {{ margin: 0.6rem 0; }}
  figure svg {{ max-height: 21cm; }}
  table {{ font-size: 8pt; }}
  th, td {{ padding: 0.2rem 0.4rem; }}
}}
"""


def write(question: Question) -> bytes:
    """The report as a page, the drawing in it."""
    blocks = list(assessment(question, "html"))
    title = next(block.text for block in blocks if isinstance(block, Heading))
    body = "\n".join(part for part in _Page(question).body(blocks))
    return f"""<!DOCTYPE html>
<!-- {GENERATOR} -->
<html lang="{question.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
""".encode()


class _Page:
    def __init__(self, question: Question) -> None:
        self.question, self.language = question, question.language
        self.strangers = foreign(question)

    def body(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            yield from self._parts(block)

    def _parts(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(text, level):
                yield f"<h{level}>{self._said(text)}</h{level}>"
            case Paragraph(text, role):
                marked = "" if role == "fact" else f' class="{role}"'
                yield f"<p{marked}>{self._said(text)}</p>"
            case Command(label, text):
                yield f"<p>{escape(label)}</p>\n<pre><code>{escape(text)}</code></pre>"
            case Blank(label, asked, hint, lines):
                marked = f"<strong>{escape(label)}:</strong> " if label else ""
                room = '<span class="write" aria-hidden="true"></span>' * lines
                yield f'<div class="blank" title="{escape(hint)}"><p>{marked}{escape(asked)}</p>{room}</div>'
            case Form(title, heads, rows, level):
                cells = ([self._said(cell) for cell in row] for row in rows)
                yield f"<h{level}>{escape(title)}</h{level}>"
                yield from _table(escape(title), [escape(head) for head in heads], cells, "form")
            case TableBlock(table):
                yield from self._listing(table)
            case Picture(title, text):
                yield f"<h3>{escape(title)}</h3>"
                yield f'<figure tabindex="0" role="region" aria-label="{escape(title)}">{_inline(self.question)}</figure>'
                yield f"<p>{self._said(text)}</p>"

    def _said(self, text: str) -> str:
        return self._marked(in_sentence(text, self.strangers, self.language))

    def _listing(self, table: Listing) -> Iterator[str]:
        heads = [escape(text) for text in headings(table.columns, self.language)]
        rows = ([self._cell(value) for value in row] for row in table.rows)
        title = escape(words(self.language)(table.title))
        yield f"<h3>{title}</h3>"
        yield from _table(title, heads, rows)

    def _cell(self, value: Value) -> str:
        return self._marked(in_value(value, self.language)) or "–"

    def _marked(self, pieces: Iterable[Piece]) -> str:
        """Pieces of text, each marked with its language where that is not the language of the page."""
        return "".join(
            escape(text) if language == self.language else f'<span lang="{escape(language)}">{escape(text)}</span>'
            for text, language in pieces
        )


def _inline(question: Question) -> str:
    return question.svg().partition("?>\n")[2]


def _table(title: str, heads: list[str], rows: Iterable[list[str]], kind: str = "rows") -> Iterator[str]:
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    lines = "".join(cell for row in rows for cell in _cells(row))
    yield f'<div class="scroller" tabindex="0" role="region" aria-label="{title}"><table class="{kind}">'
    yield (f"<thead><tr>{top}</tr></thead>" if heads else "") + f"<tbody>{lines}</tbody></table></div>"


def _cells(row: list[str]) -> Iterator[str]:
    """The first cell heads the row, unless it is empty."""
    yield f'<tr><th scope="row">{row[0]}</th>' if row[0] else "<tr><td></td>"
    yield from (f"<td>{cell}</td>" for cell in row[1:])
    yield "</tr>"
