"""What a reader must know first: that the catalogue is in other languages, or that its last edit is broken and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.explorer.markup import html
from flowviz.wording import all_only_told

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.pieces import Children, Place

__all__ = ["layout", "view"]

_MOST = 5


def layout() -> Component:
    """Where the notice stands; it is read out when it comes."""
    return html.Div(id="panel-notice", className="notice", role="status")


def view(at: Place) -> Children:
    """That the catalogue is not in the language of the page, and the first problems of its files."""
    only = all_only_told(at.catalogue, at.language)
    foreign = [html.P(only)] if only else []
    problems = at.state.problems
    if not problems:
        return foreign
    more = [html.Li(at.w("problem.more", n=len(problems) - _MOST))] if len(problems) > _MOST else []
    return [
        *foreign,
        html.P(at.w("explorer.notice"), className="lead"),
        html.Ul([*(html.Li(problem.told(at.language)) for problem in problems[:_MOST]), *more]),
    ]
