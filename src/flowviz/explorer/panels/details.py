"""Details of what is chosen: everything known of a thing, or of the feeds between two things."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from flowviz.catalogue import (
    Dataset,
    Department,
    Evidence,
    Openness,
    Party,
    Register,
    RequestChannel,
    Resource,
    SourceIssue,
    System,
    SystemUse,
    Text,
)
from flowviz.details import issues_about, keywords_about
from flowviz.explorer.feeds import feeds_around, feeds_of_pair, short_table, stands_for
from flowviz.explorer.pieces import (
    Children,
    Place,
    basis_badge,
    evidence,
    link,
    localized,
    marks,
    scope_label,
    thing_link,
    unknown,
)
from flowviz.explorer.query import DRAWINGS, NOT_TAKEN
from flowviz.locales import date
from flowviz.wording import kind_word, option, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the details stand."""
    return html.Aside(id="panel-details", className="details")


def view(at: Place) -> Children:
    """The details of what is chosen, or else of what the drawing is of."""
    if at.query.view not in DRAWINGS:
        return []
    gone = next((entry for entry in at.query.gone if at.query.view == "impact"), None)
    chosen = at.query.node or at.query.of or gone or at.catalogue.organisation.id
    close = link(
        "×",
        at.query.but(node=None),
        className="close button",
        title=at.w("explorer.details.close"),
        **marks({"aria-label": at.w("explorer.details.close")}),
    )
    top: Children = [close] if at.query.node else []
    if "~" in chosen:
        return [*top, *_pair(at, *chosen.split("~", 1))]
    if ":" in chosen:
        return [*top, *_group(at, chosen)]
    if chosen not in at.whole:
        return [*top, html.H2(at.w("explorer.details.gone"), id="details-heading", tabIndex="-1")]
    return [*top, *_thing(at, chosen)]


# --- the feeds between two things


def _pair(at: Place, one: str, other: str) -> Children:
    boxes = at.query.view in ("department", "feeds")
    feeds = feeds_of_pair(at.graph, one, other, boxes=boxes)
    title = html.H2([thing_link(at, one), " – ", thing_link(at, other)], id="details-heading", tabIndex="-1")
    if not feeds:
        return [title, html.P(at.w("explorer.details.no_feeds"))]
    return [title, html.P(at.w("feeds", n=len(feeds)), className="kind"), *(_feed(at, feed) for feed in feeds)]


def _feed(at: Place, feed: Any) -> Component:
    rows = [("field.content", feed.content), ("field.frequency", feed.frequency), ("field.condition", feed.condition)]
    terms: Children = []
    for key, text in rows:
        terms += [html.Dt(at.w(key)), html.Dd(localized(text, at.language) if text else unknown(at))]
    terms += [html.Dt(at.w("field.evidence")), html.Dd(evidence(at, feed.evidence))]
    if feed.note:
        terms += [html.Dt(at.w("field.note")), html.Dd(localized(feed.note, at.language))]
    title = html.H3([thing_link(at, feed.source), " → ", thing_link(at, feed.target), " ", basis_badge(at, feed.basis)])
    pair = f"{feed.source}~{feed.target}"
    asked = (
        []
        if pair in at.query.gone
        else [link(at.w("explorer.impact.feed"), at.query.what_if(pair), className="button")]
    )
    return html.Div([title, html.Dl(terms), *asked], className="feed")


def _group(at: Place, group: str) -> Children:
    """A card that stands for several things."""
    sort, _, of = group.partition(":")
    if sort == "in" and of in at.whole:
        title, *rest = _thing(at, of)
        return [title, _rows_of(at, "resources", departments=(of,)), *rest]
    scope = of
    if scope not in {entry.id for entry in at.catalogue.scopes}:
        return [html.H2(at.w("explorer.details.gone"), id="details-heading", tabIndex="-1")]
    title = html.H2(scope_name(at.whole, scope, at.language), id="details-heading", tabIndex="-1")
    members = [node for node in at.graph if node in stands_for(at.graph, f"parties:{scope}")]
    return [
        title,
        html.P(at.w("overview.parties"), className="kind"),
        _rows_of(at, "parties" if members else "resources", scopes=(scope,)),
        html.Ul([html.Li(thing_link(at, node)) for node in members], className="plain"),
    ]


