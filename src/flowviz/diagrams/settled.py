"""Places that were found before: a scene is laid out once for as long as it is the same."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import msgspec

from flowviz import remembered
from flowviz.diagrams.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["once"]


def once(name: str, scene: Scene, place: Callable[[], Scene], *given: Any) -> Scene:
    """``scene`` as ``place`` places it, which is known by its ``name`` and reads nothing but the scene and what is ``given``."""
    if not remembered.is_open():
        return place()
    encode = msgspec.msgpack.encode
    key = remembered.hashed(name.encode(), encode(scene), encode(given))
    kept = remembered.recalled(key)
    if kept is None:
        kept = encode(place())
        remembered.remember(key, kept)
    placed = _decoder().decode(kept)  # also what was just made: what is made of it has one key, whichever it was
    for name in scene.__struct_fields__:
        setattr(scene, name, getattr(placed, name))
    return scene


@functools.cache
def _decoder() -> msgspec.msgpack.Decoder[Scene]:
    return msgspec.msgpack.Decoder(Scene)
