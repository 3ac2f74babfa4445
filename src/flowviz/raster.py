"""SVG text -> PNG bytes, the same on every machine: the fonts are shipped, those of the machine left alone."""

from __future__ import annotations

import math
import re
import struct
import zlib
from typing import Final
from xml.etree import ElementTree

from flowviz.errors import DrawingError
from flowviz.letters import BOLD, REGULAR, missing, shown

__all__ = ["MOST_PIXELS", "child_text", "root_of", "size_of", "to_png", "unknown_letters"]

MOST_PIXELS: Final = 50_000_000
"""A larger picture takes more than 200 MB of memory to draw, and few programs open it."""

_NOTE: Final = b"tEXtSoftware\0flowviz"
_HEADER: Final = 33  # bytes of a PNG's signature and of its first chunk, which has always the same length
_FAMILY: Final = "DejaVu Sans"

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(px|pt)?\s*")
_PIXELS: Final = {None: 1.0, "px": 1.0, "pt": 4 / 3}


def to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """The picture of ``svg`` as PNG bytes, ``scale`` times as many pixels wide and high as it says.

    Raises `DrawingError` when that is more than `MOST_PIXELS`, or when ``svg`` is none.
    """
    width, height = size_of(root_of(svg))
    _check_pixels(width, height, scale)
    import resvg_py

    try:
        picture = resvg_py.svg_to_bytes(
            svg_string=shown(svg),
            zoom=scale,
            dpi=96,
            skip_system_fonts=True,
            font_files=[str(REGULAR), str(BOLD)],
            font_family=_FAMILY,
            serif_family=_FAMILY,  # what an unknown family falls back to; without it, text is left out
            sans_serif_family=_FAMILY,
        )
    except ValueError as error:
        raise DrawingError(f"the SVG cannot be drawn: {error}") from None
    return _signed(picture)


def _signed(png: bytes) -> bytes:
    """The PNG with a note in it of what it was made by."""
    length = struct.pack(">I", len(_NOTE) - 4)
    return png[:_HEADER] + length + _NOTE + struct.pack(">I", zlib.crc32(_NOTE)) + png[_HEADER:]


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


def _check_pixels(width: float, height: float, scale: float) -> None:
    if not scale > 0:
        raise DrawingError(f"a picture cannot be scaled by {scale:g}: choose more than 0")
    if min(width, height) * scale < 1:
        least = math.ceil(1e5 / min(width, height)) / 1e5
        raise DrawingError(f"a picture scaled by {scale:g} has no pixels: use a scale of {least:g} or more")
    if width * scale * height * scale > MOST_PIXELS:
        most = math.floor(1000 * (MOST_PIXELS / (width * height)) ** 0.5) / 1000
        raise DrawingError(
            f"{scale:g} times {width:,.0f} × {height:,.0f} pixels is more than the "
            f"{MOST_PIXELS // 1_000_000} megapixels allowed: use a scale of {most:g} or less, or export "
            "SVG or PDF, which are sharp at any size"
        )
