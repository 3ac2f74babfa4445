"""How an explorer is set up: each setting once, for the command line, for the environment and for the docs."""

from __future__ import annotations

import dataclasses
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flowviz.errors import FlowvizError
from flowviz.explorer.hosts import LOOPBACK
from flowviz.near import near, suggestion
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["MOST_THINGS", "SETTINGS", "Setting", "Settings", "misspelt"]

MOST_THINGS: Final = 150
"""Drawings of more are rolled up, where nothing else is set."""
_SETTING: Final = "setting"
_REVISIONS: Final = 50


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set, and where."""

    option: str
    """Of ``flowviz explore``."""
    doc: str
    read: Callable[[str], Any] = str
    """The value that a text stands for; raises `ValueError` with what would be right."""
    metavar: str = ""
    many: bool = False
    """Whether the option may come more than once; the variable then has its values with commas between them."""
    serves: bool = False
    """Whether it is for ``flowviz explore`` alone; other servers have a setting of their own for it."""
    variable: str = ""
    """The environment variable of the same meaning."""

    def parse(self, text: str) -> Any:
        """The value that the text of the environment variable stands for; raises `ValueError` as `read` does."""
        return tuple(map(self.read, text.split(","))) if self.many else self.read(text)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()) or not low <= int(text) <= high:
            raise ValueError(f"a whole number from {low} to {high} is wanted")
        return int(text)

    return read


def _prefix(text: str) -> str:
    inner = text.strip().strip("/")
    if not re.fullmatch(r"[\w.~/-]*", inner, re.ASCII) or "//" in inner or ".." in inner:
        raise ValueError("a path such as /flowviz/ is wanted")
    return f"/{inner}/" if inner else "/"


def _header(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]+", text.strip()):
        raise ValueError("the name of a header such as X-Remote-User is wanted")
    return text.strip()


def _host_name(text: str) -> str:
    name = text.strip().rstrip(".").lower()
    if name != "*" and not re.fullmatch(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\[?[0-9a-f:.]+\]?", name):
        raise ValueError("a name such as flowviz.example.org is wanted, without http:// and port, or *")
    return name


def _origin(text: str) -> str:
    origin = text.strip().rstrip("/").lower()
    if not re.fullmatch(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", origin):
        raise ValueError("a site such as https://intranet.example.org is wanted, without a path")
    return origin


def _path(text: str) -> Path:
    path = Path(text)
    if not path.exists():
        raise ValueError("there is no such file or folder")
    return path


def _setting(*about: Any, **more: Any) -> dict[str, Setting]:
    """What there is to know about a field of `Settings`."""
    return {_SETTING: Setting(*about, **more)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an explorer is set up."""

    catalogue: Path = field(
        default=CATALOGUE, metadata=_setting("--catalogue", "Folder or file of the catalogue.", _path, "PATH")
    )
    host: str = field(
        default="127.0.0.1", metadata=_setting("--host", "Address to listen on.", str.strip, "ADDRESS", serves=True)
    )
    port: int = field(
        default=8050,
        metadata=_setting("--port", "Port to listen on; 0 takes a free one.", _whole(0, 65535), "NUMBER", serves=True),
    )
    threads: int = field(
        default=8,
        metadata=_setting("--threads", "How many requests are answered at once.", _whole(1, 64), "NUMBER", serves=True),
    )
    prefix: str = field(
        default="/", metadata=_setting("--prefix", "Path behind a reverse proxy, such as /flowviz/.", _prefix, "PATH")
    )
    hosts: tuple[str, ...] = field(
        default=(),
        metadata=_setting(
            "--allow-host",
            "Name by which browsers may reach the explorer, beside this machine's own; * for any. Repeatable.",
            _host_name,
            "NAME",
            many=True,
        ),
    )
    frames: tuple[str, ...] = field(
        default=(),
        metadata=_setting(
            "--allow-frame",
            "Site whose pages may show the explorer in a frame, such as https://intranet.example.org. Repeatable.",
            _origin,
            "SITE",
            many=True,
        ),
    )
    proxies: int = field(
        default=0,
        metadata=_setting(
            "--proxies",
            "How many reverse proxies each request comes through: their X-Forwarded-For says whose it is.",
            _whole(0, 9),
            "NUMBER",
        ),
    )
    passwords: Path | None = field(
        default=None,
        metadata=_setting("--passwords", "Ask for a login: file of names and hashed passwords.", _path, "FILE"),
    )
    user_header: str | None = field(
        default=None,
        metadata=_setting("--user-header", "Let in whom a trusted proxy names in this header.", _header, "NAME"),
    )
    compare: Path | None = field(
        default=None,
        metadata=_setting(
            "--compare", "Another version of the catalogue, or its JSON export, to compare with.", _path, "PATH"
        ),
    )
    revisions: int | None = field(
        default=None,
        metadata=_setting(
            "--revisions",
            "How many revisions of a catalogue that lies in git can be compared with: 50 unless others reach the explorer, who "
            "see none unless this says so.",
            _whole(0, 1_000),
            "NUMBER",
        ),
    )
    store: Path | None = field(
        default=None,
        metadata=_setting(
            "--store", "Folder for the files that visitors send; else one among the temporary files.", Path, "FOLDER"
        ),
    )
    most_things: int = field(
        default=MOST_THINGS,
        metadata=_setting("--most-things", "Drawings of more things are rolled up.", _whole(10, 1_000_000), "NUMBER"),
    )

    @property
    def alone(self) -> bool:
        """Whether only this machine reaches the explorer."""
        return self.host in LOOPBACK and not self.hosts and not self.proxies

    @property
    def history(self) -> int:
        """How many revisions can be compared with: history shows what has been taken out of a catalogue since."""
        return self.revisions if self.revisions is not None else _REVISIONS if self.alone else 0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the environment variables ask for.

        Raises `FlowvizError` with a line for each value that is wrong.

        >>> Settings.from_environment({"FLOWVIZ_PREFIX": "maps", "FLOWVIZ_HOSTS": "a.example, b.example"}).prefix
        '/maps/'
        """
        values: dict[str, Any] = {}
        problems = misspelt(environment)
        for name, setting in SETTINGS.items():
            text = environment.get(setting.variable, "").strip()
            try:
                values |= {name: setting.parse(text)} if text else {}
            except ValueError as error:
                problems.append(f"{setting.variable} is '{text[:100]}': {error}")
        if problems:
            raise FlowvizError(*problems)
        return cls(**values)


SETTINGS: Final[dict[str, Setting]] = {
    entry.name: dataclasses.replace(entry.metadata[_SETTING], variable=f"FLOWVIZ_{entry.name.upper()}")
    for entry in dataclasses.fields(Settings)
}
"""What can be set, by the name of its field in `Settings`."""


def misspelt(environment: Mapping[str, str] = os.environ) -> list[str]:
    """A line for each environment variable that is nearly one of ours: a login must not be left out by a slip.

    >>> misspelt({"FLOWVIZ_PASSWORD": "users", "FLOWVIZ_COLOUR": "red"})
    ["FLOWVIZ_PASSWORD is no setting (did you mean 'FLOWVIZ_PASSWORDS'?)"]
    """
    ours = [setting.variable for setting in SETTINGS.values()]
    found = []
    for name in sorted(set(environment) - set(ours)):
        meant = near(name, ours, 1, 0.9) if name.startswith("FLOWVIZ_") else []
        found += [f"{name} is no setting{suggestion(meant)}"] if meant else []
    return found
