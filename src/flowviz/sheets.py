"""A whole catalogue as sheets of cells, exact both ways: what workbooks and sets of CSV files are written and read with.

Each noun of the catalogue has a sheet, and what lies in a thing has its own with the id of that thing in the
column ``in``. The columns follow the fields of the nouns, so a new field needs nothing here but its label.

A cell is a text, a whole number or None for what is not stated. Lists of ids, codes and lines are separated by
commas, and a list that must be there but is empty is written ``–``. A text that begins like a formula, or begins or
ends with a blank, gets an apostrophe in front (`flowviz.telling.plain.guarded`): other texts lose their outer blanks when they are read.
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from flowviz.catalogue import (
    Alias,
    Contact,
    DataGroup,
    Dataset,
    Department,
    Document,
    Evidence,
    Feed,
    Header,
    Keyword,
    Openness,
    Organisation,
    Party,
    RecordsClass,
    Reference,
    Register,
    RequestChannel,
    Resource,
    Scope,
    SourceDocument,
    SourceIssue,
    System,
    SystemUse,
    Text,
    Unit,
)
from flowviz.loading.fields import Field, fields
from flowviz.locales import words
from flowviz.wording import option

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["EMPTY", "OWNER", "SHEETS", "Cell", "Column", "Sheet", "Stem", "sheets_of"]

Cell = str | int | None
Kind = Literal["owner", "order", "text", "list", "bool", "int", "enum", "date", "str"]

OWNER: Final = "in"
"""Key of the column with the id of the thing that a row lies in."""
EMPTY: Final = "–"
"""Cell of a list that is there but empty."""

_LAST: Final = ("description", "evidence", "note")
_LABELS: Final[Mapping[tuple[type, str], str]] = {
    (Feed, "from"): "source_id",
    (Feed, "to"): "target_id",
    (Document, "source"): "default_source",
    (SourceDocument, "text"): "text_file",
}


@dataclass(frozen=True, slots=True)
class Stem:
    """What a column is of, before languages: a field of a noun and the keys that lead to its value in a row's data."""

    path: tuple[str, ...]
    field: Field | None
    labels: tuple[str, ...]
    noun: type

    @property
    def key(self) -> str:
        return ".".join(self.path) or "text"

    @property
    def kind(self) -> Kind:
        field = self.field
        if field is None:
            return "owner"
        if field.type is Text:
            return "text"
        if field.many:
            return "list"
        if field.type in (bool, int):
            return "bool" if field.type is bool else "int"
        if typing.get_origin(field.type) is Literal:
            return "enum"
        return "date" if field.of == "date" else "str"

    @property
    def doc(self) -> str:
        return self.field.doc if self.field else "Id of the thing that this lies in."

    @property
    def required(self) -> bool:
        return self.field is None or (self.field.required and len(self.path) < 2)

    def heading(self, language: str) -> str:
        return ": ".join(words(language)(f"field.{label}") for label in self.labels)

    def options(self, language: str) -> dict[str, str]:
        """The values that it may have and their words; empty when it may have any."""
        if self.kind == "bool":
            return {value: words(language)(f"bool.{value}") for value in ("yes", "no")}
        if self.kind != "enum" or self.field is None:
            return {}
        values = typing.get_args(self.field.type)
        if self.field.name.endswith("basis"):
            return {value: words(language)(f"basis.{value}") for value in values}
        return {value: option(self.noun, self.field.name, value, language) for value in values}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: a stem, and for a text its language or, as ``order``, the order of its languages."""

    stem: Stem
    language: str = ""
    order: bool = False

    @property
    def key(self) -> str:
        return self.stem.key + self._suffix

    @property
    def kind(self) -> Kind:
        return "order" if self.order else self.stem.kind

    @property
    def _suffix(self) -> str:
        return " (order)" if self.order else f" ({self.language})" if self.language else ""

    def heading(self, language: str) -> str:
        return self.stem.heading(language) + self._suffix


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: the noun of its rows, the sheets that these lie in, and the key that they have there."""

    key: str
    noun: type
    owners: tuple[str, ...] = ()
    within: str = ""
    one: bool = False

    @property
    def field(self) -> str:
        return self.within or self.key

    def name(self, language: str) -> str:
        """The name of the sheet in ``language``, at most 31 characters because Excel allows no more."""
        return words(language)(f"sheet.{self.key}")

    @property
    def has_ids(self) -> bool:
        return any(stem.key == "id" for stem in self.stems)

    @property
    def stems(self) -> tuple[Stem, ...]:
        return _stems(self)

    def columns(self, languages: Sequence[str]) -> list[Column]:
        """The columns of the sheet in a catalogue of these languages."""
        return [
            column
            for stem in self.stems
            for column in ([Column(stem, code) for code in languages] if stem.kind == "text" else [Column(stem)])
        ]


@functools.cache
def _stems(sheet: Sheet) -> tuple[Stem, ...]:
    found: list[Stem] = []
    if sheet.owners:
        found.append(Stem((OWNER,), None, (OWNER,), sheet.noun))
    if sheet.noun is Text:
        field = next(field for field in fields(Resource) if field.key == sheet.field)
        return (*found, Stem((), dataclasses.replace(field, many=False), ("text",), Text))
    own = list(_flat(sheet.noun, (), ()))
    found += [stem for stem in own if stem.key not in _LAST] + [stem for stem in own if stem.key in _LAST]
    if sheet.noun is Header:
        found.append(_stem(Document, next(field for field in fields(Document) if field.key == "source"), (), ()))
    return tuple(found)


