"""The whole catalogue as JSON: a contract with a version, a published schema, and a way back.

Things that lie in each other in YAML stand side by side as ``nodes``, each with the ids of its owners. All keys are
always there: null is what the source does not state. ``kind``, ``level`` and a node's ``scope`` that the catalogue
itself does not hold are worked out and are not read back.

It is made from the fields of the nouns, so a new field of the catalogue needs nothing here.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from flowviz.catalogue import (
    PEOPLE,
    UNSTATED,
    Basis,
    Catalogue,
    Dataset,
    Department,
    Document,
    Evidence,
    Feed,
    Header,
    Member,
    Organisation,
    Party,
    Register,
    RequestChannel,
    Resource,
    System,
    Text,
    Thing,
    Unit,
)
from flowviz.errors import CatalogueError
from flowviz.exports import json_text
from flowviz.limits import MOST_PROBLEMS
from flowviz.loading.build import Builder
from flowviz.loading.fields import Field, fields
from flowviz.loading.problems import Problem, short
from flowviz.loading.schema import FORMS, LANGUAGE, object_of, or_null, property_of, shown, type_of
from flowviz.messages import Message, OneOf, Value, said
from flowviz.model import LEVELS, NODE_KINDS, Model, feed_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from flowviz.exports.order import Order

__all__ = [
    "VERSION",
    "as_dict",
    "catalogue_in",
    "data_in",
    "feed_dict",
    "is_joined",
    "members_of",
    "node_dict",
    "plain",
    "plain_value",
    "read",
    "schema",
    "write",
]

JSON_FORMAT: Final = "flowviz-catalogue"
VERSION: Final = 1
"""Raised when a reader of the contract would have to change."""
JOINED: Final = 2
"""The version of what was joined from several catalogues: it names them, and ids have that of a member before a stroke."""

_NOUNS: Final[Mapping[str, type[Thing]]] = {
    "organisation": Organisation,
    "department": Department,
    "unit": Unit,
    "resource": Resource,
    "shared": Resource,
    "register": Register,
    "dataset": Dataset,
    "system": System,
    "party": Party,
    "request": RequestChannel,
}
_OWNERS: Final = ("department", "resource", "register")
_HOMES: Final = {
    "organisation": "organisation",
    "shared": "shared",
    "system": "systems",
    "party": "parties",
    "request": "requests",
}
_SMALL: Final = 10_000
_LISTS: Final = ("sources", "scopes", "issues", "keywords")

Misfit: TypeAlias = tuple[str, Message]
"""Where something is wrong, and what."""


def write(model: Model, order: Order) -> bytes:  # noqa: ARG001
    """The JSON of the catalogue; it holds all languages."""
    return json_text.indented(_whole(model, json_text.written)) + b"\n"


def as_dict(model: Model) -> dict[str, Any]:
    """The catalogue as plain data."""
    return _whole(model, lambda entry: entry)


def _whole(model: Model, made: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The catalogue as plain data, but what is ``made`` of each of its entries: all of them as data take a lot of room."""
    catalogue: Catalogue = model.catalogue
    return {
        "format": JSON_FORMAT,
        "version": JOINED if catalogue.members else VERSION,
        "catalogue": plain(catalogue.header),
        **({"members": [_member(member) for member in catalogue.members]} if catalogue.members else {}),
        "nodes": [made(node_dict(model, node)) for node in model],
        "feeds": [made(feed_dict(model, feed)) for feed in catalogue.feeds],
        **{name: [made(plain(entry)) for entry in getattr(catalogue, name)] for name in _LISTS},
    }


def _member(member: Member) -> dict[str, Any]:
    """A catalogue that was joined, as plain data."""
    return {
        "id": member.id,
        "hub": member.hub,
        "organisation": member.organisation.id,
        "catalogue": plain(member.header),
    }


def node_dict(model: Model, node: str) -> dict[str, Any]:
    """A thing as plain data, without what lies in it."""
    data = model.nodes[node]
    thing: Thing = data["thing"]
    own = _plain_fields(thing, _own_fields(type(thing)))
    worked_out = {"kind": data["kind"], **{owner: data[owner] for owner in _OWNERS}, "scope": data["scope"]}
    return {"id": own.pop("id"), "kind": worked_out.pop("kind"), "name": own.pop("name"), **worked_out, **own}


def feed_dict(model: Model, feed: Feed) -> dict[str, Any]:
    """A feed as plain data."""
    return {**plain(feed), "level": feed_level(model, feed)}


