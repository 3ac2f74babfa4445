"""The JSON Schema of a catalogue file, made from the nouns, and its errors in plain words.

The schema that `flowviz schema` prints for editors is the one that the loader checks with, so the two can
never disagree.
"""

from __future__ import annotations

import dataclasses
import functools
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Literal, Union

from flowviz import catalogue
from flowviz.catalogue import Document, Evidence, Text
from flowviz.loading.problems import did_you_mean

__all__ = ["Field", "errors", "fields", "json_schema"]

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2,3}$"
FORMS: Mapping[str, tuple[str, str]] = {
    "id": (ID, "an id is a-z, 0-9 and single hyphens, such as 'asiakastietovaranto'"),
    "language": (LANGUAGE, "a language code is two or three small letters, such as fi"),
    "date": (r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "a date is written YYYY-MM-DD"),
    "code": (r"^[0-9A-Za-z][0-9A-Za-z .-]*$", "a code is letters and digits with single spaces, such as '00 01 04'"),
    "colour": (r"^#[0-9a-f]{6}$", "a colour is written '#ffcab3': a hash sign and six small hexadecimal digits, in quotes"),
    "url": (r"^https?://[^\s\"<>]+$", "an address starts with http:// or https://"),
}
EVIDENCE = r"^[1-9][0-9]*(-[1-9][0-9]*)?$|^[a-z0-9]+(-[a-z0-9]+)*(:[1-9][0-9]*(-[1-9][0-9]*)?)?$"
LONGEST = {Text: 2_000, str: 500}
NOT_BLANK = r"\S"
MEANINGS = {
    EVIDENCE: "evidence is a line (30), lines (50-51), or a document with lines (sivu:30)",
    NOT_BLANK: "is blank: remove the key or write something",
    **dict(FORMS.values()),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A field of a noun: its key in YAML, its name in Python, its type without None and without tuple."""

    key: str
    name: str
    type: Any
    many: bool
    required: bool
    of: str | None
    doc: str


@functools.cache
def fields(cls: type) -> tuple[Field, ...]:
    """The fields of a noun in the order of the class, those of its base first."""
    hints = typing.get_type_hints(cls)
    found = []
    for field in dataclasses.fields(cls):
        hint = hints[field.name]
        if typing.get_origin(hint) in (Union, types.UnionType):
            hint = next(option for option in typing.get_args(hint) if option is not types.NoneType)
        many = typing.get_origin(hint) is tuple
        if many:
            hint = typing.get_args(hint)[0]
        found.append(
            Field(
                key=field.metadata["key"] or field.name,
                name=field.name,
                type=hint,
                many=many,
                required=field.default is dataclasses.MISSING,
                of=field.metadata["of"],
                doc=field.metadata["doc"],
            )
        )
    return tuple(found)


@functools.cache
def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one YAML file of a catalogue."""
    nouns = [getattr(catalogue, name) for name in catalogue.__all__]
    nouns = [
        noun for noun in nouns if dataclasses.is_dataclass(noun) and noun not in (Text, Evidence, catalogue.Catalogue, catalogue.Thing)
    ]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowviz catalogue file",
        **_object(Document),
        "$defs": {
            "Text": {
                "type": ["string", "object"],
                "minLength": 1,
                "maxLength": LONGEST[Text],
                "pattern": NOT_BLANK,
                "minProperties": 1,
                "propertyNames": {"pattern": LANGUAGE},
                "additionalProperties": {"type": "string", "minLength": 1, "maxLength": LONGEST[Text], "pattern": NOT_BLANK},
            },
            "Evidence": {"type": ["integer", "string"], "minimum": 1, "pattern": EVIDENCE},
            **{noun.__name__: _object(noun) for noun in nouns if noun is not Document},
        },
    }


def _object(noun: type) -> dict[str, Any]:
    return {
        "type": "object",
        "description": (noun.__doc__ or "").strip().splitlines()[0],
        "additionalProperties": False,
        "required": [field.key for field in fields(noun) if field.required],
        "properties": {field.key: _property(field) for field in fields(noun)},
    }


