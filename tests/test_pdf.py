from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.diagrams.page import FITS
from flowviz.errors import DrawingError
from flowviz.pdf import to_pdf
from pdf_reader import Element, Pdf
from test_raster import NO_SVG, SVG, text_on

if TYPE_CHECKING:
    from flowviz.model import Model

PARTS = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100" xml:lang="en">
<title>Office</title><desc>What it has.</desc>
<rect class="page" width="200" height="100" fill="#ffffff"/>
<g class="title"><text x="0" y="10" font-weight="700">A title on</text><text x="0" y="20" font-weight="700">two lines</text>
<text x="0" y="30">below it</text></g>
<g class="drawing" transform="translate(10 20)">
<rect width="180" height="70" fill="#eeeeee"/>
<g class="frame" role="img" aria-label="A frame"><rect width="90" height="40" stroke="#000000"/><text x="2" y="12">Frame</text>
<g class="node" role="img" aria-label="A card &#10;in it"><rect x="5" y="15" width="40" height="20"/></g>
<text x="2" y="38">still the frame</text></g>
</g>
<g class="key"><text x="0" y="0" font-weight="700">Key</text>
<g class="key-entry"><circle r="4"/><text x="9" y="9">K</text><text x="19" y="9">Kela</text></g></g>
<g class="legend"><g class="legend-item"><circle r="4"/><text x="9" y="9">city</text></g></g>
<g class="small-print"><text x="0" y="90">small</text><text x="0" y="95">print</text></g>
</svg>"""


def told(element: Element) -> list[tuple[str, str]]:
    """The tags of the parts of an element in the order in which they are read, each with its words."""
    return [(kid.tag, kid.alt or kid.text) for kid in element.kids]


def test_the_same_drawing_gives_the_same_bytes_in_threads_and_in_another_process() -> None:
    first = to_pdf([SVG])
    with ThreadPoolExecutor(4) as pool:
        again = list(pool.map(lambda svg: to_pdf([svg]), [SVG] * 8))
    script = (
        "import sys; from flowviz.pdf import to_pdf; "
        "sys.stdout.buffer.write(to_pdf([sys.stdin.buffer.read().decode()]))"
    )
    other = subprocess.run([sys.executable, "-c", script], input=SVG.encode(), capture_output=True, check=True)
    assert {*again, other.stdout} == {first}


def test_a_pdf_after_others_is_the_same_as_alone() -> None:
    alone = to_pdf([SVG])
    to_pdf([text_on("Other letters: žščř")])
    assert to_pdf([SVG]) == alone


@pytest.mark.parametrize("letter", "åäöÅÄÖ–—”…→")
def test_letters_beyond_ascii_can_be_copied_and_searched(letter: str) -> None:
    assert any(f"<{ord(letter):04X}>" in stream for stream in Pdf(to_pdf([text_on(letter)])).streams.values())


@pytest.mark.parametrize("weight", ["600", "700", "bold"])
def test_bold_text_is_bold(weight: str) -> None:
    assert b"DejaVuSans-Bold" in to_pdf([text_on("Tietovaranto", f'font-weight="{weight}"')])
    assert b"DejaVuSans-Bold" not in to_pdf([text_on("Tietovaranto")])


@pytest.mark.parametrize("family", ["Arial", "Nowhere Sans", "serif", "DejaVu Sans"])
def test_every_font_family_is_drawn_with_the_shipped_font(family: str) -> None:
    assert to_pdf([text_on("Tietovaranto", f'font-family="{family}"')]) == to_pdf([text_on("Tietovaranto")])


def test_a_pdf_holds_its_text_title_language_and_page_size() -> None:
    pdf = Pdf(to_pdf([SVG]))
    assert "(Tietovaranto) Tj" in pdf.drawn()
    assert pdf.info["Title"] == "Työvoima – “yhteydet”"
    assert pdf.info["Subject"] == "Kuvaus"
    assert pdf.catalog["Lang"] == "fi"
    assert pdf.get(pdf.catalog["ViewerPreferences"]) == {"DisplayDocTitle": True}
    assert [page["MediaBox"] for page in pdf.pages] == [[0, 0, 240, 150]]


def test_every_font_is_in_the_file_as_a_part_of_itself() -> None:
    pdf = Pdf(to_pdf([SVG]))
    assert {font["BaseFont"][8:] for font in pdf.fonts} == {"DejaVuSans", "DejaVuSans-Bold"}
    for font in pdf.fonts:
        assert re.fullmatch(r"/[A-Z]{6}\+DejaVuSans(-Bold)?", font["BaseFont"])
        assert len(pdf.streams[pdf.get(font["FontDescriptor"])["FontFile2"]]) > 1000
        assert font["ToUnicode"] in pdf.streams


def test_a_pdf_is_styled_as_the_png_is() -> None:
    page = Pdf(to_pdf([SVG])).drawn()
    assert ".639216 .890196 .760784 rg" in page  # .card
    assert "[6 4] 0 d" in page  # .implied
    assert ".101961 .101961 .101961 rg" in page  # .root
    assert "1 0 0 rg" not in page  # @media and :focus-visible


def test_a_page_larger_than_readers_show_is_made_to_fit() -> None:
    pdf = Pdf(to_pdf([SVG.replace('width="320px" height="200px"', 'width="32000px" height="20000px"')]))
    assert pdf.pages[0]["MediaBox"] == [0, 0, 14400, 9000]


PAPER = {
    "slide": (960, 540),
    "a4": (595.28, 841.89),
    "a4-landscape": (841.89, 595.28),
    "a3": (1190.55, 841.89),
    "a1": (2383.94, 1683.78),
    "column": (340.16, 566.93),
}
"""The pages in points, as printers know them."""


@pytest.mark.parametrize("fit", PAPER)
def test_a_page_has_the_size_of_its_paper_and_text_of_11_pixels_is_7_points_high_on_it(fit: str) -> None:
    pdf = Pdf(to_pdf([SVG, SVG], FITS[fit]))
    assert [page["MediaBox"] for page in pdf.pages] == [
        [0, 0, *(pytest.approx(side, abs=0.01) for side in PAPER[fit])]
    ] * 2
    scale = re.search(r"^([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm$", pdf.drawn(1), re.MULTILINE)
    assert scale
    across, up, x, y = map(float, scale.groups())
    # svglib has already made 0.75 points of a pixel
    assert (across * 0.75 * 11, up * 0.75 * 11) == pytest.approx((8.25, 8.25) if fit == "slide" else (7, 7), abs=0.001)
    assert x == pytest.approx((PAPER[fit][0] - 240 * across) / 2, abs=0.01)  # in the middle
    assert y == pytest.approx(PAPER[fit][1] - 150 * up, abs=0.01)  # at the top


def test_a_drawing_larger_than_its_page_is_not_made_smaller_but_has_the_next_larger_paper() -> None:
    wide = SVG.replace('width="320px" height="200px"', 'width="1000px" height="200px"')
    pdf = Pdf(to_pdf([SVG, wide], FITS["a4"]))
    sizes = [page["MediaBox"][2:] for page in pdf.pages]
    assert sizes[0] == [pytest.approx(595.28, abs=0.01), pytest.approx(841.89, abs=0.01)]
    assert sizes[1] == [pytest.approx(841.89, abs=0.1), pytest.approx(1190.55, abs=0.1)]  # A3


def test_the_paper_around_a_drawing_has_its_colour() -> None:
    dark = PARTS.replace("#ffffff", "#15181c")
    assert "n 0 0 595.2756 841.8898 re f" in Pdf(to_pdf([dark], FITS["a4"])).pieces()[-1]
    assert ".082353 .094118 .109804 rg" in Pdf(to_pdf([dark], FITS["a4"])).pieces()[-1]


def test_a_pdf_is_tagged_in_the_order_in_which_it_is_read_and_says_what_its_figures_show() -> None:
    pdf = Pdf(to_pdf([PARTS, PARTS]))
    assert pdf.get(pdf.catalog["MarkInfo"]) == {"Marked": True}
    document = pdf.structure()
    assert (document.tag, [page.tag for page in document.kids]) == ("Document", ["Sect", "Sect"])
    first, second = document.kids
    assert told(first) == told(second)
    assert told(first) == [
        ("H1", "A title on two lines"),
        ("P", "below it"),
        ("Figure", "Office. What it has."),
        ("Figure", "A frame"),
        ("Figure", "A card \nin it"),
        ("H2", "Key"),
        ("P", "K Kela"),
        ("P", "city"),
        ("P", "small print"),
    ]
    assert first.kids[3].text == "Frame still the frame"
    assert {page["StructParents"] for page in pdf.pages} == {0, 1}


def test_a_figure_says_where_on_the_page_it_is() -> None:
    pdf = Pdf(to_pdf([PARTS]))
    figures = [one for one in pdf.objects.values() if isinstance(one, dict) and one.get("S") == "/Figure"]
    boxes = {figure["Alt"]: pdf.get(figure["A"])["BBox"] for figure in figures}
    assert boxes["Office. What it has."] == [0, 0, 150, 75]
    # 15 to 55 and 35 to 55 pixels of 0.75 points from the top left
    assert boxes["A card \nin it"] == [11.25, 33.75, 41.25, 48.75]


def test_what_only_decorates_is_said_to() -> None:
    artifacts = Pdf(to_pdf([PARTS])).pieces()[-1]
    assert ".933333 .933333 .933333 rg" in artifacts  # the ground of the drawing
    assert "Tj" not in artifacts


def test_a_text_in_another_language_says_so() -> None:
    assert "/Span <</Lang (sv)>> BDC" in Pdf(to_pdf([text_on("Staden", 'xml:lang="sv"')])).drawn()


def test_a_letter_that_the_fonts_lack_is_an_unknown_one_on_paper() -> None:
    streams = Pdf(to_pdf([text_on("中 x")])).streams.values()
    assert any("<FFFD>" in stream for stream in streams)
    assert not any("<4E2D>" in stream for stream in streams)


def test_text_from_right_to_left_is_printed_joined_and_in_its_order() -> None:
    pdf = Pdf(to_pdf([text_on("بب")]))
    letters = re.findall(r"<(FE[0-9A-F]{2})>", "".join(pdf.streams.values()))
    assert letters == ["FE90", "FE91"]  # from the left: the form at the end of a word, then that at its beginning


@pytest.mark.parametrize("svg", NO_SVG.values(), ids=NO_SVG.keys())
def test_what_is_no_drawing_is_an_error(svg: str) -> None:
    with pytest.raises(DrawingError, match="the SVG"):
        to_pdf([SVG, svg])


def test_a_drawing_is_tagged_with_all_that_its_svg_tells(any_model: Model) -> None:
    department = any_model.catalogue.departments[-1].id
    for kind in ("department", "feeds"):
        scene = drawing.scene_of(any_model, Wish(kind=kind, of=department, language="en"))
        svg = drawing.finish(any_model, scene)
        (page,) = Pdf(drawing.write(any_model, scene, "pdf")).structure().kids
        labels = re.findall(r'<g [^>]*role="img" aria-label="([^"]*)"', svg)
        figures = [figure.alt for figure in page.kids if figure.tag == "Figure"]
        assert figures[0].endswith(scene.description)
        assert [label.replace("\n", " ") for label in figures[1:]] == [_plain(label) for label in labels]
        assert labels


def _plain(label: str) -> str:
    return label.replace("&#10;", " ").replace("&amp;", "&").replace("&quot;", '"').replace("&#x27;", "'")


def test_hostile_names_neither_break_a_pdf_nor_get_out_of_its_strings() -> None:
    name = r"(a) b\) >> endobj \ %s 中 قاعدة"
    page = (
        Pdf(to_pdf([PARTS.replace("A frame", name.replace(">", "&gt;")).replace("Frame", "(a) b\\) endobj")]))
        .structure()
        .kids[0]
    )
    assert page.kids[3].alt == name
    assert page.kids[3].text.startswith(r"\(a\) b\\\) endobj")
