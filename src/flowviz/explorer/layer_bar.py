"""The bar of a layer over the drawing: what is removed or compared, before or after, and what the signs mean.

It has no panel of its own: the drawing has it above its stage, and other panels have its ways in.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from flowviz.explorer.layers import layer_of, not_drawn, seen
from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Children, Place, icon, link, marks
from flowviz.explorer.questions import EXAMPLE, example_of
from flowviz.impact.ranking import NOT_TAKEN
from flowviz.locales import date
from flowviz.theme import MARKS
from flowviz.wording import first_names

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.diagrams.scene import Scene

__all__ = ["around", "bar", "compared", "elsewhere", "example_told", "of_thing", "taken", "what_if"]

_NAMES: Final = 3
_LARGE: Final = 3_000
_VIEWS: Final = ("overview", "map")
"""Where a layer is shown whole."""


def bar(at: Place, scene: Scene | None = None) -> Children:
    """The bar of the layer over ``scene``, or over the map, on which everything has its place; nothing where there is none."""
    query = at.query
    if not query.layer:
        return []
    layer = layer_of(at.state, query)
    if layer is None:
        return [html.P([at.w("explorer.changes.gone"), " ", _answer(at)], className="note", role="status")]
    missing = not_drawn(layer, at.model, scene, query.of if query.boxed else None) if scene else []
    notes: Children = []
    if missing:
        names = first_names([at.name(id_) for id_ in missing], _NAMES, at.language)
        notes.append(html.P(at.w("explorer.layer.not_drawn", n=len(missing), names=names), className="told"))
    told = {told.mark for told in layer.things.values()} | ({"changed"} if layer.things else set())
    drawn = {item.value for item in scene.legend if item.sign == "mark"} if scene else told
    legend = [mark for mark in layer.marks if mark in drawn]
    return [
        html.Section(
            [
                html.Div([_switch(at), *_what(at), _answer(at), _end(at)], className="layer-head"),
                html.Ul(
                    [
                        html.Li([html.Span(MARKS[mark].sign, className=f"sign {_colour(mark)}"), layer.meaning(mark)])
                        for mark in legend
                    ],
                    className="layer-signs",
                    **marks({"aria-label": at.w("explorer.layer.legend")}),
                )
                if legend
                else html.P(at.w("explorer.layer.nothing"), className="told"),
                *notes,
            ],
            className="layer",
            **marks({"aria-label": at.w(f"explorer.layer.{query.layer}")}),
        )
    ]


def _colour(mark: str) -> str:
    return MARKS[mark].colour


def _what(at: Place) -> Children:
    """What is removed, each with a way to put it back; of a comparison which version it is with."""
    if at.query.layer == "gone":
        return [taken(at)]
    told = compared(at)
    return [html.Span(told, className="told")] if told else []


def example_told(at: Place) -> str:
    """What the example of a comparison compares."""
    return at.w("explorer.changes.example.told", name=at.name(example_of(at.state) or ""))


def compared(at: Place) -> str:
    """Which version the catalogue is compared with, where its own header does not tell."""
    name, history = at.query.version, at.state.versions.history
    if name == EXAMPLE:
        return example_told(at)
    commit = history.named(name) if history else None
    if commit is None:
        return ""
    told = f"{date(commit.date, at.language)} · {commit.subject} · {commit.id[:8]}"
    return f"{at.w('explorer.changes.with')}: {told}"


def taken(at: Place) -> Component:
    """Everything that is taken away, each with a way to put it back."""
    query, chips = at.query, []
    for entry in query.gone:
        name = at.name_taken(entry)
        label = at.w("explorer.impact.keep", name=name)
        back = link(icon("close"), query.without(entry).but(node=None), title=label, **marks({"aria-label": label}))
        chips.append(html.Li([html.S(name), back]))
    return html.Ul(chips, className="chips", **marks({"aria-label": at.w("explorer.impact.gone")}))


def _switch(at: Place) -> Component:
    """Before or after; the script of this panel says which of them is shown."""
    sides = [
        link(
            at.w(f"explorer.layer.{side}"),
            at.query.but(before=side == "before"),
            **marks({"data-layer": side}),
        )
        for side in ("before", "after")
    ]
    return html.Div(
        sides, className="segments switch", role="group", **marks({"aria-label": at.w("explorer.layer.switch")})
    )


def _answer(at: Place) -> Component:
    """The way to the answer in full."""
    query = at.query
    if query.layer == "gone":
        return link(at.w("explorer.layer.answer"), query.plain.go("impact", gone=query.gone, stated=query.stated))
    return link(at.w("explorer.layer.rows"), query.plain.go("changes", version=query.version))


def _end(at: Place) -> Component:
    label = at.w("explorer.layer.end")
    return link(icon("close"), at.query.plain, className="button end", title=label, **marks({"aria-label": label}))


# --- ways in


def elsewhere(at: Place) -> Component:
    """From an answer to the drawings on which it lies as a layer."""
    query = at.query
    layer = {"gone": query.gone, "stated": query.stated} if query.view == "impact" else {"version": query.version}
    links = [link(at.view_name(view), query.plain.go(view, **layer)) for view in _VIEWS]
    label = at.w("explorer.layer.elsewhere")
    return html.Nav([html.Span(f"{label}:"), *links], className="layer-ways", **marks({"aria-label": label}))


def around(at: Place, id_: str) -> Place:
    """Where ``id_`` is told of: in the catalogue, or with a layer of changes, if it is gone, in both versions together."""
    if id_ in at.whole or not _quick(at):
        return at
    return dataclasses.replace(at, state=seen(at.state, at.query))


def _quick(at: Place) -> bool:
    """Whether what the layer tells can be had at once, beside the drawing: two large catalogues are compared elsewhere."""
    return not at.query.version or len(at.whole) <= _LARGE


def of_thing(at: Place, id_: str) -> Children:
    """Of a thing that is chosen: what the layer tells of it."""
    layer = layer_of(at.state, at.query) if _quick(at) else None
    told = layer.things.get(id_) if layer else None
    return [html.P(told.text, className=f"layer-told {_colour(told.mark)}")] if told else []


def what_if(at: Place, id_: str) -> Children:
    """The ways to what happens if a thing goes: its answer, and the same on this drawing; with what is taken away there
    already, a way to take it too, or to put it back."""
    query = at.query
    if at.whole.nodes[id_]["kind"] in NOT_TAKEN:
        return []
    if query.layer == "gone":
        if id_ in query.gone:
            return [link(at.w("explorer.impact.keep", name=at.name(id_)), query.without(id_), className="button")]
        return [
            link(at.w("explorer.impact.also"), query.but(gone=(*query.gone, id_), before=False), className="button")
        ]
    if id_ in query.gone:
        return []
    asked = at.w("explorer.impact.also" if query.view == "impact" else "explorer.impact.ask")
    answer = link([icon("impact"), asked], query.what_if(id_), className="button")
    if query.diagram is None or query.version:
        return [answer]
    label = at.w("explorer.layer.here")
    here = link(
        at.w("explorer.layer.here.short"),
        query.but(gone=(id_,), before=False),
        className="button",
        title=label,
        **marks({"aria-label": label}),
    )
    return [html.Div([answer, here], className="pair")]
