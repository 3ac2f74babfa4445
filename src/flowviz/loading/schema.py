"""The JSON Schema of a catalogue file, made from the nouns, and its errors in plain words.

The schema that `flowviz schema` prints for editors is the one that the loader checks with, so the two can
never disagree.
"""

from __future__ import annotations

import dataclasses
import functools
import typing
from typing import Any, Literal

from flowviz.catalogue import Document, Text
from flowviz.loading.fields import Field, fields, is_noun
from flowviz.loading.ids import LONGEST_ID, id_of
from flowviz.loading.problems import short
from flowviz.messages import Message, OneOf, Value, said
from flowviz.near import nearest

if typing.TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = [
    "TYPES",
    "Field",
    "errors",
    "fields",
    "is_noun",
    "json_schema",
    "noun_at",
    "nouns_in",
    "object_of",
    "or_null",
    "property_of",
    "shown",
    "type_of",
]

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE = r"^[a-z]{2,3}$"
FORMS: Mapping[str, str] = {
    "id": ID,
    "ref": rf"{ID[:-1]}/{ID[1:]}",
    "language": LANGUAGE,
    "date": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "code": r"^[0-9A-Za-z][0-9A-Za-z .-]*$",
    "colour": r"^#[0-9a-f]{6}$",
    "url": r"^https?://[^\s\"<>]+$",
}
"""The pattern of each form that a string may have; ``problem.form.<name>`` of the locales says what it is."""
MOST = 999_999_999
QUOTE = r" \"[^\"\n]*[^\"\s][^\"\n]*\""
EVIDENCE = rf"^(([a-z0-9-]+:)?[1-9][0-9]{{0,8}}(-[1-9][0-9]{{0,8}})?|[0-9-]*[a-z][a-z0-9-]*)({QUOTE})?$"
LONGEST = {Text: 2_000, str: 500}
NOT_BLANK = r"\S"
FORM_OF: Mapping[str, Message] = {
    pattern: said(f"form.{name}") for name, pattern in (*FORMS.items(), ("evidence", EVIDENCE))
}
TYPES: Mapping[str, Message] = {
    name: said(f"type.{name}") for name in ("string", "object", "text", "array", "integer", "boolean")
}
"""What a value of each JSON type is called, and an object with a text in each language."""


Error = tuple[tuple[str | int, ...], str | None, Message]


def noun_at(path: Sequence[str | int], noun: type = Document) -> type | None:
    """The noun of the mapping that ``path`` leads to in data of ``noun``; None where there is none."""
    for step in path:
        if isinstance(step, str):
            found = next((field.type for field in fields(noun) if field.key == step and is_noun(field.type)), None)
            if found is None:
                return None
            noun = found
    return noun


@functools.cache
def json_schema(noun: type = Document) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one YAML file of a catalogue, or of one that holds another ``noun``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"flowviz {'catalogue' if noun is Document else noun.__name__.lower()} file",
        **_object(noun),
        "$defs": {
            "Text": {
                "type": ["string", "object"],
                "maxLength": LONGEST[Text],
                "pattern": NOT_BLANK,
                "minProperties": 1,
                "propertyNames": {"pattern": LANGUAGE},
                "additionalProperties": {"type": "string", "maxLength": LONGEST[Text], "pattern": NOT_BLANK},
            },
            "Evidence": {
                "type": ["integer", "string"],
                "minimum": 1,
                "maximum": MOST,
                "maxLength": LONGEST[str],
                "pattern": EVIDENCE,
            },
            **{inner.__name__: _object(inner) for inner in nouns_in(noun)},
        },
    }


def nouns_in(noun: type) -> list[type]:
    """The nouns that lie in ``noun``, at any depth, by name."""
    found: dict[type, None] = {}
    waiting = [noun]
    while waiting:
        inner = [field.type for field in fields(waiting.pop()) if is_noun(field.type) and field.type not in found]
        found.update(dict.fromkeys(inner))
        waiting += inner
    return sorted(found, key=lambda inner: inner.__name__)


def _object(noun: type) -> dict[str, Any]:
    required = [field.key for field in fields(noun) if field.required]
    return object_of(noun, {field.key: _property(field) for field in fields(noun)}, required)


def object_of(noun: type, properties: Mapping[str, Any], required: Iterable[str]) -> dict[str, Any]:
    """The schema of an object that tells of ``noun``."""
    return {
        "description": (noun.__doc__ or "").strip().splitlines()[0],
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": dict(properties),
    }


