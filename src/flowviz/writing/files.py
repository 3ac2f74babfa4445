"""Files where they stand, all of them or none: the new ones are prepared beside, then renamed into their places.

One file is never met half written, whatever happens. Of several, an error or a signal leaves all old ones; only a
process that is killed between two renames leaves some old and some new, which `flowviz.writing.folders` is for.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flowviz.errors import OutputError
from flowviz.writing.faults import cannot_write
from flowviz.writing.holding import alone, uninterrupted
from flowviz.writing.ownership import RECORD
from flowviz.writing.plans import Changing, planned
from flowviz.writing.staging import made_folder, staging, sweep, synced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowviz.writing.plans import Output, Plan

__all__ = ["in_place"]


def in_place(outputs: Sequence[Output]) -> list[Plan]:
    """Writes all of ``outputs``, or nothing, and gives what that took.

    Raises `OutputError` when one must be left alone or cannot be written, `Changing` when somebody else writes there.
    """
    with contextlib.ExitStack() as stack:
        for output in sorted(outputs, key=lambda output: output.folder):
            with _told(output.shown("")):
                stack.enter_context(made_folder(output.folder))
            stack.enter_context(alone(output.folder))
            sweep({_place(output.folder / name).parent for name in output.files})
        plans = [planned(output) for output in outputs]
        with _Steps() as steps:
            for output, plan in zip(outputs, plans, strict=True):
                steps.prepare(output, plan)
            if [planned(output) for output in outputs] != plans:
                raise Changing
            steps.take()
        for output, plan in zip(outputs, plans, strict=True):
            if plan.record is not None:
                # a folder of several people may let us write our file but not over the record of another
                with contextlib.suppress(OSError, OutputError, Changing), _Steps() as steps:
                    steps.put(output.folder / RECORD, plan.record)
                    steps.take()
    return plans


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:  # we made the folder, so somebody may have put another in its place
        raise Changing from error
    except OSError as error:
        raise cannot_write(path, error) from None


def _place(path: Path) -> Path:
    """Where a file really stands: a link stays a link, what it leads to is replaced."""
    return Path(os.path.realpath(path))


class _Steps:
    """Renames that happen all or not at all."""

    def __init__(self) -> None:
        self._stack = contextlib.ExitStack()
        self._rooms: dict[Path, Path] = {}
        self._steps: list[tuple[Path | None, Path, Path]] = []

    def __enter__(self) -> _Steps:
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.__exit__(*error)  # type: ignore[arg-type]

    def prepare(self, output: Output, plan: Plan) -> None:
        for name, data in plan.files.items():
            with _told(output.shown(name)):
                self._stack.enter_context(made_folder((output.folder / name).parent))
                self.put(output.folder / name, data, output.shown(name))
        self._steps += [(None, output.folder / name, output.shown(name)) for name in plan.gone]

    def put(self, path: Path, data: bytes, shown: Path | None = None) -> None:
        """Prepares a file."""
        place = _place(path)
        new = self._room(place.parent) / str(len(self._steps))
        synced(new, data, place.stat() if place.exists() else None)
        self._steps.append((new, place, shown or path))

    def _room(self, folder: Path) -> Path:
        if folder not in self._rooms:
            self._rooms[folder] = self._stack.enter_context(staging(folder))
        return self._rooms[folder]

    def take(self) -> None:
        """Does all that was prepared; what was done is undone when a step fails."""
        done: list[tuple[Path, Path | None]] = []
        with uninterrupted():
            try:
                for new, place, shown in self._steps:
                    with _told(shown):
                        self._step(new, place, done)
            except BaseException:
                for place, kept in reversed(done):
                    with contextlib.suppress(OSError):
                        if kept is None:
                            place.unlink()
                        else:
                            kept.replace(place)
                raise

    def _step(self, new: Path | None, place: Path, done: list[tuple[Path, Path | None]]) -> None:
        if len(self._steps) == 1 and new is not None:
            new.replace(place)
            return
        is_new = not place.exists()
        if not is_new:
            kept = self._room(place.parent) / f"{len(done)}.kept"
            _keep(place, kept)
            done.append((place, kept))
        if new is None:
            place.unlink(missing_ok=True)
        else:
            new.replace(place)
        if is_new:
            done.append((place, None))


def _keep(place: Path, kept: Path) -> None:
    """Keeps what stands at ``place``, which stays there if that can be: who is killed now must leave it whole."""
    for keep in (os.link, shutil.copy2):  # not all disks have hard links, and not every file may have one
        with contextlib.suppress(OSError):
            keep(place, kept)
            return
    place.rename(kept)
