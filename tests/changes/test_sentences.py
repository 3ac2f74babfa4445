from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from edits import swapped, with_new_id
from flowviz.catalogue import OWN, Evidence, Feed, Party, System, Text
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


def test_words_that_are_quoted_anew_are_told(catalogue: Catalogue, model: Model) -> None:
    [said, *_] = next(noun for noun, _ in catalogue.things() if noun.id == "asuminen").evidence
    after = change(catalogue, "asuminen", evidence=(dataclasses.replace(said, quote="asuntotuotanto"),))
    (told,) = sentences(model, after, "en")["Economy and Planning Department"]
    assert "(“asuntotuotanto”)" in told


def test_a_translation_is_told_even_to_those_who_read_another(catalogue: Catalogue, model: Model) -> None:
    name = catalogue.systems[0].name.as_dict()
    after = change(catalogue, catalogue.systems[0].id, name=Text.of(**{**name, "sv": "Ett system"}))
    ((told,),) = sentences(model, after, "fi").values()
    assert told.startswith("Käännös muuttui: tietojärjestelmä ")
    assert told.endswith(f"nimi, ruotsiksi ”{name['sv']}” → ruotsiksi ”Ett system”")


def test_a_new_id_is_told_plainly(catalogue: Catalogue, model: Model) -> None:
    after = with_new_id(catalogue, "kela", "fpa")
    ((told,),) = sentences(model, after, "sv").values()
    assert told == "Ny identifierare: aktör ”FPA” hade kela och har nu fpa"


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
    after = change(catalogue, "matkailun-sidosryhmat", scope="national")
    ((told,),) = sentences(model, after, "fi").values()
    assert told == "Siirretty: toimija ”Matkailun sidosryhmät” – taso oli Taso ei ilmene lähteestä, nyt Kansallinen"


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
    assert told.endswith("Benefits; Daily; stated; Information resources of the City Executive Office, line 7")


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


def test_a_translation_that_was_missing_is_told_with_a_dash(catalogue: Catalogue, model: Model) -> None:
    party = catalogue.parties[0]
    finnish = party.name.get("fi")
    without = change(catalogue, party.id, name=Text.of(fi=finnish))
    with_swedish = change(catalogue, party.id, name=Text.of(fi=finnish, sv="En part"))
    ((told,),) = sentences(build_model(without), with_swedish, "fi").values()
    assert told == f"Käännös muuttui: toimija ”{finnish}” – nimi, ruotsiksi – → ruotsiksi ”En part”"
    ((told,),) = sentences(build_model(with_swedish), without, "en").values()
    assert told == f"Translation changed: party “{finnish}” – name, in Swedish “En part” → in Swedish –"


def test_a_name_that_changed_in_another_language_is_told_with_that(example: Model) -> None:
    after = change(example.catalogue, "toldvaesen", name=Text.of(da="Tolden", en="Customs"))
    ((told,),) = sentences(example, after, "en").values()
    assert told == "Renamed: party “Customs” is now called in Danish “Tolden”"


def test_a_long_remark_is_known_by_its_first_eighty_letters(catalogue: Catalogue, model: Model) -> None:
    issue = catalogue.issues[0]
    for length, shown in ((80, "x" * 80), (81, "x" * 79 + "…")):
        named = swapped(catalogue, issue, dataclasses.replace(issue, text=Text.of(fi="x" * length)))
        gone = dataclasses.replace(named, issues=named.issues[1:])
        ((told,),) = sentences(build_model(named), gone, "fi").values()
        assert told == f"Poistunut huomio lähteestä ”{shown}”"


def test_of_a_long_text_the_words_before_and_after_the_difference_are_left_out(
    catalogue: Catalogue, model: Model
) -> None:
    start, end = "alku " * 40, " loppu" * 40
    old = change(catalogue, "kela", description=Text.of(fi=f"{start}vanha{end}"))
    new = change(catalogue, "kela", description=Text.of(fi=f"{start}uusi{end}"))
    ((told,),) = sentences(build_model(old), new, "fi").values()
    before, after = told.split(" – kuvaus oli ")[1].split(", nyt ")
    for quoted, word in ((before, "vanha"), (after, "uusi")):
        assert quoted.startswith(f"”…{'alku ' * 8}{word} loppu loppu")
        assert quoted.endswith("…”")
        assert 150 < len(quoted) < 165


def test_a_text_that_fits_is_shown_whole(catalogue: Catalogue, model: Model) -> None:
    long = "sana " * 31 + "loppu"  # 160 letters
    old = change(catalogue, "kela", description=Text.of(fi="lyhyt"))
    ((told,),) = sentences(build_model(old), change(catalogue, "kela", description=Text.of(fi=long)), "fi").values()
    assert told == f"Muuttunut: toimija ”Kela” – kuvaus oli ”lyhyt”, nyt ”{long}”"
    longer = change(catalogue, "kela", description=Text.of(fi=f"{long}!"))
    ((told,),) = sentences(build_model(old), longer, "fi").values()
    assert told == f"Muuttunut: toimija ”Kela” – kuvaus oli ”lyhyt”, nyt ”{long[:159]}…”"


def test_a_scope_stands_inside_a_sentence_as_a_word_does_but_a_short_form_stays(
    catalogue: Catalogue, model: Model
) -> None:
    city = next(scope for scope in catalogue.scopes if scope.id == "national")
    for name, shown in (("Kansallinen", "kansallinen"), ("EU-taso", "EU-taso"), ("X", "x")):
        named = swapped(catalogue, city, dataclasses.replace(city, name=Text.of(fi=name)))
        party = Party(id="uusi", name=Text.of(fi="Uusi"), form="authority", scope="national")
        after = dataclasses.replace(named, parties=(*named.parties, party))
        ((told,),) = sentences(build_model(named), after, "fi").values()
        assert told == f"Uusi toimija ”Uusi” ({shown})"


def test_a_thing_of_another_kind_is_told_so(example: Model) -> None:
    catalogue = dataclasses.replace(example.catalogue, feeds=())
    party = next(party for party in catalogue.parties if party.id == "toldvaesen")
    system = System(id=party.id, name=party.name)
    after = dataclasses.replace(swapped(catalogue, party, None), systems=(*catalogue.systems, system))
    told = sentences(build_model(catalogue), after, "en")["Not specific to one department"]
    assert "Moved: information system “Customs” – kind was party, now information system" in told


def test_a_register_that_is_held_elsewhere_tells_from_where_to_where(example: Model) -> None:
    home, other = (
        next(resource for home in example.catalogue.departments for resource in home.resources if resource.id == id_)
        for id_ in ("omsorg", "vagtplan")
    )
    without = swapped(example.catalogue, home, dataclasses.replace(home, registers=()))
    after = swapped(without, other, dataclasses.replace(other, registers=home.registers))
    told = sentences(example, after, "en")["Elderly and Care"]
    assert "Moved: register “Citizen's record” – from Care data to Duty roster" in told


def test_a_text_in_one_language_stands_in_the_table_without_the_code_of_its_language(
    catalogue: Catalogue, model: Model
) -> None:
    old = change(catalogue, "kela", description=Text.of(fi="vanha"))
    new = change(catalogue, "kela", description=Text.of(fi="uusi", en="new"))
    comparison = compare(build_model(old), build_model(new))
    (changed,) = comparison.changes
    wording = Report(comparison, "fi").wording
    assert (wording.before(changed), wording.after(changed)) == ("vanha", "fi: uusi; en: new")
