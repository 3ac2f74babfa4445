"""A smaller catalogue: the things that are kept, and nothing that tells of the others.

What refers to what stands in the fields of the nouns, so a reference in a new field is cut without a word here.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from flowviz.catalogue import Catalogue, Document, Thing
from flowviz.loading.build import target
from flowviz.loading.fields import Field, fields, is_noun

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["cut"]

N = TypeVar("N")

_NOT_THINGS: Final = (None, "scope", "source")
"""What a field may refer to that is not cut: no thing of the catalogue."""


def cut(catalogue: Catalogue, keep: Collection[str]) -> Catalogue:
    """The catalogue of its organisation and the things in ``keep``, each of which needs what it lies in.

    A reference to a thing that is not there goes, and so does what is nothing without it: a feed without an end, the
    use of a system, an issue about nothing that is left. A keyword stays, as a word of the source.
    """
    kept = _with_things(catalogue, keep)
    smaller: Catalogue = _referring(kept, _here(kept))
    of_all = {issue.id for issue in catalogue.issues if not issue.about}
    return _but(smaller, issues=tuple(issue for issue in smaller.issues if issue.about or issue.id in of_all))


def _with_things(noun: N, keep: Collection[str]) -> N:
    """The noun with those of the things in it, at any depth, that are kept."""
    changes = {}
    for field in _holding(_class_of(noun)):
        things = getattr(noun, field.name)
        changes[field.name] = tuple(_with_things(thing, keep) for thing in things if thing.id in keep)
    return _but(noun, **changes)


def _here(catalogue: Catalogue) -> Mapping[str | None, Collection[str]]:
    """What references of each kind may be to; those of kinds that are not there may be to the things."""
    things = {thing.id for thing, _ in catalogue.things()}
    classes = {entry.code for department in catalogue.departments for entry in department.records_classes}
    return {None: things, "records class": classes, "scope-or-thing": things | {scope.id for scope in catalogue.scopes}}


def _referring(noun: Any, here: Mapping[str | None, Collection[str]]) -> Any:
    """The noun with its references to what is here; None when it needs one that is not."""
    differing: dict[str, Any] = {}
    for telling in _telling(_class_of(noun)):
        value = getattr(noun, telling.name)
        if value is None or value == ():
            continue
        values = value if telling.many else (value,)
        if telling.nouns:
            told = [found for one in values if (found := _referring(one, here)) is not None]
        else:
            known = here.get(telling.target, here[None])
            told = [one for one in values if one in known]
        if telling.needed and not told:
            return None
        if len(told) < len(values) or any(map(operator.is_not, told, values)):
            differing[telling.name] = tuple(told) if telling.many else next(iter(told), None)
    return dataclasses.replace(noun, **differing) if differing else noun


def _but(noun: N, **changes: Any) -> N:
    """The noun with what differs; itself when nothing does."""
    differing = {name: value for name, value in changes.items() if value != getattr(noun, name)}
    return dataclasses.replace(noun, **differing) if differing else noun  # type: ignore[type-var]


def _class_of(noun: object) -> type:
    """The class whose fields tell of the noun: a catalogue has those of its files."""
    return Document if isinstance(noun, Catalogue) else type(noun)


@functools.cache
def _holding(cls: type) -> tuple[Field, ...]:
    """The fields of a noun that hold things."""
    return tuple(field for field in fields(cls) if field.many and is_noun(field.type) and issubclass(field.type, Thing))


class _Telling(NamedTuple):
    """A field of a noun that refers to things, or holds ``nouns`` that do."""

    name: str
    many: bool
    needed: bool
    """Whether the noun is nothing without what it refers to."""
    nouns: bool
    target: str | None


@functools.cache
def _telling(cls: type) -> tuple[_Telling, ...]:
    """The fields of a noun that refer to things, or hold what does."""
    return tuple(
        _Telling(field.name, field.many, field.required and not field.many, is_noun(field.type), target(field))
        for field in fields(cls)
        if (_telling(field.type) if is_noun(field.type) else target(field) not in _NOT_THINGS)
    )