def _flat(noun: type, path: tuple[str, ...], labels: tuple[str, ...]) -> Iterator[Stem]:
    for field in fields(noun):
        if (
            not dataclasses.is_dataclass(field.type)
            or field.type is Evidence
            or (field.type is Text and not field.many)
        ):
            yield _stem(noun, field, path, labels)
        elif not field.many:
            assert isinstance(field.type, type)
            yield from _flat(field.type, (*path, field.key), (*labels, field.name))


def _stem(noun: type, field: Field, path: tuple[str, ...], labels: tuple[str, ...]) -> Stem:
    return Stem((*path, field.key), field, (*labels, _LABELS.get((noun, field.key), field.name)), noun)


_RESOURCES: Final = ("resources", "shared")
_HOLDINGS: Final = (*_RESOURCES, "registers", "datasets", "systems")
_THINGS: Final = (
    *("organisation", "departments", "units", *_RESOURCES, "registers", "datasets", "systems", "parties", "requests"),
)

SHEETS: Final[Mapping[str, Sheet]] = {
    sheet.key: sheet
    for sheet in (
        Sheet("catalogue", Header, one=True),
        Sheet("organisation", Organisation, one=True),
        Sheet("departments", Department),
        Sheet("units", Unit, ("departments",)),
        Sheet("resources", Resource, ("departments",)),
        Sheet("shared", Resource),
        Sheet("registers", Register, _RESOURCES),
        Sheet("datasets", Dataset, (*_RESOURCES, "registers")),
        Sheet("groups", DataGroup, ("datasets",)),
        Sheet("systems", System),
        Sheet("uses", SystemUse, (*_RESOURCES, "registers"), within="systems"),
        Sheet("parties", Party),
        Sheet("feeds", Feed),
        Sheet("records_classes", RecordsClass, ("departments",)),
        Sheet("keywords", Keyword),
        Sheet("issues", SourceIssue),
        Sheet("requests", RequestChannel),
        Sheet("contacts", Contact, ("requests",)),
        Sheet("openness", Openness, _HOLDINGS),
        Sheet("search_keys", Text, _HOLDINGS),
        Sheet("documents", Reference, _HOLDINGS),
        Sheet("aliases", Alias, _THINGS),
        Sheet("scopes", Scope),
        Sheet("sources", SourceDocument),
    )
}
"""Every sheet by key, in the order of a workbook; a sheet comes after those that its rows lie in."""


# --- writing


Row = dict[str, Cell]


def sheets_of(document: Mapping[str, Any], language: str) -> dict[str, tuple[list[Column], list[Row]]]:
    """The columns and rows of every sheet of a catalogue's plain data (`flowviz.documents.document`).

    ``language`` is that of the words for yes, no and other fixed values.
    """
    header = document["catalogue"]
    languages = list(dict.fromkeys((header["language"], *header["languages"])))
    rows: dict[str, list[tuple[str | None, Any]]] = {key: [] for key in SHEETS}
    for key, sheet in SHEETS.items():
        if not sheet.owners:
            found = document.get(sheet.field, [])
            rows[key] = [(None, found)] if sheet.one else [(None, entry) for entry in found]
        for owner in sheet.owners:
            rows[key] += [(entry["id"], inner) for _, entry in rows[owner] for inner in _inside(sheet, owner, entry)]
    rows["catalogue"] = [(None, {**header, **({"source": document["source"]} if "source" in document else {})})]
    return {key: _table(SHEETS[key], found, languages, language) for key, found in rows.items()}


def _inside(sheet: Sheet, owner: str, entry: Mapping[str, Any]) -> Sequence[Any]:
    return entry.get(sheet.field, ()) if owner in sheet.owners else ()


def _table(
    sheet: Sheet, entries: list[tuple[str | None, Any]], languages: list[str], language: str
) -> tuple[list[Column], list[Row]]:
    columns: list[Column] = []
    rows: list[Row] = [{OWNER: owner} if sheet.owners else {} for owner, _ in entries]
    for stem in sheet.stems:
        if stem.field is None:
            columns.append(Column(stem))
            continue
        values = [_at(entry, stem.path) for _, entry in entries]
        if stem.kind == "text":
            columns += _texts(stem, values, rows, languages)
        else:
            columns.append(Column(stem))
            options = stem.options(language)
            for row, value in zip(rows, values, strict=True):
                row[stem.key] = _cell(value, options)
    return columns, rows


def _texts(stem: Stem, values: list[Any], rows: list[Row], languages: list[str]) -> list[Column]:
    """The columns of a text, one for each language; and one for the order of these where a text has another."""
    columns = [Column(stem, code) for code in languages]
    order = Column(stem, order=True)
    for row, value in zip(rows, values, strict=True):
        by_language: dict[str, str] = value or {}
        for column in columns:
            row[column.key] = by_language.get(column.language)
        if list(by_language) != [code for code in languages if code in by_language]:
            row[order.key] = ", ".join(by_language)
    return [*columns, order] if any(order.key in row for row in rows) else columns


def _at(entry: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        entry = entry.get(key) if entry is not None else None
    return entry


def _cell(value: Any, options: Mapping[str, str]) -> Cell:
    if isinstance(value, bool):
        return options["yes" if value else "no"]
    if isinstance(value, list):
        return ", ".join(map(str, value)) or EMPTY
    if options and value is not None:
        return options[value]
    found: Cell = value
    return found
