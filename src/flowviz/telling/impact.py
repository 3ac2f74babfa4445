"""A removal in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.graph import Graph, name_of

if TYPE_CHECKING:
    from flowviz.impact import Impact

__all__ = ["removal_names"]


def removal_names(graph: Graph, answer: Impact, language: str) -> str:
    """What was chosen to go, in one line."""
    names = [name_of(graph, id_, language) for id_ in answer.chosen.things]
    pairs = dict.fromkeys((feed.source, feed.target) for feed in answer.chosen.feeds)
    names += [f"{name_of(graph, source, language)} → {name_of(graph, target, language)}" for source, target in pairs]
    return ", ".join(names)
