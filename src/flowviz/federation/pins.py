"""Which exports were fetched for members of a joined catalogue: what each copy must be until another one is fetched."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Final

import msgspec

from flowviz.errors import CatalogueUnreadable, InputError
from flowviz.loading.alone import read_alone
from flowviz.loading.build import Builder
from flowviz.loading.problems import Problem
from flowviz.messages import said
from flowviz.nouns import Noun, item

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowviz.reading import File
    from flowviz.reading.entry import Entry

__all__ = ["PINS", "Pin", "beside", "entry_beside", "read", "seal", "text"]

PINS: Final = (".json",)
"""How the names of files of pins end."""
_NOT_THERE: Final = ("unreadable.none", "unreadable.not-in-revision")


class Pin(Noun):
    """The export of a member as it was fetched."""

    id: str = item("Id of the member.", of="id")
    url: str = item("Where it was fetched from.", of="url")
    catalogue: str = item("Id of the catalogue in it.", of="id")
    version: str = item("Version of that catalogue.")
    date: str = item("Day of that version, as YYYY-MM-DD.", of="date")
    sha256: str = item("Hash of the copy.")
    etag: str | None = item("What the server calls this state of it.", default=None)
    modified: str | None = item("When it was changed, as the server words it.", default=None)


class Pins(Noun):
    """All that was fetched for a file that joins catalogues."""

    fetched: tuple[Pin, ...] = item("The exports, by the ids of members.")


def beside(name: str) -> str:
    """The name of the pins of the file called ``name``, in the same folder.

    >>> beside("examples/helsinki/city.yaml"), beside("HEAD:city.yaml")
    ('city.lock.json', 'city.lock.json')
    """
    own = re.split(r"[/\\:]", name)[-1]
    return f"{own.rpartition('.')[0] or own}.lock.json"


def seal(raw: bytes) -> str:
    """What a copy is known by."""
    return hashlib.sha256(raw).hexdigest()


def read(place: File) -> Mapping[str, Pin]:
    """What was fetched for the file at ``place``, by the ids of members; nothing where nothing was.

    Raises `CatalogueError` with what is wrong with the file of pins.
    """
    found = entry_beside(place)
    if found is None:
        return {}
    file = read_alone(found, Pins)
    pins: Pins = Builder("en").build(Pins, file.data, None)[0]
    return {pin.id: pin for pin in pins.fetched}


def entry_beside(place: File) -> Entry | None:
    """The pins of the file at ``place``; None where there are none. Raises `CatalogueUnreadable` for what cannot be read."""
    source = place.beside(beside(place.name))
    try:
        entries = [entry for entry in source.entries(PINS) if entry.name == source.name]
        if not entries:
            raise InputError(source.name, said("unreadable.folder"))
    except InputError as error:
        if error.reason.key in _NOT_THERE:
            return None
        raise CatalogueUnreadable((Problem(error.name, 1, 1, error.reason),)) from None
    return entries[0]


def text(pins: Iterable[Pin]) -> bytes:
    """The file that `read` reads."""
    ordered = sorted(pins, key=lambda pin: pin.id)
    rows = [{key: one for key, one in msgspec.structs.asdict(pin).items() if one is not None} for pin in ordered]
    return (json.dumps({"fetched": rows}, ensure_ascii=False, indent=1) + "\n").encode()
