"""What is asked for, and what it takes: which files to write, to leave as they are and to remove, or why none may be."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from flowviz.errors import OutputError
from flowviz.nouns import Noun
from flowviz.writing.ahead import Ahead
from flowviz.writing.faults import FILE_IN_THE_WAY, FOLDER_IN_THE_WAY
from flowviz.writing.ownership import RECORD, Standing, digest, read_record, record_text, standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["Changing", "Output", "Plan", "is_linked", "planned"]

_NAMED: Final = 3


class Changing(Exception):  # noqa: N818
    """Somebody else changed the place meanwhile."""


class Output(Noun, kw_only=False):
    """Files that are to stand in a folder together."""

    folder: Path
    """Without symbolic links in it."""
    files: Mapping[str, bytes]
    shown: Callable[[str], Path]
    """What messages call a file of the folder."""
    gone: Callable[[Mapping[str, str]], Iterable[str]] = lambda _: ()
    """Which files of the folder go, told from its record."""
    force: bool = False
    recorded: bool = True


class Plan(Noun, kw_only=False):
    """What is to be done in a folder; files that hold the same already are left as they are."""

    files: Mapping[str, bytes]
    gone: Sequence[str]
    record: bytes | None
    """The new record, where it says something else than the old one."""

    @property
    def content(self) -> Mapping[str, bytes]:
        return self.files if self.record is None else ChainMap({RECORD: self.record}, self.files)  # type: ignore[arg-type]


class _Some(Mapping[str, bytes]):
    """Some of many files, which are read one by one."""

    def __init__(self, files: Mapping[str, bytes], names: Sequence[str]) -> None:
        self._files, self._names = files, dict.fromkeys(names)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return self._files[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def planned(output: Output) -> Plan:
    """What it takes to write ``output``. Raises `OutputError` when a file must be left alone."""
    folder, files = output.folder, output.files
    if RECORD in files:
        raise OutputError(f"'{output.shown(RECORD)}' is where flowviz keeps in mind what it wrote: choose another name")
    _check_ways(output)
    record = read_record(folder)
    gone = [name for name in output.gone(record) if name not in files and _can_go(folder, name)]
    found, digests = {}, {}
    known = files.digests if isinstance(files, Ahead) else {}
    for name in files:
        path = folder / name
        if name in known and not path.exists():
            found[name], digests[name] = Standing.FREE, known[name]
        else:
            data = files[name]  # each is read once: there may be too many for memory
            found[name], digests[name] = standing(path, data, record.get(name)), known.get(name) or digest(data)
    found |= {name: standing(folder / name, None, record.get(name)) for name in gone}
    if not output.force:
        _check_owner(output, found)
    new = {name: hash_ for name, hash_ in record.items() if name not in gone and _is_plain_file(folder, name)}
    text = record_text(new | digests)
    changes = output.recorded and text != record_text(record)
    return Plan(
        _Some(files, [name for name in files if found[name] is not Standing.SAME]),
        gone,
        text if changes else None,
    )


def _check_ways(output: Output) -> None:
    seen: set[Path] = {output.folder}
    for name in output.files:
        path = output.folder / name
        for above in path.parents:
            if above in seen:
                break
            if above.exists() and not above.is_dir():
                raise OutputError(f"cannot write '{output.shown(name)}': {FILE_IN_THE_WAY}")
            seen.add(above)
        if path.is_dir():
            raise OutputError(f"cannot write '{output.shown(name)}': {FOLDER_IN_THE_WAY}")


def _check_owner(output: Output, found: Mapping[str, Standing]) -> None:
    def lines() -> Iterator[str]:
        for standing_, why in (
            (Standing.CHANGED, "changed since flowviz wrote {}"),
            (Standing.FOREIGN, f"not written by flowviz, as far as '{RECORD}' beside {{}} tells"),
        ):
            paths = [output.shown(name) for name, one in found.items() if one is standing_]
            if paths:
                names = ", ".join(f"'{path}'" for path in paths[:_NAMED])
                more = f" and {len(paths) - _NAMED} more" if paths[_NAMED:] else ""
                was, it, they_are = ("was", "it", "it is") if len(paths) == 1 else ("were", "them", "they are")
                cure = f"use --force to overwrite {it}, or -o for another place"
                yield f"{names}{more} {was} {why.format(it)}, so {they_are} left alone: {cure}"

    if refused := list(lines()):
        raise OutputError(*refused)


def is_linked(folder: Path, name: str) -> bool:
    """Whether a symbolic link stands on the way from ``folder`` to the file ``name`` in it, or in its place."""
    path = folder / name
    return any(step.is_symlink() for step in (path, *path.parents) if step != folder and folder in step.parents)


def _can_go(folder: Path, name: str) -> bool:
    """Whether a file, or a link to one, really lies in ``folder``."""
    path = folder / name
    return path.is_file() and not (
        path.parent != folder and is_linked(folder, path.parent.relative_to(folder).as_posix())
    )


def _is_plain_file(folder: Path, name: str) -> bool:
    return (folder / name).is_file() and not is_linked(folder, name)
