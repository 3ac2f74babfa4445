"""The exports of members that lie on the web -> copies beside the file that joins them. Nothing else of flowviz fetches anything.

A copy is written only when all of it holds, together with what it is from now on (`flowviz.federation.pins`).
"""

from __future__ import annotations

import collections
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from flowviz import importing
from flowviz.errors import CatalogueError, FlowvizError, InputError
from flowviz.federation import opened, pins
from flowviz.federation.members import moved
from flowviz.federation.opened import is_export
from flowviz.federation.pins import Pin
from flowviz.messages import said
from flowviz.near import near, suggestion
from flowviz.reading import Disk, one_file, web
from flowviz.writing import write_files
from flowviz.writing.holding import alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Future
    from pathlib import Path

    from flowviz.federation.nouns import Joined
    from flowviz.reading.web import Answer

__all__ = ["Outcome", "fetch"]

_AT_ONCE: Final = 6
"""Servers that are asked at the same time: what they answer is in memory until it is checked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of fetching the export of a member."""

    id: str
    state: Literal["new", "unchanged", "failed"]
    pin: Pin | None = None
    """What its copy is from now on."""
    error: FlowvizError | None = None
    """Why nothing was taken."""


def fetch(
    path: Path, addresses: Mapping[str, str | None], *, plain: bool = False, force: bool = False
) -> Iterator[Outcome]:
    """What comes of each member that lies on the web, one after another; a failure leaves its copy, and stops no other.

    ``addresses`` names members, with an address where it is not that of the file at ``path``; without any, all are meant.
    ``plain`` allows addresses of http://, ``force`` another catalogue than so far, and writing over what is no copy.
    Raises `CatalogueError` for a file that is wrong, `FlowvizError` where nothing can be fetched.
    """
    fetching = _Fetching(path, plain=plain, force=force)
    wanted = fetching.wanted(addresses)
    waiting: collections.deque[tuple[_Copy, Future[Answer]]] = collections.deque()
    with ThreadPoolExecutor(_AT_ONCE) as servers:
        for member, url in wanted:
            copy = fetching.copy(member, url)
            waiting.append((copy, servers.submit(fetching.ask, copy)))
            if len(waiting) == _AT_ONCE:
                yield fetching.taken(*waiting.popleft())
        while waiting:
            yield fetching.taken(*waiting.popleft())


@dataclass(frozen=True, slots=True)
class _Copy:
    """The copy of a member's export, as it is before anything is fetched."""

    member: Joined
    url: str
    path: Path
    pin: Pin | None
    raw: bytes | None
    """None where there is none yet."""

    @property
    def is_ours(self) -> bool:
        """Whether it is what was fetched."""
        return self.pin is not None and self.raw is not None and pins.seal(self.raw) == self.pin.sha256

    @property
    def since(self) -> Pin | None:
        """What need not be sent again where it has not changed."""
        return self.pin if self.pin and self.pin.url == self.url and self.is_ours else None