def plain(noun: Any) -> dict[str, Any]:
    """A noun as plain data, with all that lies in it."""
    cls: type = type(noun)
    return _plain_fields(noun, fields(cls))


def _plain_fields(noun: Any, own: Iterable[Field]) -> dict[str, Any]:
    return {
        field.key: None if _knows_nothing(noun, field) else _value(field, getattr(noun, field.name)) for field in own
    }


def _knows_nothing(noun: Any, field: Field) -> bool:
    """Whether a field says how another one is known that says nothing: nobody has stated what is not there."""
    cls: type = type(noun)
    known_of = field.name.removesuffix("_basis")
    if field.type != Basis or known_of == field.name or getattr(noun, field.name) != _default(cls, field.name):
        return False
    return getattr(noun, known_of) in (None, (), PEOPLE, UNSTATED)


@functools.cache
def _default(noun: type, name: str) -> Any:
    return next(field.default for field in dataclasses.fields(noun) if field.name == name)


def _value(field: Field, value: Any) -> Any:
    return [plain_value(entry) for entry in value] if field.many else plain_value(value)


def plain_value(value: Any) -> Any:
    """One value of a field as plain data."""
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, Evidence):
        return {"source": value.source, "lines": value.lines or None} | ({"quote": value.quote} if value.quote else {})
    return plain(value) if dataclasses.is_dataclass(value) else value


def _own_fields(noun: type) -> Iterator[Field]:
    """The fields of a noun but those that hold other things."""
    return (field for field in fields(noun) if not _holds_things(field))


def _holds_things(field: Field) -> bool:
    return isinstance(field.type, type) and issubclass(field.type, Thing)


# --- the way back


def read(text: str | bytes) -> Catalogue:
    """The catalogue that was written; equal to the original.

    Raises `CatalogueError` that says what is no JSON or does not fit the schema. What the references mean is not checked.
    """
    return catalogue_in(json_text.parse(text))


def catalogue_in(parsed: Any) -> Catalogue:
    """The catalogue in the data of an export. Raises as `read` does."""
    data = data_in(parsed)
    document, _ = Builder(data["catalogue"]["language"]).build(Document, data, None)
    own = [field.name for field in dataclasses.fields(Catalogue) if field.name not in ("header", "members")]
    return Catalogue(header=document.catalogue, **{name: getattr(document, name) for name in own})


def data_in(data: Any) -> dict[str, Any]:
    """What the data of an export say, as one YAML file would hold it. Raises as `read` does."""
    problems = list(itertools.islice(_misfits(data), MOST_PROBLEMS + 1)) or list(_homeless(data["nodes"]))
    if len(problems) > MOST_PROBLEMS:
        problems[-1] = "", said("too-much.problems", most=MOST_PROBLEMS)
    if problems:
        raise CatalogueError([Problem(place, 0, 0, what) for place, what in problems])
    return _document(data)


def is_joined(data: Any) -> bool:
    """Whether the data are those of joined catalogues."""
    return isinstance(data, dict) and data.get("version") == JOINED


def members_of(data: dict[str, Any]) -> tuple[list[tuple[str, bool, Header, Organisation]], dict[str, Any]]:
    """The members of joined catalogues, each by its id, whether it is the hub, its header and its organisation; and the
    data shaped as those of a single catalogue, in which these organisations are parties.

    Raises `CatalogueError` for members that do not fit the schema, or whose organisation is not there.
    """
    members = data.get("members")
    nodes = data.get("nodes")
    found = {
        str(node.get("id")): node
        for node in (nodes if isinstance(nodes, list) else ())
        if isinstance(node, dict) and node.get("kind") == "organisation"
    }
    problems = []
    if not isinstance(members, list):
        problems.append(("members", said("wrong-type", value=_shown(members), wanted=said("value.list"))))
    own = []
    for i, member in enumerate(members if isinstance(members, list) else ()):
        wrong = list(_misfits_of(_validator("#/$defs/Member", joined=True), member, f"members/{i}"))
        whole = None if wrong else found.pop(member["organisation"], None)
        if not wrong:
            wrong += _misfits_of(
                _validator("#/$defs/Node-organisation", joined=True), whole, f"members/{i}/organisation"
            )
        problems += wrong
        if not wrong:
            builder = Builder(member["catalogue"]["language"])
            header = builder.build(Header, _unplain(Header, member["catalogue"]), None)[0]
            organisation = builder.build(Organisation, _unplain(Organisation, whole or {}), None)[0]
            own.append((member["id"], member["hub"], header, organisation))
    if not problems and [hub for _, hub, *_ in own].count(True) != 1:
        problems.append(("members", said("misfit.hub")))
    if problems:
        raise CatalogueError([Problem(place, 0, 0, what) for place, what in problems[:MOST_PROBLEMS]])
    taken = {organisation.id for *_, organisation in own}
    rest = [_as_party(node) if isinstance(node, dict) and node.get("id") in taken else node for node in data["nodes"]]
    return own, {key: value for key, value in data.items() if key != "members"} | {"version": VERSION, "nodes": rest}


