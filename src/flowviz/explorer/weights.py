"""About how many bytes of memory the larger things take that are kept; measured once, and on the heavy side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flowviz.changes import Comparison
    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model
    from flowviz.reports import Question

__all__ = ["weight_of_comparison", "weight_of_model", "weight_of_question", "weight_of_scene"]

_NODE: Final = 700
_EDGE: Final = 300
_DRAWN: Final = 1_500
_ROW: Final = 1_500


def weight_of_model(model: Model) -> int:
    """The weight of a graph, and of those nouns of its catalogue that it does not share."""
    return _NODE * len(model) + _EDGE * model.edge_count


def weight_of_scene(scene: Scene) -> int:
    """The weight of a drawing before it is written."""
    return _DRAWN * (1 + len(scene.cards) + len(scene.frames) + len(scene.dots) + len(scene.lines))


def weight_of_question(question: Question) -> int:
    """The weight of an answer, and of the tables that are made from it."""
    whole = question.whole
    rows = (whole.downstream, whole.upstream, whole.systems, whole.holders, whole.registers, whole.personal_data)
    return _ROW * (1 + sum(map(len, (*rows, whole.unknown, whole.records_classes))))


def weight_of_comparison(comparison: Comparison) -> int:
    """The weight of what two catalogues differ in, without the catalogues."""
    return 1_000 * (len(comparison.pairs) + 1) + _ROW * len(comparison.changes)
