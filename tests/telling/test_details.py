from __future__ import annotations

import dataclasses
import typing
from typing import TYPE_CHECKING, Literal

import pytest

from flowviz import catalogue as nouns
from flowviz.catalogue import Basis, Thing
from flowviz.facts.things import feeds_of
from flowviz.loading.schema import fields
from flowviz.locales import LANGUAGES, sentences
from flowviz.telling.details import details

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

HIDDEN = ("Text", "Evidence", "Catalogue")
NOUNS = [
    noun
    for name in nouns.__all__
    if name not in HIDDEN and dataclasses.is_dataclass(noun := getattr(nouns, name)) and isinstance(noun, type)
]
THINGS = [noun for noun in NOUNS if issubclass(noun, Thing) and noun is not Thing]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_the_catalogue_can_be_told(model: Model, language: str) -> None:
    for node in model:
        found = details(model, node, language)
        assert found.name
        assert all(section.label and section.lines and all(section.lines) for section in found.sections)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_thing_has_a_label(language: str) -> None:
    known = sentences(language)
    nouns: list[type] = list(THINGS)
    assert [field.name for noun in nouns for field in fields(noun) if f"field.{field.name}" not in known] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_that_a_field_may_have_has_a_word(language: str) -> None:
    known = sentences(language)
    for noun in NOUNS:
        own = noun.__annotations__
        for field in fields(noun):
            if typing.get_origin(field.type) is Literal and field.type != Basis and field.name in own:
                assert all(
                    f"option.{noun.__name__}.{field.name}.{value}" in known for value in typing.get_args(field.type)
                )


def test_every_feed_is_told_at_both_its_ends(model: Model, catalogue: Catalogue) -> None:
    for feed in catalogue.feeds:
        assert feed in feeds_of(model, feed.source, "out")
        assert feed in feeds_of(model, feed.target, "in")
    assert sum(len(feeds_of(model, node, "out")) for node in model) == len(catalogue.feeds)


def test_what_is_not_known_is_told_as_not_stated(model: Model) -> None:
    found = details(model, "dealroom", "en")
    told = {section.label: section for section in found.sections}
    assert told["Provides data to"].lines == ("not stated in the source",)
    assert not told["Provides data to"].known
    assert told["Evidence"].known


def test_issues_and_keywords_that_point_at_a_thing_are_told_with_it(model: Model, catalogue: Catalogue) -> None:
    issue = next(issue for issue in catalogue.issues if issue.about)
    told = {section.label: section.lines for section in details(model, issue.about[0], "en").sections}
    assert any(line.endswith(f"({issue.id})") for line in told["Contradictions and gaps of the source"])
    keyword = next(keyword for keyword in catalogue.keywords if keyword.about)
    told = {section.label: section.lines for section in details(model, keyword.about[0], "en").sections}
    assert keyword.text.get("en") in told["Keywords"]
