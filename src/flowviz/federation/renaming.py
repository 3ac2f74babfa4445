"""A member's nouns with the ids that they have beside those of other members; follows the fields of the nouns."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, TypeVar

from flowviz.catalogue import STROKE, Evidence, Scope
from flowviz.loading.build import target
from flowviz.loading.schema import fields, is_noun

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

__all__ = ["Renaming"]

N = TypeVar("N")


class Renaming:
    """Gives nouns of the ``member`` their names outside it.

    ``things`` are the ids that mean something of another member; ``scopes`` keep theirs, as do classes of records plans.
    """

    def __init__(self, member: str, things: Mapping[str, str], scopes: Collection[str]) -> None:
        self._prefix = member + STROKE
        self._things = things
        self._scopes = scopes
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
        return dataclasses.replace(noun, **changes) if changes else noun  # type: ignore[type-var]

    def thing(self, id_: str) -> str:
        """The id of a thing outside the member."""
        return self._things.get(id_) or self._prefix + id_

    def own(self, id_: str) -> str:
        """The id of what is always the member's own, such as a source."""
        return self._prefix + id_

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
