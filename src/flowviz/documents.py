"""A `Catalogue` -> the plain data that a YAML file of it would hold: the way back from nouns to text.

Defaults are left out and evidence is in short, so that ``flowviz.loading`` builds the same catalogue again.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import Evidence, Text
from flowviz.loading import reserved_scopes
from flowviz.loading.fields import Field, fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue, Scope

__all__ = ["document", "plain", "written_scopes"]

_PARTS = ("sources", "scopes", "departments", "shared", "systems", "parties", "feeds", "issues", "requests", "keywords")


def document(catalogue: Catalogue) -> dict[str, Any]:
    """The whole catalogue as one file would hold it; bare line numbers mean its first source document."""
    source = catalogue.sources[0].id if catalogue.sources else None
    parts: dict[str, Any] = {part: getattr(catalogue, part) for part in _PARTS}
    parts["scopes"] = written_scopes(catalogue.scopes)
    return {
        **({"source": source} if source else {}),
        "catalogue": plain(catalogue.header, source),
        "organisation": plain(catalogue.organisation, source),
        **{part: [plain(entry, source) for entry in entries] for part, entries in parts.items() if entries},
    }


def written_scopes(scopes: tuple[Scope, ...]) -> tuple[Scope, ...]:
    """The scopes without those that loading puts at their end by itself."""
    reserved = reserved_scopes()
    for count in range(len(reserved), 0, -1):
        written = scopes[:-count]
        given = {scope.id for scope in written}
        if scopes[-count:] == tuple(scope for scope in reserved if scope.id not in given):
            return written
    return scopes


def plain(noun: Any, source: str | None) -> dict[str, Any]:
    """A noun as plain data with all that lies in it; evidence in the document ``source`` is bare line numbers."""
    cls: type = noun.__class__
    defaults = _defaults(cls)
    found = {}
    for field in fields(cls):
        value = getattr(noun, field.name)
        if field.required or value != defaults[field.name]:
            found[field.key] = _value(field, value, source)
    return found


def _value(field: Field, value: Any, source: str | None) -> Any:
    return [_one(entry, source) for entry in value] if field.many else _one(value, source)


def _one(value: Any, source: str | None) -> Any:
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, Evidence):
        return _evidence(value, source)
    return plain(value, source) if dataclasses.is_dataclass(value) else value


def _evidence(evidence: Evidence, source: str | None) -> int | str:
    short = evidence.short.removeprefix(f"{source}:")
    return int(short) if short.isdigit() else short


@functools.cache
def _defaults(noun: type) -> Mapping[str, Any]:
    return {field.name: field.default for field in dataclasses.fields(noun)}