def property_of(field: Field, one: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a field, whose values, or whose only value, have the schema ``one``."""
    return {"description": field.doc, **({"type": "array", "items": one} if field.many else one)}


def type_of(field: Field) -> dict[str, Any]:
    """The schema of a value of a field, as wide as anybody may read it: loading allows less."""
    if isinstance(field.type, type) and dataclasses.is_dataclass(field.type):
        return {"$ref": f"#/$defs/{field.type.__name__}"}
    if typing.get_origin(field.type) is Literal:
        return {"enum": list(typing.get_args(field.type))}
    if field.type is bool:
        return {"type": "boolean"}
    if field.type is int:
        return {"type": "integer", "minimum": 1}
    form = FORMS.get(field.of or "")
    return {"type": "string", **({"pattern": form} if form else {})}


def or_null(one: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of what has the schema ``one``, or is null."""
    if "type" in one:
        return {**one, "type": [one["type"], "null"]}
    if "enum" in one:
        return {**one, "enum": [*one["enum"], None]}
    return {"anyOf": [one, {"type": "null"}]}


def _property(field: Field) -> dict[str, Any]:
    unique = {"uniqueItems": True} if field.many and field.type is str else {}
    return {**property_of(field, _type(field)), **unique}


def _type(field: Field) -> dict[str, Any]:
    """The schema of a value that may be loaded."""
    wide = type_of(field)
    if field.type is int:
        return {**wide, "maximum": MOST}
    if field.type is str:
        longest = LONGEST_ID if field.of == "id" else LONGEST[str]
        format_ = {"format": "date"} if field.of == "date" else {}
        return {"type": "string", "maxLength": longest, "pattern": NOT_BLANK, **wide, **format_}
    return wide


@functools.cache
def _validator(noun: type) -> Any:
    import jsonschema_rs

    return jsonschema_rs.validator_for(json_schema(noun), validate_formats=True)


def errors(data: Any, noun: type = Document) -> Iterator[Error]:
    """What in ``data`` breaks the schema, as (path of the value, key in it that is wrong or None, message).

    A value that breaks it in more ways than one is told of once.
    """
    told = set()
    for error in _validator(noun).iter_errors(data):
        for path, key, message in _worded(error, noun):
            about = (path, key)
            if about not in told:
                told.add(about)
                yield path, key, message


def _worded(error: Any, noun: type) -> Iterator[Error]:
    path = tuple(error.instance_path)
    name = type(error.kind).__name__
    detail = error.kind.as_dict() if hasattr(error.kind, "as_dict") else {}
    if name == "AdditionalProperties":
        known = _known_keys(error.schema_path, noun)
        for key in error.instance:
            if key not in known:
                kind = "unknown-key.merge" if key == "<<" else "unknown-key"
                yield path, key, said(kind, key=short(key), proposal=nearest(key, known))
    elif name == "PropertyNames":
        for key in error.instance:
            if not (key.isascii() and key.isalpha() and key.islower() and 2 <= len(key) <= 3):
                yield path, key, said("no-language", key=short(key), form=FORM_OF[LANGUAGE])
    elif name == "UniqueItems":
        i = next(i for i, value in enumerate(error.instance) if value in error.instance[:i])
        yield (*path, i), None, said("repeated", value=shown(error.instance[i]))
    elif name == "Required":
        yield path, detail["property"], said("missing", key=detail["property"])
    else:
        yield path, None, _wrong_value(name, error.instance, detail)


def _wrong_value(name: str, value: Any, detail: dict[str, Any]) -> Message:
    match name:
        case "Type":
            return _wrong_type(value, detail.get("types") or detail.get("type"))
        case "Enum":
            options = tuple(str(option) for option in detail["options"])
            return said("wrong-choice", value=shown(value), options=options, proposal=nearest(str(value), options))
        case "Pattern":
            return _wrong_form(value, detail["pattern"])
        case "Format":
            return said("no-such-day", value=shown(value))
        case "Minimum":
            return said("out-of-range.small", value=shown(value))
        case "Maximum":
            return said("out-of-range.large", value=shown(value), most=MOST)
        case "MaxLength":
            return said("too-long", length=len(value), most=detail["limit"])
        case "MinProperties":
            return said("blank.empty")
    raise AssertionError(name)


def _wrong_form(value: str, pattern: str) -> Message:
    if pattern == NOT_BLANK:
        return said("blank")
    if pattern != ID:
        return said("malformed", value=shown(value), form=FORM_OF[pattern])
    id_ = id_of(value) or None
    return said("malformed-id" if id_ else "malformed-id.alone", value=shown(value), form=FORM_OF[ID], proposal=id_)


def _known_keys(schema_path: Any, noun: type) -> list[str]:
    node: Any = json_schema(noun)
    for step in list(schema_path)[:-1]:
        node = node[step]
        if "$ref" in node:
            node = json_schema(noun)["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return list(node["properties"])


def _wrong_type(value: Any, wanted: Any) -> Message:
    names = [str(name) for name in (wanted if isinstance(wanted, list) else [wanted])]
    several = len(names) > 1
    expected = OneOf(TYPES["text" if several and name == "object" else name] for name in names)
    if value is None:
        return said("no-value", wanted=expected)
    quote = "string" in names and isinstance(value, (int, float, bool))
    return said("wrong-type.quote" if quote else "wrong-type", value=shown(value), wanted=expected)


def shown(value: Any) -> Value:
    """A value as problems tell of it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return said("value.text", text=short(value))
    if isinstance(value, (int, float)):
        return said("value.number", number=value)
    return said("value.mapping" if isinstance(value, dict) else "value.list")
