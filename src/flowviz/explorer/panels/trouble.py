"""Why the middle of the page cannot be shown, and the ways on: less of it, its rows, the command line, or once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Children, Place, heading, marks
from flowviz.explorer.ways_on import command_of, ways_on
from flowviz.explorer.work import Busy

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where it is told; it is read out when it comes."""
    return html.Div(id="panel-trouble", className="panel prose", role="status")


def view(at: Place) -> Children:
    """What is the matter, and what to do."""
    error = at.trouble
    if error is None:
        return []
    parts: Children = [
        heading(at.w("explorer.trouble.title"), html.P(error.told(at.language), className="lead")),
    ]
    if isinstance(error, Busy):
        again = marks({"data-reload": str(error.retry_after)})
        parts.append(html.Button(at.w("explorer.drawing.again"), type="button", className="primary", **again))
        return parts
    links = [html.Li(html.A(way.text, href=way.address)) for way in ways_on(error, at.query)]
    parts += [html.P(at.w("explorer.trouble.less")), html.Ul(links)]
    command = command_of(at.query)
    return [*parts, html.P(at.w("explorer.take.command")), html.Code(command)] if command else parts
