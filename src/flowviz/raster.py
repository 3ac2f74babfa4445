"""SVG texts -> PNG bytes, the same on every machine: what their PDF shows, whose fonts are in it."""

from __future__ import annotations

import ctypes
import math
import struct
import threading
import zlib
from typing import TYPE_CHECKING, Final

from flowviz.errors import DrawingError
from flowviz.svg_reading import root_of, size_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST_PIXELS", "to_png", "to_pngs"]

MOST_PIXELS: Final = 50_000_000
"""A larger picture takes more than 200 MB of memory to draw, and few programs open it."""

_PACKED: Final = 3
"""How hard PNG is packed: the hardest of the fast ways of zlib. The usual one takes twice as long for a twentieth less."""
_WHITE: Final = 0xFFFFFFFF
_one_at_a_time = threading.Lock()
"""PDFium serves one thread."""


def to_png(svg: str, *, scale: float = 2.0) -> bytes:
    """The picture of ``svg`` as PNG bytes, ``scale`` times as many pixels wide and high as it says.

    Raises `DrawingError` when that is more than `MOST_PIXELS`, or when ``svg`` is none.
    """
    return to_pngs([svg], scale=scale)[0]


def to_pngs(svgs: Sequence[str], *, scale: float = 2.0, pdf: bytes | None = None) -> list[bytes]:
    """The pictures of ``svgs`` as `to_png` makes them, of the ``pdf`` where they are in one already, a page as large as each."""
    sizes = [_pixels(*size_of(root_of(svg)), scale) for svg in svgs]
    if pdf is None:
        from flowviz.pdf import to_pdf

        pdf = to_pdf(svgs)
    with _one_at_a_time:
        return list(_pictures(pdf, sizes))


def _pictures(pdf: bytes, sizes: Sequence[tuple[int, int]]) -> Iterator[bytes]:
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(pdf) as document:
        for page, (width, height) in zip(document, sizes, strict=True):
            line = 1 + 3 * width  # as PNG has it: how the line is filtered, which is not at all, and its pixels
            lines = (ctypes.c_ubyte * (line * height))()
            bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGR, ctypes.byref(lines, 1), line)
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, raw.FPDF_REVERSE_BYTE_ORDER)
            raw.FPDFBitmap_Destroy(bitmap)
            page.close()
            yield _png(width, height, lines)


def _png(width: int, height: int, lines: ctypes.Array[ctypes.c_ubyte]) -> bytes:
    """A picture in red, green and blue as PNG, with a note in it of what it was made by."""
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0),
        b"tEXt": b"Software\0flowviz",
        b"IDAT": zlib.compress(lines, _PACKED),
        b"IEND": b"",
    }
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _pixels(width: float, height: float, scale: float) -> tuple[int, int]:
    """The size of a picture. Raises `DrawingError` where it cannot be drawn."""
    _check_pixels(width, height, scale)
    return round(width * scale), round(height * scale)


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
