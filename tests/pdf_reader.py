"""What is in a PDF of flowviz, read with a small parser of its own."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import dataclass, field
from typing import Any

_TOKEN = re.compile(
    rb"<<|>>|\[|\]|<[0-9A-Fa-f\s]*>|/[^\s()<>\[\]/%]*|\d+ \d+ R|[-+]?\d*\.?\d+|\((?:\\.|[^\\()])*\)|[A-Za-z]+|%[^\n]*"
)
_PAINTS = re.compile(r"(?:^|\s)(?:S|s|f|F|f\*|B|B\*|b|b\*|Tj|TJ|Do|sh)(?:\s|$)")
"""What leaves ink on a page."""
_ESCAPED = re.compile(rb"\\(\d{1,3}|.)", re.DOTALL)


class Ref(int):
    """The number of an object."""


@dataclass
class Element:
    """A part of the structure of a document."""

    tag: str
    alt: str
    text: str
    """What is written in it; letters beyond ASCII have the codes of its font."""
    kids: list[Element] = field(default_factory=list)


class Pdf:
    """The objects of a PDF."""

    def __init__(self, data: bytes) -> None:
        self.objects: dict[int, Any] = {}
        self.streams: dict[int, str] = {}
        for number, body in re.findall(rb"(?:^|\n)(\d+) 0 obj\r?\n(.*?)endobj", data, re.DOTALL):
            head, _, stream = body.partition(b"stream\n")
            self.objects[int(number)] = _parse(head)
            if stream:
                packed = stream.partition(b"endstream")[0].strip()
                packed = base64.a85decode(packed[:-2]) if packed.endswith(b"~>") else packed
                self.streams[int(number)] = zlib.decompress(packed).decode("latin-1")
        self.trailer = _parse(data[data.rindex(b"trailer") + len(b"trailer") :])

    def get(self, value: Any) -> Any:
        return self.objects[value] if isinstance(value, Ref) else value

    @property
    def catalog(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get(self.trailer["Root"])
        return found

    @property
    def info(self) -> dict[str, Any]:
        found: dict[str, Any] = self.get(self.trailer["Info"])
        return found

    @property
    def pages(self) -> list[dict[str, Any]]:
        return [self.get(kid) for kid in self.get(self.catalog["Pages"])["Kids"]]

    @property
    def fonts(self) -> list[dict[str, Any]]:
        return [one for one in self.objects.values() if isinstance(one, dict) and one.get("Type") == "/Font"]

    def drawn(self, page: int = 0) -> str:
        """What the stream of a page says."""
        return self.streams[self.pages[page]["Contents"]]

    def pieces(self, page: int = 0) -> dict[int, str]:
        """The marked pieces of a page by number. They do not lie in each other, and nothing is drawn outside of one."""
        found: dict[int, str] = {}
        number, depth = -1, 0
        for line in self.drawn(page).splitlines():
            opened = re.fullmatch(r"/\w+ <</MCID (\d+)>> BDC|/Artifact BMC", line)
            if opened:
                assert depth == 0, line
                depth, number = 1, int(opened[1] or -1)
                found.setdefault(number, "")
            elif line.startswith("/Span"):
                depth += 1
            elif line == "EMC":
                depth -= 1
            else:
                assert depth or not _PAINTS.search(line), line
                found[number] = found.get(number, "") + line + "\n"
        return found

    def structure(self) -> Element:
        """The tree of the document's parts."""
        root = self.get(self.catalog["StructTreeRoot"])
        pages = self.get(self.catalog["Pages"])["Kids"]
        pieces = [self.pieces(number) for number in range(len(pages))]

        def element(ref: Any) -> Element:
            found = self.get(ref)
            texts: list[str] = []
            kids = []
            for kid in found["K"]:
                if isinstance(kid, Ref):
                    assert self.get(kid)["P"] == ref
                    kids.append(element(kid))
                else:
                    page = pages.index(found["Pg"])
                    parents = self.get(self.get(root["ParentTree"])["Nums"][2 * self.pages[page]["StructParents"] + 1])
                    assert parents[kid] == ref
                    texts += re.findall(r"\(((?:\\.|[^\\)])*)\) Tj", pieces[page][kid])
            return Element(found["S"][1:], found.get("Alt", ""), " ".join(texts), kids)

        return element(root["K"])


def _parse(data: bytes) -> Any:
    tokens = [token for token in _TOKEN.findall(data) if not token.startswith(b"%")]
    return _value(tokens) if tokens else None


def _value(tokens: list[bytes]) -> Any:
    token = tokens.pop(0)
    if token == b"<<":
        found = {}
        while tokens[0] != b">>":
            key = tokens.pop(0)[1:].decode()
            found[key] = _value(tokens)
        tokens.pop(0)
        return found
    if token == b"[":
        items = []
        while tokens[0] != b"]":
            items.append(_value(tokens))
        tokens.pop(0)
        return items
    if token.startswith(b"("):
        return _text(_ESCAPED.sub(lambda match: _letter(match[1]), token[1:-1]))
    if token.startswith(b"<"):
        return _text(bytes.fromhex(token[1:-1].decode()))
    if token.endswith(b"R") and token[:1].isdigit():
        return Ref(token.split()[0])
    if token[:1] in b"+-.0123456789":
        return float(token) if b"." in token else int(token)
    return {b"true": True, b"false": False}.get(token, token.decode())


def _letter(escaped: bytes) -> bytes:
    if escaped.isdigit():
        return bytes([int(escaped, 8)])
    return {b"n": b"\n", b"r": b"\r", b"t": b"\t"}.get(escaped, escaped)


_PDFDOC = {0x84: "—", 0x85: "–", 0x8D: "“", 0x8E: "”", 0x83: "…"}


def _text(data: bytes) -> str:
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be")
    return "".join(_PDFDOC.get(code, chr(code)) for code in data)
