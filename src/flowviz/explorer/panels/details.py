"""Details of what is chosen: everything known of a thing, or of the feeds between two things."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import Department, SourceIssue
from flowviz.ends import End, Feeds, Inside, OfScope, One, Others, Pair, Parties, Signed, Systems
from flowviz.ends import chosen as meant
from flowviz.explorer import layer_bar, said
from flowviz.explorer.cells import cell, item, rest, told
from flowviz.explorer.ends import feeds_of_pair, stands_for
from flowviz.explorer.feeds import besides, feeds_around, short_table
from flowviz.explorer.markup import html
from flowviz.explorer.pieces import (
    Children,
    Place,
    basis_badge,
    close_link,
    evidence,
    icon,
    link,
    localized,
    marks,
    prose,
    thing_link,
    unknown,
)
from flowviz.facts.things import (
    ASKED_FOR,
    channels_for,
    class_names,
    facts_of,
    home_of,
    issues_about,
    keywords_about,
    related,
    with_grounds,
)
from flowviz.facts.values import Fact, Item
from flowviz.model import member_organisation
from flowviz.telling.reach import address_of
from flowviz.typography import soft
from flowviz.wording import kind_word, option, request_subject, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from flowviz.catalogue import Dataset, Register, RequestChannel, Resource, Thing
    from flowviz.explorer.query import Query

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the details stand."""
    return html.Aside(id="panel-details", className="details")


def view(at: Place) -> Children:
    """Where something is said, if that is asked for; else the details of what is chosen, or of what the drawing is of."""
    if at.query.said:
        return said.view(at)
    if not at.query.drawn:
        return []
    gone = next((entry for entry in at.query.gone if at.query.view == "impact"), None)
    chosen = meant(at.query.node or at.query.of or gone or at.catalogue.organisation.id)
    top: Children = [close_link(at, at.query.but(node=None))] if at.query.node else []
    if isinstance(chosen, Pair):
        return [*top, *_pair(at, chosen)]
    if not isinstance(chosen, One):
        return [*top, *_group(at, chosen)]
    there = layer_bar.around(at, chosen.id)
    title, *rest = _thing(there, chosen.id) if chosen.id in there.whole else _nowhere(at)
    return [*top, title, *rest[:1], *layer_bar.of_thing(at, chosen.id), *rest[1:]]


def _nowhere(at: Place) -> Children:
    return [html.H2(at.w("explorer.details.gone"), id="details-heading", tabIndex="-1")]


# --- the feeds between two things


def _pair(at: Place, pair: Pair) -> Children:
    feeds = feeds_of_pair(at.model, pair, within=at.query.of if at.query.boxed else None)
    title = html.H2([_end(at, pair.source), " – ", _end(at, pair.target)], id="details-heading", tabIndex="-1")
    if not feeds:
        return [title, html.P(at.w("explorer.details.no_feeds"))]
    told = [_feed(at, feed) for feed in feeds[:_MOST]]
    return [title, html.P(at.w("feeds", n=len(feeds)), className="kind"), *told, *_more(at, len(feeds))]


def _more(at: Place, count: int, every: Query | None = None) -> Children:
    """What of so many is not told here, as a link to where all of ``every`` is; nothing where all is."""
    if count <= _MOST:
        return []
    told = at.w("problem.more", n=count - _MOST)
    return [html.P(link(told, every) if every else told, className="note")]


def _end(at: Place, end: End) -> Component:
    """What an end stands for in words, with a link where that is one thing."""
    match end:
        case One(id_) | Inside(id_):
            return thing_link(at, id_)
        case OfScope(scope) | Others(scope):
            return html.Span(scope_name(at.whole, scope, at.language))
        case Signed():
            scopes = {scope.id for scope in at.catalogue.scopes}
            named = end.scope if end.scope in scopes else None
            return html.Span(scope_name(at.whole, named, at.language) if named else at.w("scope.elsewhere"))
        case Systems(home):
            return html.Span(_systems_name(at, home))
        case Feeds(pair):
            return html.Span(pair)
        case Parties(scope):
            return html.Span(f"{at.w('overview.parties')} ({scope_name(at.whole, scope, at.language).lower()})")


