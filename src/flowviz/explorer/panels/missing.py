"""The page for an address that leads nowhere: what is near, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.explorer.markup import html
from flowviz.explorer.panels.find import results
from flowviz.explorer.pieces import Children, Place, heading, link
from flowviz.explorer.views import first_view

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the page stands."""
    return html.Div(id="panel-missing", className="panel prose")


def view(at: Place) -> Children:
    """Says what is not known and offers what is near."""
    wanted = at.query.text
    near = at.state.index.near(wanted)
    offer: Children = [html.H2(at.w("explorer.missing.near")), *results(at, near)] if near else []
    first = first_view(at.catalogue)
    home = link(at.view_name(first), at.query.go(first), className="button primary")
    return [
        heading(at.w("explorer.missing.title")),
        html.P(at.w("explorer.missing.text", text=wanted), className="lead"),
        *offer,
        html.P(home),
    ]
