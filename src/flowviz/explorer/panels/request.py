"""Where a request for information is sent: the channels, what they cover and how to reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from flowviz.explorer.panels.details import contacts
from flowviz.explorer.pieces import Children, Place, empty, evidence, heading, localized, prose

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the page stands."""
    return html.Div(id="panel-request", className="panel prose")


def view(at: Place) -> Children:
    """Every request channel of the catalogue."""
    channels = at.catalogue.requests
    if not channels:
        return [heading(at.w("explorer.view.request")), empty(at.w("explorer.request.none"))]
    parts: Children = [heading(at.w("explorer.view.request"))]
    for channel in channels:
        parts.append(html.H2(localized(channel.name, at.language)))
        parts += [html.P(prose(at, text)) for text in (channel.description, channel.note) if text]
        parts += contacts(at, channel)
        parts.append(html.P([at.w("field.evidence"), ": ", evidence(at, channel.evidence)]))
    return parts
