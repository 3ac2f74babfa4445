"""What is open: by a technical interface, and what else is said of publishing, each with what limits it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

from flowviz.catalogue import Holding, Openness
from flowviz.facts.things import home_of, item
from flowviz.nouns import Noun
from flowviz.site.facts import Value, reference, shown
from flowviz.site.place import Place

__all__ = ["OpenEntry", "open_things"]

_INTERFACE: Final = ("open-interface",)
_PUBLISHED: Final = ("publication", "public-notice")
"""Not that a service is public: what it keeps of its clients is not."""
_LIMITS: Final = ("restriction", "internal-only", "principle")


class OpenEntry(Noun, kw_only=False):
    """One remark that something is open."""

    thing: Value
    home: Value | None
    remark: Value
    url: str | None
    limits: tuple[Value, ...]
    """What else is said of who may have the data, grounds of secrecy among it."""


def open_things(at: Place) -> dict[str, list[OpenEntry]]:
    """What is open by an interface, and what else is said of publishing, in the order of the catalogue."""
    return {"interfaces": list(_entries(at, _INTERFACE)), "published": list(_entries(at, _PUBLISHED))}


def _entries(at: Place, kinds: tuple[str, ...]) -> Iterator[OpenEntry]:
    for thing, _ in at.catalogue.things():
        said = thing.openness if isinstance(thing, Holding) else ()
        for one in said:
            if one.kind in kinds:
                home = next(iter(home_of(at.model, thing.id)), None)
                limits = tuple(_value(at, other) for other in said if other.kind in _LIMITS)
                yield OpenEntry(
                    reference(at, thing.id), shown(at, home) if home else None, _value(at, one), one.url, limits
                )


def _value(at: Place, remark: Openness) -> Value:
    """A remark without what stands beside it: its kind and its address."""
    found = item(at.model, remark)
    parts = tuple(part for part in found.parts if part.key not in ("kind", "url"))
    return shown(at, dataclasses.replace(found, parts=parts))