def _rows_of(at: Place, table: str, **filters: Any) -> Component:
    """A link to the rows of what a group stands for."""
    rows = at.query.go("table", table=table).filtered(**filters)
    return link(at.w("explorer.drawing.rows"), rows, className="button primary")


# --- a thing


def _thing(at: Place, node: str) -> Children:
    data = at.whole.nodes[node]
    thing = data["thing"]
    opened = at.open(node)
    scoped = isinstance(thing, (Resource, Party))
    title = html.H2(localized(thing.name, at.language), id="details-heading", tabIndex="-1")
    parts: Children = [title, html.P(_kind_line(at, node), className="kind")]
    if data["kind"] not in ("organisation", "request") and (at.query.view, at.query.of) != (opened.view, opened.of):
        parts.append(link(at.w("explorer.details.open"), opened, className="button primary"))
    if data["kind"] not in NOT_TAKEN and node not in at.query.gone:
        asked = at.w("explorer.impact.also" if at.query.view == "impact" else "explorer.impact.ask")
        parts.append(link(asked, at.query.what_if(node), className="button"))
    others = [
        name for language, name in thing.name.values if language != at.language and name != thing.name.get(at.language)
    ]
    aliases = [alias.text for alias in thing.aliases]
    sections = [
        _section(
            at, "field.purpose", _texts(at, [getattr(thing, "purpose", None)]), hide=not isinstance(thing, Department)
        ),
        _section(at, "field.description", _texts(at, [thing.description])),
        _section(at, "explorer.details.scope", _scope(at, thing) if scoped else [], hide=not scoped),
        _section(at, "field.note", _texts(at, [thing.note]), hide=not thing.note),
        *_particulars(at, node, thing),
        *_feeds(at, node),
        _section(
            at,
            "explorer.details.request",
            _request(at, node),
            hide=data["kind"] not in ("resource", "shared", "register", "dataset", "department", "organisation"),
        ),
        _section(at, "details.issues", _issues(at, issues_about(at.whole, node)), otherwise="details.none"),
        _section(
            at,
            "details.keywords",
            [_joined(word.text.get(at.language) for word in keywords_about(at.whole, node))]
            if keywords_about(at.whole, node)
            else [],
            otherwise="details.none",
        ),
        _section(
            at,
            "explorer.details.names",
            [
                *(html.P(name, lang=_language_of(thing.name, name)) for name in others),
                *(html.P(name) for name in aliases),
            ],
            hide=not (others or aliases),
        ),
        _section(at, "field.evidence", [evidence(at, thing.evidence)] if thing.evidence else []),
    ]
    return [*parts, *(part for part in sections if part is not None)]


def _kind_line(at: Place, node: str) -> Children:
    data = at.whole.nodes[node]
    parts: Children = [kind_word(at.whole, node, at.language)]
    for owner in ("register", "resource", "department"):
        if data[owner] and data[owner] != node:
            parts += [" · ", thing_link(at, data[owner])]
    return parts


def _section(
    at: Place, label: str, lines: Children, *, hide: bool = False, otherwise: str = "not.stated"
) -> Component | None:
    """A labelled part; where nothing is known it says so."""
    if hide:
        return None
    return html.Section([html.H3(at.w(label)), *(lines or [html.Span(at.w(otherwise), className="unknown")])])


def _texts(at: Place, texts: Iterable[Text | None]) -> Children:
    return [html.P(localized(text, at.language)) for text in texts if text]


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(parts)


def _language_of(name: Text, value: str) -> str:
    return next(language for language, text in name.values if text == value)


def _scope(at: Place, thing: Resource | Party) -> Children:
    where = evidence(at, thing.scope_evidence) if thing.scope_evidence else None
    return [
        html.P(
            [scope_label(at, thing.scope), " ", basis_badge(at, thing.scope_basis), *([" ", where] if where else [])]
        )
    ]


