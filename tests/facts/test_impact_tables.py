"""The rows of an answer: each table follows the answer, and a selection leaves out what is not wanted, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowviz.facts.impact import (
    COMPARED,
    EFFECTS,
    EVERYTHING,
    IMPACT,
    RANKING,
    Answered,
    Selection,
    chosen,
)
from flowviz.impact import Removal, critical, impact
from flowviz.locales import LANGUAGES, words
from flowviz.model import department_of
from flowviz.telling.plain import cells
from flowviz.telling.words import headings

if TYPE_CHECKING:
    from flowviz.model import Model

REMOVALS = (
    "taloustietovaranto",
    "dvv",
    "viestintaosasto",
    "suomi-fi-palvelutietovaranto",
    "strategiaosasto",
    "kuntalaiset",
)


PARTS = {"removed-feeds": "feeds", "issues": "source_issues"}
"""The part of an answer that a table is of, where it is not called alike."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("removed", REMOVALS)
def test_every_table_has_a_row_for_each_entry_of_its_part_and_a_cell_for_each_column(
    model: Model, removed: str, language: str
) -> None:
    answer = impact(model, Removal.of(model, [removed]))
    for name, table in IMPACT.items():
        rows = cells(table.rows(Answered(model, answer)), language)
        assert len(rows) == len(getattr(answer, PARTS.get(name, name.replace("-", "_"))))
        assert all(len(row) == len(table.columns) for row in rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_and_table_has_a_heading(language: str) -> None:
    for name, table in IMPACT.items():
        assert all(headings(table.columns, language))
        assert words(language)(f"impact.table.{name}")
    assert all(headings((*COMPARED.columns, *RANKING.columns), language))


BRIEF = {
    "downstream": "name department effect certain distance feeds_lost feeds_before origins_lost origins_before way evidence",
    "upstream": "name department feeds_lost feeds_before without_receiver scopes_lost to evidence",
    "removed": "name kind department within evidence",
    "removed-feeds": "source target content basis evidence",
    "losses": "source target content carries basis evidence",
    "possible": "name source target content basis evidence",
    "systems": "name removed served_before served_now serves_nothing evidence",
    "holders": "name department systems_lost systems_before without_system evidence",
    "departments": "name removed downstream cut_off upstream without_system units",
    "without-unit": "name department evidence",
    "outside": "name department evidence",
    "data-subjects": "name department evidence",
    "registers": "name resource department role evidence",
    "personal-data": "name lies_in department role groups special basis evidence",
    "personal-feeds": "source target content special basis evidence",
    "records-classes": "code name department exact evidence",
    "issues": "id text evidence",
    "unknown": "unknown names",
    "compared": "name plain scenario verdict",
    "ranking": "rank name kind cut_off reached reason",
}
"""What a page has room for of each table: who it is about and what happens to it, without ids and what can be looked up."""


def test_a_page_is_given_what_is_asked_first() -> None:
    tables = {**IMPACT, "compared": COMPARED, "ranking": RANKING}
    brief = {name: " ".join(column.key for column in table.columns if column.brief) for name, table in tables.items()}
    assert brief == BRIEF


def test_everything_is_everything(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["viestintaosasto"]))
    assert chosen(model, answer, EVERYTHING) == answer
    assert EVERYTHING.count == 0


def test_a_selection_keeps_just_the_rows_that_fit(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["tyovoima", "kuntalaiset"]))
    for selection in (
        Selection(effects=("cut off",)),
        Selection(within=1),
        Selection(departments=("strategiaosasto",)),
        Selection(scopes=("city-wide",), effects=("weakened", "touched")),
    ):
        expected = [
            row.id
            for row in answer.downstream
            if (not selection.effects or row.effect in selection.effects)
            and (selection.within is None or row.distance <= selection.within)
            and (not selection.departments or department_of(model, row.id) in selection.departments)
            and (not selection.scopes or model.nodes[row.id]["scope"] in selection.scopes)
        ]
        found = chosen(model, answer, selection)
        assert [row.id for row in found.downstream] == expected
        assert found.removed == answer.removed
        assert found.summary == answer.summary
        assert selection.count


def test_a_direction_leaves_the_other_one_out(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["viestintaosasto"]))
    assert answer.downstream
    assert answer.upstream
    assert chosen(model, answer, Selection(direction="down")).upstream == ()
    assert chosen(model, answer, Selection(direction="up")).downstream == ()


def test_the_effects_together_are_the_whole(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["henkilostotietovaranto"]))
    parts = [chosen(model, answer, Selection(effects=(effect,))).downstream for effect in EFFECTS]
    assert sum(map(len, parts)) == len(answer.downstream)


def test_the_ranking_has_a_row_for_each_entry_and_its_reason(model: Model) -> None:
    ranking = critical(model, top=12)
    rows = cells(RANKING.rows(Answered(model, ranking)), "en")
    keys = [column.key for column in RANKING.columns]
    assert [row[keys.index("id")] for row in rows] == [entry.id for entry in ranking]
    assert [row[keys.index("rank")] for row in rows] == list(range(1, 13))
    assert all(row[keys.index("reason")] for row in rows)
    assert not any("None" in cell for row in rows for cell in row if isinstance(cell, str))
