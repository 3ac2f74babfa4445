from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from edits import swapped, with_new_id
from flowviz.catalogue import OWN, Evidence, Feed, Text
from flowviz.changes import Report, compare
from flowviz.model import build_model

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue, Thing
    from flowviz.model import Model


def sentences(model: Model, after: Catalogue, language: str) -> dict[str, list[str]]:
    """The sentences by department."""
    return {group.name: list(group.sentences) for group in Report(compare(model, build_model(after)), language).groups}


def change(catalogue: Catalogue, thing: str, **values: Any) -> Catalogue:
    noun = next(noun for noun, _ in catalogue.things() if noun.id == thing)
    after: Thing = dataclasses.replace(noun, **values)
    return swapped(catalogue, noun, after)


def test_a_new_name_is_told_in_the_reader_s_language(catalogue: Catalogue, model: Model) -> None:
    after = change(catalogue, "palvelurekisteri", name=Text.of(fi="Palvelut", sv="Tjänster", en="Services"))
    assert sentences(model, after, "fi") == {
        "Strategiaosasto": ["Uusi nimi: tietovaranto ”Palvelurekisteri” on nyt ”Palvelut”"]
    }
    assert sentences(model, after, "en") == {
        "Strategy Department": ["Renamed: information resource “Service Register” is now called “Services”"]
    }


def test_a_translation_is_told_even_to_those_who_read_another(catalogue: Catalogue, model: Model) -> None:
    name = catalogue.systems[0].name.as_dict()
    after = change(catalogue, catalogue.systems[0].id, name=Text.of(**{**name, "sv": "Ett system"}))
    ((told,),) = sentences(model, after, "fi").values()
    assert told.startswith("Käännös muuttui: tietojärjestelmä ")
    assert told.endswith(f"nimi, svenska ”{name['sv']}” → svenska ”Ett system”")


def test_a_new_id_is_told_plainly(catalogue: Catalogue, model: Model) -> None:
    after = with_new_id(catalogue, "kela", "fpa")
    ((told,),) = sentences(model, after, "sv").values()
    assert told == "Ny beteckning: aktör ”FPA” hade kela och har nu fpa"


def test_a_move_tells_from_where_to_where(catalogue: Catalogue, model: Model) -> None:
    home = next(home for home in catalogue.departments if any(entry.id == "turvallisuus" for entry in home.resources))
    resource = next(entry for entry in home.resources if entry.id == "turvallisuus")
    after = swapped(catalogue, resource, None)
    there = next(entry for entry in after.departments if entry.id == "viestintaosasto")
    moved = dataclasses.replace(resource, unit=None, records_classes=())
    after = swapped(after, there, dataclasses.replace(there, resources=(*there.resources, moved)))
    told = sentences(model, after, "en")
    assert (
        "Moved: information resource “Security and preparedness” – department was Strategy Department, now Communications Department"
        in told["Communications Department"]
    )


def test_a_new_scope_is_a_move(catalogue: Catalogue, model: Model) -> None:
    after = change(catalogue, "kela", scope="national")
    ((told,),) = sentences(model, after, "fi").values()
    assert told == "Siirretty: toimija ”Kela” – taso oli Taso ei ilmene lähteestä, nyt Kansallinen"


def test_what_was_not_stated_is_said_so(catalogue: Catalogue, model: Model) -> None:
    feed = next(feed for feed in catalogue.feeds if feed.frequency is None)
    after = swapped(catalogue, feed, dataclasses.replace(feed, frequency=Text.of(fi="Päivittäin")))
    ((told,),) = sentences(model, after, "fi").values()
    assert told.endswith(" – tiheys ei ilmennyt aiemmin, nyt ”Päivittäin”")
    ((told,),) = sentences(build_model(after), catalogue, "fi").values()
    assert told.endswith(" – tiheys oli ”Päivittäin”, nyt ei ilmene")


def test_a_feed_is_told_with_all_that_is_known_of_it(catalogue: Catalogue, model: Model) -> None:
    feed = Feed(
        source="kela",
        target="suomi-fi-palvelutietovaranto",
        content=Text.of(fi="Etuudet", en="Benefits"),
        frequency=Text.of(fi="Päivittäin", en="Daily"),
        basis="stated",
        evidence=(Evidence(catalogue.sources[0].id, 7, 7),),
    )
    after = dataclasses.replace(catalogue, feeds=(*catalogue.feeds, feed))
    ((told,),) = sentences(model, after, "en").values()
    assert told.startswith(
        "New: feed Kela (Social Insurance Institution of Finland) → Suomi.fi Finnish Service Catalogue: "
    )
    assert told.endswith("Benefits; Daily; stated; sivu, line 7")


def test_long_texts_are_shown_where_they_differ(catalogue: Catalogue, model: Model) -> None:
    long = " ".join(["sama"] * 100)
    old = change(catalogue, "kela", description=Text.of(fi=f"{long} vanha"))
    new = change(catalogue, "kela", description=Text.of(fi=f"{long} uusi"))
    ((told,),) = sentences(build_model(old), new, "fi").values()
    assert "sama vanha”" in told
    assert "sama uusi”" in told
    assert len(told) < 250
    assert sentences(model, old, "fi")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_sentence_shows_an_id_where_there_is_a_name(catalogue: Catalogue, model: Model, language: str) -> None:
    resource = next(entry for home in catalogue.departments for entry in home.resources if entry.part_of)
    after = change(catalogue, resource.id, part_of=None, scope=OWN)
    ((told,),) = sentences(model, after, language).values()
    assert f"({resource.part_of})" not in told
