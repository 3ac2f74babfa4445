"""What a query asks beyond the catalogue as it is: what happens if things go, and what changed since another version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.changes import Comparison, Report, compare
from flowviz.cut import cut
from flowviz.explorer.weights import weight_of_comparison, weight_of_question
from flowviz.facts.impact import Selection
from flowviz.impact import Critical, critical
from flowviz.impact.ranking import AT_FIRST, KINDS, MOST_RANKED
from flowviz.lineage import most_connected
from flowviz.model import build_model, inside
from flowviz.reports import Question, ask

if TYPE_CHECKING:
    from flowviz.explorer.live import State
    from flowviz.explorer.query import Query
    from flowviz.model import Model

__all__ = [
    "EXAMPLE",
    "comparison_of",
    "example_of",
    "question_of",
    "ranking_of",
    "report_of",
]

EXAMPLE: Final = "example"
"""The name of the version that shows what a comparison looks like."""


# --- what if


def question_of(state: State, query: Query) -> Question:
    """The question that ``query`` asks, with its answer.

    Raises `UnknownThing` and `NoSuchFeed` for what the catalogue does not have.
    """
    selection = Selection(
        direction=query.direction,
        effects=query.effects,
        departments=query.filters.departments,
        scopes=query.filters.scopes,
        within=query.within,
    )

    def made() -> Question:
        return ask(
            state.model,
            query.things_gone,
            query.feeds_gone,
            stated_only=query.stated,
            selection=selection,
            language=query.language,
        )

    return state.kept(("question", query.gone, query.stated, selection, query.language), made, weight_of_question)


def ranking_of(state: State, query: Query) -> list[Critical]:
    """The single points of failure that ``query`` shows, the gravest first."""
    kinds = tuple(kind for kind in KINDS if kind in (query.filters.kinds or AT_FIRST))
    top = None if query.whole else MOST_RANKED
    return state.kept(
        ("ranking", kinds, top, query.stated),
        lambda: critical(state.model, kinds, top=top, stated_only=query.stated),
        lambda found: 1_000 * len(found),
    )


# --- another version


def comparison_of(state: State, query: Query) -> Comparison | None:
    """What changed from the version that ``query`` names to the catalogue; None when that version is not there."""
    old = without_example(state) if query.version == EXAMPLE else state.versions.get(query.version)
    if old is None:
        return None
    return state.kept(("comparison", query.version), lambda: compare(old, state.model), weight_of_comparison)


def example_of(state: State) -> str | None:
    """The thing without which the catalogue is compared with itself for an example: the shared resource connected most."""
    model = state.model
    shared = [node for node in model if model.nodes[node]["kind"] == "shared"]
    return next(iter(most_connected(model, shared)), None)


def without_example(state: State) -> Model | None:
    """The catalogue without the thing of the example."""
    left_out = example_of(state)
    if left_out is None:
        return None
    gone = set(inside(state.model, left_out))
    return build_model(cut(state.model.catalogue, {node for node in state.model if node not in gone}))


def report_of(state: State, query: Query) -> Report | None:
    """The changes that ``query`` shows, in its language."""
    found = comparison_of(state, query)
    if found is None:
        return None
    return state.kept(
        ("report", query.version, query.language),
        lambda: Report(found, query.language),
        lambda report: weight_of_comparison(report.comparison),
    )
