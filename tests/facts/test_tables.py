from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import write_catalogue
from flowviz.catalogue import Evidence
from flowviz.facts.tables import TABLES, THINGS
from flowviz.facts.values import NOT_APPLICABLE, NOT_STATED, Count, Lines
from flowviz.loading import load
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from flowviz.telling.plain import cells, records
from flowviz.telling.words import headings

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model
    from flowviz.telling.plain import Cell


def told(model: Model, table: str, language: str) -> list[dict[str, Cell]]:
    return records(TABLES[table].columns, TABLES[table].rows(model), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_cell_for_every_column_and_every_column_a_heading(
    model: Model, table: str, language: str
) -> None:
    heads = headings(TABLES[table].columns, language)
    rows = cells(TABLES[table].rows(model), language)
    assert rows
    assert all(heads)
    assert {len(row) for row in rows} == {len(heads)}
    assert all(cell != "" for row in rows for cell in row)


@pytest.mark.parametrize("table", TABLES)
def test_headings_of_a_table_differ_from_each_other(table: str) -> None:
    for language in LANGUAGES:
        heads = headings(TABLES[table].columns, language)
        assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("table", TABLES)
def test_a_terminal_is_given_a_few_columns_that_start_with_the_first(table: str) -> None:
    brief = [column for column in TABLES[table].columns if column.brief]
    assert 1 < len(brief) <= 7


def test_tables_have_a_row_for_everything_in_the_catalogue(model: Model, catalogue: Catalogue) -> None:
    things = [thing for thing, _ in catalogue.things()]
    counts = {name: len(table.rows(model)) for name, table in TABLES.items()}
    for kind in ("department", "resource", "dataset", "system"):
        assert counts[f"{kind}s"] == sum(thing.kind == kind for thing in things)
    named = [system for system in catalogue.systems if system.form == "register"]
    assert counts["registers"] == len(named) + sum(thing.kind == "register" for thing in things)
    assert counts["parties"] == len(catalogue.parties)
    assert counts["feeds"] == len(catalogue.feeds)
    assert counts["issues"] == len(catalogue.issues)
    assert counts["keywords"] == len(catalogue.keywords)
    assert counts["scopes"] == len(catalogue.scopes)
    assert counts["records-classes"] == sum(len(department.records_classes) for department in catalogue.departments)


def test_feeds_are_counted_at_both_ends(model: Model, catalogue: Catalogue) -> None:
    for table in ("departments", "resources", "parties", "systems"):
        for row in told(model, table, "fi"):
            assert row["feeds_out"] == sum(feed.source == row["id"] for feed in catalogue.feeds)
            assert row["feeds_in"] == sum(feed.target == row["id"] for feed in catalogue.feeds)


def test_what_the_source_does_not_state_is_none_and_never_no(tmp_path: Path) -> None:
    model = build_model(load(write_catalogue(tmp_path)))
    (row,) = (row for row in told(model, "resources", "en") if row["id"] == "clients")
    assert row["name"] == "Clients"
    assert row["department"] == "Care"
    assert [row[key] for key in ("part_of", "unit", "systems", "internal_only", "description", "evidence")] == [
        None
    ] * 6
    assert (row["feeds_out"], row["feeds_in"]) == (1, 0)


def test_a_table_is_in_the_language_that_is_asked_for(model: Model) -> None:
    first = {language: told(model, "departments", language)[0]["name"] for language in LANGUAGES}
    assert len(set(first.values())) == len(LANGUAGES)


BRIEF = {
    "departments": "id name units resources feeds_out feeds_in updated",
    "resources": "id name department scope feeds_out feeds_in",
    "registers": "id name kind resource department feeds_out feeds_in",
    "datasets": "id name register resource",
    "systems": "id name form owner holds used_by",
    "parties": "id name form scope feeds_out feeds_in",
    "feeds": "source target content basis evidence",
    "scopes": "id name letter shape resources parties",
    "records-classes": "code name department",
    "keywords": "text about",
    "issues": "id kind text evidence",
}
"""What a terminal or a page has room for: what tells one entry from another, and what is asked of it first."""


@pytest.mark.parametrize("table", TABLES)
def test_a_page_is_given_what_is_asked_first(table: str) -> None:
    assert " ".join(column.key for column in TABLES[table].columns if column.brief) == BRIEF[table]


def test_columns_have_the_keys_that_files_are_read_by(model: Model) -> None:
    (record,) = (row for row in told(model, "issues", "en") if row["id"] == model.catalogue.issues[0].id)
    assert list(record) == ["id", "kind", "about", "text", "decision", "explains_gaps", "evidence"]
    assert list(told(model, "scopes", "en")[0]) == [
        "id", "name", "letter", "shape", "colour", "resources", "parties", "note",
    ]  # fmt: skip


def test_things_of_any_kind_say_what_they_are_and_where(example: Model) -> None:
    chosen = ["kommunen", "pleje", "hjemmepleje", "omsorg", "besoeg", "borgere", "cura", "toldvaesen", "visitation"]
    rows = THINGS.rows(example, chosen)
    assert [column.key for column in THINGS.columns if column.brief] == ["id", "name", "kind", "scope", "department"]
    assert [tuple(cell) for cell in cells(rows, "en")] == [
        ("kommunen", "Municipality of Sundhavn", "organisation", None, None),
        ("pleje", "Elderly and Care", "administration", None, None),
        ("hjemmepleje", "Home Care", "unit", None, "Elderly and Care"),
        ("omsorg", "Care data", "information resource", "Department's own", "Elderly and Care"),
        ("besoeg", "Visits", "data set", None, "Elderly and Care"),
        ("borgere", "Register of citizens", "shared resource", "Municipal", None),
        ("cura", "Cura", "information system", None, None),
        ("toldvaesen", "Customs", "party", "State", None),
        ("visitation", "Assessment of needs", "party", "Department's own", "Elderly and Care"),
    ]
    kinds = dict(zip(chosen, (row[3] for row in rows), strict=True))
    assert {kinds[id_] for id_ in ("kommunen", "pleje", "besoeg", "cura")} == {NOT_APPLICABLE}


def test_what_a_thing_of_a_kind_cannot_have_is_not_what_the_source_does_not_state(example: Model) -> None:
    table = TABLES["resources"]
    rows = {
        row[0]: dict(zip((column.key for column in table.columns), row, strict=True)) for row in table.rows(example)
    }
    assert rows["borgere"]["department"] == NOT_APPLICABLE
    assert rows["omsorg"]["part_of"] == NOT_STATED
    assert rows["kajpladser"]["evidence"] == Lines((Evidence("havneregulativ", 6, 6),))


def test_a_listing_keeps_cells_beside_their_columns(example: Model) -> None:
    shown = TABLES["parties"].listing(example, "parties", "table.parties")
    assert (shown.name, shown.title) == ("parties", "table.parties")
    turned = shown.first("scope")
    assert [column.key for column in turned.columns][:3] == ["scope", "id", "name"]
    assert turned.values("id") == shown.values("id") == ["toldvaesen", "leverandoer", "visitation"]
    few = shown.brief(without=("form",))
    assert [column.key for column in few.columns] == ["id", "name", "scope", "feeds_out", "feeds_in"]
    assert few.values("feeds_in") == [Count(0), Count(0), Count(1)]
    assert (few.name, few.title) == (shown.name, shown.title)
