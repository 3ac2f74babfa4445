"""Names in another language than the page, marked with their language wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dash.development.base_component import Component

from flowviz.explorer.markup import html

if TYPE_CHECKING:
    from flowviz.telling.tongues import Tongues

__all__ = ["marked"]

_PLAIN: Final = ("Option", "Code")
"""Elements that can hold no other."""


def marked(part: Any, tongues: Tongues) -> Any:
    """``part`` of a page, with the names in it marked that are in another language."""
    if not tongues.names:
        return part
    if isinstance(part, str):
        found = _spans(part, tongues)
        return found[0] if len(found) == 1 else found
    if isinstance(part, list | tuple):
        return [
            piece
            for one in part
            for piece in (_spans(one, tongues) if isinstance(one, str) else [marked(one, tongues)])
        ]
    if isinstance(part, Component) and not getattr(part, "lang", None):
        _mark(part, tongues)
    return part


def _spans(text: str, tongues: Tongues) -> list[Any]:
    return [html.Span(piece, lang=code) if code else piece for piece, code in tongues.pieces(text)] or [text]


def _mark(element: Any, tongues: Tongues) -> None:
    inside = getattr(element, "children", None)
    if type(element).__name__ in _PLAIN:
        if isinstance(inside, str) and inside in tongues.names:
            element.lang = tongues.names[inside]
    elif inside is not None:
        element.children = marked(inside, tongues)
