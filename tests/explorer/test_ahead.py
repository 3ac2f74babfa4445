"""What is made ahead of visitors: what they need first first, while nobody is being answered, and before an edit is shown."""

from __future__ import annotations

import os
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest

from conftest import write_catalogue
from flowviz.explorer import Settings, ahead, create_app, levels, rows
from flowviz.explorer.ahead import Piece, Visits, make
from flowviz.explorer.kept import Kept
from flowviz.explorer.live import Live, State
from flowviz.explorer.query import Query
from flowviz.explorer.tasks import Task
from flowviz.facts.tables import tables_of
from flowviz.locales import LANGUAGES
from flowviz.places import CATALOGUE
from flowviz.reading.watch import Watch
from flowviz.telling.keys import ordered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def made(wanted: dict[str, tuple[str, ...]], visits: Visits, usual: tuple[str, ...] = ()) -> list[str]:
    """The names of pieces, each with what it needs, in the order in which they are made."""
    found: list[str] = []
    make([Piece(partial(found.append, name), needs) for name, needs in wanted.items()], visits, usual)
    return found


WANTED = {
    "map, fi": ("fi",),
    "map, sv": ("sv",),
    "map of a phone, fi": ("fi", "phone"),
    "map of a phone, sv": ("sv", "phone"),
    "search": (),
}


def test_what_everybody_needs_and_what_is_usual_is_made_first() -> None:
    assert made(WANTED, Visits(), ("fi",)) == [
        "map, fi",
        "search",
        "map, sv",
        "map of a phone, fi",
        "map of a phone, sv",
    ]


def test_what_somebody_has_asked_for_comes_before_what_is_usual() -> None:
    visits = Visits()
    visits.ask("sv", "phone")
    assert made(WANTED, visits, ("fi",)) == ["map, sv", "map of a phone, sv", "search", "map, fi", "map of a phone, fi"]


def test_who_comes_meanwhile_has_theirs_made_next() -> None:
    visits, found = Visits(), list[str]()
    pieces = [Piece(partial(found.append, name), needs) for name, needs in WANTED.items()]
    make([Piece(partial(visits.ask, "sv", "phone"), ("fi",)), *pieces], visits, ("fi",))
    assert found[:2] == ["map, sv", "map of a phone, sv"]


def test_nothing_is_made_ahead_while_somebody_is_being_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_AT_MOST", 60)
    visits, done, began = Visits(), threading.Event(), threading.Event()
    making = threading.Thread(target=make, args=([Piece(began.set), Piece(done.set)], visits))
    with visits.answering(), visits.answering():
        making.start()
        assert not began.wait(0.1)
    assert done.wait(60)
    making.join()


def test_what_is_made_ahead_comes_to_an_end_however_many_are_being_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "_AT_MOST", 0.01)
    visits = Visits()
    with visits.answering():
        assert {*made(WANTED, visits)} == {*WANTED}


def test_the_server_tells_who_is_being_answered_and_in_which_language(monkeypatch: pytest.MonkeyPatch) -> None:
    answered: list[str] = []
    monkeypatch.setattr(Visits, "answering", _Counted(answered))
    monkeypatch.setattr(Visits, "ask", lambda _, *what: answered.append(", ".join(map(str, what))))
    client = create_app(Settings(catalogue=CATALOGUE)).server.test_client()
    answered.clear()
    assert client.get("/map/whole.json?lang=sv&view=map&room=320x480").status_code == 200
    assert answered == ["comes", "sv, (320, 480)", "goes"]


class _Counted:
    """Stands for the time in which somebody is answered."""

    def __init__(self, told: list[str]) -> None:
        self._told = told

    def __call__(self) -> _Counted:
        return self

    def __enter__(self) -> None:
        self._told.append("comes")

    def __exit__(self, *_: object) -> None:
        self._told.append("goes")


def test_an_edit_is_shown_when_what_the_visitors_need_is_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    department = {"source": "page", "departments": [{"id": "health", "name": {"en": "Care", "da": "Sundhed"}}]}
    live = Live(write_catalogue(tmp_path, one=str(department)), every=60)
    query = Query(view="map", room=(800, 560), language="sv")
    live.visits.ask(*levels.needs(query))
    before = live.now()
    shown_while_made: list[bool] = []
    prepare = levels.prepare

    def watched(state: State, of: Query) -> None:
        if of == query:
            shown_while_made.append(live._state is state)
            prepare(state, of)

    monkeypatch.setattr(levels, "prepare", watched)
    department["departments"] = [{"id": "health", "name": {"en": "Health", "da": "Sundhed"}}]
    write_catalogue(tmp_path, one=str(department))
    after = live.look()
    assert after.version != before.version
    assert shown_while_made[0] is False
    assert ("task", Task("map", query, "whole", "light")) in after.cache


