"""Small pieces of pages that panels share: links to things, scopes with their signs, evidence, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from flowviz.catalogue import Catalogue, Evidence, Text
from flowviz.explorer.query import Query
from flowviz.graph import Graph
from flowviz.locales import LANGUAGES, Words, words
from flowviz.wording import evidence_text, scope_name

__all__ = ["Children", "Place", "badge", "command", "link", "localized", "place", "sign", "table", "thing_link"]

Children = list[Any]


@dataclass(frozen=True, slots=True)
class Place:
    """What every piece of a page needs to know: the graph as filtered, the query, and the wording."""

    graph: Graph
    query: Query
    whole: Graph
    """The graph before it was filtered."""

    @property
    def w(self) -> Words:
        return words(self.query.language)

    @property
    def language(self) -> str:
        return self.query.language

    @property
    def catalogue(self) -> Catalogue:
        found: Catalogue = self.whole.graph["catalogue"]
        return found


def place(graph: Graph, query: Query, whole: Graph | None = None) -> Place:
    return Place(graph, query, whole or graph)


def link(text: Any, query: Query, **attributes: Any) -> Component:
    """A link to another view."""
    return html.A(text, href=str(query), **attributes)


def localized(text: Text, language: str) -> Any:
    """A text of the catalogue, marked with its language when that is not the language of the page."""
    actual = text.language(language)
    said = text.get(language)
    return said if actual == language else html.Span(said, lang=actual)


def thing_link(at: Place, node: str, *, text: Any = None) -> Component:
    """The name of a thing as a link to it; plain text when it is not in the catalogue."""
    if node not in at.whole:
        return html.Span(text or node)
    data = at.whole.nodes[node]
    said = text or localized(data["thing"].name, at.language)
    return link(said, at.query.about(_home(at.whole, node), _kind(at.whole, node)).but(node=node), className="thing")


def _home(graph: Graph, node: str) -> str:
    """What is drawn when a thing is opened: a unit's or channel's owner, or the thing itself."""
    data = graph.nodes[node]
    if data["kind"] == "unit":
        return str(data["department"])
    return node


def _kind(graph: Graph, node: str) -> str:
    return str(graph.nodes[_home(graph, node)]["kind"])


def sign(at: Place, scope: str) -> Component:
    """The sign of a scope; its name stands beside it, so it says nothing itself."""
    return html.Img(src=f"sign/{scope}.svg", alt="", className="sign", width="22", height="22")


def scope_label(at: Place, scope: str) -> Component:
    """The sign and the name of a scope."""
    return html.Span([sign(at, scope), html.Span(scope_name(at.whole, scope, at.language))], className="scope")


def badge(text: str, kind: str) -> Component:
    return html.Span(text, className=f"badge {kind}")


def basis_badge(at: Place, basis: str) -> Component:
    """Whether something is stated or implied."""
    return badge(at.w(f"basis.{basis}"), basis)


def evidence(at: Place, entries: Sequence[Evidence]) -> Component | None:
    """Where something is said; None when no place is given."""
    text = evidence_text(entries, at.language)
    return html.Span(text, className="evidence") if text else None


def table(headings: Iterable[Any], rows: Iterable[Iterable[Any]], *, caption: Any, name: str = "") -> Component:
    """A table whose first column names the row; it scrolls by itself where it is too wide."""
    head = html.Thead(html.Tr([html.Th(heading, scope="col") for heading in headings]))
    body = [html.Tr([html.Th(first, scope="row"), *(html.Td(cell) for cell in rest)]) for first, *rest in rows]
    whole = html.Table([html.Caption(caption), head, html.Tbody(body)], className=f"rows {name}".strip())
    return html.Div(whole, className="scroller", tabIndex=0, role="region", **{"aria-label": caption if isinstance(caption, str) else name})


def command(text: str, label: str) -> Component:
    """A text to be copied, with its button."""
    return html.Div(
        [html.Code(text), html.Button(label, type="button", className="copy", **{"data-copy": text})], className="command"
    )


def language_names() -> dict[str, str]:
    """Each language by its own name."""
    return {code: words(code)("language") for code in LANGUAGES}
