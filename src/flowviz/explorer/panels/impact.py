"""What happens if things go: the answer in sentences and what was asked, and beneath the drawing all of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from flowviz.explorer import layer_bar
from flowviz.explorer.cells import listing_table, wanted
from flowviz.explorer.markup import html
from flowviz.explorer.offers import OFFERED, takeable
from flowviz.explorer.panels.filters import choice, group, tick
from flowviz.explorer.panels.find import RECENT, recent
from flowviz.explorer.panels.find import choice as choice_of_thing
from flowviz.explorer.pieces import Children, Place, file_link, heading, link, marks, spaced, width_link
from flowviz.explorer.query import Query
from flowviz.explorer.questions import question_of
from flowviz.facts.impact import EFFECTS
from flowviz.lineage import Direction
from flowviz.reports import FORMATS
from flowviz.telling.impact import consequences
from flowviz.wording import scope_name

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.facts.columns import Listing

__all__ = ["layout", "rows", "shown", "view"]


def layout() -> Component:
    """Where what is taken away stands; the drawing and the rows follow below it."""
    return html.Div(id="panel-impact", className="panel")


def view(at: Place) -> Children:
    """The answer in sentences, what is taken away, and folded what else can be asked."""
    if not at.query.gone:
        return [
            heading(at.w("explorer.view.impact"), html.P(at.w("explorer.impact.lead"), className="lead")),
            _add(at),
            _begin(at),
        ]
    question = question_of(at.state, at.query)
    told = consequences(at.whole, question.whole, at.language)
    filtered = [html.P(at.w("impact.filtered"), className="note")] if question.selection.count else []
    return [
        heading(at.w("impact.title", names=question.names)),
        html.Div([html.P(text) for text in told], className="consequences"),
        *filtered,
        html.Div([_gone(at), _add(at), _change(at)], className="asked"),
    ]


def _change(at: Place) -> Component:
    """All that changes the question, folded; what of it is chosen is said beside it."""
    chosen = [html.Span(text, className="badge on") for text in _chosen(at)]
    summary = html.Summary(spaced([at.w("explorer.impact.change"), *chosen]))
    return html.Details([summary, html.Div(_wanted(at), className="menu-body")], className="change", id="change")


def _chosen(at: Place) -> list[str]:
    """What is chosen beside what is taken away, in words."""
    query, f = at.query, at.query.filters
    return [
        *([at.w(f"explorer.direction.{query.direction}")] if query.direction != "both" else []),
        *(at.w(f"effect.{effect}") for effect in query.effects),
        *([at.w("explorer.impact.stated")] if query.stated else []),
        *([at.w("explorer.impact.within.n", hops=at.w("hops", n=query.within))] if query.within else []),
        *(at.name(department) for department in f.departments),
        *(scope_name(at.whole, scope, at.language) for scope in f.scopes),
    ]


def _gone(at: Place) -> Component:
    """Everything that is taken away, each with a way to put it back."""
    clear = [link(at.w("explorer.impact.clear"), at.query.but(gone=(), node=None), className="clear")]
    return html.Div(
        [
            html.H2(at.w("explorer.impact.gone"), className="unseen"),
            layer_bar.taken(at),
            *(clear if len(at.query.gone) > 1 else []),
        ],
        className="gone",
    )


def _add(at: Place) -> Component:
    """The search box for what is taken away too."""
    more = bool(at.query.gone)
    label = at.w("explorer.impact.add" if more else "explorer.impact.choose")
    return html.Div(choice_of_thing(at, "gone", label, within=more), className="add")


def _begin(at: Place) -> Component:
    """Questions to look at, and what the reader has looked at before."""
    rows = []
    for node in takeable(at)[:OFFERED]:
        home = at.whole.nodes[node]["department"]  # two may be called the same
        where = [html.Span(at.name(home), className="where")] if home else []
        rows.append(html.Li(link([at.name(node), *where], at.query.what_if(node), className="button")))
    ranking = link(at.view_name("critical"), at.query.go("critical"))
    offered = [html.H2(at.w("critical.title")), html.Ul(rows), html.P(ranking)] if rows else []
    return html.Div([*offered, recent(at, at.query.what_if(RECENT))], className="offers")


def _wanted(at: Place) -> Component:
    """Which rows are shown: by direction, effect, distance, department, scope, and whether implied feeds count."""
    query = at.query
    ways = [
        link(
            at.w(f"explorer.direction.{way}"),
            query.but(direction=way),
            **marks({"aria-current": "true"} if query.direction == way else {}),
        )
        for way in get_args(Direction)
    ]
    effects = [
        tick(at.w(f"effect.{effect}"), query.but(effects=_toggled(query.effects, effect)), effect in query.effects)
        for effect in EFFECTS
    ]
    effects.append(tick(at.w("explorer.impact.stated"), query.but(stated=not query.stated), query.stated))
    lists = [
        choice(at, "impact-within", at.w("explorer.impact.within")),
        choice(at, "impact-department", at.w("field.department")),
        choice(at, "impact-scope", at.w("field.scope")),
    ]
    direction = at.w("explorer.impact.direction")
    return html.Div(
        [
            html.Div(ways, className="segments", role="group", **marks({"aria-label": direction})),
            group(at.w("explorer.impact.effect"), effects),
            html.Div(lists, className="lists"),
        ],
        className="wanted",
    )


def _toggled(now: tuple[str, ...], value: str) -> tuple[str, ...]:
    return tuple(other for other in EFFECTS if (other in now) != (other == value))


def _files(at: Place) -> Component:
    """The answer as files: the report first."""
    forms = ["docx", "html", "md", *(form for form in FORMATS if form in ("xlsx", "json"))]
    asked = _asked(at.query)
    files = spaced(file_link(at, f"impact.{form}", asked) for form in forms)
    return html.P([at.w("explorer.impact.report"), ": ", *files], className="files")


def _asked(query: Query) -> Query:
    """The query without what changes no answer."""
    return query.but(node=None, sort="", page=1, wide=False, text="", whole=False, table="resources")


# --- rows


def shown(at: Place) -> list[Listing]:
    """The tables on the screen: those of the answer that have rows."""
    return [found for found in question_of(at.state, at.query).tables.values() if found.rows]


def rows(at: Place) -> Children:
    """The answer as files, what its numbers rest on, and every table that has rows; then what is not known."""
    question = question_of(at.state, at.query)
    notes = [at.w("impact.least"), *([at.w("impact.stated_only")] if question.whole.stated_only else [])]
    parts: Children = [
        layer_bar.elsewhere(at),
        _files(at),
        html.P(" ".join(notes), className="lead"),
        html.P(width_link(at), className="files"),
    ]
    for found in shown(at):
        table = listing_table(at, found.only(wanted(at.query, found.columns)))
        parts.append(html.Section([_title(at, found), table], className="answer"))
    return [*parts, *(html.P(text, className="silent") for text in question.nothing_on(question.tables))]


def _title(at: Place, found: Listing) -> Component:
    title = at.w(found.title)
    csv = file_link(at, "impact.csv", _asked(at.query).but(table=found.name), title)
    return html.H2([title, " ", html.Span(str(len(found.rows)), className="count"), " ", csv])
