"""The catalogue of another authority, in Danish and English, read in Finnish: what is not Finnish says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from flowviz import drawing
from flowviz.catalogue import Text
from flowviz.diagrams import Wish
from flowviz.explorer.pages import page
from flowviz.explorer.panels import notice
from flowviz.explorer.pieces import Place, prose
from flowviz.explorer.query import Query
from flowviz.facts.tables import TABLES
from flowviz.locales import LANGUAGES, number, only_in, sentences, together, words
from made_site import site_of
from tongues import Spoken, danish_texts, spoken, unmarked

if TYPE_CHECKING:
    from flowviz.explorer.live import State
    from flowviz.model import Model

VIEWS = [
    "?view=overview&node=aktindsigt",
    "?view=department&of=pleje&node=omsorg",
    "?view=feeds&of=havn&node=anloeb~nordhavne",
    "?view=neighbourhood&of=anloeb&node=borgerjournal",
    "?view=paths&of=toldvaesen&to=kajpladser",
    "?view=impact&gone=borgere",
    "?view=critical",
    "?view=figures",
    "?view=find&q=vagt",
    "?view=request",
    "?view=about",
    *(f"?view=table&table={name}&wide=yes" for name in TABLES),
]


@pytest.mark.parametrize("search", VIEWS)
def test_every_danish_text_of_a_finnish_page_is_marked(states: dict[str, State], search: str) -> None:
    state = states["example"]
    found = page(Place(state, Query.read(f"{search}&lang=fi")))[0]
    pieces = [piece for part in found.values() for piece in spoken(part, "fi")]
    assert unmarked(pieces, danish_texts(state.model.catalogue)) == []
    assert any(language == "da" for language, _ in pieces)


def test_no_text_of_an_english_page_is_marked_where_the_catalogue_is_in_english_too(states: dict[str, State]) -> None:
    found = page(Place(states["example"], Query.read("?view=table&table=resources&wide=yes&lang=en")))[0]
    assert {text for part in found.values() for language, text in spoken(part, "en") if language == "da"} == set()


def test_danish_that_is_not_marked_would_be_found(example: Model) -> None:
    danish = danish_texts(example.catalogue)
    marked = Spoken('<html lang="fi"><p>Kuultavat: <b lang="da">Borgerregister</b>.</p></html>')
    bare = Spoken('<html lang="fi"><p>Kuultavat: Borgerregister.</p></html>')
    assert unmarked(marked.pieces, danish) == []
    assert unmarked(bare.pieces, danish) == ["Kuultavat: Borgerregister."]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi", "Tämän luettelon nimet ja kuvaukset ovat vain tanskaksi ja englanniksi."),
        ("sv", "Namnen och beskrivningarna i denna katalog finns endast på danska och på engelska."),
    ],
)
def test_a_reader_is_told_at_once_that_the_catalogue_is_in_other_languages(
    states: dict[str, State], language: str, told: str
) -> None:
    shown = notice.view(Place(states["example"], Query.read(f"?lang={language}")))
    assert [text for _, text in spoken(shown, language)] == [told]
    assert notice.view(Place(states["example"], Query.read("?lang=en"))) == []
    assert notice.view(Place(states["built-in"], Query.read(f"?lang={language}"))) == []


def told(state: State, text: Text, language: str) -> list[tuple[str, str]]:
    shown = prose(Place(state, Query.read(f"?lang={language}")), text)
    return [piece for piece in spoken(shown, language) if piece[1].strip()]


def test_a_sentence_says_in_which_languages_alone_it_is_and_a_name_is_only_marked(states: dict[str, State]) -> None:
    built_in = states["built-in"]
    sentence = Text.of(fi="Vain suomeksi kirjoitettu.")
    assert told(built_in, sentence, "sv") == [("fi", "Vain suomeksi kirjoitettu."), ("sv", "(endast på finska)")]
    assert told(built_in, Text.of(fi="Arkisto"), "en") == [("fi", "Arkisto")]
    assert told(built_in, Text.of(fi="Arkisto.", en="Archive."), "en") == [("en", "Archive.")]


def test_where_a_whole_catalogue_is_in_other_languages_no_sentence_repeats_it(states: dict[str, State]) -> None:
    assert told(states["example"], Text.of(da="Skrevet på dansk."), "fi") == [("da", "Skrevet på dansk.")]
    assert told(states["example"], Text.of(da="Skrevet på dansk."), "en") == [
        ("da", "Skrevet på dansk."),
        ("en", "(only in Danish)"),
    ]


def test_the_site_marks_the_names_and_the_sentences_that_are_not_in_its_language(example: Model) -> None:
    danish = danish_texts(example.catalogue)
    html = site_of(example)["fi/resource/borgere.html"].decode()
    visible = re.sub(r"<svg.*?</svg>|<head>.*?</head>|<figcaption.*?</figcaption>", "", html, flags=re.DOTALL)
    assert unmarked(Spoken(visible).pieces, danish) == []
    assert '<span lang="da">' in visible
    assert "Tämän luettelon nimet ja kuvaukset ovat vain tanskaksi ja englanniksi." in visible


def test_a_drawing_says_in_which_language_each_name_is(example: Model) -> None:
    svg = drawing.draw(example, Wish(kind="feeds", of="havn", language="fi"))
    text = svg if isinstance(svg, str) else svg.decode()
    danish = re.findall(r'<text[^>]* lang="da" xml:lang="da">([^<]*)</text>', text)
    assert {"Skibsanløb", "Toldvæsenet", "Statslig"} <= set(danish)
    assert not set(danish) & {"toimija", "sanottu", "päätelty"}
    english = drawing.draw(example, Wish(kind="feeds", of="havn", language="en"))
    assert 'lang="da"' not in (english if isinstance(english, str) else english.decode())


# --- numbers, lists and plurals


@pytest.mark.parametrize(
    ("language", "told"),
    [("fi", "1\u00a0200 tietovirtaa"), ("sv", "1\u00a0200 informationsflöden"), ("en", "1,200 feeds")],
)
def test_a_number_in_a_sentence_is_written_as_the_language_does(language: str, told: str) -> None:
    assert words(language)("feeds", n=1200) == told
    assert number(999, language) == "999"


def test_a_line_of_a_source_and_a_year_are_no_amounts() -> None:
    assert words("fi")("problem.no-such-line", line=1200, source="sivu", lines=1100).startswith("riviä 1200 ei ole")
    assert words("en")("language.day", day=3, name="May", year="2026") == "3 May 2026"


def test_names_in_a_sentence_have_an_and_before_the_last() -> None:
    names = ["Kela", "Helmet", "Ahti"]
    assert [together(names, language) for language in LANGUAGES] == [
        "Kela, Helmet ja Ahti",
        "Kela, Helmet och Ahti",
        "Kela, Helmet and Ahti",
    ]
    assert only_in(["fi"], "en") == "only in Finnish"


NEVER_ONE = {
    "changes.effect.single-point.grown.sentence",
    "explorer.drawing.rolled",
    "explorer.trouble.memory",
    "explorer.trouble.time",
    "export.too_large",
}
"""Of what is more than a limit, or than it was before."""
THE_SAME = {
    "fi": set(),
    "sv": {"names.more"},
    "en": {
        *("changes.count.added", "changes.count.moved", "changes.count.new-id", "changes.count.removed"),
        *("changes.count.renamed", "names.more", "site.impact.more"),
    },
}
"""Whose words are right for one as they are for several."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_counts_has_another_for_one(language: str) -> None:
    table = sentences(language)
    counting = {key for key, one in table.items() if re.search(r"\{n\} \w{3}", one) and not key.endswith(".one")}
    assert {key for key in counting if f"{key}.one" not in table} == NEVER_ONE | THE_SAME[language]


def test_one_is_told_as_one() -> None:
    assert words("fi")("names.more", n=1) == "ja 1 muu"
    assert words("sv")("explorer.filters.on", n=1) == "1 aktivt"
    assert words("en")("department.subtitle", n=1, resources="1 resource").endswith("1 resource, 1 counterpart")


def test_what_stands_beneath_something_on_the_site_is_apart_from_it_for_who_hears_it(example: Model) -> None:
    """A cell has several lines; without a space between them a screen reader reads the last word and the first as one."""
    pages = [data.decode() for path, data in site_of(example).items() if re.fullmatch(r"en/[^/]+\.html", path)]
    glued = [found for page in pages for found in re.findall(r'\w(?:</\w+>)*<span class="more">(?:<[^>]*>)*\w+', page)]
    assert len(pages) > 10
    assert glued == []
