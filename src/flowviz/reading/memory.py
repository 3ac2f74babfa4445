"""Files that lie nowhere: a caller has them in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz.limits import MOST_BYTES
from flowviz.reading.entry import ending, refused, sent, too_large

if TYPE_CHECKING:
    from collections.abc import Collection

    from flowviz.reading.entry import Entry

__all__ = ["Memory"]


@dataclass(frozen=True, slots=True)
class Memory:
    """Files by name; ``name`` is what the whole is called."""

    name: str
    files: Mapping[str, bytes]

    def entries(self, endings: Collection[str]) -> list[Entry]:
        """The files whose names end so, by name; see `flowviz.reading.Source`."""
        return [_entry(name, raw) for name, raw in sorted(self.files.items()) if ending(name) in endings]


def _entry(name: str, raw: bytes) -> Entry:
    if len(raw) > MOST_BYTES:
        return refused(name, too_large(MOST_BYTES))
    return sent(raw, name)
