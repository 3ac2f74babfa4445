from __future__ import annotations

import dataclasses
import functools
import itertools
import json
import tracemalloc
import typing
from typing import TYPE_CHECKING, Any, Literal

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import write_catalogue
from flowviz.catalogue import (
    Catalogue,
    Department,
    Evidence,
    Header,
    Organisation,
    Party,
    Resource,
    System,
    Text,
    Unit,
)
from flowviz.errors import CatalogueError
from flowviz.exports import EXPORTS, Order, json_catalogue, json_text
from flowviz.limits import MOST_PROBLEMS
from flowviz.loading import load
from flowviz.loading.schema import Field, fields
from flowviz.model import build_model

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model

texts = st.dictionaries(st.sampled_from(["fi", "sv", "en", "smn"]), st.text(max_size=8), min_size=1, max_size=3).map(
    lambda values: Text(tuple(values.items()))
)
lines = st.tuples(st.integers(1, 99), st.integers(0, 9)).map(lambda pair: (pair[0], sum(pair)))
evidence = st.builds(
    lambda source, found: Evidence(source, *found),
    st.sampled_from(["page", "act-5"]),
    st.one_of(st.just((None, None)), lines),
)
FORMS = {
    "date": st.dates().map(lambda day: day.replace(year=2000).isoformat()),
    "code": st.sampled_from(["00 01", "A-1"]),
    "colour": st.sampled_from(["#ffcab3", "#000000"]),
    "url": st.just("https://example.org/a?b=c#d"),
    "language": st.sampled_from(["fi", "smn"]),
    "ref": st.just("hub/resource"),
    "-> resource": st.just("resource"),
    "-> unit": st.just("unit"),
    "-> system": st.just("system"),
    "-> party": st.just("party"),
    "-> department": st.just("department"),
    "-> endpoint": st.sampled_from(["resource", "system", "party", "department"]),
}


IDS = itertools.count()


def value(field: Field) -> st.SearchStrategy[Any]:
    if field.type in (Text, Evidence):
        return texts if field.type is Text else evidence
    if dataclasses.is_dataclass(field.type):
        assert isinstance(field.type, type)
        return noun(field.type)
    if typing.get_origin(field.type) is Literal:
        return st.sampled_from(typing.get_args(field.type))
    if field.type is bool:
        return st.booleans()
    if field.type is int:
        return st.integers(1, 10**6)
    if field.of == "id":
        return st.builds(lambda: f"id-{next(IDS)}")
    return FORMS.get(field.of or "", st.sampled_from(["own", "city-wide"]))


@functools.cache  # to make it takes longer than to draw from it
def noun(cls: type) -> st.SearchStrategy[Any]:
    optional = {field.name for field in dataclasses.fields(cls) if field.default is None}
    parts = {}
    for field in fields(cls):
        one = value(field)
        if field.many:
            one = st.lists(one, max_size=2).map(tuple)
        parts[field.name] = st.none() | one if field.name in optional else one
    return st.builds(cls, **parts)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    name = Text.of(fi="x")
    own = Resource(id="resource", name=name)
    fixed: dict[str, tuple[Any, ...]] = {
        "departments": (Department(id="department", name=name, units=(Unit(id="unit", name=name),), resources=(own,)),),
        "systems": (System(id="system", name=name),),
        "parties": (Party(id="party", name=name, form="unnamed"),),
    }
    drawn: dict[str, Any] = {"header": draw(noun(Header)), "organisation": draw(noun(Organisation))}
    for field in dataclasses.fields(Catalogue):
        if field.name not in (*drawn, "members"):
            cls = typing.get_args(typing.get_type_hints(Catalogue)[field.name])[0]
            drawn[field.name] = fixed.get(field.name, ()) + tuple(draw(st.lists(noun(cls), max_size=2)))
    return Catalogue(**drawn)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(catalogues())
def test_any_catalogue_that_is_written_and_read_is_the_same(catalogue: Catalogue) -> None:
    data = EXPORTS["json"].write(build_model(catalogue), Order())
    assert json_catalogue.read(data) == catalogue


def test_the_built_in_catalogue_that_is_written_and_read_is_the_same(model: Model, catalogue: Catalogue) -> None:
    assert json_catalogue.read(EXPORTS["json"].write(model, Order())) == catalogue


def test_a_small_catalogue_that_is_written_and_read_is_the_same(tmp_path: Path) -> None:
    catalogue = load(write_catalogue(tmp_path))
    assert json_catalogue.read(EXPORTS["json"].write(build_model(catalogue), Order())) == catalogue