def _particulars(at: Place, node: str, thing: Any) -> Children:
    """What only this kind of thing has."""
    if isinstance(thing, Resource):
        return _resource(at, node, thing)
    if isinstance(thing, Register):
        return [
            _section(at, "field.datasets", _datasets(at, thing.datasets)),
            _section(at, "field.systems", _uses(at, thing)),
            _section(at, "field.openness", _openness(at, thing.openness)),
        ]
    if isinstance(thing, Dataset):
        return [_section(at, "field.groups", _groups(at, thing))]
    if isinstance(thing, Department):
        return _department(at, thing)
    if isinstance(thing, System):
        return _system(at, node, thing)
    if isinstance(thing, Party):
        return [_section(at, "field.form", [html.P(option(Party, "form", thing.form, at.language))])]
    if isinstance(thing, RequestChannel):
        return contacts(at, thing)
    return []


def _resource(at: Place, node: str, thing: Resource) -> Children:
    parts = [other for other, _, kind in at.whole.in_edges(node, keys=True) if kind == "part of"]
    internal = [html.P(at.w("field.internal_only"), className="badge implied")] if thing.internal_only else []
    return [
        _section(
            at,
            "field.part_of",
            [html.P(thing_link(at, thing.part_of))] if thing.part_of else [],
            hide=not thing.part_of,
        ),
        _section(at, "explorer.details.parts", [_list(thing_link(at, part) for part in parts)], hide=not parts),
        _section(at, "field.unit", [html.P(thing_link(at, thing.unit))] if thing.unit else []),
        _section(at, "field.registers", [_register(at, register) for register in thing.registers]),
        _section(
            at, "field.datasets", _datasets(at, thing.datasets), hide=bool(thing.registers) and not thing.datasets
        ),
        _section(at, "field.systems", _uses(at, thing)),
        _section(at, "field.records_classes", _classes(at, node, thing)),
        _section(at, "field.openness", [*internal, *_openness(at, thing.openness)]),
        _section(at, "field.search_keys", _texts(at, thing.search_keys)),
    ]


def _register(at: Place, register: Register) -> Component:
    inner: Children = [html.H4(thing_link(at, register.id)), *_datasets(at, register.datasets)]
    if register.systems or register.no_own_systems:
        inner += [html.P([at.w("field.systems"), ": "]), *_uses(at, register)]
    return html.Div(inner, className="inner")


def _datasets(at: Place, datasets: Iterable[Dataset]) -> Children:
    return [
        html.Div([html.H4(thing_link(at, dataset.id)), *_groups(at, dataset)], className="inner")
        for dataset in datasets
    ]


def _groups(at: Place, dataset: Dataset) -> Children:
    """The data groups with their marks."""
    items = []
    for group in dataset.groups:
        marks: Children = []
        if group.personal:
            marks.append(html.Span(at.w("explorer.details.personal"), className="badge personal"))
        if group.special in ("yes", "possible"):
            marks.append(html.Span(at.w(f"explorer.details.special.{group.special}"), className="badge special"))
        items.append(html.Li([localized(group.name, at.language), " ", *marks]))
    return [html.Ul(items, className="plain")] if items else []


def _uses(at: Place, thing: Resource | Register) -> Children:
    if thing.no_own_systems:
        return [html.P([at.w("field.no_own_systems"), " ", evidence(at, thing.no_own_systems)])]
    return [_list(_use(at, use) for use in thing.systems)] if thing.systems else []


def _use(at: Place, use: SystemUse) -> Children:
    return [thing_link(at, use.system), " ", basis_badge(at, use.basis), *_where(at, use.evidence)]


def _where(at: Place, entries: tuple[Evidence, ...]) -> Children:
    return [" ", evidence(at, entries)] if entries else []


def _list(items: Iterable[Any]) -> Component:
    return html.Ul([html.Li(item) for item in items], className="plain")


def _classes(at: Place, node: str, thing: Resource) -> Children:
    department = at.whole.nodes[node]["department"]
    names = (
        {entry.code: entry.name for entry in at.whole.nodes[department]["thing"].records_classes} if department else {}
    )
    if not thing.records_classes:
        return []
    return [
        _list(
            [f"{code} ", localized(names[code], at.language) if code in names else ""] for code in thing.records_classes
        )
    ]


def _openness(at: Place, remarks: Iterable[Openness]) -> Children:
    return [
        html.P(
            [
                html.Strong(option(Openness, "kind", remark.kind, at.language)),
                ": ",
                localized(remark.text, at.language),
                " ",
                basis_badge(at, remark.basis),
                *_where(at, remark.evidence),
            ]
        )
        for remark in remarks
    ]


