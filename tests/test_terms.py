"""One thing has one word: the locales, the template and the built-in catalogue keep to the glossary of the documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from documentation import ROOT
from flowviz.locales import LANGUAGES, sentences
from glossary import PLACES, Term, found, pattern, terms
from test_built_in_catalogue import texts

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue

TERMS = terms()


def read(language: str) -> dict[str, str]:
    """The sentences of a language as a reader sees them: what fills their blanks is somebody else's, and so is what is typed."""
    told = {key: one for key, one in sentences(language).items() if not key.startswith("search.same.")}
    return {key: re.sub(r"\{[^{}]*\}", "–", one) for key, one in told.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_term_with_its_meaning_and_its_origin(language: str) -> None:
    mine = [term for term in TERMS if term.language == language]
    everywhere = {
        place: [term.key for term in TERMS if term.language == "en" and term.place == place] for place in PLACES
    }
    assert len(mine) > 35
    assert [term.key for term in mine if term.key and term.place == "everywhere"] == [
        key for key in everywhere["everywhere"] if key
    ]
    assert [term.term for term in mine if not (term.term and term.meaning and term.origin)] == []


@pytest.mark.parametrize("term", [term for term in TERMS if term.key], ids=lambda term: f"{term.language}-{term.key}")
def test_a_term_is_what_the_locales_say(term: Term) -> None:
    assert term.key
    assert sentences(term.language)[term.key].casefold() == term.term.casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_interface_keeps_to_the_words_of_the_glossary(language: str) -> None:
    wrong = {key: words for key, one in read(language).items() if (words := found(one, language, "interface"))}
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_built_in_catalogue_keeps_to_the_words_of_the_glossary(catalogue: Catalogue, language: str) -> None:
    wrong = {
        path: words for path, text in texts(catalogue) if (words := found(text.get(language), language, "catalogue"))
    }
    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_of_the_template_keep_to_them_too(language: str) -> None:
    example = yaml.safe_load((ROOT / "src/flowviz/importing/example.yaml").read_text("utf-8"))
    wrong = [(text, words) for text in in_language(example, language) if (words := found(text, language, "interface"))]
    assert wrong == []


def in_language(value: object, language: str) -> list[str]:
    if isinstance(value, dict):
        return [
            text for key, one in value.items() for text in ([one] if key == language else in_language(one, language))
        ]
    return [text for one in value for text in in_language(one, language)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("fi", "Luettelo on muuttunut, mutta katalogin versio ei.", "*katalog*"),
        ("fi", "Samat tiedot ovat tietokatalogissa.", "*katalog*"),
        ("fi", "Hakuavaimista kerrotaan erikseen.", "hakuava*"),
        ("fi", "Ohita kuva", "kuva"),
        ("fi", "Osastot ja niiden yhteyskumppanien määrä", "yhteyskumppan*"),
        ("sv", "Informationsresursernas ägare", "*resursernas"),
        ("sv", "Öppna schemat i ett eget fönster", "schema*"),
        ("sv", "Beteckningen har ändrats", "beteckning*"),
        ("sv", "Vad som ger uppgifter dit", "ger uppgifter"),
        ("en", "Other Sectors of the city", "sectors"),
        ("en", "Records-plan classes", "records-plan"),
        ("en", "There is no such thing", "thing"),
    ],
)
def test_a_word_that_is_not_to_be_used_is_found_in_its_inflections(language: str, text: str, word: str) -> None:
    assert word in found(text, language, "interface")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Kuvaus kertoo, mitä kuvataan."),
        ("fi", "Jokainen kaavio on luettelossa."),
        ("sv", "Bildtext i källan, som var och en tar ställning till i saken"),
        ("sv", "Katalogens informationslager"),
        ("en", "Nothing is something; the catalogue's diagram charters anything."),
    ],
)
def test_a_word_that_only_has_its_letters_is_not_found(language: str, text: str) -> None:
    assert found(text, language, "interface") == []


def test_the_catalogue_may_speak_of_the_drawing_of_its_source_and_the_interface_may_not() -> None:
    assert found("Lähteen piirros", "fi", "catalogue") == []
    assert found("Lähteen piirros", "fi", "interface") == ["piirro*"]
    assert found("Lähteen kaavio", "fi", "catalogue") == ["*kaavio*"]


def test_no_term_is_made_of_words_that_are_not_to_be_used() -> None:
    assert [term.term for term in TERMS if any(pattern(word).search(term.term) for word in term.others)] == []