def _as_party(node: dict[str, Any]) -> dict[str, Any]:
    empty = _plain_fields(Party(id="", name=Text.of(en=""), form="organisation"), _own_fields(Party)) | dict.fromkeys(
        _OWNERS
    )
    return empty | {key: value for key, value in node.items() if key in empty} | {"kind": "party", "scope": UNSTATED}


def _misfits(data: Any) -> Iterator[Misfit]:
    """What in the data does not fit the schema, entry by entry: a validator holds all errors of what it is given."""
    known = _readable()["properties"]
    if not isinstance(data, dict):
        yield _of_all(said("wrong-type", value=_shown(data), wanted=said("value.mapping")))
        return
    if data.get("version") == JOINED:
        yield "version", said("misfit.joined")
        return
    if isinstance(version := data.get("version"), int) and version > JOINED:
        yield "version", said("misfit.later", version=version, newest=JOINED)
        return
    yield from (_of_all(said("unknown-key", key=short(key))) for key in data if key not in known)
    for key, form in known.items():
        value = data.get(key)
        if key not in data:
            yield _of_all(said("missing", key=key))
        elif "const" in form:
            if value != form["const"] or isinstance(value, bool):
                yield key, said("wrong-type", value=_shown(value), wanted=repr(form["const"]))
        elif "$ref" in form:
            yield from _misfits_in(value, form["$ref"], key)
        elif not isinstance(value, list):
            yield key, said("wrong-type", value=_shown(value), wanted=said("value.list"))
        else:
            for number, entry in enumerate(value):
                yield from _misfits_in(entry, form["items"]["$ref"], f"{key}/{number}")


def _of_all(message: Message) -> Misfit:
    return "", said("misfit.whole", told=message)


def _misfits_in(entry: Any, ref: str, place: str) -> Iterator[Misfit]:
    if ref == "#/$defs/Node":
        kind = entry.get("kind") if isinstance(entry, dict) else None
        if not isinstance(kind, str) or kind not in NODE_KINDS:
            yield place, said("misfit.kind", kinds=tuple(NODE_KINDS))
            return
        ref += f"-{kind}"
    yield from _misfits_of(_validator(ref), entry, place)


def _misfits_of(validator: Any, entry: Any, place: str) -> Iterator[Misfit]:
    if validator.is_valid(entry):
        return
    for error in validator.iter_errors(entry) if _is_small(entry) else [_first_error(validator, entry)]:
        where = "/".join((place, *(short(str(step)) for step in error.instance_path)))
        yield where, _told(error)


def _is_small(entry: Any) -> bool:
    """Whether an entry is of a size that entries have, so that it cannot have more errors than may be held."""
    waiting, seen = [entry], 0
    while waiting and seen < _SMALL:
        value = waiting.pop()
        seen += 1
        if isinstance(value, (dict, list)):
            waiting += itertools.islice(value.values() if isinstance(value, dict) else value, _SMALL)
    return not waiting


def _first_error(validator: Any, entry: Any) -> Any:
    import jsonschema_rs

    try:
        validator.validate(entry)
    except jsonschema_rs.ValidationError as error:
        return error
    raise AssertionError(entry)


def _told(error: Any) -> Message:
    """What is wrong, without more of the file than a few words."""
    detail = error.kind.as_dict()
    match type(error.kind).__name__:
        case "Required":
            return said("missing", key=detail["property"])
        case "AdditionalProperties":
            return said("unknown-key", key=short(str(detail["unexpected"][0])))
        case "Type":
            types = detail.get("types") or [detail["type"]]
            return said("wrong-type", value=_shown(error.instance), wanted=OneOf(types))
        case "Enum":
            options = tuple(str(option) for option in detail["options"] if option is not None)
            return said("wrong-choice", value=_shown(error.instance), options=options)
        case "Pattern":
            return said("misfit.pattern", value=_shown(error.instance), pattern=detail["pattern"])
    return said("misfit.other", value=_shown(error.instance))