def _property(field: Field) -> dict[str, Any]:
    one = _type(field)
    if field.many:
        return {"description": field.doc, "type": "array", "items": one}
    return {"description": field.doc, **one}


def _type(field: Field) -> dict[str, Any]:
    if field.type in (Text, Evidence) or dataclasses.is_dataclass(field.type):
        return {"$ref": f"#/$defs/{field.type.__name__}"}
    if typing.get_origin(field.type) is Literal:
        return {"enum": list(typing.get_args(field.type))}
    if field.type is bool:
        return {"type": "boolean"}
    if field.type is int:
        return {"type": "integer", "minimum": 1}
    form = FORMS.get(field.of or "", (NOT_BLANK,))[0]
    return {"type": "string", "minLength": 1, "maxLength": LONGEST[str], "pattern": form}


@functools.cache
def _validator() -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(json_schema())


def errors(data: Any) -> Iterator[tuple[tuple[str | int, ...], str | None, str]]:
    """What in ``data`` breaks the schema, as (path of the value, key in it that is wrong or None, message)."""
    for error in _validator().iter_errors(data):
        yield from _worded(error)


def _worded(error: Any) -> Iterator[tuple[tuple[str | int, ...], str | None, str]]:
    path = tuple(error.instance_path)
    value = error.instance
    name = type(error.kind).__name__
    detail = error.kind.as_dict() if hasattr(error.kind, "as_dict") else {}
    if name == "AdditionalProperties":
        known = _known_keys(error.schema_path)
        for key in value:
            if key not in known:
                yield path, key, f"unknown key '{_short(key)}'{did_you_mean(key, known)}"
    elif name == "Required":
        yield path, None, f"'{detail['property']}' is missing"
    elif name == "Type":
        yield path, None, _wrong_type(path, value, detail.get("types") or detail.get("type"))
    elif name == "Enum":
        options = [str(option) for option in detail["options"]]
        yield path, None, f"{_show(value)} is not one of {', '.join(options)}{did_you_mean(str(value), options)}"
    elif name == "Pattern":
        yield path, None, f"{_show(value)}: {MEANINGS[detail['pattern']]}"
    elif name == "PropertyNames":
        for key in value:
            if not (key.isascii() and key.isalpha() and key.islower() and 2 <= len(key) <= 3):
                yield path, key, f"'{_short(key)}' is no language code: {FORMS['language'][1]}"
    elif name == "Minimum":
        yield path, None, f"{_show(value)} is too small: lines are counted from 1"
    elif name in ("MaxLength", "MinLength", "MinProperties"):
        what = f"too long ({len(value)} characters): shorten it" if name == "MaxLength" else "empty: remove the key or write something"
        yield path, None, f"is {what}"
    else:
        yield path, None, error.message


def _known_keys(schema_path: Any) -> list[str]:
    node: Any = json_schema()
    for step in list(schema_path)[:-1]:
        node = node[step]
        if "$ref" in node:
            node = json_schema()["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return list(node["properties"])


def _wrong_type(path: tuple[str | int, ...], value: Any, wanted: Any) -> str:
    names = [str(name) for name in (wanted if isinstance(wanted, list) else [wanted])]
    words = {
        "string": "text",
        "object": "a mapping (key: value)" if names == ["object"] else "{fi: …, sv: …}",
        "array": "a list",
        "integer": "a whole number",
        "boolean": "true or false",
    }
    expected = " or ".join(words.get(name, name) for name in names)
    if value is None:
        return f"has no value: remove the key or write {expected}"
    quote = ", put it in quotes" if "string" in names and isinstance(value, (int, float, bool)) else ""
    return f"{_show(value)} where {expected} should stand{quote}"


def _show(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"'{_short(value)}'"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    return "a mapping" if isinstance(value, dict) else "a list"


def _short(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "…"
