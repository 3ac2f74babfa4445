"""The drawing in the middle, with what acts on it: kind, depth, direction, zoom, what to take along."""

from __future__ import annotations

import dataclasses
import shlex
from typing import TYPE_CHECKING, Any

from flowviz import drawing
from flowviz.diagrams import OPTIONS, Options, kinds_of
from flowviz.diagrams.exchanges import counted
from flowviz.explorer import layer_bar
from flowviz.explorer.drawings import Drawing, drawing_of, drawn_part, size_of
from flowviz.explorer.layers import layer_of
from flowviz.explorer.markup import html
from flowviz.explorer.panels import changes, impact
from flowviz.explorer.panels.paths import ways_found
from flowviz.explorer.panels.story import add
from flowviz.explorer.pieces import Children, Place, empty, heading, icon, link, marks
from flowviz.explorer.query import Query
from flowviz.explorer.questions import question_of
from flowviz.explorer.views import many
from flowviz.explorer.work import TooBig
from flowviz.exports import EXPORTS
from flowviz.filters import NO_FILTERS
from flowviz.letters import UNKNOWN, few, missing

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["command_of", "layout", "view"]


def layout() -> Component:
    """Where the drawing and its table stand."""
    return html.Div(id="panel-drawing", className="panel")


def view(at: Place) -> Children:
    """The drawing's title, its tools and its stage; its equal as tables is a panel of its own."""
    sort = "" if at.query.diagram else at.query.sort
    at = dataclasses.replace(at, query=at.query.but(node=None, sort=sort))  # what is chosen changes nothing here
    query = at.query
    if not _is_asked(at):
        return []
    if query.view == "map":
        return _map(at)
    try:
        drawn = drawing_of(at.state, query, at.most)
    except TooBig as error:
        if query.view != "impact":
            raise
        # the answer is in its sentences and rows too
        return [html.P(error.told(at.language), className="note"), *impact.rows(at)]
    scene = drawn.scene
    nothing = not (scene.cards or scene.frames)
    tools = html.Div(
        [_kinds(at), _options(at), _zoom(at), _take(at, drawn)],
        className="toolbar",
        role="group",
        **marks({"aria-label": at.w("explorer.tools")}),
    )
    notes = _notes(at, drawn)
    if query.view == "impact":  # its sentences stand above the drawing, and are its heading
        return [_stage(at, scene.title), tools, *notes, *impact.rows(at)]
    large = (
        [_large(at, at.w("explorer.overview.many"), "map")] if query.view == "overview" and many(at.catalogue) else []
    )
    return [
        heading(scene.title, html.P(scene.subtitle, className="lead"), *large),
        tools,
        *notes,
        *layer_bar.bar(at, scene),
        empty(at.w("explorer.drawing.filtered"), link(at.w("explorer.filters.clear"), query.but(filters=NO_FILTERS)))
        if nothing
        else _stage(at, scene.title),
        *(ways_found(at, query.of, query.to) if query.view == "paths" and query.of and query.to else []),
        *(changes.rows(at) if query.view == "changes" else []),
    ]


def _is_asked(at: Place) -> bool:
    """Whether the query says of what the drawing is to be."""
    query = at.query
    if query.view == "impact":
        return bool(query.gone)
    if query.view == "changes":
        return query.of in changes.departments(at)
    return not query.undecided


def _stage(at: Place, title: str) -> Component:
    """The frame that the browser puts the SVG into; the script of this panel reads the address."""
    w = at.w
    width, height = size_of(at.state, at.query, at.most)  # known before it is drawn, so nothing jumps when it is
    return html.Div(
        id="stage",
        className="stage",
        role="region",
        tabIndex="0",
        style={"--height": f"{round(height)}px", "--ratio": round(height / max(width, 1), 3)},
        **marks(
            {
                "aria-label": w("explorer.drawing.label", title=title),
                "aria-describedby": "drawing-help",
                "data-src": f"drawing.svg{drawn_part(at.query)}&v={at.state.version}",
                "data-failed": w("explorer.drawing.failed"),
                "data-again": w("explorer.drawing.again"),
                **({"data-whole": "yes"} if at.query.view == "impact" else {}),
            }
        ),
    )


