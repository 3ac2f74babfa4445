"""The whole catalogue as an Excel workbook that can be filled in further and imported again, exact both ways.

A sheet for each noun (`flowviz.sheets`), with a fixed heading line, filters, a note on every heading, lists to choose
from, and ids that lead to the line of what they name. A column whose heading starts with ``#`` is for readers
only and is left aside by the import. Every text is written as text, so none is ever run as a formula.
"""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from flowviz.adding import summed
from flowviz.catalogue import Catalogue
from flowviz.documents import document
from flowviz.errors import OutputError
from flowviz.locales import words
from flowviz.sheets import OWNER, SHEETS, Column, sheets_of
from flowviz.telling.plain import guarded, is_guarded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.exports.order import Order
    from flowviz.model import Model
    from flowviz.telling.plain import guarded, is_guarded
from flowviz.sheets import Cell

__all__ = ["workbook_of", "write"]

_HOMES: Final = {
    "system": ("systems",),
    "party": ("parties",),
    "department": ("departments",),
    "unit": ("units",),
    "scope": ("scopes",),
    "source": ("sources",),
    "resource": ("resources", "shared"),
    "endpoint": ("departments", "resources", "shared", "registers", "systems", "parties"),
}
"""Where the ids of each kind of reference are."""
_LISTS: Final = "ids"
_ROOM: Final = 1_000
"""Empty lines under a table that have the same lists to choose from."""
_MOST_LINKS: Final = 60_000
_WIDTHS: Final = {"text": 34, "list": 22, "enum": 16, "bool": 12, "int": 10, "date": 14}
_LINE: Final = 15
_MOST_LINES: Final = 8
_ROW_LIMIT: Final = 1_048_575


def write(model: Model, order: Order) -> bytes:
    """The workbook, with the names of its sheets and columns in the chosen language."""
    return workbook_of(model.catalogue, order.language)


def workbook_of(catalogue: Catalogue, language: str, *, example: bool = False) -> bytes:
    """The workbook of ``catalogue``; its rows are grey and slanted when it is an ``example``."""
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime.datetime.fromisoformat(catalogue.header.date).replace(tzinfo=datetime.UTC)
    title = catalogue.header.name.get(language)
    book.set_properties({"title": title, "comments": f"flowviz {catalogue.header.version}", "created": made})
    _Writer(book, catalogue, language, example=example).write()
    book.close()
    return output.getvalue()


