"""SVG texts -> the bytes of a PDF, a page each: real text in shipped fonts, and tags that tell what a reader does not see.

The parts of a drawing become figures with the words that they have in the SVG, titles become headings, and what only
decorates is marked as such. The PDF draws what flowviz writes into its SVGs: shapes, texts, and a ``<style>`` of simple
selectors whose ``@media`` rules are passed over; it has no ``opacity`` of groups and no ``href`` without ``xlink:``.
"""

from __future__ import annotations

import functools
import io
import threading
from typing import TYPE_CHECKING, Any, Final

from flowviz.diagrams.page import SCREEN
from flowviz.letters import BOLD, REGULAR
from flowviz.svg_reading import child_text, root_of, size_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree import ElementTree

    from reportlab.graphics.shapes import Drawing
    from reportlab.pdfgen.canvas import Canvas

    from flowviz.diagrams.page import Page
    from flowviz.tags import Tags

__all__ = ["to_pdf"]

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_DC_TITLE: Final = "{http://purl.org/dc/terms/}title"
"""Where an SVG says its title without the number of its page."""
_LONGEST_PAGE: Final = 14_400  # points, the most that PDF readers show

# reportlab reads the font files through one position that all threads share
_one_pdf_at_a_time = threading.Lock()


def to_pdf(svgs: Sequence[str], page: Page = SCREEN) -> bytes:
    """The drawings of ``svgs`` as the bytes of a PDF, each on a page: its texts, its title, its language and its tags.

    Of `SCREEN` a page is as large as its drawing; any other ``page`` is kept, or where a drawing is larger, the next of
    the same ratio that holds it. Nothing is made smaller to fit. The same SVGs give the same bytes. Raises
    `DrawingError` when one of ``svgs`` is none.
    """
    roots = [root_of(svg) for svg in svgs]
    sizes = [size_of(root) for root in roots]
    from reportlab.pdfgen.canvas import Canvas

    from flowviz import tags

    output = io.BytesIO()
    with _one_pdf_at_a_time:
        _register_fonts()
        canvas = Canvas(
            output, invariant=1, pageCompression=1, lang=roots[0].get(_LANGUAGE), initialFontName=REGULAR.stem
        )
        canvas.setTitle(roots[0].findtext(f".//{_DC_TITLE}") or child_text(roots[0], "title"))
        canvas.setSubject(child_text(roots[0], "desc"))
        canvas.setAuthor("")
        canvas.setCreator("flowviz")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        structure = tags.Tags(canvas)
        for svg, root, (w, h) in zip(svgs, roots, sizes, strict=True):
            _draw(canvas, structure, svg, root, page if page == SCREEN else page.holding(w, h))
        structure.close()
        canvas.save()
    return output.getvalue()


def _draw(canvas: Canvas, tags: Tags, svg: str, root: ElementTree.Element, page: Page) -> None:
    drawing = _drawing(svg)
    w, h = (drawing.width, drawing.height) if page == SCREEN else (page.w * page.points, page.h * page.points)
    scale = 1.0 if page == SCREEN else page.points / SCREEN.points
    shrink = min(1, _LONGEST_PAGE / max(w, h))
    w, h, scale = w * shrink, h * shrink, scale * shrink
    canvas.setPageSize((w, h))
    x, y = (w - drawing.width * scale) / 2, h - drawing.height * scale
    told = f"{child_text(root, 'title')}. {child_text(root, 'desc')}"
    tags.page(drawing, (x, y), scale, told, paper=_paper(root))


def _paper(root: ElementTree.Element) -> str | None:
    """The colour of the page of a drawing, for what is around it."""
    first = root.find(f"{_SVG}rect")
    return first.get("fill") if first is not None else None


def _drawing(svg: str) -> Drawing:
    from svglib.svglib import SvgRenderer, load_svg_file

    class Renderer(SvgRenderer):
        """Keeps of every shape what the SVG says of it, for `Tags`."""

        def renderNode(self, node: Any, parent: Any = None) -> None:  # noqa: N802
            before = len(parent.contents) if parent is not None else 0
            super().renderNode(node, parent)
            for item in parent.contents[before:] if parent is not None else ():
                item._svg = node.etree_element

        def print_unused_attributes(self, node: Any) -> None:
            """Nothing: it would look for them even where nobody reads the log."""

    source = io.BytesIO(svg.encode())
    root: Any = load_svg_file(source)
    renderer = Renderer(source, font_map=_ShippedFonts())
    attributes: Any = renderer.attrConverter
    attributes.findAttr = functools.cache(attributes.findAttr)  # which asks itself for what is said further out
    for name in ("convertFontFamily", "convertLength", "convertLengthList"):
        setattr(attributes, name, functools.cache(getattr(attributes, name)))
    dashes = attributes.convertDashArray
    attributes.convertDashArray = functools.cache(lambda text: None if text == "none" else dashes(text))
    rules: Any = attributes.css_rules
    for style in root.iter(f"{_SVG}style"):  # else they would miss the root, which is met before its <style>
        rules.add_styles(style.text or "")
    return renderer.render(root)


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for file in (REGULAR, BOLD):
        if file.stem not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(file.stem, str(file)))


class _ShippedFonts:
    """The shipped fonts for every family, where svglib would search the machine."""

    def find_font(self, family: str, weight: Any = "normal", style: str = "normal") -> tuple[str, bool]:  # noqa: ARG002
        bold = weight == "bold" or (str(weight).isdigit() and int(weight) >= 600)
        return (BOLD if bold else REGULAR).stem, True