def _shown(value: Any) -> Value:
    """A value as JSON tells of it."""
    return shown(value) if isinstance(value, (dict, list, str)) else json.dumps(value)


def _homeless(nodes: list[dict[str, Any]]) -> Iterator[Misfit]:
    """What is wrong with the owners of nodes, and with their order: an owner comes before what lies in it."""
    if sum(node["kind"] == "organisation" for node in nodes) != 1:
        yield "nodes", said("misfit.organisation")
    seen: set[tuple[str, str]] = set()
    for node in nodes:
        kind = node["kind"]
        owner = _owner(node)
        if kind not in _HOMES and kind != "department" and owner not in seen:
            home: Value = said(f"kind.{owner[0]}") if owner[0] else ""
            yield "nodes", said("misfit.home", id=node["id"], kind=home, owner=owner[1])
        seen.add(("resource" if kind == "shared" else kind, node["id"]))


def _owner(node: dict[str, Any]) -> tuple[str, str]:
    """The kind and id of what a node lies in directly; ("", "") for nothing."""
    owners = {"dataset": ("register", "resource"), "register": ("resource",)}.get(node["kind"], ("department",))
    return next(((owner, node[owner]) for owner in owners if node[owner]), ("", ""))


def _document(data: dict[str, Any]) -> dict[str, Any]:
    """The data as one YAML file would hold them."""
    nouns: Mapping[str, type] = {field.key: field.type for field in fields(Document) if isinstance(field.type, type)}
    document: dict[str, Any] = {
        "catalogue": _unplain(Header, data["catalogue"]),
        **{name: [] for name in _HOMES.values()},
    }
    document |= {name: [_unplain(nouns[name], entry) for entry in data[name]] for name in (*_LISTS, "feeds")}
    document["departments"] = []
    made: dict[str, dict[str, Any]] = {}
    for node in data["nodes"]:
        kind = node["kind"]
        entry = made[node["id"]] = _unplain(_NOUNS[kind], node)
        if kind == "organisation":
            document[kind] = entry
        elif kind == "department":
            document["departments"].append(entry)
        elif kind in _HOMES:
            document[_HOMES[kind]].append(entry)
        else:
            made[_owner(node)[1]].setdefault(f"{kind}s", []).append(entry)
    return document


def _unplain(noun: type, data: dict[str, Any]) -> dict[str, Any]:
    """The data of a noun as YAML would hold them: no nulls, no worked-out keys, evidence in short."""
    found = {}
    for field in _own_fields(noun):
        value = data.get(field.key)
        if value is not None:
            found[field.key] = (
                [_unplain_one(field, entry) for entry in value] if field.many else _unplain_one(field, value)
            )
    return found


def _unplain_one(field: Field, value: Any) -> Any:
    if field.type is Evidence:
        place = f"{value['source']}:{value['lines']}" if value["lines"] else value["source"]
        return f'{place} "{value["quote"]}"' if "quote" in value else place
    if field.type is Text or not dataclasses.is_dataclass(field.type):
        return value
    assert isinstance(field.type, type)
    return _unplain(field.type, value)


