"""The template of a workbook: its examples show how rows are filled in, and never come into a catalogue."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sample import SAMPLE, edit

from flowviz.cli import main
from flowviz.errors import CatalogueError
from flowviz.exports import csv_set
from flowviz.exports.xlsx import workbook_of
from flowviz.importing import UnreadableFile, read
from flowviz.importing.examples import EXAMPLE
from flowviz.importing.template import workbook
from flowviz.loading import load
from flowviz.locales import LANGUAGES
from flowviz.sheets import SHEETS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook("en"))
    return path


def fill_in(sheets: Any, sheet: str, row: Any = 2, **values: Any) -> None:
    """Writes a row over whatever stands there, or below; a heading ``Name (fi)`` is ``name_fi`` here."""
    page = sheets[sheet]
    headings = {
        "".join(c if c.isalnum() else "_" for c in str(one.value).lower()).rstrip("_"): one.column for one in page[1]
    }
    headings = {key.replace("__", "_"): column for key, column in headings.items()}
    for column in headings.values():
        page.cell(row, column).value = None
    for key, value in values.items():
        page.cell(row, headings[key]).value = value


def heads(sheets: Any) -> None:
    """The two rows that every catalogue has, of one's own."""
    names = {"name_fi": "Oma", "name_sv": "Egen", "name_en": "Own"}
    fill_in(
        sheets, "Catalogue", id="mine", **names, version="1", date="2026-03-01", language="fi", languages="fi, sv, en"
    )
    fill_in(sheets, "Organisation", id="office", **names)


def problems(path: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_every_sheet_has_an_example_and_a_note_on_every_column(book: Path) -> None:
    found = openpyxl.load_workbook(book)
    visible = [sheet for sheet in found.worksheets if sheet.sheet_state == "visible"]
    assert len(visible) == len(SHEETS)
    for sheet in visible:
        assert sheet.max_row >= 2, sheet.title
        assert all(one.comment or str(one.value).startswith("#") for one in sheet[1]), sheet.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_untouched_template_is_no_catalogue(tmp_path: Path, language: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(language))
    with pytest.raises(UnreadableFile, match=r"book\.xlsx: only the examples of the template are in it"):
        read(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nor_is_it_one_as_a_set_of_csv_files(tmp_path: Path, language: str) -> None:
    for name, data in csv_set.files_of(load(EXAMPLE), language).items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match="only the examples of the template are in it"):
        read(tmp_path)


def test_rows_of_ones_own_are_imported_and_the_examples_beside_them_left_out(book: Path) -> None:
    def change(sheets: Any) -> None:
        heads(sheets)
        fill_in(sheets, "Departments", 3, id="care", name_fi="Hoiva", name_sv="Vård", name_en="Care")

    found = read(edit(book, change))
    assert found.examples == len(SHEETS) - 2
    assert [department.id for department in found.catalogue.departments] == ["care"]
    assert not found.catalogue.requests
    assert not found.catalogue.feeds
    assert "xample" not in repr(found.catalogue)


def test_the_command_says_what_it_left_out(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(book, heads)
    with pytest.raises(SystemExit) as end:
        main(["import", str(book), "-o", str(tmp_path / "made")])
    assert end.value.code == 0
    assert "left out: 22 example rows of the template\n" in capsys.readouterr().err
    assert not any("esimerk" in path.read_text("utf-8").lower() for path in (tmp_path / "made").rglob("*.yaml"))


def test_examples_in_the_place_of_what_every_catalogue_needs_are_told(book: Path) -> None:
    def change(sheets: Any) -> None:
        fill_in(sheets, "Departments", 3, id="care", name_fi="Hoiva", name_sv="Vård", name_en="Care")

    found = problems(edit(book, change))
    assert "book.xlsx[Catalogue]:2:1: A2: still the example: write your own in its place" in found
    assert "book.xlsx[Organisation]:2:1: A2: still the example: write your own in its place" in found


def test_an_example_that_was_filled_in_by_halves_is_told_cell_by_cell(book: Path) -> None:
    def change(sheets: Any) -> None:
        heads(sheets)
        fill_in(sheets, "Request channels", id="post", name_fi="Kirjaamo", name_sv="Exempelbegäranden")
        sheets["Contact details"]["A2"] = "post"

    found = problems(edit(book, change))
    left = [one for one in found if "is left of the example: write your own, or delete the row" in one]
    assert any(one.startswith("book.xlsx[Request channels]:2:3: C2: 'Exempelbegäranden'") for one in left)
    assert any("[Contact details]" in one and "'kirjaamo@esimerkki.example'" in one for one in left)


def test_a_template_with_a_few_rows_is_merged_without_the_examples(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook("en"))

    def change(sheets: Any) -> None:
        fill_in(
            sheets,
            "Units",
            3,
            belongs_to_id="customer-services",
            id="archives",
            name_fi="Arkisto",
            name_sv="Arkiv",
            name_en="Archives",
        )

    old = load(SAMPLE)
    found = read(edit(path, change), into=old)
    assert [unit.id for unit in found.catalogue.departments[0].units] == ["customer-desk", "archives"]
    assert found.catalogue.header == old.header
    assert found.catalogue.sources == old.sources


def test_no_row_of_a_real_catalogue_is_taken_for_an_example(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    for language in LANGUAGES:
        path.write_bytes(workbook_of(load(SAMPLE), language))
        assert read(path).examples == 0


def test_every_row_of_the_examples_tells_that_it_is_one() -> None:
    for language in LANGUAGES:
        for name, data in csv_set.files_of(load(EXAMPLE), language).items():
            for row in list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]:
                assert any(word in cell.lower() for cell in row for word in ("example", "esimerk", "exempel")), (
                    name,
                    row,
                )


def test_the_archive_of_csv_files_is_known_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for name, data in csv_set.files_of(load(EXAMPLE), "sv").items():
            archive.writestr(name, data)
    with pytest.raises(UnreadableFile, match="only the examples"):
        read(tmp_path / "set.zip")
