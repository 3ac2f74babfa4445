"""What the fuzz test is made of: ways to damage sound input, and what a clean refusal is."""

from __future__ import annotations

import copy
import io
import json
import logging
import sys
import warnings
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

__all__ = ["HOSTILE_NAMES", "HOSTILE_VALUES", "Mutator", "complaints", "only_inside", "quiet_logs"]

T = TypeVar("T")

TOKENS: Final = [
    *(b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\t", b"\n", b'"', b"'", b"\\", b"%", b"#", b"=", b"'='"),
    *("\u202e".encode(), "\u200b".encode(), "²".encode(), "\u0301".encode(), "\U000e0041".encode(), b"\xed\xa0\x80"),
    *(b"[" * 60, b"{" * 60, b"- " * 60, b'{"a":' * 60, b"<a>" * 60, b"9" * 400, b"x" * 3_000, b"/" * 300),
    *(b"&a ", b"*a", b"<<: *a", b"!!python/object:os.system x", b"---\n", b"...\n", b"? ", b": ", b"|\n", b">-\n"),
    *(b"~", b"null", b"true", b"1e999", b"-1", b"0x1F", b".nan", b"2026-02-30", b"NaN", b"Infinity", b"1_000"),
    *(b'"\\ud800"', b'"a":1,"a":2', b"\\u0000", b",", b":", b"{}", b"[]", b'{"kind":"resource"}', b'"'),
    *(
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
        b"&b;",
        b"&#0;",
        b"&#xD800;",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"<?xml encoding='big5'?>",
    ),
    *(
        b"_x0000_",
        b"_xD800_",
        b'numFmtId="\xc2\xb2"',
        b'r="ZZZ9999999"',
        b't="s"',
        b't="inlineStr"',
        b't="d"',
        b's="1"',
    ),
    *(
        b"<v>inf</v>",
        b"<v>1e400</v>",
        b"<f>1</f>",
        b"encoding='utf-7'",
        b"../../canary",
        b"/etc/passwd",
        b"file:///etc/passwd",
    ),
    *(
        b"sep=|\n",
        b";",
        b",,,,",
        b"PK\x01\x02",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x06\x06",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x80",
    ),
]
"""Pieces that mean something in one of the formats."""
HOSTILE_VALUES: Final[list[Any]] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        1,
        10**18,
        10**30,
        1.5,
        1e308,
        "",
        " ",
        "x" * 5_000,
        "²",
        "٣",
        "NaN",
        "..",
        "/etc/passwd",
    ),
    *(
        "\0",
        "\x1b[31m",
        "\u202e",
        "\u200b",
        "\ud800",
        "\U000e0041",
        "a\u0301",
        "\n",
        "\u2028",
        "'",
        '"><script>',
        "=1+1",
    ),
    *([], {}, [[]], [None], {"": None}, {"$ref": "#"}, {"en": {"en": "x"}}, [1] * 500, {"a" * 3_000: 1}),
]
_LONG_NAME: Final = b"n" * 300 + b".yaml"
HOSTILE_NAMES: Final = [
    *(
        b"",
        b".",
        b"..",
        b"/",
        b"../canary/new.yaml",
        b"a/../../canary/new.yaml",
        b"a\\b.yaml",
        b"..\\x.yaml",
        b"C:\\x.yaml",
    ),
    *(
        b".git",
        b".GIT/config.yaml",
        b".hidden.yaml",
        b"a\nb.yaml",
        b"a\x1b[31m.yaml",
        b"\xff\xfe.yaml",
        b"a\xe2\x80\xaeb.yaml",
    ),
    *(
        b"NEW.YAML",
        b"new.yml",
        b"head.yaml",
        b"HEAD.yaml",
        _LONG_NAME,
        b"con.yaml",
        b"a.yaml.",
        b"a.yaml ",
        b"-x.yaml",
    ),
    *(
        b"a\xcc\x81.yaml",
        b"\xc3\xa1.yaml",
        b"*.yaml",
        b"~.yaml",
        b"$HOME.yaml",
        b".yaml",
        b"yaml",
        b"a.json",
        b"a.xlsx",
    ),
]