def _department(at: Place, thing: Department) -> Children:
    shown = at.graph.nodes[thing.id]["thing"].resources if thing.id in at.graph else ()
    caption = thing.caption
    return [
        _section(at, "field.resources", [_list(thing_link(at, resource.id) for resource in shown)] if shown else []),
        _section(
            at, "field.units", [_list(localized(unit.name, at.language) for unit in thing.units)] if thing.units else []
        ),
        _section(
            at,
            "field.records_classes",
            [_list([f"{entry.code} ", localized(entry.name, at.language)] for entry in thing.records_classes)]
            if thing.records_classes
            else [],
        ),
        _section(
            at,
            "field.caption",
            [
                html.P(
                    [
                        _joined(scope_name(at.whole, scope, at.language) for scope in caption.scopes),
                        " ",
                        evidence(at, caption.evidence),
                    ]
                )
            ]
            if caption
            else [],
        ),
        _section(at, "field.updated", [html.P(date(thing.updated.date, at.language))] if thing.updated else []),
    ]


def _system(at: Place, node: str, thing: System) -> Children:
    users = [user for user, _, kind in at.whole.in_edges(node, keys=True) if kind == "uses system"]
    return [
        _section(at, "field.form", [html.P(option(System, "form", thing.form, at.language))]),
        _section(at, "field.owner", [html.P(option(System, "owner", thing.owner, at.language))]),
        _section(at, "field.party", [html.P(thing_link(at, thing.party))] if thing.party else [], hide=not thing.party),
        _section(at, "field.used_by", [_list(thing_link(at, user) for user in users)] if users else []),
    ]


def _feeds(at: Place, node: str) -> Children:
    kind = at.whole.nodes[node]["kind"]
    if kind in ("organisation", "request", "unit"):
        return []
    if kind == "department" and node not in at.graph:
        return []
    out, into = feeds_around(at.graph if node in at.graph else at.whole, node)
    parts: Children = []
    for key, feeds in (("out", out), ("in", into)):
        label = at.w(f"details.feeds.{key}")
        caption = f"{label} ({len(feeds)})"
        parts.append(
            html.Section(
                [html.H3(caption), short_table(at, feeds, caption, node, out=key == "out")]
                if feeds
                else [html.H3(label), html.Span(at.w("not.stated"), className="unknown")]
            )
        )
    return parts


def _issues(at: Place, issues: Iterable[SourceIssue]) -> Children:
    found = []
    for issue in issues:
        lines: Children = [
            html.P(
                [
                    html.Strong(option(SourceIssue, "kind", issue.kind, at.language)),
                    ": ",
                    localized(issue.text, at.language),
                    *_where(at, issue.evidence),
                ]
            )
        ]
        if issue.decision:
            lines.append(html.P([html.Em(at.w("field.decision")), ": ", localized(issue.decision, at.language)]))
        found.append(html.Div(lines, className="issue"))
    return found


# --- where to ask


def _request(at: Place, node: str) -> Children:
    """Who takes requests for information about a thing, or that the source does not say."""
    data = at.whole.nodes[node]
    home = at.whole.nodes[data["resource"]] if data["resource"] else data
    channels = [channel for channel in at.catalogue.requests if home["scope"] in channel.covers]
    everything = link(at.w("explorer.view.request"), at.query.go("request"))
    if channels:
        return [html.P([*(thing_link(at, channel.id) for channel in channels)]), html.P(everything)]
    return [html.P(at.w("explorer.request.unstated"), className="unknown"), html.P(everything)]


def contacts(at: Place, channel: RequestChannel) -> Children:
    """How to reach a request channel."""
    rows: Children = []
    for contact in channel.contacts:
        said = [html.Div(line) for line in contact.value.get(at.language).splitlines()]
        note = [html.Small(localized(contact.note, at.language))] if contact.note else []
        rows += [
            html.Dt(option(type(contact), "kind", contact.kind, at.language)),
            html.Dd([*said, *note, *_where(at, contact.evidence)]),
        ]
    covers = [scope_label(at, scope) for scope in channel.covers]
    return [
        _section(at, "field.covers", [html.P(covers)] if covers else []),
        html.Section([html.H3(at.w("field.contacts")), html.Dl(rows, className="contacts")]),
    ]
