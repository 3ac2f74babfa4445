"""SVG text -> what it says of itself: its root, title and size, and the letters that a picture of it does not show."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

from flowviz.errors import DrawingError
from flowviz.letters import missing

__all__ = ["child_text", "root_of", "size_of", "unknown_letters"]

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(px|pt)?\s*")
_PIXELS: Final = {None: 1.0, "px": 1.0, "pt": 4 / 3}


def unknown_letters(svg: str) -> str:
    """The letters in the texts of an SVG that neither its PNG nor its PDF shows, as the shipped fonts do not have them."""
    return missing("".join(text.itertext()) for text in root_of(svg).iter(f"{_SVG}text"))


def root_of(svg: str) -> ElementTree.Element:
    """The root of an SVG. Raises `DrawingError` where it is none."""
    try:
        root = ElementTree.fromstring(svg.encode())
    except (ElementTree.ParseError, UnicodeEncodeError) as error:
        raise DrawingError(f"the SVG cannot be read: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise DrawingError(f"the SVG cannot be read: it starts with <{root.tag}>")
    return root


def child_text(root: ElementTree.Element, name: str) -> str:
    """The text of a child of the root on one line; nothing where there is none."""
    return " ".join(root.findtext(f"{_SVG}{name}", "").split())


def size_of(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height in pixels. Raises `DrawingError` where they are not told."""
    matches = [_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    sizes = [float(match[1]) * _PIXELS[match[2]] for match in matches if match]
    if len(sizes) != 2 or not all(sizes):
        raise DrawingError("the SVG has no size: give its root a width and a height in px")
    return sizes[0], sizes[1]
