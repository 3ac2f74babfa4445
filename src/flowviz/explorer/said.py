"""Where something is said: lines of a document, beside the drawing, and all that rests on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import Evidence, Keyword, SourceIssue
from flowviz.ends import One, Pair
from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Children, Place, close_link, link, localized, marks, thing_link
from flowviz.locales import date
from flowviz.resting import cited, overlaps, resting
from flowviz.wording import kind_word, option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dash.development.base_component import Component

    from flowviz.catalogue import SourceDocument
    from flowviz.resting import Rest

__all__ = ["Said", "view"]

_LINES: Final = re.compile(r"([1-9]\d{0,6})(?:-([1-9]\d{0,6}))?", re.ASCII)
_AROUND: Final = 300
"""So many lines of a long document are shown before and after those that are asked for."""
_MOST: Final = 200
"""The most things that are told to rest on lines."""


@dataclass(frozen=True, slots=True)
class Said:
    """Lines of a document that prints itself as a field of an address and reads itself back.

    >>> print(Said.read("page:30,50-51"))
    page:30,50-51
    >>> Said.read("page:x,7").lines
    ((7, 7),)
    """

    source: str
    lines: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        lines = ",".join(str(first) if first == last else f"{first}-{last}" for first, last in self.lines)
        return f"{self.source}:{lines}" if lines else self.source

    @classmethod
    def read(cls, text: str) -> Said:
        source, _, lines = text.partition(":")
        found = (_LINES.fullmatch(part) for part in lines.split(","))
        pairs = ((int(one[1]), int(one[2] or one[1])) for one in found if one)
        return cls(source, tuple((first, last) for first, last in pairs if first <= last))

    @classmethod
    def of(cls, source: str, evidence: Iterable[Evidence]) -> Said:
        """Where the evidence in a document is."""
        return cls(source, tuple((entry.first, entry.last or entry.first) for entry in evidence if entry.first))

    def meets(self, evidence: Evidence) -> bool:
        """Whether evidence is of some of the lines; without lines, all of the document's is."""
        return not self.lines or any(overlaps(evidence, first, last) for first, last in self.lines)


def view(at: Place) -> Children:
    """The document and its lines that the query asks for."""
    said = Said.read(at.query.said)
    close = close_link(at, at.query.but(said=""))
    source = next((source for source in at.catalogue.sources if source.id == said.source), None)
    if source is None:
        return [close, html.H2(at.w("explorer.details.gone"), id="details-heading", tabIndex="-1")]
    rests = resting(at.whole, source.id)
    text = at.state.texts.get(source.id)
    return [
        close,
        html.H2(localized(source.title, at.language), id="details-heading", tabIndex="-1"),
        html.P(_facts(at, source), className="kind"),
        *_address(at, source),
        *(_text(at, source, said, text, rests) if text else _quotes(at, source, said, rests)),
        *_resting(at, said, rests),
    ]


def _facts(at: Place, source: SourceDocument) -> Children:
    facts: Children = [localized(part, at.language) for part in (source.publisher, source.said_by) if part]
    if source.date:
        facts.append(date(source.date, at.language))
    if source.retrieved:
        facts.append(f"{at.w('field.retrieved')}: {date(source.retrieved, at.language)}")
    return [part for fact in facts for part in (" · ", fact)][1:]


def _address(at: Place, source: SourceDocument) -> Children:
    if not source.url or not source.url.startswith(("https://", "http://")):
        return []
    return [
        html.A(
            [at.w("explorer.said.open"), html.Span(" ↗", **marks({"aria-hidden": "true"}))],
            href=source.url,
            target="_blank",
            rel="noreferrer",
            className="button",
        )
    ]


def _text(at: Place, source: SourceDocument, said: Said, text: Sequence[str], rests: Iterable[Rest]) -> Children:
    """The lines of the document, those asked for lit; a number is a link where something rests on its line."""
    known = cited(rests)
    lit = {line for first, last in said.lines for line in range(first, min(last, len(text)) + 1)}
    start, end = max(min(lit, default=1) - _AROUND, 1), min(max(lit, default=1) + _AROUND, len(text))
    rows = []
    for number in range(start, end + 1):
        name = str(number)
        shown = link(name, at.query.but(said=str(Said(source.id, ((number, number),))))) if number in known else name
        line: Any = text[number - 1] or "\u00a0"
        rows.append(
            html.Tr(
                [
                    html.Th(shown, scope="row"),
                    html.Td(html.Mark(line) if number in lit else line, lang=source.language),
                ],
                className="lit" if number in lit else "",
            )
        )
    label = at.w("explorer.said.text")
    return [
        html.Section(
            [
                html.H3(label),
                html.Div(
                    html.Table(html.Tbody(rows)),
                    className="source-text",
                    tabIndex="0",
                    role="region",
                    **marks({"aria-label": label}),
                ),
            ]
        )
    ]


def _quotes(at: Place, source: SourceDocument, said: Said, rests: Iterable[Rest]) -> Children:
    """What the catalogue quotes of the lines, of a document whose text it does not have."""
    quotes = dict.fromkeys(
        (rest.evidence.lines, rest.evidence.quote)
        for rest in rests
        if rest.evidence.quote and said.meets(rest.evidence)
    )
    lines = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in said.lines)
    one = len(said.lines) == 1 and said.lines[0][0] == said.lines[0][1]
    where = [html.P([f"{at.w('line' if one else 'lines')} ", html.Strong(lines)])] if lines else []
    return [
        *where,
        *([] if quotes else [html.P(at.w("explorer.said.no_text"), className="unknown")]),
        *(
            html.Blockquote([html.Span(quote, lang=source.language), *([html.Small(f" ({where_})")] if where_ else [])])
            for where_, quote in quotes
        ),
    ]


def _resting(at: Place, said: Said, rests: Iterable[Rest]) -> Children:
    """What is said because of the lines: things, feeds, and contradictions and gaps of the source."""
    found = list(dict.fromkeys(rest.of for rest in rests if said.meets(rest.evidence)))
    rows = [_rest(at, of) for of in found[:_MOST]]
    more = [html.P(at.w("explorer.said.more", n=len(found) - _MOST))] if len(found) > _MOST else []
    title = at.w("explorer.said.resting" if said.lines else "explorer.said.resting.whole", n=len(found))
    return [html.Section([html.H3(title), html.Ul(rows, className="plain"), *more])]


def _rest(at: Place, of: Any) -> Component:
    match of:
        case One(id_):
            return html.Li(
                [thing_link(at, id_), html.Span(f" {kind_word(at.whole, id_, at.language)}", className="own")]
            )
        case Pair(source, target):
            query = at.open(source.id).but(node=str(of))
            return html.Li(link(f"{at.name(source.id)} → {at.name(target.id)}", query, className="thing"))
        case SourceIssue():
            kind = option(SourceIssue, "kind", of.kind, at.language)
            return html.Li([f"{kind}: ", localized(of.text, at.language)])
        case Keyword():
            return html.Li([f"{at.w('table.keywords')}: ", localized(of.text, at.language)])
    raise TypeError(of)
