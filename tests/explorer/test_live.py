"""Whatever a catalogue is shown with is followed, whatever happens while it is looked at."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from looking import rest

from conftest import HEAD, write_catalogue
from federation.town import write_town
from flowviz.explorer import live as module
from flowviz.explorer.live import Live
from flowviz.explorer.stories import view_of

if TYPE_CHECKING:
    from pathlib import Path

TOLD = HEAD.replace("lines: 90}", "lines: 90, text: page.txt}")
STORIES = """\
stories:
  - {id: a, name: {en: A}, slides: [{view: "?view=VIEW", text: {en: A}}]}
"""


def test_an_edit_is_seen_after_a_moment_without_room_for_a_thread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(write_catalogue(tmp_path), every=0)

    def full(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", full)
        live.now()
    write_catalogue(tmp_path, head=HEAD.replace("Clients", "Customers"))
    live.now()
    rest(live)
    assert live.now().model.nodes["clients"]["thing"].name.get("en") == "Customers"
    rest(live)


def test_an_edit_that_could_not_be_read_for_a_moment_is_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = Live(write_catalogue(tmp_path))
    write_catalogue(tmp_path, head=HEAD.replace("Clients", "Customers"))

    def full(*_: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr(module, "_read", full)
        with pytest.raises(MemoryError):
            live.look()
    assert live.look().model.nodes["clients"]["thing"].name.get("en") == "Customers"


@pytest.mark.parametrize("joined", [False, True])
def test_an_edit_of_a_document_or_of_stories_alone_is_seen(tmp_path: Path, joined: bool) -> None:
    if joined:
        place = write_town(tmp_path, care=("lines: 20}", "lines: 20, text: page.txt}"))
        folder, source = tmp_path / "care", "care/page"
    else:
        place, folder, source = write_catalogue(tmp_path, head=TOLD) / "head.yaml", tmp_path, "page"
    (folder / "page.txt").write_text("old\n" * 90)
    live = Live(place)
    assert live.look().texts[source][0] == "old"
    (folder / "page.txt").write_text("new\n" * 90)
    assert live.look().texts[source][0] == "new"
    stories = tmp_path / "stories.yaml"
    for view, kind in (("overview", "overview"), ("wrong", "overview"), ("map", "map")):
        stories.write_text(STORIES.replace("VIEW", view))
        found = live.look()
        assert view_of(found.stories[0].slides[0], "en").view == kind
        assert bool(found.problems) == (view == "wrong")


def test_a_document_that_an_edit_names_is_followed_from_then_on(tmp_path: Path) -> None:
    live = Live(write_catalogue(tmp_path))
    (tmp_path / "page.txt").write_text("old\n" * 90)
    write_catalogue(tmp_path, head=TOLD)
    assert live.look().texts["page"][0] == "old"
    (tmp_path / "page.txt").write_text("new\n" * 90)
    assert live.look().texts["page"][0] == "new"


def test_what_browsers_keep_is_another_where_drawings_may_be_larger(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    versions = {Live(tmp_path, most=most).now().version for most in (150, 150, 10)}
    assert len(versions) == 2
