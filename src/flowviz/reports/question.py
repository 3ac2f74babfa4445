"""A question about a removal, asked of a graph, with its answer in one language: what every file of it is made from."""

from __future__ import annotations

import functools
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.diagrams.page import SCREEN, Page
from flowviz.facts.impact import COMPARED, EVERYTHING, IMPACT, Answered, Selection, chosen, with_organisations
from flowviz.impact import Removal, impact
from flowviz.locales import words
from flowviz.telling.impact import consequences, removal_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Scene
    from flowviz.facts.columns import Listing
    from flowviz.impact import Comparison, Impact, Scenario
    from flowviz.model import Model

__all__ = ["COMPARED_NAME", "Question", "ask"]

COMPARED_NAME: Final = "compared"
"""The name of the table of a scenario, beside those of `flowviz.facts.impact.IMPACT`."""
_EXPECTED: Final = (
    "downstream",
    "upstream",
    "removed-feeds",
    "systems",
    "departments",
    "outside",
    "data-subjects",
    "registers",
    "personal-data",
    "personal-feeds",
    "records-classes",
)
"""The tables of which a reader asks why they are empty."""


@dataclass(frozen=True, eq=False)
class Question:
    """What was asked, and the answer."""

    model: Model
    """The graph of the answer: with a scenario, the one with all that it adds."""
    whole: Impact
    selection: Selection
    language: str
    comparison: Comparison | None = None
    scenario_file: str | None = None
    catalogue_path: str | None = None
    """Where the catalogue was read from; None for the built-in one."""
    page: Page = SCREEN
    """What its drawing is laid out for."""

    @property
    def catalogue(self) -> Catalogue:
        found: Catalogue = self.model.catalogue
        return found

    @functools.cached_property
    def answer(self) -> Impact:
        """The answer as far as it is wanted."""
        return chosen(self.model, self.whole, self.selection)

    @property
    def names(self) -> str:
        """What is removed, in one line."""
        return removal_names(self.model, self.answer, self.language)

    @functools.cached_property
    def tables(self) -> dict[str, Listing]:
        """Every table of the answer that was asked for, by name."""
        left_out = {"up": "downstream", "down": "upstream"}.get(self.selection.direction)
        of = Answered(self.model, self.answer)
        found = {
            name: with_organisations(table, self.model).listing(of, name, f"impact.table.{name}")
            for name, table in IMPACT.items()
            if name != left_out
        }
        if self.comparison is not None:
            compared = Answered(self.comparison.model, self.comparison)
            table = with_organisations(COMPARED, self.model)
            found[COMPARED_NAME] = table.listing(compared, COMPARED_NAME, "impact.table.compared")
        return found

    def nothing_on(self, names: Iterable[str]) -> list[str]:
        """Why those of the tables ``names`` have no rows of which a reader asks why: nothing is known of it, the source
        says that there is none, or filters leave all of them out. A line for each of the three."""
        of, say = Answered(self.model, self.whole), words(self.language)
        found: dict[str, list[str]] = {"unknown": [], "none": [], "hidden": []}
        for name in names:
            table = self.tables.get(name)
            if name in _EXPECTED and table is not None and not table.rows:
                known = "none" if name.replace("-", "_") in self.whole.none_known else "unknown"
                title = say(table.title)
                found["hidden" if any(IMPACT[name].entries(of)) else known].append(title[:1].lower() + title[1:])
        return [say(f"impact.nothing.{why}", tables="; ".join(titles)) for why, titles in found.items() if titles]

    def scene(self) -> Scene:
        """The drawing of the answer, placed for the page."""
        from flowviz.diagrams import impact as impact_drawing

        added: list[str] = []
        if self.comparison is not None:
            scenario = self.comparison.scenario
            added = [thing.id for thing in scenario.add] + [entry.by for entry in scenario.replace]
        scene = impact_drawing.draw(
            self.model,
            self.answer,
            direction=self.selection.direction,
            added=added,
            spared=self._spared(self.selection),
            language=self.language,
            page=self.page,
        )
        scene.page = self.page
        return scene

    def consequences(self) -> list[str]:
        """The whole answer in a few paragraphs."""
        return consequences(self.model, self.whole, self.language, self._spared(EVERYTHING))

    def _spared(self, selection: Selection) -> dict[str, int]:
        """What the scenario keeps from every loss, as far as it is wanted, with its place in the drawing."""
        if self.comparison is None:
            return {}
        plain, answer = chosen(self.model, self.comparison.plain, selection), self.whole
        places = {row.id: -1 for row in plain.upstream} | {row.id: 1 for row in plain.holders}
        places |= {row.id: row.distance for row in plain.downstream}
        hit = {row.id for rows in (answer.removed, answer.downstream, answer.upstream, answer.holders) for row in rows}
        return {id_: place for id_, place in places.items() if id_ not in hit}

    def svg(self, theme: str = "light") -> str:
        """The drawing as SVG text."""
        from flowviz import drawing

        return drawing.finish(self.model, self.scene(), theme=theme)

    def command(self, form: str) -> str:
        """The command that writes the answer as ``form``."""
        chosen, wanted = self.whole.chosen, self.selection
        parts: list[str] = ["flowviz", "impact"]
        if self.scenario_file:
            parts += ["--scenario", self.scenario_file]
        else:
            parts += chosen.things
            for source, target in dict.fromkeys((feed.source, feed.target) for feed in chosen.feeds):
                parts += ["--feed", source, target]
        options: list[tuple[str, Sequence[Any]]] = [
            ("--catalogue", [self.catalogue_path] if self.catalogue_path else []),
            ("--direction", [wanted.direction] if wanted.direction != "both" else []),
            ("--effect", wanted.effects),
            ("--department", wanted.departments),
            ("--scope", wanted.scopes),
            ("--within", [wanted.within] if wanted.within is not None else []),
        ]
        parts += [word for name, values in options for value in values for word in (name, str(value))]
        parts += ["--stated-only"] * self.whole.stated_only
        return shlex.join([*parts, "--format", form, "--lang", self.language, "-o", f"impact.{form}"])


def ask(
    model: Model,
    things: Iterable[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
    *,
    scenario: Scenario | None = None,
    stated_only: bool = False,
    selection: Selection = EVERYTHING,
    language: str = "fi",
    scenario_file: str | None = None,
    catalogue_path: str | None = None,
    page: Page = SCREEN,
) -> Question:
    """The question what the removal of ``things`` and ``pairs``, or else ``scenario``, does to ``model``.

    Raises `UnknownThing` and `NoSuchFeed` for what the catalogue does not have.
    """
    comparison = None
    if scenario is not None:
        from flowviz.impact import compare

        comparison = compare(model, scenario, stated_only=stated_only)
        model, answer = comparison.model, comparison.with_scenario
    else:
        answer = impact(model, Removal.of(model, things, pairs), stated_only=stated_only)
    return Question(model, answer, selection, language, comparison, scenario_file, catalogue_path, page)
