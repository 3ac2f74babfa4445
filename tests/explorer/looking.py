"""Ways to look into a page of the explorer without a browser."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from flowviz.explorer import page, resolved
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from flowviz.explorer.live import Live, State


def contents(state: State, search: str) -> dict[str, Any]:
    """The contents of every panel for the address ``search``."""
    return page(at(state, search))[0]


def at(state: State, search: str) -> Place:
    return Place(state, resolved(state.model, Query.read(search)))


def elements(part: Any) -> Iterator[Component]:
    """Every component in ``part``, from the top down."""
    if isinstance(part, Component):
        yield part
        yield from elements(getattr(part, "children", None))
    elif isinstance(part, (list, tuple)):
        for each in part:
            yield from elements(each)
    elif isinstance(part, dict):
        yield from elements(list(part.values()))


def text_of(part: Any) -> str:
    """All text in ``part``."""
    if isinstance(part, Component):
        return text_of(getattr(part, "children", None))
    if isinstance(part, (list, tuple)):
        return " ".join(filter(None, map(text_of, part)))
    return "" if part is None else str(part)


def links(part: Any) -> list[str]:
    found = [getattr(each, "href", None) for each in elements(part)]
    return [href for href in found if href]


def rest(live: Live) -> None:
    """Waits until nobody looks whether the catalogue has changed."""
    assert live._lock.acquire(timeout=60)
    live._lock.release()


def ask(client: FlaskClient, search: str, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the server answers a browser that opens the address ``search``, after a page with the facts ``before``."""
    request = request_for(client.get("/_dash-dependencies").json or [], search, before)
    answer = client.post("/_dash-update-component", json=request)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    found: dict[str, Any] = json.loads(answer.get_data(as_text=True))["response"]
    return found


def ask_at(
    address: str, dependencies: list[dict[str, Any]], search: str, before: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The same of a server at an address."""
    request = urllib.request.Request(
        f"{address}/_dash-update-component",
        json.dumps(request_for(dependencies, search, before)).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)["response"]
    return found


def request_for(
    dependencies: list[dict[str, Any]], search: str, before: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What a browser sends that opens the address ``search``."""
    show = next(each for each in dependencies if "page.data" in each["output"])
    outputs = [part.rsplit(".", 1) for part in show["output"].strip(".").split("...")]
    return {
        "output": show["output"],
        "outputs": [{"id": id_, "property": name} for id_, name in outputs],
        "inputs": [
            {"id": "url", "property": "search", "value": search},
            {"id": "mark", "property": "data", "value": None},
        ],
        "changedPropIds": ["url.search"],
        "state": [{"id": "page", "property": "data", "value": before}],
    }


def as_json(part: Any) -> str:
    return json.dumps(part, cls=PlotlyJSONEncoder, ensure_ascii=False)
