"""A removal in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.model import Model, name_of

if TYPE_CHECKING:
    from flowviz.impact import Impact

__all__ = ["removal_names"]


def removal_names(model: Model, answer: Impact, language: str) -> str:
    """What was chosen to go, in one line."""
    names = [name_of(model, id_, language) for id_ in answer.chosen.things]
    pairs = dict.fromkeys((feed.source, feed.target) for feed in answer.chosen.feeds)
    names += [f"{name_of(model, source, language)} → {name_of(model, target, language)}" for source, target in pairs]
    return ", ".join(names)
