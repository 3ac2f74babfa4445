"""The tags of a PDF: headings, paragraphs and figures with their words, in the order in which a drawing is read."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from reportlab.graphics.renderPDF import _PDFRenderer
from reportlab.graphics.shapes import Group, transformPoint
from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

from flowviz.bidi import visual
from flowviz.letters import REGULAR, shown

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing, Shape, String
    from reportlab.pdfgen.canvas import Canvas

__all__ = ["Tags"]

_SVG: Final = "{http://www.w3.org/2000/svg}"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_ARTIFACT: Final = "/Artifact BMC"
_END: Final = "EMC"
_TOGETHER: Final = {"key-entry", "legend-item"}
"""The groups whose sign and words are one paragraph."""
_TITLE: Final = "title"
_HEADINGS: Final = {_TITLE: "H1", "key": "H2"}
"""What bold text is in these groups."""

_Box = tuple[float, float, float, float]


class _Element:
    """A part of the structure, with its kids: elements, or the numbers of marked pieces of its page."""

    def __init__(self, tags: Tags, tag: str, parent: _Element | None = None, **entries: Any) -> None:
        self.tag, self.kids = tag, list[Any]()
        self.entries: dict[str, Any] = {"Type": PDFName("StructElem"), "S": PDFName(tag), **entries}
        if parent is not None:
            self.entries["P"] = parent.reference
        self.object = PDFDictionary(self.entries)
        self.reference: Any = tags.document.Reference(self.object)

    def close(self) -> None:
        """Writes its kids down, and theirs."""
        for kid in self.kids:
            if isinstance(kid, _Element):
                kid.close()
        self.object.dict["K"] = PDFArray([kid.reference if isinstance(kid, _Element) else kid for kid in self.kids])


class Tags:
    """The structure of the document that ``canvas`` makes: a section for each page."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.document = canvas, canvas._doc
        self.root = _Element(self, "Document")
        self.pages: list[PDFArray] = []

    def page(self, drawing: Drawing, at: tuple[float, float], scale: float, told: str, *, paper: str | None) -> None:
        """Draws a page with its drawing, which ``told`` tells, at a place from the bottom left, on paper of a colour."""
        canvas = self.canvas
        section = _Element(self, "Sect", self.root, Pg=self.document.thisPageRef())
        self.root.kids.append(section)
        if paper:
            canvas._code.append(_ARTIFACT)
            canvas.setFillColor(HexColor(paper))
            canvas.rect(0, 0, *canvas._pagesize, stroke=0, fill=1)
            canvas._code.append(_END)
        canvas.saveState()
        canvas.translate(*at)
        canvas.scale(scale, scale)
        renderer = _Tagging(self, section, at, scale)
        renderer.draw_whole(drawing, told)
        canvas.restoreState()
        canvas.showPage()
        page = self.document.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = len(self.pages), PDFName("S")
        self.pages.append(PDFArray([element.reference for element in renderer.marked]))

    def close(self) -> None:
        """Ends the structure; nothing may be drawn after it."""
        self.root.close()
        pages = [item for place, page in enumerate(self.pages) for item in (place, self.document.Reference(page))]
        parents = self.document.Reference(PDFDictionary({"Nums": PDFArray(pages)}))
        catalog = self.document.Catalog
        catalog.StructTreeRoot = PDFDictionary(
            {
                "Type": PDFName("StructTreeRoot"),
                "K": self.root.reference,
                "ParentTree": parents,
                "ParentTreeNextKey": len(self.pages),
            }
        )
        self.root.object.dict["P"] = self.document.Reference(catalog.StructTreeRoot)
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})


