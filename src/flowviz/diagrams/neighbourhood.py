"""Any thing and its surroundings: what is within so many hops of it, along the feeds, up, down or both.

It stands in the middle, and each thing as many columns away as it is hops away: what gives to it on the left, what gets
from it on the right. What is beyond stands on the side from which it is reached.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams import bands, hops
from flowviz.diagrams.cards import OUTER, card_of, fit
from flowviz.diagrams.folding import LINES, MOST, fold, group_card, lanes, pairs
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.parallel import line_of
from flowviz.diagrams.partners import heading
from flowviz.diagrams.scene import Frame, Line, Scene, frame_of, named
from flowviz.diagrams.wording import legend_of, of_department, thing_text
from flowviz.ends import group_of
from flowviz.lineage import Direction, neighbourhood
from flowviz.locales import words
from flowviz.model import Model, inside, lately, name_of
from flowviz.theme import SIZES
from flowviz.typography import wrap
from flowviz.wording import home_line

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flowviz.catalogue import Feed
    from flowviz.diagrams.folding import Folds

__all__ = ["count", "draw", "draw_nodes", "sides"]

ROOMS: Final = ((MOST, MOST), (MOST, 12), (12, 12), (6, 6))
"""How many cards a column may have at one hop, and farther away; the first that gives no more than `LINES` is taken."""
_BANDS: Final = ((12, 6), (8, 4), (5, 3))
"""The same where the hops stand below each other, for at most `bands.MOST_LINES`."""


def draw(
    model: Model,
    node: str,
    *,
    depth: int = 1,
    direction: Direction = "both",
    language: str = "fi",
    page: Page = SCREEN,
) -> Scene:
    """The scene of ``node`` and all within ``depth`` hops, placed for ``page``.

    A thing stands for all that lies in it: the feeds of a resource's registers and parts are its surroundings too.
    """
    w = words(language)
    name = name_of(model, node, language)
    members, columns, folds = _around(model, node, depth, direction, page)
    scene = draw_nodes(
        model,
        columns,
        language=language,
        focus=members,
        frame=node if len(members) > 1 else None,
        folds=folds,
    )
    scene.kind = "neighbourhood"
    scene.of = (node,)
    scene.name = named(f"neighbourhood-{node}-{direction}-{depth}")
    scene.title = name
    scene.subtitle = w(
        f"neighbourhood.subtitle.{direction}",
        hops=w("hops", n=depth),
        things=w("things", n=len(columns)),
    )
    if folds:
        scene.subtitle += " · " + w("neighbourhood.folded", things=w("things", n=len(folds)))
    scene.description = w("neighbourhood.description", name=name)
    return hops.place(scene, _headings(model, members, columns, language), page)


def count(
    model: Model, node: str, *, depth: int = 1, direction: Direction = "both", page: Page = SCREEN
) -> tuple[int, int]:
    """How many cards and how many lines the drawing of ``node`` would have."""
    _, columns, folds = _around(model, node, depth, direction, page)
    return len({folds.get(one, one) for one in columns}), pairs(model, columns, folds)


@lately(4)
def _around(
    model: Model, node: str, depth: int, direction: Direction, page: Page
) -> tuple[list[str], dict[str, int], Folds]:
    """What is drawn of ``node`` itself, the column of each thing around it, and what of that is folded.

    It is the same in all languages, in which a site draws it one after the other.
    """
    members = [inner for inner in inside(model, node) if inner == node or _has_feeds(model, inner)]
    columns = {one: side * far for one, (side, far) in sides(model, members, depth, direction).items()}
    folds: Folds = {}
    rooms, lines = (ROOMS, LINES) if page.w >= bands.NARROW else (_BANDS, bands.MOST_LINES)
    for near, far in rooms:
        most = {column: near if abs(column) == 1 else far if column else None for column in set(columns.values())}
        folds = fold(model, columns, most)
        if pairs(model, columns, folds, lines) <= lines:
            break
    return members, columns, folds


def sides(
    model: Model, members: Collection[str], depth: int, direction: Direction = "both"
) -> dict[str, tuple[int, int]]:
    """All within ``depth`` hops of ``members``, nearest first: its side, -1 before them and 1 after, and its hops.

    What is as near before as after stands after. What is farther stands on the side where most of those stand that it is
    reached by; feeds that lead on to it from there, away from the middle, count twice.
    """
    out, into = model.out, model.into
    found: dict[str, tuple[int, int]] = {}
    for node, distance in neighbourhood(model, *members, depth=depth, direction=direction).items():
        if not distance:
            found[node] = 0, 0
            continue
        after = [found[other][0] for other in into[node] if found.get(other, (0, -1))[1] == distance - 1]
        before = [found[other][0] for other in out[node] if found.get(other, (0, -1))[1] == distance - 1]
        if distance == 1:
            side = 1 if after else -1
        else:
            side = 1 if summed(after) + summed(before) + after.count(1) - before.count(-1) >= 0 else -1
        found[node] = side, distance
    return found


def draw_nodes(
    model: Model,
    columns: Mapping[str, int],
    *,
    language: str,
    focus: Collection[str] = (),
    frame: str | None = None,
    folds: Folds | None = None,
) -> Scene:
    """The scene of things in ``columns`` and every feed between them, not yet placed.

    Those in ``focus`` stand out, in a frame if one is named; those in ``folds`` are the cards of their groups.
    """
    folds = folds or {}
    scene = Scene(kind="nodes", name="nodes", title="", subtitle="", description="", language=language)
    order = model.order
    nodes = sorted(columns, key=lambda node: (abs(columns[node]), columns[node], order[node]))
    titled = frame is not None and model.nodes[frame]["kind"] == "department"
    if frame:
        scene.frames.append(_frame(model, frame, language, titled=titled))
    single = {node: columns[node] for node in nodes if node not in folds and node not in focus}
    framed = lanes(model, single, language)
    scene.frames += {lane.id: lane for lane in framed.values()}.values()
    folded: dict[str, list[str]] = {}
    for node in nodes:
        if node in folds:
            folded.setdefault(folds[node], []).append(node)
    for node in nodes:
        if node == frame and titled and not _has_feeds(model, node):
            continue
        if node not in folds:
            lane = framed.get(node)
            inner = frame_of(frame) if frame and node in focus else lane.id if lane else None
            home = not (lane and lane.scope is None) and not (titled and node in focus)
            card = card_of(
                model,
                node,
                language,
                small=home_line(model, node, language) if home else None,
                strong=node in focus and not frame,
                frame=inner,
                column=columns[node],
                sign=lane is None or lane.scope is None,
                w=OUTER,
            )
            card.head = node == frame
            if card.head and titled:
                whole = of_department(model, node, "department.whole", language)
                card.lines, card.text = [whole], f"{whole}: {card.text}"
                fit(card)
            scene.cards.append(card)
        elif members := folded.pop(folds[node], None):
            group = group_of(model, node)
            scene.cards.append(group_card(model, group, members, language, column=columns[node], id_=folds[node]))
    scene.lines = _lines(model, nodes, folds, language)
    scene.legend = legend_of(model, scene)
    return scene


def _frame(model: Model, node: str, language: str, *, titled: bool) -> Frame:
    """The frame around the parts of what is asked about."""
    return Frame(
        id=frame_of(node),
        thing=node if titled else None,
        kind="department" if titled else "whole",
        strong=True,
        lines=wrap(name_of(model, node, language), OUTER, SIZES.name, bold=True) if titled else [],
        text=thing_text(model, node, language),
    )


def _called(model: Model, card: str, node: str, language: str) -> str:
    """The name of the card of a thing: its own, or that of its group."""
    return name_of(model, node, language) if card in model else heading(model, group_of(model, node), language)


def _lines(model: Model, nodes: Collection[str], folds: Folds, language: str) -> list[Line]:
    """A line for every two cards with feeds between things that they stand for."""
    names: dict[str, str] = {}
    pairs: dict[tuple[str, str], tuple[list[Feed], list[Feed]]] = {}
    here = set(nodes)
    for node in sorted(nodes, key=model.order.__getitem__):
        source = folds.get(node, node)
        names.setdefault(source, _called(model, source, node, language))
        for other, feeds in model.out[node].items():
            target = folds.get(other, other)
            if other in here and source != target:
                if (target, source) in pairs:
                    pairs[target, source][1].extend(feeds)
                else:
                    pairs.setdefault((source, target), ([], []))[0].extend(feeds)
    return [
        line_of(model, ends, out, into, (names[ends[0]], names[ends[1]]), language)
        for ends, (out, into) in pairs.items()
    ]


def _headings(model: Model, members: Collection[str], columns: Mapping[str, int], language: str) -> dict[int, str]:
    """The heading of each column: hops before or after where feeds lead on all the way, else only how far it is."""
    w = words(language)
    far = max(map(abs, columns.values()), default=0)
    on = {
        1: neighbourhood(model, *members, depth=far, direction="down"),
        -1: neighbourhood(model, *members, depth=far, direction="up"),
    }
    headings = {}
    for column in sorted(set(columns.values())):
        side = 1 if column > 0 else -1
        straight = all(on[side].get(node) == abs(column) for node, at in columns.items() if at == column)
        kind = ("after" if side > 0 else "before") if straight else "away"
        headings[column] = w(f"hops.{kind}", n=abs(column)) if column else w("hops.asked")
    return headings if len(headings) > 1 else {}


def _has_feeds(model: Model, node: str) -> bool:
    return bool(model.out[node] or model.into[node])
