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
    from collections.abc import Callable

    from flowviz.explorer.live import State
    from flowviz.explorer.query import Query
    from flowviz.model import Model

__all__ = [
    "EXAMPLE",
    "can_compare",
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
    if query.version == EXAMPLE:
        left_out = example_of(state)
        return _compared(state, EXAMPLE, lambda: _without(state.model, left_out)) if left_out else None
    old = state.versions.get(query.version)
    return _compared(state, query.version, lambda: old) if old is not None else None


def _compared(state: State, name: str, old: Callable[[], Model]) -> Comparison:
    return state.kept(("comparison", name), lambda: compare(old(), state.model), weight_of_comparison)


def can_compare(state: State, query: Query) -> bool:
    """Whether the version that ``query`` names is there, or it names none. Versions come and go without an edit."""
    name = query.version
    return not name or (example_of(state) is not None if name == EXAMPLE else state.versions.has(name))


def example_of(state: State) -> str | None:
    """The thing without which the catalogue is compared with itself for an example: the shared resource connected most."""
    model = state.model

    def found() -> str | None:
        return next(
            iter(most_connected(model, (node for node in model if model.nodes[node]["kind"] == "shared"))), None
        )

    return model.once("example", found)


def _without(model: Model, left_out: str) -> Model:
    gone = set(inside(model, left_out))
    return build_model(cut(model.catalogue, {node for node in model if node not in gone}))


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
