"""What a source of input is: named files, each with a way to its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from flowviz.errors import InputError
from flowviz.messages import Message, said

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

__all__ = ["Entry", "File", "Source", "ending", "refused", "sent", "too_large"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a source."""

    name: str
    """What problems call it."""
    read: Callable[[], bytes]
    """Gives its bytes, or raises `InputError`."""
    path: Path | None = None
    """Where it lies on the disk, without links."""


class Source(Protocol):
    """Where input lies."""

    @property
    def name(self) -> str:
        """What it was asked for by."""

    def entries(self, endings: Collection[str]) -> list[Entry]:
        """Its files whose names end so, by name; the one file when it is a file, whatever its ending.

        Hidden files are none. Raises `InputError` when the source itself cannot be read.
        """


class File(Source, Protocol):
    """A source that knows what lies around it, as a file that names others must."""

    def beside(self, path: str, revision: str | None = None) -> File:
        """What lies at ``path``, counted from the folder of the file, in a revision of its repository where one is named."""


def ending(name: str) -> str:
    """The ending of a file's name in small letters, such as ``.yaml``.

    >>> ending("data/NEW.YAML"), ending("data.d/none")
    ('.yaml', '')
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, end = base.rpartition(".")
    return f".{end.lower()}" if dot and stem else ""


def refused(name: str, reason: Message) -> Entry:
    """An entry for what must not be read."""

    def read() -> bytes:
        raise InputError(name, reason)

    return Entry(name, read)


def sent(raw: bytes, name: str) -> Entry:
    """An entry for bytes that were sent."""
    return Entry(name, lambda: raw)


def too_large(most: int) -> Message:
    """What is said of a file with more than ``most`` bytes."""
    return said("unreadable.large", mb=most // 1_000_000)
