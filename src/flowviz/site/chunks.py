"""The text of a page in chunks, of which most lie in what is `remembered`, so that it can be told again without being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from flowviz import remembered

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Chunk", "Recipe", "joined", "recalled", "recipe"]

Recipe = list[str | tuple[bytes, int]]
"""Text, or the key of a result and a place in the list of texts that it begins with."""


class Chunk(NamedTuple):
    """A piece of text, and where it lies in what is remembered; nowhere without a key."""

    text: str
    key: bytes = b""
    place: int = 0


def joined(chunks: Sequence[Chunk]) -> str:
    """The text of some chunks."""
    return "".join([chunk.text for chunk in chunks])


def recipe(chunks: Sequence[Chunk]) -> Recipe:
    """What `recalled` makes the text of the chunks from."""
    return [(chunk.key, chunk.place) if chunk.key else chunk.text for chunk in chunks]


def recalled(found: Recipe) -> str | None:
    """The text of a recipe; None where a part of it is gone."""
    known: dict[bytes, list[str]] = {}
    parts: list[str] = []
    for part in found:
        if isinstance(part, str):
            parts.append(part)
            continue
        key, place = part
        if key not in known:
            raw = remembered.recalled(key)
            if raw is None:
                return None
            known[key] = msgspec.msgpack.decode(raw)[0]
        parts.append(known[key][place])
    return "".join(parts)