class Mutator:
    """Damages sound input in ways that its `Random` chooses."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def raw(self, raw: bytes, others: Sequence[bytes] = ()) -> bytes:
        """Bytes with a few of them flipped, cut, doubled, moved or replaced by pieces that mean something."""
        found = bytearray(raw)
        for _ in range(self.random.choice((1, 1, 1, 2, 3, 8))):
            self._change(found, others)
        return bytes(found)

    def _change(self, found: bytearray, others: Sequence[bytes]) -> None:
        start, end = sorted((self._place(found), self._place(found)))
        end = min(end, start + self.random.choice((1, 8, 100, 10_000)))
        match self.random.randrange(8):
            case 0 if found:
                found[min(start, len(found) - 1)] ^= 1 << self.random.randrange(8)
            case 1:
                del found[start:]
            case 2:
                del found[start:end]
            case 3:
                found[end:end] = found[start:end] * self.random.choice((1, 1, 5))
            case 4 if others:
                other = self.random.choice(others)
                found[start:] = other[self._place(other) :]
            case 5:
                found[start:end] = self.random.randbytes(min(end - start, 16))
            case _:
                token = self.random.choice(TOKENS)
                found[start : start + self.random.choice((0, len(token)))] = token

    def _place(self, raw: bytes | bytearray) -> int:
        return self.random.randrange(len(raw) + 1)

    def data(self, data: Any) -> Any:
        """Plain data with a few values dropped, doubled, renamed or replaced."""
        found = json.loads(json.dumps(data))
        for _ in range(self.random.choice((1, 1, 2, 5))):
            found = self._with_a_change(found)
        return found

    def _with_a_change(self, data: Any) -> Any:
        inner: list[Any] = [one for one in _containers(data) if one]
        if not inner or self.random.random() < 0.02:
            return self._hostile()
        where = self.random.choice(inner)
        key = self.random.choice(list(where) if isinstance(where, dict) else range(len(where)))
        match self.random.randrange(5):
            case 0:
                del where[key]
            case 1 if isinstance(where, list):
                where.insert(key, where[key])
            case 1:
                where[str(self.random.choice(HOSTILE_VALUES))[:100]] = where[key]
            case 2:
                other = self.random.choice(inner)
                where[key] = json.loads(json.dumps(other)) if len(str(other)) < 2_000 else None
            case _:
                where[key] = self._hostile()
        return data

    def _hostile(self) -> Any:
        return copy.deepcopy(self.random.choice(HOSTILE_VALUES))

    def packed(self, raw: bytes, wanted: str = "") -> bytes:
        """A packed file with parts damaged, dropped, doubled or renamed and packed again, or with its packing damaged."""
        if self.random.random() < 0.3:
            return self.raw(raw)
        parts = _parts(raw)
        for _ in range(self.random.choice((1, 1, 2))):
            at = self.random.choice([number for number, (name, _) in enumerate(parts) if wanted in name] or [0])
            name, data = parts[at]
            match self.random.randrange(8):
                case 0:
                    del parts[at]
                case 1:
                    parts.append((self._name(name), data))
                case 2:
                    parts[at] = (self._name(name), data)
                case 3:
                    parts[at] = (name, self.random.choice(parts)[1])
                case _:
                    parts[at] = (name, self.raw(data, [other for _, other in parts]))
            if not parts:
                break
        return _packed(parts, self.random.choice((0, 8, 8, 8, 8, 12, 14)))

    def _name(self, name: str) -> str:
        hostile = self.random.choice(HOSTILE_NAMES).decode("latin-1")
        return self.random.choice((name, name.upper(), hostile, f"{hostile}.csv", f"../{name}", f"/{name}"))


def _containers(data: Any) -> Iterator[Any]:
    waiting = [data]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (dict, list)):
            yield one
            waiting += one.values() if isinstance(one, dict) else one


def _parts(raw: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def _packed(parts: Sequence[tuple[str, bytes]], method: int) -> bytes:
    output = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(output, "w", method) as archive:
        warnings.simplefilter("ignore")  # two parts of one name are meant
        for name, data in parts:
            archive.writestr(name or "-", data)
    return output.getvalue()


MOST_LINES: Final = 201
LONGEST: Final = 1_100
MOST_QUOTED: Final = 120


def complaints(message: str, given: bytes) -> list[str]:
    """What is wrong with the message that refuses ``given``: it is a few printable lines that quote little of it."""
    lines = message.split("\n")
    text = given.replace(_LONG_NAME, b"").decode("utf-8", "replace")  # a place may be long
    found = ["has no words"] * (not message.strip()) + ["has too many lines"] * (len(lines) > MOST_LINES)
    for line in lines:
        wrong = (
            (not line.isprintable(), "is not printable"),
            (len(line) > LONGEST, "is too long"),
            ("Traceback" in line or "Error(" in line or ', line "' in line, "speaks of the inside"),
            (
                any(line[at : at + MOST_QUOTED] in text for at in range(0, len(line) - MOST_QUOTED, 20)),
                "quotes the file",
            ),
        )
        found += [f"{what}: {line[:300]!r}" for is_so, what in wrong if is_so]
    return found


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR or record.exc_info:
            trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
            self.found.append(f"{record.getMessage()} {trace[-600:]}")


@contextmanager
def quiet_logs() -> Iterator[list[str]]:
    """The errors and tracebacks that are logged meanwhile."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.found
    finally:
        logging.getLogger().removeHandler(handler)


_WRITING: Final = {
    *("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.chmod", "os.chown", "os.truncate"),
    *("shutil.copyfile", "shutil.move", "shutil.rmtree", "shutil.unpack_archive"),
}
_watched: list[tuple[Path, list[str]]] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watched:
        return
    folder, found = _watched[-1]
    writes = event in _WRITING or (
        event == "open"
        and isinstance(arguments[2], int)
        and arguments[2] & 0o3
        and "__pycache__" not in str(arguments[0])
    )
    if writes and isinstance(arguments[0], (str, bytes)):
        path = arguments[0] if isinstance(arguments[0], str) else arguments[0].decode("utf-8", "surrogateescape")
        if not Path(path).absolute().is_relative_to(folder) and path != "/dev/null":
            found.append(f"{event} {path}")


sys.addaudithook(_hear)


@contextmanager
def only_inside(folder: Path) -> Iterator[list[str]]:
    """What Python itself writes outside ``folder`` meanwhile."""
    _watched.append((folder, []))
    try:
        yield _watched[-1][1]
    finally:
        _watched.pop()
