"""What a member says of something that another one owns, put beside what the owner says of it."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flowviz.catalogue import Alias, Thing
from flowviz.loading.fields import fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.catalogue import Party, Resource, System

__all__ = ["united"]

T = TypeVar("T", bound="Resource | System | Party")

_OWNERS_WORD: Final = ("id", "ref", "name", "description", "scope", "form", "part_of", "internal_only", "stands_for")
"""Fields that only the owner fills."""
_HOW_KNOWN: Final = ("_basis", "_evidence", "_why")
"""What stands beside a field and goes with it."""


def united(owned: T, said: T) -> tuple[T, tuple[str, ...]]:
    """The thing with what is ``said`` of it by another member, and the fields of which both say different things.

    Lists are put together. Of the rest, what the owner says stays, and what it does not say is taken over, with its
    evidence. A name that the owner does not use becomes another name of it.
    """
    changes: dict[str, Any] = {}
    differing: list[str] = []
    cls: type = type(owned)
    for name, beside, many in _told(cls):
        ours: Any = getattr(owned, name)
        theirs: Any = getattr(said, name)
        if theirs in (None, (), False) or theirs == ours:
            if theirs and theirs == ours:
                changes |= _more_evidence(owned, said, beside)
            continue
        if ours in (None, (), False):
            changes |= {one: getattr(said, one) for one in [name, *beside]}
        elif many:
            changes[name] = (*ours, *(one for one in theirs if one not in ours))
            changes |= _more_evidence(owned, said, beside)
        else:
            differing.append(name)
    if getattr(owned, "scope", None) == getattr(said, "scope", None):
        changes |= _more_evidence(owned, said, ("scope_evidence",) if hasattr(owned, "scope_evidence") else ())
    aliases: tuple[Alias, ...] = changes.get("aliases", owned.aliases)
    changes["aliases"] = (*aliases, *_other_names(owned, said, {alias.text for alias in aliases}))
    return dataclasses.replace(owned, **changes), tuple(differing)


def _other_names(owned: Thing, said: Thing, known: set[str]) -> Iterator[Alias]:
    texts = owned.name.as_dict().values()
    name = said.name.values[0][1]
    if name not in texts and name not in known:
        yield Alias(text=name, evidence=said.evidence)


def _more_evidence(owned: Thing, said: Thing, beside: Sequence[str]) -> Mapping[str, Any]:
    found = {}
    for name in beside:
        if name.endswith("_evidence"):
            ours, theirs = getattr(owned, name), getattr(said, name)
            found[name] = (*ours, *(one for one in theirs if one not in ours))
    return found


@functools.cache
def _told(cls: type) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """The fields that a member may fill: name, what stands beside it, whether it is a list."""
    names = {field.name for field in fields(cls)}
    beside = {name: tuple(name + end for end in _HOW_KNOWN if name + end in names) for name in names}
    accompanying = {one for found in beside.values() for one in found}
    return tuple(
        (field.name, beside[field.name], field.many)
        for field in fields(cls)
        if field.name not in accompanying and field.name not in _OWNERS_WORD
    )