def _map(at: Place) -> Children:
    """The map: the way to where one is, its stage, and all of it as a list. Its script fills them from what it fetches."""
    w, catalogue = at.w, at.catalogue
    title = at.name(catalogue.organisation.id)
    said = counted(at.model, at.language)
    tools = html.Div(
        [_zoom(at), _take(at)], className="toolbar", role="group", **marks({"aria-label": w("explorer.tools")})
    )
    crumbs = html.Nav(id="map-crumbs", className="crumbs", **marks({"aria-label": w("explorer.map.path")}))
    stage = html.Div(
        id="stage",
        className="stage map",
        role="region",
        tabIndex="0",
        **marks(
            {
                "aria-label": w("explorer.drawing.label", title=title),
                "aria-describedby": "drawing-help",
                "data-src": f"map/whole.json{drawn_part(at.query.but(level=1))}&v={at.state.version}",
                "data-failed": w("explorer.drawing.failed"),
                "data-again": w("explorer.drawing.again"),
                "data-inside": w("explorer.map.inside", name="{name}"),
            }
        ),
    )
    layer = layer_of(at.state, at.query)
    lead = layer.sentence if layer else w("explorer.map.lead", departments=said[0], feeds=said[1])
    large = [_large(at, w("explorer.map.many"), "overview")] if many(catalogue) else []
    outline = html.Details(html.Summary(w("explorer.map.list")), id="map-outline", className="outline")
    tables = [link(w(f"table.{name}"), at.query.go("table", table=name)) for name in ("resources", "feeds")]
    return [
        heading(title, html.P(lead, className="lead"), *large),
        tools,
        *layer_bar.bar(at),
        html.P(w("explorer.map.help"), id="drawing-help", className="unseen"),
        crumbs,
        html.Div([stage, html.Div(id="map-legend")], className="map-room"),
        outline,
        html.P([tables[0], " · ", tables[1]], className="files"),
    ]


def _large(at: Place, text: str, other: str) -> Component:
    """What is to be known of a catalogue that is too large for one map, with the ways to its departments."""
    rows = link(at.w("explorer.map.departments"), at.query.go("table", table="departments"))
    return html.P([text, " ", rows, " · ", link(at.view_name(other), at.query.go(other))], className="large")


def _notes(at: Place, drawn: Drawing) -> Children:
    """What is to be known of the drawing: that it is cut short, and that filters are on."""
    notes: Children = [html.P(at.w("explorer.drawing.help"), id="drawing-help", className="unseen")]
    whole = link(at.w("explorer.drawing.whole"), at.query.but(whole=True))
    rows = link(at.w("explorer.drawing.rows"), at.query.go("table", table="feeds"))
    if drawn.depth is not None and at.query.view == "impact":
        near = at.w("explorer.impact.near", hops=at.w("hops", n=drawn.depth))
        notes.append(html.P([near, " ", whole], className="note"))
    elif drawn.depth is not None:
        notes.append(
            html.P(
                [at.w("explorer.drawing.shallow", n=drawn.depth, most=at.most), " ", whole, " · ", rows],
                className="note",
            )
        )
    if drawn.rolled:
        notes.append(
            html.P(
                [at.w("explorer.drawing.rolled", n=drawn.rolled, most=at.most), " ", whole, " · ", rows],
                className="note",
            )
        )
    return notes


# --- the toolbar


def _kinds(at: Place) -> Any:
    """The kinds of drawing of the same thing."""
    query, kind = at.query, at.query.diagram
    if kind is None or kind.to or query.of is None:
        return None
    names = kinds_of(at.whole.nodes[query.of]["kind"])
    if len(names) == 1:
        return None
    return _choice(
        at.w("explorer.drawing.kind"),
        [
            _option(
                at.w(f"explorer.drawing.{name}"),
                query.but(view=name, **dataclasses.asdict(Options())),
                query.view == name,
            )
            for name in names
        ],
    )


def _options(at: Place) -> Any:
    """What else can be asked of the drawing, such as how far and which way surroundings are drawn."""
    kind = at.query.diagram
    shown = [
        (_steps if "told" in OPTIONS[name].metadata else _ways)(at, name) for name in (kind.options if kind else ())
    ]
    return html.Div(shown, className="reach") if shown else None


def _ways(at: Place, name: str) -> Component:
    query = at.query
    return _choice(
        at.w(f"explorer.{name}"),
        [
            _option(at.w(f"explorer.{name}.{value}"), query.but(**{name: value}), getattr(query, name) == value)
            for value in OPTIONS[name].metadata["values"]
        ],
    )


def _steps(at: Place, name: str) -> Component:
    told, now = OPTIONS[name].metadata, getattr(at.query, name)
    less, more = (at.query.but(**{name: n}) if n in told["values"] else None for n in (now - 1, now + 1))
    return html.Div(
        [
            _step("−", at.w(f"explorer.{name}.less"), less),
            html.Span(at.w(told["told"], n=now), className="depth"),
            _step("+", at.w(f"explorer.{name}.more"), more),
        ],
        className="steps",
        role="group",
        **marks({"aria-label": at.w(f"explorer.{name}")}),
    )


def _step(sign: str, label: str, query: Query | None) -> Component:
    if query is None:
        return html.Button(sign, type="button", disabled=True, title=label, **marks({"aria-label": label}))
    return link(sign, query, title=label, className="button", **marks({"aria-label": label}))


