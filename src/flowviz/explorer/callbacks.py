"""What a browser may send to a callback; Dash itself takes anything and breaks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask import request
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from flowviz.explorer.panels.find import BOXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dash import Dash

__all__ = ["VALUES", "Callbacks"]


def _text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _facts(value: object) -> bool:
    if value is None:
        return True
    seals = value.get("seals") if isinstance(value, dict) else None
    return isinstance(seals, dict) and all(isinstance(seal, str) for seal in seals.values())


VALUES: Final[dict[str, Callable[[object], bool]]] = {
    "url.search": _text,
    "mark.data": _text,
    **{f"{name}-text.value": _text for name in BOXES},
    "page.data": _facts,
}
"""What each property that a callback asks for may be."""


class Callbacks:
    """The callbacks of an application, as the requests that they answer."""

    def __init__(self, app: Dash) -> None:
        self._map: Mapping[str, dict[str, Any]] = app.callback_map
        self.path = f"{app.config.routes_pathname_prefix}_dash-update-component"

    def problem(self) -> str | None:
        """What is wrong with the body of this request, or None when a callback can answer it."""
        try:
            body = request.get_json()
        except (BadRequest, UnsupportedMediaType, RecursionError):
            return "the body is no JSON, or too deep"
        if not isinstance(body, dict):
            return "the body is no object"
        output = body.get("output")
        callback = self._map.get(output) if isinstance(output, str) else None
        if callback is None or "callback" not in callback:
            return "no callback has this output"
        changed = body.get("changedPropIds", [])
        if not isinstance(changed, list) or not all(isinstance(each, str) for each in changed):
            return "'changedPropIds' is no list of names"
        several = isinstance(callback["output"], list)
        outputs = body.get("outputs") if several else [body.get("outputs")]
        if _named(outputs) != str(output).strip(".").split("..."):
            return "'outputs' are not those of the callback"
        for name, wanted in (("inputs", callback["inputs"]), ("state", callback["state"])):
            given: Any = body.get(name)
            if _named(given) != [f"{each['id']}.{each['property']}" for each in wanted]:
                return f"'{name}' are not those of the callback"
            wrong = [each for each in given if not VALUES[f"{each['id']}.{each['property']}"](each.get("value"))]
            if wrong:
                return f"'{wrong[0]['id']}' has a value that it cannot have"
        return None


def _named(given: object) -> list[str] | None:
    """The names of the properties in a part of a body, or None when it holds something else."""
    if not isinstance(given, list) or not all(isinstance(part, dict) for part in given):
        return None
    return [f"{part.get('id')}.{part.get('property')}" for part in given]