class _Fetching:
    def __init__(self, path: Path, *, plain: bool, force: bool) -> None:
        self._path, self._plain, self._force = path, plain, force
        found = opened(path)
        if found.kind != "joining":
            raise FlowvizError(f"'{path}' joins no catalogues: name the file that has their addresses")
        self._members = {member.id: member for member in found.document()[0].members}
        self._pins = self._pinned()

    def _pinned(self) -> dict[str, Pin]:
        """What the copies of members are, as it is on the disk now."""
        return {id_: pin for id_, pin in pins.read(Disk(self._path)).items() if id_ in self._members}

    def wanted(self, addresses: Mapping[str, str | None]) -> list[tuple[Joined, str]]:
        """The members to be fetched, with their addresses."""
        found = []
        for id_ in addresses:
            if id_ not in self._members:
                raise FlowvizError(f"no member has the id '{id_}'{suggestion(near(id_, self._members, 1))}")
        for id_, member in self._members.items():
            pin = self._pins.get(id_)
            url = addresses.get(id_) or member.url or (pin.url if pin else None)
            if url and (id_ in addresses or not addresses):
                if "://" in member.catalogue:
                    raise InputError(member.catalogue, said("unreadable.address"))
                found.append((member, url))
            elif id_ in addresses:
                raise FlowvizError(
                    f"'{id_}' has no url: write one into '{self._path}', or give it here: {id_}=https://…"
                )
        if not found:
            raise FlowvizError(
                f"no member of '{self._path}' has a url: write one beside its catalogue, or give it here: MEMBER=https://…"
            )
        return found

    def copy(self, member: Joined, url: str) -> _Copy:
        path = self._path.parent / member.catalogue
        try:
            raw = one_file(path).read()
        except InputError:
            raw = None  # writing tells what is in the way
        return _Copy(member, url, path, self._pins.get(member.id), raw)

    def ask(self, copy: _Copy) -> Answer:
        """What the server of a member answers. Raises `InputError`."""
        since = copy.since
        return web.fetch(
            copy.url,
            etag=since.etag if since else None,
            modified=since.modified if since else None,
            plain=self._plain,
        )

    def taken(self, copy: _Copy, asked: Future[Answer]) -> Outcome:
        """What came of an answer; the copy is written where it is a new one that holds."""
        id_ = copy.member.id
        try:
            answer = asked.result()
            pin = self._pin(copy, answer)
            for key, wanted, actual in moved(copy.member, pin.version, pin.date):
                reason = said("unreadable.web.moved", key=key, actual=actual, wanted=wanted)
                raise InputError(copy.url, reason)
            is_new = answer.raw is not None and answer.raw != copy.raw
            if is_new or pin != copy.pin:
                self._write(copy, pin, answer.raw if is_new else None)
            return Outcome(id_, "new" if is_new else "unchanged", pin)
        except FlowvizError as error:
            return Outcome(id_, "failed", copy.pin, error)

    def _pin(self, copy: _Copy, answer: Answer) -> Pin:
        """What the copy is from now on. Raises `FlowvizError` where what came is not to be taken."""
        if answer.raw is None:
            assert copy.pin is not None
            return copy.pin
        sha256 = pins.seal(answer.raw)
        if copy.pin is not None and copy.pin.sha256 == sha256:  # it was checked when it came first
            id_, version, date = copy.pin.catalogue, copy.pin.version, copy.pin.date
        else:
            id_, version, date = self._checked(copy, answer.raw)
        return Pin(
            id=copy.member.id,
            url=copy.url,
            catalogue=id_,
            version=version,
            date=date,
            sha256=sha256,
            etag=answer.etag,
            modified=answer.modified,
        )

    def _checked(self, copy: _Copy, raw: bytes) -> tuple[str, str, str]:
        """Id, version and date of the catalogue that came."""
        if raw.lstrip()[:1] == b"<":
            raise InputError(copy.url, said("unreadable.web.page"))
        if not is_export(raw) and b"\0" not in raw[:4]:  # of two bytes a letter: reading it tells so
            raise InputError(copy.url, said("unreadable.web.not-export"))
        found = importing.from_json(raw, copy.url).catalogue
        if found.members:
            raise InputError(copy.url, said("unreadable.web.joined"))
        before = self._catalogue_of(copy)
        if before not in (None, found.header.id) and not self._force:
            reason = said("unreadable.web.other-catalogue", actual=found.header.id, wanted=str(before))
            raise InputError(copy.url, reason)
        return found.header.id, found.header.version, found.header.date

    def _catalogue_of(self, copy: _Copy) -> str | None:
        """Which catalogue a member has been so far; None where nothing tells."""
        if copy.pin is not None:
            return copy.pin.catalogue
        try:
            return importing.from_json(copy.raw, str(copy.path)).catalogue.header.id if copy.raw else None
        except CatalogueError:
            return None

    def _write(self, copy: _Copy, pin: Pin, raw: bytes | None) -> None:
        files: dict[Path, bytes] = {}
        if raw is not None:
            if copy.raw and not is_export(copy.raw) and not self._force:
                raise InputError(copy.url, said("unreadable.web.occupied", path=str(copy.path)))
            files[copy.path] = raw
        with alone(self._path):
            own = {**self._pinned(), pin.id: pin}  # another command may have fetched other members meanwhile
            files[self._path.with_name(pins.beside(self._path.name))] = pins.text(own.values())
            write_files(files, force=True)
