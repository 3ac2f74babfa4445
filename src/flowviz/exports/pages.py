"""The placed drawings that formats of diagrams are made of: the overview, and the feeds of each department."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flowviz import layout
from flowviz.catalogue import OWN
from flowviz.diagrams import Wish, feeds
from flowviz.diagrams.scene import Card
from flowviz.drawing import scene_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Frame, Scene
    from flowviz.model import Model

__all__ = ["Step", "drawn_frames", "fills", "label", "outline", "pages"]


def pages(model: Model, language: str) -> Iterator[Scene]:
    """The overview, then each department that has something to draw, all placed: with lines, for other tools move boxes."""
    catalogue: Catalogue = model.catalogue
    scenes = [scene_of(model, Wish(kind="overview", language=language))]
    scenes += [feeds.draw(model, entry.id, language=language, as_matrix=False) for entry in catalogue.departments]
    for scene in scenes:
        layout.place(scene)
        _as_boxes(scene)
        if scene.cards:
            yield scene


def _as_boxes(scene: Scene) -> None:
    """Makes a card of each frame that stands for a thing and holds nothing but signs: other tools join boxes, not frames."""
    holding = {item.frame for item in scene.cards} | {frame.parent for frame in scene.frames}
    for frame in [frame for frame in scene.frames if frame.thing and frame.w and frame.id not in holding]:
        scene.frames.remove(frame)
        card = Card(
            id=frame.thing or "", kind="department", scope=OWN, lines=frame.lines, small=frame.small, text=frame.text
        )
        card.frame, card.x, card.y, card.w, card.h = frame.parent, frame.x, frame.y, frame.w, frame.h
        scene.cards.append(card)


def drawn_frames(scene: Scene) -> list[Frame]:
    """The frames that have a place, those that others lie in first."""
    by_id = {frame.id: frame for frame in scene.frames}

    def depth(frame: Frame) -> int:
        return 1 + depth(by_id[frame.parent]) if frame.parent in by_id else 0

    return sorted((frame for frame in scene.frames if frame.w), key=depth)


@dataclass(frozen=True, slots=True)
class Step:
    """A step through a drawing: a frame begins, a card stands, a frame ends."""

    what: Literal["begin", "card", "end"]
    item: Card | Frame
    key: str
    """Short name of the item: ``f0`` of frames, ``n0`` of cards."""
    inside: tuple[str, ...] = ()
    """Keys of the frames that it lies in."""


def outline(scene: Scene) -> Iterator[Step]:
    """The frames and cards of a drawing as a text that nests them would name them."""
    frames = {frame.id: f"f{number}" for number, frame in enumerate(drawn_frames(scene))}
    cards = {card.id: f"n{number}" for number, card in enumerate(scene.cards)}

    def within(home: str | None, inside: tuple[str, ...]) -> Iterator[Step]:
        for frame in drawn_frames(scene):
            if (frame.parent if frame.parent in frames else None) == home:
                key = frames[frame.id]
                yield Step("begin", frame, key, inside)
                yield from within(frame.id, (*inside, key))
                yield Step("end", frame, key, inside)
        for card in scene.cards:
            if (card.frame if card.frame in frames else None) == home:
                yield Step("card", card, cards[card.id], inside)

    return within(None, ())


def label(item: Card | Frame) -> str:
    """The words of a card or frame on one line."""
    return " ".join(" ".join([*item.lines, *(f"({line})" for line in item.small)]).split())


def fills(model: Model) -> dict[str, str]:
    """Scope -> its colour."""
    catalogue: Catalogue = model.catalogue
    return {scope.id: scope.colour for scope in catalogue.scopes}
