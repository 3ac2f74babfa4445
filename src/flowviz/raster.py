"""SVG text -> PNG and PDF bytes, the same on every machine: the fonts are shipped, those of the machine left alone.

Both draw what flowviz writes into its SVGs: shapes, texts, and a ``<style>`` of simple selectors whose ``@media``
rules are passed over. The PDF has no ``opacity`` of groups and no ``href`` without ``xlink:``.
"""

from __future__ import annotations

import io
import math
import re
import struct
import threading
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from flowviz.errors import DrawingError

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

__all__ = ["MOST_PIXELS", "to_pdf", "to_png"]

MOST_PIXELS: Final = 50_000_000
"""A larger picture takes more than 200 MB of memory to draw, and few programs open it."""

_NOTE: Final = b"tEXtSoftware\0flowviz"
_HEADER: Final = 33  # bytes of a PNG's signature and of its first chunk, which has always the same length
_FONTS: Final = Path(__file__).with_name("fonts")
_REGULAR: Final = _FONTS / "DejaVuSans.ttf"
_BOLD: Final = _FONTS / "DejaVuSans-Bold.ttf"
_FAMILY: Final = "DejaVu Sans"

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_LENGTH: Final = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)(px|pt)?\s*")
_PIXELS: Final = {None: 1.0, "px": 1.0, "pt": 4 / 3}
_LONGEST_PAGE: Final = 14_400  # points, the most that PDF readers show

# reportlab reads the font files through one position that all threads share
_one_pdf_at_a_time = threading.Lock()


def to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """The picture of ``svg`` as PNG bytes, ``scale`` times as many pixels wide and high as it says.

    Raises `DrawingError` when that is more than `MOST_PIXELS`, or when ``svg`` is none.
    """
    width, height = _size(_root(svg))
    _check_pixels(width, height, scale)
    import resvg_py

    try:
        picture = resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            dpi=96,
            skip_system_fonts=True,
            font_files=[str(_REGULAR), str(_BOLD)],
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


def to_pdf(svg: str) -> bytes:
    """The drawing of ``svg`` as the bytes of a PDF of one page: its size, its texts, its title and language.

    The same SVG gives the same bytes. Raises `DrawingError` when ``svg`` is none.
    """
    root = _root(svg)
    _size(root)
    from reportlab.graphics import renderPDF
    from reportlab.pdfgen.canvas import Canvas

    output = io.BytesIO()
    with _one_pdf_at_a_time:
        drawing = _drawing(svg)
        shrink = min(1, _LONGEST_PAGE / max(drawing.width, drawing.height))
        page = (drawing.width * shrink, drawing.height * shrink)
        canvas = Canvas(output, pagesize=page, invariant=1, pageCompression=1, lang=root.get(_LANGUAGE))
        canvas.setTitle(_child_text(root, "title"))
        canvas.setSubject(_child_text(root, "desc"))
        canvas.setAuthor("")
        canvas.setCreator("flowviz")
        canvas.scale(shrink, shrink)
        renderPDF.draw(drawing, canvas, 0, 0)
        canvas.showPage()
        canvas.save()
    return output.getvalue()


def _root(svg: str) -> ElementTree.Element:
    try:
        root = ElementTree.fromstring(svg.encode())
    except (ElementTree.ParseError, UnicodeEncodeError) as error:
        raise DrawingError(f"the SVG cannot be read: {error}") from None
    if root.tag != f"{_SVG}svg":
        raise DrawingError(f"the SVG cannot be read: it starts with <{root.tag}>")
    return root


def _child_text(root: ElementTree.Element, name: str) -> str:
    return " ".join(root.findtext(f"{_SVG}{name}", "").split())


def _size(root: ElementTree.Element) -> tuple[float, float]:
    """Width and height in pixels."""
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


def _drawing(svg: str) -> Drawing:
    from svglib.svglib import SvgRenderer, load_svg_file

    _register_fonts()
    source = io.BytesIO(svg.encode())
    root: Any = load_svg_file(source)
    renderer = SvgRenderer(source, font_map=_ShippedFonts())
    rules: Any = renderer.attrConverter.css_rules
    for style in root.iter(f"{_SVG}style"):  # else they would miss the root, which is met before its <style>
        rules.add_styles(style.text or "")
    return renderer.render(root)


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for file in (_REGULAR, _BOLD):
        if file.stem not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(file.stem, str(file)))


class _ShippedFonts:
    """The shipped fonts for every family, where svglib would search the machine."""

    def find_font(self, family: str, weight: Any = "normal", style: str = "normal") -> tuple[str, bool]:  # noqa: ARG002
        bold = weight == "bold" or (str(weight).isdigit() and int(weight) >= 600)
        return (_BOLD if bold else _REGULAR).stem, True
