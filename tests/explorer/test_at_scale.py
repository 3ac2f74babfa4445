"""Of very many things the explorer shows what a page has room for, says how many there are, and has ready what takes long."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import dash
import pytest
from looking import at, contents, elements, links, text_of

from conftest import write_catalogue
from flowviz.diagrams import atlas
from flowviz.explorer import levels, rows, tasks, views
from flowviz.explorer.live import Live
from flowviz.explorer.markup import html
from flowviz.explorer.panels import find
from flowviz.explorer.query import Query
from flowviz.explorer.rows import Lines
from flowviz.explorer.tasks import LIGHT, Task, done, size_of_task
from flowviz.explorer.work import Work
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.explorer.live import State


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of 45 departments: the first has 70 resources, each of the others one, and all of them feed one thing."""
    sizes = {f"d{n}": 70 if n == 0 else 1 for n in range(45)}
    departments = [
        {
            "id": id_,
            "name": {"en": f"Office {id_}", "da": f"Kontor {id_}"},
            "resources": [{"id": f"{id_}r{n}", "name": {"en": f"map {id_}r{n}", "da": "kort"}} for n in range(size)],
        }
        for id_, size in sizes.items()
    ]
    feeds = [
        {"from": f"{id_}r{n}", "to": "register", "basis": "stated", "evidence": [3]}
        for id_, size in sizes.items()
        for n in range(size)
    ]
    shared = [{"id": "register", "name": {"en": "The register", "da": "Registret"}, "scope": "unstated"}]
    more = json.dumps({"source": "page", "departments": departments, "shared": shared, "feeds": feeds})
    return write_catalogue(tmp_path_factory.mktemp("many"), many=more)


@pytest.fixture(scope="module")
def state(folder: Path) -> State:
    return Live(folder).now()


def of_type(part: Any, name: str) -> list[Any]:
    return [each for each in elements(part) if each._type == name]


def test_a_search_says_how_many_things_it_finds_and_shows_fifty_on_a_page(state: State) -> None:
    first = contents(state, "?view=find&q=map&lang=en")["find"]
    assert "114 results" in text_of(first)
    assert len(of_type(first, "Li")) == 50
    last = contents(state, "?view=find&q=map&page=3&lang=en")["find"]
    assert "114 results" in text_of(last)
    assert len(of_type(last, "Li")) == 14


def test_the_box_says_how_many_things_are_found_even_where_it_looks_at_the_first_alone(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find, "_LOOKED_AT", 20)
    assert "Show all results (114)" in text_of(find.at_once(at(state, "?view=map&lang=en"), "map"))


def test_in_figures_the_bars_are_as_long_as_departments_are_large_and_what_stands_for_the_others_has_none(
    state: State,
) -> None:
    figures = contents(state, "?view=figures&lang=en")["figures"]
    known = next(each for each in of_type(figures, "Table") if "known" in str(of_type(each, "Caption")[0].children))
    found = [[*of_type(row, "Td")] for row in of_type(known, "Tr")[1:]]
    assert len(found) == 41
    assert [bool(row[-1].children) for row in found] == [True] * 40 + [False]


def test_of_very_many_departments_those_with_the_most_changes_are_offered_and_all_of_them_folded(state: State) -> None:
    changes = contents(state, "?view=changes&with=example&lang=en")["changes"]
    of = [link for link in links(changes) if "view=changes&of=" in link]
    assert of[:12] == [f"?view=changes&of=d{n}&with=example&lang=en" for n in range(12)]
    assert of[12:] == [f"?view=changes&of=d{n}&with=example&lang=en" for n in range(45)]
    assert "All departments (45)" in text_of(changes)
    table = of_type(changes, "Table")[0]
    assert [text_of(head) for head in of_type(table, "Thead")] == ["In words Department Kind"]
    whole = of_type(contents(state, "?view=changes&with=example&wide=yes&lang=en")["changes"], "Table")[0]
    assert "Id" in text_of(of_type(whole, "Thead"))


