"""A member's nouns with the ids that they have beside those of other members; follows the fields of the nouns."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, TypeVar

from flowviz.catalogue import Evidence, Scope, outside
from flowviz.loading.build import target
from flowviz.loading.fields import fields, is_noun

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = ["Origins", "Renaming"]

N = TypeVar("N")


class Origins:
    """What nouns of a joined catalogue were made of: the members' own, whose places are known."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[object, object]] = {}

    def tell(self, made: object, origin: object) -> None:
        """Takes down that a noun was ``made`` of another one, or of one that was made of it."""
        self._found[id(made)] = made, self.of(origin)  # what was made stays, or another could get its number

    def of(self, noun: object) -> object:
        """The member's noun; itself where it was not made of any."""
        return self._found.get(id(noun), (noun, noun))[1]


class Renaming:
    """Gives nouns of the ``member`` their names outside it.

    ``things`` are the ids that mean something of another member; ``scopes`` keep theirs, as do classes of records plans.
    ``origins`` gets what each noun was made of.
    """

    def __init__(self, member: str, things: Mapping[str, str], scopes: Collection[str], origins: Origins) -> None:
        self._member = member
        self._things = things
        self._scopes = scopes
        self._origins = origins
        self._plans: dict[type, tuple[tuple[str, bool, Callable[[Any], Any]], ...]] = {}
        self._evidence = functools.lru_cache(maxsize=4096)(self._outside)

    def of(self, noun: N) -> N:
        """The noun, and all that lies in it, with ids and references as they are outside the member."""
        cls = type(noun)
        plan = self._plans.get(cls)
        if plan is None:
            plan = self._plans[cls] = tuple(self._plan(cls))
        changes = {}
        for name, many, convert in plan:
            value = getattr(noun, name)
            if value is not None and value != ():
                changes[name] = tuple(map(convert, value)) if many else convert(value)
        if not changes:
            return noun
        found = dataclasses.replace(noun, **changes)  # type: ignore[type-var]
        self._origins.tell(found, noun)
        return found

    def thing(self, id_: str) -> str:
        """The id of a thing outside the member."""
        return self._things.get(id_) or self.own(id_)

    def own(self, id_: str) -> str:
        """The id of what is always the member's own, such as a source."""
        return outside(self._member, id_)

    def _plan(self, cls: type) -> Any:
        for field in fields(cls):
            if field.type is Evidence:
                yield field.name, field.many, self._evidence
            elif is_noun(field.type):
                yield field.name, field.many, self.of
            elif field.of == "id" and cls is not Scope:
                yield field.name, field.many, self.own
            else:
                kind = target(field)
                if kind == "source":
                    yield field.name, field.many, self.own
                elif kind == "scope-or-thing":
                    yield field.name, field.many, self._scope_or_thing
                elif kind not in (None, "scope", "records class"):
                    yield field.name, field.many, self.thing

    def _outside(self, evidence: Evidence) -> Evidence:
        return dataclasses.replace(evidence, source=self.own(evidence.source))

    def _scope_or_thing(self, id_: str) -> str:
        return id_ if id_ in self._scopes else self.thing(id_)
