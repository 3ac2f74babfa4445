"""A thing and its surroundings with too many neighbours to draw: neighbours as counted groups by home and scope.

Groups that give to it stand on the left, those that get from it on the right, also when they give too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.connections import drawn_as
from flowviz.diagrams import hops
from flowviz.diagrams.cards import OUTER, card_of
from flowviz.diagrams.folding import group_card
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.parallel import line_of
from flowviz.diagrams.partners import groups, heading
from flowviz.diagrams.scene import Scene
from flowviz.diagrams.wording import legend_of
from flowviz.locales import words
from flowviz.model import Model, inside, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.catalogue import Feed

__all__ = ["draw"]

_LEFT, _MIDDLE, _RIGHT = range(3)


def draw(model: Model, node: str, others: Iterable[str], *, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The scene of ``node`` and of ``others`` in groups, placed: those of a department together, the rest by scope."""
    w = words(language)
    name = name_of(model, node, language)
    members = drawn_as(model, node)
    found = groups(model, set(others) - members)
    scene = Scene(
        kind="rollup",
        name=f"rollup-{node}",
        title=name,
        subtitle=w("rollup.subtitle", things=w("things", n=sum(len(ids) for _, ids in found)), n=len(found)),
        description=w("rollup.description", name=name),
        language=language,
        of=(node,),
    )
    scene.cards.append(card_of(model, node, language, strong=True, column=_MIDDLE, w=OUTER))
    ways = set()
    for group, ids in found:
        theirs = {within for other in ids for within in inside(model, other)} - members
        out, into = _feeds(model, members, theirs), _feeds(model, theirs, members)
        column = _LEFT if into and not out else _RIGHT
        scene.cards.append(group_card(model, group, ids, language, column=column))
        if out or into:
            ends, names = (node, str(group)), (name, heading(model, group, language))
            scene.lines.append(line_of(model, ends, out, into, names, language))
            ways.add(scene.lines[-1].way)
    scene.legend = legend_of(model, scene)
    right = [w(f"rollup.{key}") for way, key in (("out", "after"), ("both", "both")) if way in ways]
    headings = {_LEFT: w("rollup.before"), _MIDDLE: w("hops.asked"), _RIGHT: right[-1] if right else w("rollup.others")}
    return hops.place(scene, headings, page)


def _feeds(model: Model, givers: Iterable[str], receivers: set[str]) -> list[Feed]:
    """All feeds from the ones to the others."""
    order = model.order
    return [
        feed
        for giver in sorted(givers, key=order.__getitem__)
        for receiver, feeds in model.out[giver].items()
        if receiver in receivers
        for feed in feeds
    ]
