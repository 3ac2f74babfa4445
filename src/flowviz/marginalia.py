"""What stands around a drawing on its page, measured and placed: title, key, legend and small print."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.catalogue import member_of
from flowviz.diagrams.key import placed
from flowviz.diagrams.page import SCREEN
from flowviz.locales import date, words
from flowviz.nouns import Noun
from flowviz.theme import SIZES
from flowviz.typography import width, wrap
from flowviz.wording import first_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.key import Key
    from flowviz.diagrams.scene import LegendItem, Point, Scene

__all__ = ["Marginalia", "around", "imprint", "sources_of"]

WIDEST_HEAD: Final = 1000.0
"""A drawing is not made wider than this for its title."""
WIDEST_PRINT: Final = 560.0
"""A drawing on a screen is not made wider than this for its small print, and not for its legend; a page has its width."""
_MOST_LINES: Final = 10
"""A title of more lines is cut."""
_SEPARATOR: Final = " · "
LEGEND_ROW: Final = 24.0
_LEGEND: Final = SIZES.small + 1
_BEFORE, _AFTER = 34, 22
"""The room for the sign of a legend item, and from its text to the next item."""
_TAG: Final = 8
"""The room beneath the subtitle for the tags that stick out of the cards."""


class Marginalia(Noun, kw_only=False):
    """The lines of each part and its top left corner, and the size of the page. The title and subtitle stand at
    their baselines.

    The key has its groups, and the legend its items, at places of their own below that corner.
    """

    width: float
    height: float
    drawing_at: Point
    title: list[str]
    subtitle: list[str]
    title_at: Point
    subtitle_at: Point
    key: Key
    key_at: Point
    legend: list[tuple[LegendItem, list[str], float, float]]
    legend_at: Point
    small_print: list[str]
    small_print_at: Point


def around(scene: Scene, catalogue: Catalogue) -> Marginalia:
    """What stands around a placed ``scene``: the key beside it where the page has room for that, else where it makes the
    whole less large for the page."""
    page, key = scene.page, placed(scene)
    beside = bool(key.groups) and not scene.key_below
    found = _around(scene, catalogue, key, beside=beside)
    if not beside or page == SCREEN or page.fits(found.width, found.height):
        return found
    wide = replace(scene, key_below=True, width=max(scene.width, page.w - 2 * SIZES.margin))
    below = _around(scene, catalogue, placed(wide), beside=False)
    return min(found, below, key=lambda one: max(one.width / page.w, one.height / page.h))


def _around(scene: Scene, catalogue: Catalogue, key: Key, *, beside: bool) -> Marginalia:
    room = scene.page.w - 2 * SIZES.margin
    screen = scene.page == SCREEN
    said = imprint(catalogue, scene.language, scene.of)
    head_w = max(width(scene.title, SIZES.title, bold=True), width(scene.subtitle, SIZES.name))
    w = max(
        scene.width + (SIZES.gap + key.width if beside else 0),
        key.width,
        min(head_w, WIDEST_HEAD, room),
        min(width(said, SIZES.small), WIDEST_PRINT if screen else room),
        0.0 if screen else min(_legend_width(scene.legend), room),
    )
    title = wrap(scene.title, w, SIZES.title, bold=True, lines=_MOST_LINES)
    subtitle = wrap(scene.subtitle, w, SIZES.name) if scene.subtitle else []
    top = SIZES.margin + 54 + _more(title, SIZES.title) + _more(subtitle, SIZES.name)
    top += _TAG if any(box.tag for box in (*scene.cards, *scene.frames)) else 0
    legend, legend_h = _legend(scene.legend, w)
    small_print = _joined(wrap(said, w - width(_SEPARATOR, SIZES.small), SIZES.small))
    left = SIZES.margin
    y = top + (max(scene.height, key.height) if beside else scene.height) + SIZES.gap - 2
    key_at = (left + scene.width + SIZES.gap, top) if beside else (left, y)
    legend_y = y if beside or not key.groups else y + key.height + SIZES.gap
    small_y = legend_y + legend_h
    return Marginalia(
        width=w + 2 * SIZES.margin,
        height=small_y + len(small_print) * SIZES.small * SIZES.line_height + SIZES.margin - 8,
        drawing_at=(left, top),
        title=title,
        subtitle=subtitle,
        title_at=(left, SIZES.margin + 18),
        subtitle_at=(left, SIZES.margin + 42 + _more(title, SIZES.title)),
        key=key,
        key_at=key_at,
        legend=legend,
        legend_at=(left, legend_y),
        small_print=small_print,
        small_print_at=(left, small_y),
    )


def _more(lines: list[str], size: float) -> float:
    """The height of the lines after the first."""
    return max(len(lines) - 1, 0) * size * SIZES.line_height


def _legend(items: list[LegendItem], w: float) -> tuple[list[tuple[LegendItem, list[str], float, float]], float]:
    """The items in rows, each with the lines of its text, and the height of these rows."""
    x, y, more = 0.0, 10.0, 0.0
    found = []
    for item in items:
        item_w = _item_width(item)
        lines = [item.text] if item_w - _AFTER <= w else wrap(item.text, w - _BEFORE, _LEGEND)
        if x and x + item_w > w:
            x, y, more = 0.0, y + LEGEND_ROW + more, 0.0
        found.append((item, lines, x, y))
        more = max(more, _more(lines, _LEGEND))
        x += item_w
    return found, y + LEGEND_ROW + more if items else 0


def _item_width(item: LegendItem) -> float:
    return _BEFORE + width(item.text, _LEGEND) + _AFTER


def _legend_width(items: list[LegendItem]) -> float:
    """The width of a legend of one row."""
    return summed(map(_item_width, items))


def _joined(lines: list[str]) -> list[str]:
    """The same lines, of which none begins with what separates the parts of the small print: that ends the one before."""
    found = lines[:1]
    for line in lines[1:]:
        if line.startswith(_SEPARATOR.lstrip()):
            found[-1] += _SEPARATOR.rstrip()
            line = line[len(_SEPARATOR.lstrip()) :]
        found.append(line)
    return found


def imprint(catalogue: Catalogue, language: str, of: Iterable[str] = ()) -> str:
    """What the small print says: the catalogue, its version and date, the language and the first source.

    Of joined catalogues that is the first one of the members whose things, ``of``, are drawn.
    """
    say = words(language)
    header = catalogue.header
    parts = [
        header.name.get(language),
        f"{say('version')} {header.version}",
        date(header.date, language),
        say("language"),
    ]
    if catalogue.sources:
        members = {member_of(id_) for id_ in of}
        sources = sorted(catalogue.sources, key=lambda source: member_of(source.id) not in members)
        titles = [source.title.get(language) for source in sources]
        parts.append(f"{say('source')}: {first_names(titles, 1, language)}")
    return _SEPARATOR.join(parts)


def sources_of(catalogue: Catalogue, language: str) -> str:
    """The documents that a catalogue was read from."""
    return "; ".join(source.title.get(language) for source in catalogue.sources)