def _feed(at: Place, feed: Any) -> Component:
    rows = [("field.content", feed.content), ("field.frequency", feed.frequency), ("field.condition", feed.condition)]
    terms: Children = []
    for key, text in rows:
        more = besides(at, feed) if key == "field.content" else []
        terms += [html.Dt(at.w(key)), html.Dd([prose(at, text) if text else unknown(at), *more])]
    if feed.personal_why:
        terms += [html.Dt(at.w("field.personal_why")), html.Dd(prose(at, feed.personal_why))]
    terms += [html.Dt(at.w("field.evidence")), html.Dd(evidence(at, feed.evidence))]
    if feed.note:
        terms += [html.Dt(at.w("field.note")), html.Dd(prose(at, feed.note))]
    title = html.H3([thing_link(at, feed.source), " → ", thing_link(at, feed.target), " ", basis_badge(at, feed.basis)])
    pair = str(Pair.of(feed.source, feed.target))
    asked = (
        []
        if pair in at.query.gone
        else [link([icon("impact"), at.w("explorer.impact.feed")], at.query.what_if(pair), className="button")]
    )
    return html.Div([title, html.Dl(terms), *asked], className="feed")


def _group(at: Place, group: End) -> Children:
    """A card that stands for several things."""
    if isinstance(group, Inside):
        if group.id not in at.whole:
            return _nowhere(at)
        title, *rest = _thing(at, group.id)
        return [title, _rows_of(at, "resources", departments=(group.id,)), *rest]
    if isinstance(group, Systems):
        members = sorted(stands_for(at.model, group), key=at.model.order.__getitem__)
        title = html.H2(_systems_name(at, group.id), id="details-heading", tabIndex="-1")
        return [title, html.Ul([html.Li(thing_link(at, node)) for node in members], className="plain")]
    scope = group.id
    if scope not in {entry.id for entry in at.catalogue.scopes}:
        return _nowhere(at)
    title = html.H2(scope_name(at.whole, scope, at.language), id="details-heading", tabIndex="-1")
    members = sorted(stands_for(at.model, Parties(scope)), key=at.model.order.__getitem__)
    return [
        title,
        html.P(at.w("overview.parties" if isinstance(group, Parties) else "overview.group"), className="kind"),
        *(_enter(at, str(group)) if isinstance(group, OfScope) else []),
        _rows_of(at, "parties" if members else "resources", scopes=(scope,)),
        html.Ul([html.Li(thing_link(at, node)) for node in members], className="plain"),
    ]


def _breakable(name: Any) -> Any:
    """A name as it may break in a narrow heading; browsers know the syllables of few languages."""
    if isinstance(name, str):
        return soft(name)
    name.children = soft(name.children)
    return name


def _systems_name(at: Place, home: str) -> str:
    return at.w("map.systems" if home == at.catalogue.organisation.id else "map.systems.department")


def _rows_of(at: Place, table: str, **filters: Any) -> Component:
    """A link to the rows of what a group stands for."""
    rows = at.query.go("table", table=table).filtered(**filters)
    return link(at.w("explorer.drawing.rows"), rows, className="button primary")


# --- a thing


_MOST = 40
"""The most feeds, and users of a system, that are told one by one."""
_FIRST = ("purpose", "description", "scope")
_LAST = ("note",)


def _thing(at: Place, node: str) -> Children:
    data = at.whole.nodes[node]
    thing = data["thing"]
    opened = at.open(node)
    title = html.H2(_breakable(localized(thing.name, at.language)), id="details-heading", tabIndex="-1")
    parts: Children = [title, html.P(_kind_line(at, node), className="kind")]
    if data["kind"] not in ("organisation", "request") and (at.query.view, at.query.of) != (opened.view, opened.of):
        own = data["kind"] == "department"
        name = f"explorer.details.open{'.department' if own else ''}"
        parts.append(link([icon("surroundings"), at.w(name)], opened, className="button primary"))
    parts += _enter(at, node) if data["kind"] != "request" else []
    parts += layer_bar.what_if(at, node)
    keywords = ", ".join(word.text.get(at.language) for word in keywords_about(at.whole, node))
    return [
        *parts,
        *_facts(at, node),
        *_related(at, node),
        *_feeds(at, node),
        *([_section(at, "field.request", _request(at, node))] if data["kind"] in ASKED_FOR else []),
        _section(at, "details.issues", _issues(at, issues_about(at.whole, node)), otherwise="details.none"),
        _section(at, "details.keywords", [keywords] if keywords else [], otherwise="details.none"),
        *_names(at, thing),
        _section(at, "field.evidence", [evidence(at, thing.evidence)] if thing.evidence else []),
    ]