def _choice(label: str, options: Children) -> Component:
    return html.Div(options, className="segments", role="group", **marks({"aria-label": label}))


def _option(text: str, query: Query, current: bool) -> Component:
    return link(text, query, **marks({"aria-current": "true"} if current else {}))


def _zoom(at: Place) -> Component:
    def button(sign: Any, how: str, key: str) -> Component:
        label = at.w(f"explorer.zoom.{how}")
        return html.Button(
            sign,
            type="button",
            title=f"{label} ({key})" if key else label,
            **marks({"aria-label": label, "data-zoom": how}),
        )

    return html.Div(
        [
            button(icon("minus"), "out", "−"),
            button(icon("plus"), "in", "+"),
            button(at.w("explorer.zoom.fit.short"), "fit", "0"),
            button(icon("full"), "full", ""),
            html.Button(
                icon("wheel"),
                type="button",
                title=at.w("explorer.zoom.wheel"),
                **marks({"aria-label": at.w("explorer.zoom.wheel"), "aria-pressed": "true", "data-wheel": ""}),
            ),
        ],
        className="zoom",
        role="group",
        **marks({"aria-label": at.w("explorer.zoom")}),
    )


def _take(at: Place, drawn: Drawing | None = None) -> Component:
    """The drawing as files, the link to this view, and the command that draws the same."""
    query = drawn_part(at.query)
    files = [
        html.Li(
            html.A(
                at.w("explorer.take.file", format=form.upper()),
                href=f"drawing.{form}{query}",
                className=f"file {form}",
            )
        )
        for form in drawing.FORMATS
    ]
    copy = html.Li(
        html.Button(
            at.w("explorer.take.link"),
            type="button",
            **marks({"data-copy": "link", "data-done": at.w("explorer.take.copied")}),
        )
    )
    return html.Details(
        [
            html.Summary([icon("download"), at.w("explorer.take")]),
            html.Div(
                [
                    _options(at) if drawn is None else None,  # how deep the map is that is taken along
                    html.Ul([*files, copy, html.Li(add(at))]),
                    *(_letters(at, drawn) if drawn else ()),
                    *_command(at, drawn),
                    html.P(at.w("explorer.take.catalogue")),
                    html.Ul([_export(at, form) for form in EXPORTS], className="exports"),
                ],
                className="menu-body",
            ),
        ],
        className="take",
        id="take",
    )


def _letters(at: Place, drawn: Drawing) -> Children:
    """Which letters of the drawing its PNG and PDF do not have, where there are such."""
    letters, more = few(missing(drawn.scene.texts))
    named = letters + (" …" if more else "")
    return [html.P(at.w("explorer.take.letters", letters=named, sign=UNKNOWN), className="note")] if letters else []


def _export(at: Place, form: str) -> Component:
    """The whole catalogue in one of the formats of the trade."""
    address = f"export/{form}{Query(language=at.query.language)}"
    return html.Li(html.A(form, href=address, className="file"))


def _command(at: Place, drawn: Drawing | None) -> Children:
    if at.query.view == "impact":
        text: str | None = question_of(at.state, at.query).command("svg")
    else:  # the command line draws what it is asked for, however big
        depth = (drawn and drawn.depth) or at.query.depth
        text = None if drawn and drawn.rolled else command_of(at.query.but(depth=depth))
    if text is None:
        return []
    label = at.w("explorer.take.command")
    copy = html.Button(
        at.w("explorer.take.copy"),
        type="button",
        **marks(
            {
                "data-copy": text,
                "data-done": at.w("explorer.take.copied"),
                "aria-label": f"{at.w('explorer.take.copy')}: {label}",
            }
        ),
    )
    return [html.P(label), html.Code(text), copy]


def command_of(query: Query) -> str | None:
    """The command that makes the drawing of ``query``; None for what the command line cannot draw."""
    kind = query.diagram
    if kind is None or query.undecided:
        return None
    words = ["flowviz", "draw", "--kind", query.view]
    words += [f"--{'department' if kind.of == 'department' else 'node'}", query.of or ""] if kind.of else []
    words += ["--to", query.to or ""] if kind.to else []
    for option, value in query.asked.items():
        words += [f"--{option}", str(value)] if option in kind.options else []
    for field in dataclasses.fields(query.filters):
        value = getattr(query.filters, field.name)
        if value:
            words.append(f"--{field.name}")
            words += [] if value is True else [value if isinstance(value, str) else ",".join(value)]
    name = "-".join(part for part in (query.of, query.to) if part) if query.of else query.view
    return shlex.join([*words, "--lang", query.language, "-o", f"{name}.svg"])