def prepared(live: Live, monkeypatch: pytest.MonkeyPatch, edit: Callable[[], object]) -> list[str]:
    """What is made ahead, by the version of the catalogue that it is made of, when an ``edit`` is read after the first piece."""
    found: list[str] = []

    def first(state: State) -> None:
        found.append(state.version)
        if len(found) == 1:
            edit()
            live.look()

    def pieces(state: State) -> list[Piece]:
        return [Piece(partial(first, state)), Piece(lambda: found.append(state.version))]

    monkeypatch.setattr(State, "pieces", pieces)
    live.prepare()
    return found


def test_of_a_catalogue_that_was_edited_nothing_more_is_made_ahead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(write_catalogue(tmp_path), every=60)
    old = live.now().version
    more = "{source: page, departments: [{id: health, name: {en: Health, da: Sundhed}}]}"
    found = prepared(live, monkeypatch, lambda: write_catalogue(tmp_path, more=more))
    new = live.now().version
    assert new != old
    assert found == [old, new, new]


def test_after_a_broken_edit_the_last_good_catalogue_is_made_ready_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(write_catalogue(tmp_path), every=60)
    old = live.now().version
    assert prepared(live, monkeypatch, lambda: write_catalogue(tmp_path, more="{departments: 7}")) == [old, old]
    assert live.now().problems


def test_nothing_is_made_ahead_while_an_edit_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = Live(write_catalogue(tmp_path), every=60)
    reading, goes_on, made = threading.Event(), threading.Event(), threading.Event()

    def changed(_: Watch) -> bool:
        reading.set()
        return not goes_on.wait(60)

    monkeypatch.setattr(State, "pieces", lambda _: [Piece(made.set)])
    monkeypatch.setattr(Watch, "changed", changed)
    threads = [threading.Thread(target=live.look), threading.Thread(target=live.prepare)]
    threads[0].start()
    assert reading.wait(60)
    threads[1].start()
    assert not made.wait(0.1)
    goes_on.set()
    assert made.wait(60)
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("name", ["resources", "feeds", "systems", "datasets"])
def test_tables_are_sorted_as_the_keys_of_their_cells_are(name: str) -> None:
    live = Live(CATALOGUE)
    state = live.now()
    table = tables_of(state.model)[name]
    entries = [*table.entries(state.model)]
    for column in table.columns:
        cells = [column.cell(state.model, entry) for entry in entries]
        for language in LANGUAGES:
            for sign in ("", "-"):
                query = Query(view="table", table=name, sort=sign + column.key, language=language)
                expected = [entries[place] for place in ordered(cells, language, backwards=bool(sign))]
                assert list(rows.shown(state, query).entries) == expected, query.sort


def test_a_text_is_looked_for_in_all_blocks_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    query = Query(view="table", table="feeds", text="asiakas", language="fi")
    whole = [*rows.shown(Live(CATALOGUE).now(), query).entries]
    monkeypatch.setattr(rows, "_BLOCK", 7)
    assert len(whole) > 7
    assert [*rows.shown(Live(CATALOGUE).now(), query).entries] == whole


def test_nothing_that_was_asked_for_makes_room_for_what_is_made_ahead() -> None:
    kept = Kept(100)
    kept.get("asked", lambda: b"x" * 74)
    assert kept.has_room
    kept.get("asked too", lambda: b"x")
    assert not kept.has_room


def test_a_process_is_forked_only_when_what_is_made_ahead_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks: list[Callable[[], object] | None] = []
    forks, ready = threading.Event(), []
    monkeypatch.setattr(os, "register_at_fork", lambda **given: hooks.append(given.get("before")), raising=False)
    monkeypatch.setattr(Live, "prepare", lambda _: ready.append(forks.wait(60)))
    create_app(stays=True)
    forks.set()
    (before,) = filter(None, hooks)
    before()
    assert ready == [True]
