"""Files that are to be written together and are too many for memory: kept on the disk until then."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator, Mapping
from types import TracebackType

__all__ = ["Spool"]


class Spool(Mapping[str, bytes]):
    """Bytes by name in a file that nobody else sees, and that is gone with this process whatever happens to it. Threads may share it.

    >>> with Spool() as files:
    ...     files.add("a.html", b"first")
    ...     files.add("b.html", b"second")
    ...     list(files), files["a.html"]
    (['a.html', 'b.html'], b'first')
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._turn = threading.Lock()  # the file has one position for all who read

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of all of it."""
        self._file.close()

    def add(self, name: str, data: bytes) -> None:
        """Keeps ``data`` under ``name``."""
        with self._turn:
            self._file.seek(self._end)
            self._file.write(data)
            self._places[name] = self._end, len(data)
            self._end += len(data)

    def __getitem__(self, name: str) -> bytes:
        start, length = self._places[name]
        with self._turn:
            self._file.seek(start)
            return self._file.read(length)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
