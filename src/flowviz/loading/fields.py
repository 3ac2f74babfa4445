"""The fields of the nouns, as loading, tables, details and schemas follow them."""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from typing import Any, Union

from flowviz.catalogue import Evidence, Text

__all__ = ["Field", "fields", "is_noun", "noun_fields"]


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A field of a noun: its key in YAML, its name in Python, its type without None and without tuple."""

    key: str
    name: str
    type: Any
    many: bool
    required: bool
    of: str | None
    doc: str


@functools.cache
def fields(cls: type) -> tuple[Field, ...]:
    """The fields of a noun in the order of the class, those of its base first."""
    hints = typing.get_type_hints(cls)
    found = []
    for field in dataclasses.fields(cls):
        hint = hints[field.name]
        if typing.get_origin(hint) in (Union, types.UnionType):
            hint = next(option for option in typing.get_args(hint) if option is not types.NoneType)
        many = typing.get_origin(hint) is tuple
        if many:
            hint = typing.get_args(hint)[0]
        found.append(
            Field(
                key=field.metadata["key"] or field.name,
                name=field.name,
                type=hint,
                many=many,
                required=field.default is dataclasses.MISSING,
                of=field.metadata["of"],
                doc=field.metadata["doc"],
            )
        )
    return tuple(found)


@functools.cache
def noun_fields(cls: type) -> tuple[Field, ...]:
    """The fields of a noun that hold nouns."""
    return tuple(field for field in fields(cls) if is_noun(field.type))


def is_noun(type_: Any) -> bool:
    """Whether a field of this type holds mappings of a noun's own fields."""
    return dataclasses.is_dataclass(type_) and type_ not in (Text, Evidence)
