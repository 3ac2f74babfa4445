"""Whatever people type finds what they mean: other languages, other names, parts of words, small slips."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz.loading import load
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from flowviz.search import Index, fold

INDEX = Index.of(build_model(load(CATALOGUE)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Asiakastietovaranto", "asiakastietovaranto"),
        ("customer information resource", "asiakastietovaranto"),
        ("Informationslagret för kunder", "asiakastietovaranto"),
        ("ASIAKASTIETO", "asiakastietovaranto"),
        ("asiakastietovaronto", "asiakastietovaranto"),
        ("asiakatsietovaranto", "asiakastietovaranto"),
        ("vaesto", "vaestotieto"),
        ("väestö", "vaestotieto"),
        ("väestötietojärjestlmä", "vaestotieto"),
        ("sähköisen asiointipalvelut", "sahkoinen-asiointi"),
        ("maahanmuutto", "tyovoima"),
        ("edunvalvonta", "vaestotieto"),
        ("kela", "kela"),
        ("Strategia", "strategiaosasto"),
        ("asiakas\u00adtieto\u200bvaranto", "asiakastietovaranto"),
        ("va\u0308esto\u0308", "vaestotieto"),
    ],
)
def test_what_is_typed_finds_what_is_meant(text: str, expected: str) -> None:
    assert expected in [found.id for found in INDEX.find(text)][:5]


PEOPLE_TYPE = {
    "fi": """asiakastiedot asiakastietovaranto, asiakasrekisteri tyovoima, väestörekisteri vaestotieto, asukkaat vaestotieto,
        kansalaiset kuntalaiset, henkilöstötiedot henkilostotietovaranto, henkilökunta henkilostoosasto, palkka palvelussuhde,
        taloustiedot taloustietovaranto, budjetti taloustietovaranto, hankinnat hankinnat-ja-kilpailuttaminen-yksikko,
        sopimukset kilpailutus-ja-sopimusjarjestelmat, sopimusrekisteri palvelussuhde, uutiset viestintaosasto,
        verkkosivut ohjaamo-sivusto, kokoukset paatostieto, pöytäkirjat paatostieto, diaari asiarekisteri,
        kirjaamo kirjaamo, arkisto arkisto, kiinteistöt turvallisuus, turisti matkailu, työttömät tyovoima,
        kotouttaminen hallinto-osasto, tilastotiedot tilastot, kartat paikkatietopalvelu, riskit turvallisuus,
        varautuminen turvallisuus, vahingonkorvaus tapaturmat, yrittäjät yksinyrittajatuki, tietosuoja tiedonhallintamalli,
        oikeudelliset oikeuspalvelut-yksikko""",
    "sv": """kundinform asiakastietovaranto, kunduppgifter asiakastietovaranto, kundregister tyovoima, klienter asiakastietovaranto,
        befolkningsregister vaestotieto, folkbokföring vaestotieto, invånare asioiva-kaupunkilainen,
        personalinformation henkilostotietovaranto, anställda henkilostotietovaranto, lön palvelussuhde,
        ekonomiinformation taloustietovaranto, budget taloustietovaranto, upphandlingsinformation taloustietovaranto,
        inköp hankinnat-ja-kilpailuttaminen-yksikko, avtalsregister palvelussuhde, nyheter viestintaosasto,
        hemsida tiedotus-ja-viestintatietovaranto, sammanträde paatostieto, protokoll paatostieto, diarium asiarekisteri,
        diarieföring asiarekisteri, arkiv arkisto, lokaler turvallisuus, turister matkailu, arbetslösa tyovoima,
        integration tyovoima, statistikuppgifter tilastot, kartor paikkatietopalvelu, risk turvallisuus,
        skadestånd tapaturmat, juridik oikeuspalvelut-yksikko, dataskydd tiedonhallintamalli""",
}
"""Words that people type, each with what they are after."""


@pytest.mark.parametrize("language", PEOPLE_TYPE)
def test_what_people_type_finds_what_is_called_otherwise(language: str) -> None:
    pairs = [pair.split() for pair in PEOPLE_TYPE[language].split(",")]
    found = {word: INDEX.counted(word, 12) for word, _ in pairs}
    assert len(pairs) > 30
    assert [word for word, meant in pairs if meant not in [hit.id for hit in found[word][0]]] == []
    assert [word for word, (_, total) in found.items() if total > 30] == []


@pytest.mark.parametrize("text", ["poliisi", "kissarekisteri", "hästvagn", "kirjastokortti", "stamtavla"])
def test_a_word_for_what_is_not_there_finds_nothing(text: str) -> None:
    assert [hit.text for hit in INDEX.find(text)] == []


def test_what_is_found_says_where_it_matched() -> None:
    found = next(each for each in INDEX.find("edunvalvonta") if each.id == "vaestotieto")
    assert found.field == "group"
    assert found.text[found.start : found.end] == "Edunvalvonta"


def test_a_thing_is_found_once_with_its_best_match() -> None:
    ids = [found.id for found in INDEX.find("asiakas", most=500)]
    assert len(ids) == len(set(ids))


def test_all_words_must_fit() -> None:
    assert {found.id for found in INDEX.find("asiakas tietovaranto")} < {
        found.id for found in INDEX.find("asiakas")
    } | {found.id for found in INDEX.find("tietovaranto", most=500)}


def test_nothing_is_found_for_nothing_and_for_nonsense() -> None:
    assert INDEX.find("") == INDEX.find("  -., ") == INDEX.find("qqqqqxxxxx") == []


def test_an_unknown_id_has_near_ones() -> None:
    assert INDEX.near("asiakas-varanto-2019")[0].id


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_looked_for(text: str) -> None:
    for found in INDEX.find(text):
        assert 0 <= found.start <= found.end <= len(found.text)


@given(st.sampled_from(["asiakastietovaranto", "väestötietojärjestelmä", "viestintäosasto"]), st.integers(1, 12))
@settings(max_examples=40, deadline=None)
def test_a_letter_left_out_still_finds_the_word(word: str, at: int) -> None:
    slip = word[:at] + word[at + 1 :]
    meant = {found.id for found in INDEX.find(word)}
    assert meant & {found.id for found in INDEX.find(slip)}


def test_letters_are_folded() -> None:
    assert fold("ÄÖÅ Émile") == "aoa emile"


def test_what_is_found_is_in_the_order_that_is_written_down_for_browsers_too() -> None:
    table = json.loads(Path(__file__).with_name("searches.json").read_text("utf-8"))
    index = Index((id_, kind, field, text) for id_, kind, texts in table["things"] for field, text in texts)
    for text, expected in table["cases"]:
        assert [found.id for found in index.find(text)] == expected, text
