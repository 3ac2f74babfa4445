"""What a drawing shows, before and after it is placed: cards, frames, dots, lines and a key.

A scene says nothing of colours or of files: `flowviz.diagrams.dot` turns it into DOT text, and
`flowviz.svg` draws it. Sizes and places are pixels from the top left.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Literal

from flowviz.catalogue import STROKE, Basis
from flowviz.diagrams.page import SCREEN, Page
from flowviz.nouns import Noun, Part
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "Band",
    "Box",
    "Card",
    "Cell",
    "Count",
    "Dot",
    "Frame",
    "Head",
    "Heading",
    "KeyEntry",
    "KeyGroup",
    "LegendItem",
    "Light",
    "Line",
    "Matrix",
    "Note",
    "Scene",
    "Way",
    "dot_of",
    "frame_of",
    "named",
    "thing_of",
]

Way = Literal["out", "in", "both"]
Light = Literal["", "lit", "dim"]
"""Whether a layer over the drawing tells of a part, or not; nothing where there is no layer."""
Point = tuple[float, float]


class Box(Part):
    """What cards and frames share: a name, a place, and a mark."""

    lines: list[str] = field(default_factory=list)
    small: list[str] = field(default_factory=list)
    """A remark under its name."""
    mark: str = ""
    """A role in a comparison or an impact; becomes a class."""
    word: str = ""
    """The mark in a word, on a tag at its corner."""
    hollow: bool = False
    """Whether the tag is hollow: what it says is possible only."""
    tag: str = ""
    """What stands on the tag: its sign and word, which are ``tag_w`` wide. Known when the scene is placed."""
    tag_w: float = 0
    rank: int = 0
    """Those of a smaller rank stand above the others of their column."""
    struck: list[float] = field(default_factory=list)
    """The widths of the lines of its name where that is struck out. Known when the scene is placed."""
    size: float = SIZES.name
    """The size of its name."""
    pad: float = SIZES.pad
    """From its left side to its name."""
    light: Light = ""
    level: int = 0
    """The level of the map that it shows from; 0 in other drawings."""
    header: float = 0
    """The height that its name is centred in; 0 for the whole height of a card, and for the top of a frame."""
    x: float = 0
    y: float = 0
    w: float = 0
    h: float = 0

    @property
    def bold(self) -> bool:
        """Whether its name is set in bold."""
        return True

    @property
    def small_size(self) -> float:
        """The size of the remark."""
        return max(SIZES.small, self.size * 0.6)


class Count(Noun, kw_only=False):
    """A number in the row of a table, in the colour of what is counted."""

    scope: str
    letter: str
    told: str
    share: float
    """Of the largest number of the table: the more, the stronger its colour."""
    x: float
    """From the left of the row."""
    w: float
    line: int = 0
    """In which line of numbers it stands, where these stand below the name."""


class Card(Box):
    """A thing as a box with its name."""

    id: str
    kind: str
    scope: str
    text: str
    """All that a reader who does not see the drawing should hear of it; starts with the visible name."""
    frame: str | None = None
    column: int | None = None
    """Cards of the same column stand above each other."""
    head: bool = False
    """Whether it stands for the whole whose frame it is in, and so stays first."""
    title: bool = False
    """Whether it is the heading of that frame, without a box of its own: its lines end at the frame."""
    strong: bool = False
    sign: bool = True
    """Whether the letter and shape of its scope stand beside its name."""
    sized: bool = False
    """Whether its size is settled: the columns do not fit it to its text."""
    counts: list[Count] | None = None
    """What a row of a table tells; None for a card that is none."""

    @property
    def bold(self) -> bool:
        return self.kind in ("resource", "department") and self.counts is None


class Frame(Box):
    """A rounded area around cards: a department, a whole with its parts, a lane."""

    id: str
    thing: str | None = None
    """Id of the thing that the frame stands for."""
    kind: Literal["department", "whole", "lane"]
    scope: str | None = None
    strong: bool = False
    text: str = ""
    parent: str | None = None
    filled: bool = False
    """Whether it has the colour of its scope, as the card has that it is without what is in it."""
    either: bool = False
    """Whether it may stand in the first column or in the last, where lines cross less."""


def frame_of(thing: str) -> str:
    """The id of the frame that stands for a thing."""
    return f"frame-{thing}"


def thing_of(id_: str) -> str:
    """What a card or an end of a line stands for: its id without what tells two cards of one group apart.

    >>> thing_of("scope:national#2")
    'scope:national'
    """
    return id_.partition("#")[0]


class Heading(Part):
    """The words above a column of cards, which are read before these."""

    column: int
    lines: list[str]
    x: float
    y: float
    w: float

    @property
    def h(self) -> float:
        """The height of its lines and of the rule beneath them."""
        return len(self.lines) * (SIZES.small + 1) * SIZES.line_height + 5


class Dot(Part):
    """A small coloured dot beside a card, with a name beside it: a connection to a thing elsewhere, or several folded."""

    owner: str
    target: str
    """Id of the thing, or of a group of things as `flowviz.ends` writes it."""
    label: str
    """The letter of its scope; nothing for what another department has."""
    scope: str
    way: Way | None
    """None where a dot stands for several connections."""
    basis: Basis
    text: str
    count: str = ""
    """How many connections it stands for, said after its name."""
    opens: str = ""
    """The end of what it tells of, where that is not its target: as that is shown, and not all that its target holds."""
    name: list[str] = field(default_factory=list)
    """What it leads to, on lines that stand to its right."""
    small: list[str] = field(default_factory=list)
    """A remark under its name: the department that has the thing."""
    mark: str = ""
    ruled: list[float] = field(default_factory=list)
    """The widths of the lines of its name where it is marked. Known when the scene is placed."""
    r: float = SIZES.dot / 2
    on_scope: bool = False
    """Whether it stands on the colour of a scope."""
    light: Light = ""
    x: float = 0
    """Of its centre."""
    y: float = 0


def dot_of(owner: str, target: str) -> str:
    """The id that a dot has in a file."""
    return f"dot-{owner}--{target}"


class Note(Part):
    """A heading between cards, or with a scope what the source says of that scope alone."""

    lines: list[str]
    text: str
    scope: str | None = None
    plain: bool = False
    """Whether the sign of its scope has no letter."""
    size: float = SIZES.small
    """The size of a heading."""
    aloud: bool = False
    """Whether a heading is read to those who do not see it; others say again what the boxes say."""
    x: float = 0
    y: float = 0
    """Of the middle of its first line."""


class Line(Part):
    """One or more feeds between two cards."""

    source: str
    target: str
    way: Way = "out"
    basis: Basis = "stated"
    text: str
    label: str = ""
    weight: float = 1.0
    backwards: bool = False
    """The layout sees it from target to source, so that the target stands on the left."""
    loose: bool = False
    """The layout does not let it decide who stands left of whom."""
    points: list[Point] = field(default_factory=list)
    curve: bool = False
    """Whether the points are those of cubic Bézier curves joined end to end, 3 for each and one more, and not corners."""
    label_at: Point | None = None
    cross_at: Point | None = None
    """Where the cross of a feed that ends stands; the middle where that is not known."""
    worded: bool = False
    """Whether its label is what it hands over, and not a number."""
    framed: tuple[bool, bool] = (False, False)
    """Whether it ends at the frame of its source, and of its target: it is of the whole, and not of a box in it."""
    mark: str = ""
    light: Light = ""


class Head(Part, tag=True):
    """The heading of a row or a column of a matrix: a card of the scene."""

    card: str
    name: str
    lines: list[str]
    upright: bool = False
    """Whether its name is read from below to above."""
    x: float
    y: float
    w: float
    h: float


class Band(Part, tag=True):
    """The heading of a group of rows or columns."""

    id: str
    thing: str | None = None
    """Id of the department that the group is."""
    scope: str | None = None
    lines: list[str]
    """Nothing where only the sign of its scope has room."""
    text: str
    x: float
    y: float
    w: float
    h: float


class Cell(Part, tag=True):
    """A line of the scene as a sign where its row and its column meet."""

    line: Line
    scope: str
    count: str
    up: bool
    """Whether the column gets."""
    left: bool
    """Whether the row gets."""
    x: float
    """Of its centre."""
    y: float

    @property
    def way(self) -> Literal["up", "left", "both"]:
        """Where its tips point to."""
        return "both" if self.up and self.left else "up" if self.up else "left"


class Matrix(Part):
    """What is drawn instead of the cards, frames and lines of a scene, in the order in which it is read."""

    parts: list[Head | Band | Cell]
    rules: list[tuple[Point, Point]]
    """The thin lines between rows and columns."""


class KeyEntry(Part):
    """One of the things that a folded dot stands for, with its own way and basis."""

    target: str
    dot: str
    """The id of the dot."""
    label: str
    way: Way
    basis: Basis
    lines: list[str]
    text: str


class KeyGroup(Part):
    """The entries of one folded dot."""

    scope: str
    title: list[str] = field(default_factory=list)
    """The name of the box, above the first group of it."""
    lines: list[str]
    entries: list[KeyEntry]


class LegendItem(Part):
    """A sign of the drawing and what it means: of a scope, a way, a basis, a kind or a mark."""

    sign: Literal["scope", "elsewhere", "way", "basis", "kind", "mark", "hollow", "weight", "frame", "cell"]
    value: str
    text: str


class Scene(Part):
    """A whole drawing."""

    kind: str
    name: str
    """Short ASCII name of the drawing, for files: ``department-strategiaosasto``; with a member, ``department-kanslia.viestinta``,
    for a stroke would be a folder."""
    title: str
    subtitle: str
    description: str
    """What the drawing shows in one or two sentences, for those who do not see it."""
    language: str
    of: tuple[str, ...] = ()
    """Ids of what it is of; none for the whole catalogue."""
    cards: list[Card] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    key: list[KeyGroup] = field(default_factory=list)
    legend: list[LegendItem] = field(default_factory=list)
    matrix: Matrix | None = None
    placed: bool = False
    key_below: bool = False
    width: float = 0
    height: float = 0
    page: Page = SCREEN
    """What it is laid out for."""

    def __post_init__(self) -> None:
        self.name = named(self.name)

    @property
    def texts(self) -> Iterator[str]:
        """All words that it shows."""
        yield from (self.title, self.subtitle)
        for box in (*self.cards, *self.frames):
            yield from (*box.lines, *box.small)
        for dot in self.dots:
            yield from (*dot.name, *dot.small)
        for group in self.key:
            yield from (*group.title, *group.lines, *(line for entry in group.entries for line in entry.lines))
        for part in (*(self.matrix.parts if self.matrix else ()), *self.notes, *self.headings):
            if not isinstance(part, Cell):
                yield from part.lines
        yield from (line.label for line in self.lines)
        yield from (item.text for item in self.legend)

    @property
    def told(self) -> str:
        """The whole drawing in a few sentences, for those who do not see it."""
        return f"{self.title}. {self.subtitle}. {self.description}"


def named(name: str) -> str:
    """The name of a drawing, for files too: a stroke of an id would be a folder."""
    return name.replace(STROKE, ".")
