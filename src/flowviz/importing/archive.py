"""A packed file -> its parts in small pieces, so that nothing is ever unpacked beyond a limit.

Whatever is wrong with the packing, and whatever Python's reader of it makes of that, is one `UnreadableFile`.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flowviz.importing.grid import UnreadableFile
from flowviz.limits import MOST_BYTES, MOST_PARTS
from flowviz.loading.problems import short
from flowviz.messages import Message, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Archive"]

T = TypeVar("T")
_PIECE: Final = 65_536
_DIRECTORY_ENTRY: Final = b"PK\x01\x02"
_PASSWORD: Final = 0x1
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those that spreadsheet programs write. The others may ask for gigabytes to unpack a byte."""


class Archive:
    """The parts of the packed file ``raw``, which problems call ``name``; ``broken`` is what is said of a damaged one.

    Raises `UnreadableFile` when it is damaged, has a password, or is larger than is sensible.
    """

    def __init__(self, raw: bytes, name: str, broken: Message) -> None:
        self._name = name
        self._broken = broken
        self._left = MOST_BYTES
        if raw.count(_DIRECTORY_ENTRY) > MOST_PARTS:
            raise self._too_large()
        archive = self._tried(lambda: zipfile.ZipFile(io.BytesIO(raw)))
        self._zip: zipfile.ZipFile = archive
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > MOST_BYTES:
            raise self._too_large()
        twice = next((part for part, count in Counter(p.filename.casefold() for p in parts).items() if count > 1), None)
        if twice is not None:
            raise UnreadableFile(name, said("damaged.two-parts", part=short(twice)))
        if any("\0" in part.orig_filename or part.header_offset + part.compress_size > len(raw) for part in parts):
            raise UnreadableFile(name, broken)
        self._parts = {part.filename: part for part in parts}

    @property
    def names(self) -> list[str]:
        """The names of the parts, in the order of the file."""
        return list(self._parts)

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def pieces(self, part: str) -> Iterator[bytes]:
        """The bytes of ``part``, which is there, piece by piece."""
        info = self._parts[part]
        if info.flag_bits & _PASSWORD:
            raise UnreadableFile(self._name, said("not-importable.password", part=short(part)))
        if info.compress_type not in _METHODS:
            raise UnreadableFile(self._name, said("not-importable.packing", part=short(part)))
        file: Any = self._tried(lambda: self._zip.open(info))
        missing = info.file_size
        while piece := self._tried(lambda: file.read(_PIECE)):
            missing -= len(piece)
            self._left -= len(piece)
            if self._left < 0:  # parts that share their bytes, or are asked for again
                raise self._too_large()
            yield piece
        if missing:
            raise UnreadableFile(self._name, self._broken)

    def read(self, part: str) -> bytes:
        """All bytes of ``part``, which is there."""
        return b"".join(self.pieces(part))

    def _tried(self, step: Callable[[], T]) -> T:
        try:
            return step()
        except Exception:  # zipfile lets a dozen kinds through: of itself, zlib, struct, io, codecs
            raise UnreadableFile(self._name, self._broken) from None

    def _too_large(self) -> UnreadableFile:
        return UnreadableFile(self._name, said("too-much.unpacked", parts=MOST_PARTS, mb=MOST_BYTES // 1_000_000))
