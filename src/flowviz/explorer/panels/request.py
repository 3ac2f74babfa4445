"""Where a request for information is sent: the channels, what they cover and how to reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.explorer.markup import html
from flowviz.explorer.panels.details import contacts
from flowviz.explorer.pieces import Children, Place, empty, evidence, heading, icon, localized, prose
from flowviz.telling.reach import address_of

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.catalogue import RequestChannel

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
        parts += [html.P(prose(at, channel.description))] if channel.description else []
        parts += _reached(at, channel)
        parts += [html.P(prose(at, channel.note))] if channel.note else []
        parts += contacts(at, channel)
        parts.append(html.P([at.w("field.evidence"), ": ", evidence(at, channel.evidence)]))
    return parts


_ICONS: Final = {"email": "request", "phone": "phone", "secure-email": "key", "website": "open", "more": "open"}


def _reached(at: Place, channel: RequestChannel) -> Children:
    """Who takes the requests, and each address that can be written to, called or opened."""
    lines = [
        contact.value.get(at.language).splitlines() for contact in channel.contacts if contact.kind == "postal-address"
    ]
    taker = next((first for first, *rest in lines if rest), None)  # an address of one line names nobody
    named = [html.P([f"{at.w('explorer.request.taken')}: ", html.Strong(taker)])] if taker else []
    rows = [
        html.Li(html.A([icon(_ICONS[contact.kind]), line], href=address, className="button"))
        for contact in channel.contacts
        for line in contact.value.get(at.language).splitlines()
        if (address := address_of(contact.kind, line, at.w("explorer.view.request")))
    ]
    return [*named, *([html.Ul(rows, className="ways")] if rows else [])]
