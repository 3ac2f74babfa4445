from __future__ import annotations

import dataclasses

import pytest

from flowviz import catalogue as nouns
from flowviz.catalogue import Catalogue, Evidence, Text
from flowviz.loading.build import parse_evidence, target
from flowviz.loading.schema import FORMS, fields, json_schema

NOUNS = [
    noun
    for noun in map(nouns.__dict__.__getitem__, nouns.__all__)
    if dataclasses.is_dataclass(noun) and noun not in (Text, Evidence, Catalogue)
]


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
def test_every_noun_is_frozen_and_every_field_described(noun: type) -> None:
    assert noun.__struct_config__.frozen  # type: ignore[attr-defined]
    assert not noun.__dictoffset__
    for field in fields(noun):
        assert field.doc.endswith((".", "…")), field.name
        assert field.of is None or field.of in (*FORMS, "years") or target(field)


@pytest.mark.parametrize(
    ("lines", "first", "last"), [("", None, None), ("30", 30, 30), ("30", 30, None), ("50-51", 50, 51)]
)
def test_evidence_prints_its_lines_as_they_are_written(lines: str, first: int | None, last: int | None) -> None:
    assert Evidence("page", first, last).lines == lines


@pytest.mark.parametrize(
    ("written", "evidence"),
    [
        (30, Evidence("page", 30, 30)),
        ("50-51", Evidence("page", 50, 51)),
        ("other:7", Evidence("other", 7, 7)),
        ("other:7-9", Evidence("other", 7, 9)),
        ("other", Evidence("other")),
        ("law-906-2019", Evidence("law-906-2019")),
        ("2019:4", Evidence("2019", 4, 4)),
        ('30 "the city: a, b"', Evidence("page", 30, 30, "the city: a, b")),
        ('other:7-9 "so it says"', Evidence("other", 7, 9, "so it says")),
        ('other "all of it"', Evidence("other", quote="all of it")),
    ],
)
def test_evidence_is_read_as_it_is_documented(written: int | str, evidence: Evidence) -> None:
    assert parse_evidence(written, "page") == evidence


def test_text_answers_in_the_language_asked_or_in_the_first() -> None:
    text = Text.of(fi="tietovaranto", en="information resource")
    assert [text.get(language) for language in ("en", "fi", "sv")] == [
        "information resource",
        "tietovaranto",
        "tietovaranto",
    ]
    assert [text.language(language) for language in ("en", "sv")] == ["en", "fi"]
    assert text.as_dict() == {"fi": "tietovaranto", "en": "information resource"}


def test_things_come_once_each_with_their_owners(catalogue: Catalogue) -> None:
    things = list(catalogue.things())
    ids = [thing.id for thing, _ in things]
    assert len(set(ids)) == len(ids)
    seen: set[str] = set()
    for thing, owners in things:
        if thing.kind != "party":
            assert set(owners.values()) <= seen, thing.id
        seen.add(thing.id)


def test_the_schema_is_a_schema_that_knows_every_noun() -> None:
    import jsonschema

    jsonschema.Draft202012Validator.check_schema(json_schema())
    expected = {noun.__name__ for noun in NOUNS if isinstance(noun, type)} - {"Thing", "Holding", "Document"} | {
        "Text",
        "Evidence",
    }
    assert set(json_schema()["$defs"]) == expected
