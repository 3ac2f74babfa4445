"""Drawings as parts of a page: their things are links, and their colours follow the theme of the page.

A drawing is placed once and drawn once, in the colours of both themes: where a pair of them differs, it has a name in the
style sheet (`flowviz.site.style`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from html import escape, unescape
from typing import Final

import msgspec

from flowviz import layout, remembered, svg
from flowviz.catalogue import Catalogue, Header, Organisation, Text
from flowviz.diagrams.scene import Scene
from flowviz.marginalia import Marginalia, around
from flowviz.model import Model
from flowviz.site.style import BOTH
from flowviz.theme import SIZES
from flowviz.wording import foreign_names

__all__ = ["Drawn", "Link", "inline"]

Link = Callable[[str], str | None]
"""The address of a thing by its id; None when it has none."""
_Inline = tuple[list[str], dict[str, str | None], dict[str, str | None]]
"""A drawing, the languages of names in it, and where its links lead."""

_LINKED: Final = re.compile(r'<g (?:id="[^"]*" )?class="((?:node|dot|key-entry|frame)\b[^"]*)" data-id="([^"]+)"')
_GROUP: Final = re.compile(r"<g\b|</g>")
_SIZE: Final = re.compile(r'<svg ([^>]*?)width="[^"]*" height="[^"]*" viewBox="[^"]*"')
_EDGE: Final = SIZES.margin - 3
_SIGN: Final = 14
"""So far the sign of a mark stands out beside what it marks."""


def inline(model: Model, scene: Scene, link: Link) -> str:
    """The SVG of ``scene``, to stand in a page under a heading of its own."""
    placed = layout.place(scene)
    margins = dataclasses.replace(around(placed, model.catalogue), small_print=[])
    bare: Catalogue = model.once("catalogue of a drawing", lambda: _bare(model.catalogue))
    foreign = foreign_names(model, scene.language).get
    if not remembered.is_open():
        return _drawn(placed, margins, bare, foreign, link)

    def made() -> _Inline:
        names, links = Heard(foreign), Heard(link)
        text = _drawn(placed, margins, bare, names, links)
        return [text], names.answers, links.answers

    def fits(known: _Inline) -> bool:
        """Whether names are still in the languages that they were in, and links lead where they led."""
        _, names, links = known
        return all(foreign(name) == code for name, code in names.items()) and all(
            link(node) == target for node, target in links.items()
        )

    encode, decode = msgspec.msgpack.encode, msgspec.msgpack.decode
    key = remembered.hashed(b"inline", encode(placed), encode(margins), encode(bare))
    [text] = remembered.remembered(key, made, encode, decode, fits)[0]
    return Drawn(text, key)


class Drawn(str):
    """A drawing that is remembered under a key."""

    def __new__(cls, text: str, key: bytes) -> Drawn:
        found = super().__new__(cls, text)
        found.key = key
        return found

    def __reduce__(self) -> tuple[type[Drawn], tuple[str, bytes]]:
        return Drawn, (str(self), self.key)

    key: bytes


def _bare(catalogue: Catalogue) -> Catalogue:
    """What of a catalogue a drawing in a page takes: its scopes."""
    nobody = Organisation(id="", name=Text((("", ""),)))
    header = Header(id="", name=nobody.name, version="", date="", language="", languages=())
    return Catalogue(header=header, organisation=nobody, scopes=catalogue.scopes)


class Heard:
    """A function that remembers what it was asked, and what it answered."""

    def __init__(self, ask: Link) -> None:
        self._ask = ask
        self.answers: dict[str, str | None] = {}

    def __call__(self, name: str) -> str | None:
        """The answer of the function."""
        if name not in self.answers:
            self.answers[name] = self._ask(name)
        return self.answers[name]


def _drawn(placed: Scene, margins: Marginalia, bare: Catalogue, foreign: Link, link: Link) -> str:
    text = svg.draw(placed, margins, bare, palette=BOTH, foreign=foreign)
    marked = any(box.mark for box in (*placed.cards, *placed.frames)) or any(dot.mark for dot in placed.dots)
    text = _linked(_cropped(text, margins, _EDGE - _SIGN if marked else _EDGE), link)
    # ids would meet those of the page; nothing in the drawing refers to them
    return re.sub(r'(?<=<g) id="[^"]*"', "", text)


def _cropped(text: str, margins: Marginalia, edge: float) -> str:
    """The drawing without what its page says already, the title, and without the margins that small print stands in."""
    text = text[text.index("<svg") :]
    text = re.sub(r"\n<title>.*?</title>", "", text, count=1)  # it has an aria-label too
    text = re.sub(
        r"<metadata>.*?</metadata>\n|<rect class=\"page\"[^>]*/>\n|<g class=\"title\">.*?</g>\n",
        "",
        text,
        flags=re.DOTALL,
    )
    top = margins.drawing_at[1] - 3
    w, h = round(margins.width, 1) - 2 * edge, round(margins.small_print_at[1], 1) - top
    box = f'width="{w:g}" height="{h:g}" viewBox="{edge:g} {top:g} {w:g} {h:g}"'
    return _SIZE.sub(lambda size: f"<svg {size.group(1)}{box}", text, count=1)


def _end(text: str, start: int) -> int:
    depth = 0
    for match in _GROUP.finditer(text, start):
        depth += 1 if match.group() == "<g" else -1
        if not depth:
            return match.end()
    raise AssertionError("a group that begins ends")


def _linked(text: str, link: Link) -> str:
    parts: list[str] = []
    done = 0
    for match in _LINKED.finditer(text):
        target = link(unescape(match.group(2)))
        if target is None:
            continue
        end = _end(text, match.start())
        group = text[match.start() : end]
        parts += [text[done : match.start()], f'<a href="{escape(target)}">{_spaced(match.group(1), group)}</a>']
        done = end
    return "".join([*parts, text[done:]])


def _spaced(classes: str, group: str) -> str:
    """A part whose own words name its link, with a space between them."""
    return group.replace("</text><text", "</text> <text") if classes.startswith("key-entry") else group
