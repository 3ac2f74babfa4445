"""What makes the nouns of a catalogue: frozen, their fields described, quick to define, to make and to read back.

A noun is a `msgspec.Struct`: all those of a catalogue are defined in the time that one dataclass takes, made in half of its time, and
read from what was kept without a line of Python. To `dataclasses` a noun is a dataclass all the same: ``fields``, ``replace`` and
``is_dataclass`` do what they do elsewhere.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any, ClassVar, Final, cast, dataclass_transform

import msgspec

__all__ = ["Noun", "Part", "item"]

_ITEMS: Final = "_items"


def item(doc: str, *, default: Any = dataclasses.MISSING, key: str | None = None, of: str | None = None) -> Any:
    """A field of a noun, or of a dataclass, with its description.

    ``key`` is its name in YAML where Python cannot use it, ``of`` the form of its text:
    ``id``, ``date``, ``code``, ``colour``, ``url``, ``years``, or the kind of thing it refers to (``-> scope``).
    """
    return dataclasses.field(default=default, metadata={"doc": doc, "key": key, "of": of})


class _Fields:
    """The fields of a noun as `dataclasses` knows fields, made when they are first asked for."""

    def __init__(self) -> None:
        self._of: dict[type, dict[str, dataclasses.Field[Any]]] = {}

    def __get__(self, _: object, noun: type) -> dict[str, dataclasses.Field[Any]]:
        if noun not in self._of:
            self._of[noun] = _fields(noun)
        return self._of[noun]


def _fields(noun: Any) -> dict[str, dataclasses.Field[Any]]:
    lines: dict[str, str] = {}
    told: dict[str, Any] = {}
    for base in reversed(noun.__mro__):
        own = inspect.get_annotations(base)
        lines.update((name, own[name]) for name in own if name in noun.__struct_fields__)
        told.update(base.__dict__.get(_ITEMS, {}))
    with_default = noun.__struct_fields__[-len(noun.__struct_defaults__) :] if noun.__struct_defaults__ else ()
    for name, default in zip(with_default, noun.__struct_defaults__, strict=True):
        if default is not msgspec.NODEFAULT:
            told.setdefault(name, default)
    members = {"__annotations__": lines, "__module__": noun.__module__, "__doc__": noun.__doc__, **told}
    beside: Any = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=True)(
        type(noun.__name__, (), members)
    )
    return cast("dict[str, dataclasses.Field[Any]]", beside.__dataclass_fields__)


class _Nouns(msgspec.StructMeta):
    """Takes the descriptions of the fields out of a class before it is made."""

    def __new__(mcs, name: str, bases: tuple[type, ...], members: dict[str, Any], **config: Any) -> Any:
        items = {key: found for key, found in members.items() if isinstance(found, dataclasses.Field)}
        defaults: dict[str, Any] = {}
        for key, found in items.items():
            if found.default is not dataclasses.MISSING:
                defaults[key] = found.default
            elif found.default_factory is not dataclasses.MISSING:
                defaults[key] = msgspec.field(default_factory=found.default_factory)
        rest = {key: found for key, found in members.items() if key not in items}
        config.setdefault("kw_only", True)
        return super().__new__(mcs, name, bases, {**rest, **defaults, _ITEMS: items}, **config)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(item,))
class Noun(msgspec.Struct, metaclass=_Nouns, frozen=True, gc=False, omit_defaults=True):
    """A noun: its fields are its annotated lines; those that are an `item` have a description."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]] = cast("Any", _Fields())


@dataclass_transform(kw_only_default=True, field_specifiers=(dataclasses.field,))
class Part(msgspec.Struct, metaclass=_Nouns):
    """What is put together step by step, such as a part of a drawing."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]] = cast("Any", _Fields())