def _enter(at: Place, id_: str) -> Children:
    """The way to a place on the map: on it for those who do not know that a double click leads there, and from the overview."""
    if id_ == at.catalogue.organisation.id:
        return []
    if at.query.view == "overview":
        shown = at.query.go("map", node=id_, place=id_)
        return [link([icon("map"), at.w("explorer.map.show")], shown, className="button")]
    if at.query.view != "map":
        return []
    return [
        html.Button(
            [icon("map"), at.w("explorer.map.enter")], type="button", className="button", **marks({"data-place": id_})
        )
    ]


def _kind_line(at: Place, node: str) -> Children:
    parts: Children = [kind_word(at.whole, node, at.language)]
    whole = member_organisation(at.whole, node)
    for owner in (*(one.id for one in home_of(at.whole, node)), whole):
        if owner is not None and owner != node:
            parts += [" · ", thing_link(at, owner)]
    return parts


def _section(at: Place, label: str, lines: Children, *, otherwise: str = "not.stated") -> Component:
    """A labelled part; where nothing is known it says so."""
    return html.Section([html.H3(at.w(label)), *(lines or [html.Span(at.w(otherwise), className="unknown")])])


def _facts(at: Place, node: str) -> Children:
    """What the fields of the thing say, each in a section; some with more than the names of what is in them."""
    told = [fact for fact in facts_of(at.whole, node) if fact.key != "aliases" and (fact.values or not fact.quiet)]
    told.sort(key=lambda fact: (_FIRST.index(fact.key) if fact.key in _FIRST else len(_FIRST), fact.key in _LAST))
    return [_section(at, fact.label, _told(at, node, fact)) for fact in told]


def _told(at: Place, node: str, fact: Fact) -> Children:
    fuller = _FULLER.get(fact.key)
    if fuller is not None:
        return fuller(at, at.whole.nodes[node]["thing"])
    lines = [item(at, value, told) if isinstance(value, Item) else told(at, value) for value in fact.values]
    return [html.P(line) for line in lines] if len(lines) < 2 else [_list(lines)]


def _related(at: Place, node: str) -> Children:
    """What other things say of this one."""
    found = {
        "explorer.details.parts": [*related(at.whole, node, "part of")],
        "field.used_by": [*related(at.whole, node, "uses system")],
        "site.runs": [*related(at.whole, node, "run by")],
    }
    users = at.query.go("table").filtered(system=node)
    return [
        _section(
            at,
            label,
            [
                _list(cell(at, one) for one in refs[:_MOST]),
                *_more(at, len(refs), users if label == "field.used_by" else None),
            ],
        )
        for label, refs in found.items()
        if refs
    ]


def _names(at: Place, thing: Thing) -> Children:
    """What else the thing is called: in other languages, and in the source."""
    own = thing.name.get(at.language)
    lines = [html.P(name, lang=code) for code, name in thing.name.values if code != at.language and name != own]
    lines += [html.P(item(at, value)) for value in _items(at, thing.id, "aliases")]
    return [_section(at, "explorer.details.names", lines)] if lines else []


def _items(at: Place, node: str, key: str) -> list[Item]:
    fact = next(fact for fact in facts_of(at.whole, node) if fact.key == key)
    return [value for value in fact.values if isinstance(value, Item)]


def _list(items: Iterable[Any]) -> Component:
    return html.Ul([html.Li(item) for item in items], className="plain")


# --- what has more to tell than its name


def _registers(at: Place, thing: Resource) -> Children:
    return [_register(at, register) for register in thing.registers]


def _register(at: Place, register: Register) -> Component:
    inner: Children = [html.H4(thing_link(at, register.id)), *_datasets(at, register)]
    systems = next(fact for fact in facts_of(at.whole, register.id) if fact.key == "systems")
    if systems.values:
        inner += [html.P([at.w("field.systems"), ": "]), *_told(at, register.id, systems)]
    return html.Div(inner, className="inner")


def _datasets(at: Place, thing: Resource | Register) -> Children:
    return [
        html.Div([html.H4(thing_link(at, dataset.id)), *_groups(at, dataset)], className="inner")
        for dataset in thing.datasets
    ]


def _groups(at: Place, dataset: Dataset) -> Children:
    """The data groups with their marks."""
    items = []
    for group in dataset.groups:
        marks: Children = []
        if group.personal:
            marks.append(html.Span(at.w("feed.personal.yes"), className="badge personal"))
        if group.special in ("yes", "possible"):
            marks.append(html.Span(at.w(f"feed.special.{group.special}"), className="badge special"))
        why = [html.Div([f"{at.w('field.why')}: ", prose(at, group.why)], className="told")] if group.why else []
        items.append([localized(group.name, at.language), " ", *marks, *why])
    return [_list(items)] if items else []


