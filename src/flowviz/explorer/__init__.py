"""The explorer: a Dash application in which staff look at the connections of a catalogue.

Its whole state is a `Query` in the URL. Every panel is a pure function of the catalogue and the query; one callback
hands the query to all of them (`application`). What it gives is imported when it is first asked for: commands that only
read stories need no Dash.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from flowviz.explorer.application import PREPARES, create_app, frame
    from flowviz.explorer.pages import PANELS, Panel, page, resolved
    from flowviz.explorer.settings import Settings

__all__ = ["PANELS", "PREPARES", "Panel", "Settings", "create_app", "frame", "page", "resolved"]

_HOMES: Final = {
    **dict.fromkeys(("PREPARES", "create_app", "frame"), "application"),
    **dict.fromkeys(("PANELS", "Panel", "page", "resolved"), "pages"),
    "Settings": "settings",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