class _Tagging(_PDFRenderer):  # type: ignore[misc]
    """Draws a drawing, and marks of which element each of its shapes and texts is, or that it only decorates."""

    def __init__(self, tags: Tags, section: _Element, at: tuple[float, float], scale: float) -> None:
        super().__init__()
        self.tags, self.section, self.at, self.scale = tags, section, at, scale
        self.code: list[str] = tags.canvas._code
        self.marked: list[_Element] = []
        """The element of each marked piece of the page."""
        self.open: _Element | None = None
        self.lines: tuple[Any, str] | None = None
        """Where the last line of text stood, and what it was."""
        self.head: list[_Element] = []
        self.body: list[_Element] = []
        self.figure: _Element | None = None

    def draw_whole(self, drawing: Drawing, told: str) -> None:
        """Draws ``drawing``. What it shows as a whole is told by its background, and read after its title."""
        self.figure = self._figure(told, (0.0, 0.0, drawing.width, drawing.height))
        drawing.initialFontName = REGULAR.stem  # else a font that is not embedded is named
        self.draw(drawing, self.tags.canvas, 0, 0, showBoundary=0)
        self.section.kids = [*self.head, self.figure, *self.body]

    def drawNode(self, node: Shape) -> None:  # noqa: N802
        """Draws a shape, text or group as a piece of the element that it is of."""
        svg = getattr(node, "_svg", None)
        element = self._element(node, svg) if svg is not None else None
        if element is not None:
            self._within(element, node, svg)
        elif self.open is None and not isinstance(node, Group):
            self.code.append(_ARTIFACT)
            super().drawNode(node)
            self.code.append(_END)
        else:
            self._draw(node, svg)

    def _within(self, element: _Element, node: Shape, svg: Any) -> None:
        """Draws a node as a piece of ``element``; pieces do not lie in each other, so the one around it is parted."""
        outer = self.open
        if outer is not None:
            self.code.append(_END)
        self._begin(element)
        self._draw(node, svg)
        self.code.append(_END)
        self.open = None
        if outer is not None:
            self._begin(outer)

    def _begin(self, element: _Element) -> None:
        self.code.append(f"/{element.tag} <</MCID {len(self.marked)}>> BDC")
        element.kids.append(len(self.marked))
        self.marked.append(element)
        self.open = element

    def _draw(self, node: Shape, svg: Any) -> None:
        """Draws a node; a text in another language than the drawing says so."""
        # what readers copy and search is left to the letters: poppler loses text that has an /ActualText of its own
        language = svg.get(_LANGUAGE, "") if svg is not None and svg.tag == f"{_SVG}text" else ""
        if language.replace("-", "").isalnum():
            self.code.append(f"/Span <</Lang ({language})>> BDC")
            super().drawNode(node)
            self.code.append(_END)
        else:
            super().drawNode(node)

    def drawString(self, stringObj: String) -> None:  # noqa: N802, N803
        """Draws a text in letters that the fonts have, in the order in which they are printed."""
        stringObj.text = _printed(stringObj.text)
        super().drawString(stringObj)

    def _element(self, node: Shape, svg: Any) -> _Element | None:
        """The element that begins with a node of the SVG; None where it is of the one that is open, or of none."""
        names = set(svg.get("class", "").split())
        if "page" in names:
            return self.figure
        if svg.tag == f"{_SVG}g" and svg.get("aria-label"):
            return self._added(self._figure(svg.get("aria-label"), self._bounds(node)))
        if self.open is not None:
            return None
        if names & _TOGETHER:
            return self._added(self._new("P"))
        return self._text(svg) if svg.tag == f"{_SVG}text" else None

    def _text(self, svg: Any) -> _Element:
        """The paragraph or heading of a text; lines below each other that are alike are one."""
        around = svg.getparent()
        area = around.get("class", "")
        tag = _HEADINGS.get(area, "P") if svg.get("font-weight") == "700" else "P"
        group = self.head if area == _TITLE else self.body
        if self.lines != (around, tag):
            self.lines = around, tag
            group.append(self._new(tag))
        return group[-1]

    def _added(self, element: _Element) -> _Element:
        self.lines = None
        self.body.append(element)
        return element

    def _figure(self, told: str, box: _Box) -> _Element:
        (x, y), k = self.at, self.scale
        corners = [round(number, 2) for number in (x + box[0] * k, y + box[1] * k, x + box[2] * k, y + box[3] * k)]
        layout = {"O": PDFName("Layout"), "Placement": PDFName("Block"), "BBox": PDFArray(corners)}
        return self._new("Figure", Alt=PDFString(told), A=PDFDictionary(layout))

    def _new(self, tag: str, **entries: Any) -> _Element:
        return _Element(self.tags, tag, self.section, Pg=self.section.entries["Pg"], **entries)

    def _bounds(self, node: Shape) -> _Box:
        """The corners of a node in the drawing."""
        left, bottom, right, top = node.getBounds() or (0.0, 0.0, 0.0, 0.0)
        ctm = self._tracker.getState()["ctm"]
        corners = [transformPoint(ctm, corner) for corner in itertools.product((left, right), (bottom, top))]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)


def _printed(text: str) -> str:
    """The letters of a text as a PDF prints them."""
    return shown(visual(text))