def test_what_is_not_told_is_not_said_to_be_stated(model: Model, catalogue: Catalogue) -> None:
    nodes = {node["id"]: node for node in json_catalogue.as_dict(model)["nodes"]}
    assert (nodes["oikea-taho"]["scope"], nodes["oikea-taho"]["scope_basis"]) == ("unstated", None)
    assert (nodes["kuntalaiset"]["scope"], nodes["kuntalaiset"]["scope_basis"]) == ("people", None)
    assert (nodes["visit-finland"]["scope"], nodes["visit-finland"]["scope_basis"]) == ("national", "known")
    assert (nodes["konserniohjaus"]["scope"], nodes["konserniohjaus"]["scope_basis"]) == ("own", "implied")
    for node in nodes.values():
        for key in node:
            if key + "_basis" in node and node[key] in (None, [], "unstated", "people"):
                assert node[key + "_basis"] is None, (node["id"], key)
    own = {resource.id for department in catalogue.departments for resource in department.resources}
    assert all(nodes[id_]["scope_basis"] in ("stated", "implied") for id_ in own)


def test_the_export_fits_its_schema(model: Model) -> None:
    schema = json_catalogue.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(EXPORTS["json"].write(model, Order())))


def test_the_export_keeps_its_contract(model: Model, catalogue: Catalogue) -> None:
    data = json_catalogue.as_dict(model)
    assert data["format"] == "flowviz-catalogue"
    assert data["version"] == 1
    node = next(node for node in data["nodes"] if node["id"] == "asiakastietovaranto")
    assert list(node)[:3] == ["id", "kind", "name"]
    assert node["kind"] == "shared"
    assert set(node["name"]) == {"fi", "sv", "en"}
    assert {"department", "scope", "part_of"} <= set(node)
    keys = {"from", "to", "content", "carries", "frequency", "condition", "basis", "level", "evidence", "note"}
    keys |= {"legal_basis", "legal_basis_basis", "legal_basis_evidence", "legal_basis_why"}
    keys |= {"personal", "special", "personal_basis", "personal_evidence", "personal_why"}
    assert {key for feed in data["feeds"] for key in feed} == keys
    assert set(data["feeds"][0]["evidence"][0]) == {"source", "lines"}
    assert len(data["issues"]) == len(catalogue.issues)


LATER = {
    *("carries", "personal", "special", "personal_basis", "personal_evidence", "personal_why"),
    *("passes_on", "passes_on_basis", "passes_on_evidence"),
    *("described_by", "described_by_basis", "described_by_evidence"),
    *("records_classes_basis", "records_classes_evidence", "records_classes_why"),
    *(
        f"{name}{end}"
        for name in ("purpose", "legal_basis", "controller", "processor", "managed_by", "responsible", "reviewed")
        for end in ("", "_basis", "_evidence", "_why")
    ),
    *("search_keys_basis", "search_keys_evidence", "search_keys_why", "retention", "documents"),
    *(f"{name}{end}" for name in ("holds", "owned_by", "users") for end in ("", "_basis", "_evidence", "_why")),
}
"""Keys of feeds and nodes that an export from before they were in the contract does not have."""


def test_an_export_from_before_a_key_was_added_is_read(tmp_path: Path) -> None:
    catalogue = load(write_catalogue(tmp_path))
    data = json_catalogue.as_dict(build_model(catalogue))
    older = [{key: value for key, value in entry.items() if key not in LATER} for entry in data["feeds"]]
    nodes = [{key: value for key, value in node.items() if key not in LATER} for node in data["nodes"]]
    assert older != data["feeds"]
    assert nodes != data["nodes"]
    assert json_catalogue.read(json.dumps({**data, "feeds": older, "nodes": nodes})) == catalogue


