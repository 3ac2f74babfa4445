"""The assessment report as one HTML page that opens from disk, prints well and needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from flowviz.locales import words
from flowviz.reports.assessment import Blank, Command, Heading, Paragraph, Picture, TableBlock, assessment
from flowviz.telling.words import headings, tell
from flowviz.theme import THEMES
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.facts.columns import Listing
    from flowviz.facts.values import Value
    from flowviz.reports.assessment import Block
    from flowviz.reports.question import Question

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
.write {{ display: block; border-bottom: 1px solid {_INK.frame_line}; height: 1.9rem; }}
figure {{ margin: 1.5rem 0; overflow-x: auto; }}
figure svg {{ max-width: 100%; height: auto; }}
@media print {{ body {{ padding: 0; }} h2, h3, caption {{ break-after: avoid; }} .blank, figure {{ break-inside: avoid; }} }}
"""


def write(question: Question) -> bytes:
    """The report as a page, the drawing in it."""
    blocks = list(assessment(question, "html"))
    title = next(block.text for block in blocks if isinstance(block, Heading))
    body = "\n".join(part for block in blocks for part in _parts(block, question))
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


def _parts(block: Block, question: Question) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"<h{level}>{escape(text)}</h{level}>"
        case Paragraph(text, notice):
            marked = ' class="notice"' if notice else ""
            yield f"<p{marked}>{escape(text)}</p>"
        case Command(label, text):
            yield f"<p>{escape(label)}</p>\n<pre><code>{escape(text)}</code></pre>"
        case Blank(label, asked, hint, lines):
            marked = f"<strong>{escape(label)}:</strong> " if label else ""
            room = '<span class="write" aria-hidden="true"></span>' * lines
            yield f'<div class="blank" title="{escape(hint)}"><p>{marked}{escape(asked)}</p>{room}</div>'
        case TableBlock(table, none):
            yield from _table(table, none, question.language)
        case Picture(title, text, _):
            yield f"<h3>{escape(title)}</h3>"
            yield f'<figure tabindex="0" role="region" aria-label="{escape(title)}">{_inline(question)}</figure>'
            yield f"<p>{escape(text)}</p>"


def _inline(question: Question) -> str:
    return question.svg().partition("?>\n")[2]


def _table(table: Listing, none: str, language: str) -> Iterator[str]:
    title = escape(words(language)(table.title))
    if not table.rows:
        yield f"<h3>{title}</h3>\n<p>{escape(none)}</p>"
        return
    heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings(table.columns, language))
    rows = []
    for first, *rest in table.rows:
        cells = "".join(f"<td>{_cell(value, language)}</td>" for value in rest)
        rows.append(f'<tr><th scope="row">{_cell(first, language)}</th>{cells}</tr>')
    yield (
        f'<h3>{title}</h3>\n<div class="scroller" tabindex="0" role="region" aria-label="{title}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _cell(value: Value, language: str) -> str:
    told = tell(value, language)
    return "–" if told is None else escape(told)