class _Writer:
    def __init__(self, book: Any, catalogue: Catalogue, language: str, *, example: bool) -> None:
        self.book = book
        self.language = language
        self.tables = sheets_of(document(catalogue), language)
        self.names = {thing.id: thing.name.get(language) for thing, _ in catalogue.things()}
        self.at = {key: self._places(key) for key in SHEETS}
        self.id_column = {key: self._letter(key, "id") for key, sheet in SHEETS.items() if sheet.has_ids}
        cell = {"valign": "top", "text_wrap": True} | ({"italic": True, "font_color": "#6b6b6b"} if example else {})
        self.cell = book.add_format({**cell, "num_format": "@"})
        self.risky = book.add_format({**cell, "num_format": "@", "quote_prefix": True})
        self.number = book.add_format(cell)
        self.link = book.add_format({**cell, "num_format": "@", "font_color": "#0000bf", "underline": 1})
        heading = {"bold": True, "valign": "top", "text_wrap": True, "bottom": 1}
        self.needed = book.add_format({**heading, "bg_color": "#0000bf", "font_color": "#ffffff"})
        self.heading = book.add_format({**heading, "bg_color": "#e6e6ff"})
        self.aside = book.add_format({**heading, "bg_color": "#e6e6e6", "italic": True})

    def _places(self, key: str) -> dict[str, int]:
        """Id -> the row that it stands in, counted from 1."""
        return {
            str(row["id"]): number for number, row in reversed(list(enumerate(self.tables[key][1], 2))) if "id" in row
        }

    def _letter(self, key: str, wanted: str) -> str:
        keys = [column.key for column, _ in self._with_names(self.tables[key][0])]
        found: str = xlsxwriter.utility.xl_col_to_name(keys.index(wanted))
        return found

    def write(self) -> None:
        sheets = {key: self.book.add_worksheet(sheet.name(self.language)) for key, sheet in SHEETS.items()}
        self._lists()
        for key, sheet in sheets.items():
            self._sheet(key, sheet)

    def _lists(self) -> None:
        """A hidden sheet with the ids of those references that may lead to several sheets."""
        sheet = self.book.add_worksheet(_LISTS)
        sheet.hide()
        for column, kind in enumerate(("endpoint", "resource")):
            ids = [id_ for home in _HOMES[kind] for id_ in self.at[home]]
            sheet.write_column(0, column, [kind, *sorted(ids)])
            self.book.define_name(f"{kind}s", f"={_LISTS}!${'AB'[column]}$2:${'AB'[column]}${max(len(ids) + 1, 2)}")

    def _sheet(self, key: str, sheet: Any) -> None:
        columns, rows = self.tables[key]
        if len(rows) > _ROW_LIMIT:
            raise OutputError(f"{len(rows)} rows of '{key}' are more than an Excel sheet holds: export json or csv-set")
        wide = self._with_names(columns)
        links = 0
        for at, (column, heading) in enumerate(wide):
            self._heading(sheet, at, column, heading)
            column_key, homes = column.key, _homes(column)
            for number, row in enumerate(rows, 1):
                value = row.get(column_key)
                if value is None:  # as most cells are
                    continue
                if heading is not None:
                    self._text(sheet, number, at, self.names.get(str(value)))
                elif homes and links < _MOST_LINKS and self._linked(sheet, number, at, homes, value):
                    links += 1
                else:
                    self._text(sheet, number, at, value)
            if heading is None:
                self._validate(sheet, at, column, len(rows))
        sheet.set_landscape()
        widths = {column.key: _width(column) for column in columns}
        for number, row in enumerate(rows, 1):
            lines = (_lines(value, widths[key]) for key, value in row.items() if key in widths)
            sheet.set_row(number, _LINE * min(max(lines, default=1), _MOST_LINES))
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 2 if SHEETS[key].has_ids and SHEETS[key].owners else 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(wide) - 1)

    def _with_names(self, columns: list[Column]) -> list[tuple[Column, str | None]]:
        """The columns, those of a feed's ends each with one for the name, whose heading is given."""
        wide: list[tuple[Column, str | None]] = []
        for column in columns:
            wide.append((column, None))
            if column.stem.field is not None and column.stem.field.of == "-> endpoint":
                name = column.stem.field.name
                wide.append((column, f"# {self._word(f'field.{name}')}"))
        return wide

    def _word(self, key: str) -> str:
        return words(self.language)(key)

    def _heading(self, sheet: Any, at: int, column: Column, heading: str | None) -> None:
        sheet.set_column(at, at, 40 if heading else _width(column))
        if heading is not None:
            sheet.write_string(0, at, heading, self.aside)
            return
        stem = column.stem
        first = column.language in ("", self.tables["catalogue"][1][0]["language"])
        needed = stem.required and first and not column.order
        sheet.write_string(0, at, column.heading(self.language), self.needed if needed else self.heading)
        options = stem.options(self.language)
        values = [word if word == value else f"{word} ({value})" for value, word in options.items()]
        note = [stem.doc, "Required." if needed else "", f"One of: {', '.join(values)}." if values else ""]
        sheet.write_comment(0, at, " ".join(part for part in note if part), {"x_scale": 2, "author": "flowviz"})

    def _linked(self, sheet: Any, row: int, at: int, homes: Sequence[str], value: Cell) -> bool:
        """Writes an id that leads to the row of what it names in one of some sheets; False when it is no such id."""
        found = next((home for home in homes if str(value) in self.at[home]), None)
        if found is None:
            return False
        target = f"'{SHEETS[found].name(self.language)}'!{self.id_column[found]}{self.at[found][str(value)]}"
        sheet.write_url(
            row, at, f"internal:{target}", self.link, str(value), self.names.get(str(value), str(value))[:250]
        )
        return True

    def _text(self, sheet: Any, row: int, at: int, value: Cell) -> None:
        if value is None:
            return
        if isinstance(value, int):
            sheet.write_number(row, at, value, self.number)
            return
        # as a text it is harmless; the mark of quotes keeps it one when the cell is edited
        formula = is_guarded(value) and value == value.strip() and not value.startswith("'")
        text, style = (value, self.risky) if formula else (guarded(value), self.cell)
        if sheet.write_string(row, at, text, style):
            raise OutputError("a text is longer than the 32,767 characters of an Excel cell: export json or csv-set")

    def _validate(self, sheet: Any, at: int, column: Column, rows: int) -> None:
        options = list(column.stem.options(self.language).values())
        last = min(rows + _ROOM, _ROW_LIMIT)
        if options:
            sheet.data_validation(1, at, last, at, {"validate": "list", "source": options})
            return
        homes = _homes(column)
        if column.kind == "list" or not homes:
            return
        if len(homes) == 1:
            letter = self.id_column[homes[0]]
            last_id = len(self.tables[homes[0]][1]) + _ROOM
            source = f"='{SHEETS[homes[0]].name(self.language)}'!${letter}$2:${letter}${last_id}"
        else:
            source = "=endpoints" if len(homes) > 2 else "=resources"
        # a warning only: an id may be written here before the thing itself
        sheet.data_validation(1, at, last, at, {"validate": "list", "source": source, "error_type": "warning"})


def _width(column: Column) -> int:
    """The width of a column in letters."""
    return _WIDTHS.get(column.kind, 24)


def _lines(value: Cell, width: int) -> int:
    """About how many lines a cell is high in a column so wide; not all programs work it out by themselves."""
    return summed(1 + len(line) // width for line in str(value or "").split("\n"))


def _homes(column: Column) -> tuple[str, ...]:
    """The sheets where the id in a cell of the column stands."""
    if column.key == OWNER:
        sheet = next(sheet for sheet in SHEETS.values() if column.stem in sheet.stems)
        return sheet.owners if len(sheet.owners) == 1 else ()
    of = column.stem.field.of if column.stem.field is not None else None
    return _HOMES.get((of or "").removeprefix("-> "), ()) if (of or "").startswith("-> ") else ()