def _classes(at: Place, thing: Resource | Department) -> Children:
    """Records classes with their titles."""
    names = class_names(at.whole, thing)
    if isinstance(thing, Department):
        return [_list([f"{code} ", localized(name, at.language)] for code, name in names.items())] if names else []
    lines = []
    for code, value in zip(thing.records_classes, with_grounds(at.whole, thing, "records_classes"), strict=True):
        _, *known = item(at, value)
        lines.append([f"{code} ", localized(names[code], at.language) if code in names else "", *known])
    return [_list(lines)] if lines else []


def _resources(at: Place, thing: Department) -> Children:
    """The resources that the filters leave."""
    shown = at.model.nodes[thing.id]["thing"].resources if thing.id in at.model else ()
    return [_list(thing_link(at, resource.id) for resource in shown)] if shown else []


def _contacts(at: Place, channel: RequestChannel) -> Children:
    """How to reach a request channel."""
    rows: Children = []
    # the tasks come last: who asks wants to know how to reach it
    for contact in sorted(channel.contacts, key=lambda contact: contact.kind == "role"):
        said = [html.Div(_reached(contact.kind, line)) for line in contact.value.get(at.language).splitlines()]
        note = [html.Small(localized(contact.note, at.language))] if contact.note else []
        where = [" ", evidence(at, contact.evidence)] if contact.evidence else []
        rows += [
            html.Dt(option(type(contact), "kind", contact.kind, at.language)),
            html.Dd([*said, *note, *where]),
        ]
    return [html.Dl(rows, className="contacts")] if rows else []


def _reached(kind: str, text: str, subject: str = "") -> Any:
    """A contact as a link, where it is plainly an address, a number or an email."""
    address = address_of(kind, text, subject)
    return html.A(text, href=address) if address else text


_FULLER: dict[str, Callable[[Place, Any], Children]] = {
    "registers": _registers,
    "datasets": _datasets,
    "groups": _groups,
    "records_classes": _classes,
    "resources": _resources,
    "contacts": _contacts,
}
"""Facts that are told with what is in them, by key."""


def _feeds(at: Place, node: str) -> Children:
    kind = at.whole.nodes[node]["kind"]
    if kind in ("organisation", "request", "unit"):
        return []
    if kind == "department" and node not in at.model:
        return []
    out, into = feeds_around(at.model if node in at.model else at.whole, node)
    every = at.query.go("feeds" if kind == "department" else "neighbourhood", node, table="feeds")
    parts: Children = []
    for key, feeds in (("out", out), ("in", into)):
        label = at.w(f"details.feeds.{key}")
        caption = f"{label} ({len(feeds)})"
        parts.append(
            html.Section(
                [
                    html.H3(caption),
                    short_table(at, feeds[:_MOST], caption, node, out=key == "out"),
                    *_more(at, len(feeds), every),
                ]
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
                    prose(at, issue.text),
                    *([" ", evidence(at, issue.evidence)] if issue.evidence else []),
                ]
            )
        ]
        if issue.decision:
            lines.append(html.P([html.Em(at.w("field.decision")), ": ", prose(at, issue.decision)]))
        found.append(html.Div(lines, className="issue"))
    return found


# --- where to ask


def _request(at: Place, node: str) -> Children:
    """Who takes requests for information about a thing, or that the source does not say."""
    channels = channels_for(at.whole, node)
    everything = link(at.w("explorer.view.request"), at.query.go("request"))
    if channels:
        return [*(html.Div(_channel(at, node, channel)) for channel in channels), html.P(everything)]
    return [html.P(at.w("explorer.request.unstated"), className="unknown"), html.P(everything)]


def _channel(at: Place, node: str, channel: RequestChannel) -> Children:
    """A channel as a link, who decides there, and its email, with what the request is about filled in."""
    subject = request_subject(at.whole, node, at.language)
    decides = [rest(at, fact) for fact in facts_of(at.whole, channel.id) if fact.key == "decides" and fact.values]
    emails = [contact.value.get(at.language) for contact in channel.contacts if contact.kind == "email"]
    return [
        html.P(thing_link(at, channel.id)),
        *decides,
        *(html.P(_reached("email", email, subject)) for email in emails),
    ]


def contacts(at: Place, channel: RequestChannel) -> Children:
    """Whose requests a channel takes, who decides on them, and how to reach it."""
    told = {fact.key: fact for fact in facts_of(at.whole, channel.id)}
    return [
        *(_section(at, told[key].label, _told(at, channel.id, told[key])) for key in ("covers", "decides")),
        _section(at, "field.contacts", _contacts(at, channel)),
    ]
