"""Small pieces of pages that panels share: links to things, scopes with their signs, evidence, tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input

from flowviz.catalogue import UNSTATED, Catalogue, Evidence, Text
from flowviz.diagrams import DIAGRAMS
from flowviz.ends import Pair, read
from flowviz.explorer.drawings import model_of
from flowviz.explorer.markup import html
from flowviz.explorer.settings import MOST_THINGS
from flowviz.icons import icons
from flowviz.locales import Words, words
from flowviz.model import Model, name_of
from flowviz.wording import by_source, evidence_parts, evidence_text, only_told, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dash.development.base_component import Component

    from flowviz.errors import FlowvizError
    from flowviz.explorer.live import State
    from flowviz.explorer.paging import Leaf
    from flowviz.explorer.query import Query

__all__ = [
    "Children",
    "Place",
    "close_link",
    "file_link",
    "icon",
    "link",
    "localized",
    "marks",
    "prose",
    "scope_label",
    "sign",
    "spaced",
    "table",
    "thing_link",
    "width_link",
]

Children = list[Any]


@dataclass(frozen=True)
class Place:
    """What every piece of a page needs to know: the catalogue as it is, the query and the wording."""

    state: State
    query: Query
    most: int = field(default=MOST_THINGS)
    """A drawing of more things is rolled up."""
    trouble: FlowvizError | None = None
    """Why the middle of the page cannot be had."""

    @property
    def w(self) -> Words:
        return words(self.query.language)

    @property
    def language(self) -> str:
        return self.query.language

    @property
    def whole(self) -> Model:
        """The graph without filters."""
        return self.state.model

    @property
    def model(self) -> Model:
        """The graph through the filters of the query."""
        kept = vars(self)
        if "filtered" not in kept:  # a cached_property of Python 3.11 has all pages wait while one is filtered
            kept["filtered"] = model_of(self.state, self.query)
        found: Model = kept["filtered"]
        return found

    @property
    def catalogue(self) -> Catalogue:
        found: Catalogue = self.whole.catalogue
        return found

    def name(self, node: str) -> str:
        return name_of(self.whole, node, self.language) if node in self.whole else node

    def name_taken(self, entry: str) -> str:
        """The name of what is taken away: of a thing, or of both ends of feeds."""
        taken = read(entry)
        ends = (taken.source, taken.target) if isinstance(taken, Pair) else (taken,)
        return " → ".join(self.name(str(end)) for end in ends)

    def view_name(self, view: str) -> str:
        """What a view is called: as its kind of drawing, if it shows one."""
        return self.w(f"drawing.kind.{view}" if view in DIAGRAMS else f"explorer.view.{view}")

    def open(self, node: str) -> Query:
        """The view in which a thing is shown: its own drawing, or that of what it lies in, with it chosen."""
        data = self.whole.nodes[node]
        home = {"unit": data["department"], "register": data["resource"], "dataset": data["resource"]}.get(
            data["kind"], node
        )
        kind = self.whole.nodes[home]["kind"]
        chosen = node if home != node or kind in ("request", "organisation") else None
        if kind in ("organisation", "request"):
            return self.query.go("map", node=chosen)
        return self.query.go("department" if kind == "department" else "neighbourhood", home, node=chosen)


def marks(attributes: Mapping[str, str]) -> dict[str, Any]:
    """Attributes whose names are no Python names (``aria-label``, ``data-src``), to be given with ``**``."""
    return dict(attributes)


def link(text: Any, query: Query, **attributes: Any) -> Component:
    """A link to another view."""
    return html.A(text, href=str(query), **attributes)


def icon(name: str) -> Component:
    """A picture beside a text that says the same: a symbol of ``assets/icons.svg``, or one that stands for any other."""
    shown = name if name in icons() else "other"
    return html.Span(className=f"icon icon-{shown}", **marks({"aria-hidden": "true"}))


def close_link(at: Place, query: Query) -> Component:
    """The cross that closes the details and leads to ``query``."""
    label = at.w("explorer.details.close")
    return link(icon("close"), query, className="close button", title=label, **marks({"aria-label": label}))


def localized(text: Text, language: str) -> Any:
    """A text of the catalogue, marked with its language when that is not the language of the page."""
    actual = text.language(language)
    said = text.get(language)
    return said if actual == language else html.Span(said, lang=actual)


def prose(at: Place, text: Text) -> Any:
    """The same, and a sentence says which languages alone it is in; a whole catalogue says so once, in the notice."""
    only = only_told(at.catalogue, text, at.language)
    marked = localized(text, at.language)
    return html.Span([marked, " ", html.Small(f"({only})")]) if only else marked


def thing_link(at: Place, node: str, *, text: Any = None) -> Component:
    """The name of a thing as a link to it; plain text when it is not in the catalogue."""
    if node not in at.whole:
        return html.Span(text or node)
    said = text or localized(at.whole.nodes[node]["thing"].name, at.language)
    return link(said, at.open(node), className="thing")


def sign(at: Place, scope: str) -> Component:
    """The sign of a scope. Its name stands beside it, so the picture itself says nothing."""
    return html.Img(src=f"sign/{scope}.svg?v={at.state.version}", alt="", className="sign", width="24", height="24")


def scope_label(at: Place, scope: str | None) -> Component:
    """The sign and the name of a scope."""
    scope = scope or UNSTATED
    return html.Span([sign(at, scope), html.Span(scope_name(at.whole, scope, at.language))], className="scope")


def basis_badge(at: Place, basis: str) -> Component:
    """Whether something is stated or implied."""
    return html.Span(at.w(f"basis.{basis}"), className=f"badge {basis}")


def evidence(at: Place, entries: Sequence[Evidence]) -> Any:
    """Where something is said, in the words of the files that are taken along, but documents by their titles: a link to
    the lines and all that rests on them. Words of a document are marked with its language. What members of a joined catalogue
    cite alike from the same page is told once."""
    sources = {source.id: source for source in at.catalogue.sources}
    parts: Children = []
    already = set()
    for id_, found in by_source(entries).items():
        source = sources.get(id_)  # None where only another version has it
        if source is None:
            parts += ["; ", evidence_text(found, at.language)]
            continue
        told = [*evidence_parts(found, at.language, {id_: source.title.get(at.language)})]
        said: Any = "".join(text for text, _ in told)
        if (source.url or id_, said) in already:
            continue
        already.add((source.url or id_, said))
        if any(quoted for _, quoted in told):
            said = [html.Span(text, lang=source.language) if quoted else text for text, quoted in told]
        lines = ",".join(entry.lines for entry in found if entry.lines)
        parts += ["; ", link(said, at.query.but(said=f"{id_}:{lines}" if lines else id_))]
    return html.Span(parts[1:], className="evidence") if parts else unknown(at)


def unknown(at: Place) -> Component:
    """Says that the source does not say."""
    return html.Span(at.w("not.stated"), className="unknown")


def table(
    headings: Iterable[Any], rows: Iterable[Iterable[Any]], *, caption: str, name: str = "", leaf: Leaf | None = None
) -> Component:
    """A table whose first column names the row; it scrolls by itself where it is too wide.

    ``leaf`` says which of all rows these are, where that is not all.
    """
    head = html.Thead(
        html.Tr([heading if isinstance(heading, html.Th) else html.Th(heading, scope="col") for heading in headings])
    )
    body = [html.Tr([html.Th(first, scope="row"), *(_filled(cell) for cell in rest)]) for first, *rest in rows]
    more: dict[str, Any] = {}
    if leaf is not None and leaf.pages > 1:
        # the row of headings is the first
        more = marks({"aria-rowcount": str(leaf.total + 1)})
        head.children.__setattr__("aria-rowindex", "1")
        for number, row in enumerate(body, leaf.first + 1):
            row.__setattr__("aria-rowindex", str(number))
    whole = html.Table([html.Caption(caption), head, html.Tbody(body)], className="rows", **more)
    return html.Div(
        whole,
        className=f"scroller {name}".strip(),
        tabIndex="0",
        role="region",
        key=f"{name} {leaf.number}" if leaf else name,  # another page is seen from its top
        **marks({"aria-label": caption}),
    )


_LONG = 60
"""A text of more letters has a column that is wide enough for it to be read."""


def _filled(cell: Any) -> Component:
    long = isinstance(cell, str) and len(cell) > _LONG
    return html.Td(cell, className="long") if long else html.Td(cell)


def in_browser(app: Dash, name: str, given: Input) -> None:
    """Calls the function ``name`` of our scripts in the browser whenever ``given`` changes."""
    app.clientside_callback(ClientsideFunction("flowviz", name), given, prevent_initial_call=True)  # type: ignore[no-untyped-call]


def heading(text: Any, *more: Any) -> Component:
    """The heading of a view: where the focus goes when the view changes."""
    return html.Div([html.H1(text, id="heading", tabIndex="-1"), *more], className="heading")


def empty(text: Any, *more: Any) -> Component:
    """Says that there is nothing here, and what to do about it."""
    return html.Div([html.P(text), *more], className="empty")


def downloads(at: Place, name: str, forms: Iterable[str]) -> Component:
    """Links to the file ``name`` of this view in each of the formats."""
    return html.P(spaced([file_link(at, f"{name}.{form}", at.query) for form in forms]), className="files")


def file_link(at: Place, name: str, query: Query, of: str = "") -> Component:
    """A link to the file ``name`` of a view; ``of`` says what is in it where a page has several."""
    form = name.rpartition(".")[2]
    label = ": ".join(filter(None, [at.w("explorer.take.file", format=form.upper()), of]))
    return html.A(form.upper(), href=f"{name}{query}", className=f"file {form}", **marks({"aria-label": label}))


def width_link(at: Place) -> Component:
    """A link to all columns of the tables of a view, or back to those that a page has room for."""
    wide = at.query.wide
    return link(at.w("explorer.table.brief" if wide else "explorer.table.wide"), at.query.but(wide=not wide))


def spaced(parts: Iterable[Component | str]) -> Children:
    """The parts with a space behind each."""
    return [piece for part in parts for piece in (part, " ")]
