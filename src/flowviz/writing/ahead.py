"""Files that are to be written together, and that the disk takes in while the others are still being made."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from flowviz.writing.faults import cannot_write, check_place
from flowviz.writing.ownership import digest
from flowviz.writing.spool import Spool
from flowviz.writing.staging import made_folder, same_rights, staging, synced

if TYPE_CHECKING:
    from types import TracebackType

__all__ = ["Ahead"]


class Ahead(Mapping[str, bytes]):
    """Bytes by path, for one call of `flowviz.writing.write_folder`.

    What will be new in the folder lies in a hidden one beside it, each in a file that the system may take onto the disk at
    once, and that is linked into its place at the end. What may be there already, and all where nothing can be laid beside
    the folder, is kept in a `Spool`.
    """

    def __init__(self, folder: Path) -> None:
        check_place(folder)
        self._folder = Path(os.path.realpath(folder))
        self._stack = contextlib.ExitStack()
        self._spool = Spool()
        self._room: Path | None = None
        self._laid: dict[str, Path] = {}
        self.digests: dict[str, str] = {}
        """The hash of each file as it stands in a record."""

    def __enter__(self) -> Ahead:
        self._stack.enter_context(self._spool)
        with contextlib.suppress(OSError), contextlib.ExitStack() as made:  # who writes then tells why that cannot be
            made.enter_context(made_folder(self._folder.parent))
            self._room = made.enter_context(staging(self._folder.parent))
            self._stack.push(made.pop_all())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, name: str, data: bytes) -> None:
        """Keeps ``data`` under ``name``."""
        if self._room is None or self._may_stand(name, len(data)):
            self._spool.add(name, data)
        else:
            path = self._room / str(len(self._laid))
            try:
                path.write_bytes(data)
            except OSError as error:
                raise cannot_write(self._folder, error) from None
            self._laid[name] = path
        self.digests[name] = digest(data)

    def _may_stand(self, name: str, size: int) -> bool:
        """Whether the same may be in the folder already."""
        try:
            return os.stat(self._folder / name).st_size == size  # noqa: PTH116 - it is asked of every file
        except OSError:
            return False

    def put(self, name: str, place: Path, like: os.stat_result | None) -> None:
        """Puts the file of ``name`` at ``place``, where nothing is, and onto the disk, with the rights of ``like`` where it is given."""
        laid = self._laid.get(name)
        if laid is not None:
            with contextlib.suppress(OSError):  # not all disks have hard links
                _linked(laid, place)
                if like is not None:
                    same_rights(place, like)
                return
        place.unlink(missing_ok=True)
        synced(place, self[name], like)

    def __getitem__(self, name: str) -> bytes:
        laid = self._laid.get(name)
        return self._spool[name] if laid is None else laid.read_bytes()

    def __contains__(self, name: object) -> bool:
        return name in self.digests

    def __iter__(self) -> Iterator[str]:
        return iter(self.digests)

    def __len__(self) -> int:
        return len(self.digests)


def _linked(laid: Path, place: Path) -> None:
    """Puts a file at a second place, and waits until it is on the disk."""
    os.link(laid, place)
    with place.open("r+b") as file:
        os.fsync(file.fileno())
