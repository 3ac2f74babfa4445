"""The cause is told and what follows from it is counted: one slip of a person is one line."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sample import SAMPLE, workbook

from flowviz.errors import CatalogueError
from flowviz.exports import csv_set
from flowviz.importing import read
from flowviz.loading import load
from flowviz.sheets import SHEETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Files:
    """The sample as CSV files, to be changed cell by cell."""

    def __init__(self) -> None:
        files = csv_set.files_of(load(SAMPLE), "en")
        self.rows = {name: list(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) for name, raw in files.items()}

    def put(self, sheet: str, heading: str, value: str, row: int = 2) -> None:
        rows = self.rows[f"{sheet}.csv"]
        rows[row - 1][rows[0].index(heading)] = value

    def write(self, folder: Path) -> None:
        for name, rows in self.rows.items():
            with (folder / name).open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)


def problems(folder: Path, change: Callable[[Files], object], **into: Any) -> list[str]:
    """The problems of the sample after a change."""
    files = Files()
    change(files)
    files.write(folder)
    return told(folder, **into)


def told(path: Path, **into: Any) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(path, **into)
    return [str(problem).replace(f"{path}/", "").replace(str(path), "") for problem in caught.value.problems]


WITH_IDS = [(key, value) for key, sheet in SHEETS.items() if sheet.has_ids for value in ("Wrong_Id 1", "ÄÖ 1", "")]


@pytest.mark.parametrize(("sheet", "value"), WITH_IDS)
def test_one_wrong_id_is_one_line_wherever_it_stands(tmp_path: Path, sheet: str, value: str) -> None:
    found = problems(tmp_path, lambda files: files.put(sheet, "Id", value))
    assert len(found) == 1, found
    wrong = {
        "Wrong_Id 1": "'Wrong_Id 1': an id is a-z, 0-9 and single hyphens (did you mean 'wrong-id-1'?)",
        "ÄÖ 1": "'ÄÖ 1': an id is a-z, 0-9 and single hyphens (did you mean 'ao-1'?)",
        "": "'Id' is missing",
    }[value]
    assert found[0].startswith(f"{sheet}.csv:2:")
    assert wrong in found[0]


def test_what_follows_from_a_wrong_id_in_a_workbook_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook("en"))
    book = openpyxl.load_workbook(path)
    book["Information resources"]["B2"].value = "Customer_Register 1"
    book.save(path)
    [found] = told(path)
    assert found == (
        "[Information resources]:2:2: B2: 'Customer_Register 1': an id is a-z, 0-9 and single hyphens "
        "(did you mean 'customer-register-1'?) (8 more follow from this)"
    )


def test_a_wrong_id_that_is_referred_to_as_it_should_be_is_one_line_too(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        for rows in files.rows.values():
            rows[1:] = [["client-files" if cell == "customer-data" else cell for cell in row] for row in rows[1:]]
        files.put("resources", "Id", "Client files")

    [found] = problems(tmp_path, change)
    assert "(did you mean 'client-files'?) (" in found


def test_the_causes_come_first_then_the_sheets_in_the_order_of_a_workbook(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files.put("catalogue", "Version", "")
        files.put("contacts", "Kind", "smoke")
        files.put("departments", "Form", "club")
        files.put("feeds", "Basis", "maybe")
        files.put("systems", "Id", "Customer!")

    found = problems(tmp_path, change)
    sheets = [one.partition(".csv")[0] for one in found]
    assert sheets == ["systems", "catalogue", "departments", "feeds", "contacts"], found


def test_a_slip_in_where_a_row_lies_says_nothing_of_what_lies_in_the_row(tmp_path: Path) -> None:
    assert problems(tmp_path, lambda files: files.put("registers", "Belongs to (id)", "customer-dta")) == [
        "registers.csv:2:1: 'customer-dta' is no id in resources or shared (did you mean 'customer-data'?)"
    ]


def test_rows_that_lie_in_each_other_are_told(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files.put("registers", "Belongs to (id)", "customer-dataset")
        files.put("datasets", "Belongs to (id)", "customer-register")

    assert "'customer-dataset' is no id in resources or shared" in problems(tmp_path, change)[0]


def test_a_slip_beside_a_wrong_id_is_told_as_well(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files.put("parties", "Id", "Kela!")
        files.put("feeds", "From (id)", "populatoin-data")

    assert problems(tmp_path, change) == [
        "parties.csv:2:1: 'Kela!': an id is a-z, 0-9 and single hyphens (did you mean 'kela'?) (1 more follows from this)",
        "feeds.csv:2:1: unknown item 'populatoin-data' (did you mean 'population-data'?)",
    ]


@pytest.mark.parametrize(
    ("sheet", "heading", "wrong", "cure"),
    [
        ("units", "Id", "Idd", "(did you mean 'Id'?)"),
        ("feeds", "Basis", "Bassi", "(did you mean 'Basis'?)"),
        ("datasets", "Id", "Number 17", ": rename it, delete it"),
    ],
)
def test_a_heading_that_means_nothing_is_one_line(
    tmp_path: Path, sheet: str, heading: str, wrong: str, cure: str
) -> None:
    [found] = problems(tmp_path, lambda files: files.put(sheet, heading, wrong, row=1))
    assert found.startswith(f"{sheet}.csv:1:")
    assert f"unknown column '{wrong}'" in found
    assert cure in found
    assert "from this)" in found


def test_what_is_missing_beside_an_unknown_heading_for_something_else_is_told(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        files.put("feeds", "Condition (fi)", "Cnodition (fi)", row=1)
        files.put("feeds", "Basis", "")

    assert len(problems(tmp_path, change)) == 2


@pytest.mark.parametrize("sheet", ["departments", "resources", "scopes", "organisation", "sources"])
def test_a_sheet_with_a_misspelt_name_is_one_line(tmp_path: Path, sheet: str) -> None:
    def change(files: Files) -> None:
        files.rows[f"{sheet[:-1]}.csv"] = files.rows.pop(f"{sheet}.csv")

    assert problems(tmp_path, change) == [
        f"{sheet[:-1]}.csv:1:1: unknown sheet '{sheet[:-1]}' (did you mean '{sheet}'?)"
    ]


def test_a_hidden_sheet_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook("en"))
    book = openpyxl.load_workbook(path)
    book["Departments"].sheet_state = "hidden"
    book.save(path)
    [found] = told(path)
    assert "[Departments]:1:1: A1: the sheet is hidden" in found


def test_one_wrong_id_is_one_line_when_files_are_put_into_a_catalogue(tmp_path: Path) -> None:
    [found] = problems(tmp_path, lambda files: files.put("units", "Id", "Desk 1"), into=load(SAMPLE))
    assert "'Desk 1': an id is a-z, 0-9 and single hyphens (did you mean 'desk-1'?)" in found
