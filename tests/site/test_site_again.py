"""A site that is made again takes what was kept, and is the same to the last byte as one that is made from nothing."""

from __future__ import annotations

import dataclasses
import importlib
import random
from typing import TYPE_CHECKING, Any

import pytest

from conftest import EXAMPLE
from flowviz import loading, remembered
from flowviz.catalogue import Catalogue, Resource, Text
from flowviz.cut import cut
from flowviz.model import build_model
from flowviz.private import CACHE
from flowviz.site import build, drawings
from flowviz.site.checker import gist

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

Files = dict[str, bytes]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture(scope="module")
def example() -> Catalogue:
    return loading.load(EXAMPLE)


def fresh(catalogue: Catalogue, languages: Sequence[str] = ("en",)) -> Files:
    return dict(build(build_model(catalogue), languages=languages))


def again(catalogue: Catalogue, languages: Sequence[str] = ("en",)) -> Files:
    with remembered.remembering("site"):
        return dict(build(build_model(catalogue), languages=languages))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, list[str]]:
    """What is drawn and checked, rather than taken from what was kept."""
    found: dict[str, list[str]] = {"drawn": [], "checked": []}
    draw = drawings._drawn

    def drawn(scene: Any, *given: Any) -> str:
        found["drawn"].append(scene.name)
        return draw(scene, *given)

    def checked(path: str, text: str) -> Any:
        found["checked"].append(path)
        return gist(path, text)

    monkeypatch.setattr(drawings, "_drawn", drawn)
    monkeypatch.setattr(importlib.import_module("flowviz.site.build"), "gist", checked)
    return found


def renamed(catalogue: Catalogue, by: random.Random) -> Catalogue:
    """Another name for a department, a party or a resource, in one language or in all."""

    def other(name: Text) -> Text:
        if by.random() < 0.5:
            return Text(name.values[:1])
        return Text(tuple((code, f"{text} {by.choice('ABC')}") for code, text in name.values))

    def with_one(things: tuple[Any, ...]) -> tuple[Any, ...]:
        place = by.randrange(len(things))
        one = things[place]
        return (*things[:place], dataclasses.replace(one, name=other(one.name)), *things[place + 1 :])

    field = by.choice(["departments", "parties", "resources"])
    if field != "resources":
        changes: Any = {field: with_one(getattr(catalogue, field))}
        return dataclasses.replace(catalogue, **changes)
    home = by.choice([home for home in catalogue.departments if home.resources])
    changed = dataclasses.replace(home, resources=with_one(home.resources))
    homes = tuple(changed if one is home else one for one in catalogue.departments)
    return dataclasses.replace(catalogue, departments=homes)


def without_a_feed(catalogue: Catalogue, by: random.Random) -> Catalogue:
    gone = by.randrange(len(catalogue.feeds))
    return dataclasses.replace(catalogue, feeds=catalogue.feeds[:gone] + catalogue.feeds[gone + 1 :])


def with_a_feed(catalogue: Catalogue, by: random.Random) -> Catalogue:
    one, other = by.sample(catalogue.feeds, 2)
    feed = dataclasses.replace(one, target=other.target)
    return dataclasses.replace(
        catalogue, feeds=(*catalogue.feeds, feed) if feed.source != feed.target else (one, other)
    )


def without_a_resource(catalogue: Catalogue, by: random.Random) -> Catalogue:
    gone = by.choice([thing.id for thing, _ in catalogue.things() if isinstance(thing, Resource)])
    return cut(catalogue, {thing.id for thing, _ in catalogue.things()} - {gone})


def of_another_day(catalogue: Catalogue, by: random.Random) -> Catalogue:
    return dataclasses.replace(
        catalogue, header=dataclasses.replace(catalogue.header, date=f"2026-0{by.randint(1, 9)}-01", version="2.0.0")
    )


EDITS: tuple[Callable[[Catalogue, random.Random], Catalogue], ...] = (
    renamed,
    without_a_feed,
    with_a_feed,
    without_a_resource,
    of_another_day,
)


def test_after_any_edits_it_is_the_same_as_one_from_nothing(folder: Path, example: Catalogue) -> None:
    by = random.Random(14)
    catalogue = example
    again(catalogue)
    for edit in [*EDITS, *by.choices(EDITS, k=2)]:
        catalogue = edit(catalogue, by)
        languages = by.choice([("en",), ("fi",)])
        assert again(catalogue, languages) == fresh(catalogue, languages), edit.__name__


def test_what_did_not_change_is_neither_drawn_nor_checked_again(
    folder: Path, example: Catalogue, made: Mapping[str, list[str]]
) -> None:
    first = again(example)
    assert len(made["checked"]) == sum(path.endswith(".html") for path in first)
    for found in made.values():
        found.clear()
    assert again(example) == first
    assert made == {"drawn": [], "checked": []}
    again(dataclasses.replace(example, header=dataclasses.replace(example.header, date="2026-12-31")))
    assert made["drawn"] == [], "a new day stands below every page, and in no drawing of it"


def test_what_is_broken_or_of_another_version_is_not_taken(
    folder: Path, example: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = again(example)
    file = folder / "site"
    raw = file.read_bytes()
    for broken in (
        raw[:-9],
        raw[: len(raw) // 2],
        raw[:3],
        b"",
        raw.replace(b"\x00", b"\x01"),
        raw[:-200] + b"x" * 200,
    ):
        file.write_bytes(broken)
        assert again(example) == first
    monkeypatch.setattr(remembered, "_version", lambda: b"another")
    with remembered.remembering("site"):
        assert dict(build(build_model(example), languages=("en",))) == first
        assert remembered._open is not None
        assert not remembered._open.used


def test_two_that_are_made_at_once_do_not_meet(folder: Path, example: Catalogue) -> None:
    other = of_another_day(example, random.Random(1))
    with remembered.remembering("site"):
        one = dict(build(build_model(example), languages=("en",)))
        two = again(other, ("en",))
    assert (one, two) == (fresh(example, ("en",)), fresh(other, ("en",)))
    assert again(other, ("en",)) == two
    assert [path.name for path in folder.iterdir()] == ["site"], "nothing is left half written"


def test_a_process_that_met_what_another_command_left_since_does_not_break_the_end(folder: Path) -> None:
    newer, own = remembered.hashed(b"newer"), remembered.hashed(b"own")
    with remembered.remembering("site"):
        with remembered.remembering("site"):
            remembered.remember(newer, b"theirs")
        remembered.take(remembered.News({newer: None}, {}))  # as one tells that was spawned after that
        remembered.remember(own, b"ours")
    with remembered.remembering("site"):
        assert (remembered.recalled(own), remembered.recalled(newer)) == (b"ours", None)


def test_where_nothing_can_be_kept_nothing_is_packed_for_later(
    example: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE, "off")
    monkeypatch.setattr("zlib.compress", None)
    assert again(example) == fresh(example)
