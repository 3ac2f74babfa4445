from __future__ import annotations

import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import resvg_py
from PIL import Image, ImageChops

from flowviz import drawing, raster
from flowviz.diagrams import Wish
from flowviz.errors import DrawingError
from flowviz.letters import BOLD, REGULAR
from flowviz.model import Model
from flowviz.pdf import to_pdf
from flowviz.raster import MOST_PIXELS, to_png, to_pngs
from flowviz.svg_reading import unknown_letters

STYLE = """
.root { fill: #1a1a1a }
@media print { .card { fill: #ff0000 } }
@media (prefers-color-scheme: dark) { .card { fill: #000000 } }
.card { fill: #a3e3c2 }
.name { font-weight: 700 }
.implied { stroke-dasharray: 6 4 }
.card:focus-visible { fill: #ff0000 }
"""
SVG = f"""<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="320px" height="200px" viewBox="0 0 320 200" class="root" xml:lang="fi"
     font-family="DejaVu Sans,Verdana,Geneva,Arial,sans-serif" font-size="13">
<title>Työvoima – “yhteydet”</title>
<desc>Kuvaus</desc>
<metadata><version xmlns="urn:example">1</version></metadata>
<style>{STYLE}</style>
<rect width="320" height="200" fill="#ffffff"/>
<rect class="card" x="20" y="20" width="200" height="80" rx="8" stroke="#3c434c"/>
<text class="name" x="120" y="40" text-anchor="middle">Tietovaranto</text>
<text x="30" y="80" font-weight="400">Åbo åäö ÅÄÖ – — ” … →</text>
<path class="implied" d="M220,60C260,60 240,150 290,150" fill="none" stroke="#525a64"/>
<polygon points="300,150 290,146 290,154"/>
<circle cx="40" cy="150" r="13"/>
</svg>"""
GREEN, DARK, WHITE = (0xA3, 0xE3, 0xC2), (0x1A, 0x1A, 0x1A), (255, 255, 255)


def text_on(words: str, attributes: str = "") -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200px" height="30px" viewBox="0 0 200 30" '
        f'font-family="DejaVu Sans,Verdana,Geneva,Arial,sans-serif" font-size="13">'
        f'<rect width="200" height="30" fill="#fff"/><text x="5" y="20" {attributes}>{words}</text></svg>'
    )


def by_resvg(svg: str, scale: float = 1) -> bytes:
    """The picture that another renderer makes, which shapes text by itself."""
    fonts = [str(REGULAR), str(BOLD)]
    family = "DejaVu Sans"
    return resvg_py.svg_to_bytes(
        svg_string=svg, zoom=scale, dpi=96, skip_system_fonts=True, font_files=fonts, sans_serif_family=family
    )


def ink(png: bytes) -> int:
    """How dark a picture is, all in all."""
    picture = Image.open(io.BytesIO(png)).convert("L")
    return sum((255 - level) * count for level, count in enumerate(picture.histogram()))


def pixel(png: bytes, x: int, y: int) -> tuple[int, ...]:
    colour = Image.open(io.BytesIO(png)).convert("RGB").getpixel((x, y))
    assert isinstance(colour, tuple)
    return colour


def test_a_png_says_what_it_was_made_by() -> None:
    with Image.open(io.BytesIO(to_png(SVG))) as picture:
        picture.load()
        assert picture.info["Software"] == "flowviz"


def test_a_png_shows_the_drawing_at_the_scale_asked_for() -> None:
    assert Image.open(io.BytesIO(to_png(SVG))).size == (640, 400)
    png = to_png(SVG, scale=1)
    assert Image.open(io.BytesIO(png)).size == (320, 200)
    assert pixel(png, 200, 30) == GREEN
    assert pixel(png, 40, 150) == DARK
    assert pixel(png, 5, 5) == WHITE


@pytest.mark.parametrize(("theme", "kind"), [("light", "overview"), ("dark", "feeds")])
def test_another_renderer_puts_the_ink_of_a_drawing_in_the_same_places(any_model: Model, theme: str, kind: str) -> None:
    department = any_model.catalogue.departments[0].id if kind == "feeds" else None
    svg = drawing.draw(any_model, Wish(kind=kind, of=department), theme=theme)
    one, other = (Image.open(io.BytesIO(png)).convert("RGB") for png in (to_png(svg, scale=1), by_resvg(svg)))
    assert one.size == other.size
    cells = (one.width // 4, one.height // 4)  # what is a little sharper or softer in one of them is the same in a cell
    apart = ImageChops.difference(*(picture.resize(cells, Image.Resampling.BOX) for picture in (one, other)))
    far = sum(apart.convert("L").histogram()[64:])
    assert far <= cells[0] * cells[1] * 0.002, far


def test_a_picture_is_the_same_whether_its_pdf_is_there_or_not() -> None:
    assert to_pngs([SVG, text_on("b")], pdf=to_pdf([SVG, text_on("b")])) == [to_png(SVG), to_png(text_on("b"))]


def test_the_same_drawing_gives_the_same_bytes_in_threads_and_in_another_process() -> None:
    first = to_png(SVG)
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(to_png, [SVG] * 8))
    script = (
        "import sys; from flowviz.raster import to_png; "
        "sys.stdout.buffer.write(to_png(sys.stdin.buffer.read().decode()))"
    )
    other = subprocess.run([sys.executable, "-c", script], input=SVG.encode(), capture_output=True, check=True)
    assert {*again, other.stdout} == {first}