def test_what_is_prepared_filters_tables_in_every_language(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live(folder)
    live.prepare()
    state = live.now()

    def never(*_: object) -> None:
        raise AssertionError("a row is told while somebody waits")

    monkeypatch.setattr(rows, "tell", never)
    for language in LANGUAGES:
        assert len(rows.shown(state, Query(view="table", text="register", table="feeds", language=language))) == 114
        assert len(rows.shown(state, Query(view="table", text="D0R6", language=language))) == 11
        assert len(rows.shown(state, Query(view="table", text="nothing of it", language=language))) == 0


def test_what_is_prepared_lays_out_the_map_and_sorts_by_names_in_every_language(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(folder)
    live.prepare()
    state = live.now()

    def never(*_: object) -> None:
        raise AssertionError("a map is laid out, or feeds are sorted, while somebody waits")

    monkeypatch.setattr(atlas, "laid_out", never)
    monkeypatch.setattr(rows, "sort_key", never)
    for language in LANGUAGES:
        for room in ((800, 560), (960, 640)):
            assert levels.answer(state, Query(view="map", room=room, language=language), "whole", "light")
        for end in ("source", "-source", "target", "-target"):
            shown = rows.shown(state, Query(view="table", table="feeds", sort=end, language=language))
            assert len(shown) == 115
        assert rows.shown(state, Query(view="table", sort="-name", language=language)).entries


def test_what_is_prepared_is_the_map_from_afar_for_most_windows_in_both_themes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(folder)
    live.prepare()
    state = live.now()

    def never(*_: object) -> None:
        raise AssertionError("a map is drawn, or its signs are found, while somebody waits")

    monkeypatch.setattr(atlas, "_signs", never)
    assert levels.answer(state, Query(view="map", room=(800, 560), of="d7", level=2), "inside", "light")
    monkeypatch.setattr(levels, "answer", never)
    for language in LANGUAGES:
        for theme in ("light", "dark"):
            task = Task("map", Query(view="map", room=(800, 560), language=language), "whole", theme)
            assert done(Work("nobody:Needed"), state, task, 150)


def test_of_very_many_departments_there_is_one_map_for_all_windows_and_one_for_phones(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = state.model.catalogue
    rooms = [(800, 560), (1440, 880), (640, 480), (320, 480), (400, 720), None]
    assert [levels.room_of(catalogue, room) for room in rooms] == rooms
    monkeypatch.setattr(views, "_MANY", 40)
    window, phone = rooms[0], rooms[3]
    assert [levels.room_of(catalogue, room) for room in rooms] == [window, window, window, phone, phone, None]
    assert {query.room for query in levels.usual(catalogue)} == {window, phone}


def test_words_are_looked_for_within_each_row_alone() -> None:
    lines = Lines(["sea\nmap", "Mäp ←", "", "seamap sea"])
    assert lines.holding(["sea"]) == {0, 3}
    assert lines.holding(["sea", "map"]) == {0, 3}
    assert lines.holding(["map", "sea map"]) == {0}
    assert lines.holding(["map"]) == {0, 1, 3}
    assert lines.holding(["←"]) == {1}
    assert lines.holding([]) == {0, 1, 2, 3}


def test_what_takes_little_of_five_thousand_resources_is_made_at_once(
    state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "everything", lambda _: 10_400)

    def light(search: str) -> bool:
        return size_of_task(state, Task("view", Query.read(search)), 150) <= LIGHT

    for view in ("figures", "critical", "impact", "paths", "changes", "map", "impact&gone=register", "map&gone=d1r0"):
        assert light(f"?view={view}"), view
    assert not light("?view=changes&with=example")
    assert not light("?view=critical&whole=yes")


def test_an_element_says_what_the_one_of_dash_says() -> None:
    marked = {"data-id": "x", "aria-label": "y"}
    for name in ("Div", "A", "Details", "Button", "Td"):
        ours, theirs = (
            getattr(each, name)(["text"], id="one", className="two", **marked) for each in (html, dash.html)
        )
        assert isinstance(ours, type(theirs))
        assert ours.to_plotly_json() == theirs.to_plotly_json()
        assert getattr(html, name)().to_plotly_json() == getattr(dash.html, name)().to_plotly_json()
