"""A thing and its surroundings with too many neighbours to draw: neighbours as counted groups by home and scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.catalogue import OWN
from flowviz.connections import drawn_as
from flowviz.diagrams.cards import OUTER, card_of, fit
from flowviz.diagrams.scene import Card, Line, Scene
from flowviz.diagrams.wording import legend_of
from flowviz.ends import Inside, OfScope, group_of
from flowviz.locales import words
from flowviz.model import Model, inside, name_of
from flowviz.wording import scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["draw"]


def draw(model: Model, node: str, others: Iterable[str], *, language: str = "fi") -> Scene:
    """The scene of ``node`` and of ``others`` in groups: those of a department together, the rest by their scope."""
    w = words(language)
    name = name_of(model, node, language)
    groups: dict[Inside | OfScope, set[str]] = {}
    members = drawn_as(model, node)
    for other in set(others) - members:
        groups.setdefault(group_of(model, other), set()).add(other)
    scene = Scene(
        kind="rollup",
        name=f"rollup-{node}",
        title=name,
        subtitle=w("rollup.subtitle", things=w("things", n=sum(map(len, groups.values()))), n=len(groups)),
        description=w("rollup.description", name=name),
        language=language,
    )
    scene.cards.append(card_of(model, node, language, strong=True))
    for group in sorted(groups, key=str):
        scene.cards.append(_card(model, group, len(groups[group]), language))
        scene.lines += _lines(model, node, members, group, groups[group], language)
    scene.legend = legend_of(model, scene)
    return scene


def _card(model: Model, group: Inside | OfScope, count: int, language: str) -> Card:
    small = words(language)("things", n=count)
    if isinstance(group, Inside):
        name, kind, scope = name_of(model, group.id, language), "department", OWN
    else:
        name, kind, scope = scope_name(model, group.id, language), "shared", group.id
    text = f"{name}, {small}"
    return fit(Card(id=str(group), kind=kind, scope=scope, lines=[name], small=[small], text=text, w=OUTER))


def _lines(
    model: Model, node: str, members: set[str], group: Inside | OfScope, others: set[str], language: str
) -> Iterable[Line]:
    others = {within for other in others for within in inside(model, other)} - members
    out, into = (
        sum(len(feeds) for member in members for other, feeds in side[member].items() if other in others)
        for side in (model.out, model.into)
    )
    if out or into:
        text = f"{name_of(model, node, language)} – {words(language)('feeds', n=out + into)} (→ {out}, ← {into})"
        way = "both" if out and into else "out" if out else "in"
        yield Line(source=node, target=str(group), way=way, text=text, label=str(out + into))  # type: ignore[arg-type]