@pytest.mark.parametrize("letter", "åäöÅÄÖ–—”…→")
def test_letters_beyond_ascii_are_drawn(letter: str) -> None:
    assert ink(to_png(text_on(letter))) > ink(to_png(text_on(" ")))


@pytest.mark.parametrize("weight", ["600", "700", "bold"])
def test_bold_text_is_bold(weight: str) -> None:
    plain, bold = text_on("Tietovaranto"), text_on("Tietovaranto", f'font-weight="{weight}"')
    assert ink(to_png(bold)) > 1.2 * ink(to_png(plain))


@pytest.mark.parametrize("family", ["Arial", "Nowhere Sans", "serif", "DejaVu Sans"])
def test_every_font_family_is_drawn_with_the_shipped_font(family: str) -> None:
    svg = text_on("Tietovaranto", f'font-family="{family}"')
    assert to_png(svg) == to_png(text_on("Tietovaranto"))


@pytest.mark.parametrize("scale", [100, 1e300, float("inf")])
def test_a_picture_of_too_many_pixels_is_refused_with_a_scale_that_works(scale: float) -> None:
    with pytest.raises(DrawingError, match=r"320 × 200 pixels .* SVG or PDF") as refused:
        to_png(SVG, scale=scale)
    advised = re.search(r"a scale of ([\d.]+) or less", str(refused.value))
    assert advised
    width, height = 320 * float(advised[1]), 200 * float(advised[1])
    assert 0.99 * MOST_PIXELS < width * height <= MOST_PIXELS


def test_the_largest_picture_allowed_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster, "MOST_PIXELS", 640 * 400)
    to_png(SVG)
    with pytest.raises(DrawingError):
        to_png(SVG, scale=2.01)


@pytest.mark.parametrize("scale", [0, -1, float("nan")])
def test_a_scale_that_is_not_above_0_is_refused(scale: float) -> None:
    with pytest.raises(DrawingError, match="choose more than 0"):
        to_png(SVG, scale=scale)


def test_a_scale_that_leaves_no_pixel_is_refused() -> None:
    with pytest.raises(DrawingError):
        to_png(SVG, scale=1e-9)


NO_SVG = {
    "nothing": "",
    "half": SVG[:-20],
    "HTML": "<html/>",
    "no size": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "no width": '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="10"/>',
    "a width in %": '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="10"/>',
    "a control character": text_on("\x01"),
    "half a character": text_on("\ud800"),
}


@pytest.mark.parametrize("svg", NO_SVG.values(), ids=NO_SVG.keys())
def test_what_is_no_drawing_is_an_error(svg: str) -> None:
    with pytest.raises(DrawingError, match="the SVG"):
        to_png(svg)


@pytest.mark.parametrize("letter", "中ก👩")
@pytest.mark.parametrize("weight", ["400", "700"])
def test_a_letter_that_the_fonts_lack_is_drawn_as_an_unknown_one_and_never_as_a_box(letter: str, weight: str) -> None:
    drawn = to_png(text_on(f"a{letter}b", f'font-weight="{weight}"'))
    assert drawn == to_png(text_on("a\N{REPLACEMENT CHARACTER}b", f'font-weight="{weight}"'))
    assert unknown_letters(text_on(f"a{letter}b{letter}")) == letter


def test_what_is_not_seen_in_any_font_is_neither_drawn_nor_told() -> None:
    svg = text_on("a\u180e\U000e0101b")  # a vowel separator and a variant of the letter before
    assert to_png(svg) == to_png(text_on("ab"))
    assert unknown_letters(svg) == ""


def test_letters_that_are_not_drawn_are_not_told() -> None:
    assert unknown_letters(text_on("a").replace("<rect", "<title>中</title><rect")) == ""


def test_importing_it_loads_nothing_that_draws() -> None:
    script = "import sys, flowviz.raster, flowviz.pdf; print(sorted({'pypdfium2', 'svglib', 'reportlab', 'PIL'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