# --- the schema


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the export."""
    found: dict[str, Any] = _outside(_schema(written=True))
    found["properties"]["version"] = {"enum": [VERSION, JOINED], "description": "Version of this contract."}
    found["properties"]["members"] = {
        "description": "The catalogues that it was joined from, in version 2.",
        "type": "array",
        "items": _MEMBER,
    }
    return found


def _outside(schema: Any) -> Any:
    """The schema with ids as they are where catalogues were joined too."""
    if isinstance(schema, list):
        return [_outside(one) for one in schema]
    if isinstance(schema, dict):
        return {key: _outside(one) for key, one in schema.items()}
    return _JOINED_ID if schema == FORMS["id"] else schema


_MEMBER: Final = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id", "hub", "organisation", "catalogue"],
    "properties": {
        "id": {"type": "string", "pattern": FORMS["id"]},
        "hub": {"type": "boolean", "description": "Whether it owns what the others share."},
        "organisation": {"type": "string", "pattern": FORMS["ref"], "description": "Id of its organisation."},
        "catalogue": {"$ref": "#/$defs/Header"},
    },
}
_JOINED_ID: Final = f"{FORMS['id'][:-1]}(/{FORMS['id'][1:-1]})?$"


def _readable() -> dict[str, Any]:
    """The schema of what is read back: keys that were added to the contract later may be missing."""
    return _schema(written=False)


@functools.cache
def _schema(*, written: bool) -> dict[str, Any]:
    nouns: dict[str, type] = {}
    for name in (*_LISTS, "feeds", "catalogue"):
        _collect(next(field.type for field in fields(Document) if field.key == name), nouns)
    for noun in _NOUNS.values():
        for field in _own_fields(noun):
            _collect(field.type, nouns)
    definitions = {name: _object(noun, fields(noun), written) for name, noun in sorted(nouns.items())}
    definitions["Feed"]["properties"]["level"] = {
        "description": "What kind of thing the feed is said of.",
        "enum": list(LEVELS),
    }
    definitions["Feed"]["required"] += ["level"] if written else []
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowviz catalogue export",
        "description": "A whole catalogue. All keys are always there; null is what the source does not state.",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "version", "catalogue", "nodes", "feeds", *_LISTS],
        "properties": {
            "format": {"const": JSON_FORMAT},
            "version": {"const": VERSION, "description": "Version of this contract."},
            "catalogue": {"$ref": "#/$defs/Header"},
            "nodes": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
            "feeds": _list_of("Feed"),
            **{field.key: _list_of(field.type.__name__) for field in fields(Document) if field.key in _LISTS},
        },
        "$defs": {
            "Text": {
                "description": "A text by language; the source's own language comes first.",
                "type": "object",
                "minProperties": 1,
                "propertyNames": {"pattern": LANGUAGE},
                "additionalProperties": {"type": "string"},
            },
            "Evidence": {
                "description": "Where something is said, and perhaps words of it; lines is null for the whole document.",
                "type": "object",
                "additionalProperties": False,
                "required": ["source", "lines"],
                "properties": {
                    "source": {"type": "string"},
                    "lines": {"type": ["string", "null"], "pattern": "^[1-9][0-9]*(-[1-9][0-9]*)?$"},
                    "quote": {"type": "string", "pattern": '^[^"\\n]*$'},
                },
            },
            "Node": {
                "description": "A thing of one of the kinds.",
                "oneOf": [{"$ref": f"#/$defs/Node-{kind}"} for kind in NODE_KINDS],
            },
            **{f"Node-{kind}": _node(kind, written) for kind in NODE_KINDS},
            **definitions,
        },
    }


def _collect(noun: Any, nouns: dict[str, type]) -> None:
    if (
        dataclasses.is_dataclass(noun)
        and isinstance(noun, type)
        and noun not in (Text, Evidence)
        and noun.__name__ not in nouns
    ):
        nouns[noun.__name__] = noun
        for field in fields(noun):
            _collect(field.type, nouns)


def _list_of(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _node(kind: str, written: bool) -> dict[str, Any]:
    noun = _NOUNS[kind]
    found = _object(noun, list(_own_fields(noun)), written)
    id_or_null = or_null({"type": "string", "pattern": FORMS["id"]})
    more = {"kind": {"const": kind}}
    more |= {owner: {"description": f"Id of the {owner} that it lies in.", **id_or_null} for owner in _OWNERS}
    more |= {"scope": {"description": "Id of the scope where it lives.", **id_or_null}}
    found["properties"] = {**more, **found["properties"]}
    found["required"] = list(dict.fromkeys((*more, *found["required"])))
    return found


def _object(noun: type, own: Any, written: bool) -> dict[str, Any]:
    optional = {
        field.name for field in dataclasses.fields(noun) if field.default is None or field.name.endswith("_basis")
    }
    properties = {field.key: _property(field, optional=field.name in optional) for field in own}
    return object_of(noun, properties, [field.key for field in own if written or field.required])


def _property(field: Field, *, optional: bool) -> dict[str, Any]:
    one = type_of(field)
    return property_of(field, or_null(one) if optional and not field.many else one)


@functools.cache
def _validator(ref: str, *, joined: bool = False) -> Any:
    import jsonschema_rs

    definitions = _readable()["$defs"]
    if joined:
        definitions = _outside(definitions) | {"Member": _MEMBER}
    return jsonschema_rs.validator_for({"$ref": ref, "$defs": definitions})
