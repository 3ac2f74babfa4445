"""The partners of a drawing, grouped: another department's things stand under its name, all others under their scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.catalogue import OWN
from flowviz.ends import Inside, OfScope, group_of
from flowviz.wording import home_name, scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

__all__ = ["Group", "groups", "heading"]

Group = Inside | OfScope


def groups(model: Model, others: Iterable[str], *, own: str | None = None) -> list[tuple[Group, list[str]]]:
    """Each group that some of ``others`` are in, with their ids in the order of the catalogue.

    Departments come first, the drawn one ``own`` before all others, then scopes; both in the order of the catalogue.
    """
    found: dict[Group, list[str]] = {}
    for other in sorted(set(others), key=model.order.__getitem__):
        found.setdefault(group_of(model, other), []).append(other)
    places = model.once("places of groups", lambda: _places(model.catalogue))
    first = own and Inside(own)
    return sorted(
        [(group, ids) for group, ids in found.items() if group in places],
        key=lambda entry: (entry[0] != first, places[entry[0]]),
    )


def _places(catalogue: Catalogue) -> dict[Group, int]:
    """Each group of a catalogue with its place among all."""
    groups: list[Group] = [Inside(department.id) for department in catalogue.departments]
    groups += [Inside(member.organisation.id) for member in catalogue.members]
    groups += [OfScope(scope.id) for scope in catalogue.scopes]
    return {group: place for place, group in enumerate(groups)}


def heading(model: Model, group: Group, language: str, *, own: str | None = None) -> str:
    """What a group is called: the department's name, or the scope's; the drawn department ``own`` is the scope "own"."""
    if group == Inside(own or ""):
        return scope_name(model, OWN, language)
    if isinstance(group, Inside):
        return home_name(model, group.id, language)
    return scope_name(model, group.id, language)
