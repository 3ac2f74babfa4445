from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from flowviz.documents import document
from flowviz.exports import EXPORTS, Order
from flowviz.locales import LANGUAGES
from flowviz.sheets import SHEETS, sheets_of
from hostile import HOSTILE, hostile_model

if TYPE_CHECKING:
    from flowviz.model import Model


def book(model: Model, language: str = "fi") -> Any:
    return openpyxl.load_workbook(io.BytesIO(EXPORTS["xlsx"].write(model, Order(language=language))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_sheet_for_each_noun_with_a_row_for_each_entry(any_model: Model, language: str) -> None:
    found = book(any_model, language)
    tables = sheets_of(document(any_model.catalogue), language)
    assert found.sheetnames[:-1] == [sheet.name(language) for sheet in SHEETS.values()]
    for key, sheet in SHEETS.items():
        rows = [row for row in found[sheet.name(language)].iter_rows(min_row=2, values_only=True) if any(row)]
        assert len(rows) == len(tables[key][1]), key


def test_every_sheet_has_filters_a_fixed_heading_and_notes(any_model: Model) -> None:
    found = book(any_model)
    for sheet in found.worksheets[:-1]:
        assert sheet.auto_filter.ref
        assert str(sheet.freeze_panes)[1:] == "2"
        for cell in sheet[1]:
            assert cell.comment or cell.value.startswith("#")


def test_ids_lead_to_the_rows_of_what_they_name(model: Model) -> None:
    found = book(model, "en")
    links = [(sheet, cell) for sheet in found.worksheets for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > 400
    for _, cell in links:
        name, _, place = cell.hyperlink.location.rpartition("!")
        assert found[name.strip("'")][place].value == cell.value


def test_no_text_is_a_formula_whatever_it_begins_with() -> None:
    found = book(hostile_model(), "en")
    cells = [cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    dangerous = [cell for cell in cells if str(cell.value).startswith(HOSTILE)]
    assert len(dangerous) > 50
    assert all(cell.quotePrefix for cell in dangerous)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheet_and_column_names_can_be_told_apart(language: str) -> None:
    names = [sheet.name(language) for sheet in SHEETS.values()]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_heading_or_word_means_the_same_in_all_languages() -> None:
    for sheet in SHEETS.values():
        meant: dict[str, set[str]] = {}
        for stem in sheet.stems:
            for language in LANGUAGES:
                meant.setdefault(stem.heading(language).casefold(), set()).add(stem.key)
            words: dict[str, set[str]] = {}
            for language in LANGUAGES:
                for value, word in stem.options(language).items():
                    words.setdefault(word.casefold(), set()).add(value)
            assert [word for word, values in words.items() if len(values) > 1] == [], (sheet.key, stem.key)
        assert [word for word, keys in meant.items() if len(keys) > 1] == [], sheet.key