def test_an_empty_list_of_things_is_read_back_as_one() -> None:
    catalogue = Catalogue(
        header=Header(id="a", name=Text.of(fi="A"), version="1", date="2026-01-01", language="fi", languages=()),
        organisation=Organisation(id="b", name=Text.of(fi="B")),
    )
    assert json_catalogue.read(EXPORTS["json"].write(build_model(catalogue), Order())) == catalogue


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda data: data.update(version=2), "version"),
        (lambda data: data["nodes"][0].update(extra=1), "nodes/0"),
        (lambda data: data.pop("feeds"), "feeds"),
        (lambda data: data["nodes"].pop(0), "there must be one organisation"),
        (lambda data: data["nodes"].reverse(), "does not come before it"),
    ],
)
def test_what_does_not_fit_is_told(model: Model, change: Any, message: str) -> None:
    data = json_catalogue.as_dict(model)
    change(data)
    with pytest.raises(CatalogueError, match=message):
        json_catalogue.read(json.dumps(data))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"{", "1:2: this is no JSON: it ends too early, is it cut off?"),
        (b'{"a": "b', "1:7: this is no JSON: it ends too early, is it cut off?"),
        (b'{"a": 1,\n}', "2:1: this is no JSON"),
        (b"{} {}", "1:4: this is no JSON"),
        (b"", "1:1: is empty"),
        (b" \n ", "1:1: is empty"),
        ("{}".encode("utf-16"), "1:1: is UTF-16 or UTF-32: save it as UTF-8"),
        ("{}".encode("utf-32-le"), "1:1: is UTF-16 or UTF-32: save it as UTF-8"),
        (b'{"a":\n "\xff"}', "2:3: byte 0xff is not UTF-8: save the file as UTF-8"),
        (b'{"a": 1,\n "a": 2}', "2:2: duplicate key 'a': keep one of them"),
        (b'{"a": {"b": 1, "\\u0062": 2}}', "1:16: duplicate key 'b': keep one of them"),
        (b'{"' + b"k" * 5_000 + b'": 1, "' + b"k" * 5_000 + b'": 1}', "1:5009: duplicate key 'kkk"),
        (b'["\\ud83d\\ude00",\n"\\ud800"]', "2:2: half a character"),
        (b'{"\\uDC00": 1}', "1:3: half a character"),
        (b'["\\ud83d\\ude00\\ude00"]', "1:15: half a character"),
        ('["\ud800"]', "1:3: half a character"),
        (b'{"a": NaN}', "1:7: NaN is no number of JSON"),
        (b"[1, -Infinity]", "1:5: -Infinity is no number of JSON"),
        (b"[1" + b"0" * 100_000 + b"]", "1:2: a number too long or too large: 18 digits are the most"),
        (b"[1" + b"7" * 40 + b"?7", "1:2: a number too long or too large"),
        (b"[1e400]", "1:2: a number too long or too large"),
        (b"[" * 900 + b"]" * 900, "1:41: nested more than 40 deep"),
        (b'{"a":' * 100_000, "1:201: nested more than 40 deep"),
        (b"[" + b"1," * 4_000_000 + b"1]", "1:1: more than 4,000,000 values"),
    ],
)
def test_what_is_no_sound_json_is_told_in_one_line_at_its_place(text: str | bytes, expected: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        json_catalogue.read(text)
    (problem,) = caught.value.problems
    assert str(problem).startswith(expected)
    assert len(str(problem)) < 200


@pytest.mark.parametrize(
    "text",
    [
        b'"' + b'\\"' * 500_000,
        b'"' * 500_001,
        b'["' + b"\\ud83d" * 200_000,
        b'{"a"' + b" " * 1_000_000 + b':1,"a":1}',
        b"{" + b",".join(b'"%d":1' % number for number in range(100_000)) + b',"1":1}',
        b"]" * 500_000,
        b"-" * 500_000,
    ],
    ids=str,
)
def test_each_character_is_looked_at_a_few_times_and_no_more(text: bytes) -> None:
    """Read once more for each of its characters, none of these would come to an end."""
    with pytest.raises(CatalogueError):
        json_text.parse(text)


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(-(10**17), 10**17), st.floats(allow_nan=False), st.text()),
        lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    ),
    st.booleans(),
)
def test_sound_json_is_read_as_by_python(data: Any, ascii_only: bool) -> None:
    if not isinstance(data, float) or abs(data) != float("inf"):
        text = json.dumps(data, ensure_ascii=ascii_only)
        if "Infinity" not in text:
            assert json_text.parse(text) == json_text.parse(text.encode("utf-8-sig")) == json.loads(text)


def test_problems_quote_a_few_words_and_are_told_of_each_entry(model: Model) -> None:
    data = json_catalogue.as_dict(model)
    data["nodes"][1]["note"] = ["x" * 100_000]
    data["nodes"][2]["kind"] = "y" * 100_000
    data["feeds"][3]["basis"] = "z" * 100_000
    data["feeds"][4]["w" * 100_000] = 1
    with pytest.raises(CatalogueError) as caught:
        json_catalogue.read(json.dumps(data))
    found = list(map(str, caught.value.problems))
    assert [one.partition(":")[0] for one in found] == ["nodes/1/note", "nodes/2", "feeds/3/basis", "feeds/4"]
    assert all(len(one) < 300 for one in found)


def test_problems_without_number_take_little_memory(model: Model) -> None:
    data = json_catalogue.as_dict(model)
    data["feeds"] = [{}] * 200_000
    resource = next(node for node in data["nodes"] if node["kind"] == "resource")
    resource["groups"] = [1] * 1_000_000
    text = json.dumps(data)
    tracemalloc.start()
    try:
        with pytest.raises(CatalogueError) as caught:
            json_catalogue.read(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 100_000_000
    assert len(caught.value.problems) == MOST_PROBLEMS + 1
    assert str(caught.value.problems[-1]) == "more than 10,000 problems: the rest was not looked at"
    assert str(caught.value).splitlines()[-1] == "and 9801 more"


def test_feeds_and_nodes_are_there_once_each(model: Model) -> None:
    data = json_catalogue.as_dict(model)
    ids = [node["id"] for node in data["nodes"]]
    assert len(set(ids)) == len(ids) == len(model)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner),
    )
)
def test_what_is_written_is_what_the_standard_library_writes(data: object) -> None:
    expected = json.dumps([data, data], ensure_ascii=False, indent=1).encode()
    assert json_text.indented([data, json_text.written(data)]) == expected
