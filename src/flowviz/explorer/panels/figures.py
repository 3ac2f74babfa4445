"""Figures for the head of department: where the feeds lead, who uses what, and how much is stated."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from flowviz.explorer.pieces import Children, Place, heading

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the figures stand."""
    return html.Div(id="panel-figures", className="panel")


def view(at: Place) -> Children:
    """The figures, each with its table."""
    return [heading(at.w("explorer.view.figures"))]
