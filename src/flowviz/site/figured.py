"""The figures as a page: the same tables, bars and bands as in the explorer."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from flowviz.figures import REST, SERIES, Figures, Link, end_name, figures, scope_of_end
from flowviz.site.facts import Value, reference, scope_value
from flowviz.site.place import Place

__all__ = ["Cell", "figured"]


class Cell(NamedTuple):
    """What a department and a resource exchange."""

    told: str
    share: float
    """How dark it is, at most 1."""
    href: str | None
    label: str


def figured(at: Place) -> dict[str, Any]:
    """What the template of the figures takes."""
    found: Figures = at.model.once("figures", lambda: figures(at.model))
    ends = [*found.departments, *(id_ for members in found.resources.values() for id_ in members)]
    colours = {entry.id: entry.colour for entry in at.catalogue.scopes}
    most = found.most
    return {
        "found": found,
        "ends": {id_: _end(at, id_) for id_ in [*ends, *found.known]},
        "counts": {id_: found.count(id_) for id_ in ends},
        "scopes": {scope: scope_value(at, scope) for scope in found.resources},
        "scope_of": {each.other: scope_of_end(at.model, each.other) for each in found.links},
        "colours": {scope: colours.get(scope) or "var(--frame_line)" for scope in found.resources},
        "cells": {(each.department, each.other): _cell(at, each, most) for each in found.links},
        "bands": json.dumps([_band(at, each) for each in found.links], ensure_ascii=False),
        "series": SERIES,
        "rest": REST,
    }


def _end(at: Place, id_: str) -> Value:
    return Value(end_name(at.model, id_, at.language)) if id_.startswith(REST) else reference(at, id_)


def _label(at: Place, each: Link) -> str:
    department, other = (end_name(at.model, end, at.language) for end in (each.department, each.other))
    return f"{department} – {other}: {each.told}"


def _cell(at: Place, each: Link, most: int) -> Cell:
    href = at.way(each.department, *each.ends) if each.ends else None
    return Cell(each.told, round(min(each.count / most, 1), 2), href, _label(at, each))


def _band(at: Place, each: Link) -> list[str | int]:
    href = at.way(each.department, *each.ends) if each.ends else ""
    return [each.department, each.other, each.count, _label(at, each), href]
