from __future__ import annotations

import pytest

from flowviz.model import Model
from flowviz.page.place import PagePlace
from flowviz.site import indexes
from flowviz.site.failing import ranked
from flowviz.site.place import Place
from flowviz.telling.keys import alphabetical


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("fi", ["Oulu", "Zoo", "Åland", "Öljy"]),
        ("sv", ["Oulu", "Zoo", "Åland", "Öljy"]),
        ("en", ["Åland", "Öljy", "Oulu", "Zoo"]),
    ],
)
def test_letters_are_sorted_as_the_language_sorts_them(language: str, ordered: list[str]) -> None:
    assert sorted(["Zoo", "Öljy", "Åland", "Oulu"], key=lambda text: alphabetical(text, language)) == ordered


def test_every_system_keyword_and_party_is_in_its_index_once(any_model: Model) -> None:
    at = Place(any_model, "sv", "all.html")
    catalogue = at.catalogue
    for letters, wanted in (
        (indexes.systems(at), catalogue.systems),
        (indexes.keywords(at), catalogue.keywords),
        (indexes.parties(at), catalogue.parties),
    ):
        assert sum(len(group.entries) for group in letters) == len(wanted)
        assert len({group.letter for group in letters}) == len(letters)


def test_every_records_class_of_every_department_is_in_the_index(any_model: Model) -> None:
    at = Place(any_model, "fi", "records-classes.html")
    wanted = {(entry.code, own.name) for own in at.catalogue.departments for entry in own.records_classes}
    assert {(one.code, use.department.text) for one in indexes.classes(at) for use in one.uses} == wanted


def test_what_would_be_missed_most_comes_first_and_in_the_one_file_leads_on_to_the_question(model: Model) -> None:
    rows = ranked(Place(model, "en", "critical.html"))["rows"]
    assert [(row.thing.href, row.kind, row.cut_off, row.reached, row.ask) for row in rows[:2]] == [
        ("resource/tyovoima.html", "information resource", 3, 7, None),
        ("resource/palvelurekisteri.html", "information resource", 3, 4, None),
    ]
    assert rows[1].reason == (
        "If this were removed, 3 would lose all data that are known to come to them: Service information resource, "
        "Register of Offices, Suomi.fi Finnish Service Catalogue. In all, 4 items receive or may receive data from it."
    )
    (first, *_) = ranked(PagePlace(model, "sv", "critical.html"))["rows"]
    assert first.ask == "?view=impact&gone=tyovoima&lang=sv"
