from __future__ import annotations

import copy
import dataclasses
import pickle
import sys
from dataclasses import field
from typing import Any, ClassVar

import pytest

from flowviz.catalogue import Evidence, Text
from flowviz.later import Later
from flowviz.nouns import Noun, Part, item


class Berth(Noun):
    """Where a ship lies."""

    kind: ClassVar[str] = "berth"
    id: str = item("Short id.", of="id")
    length: int | None = item("In metres.", default=None, key="len")


class Quay(Berth):
    """A berth with cranes."""

    cranes: tuple[str, ...] = item("Their names.")


class Crew(Part):
    """Who is on board by now."""

    ship: str
    names: list[str] = field(default_factory=list)


def test_a_noun_is_a_dataclass_to_whoever_asks() -> None:
    quay = Quay(id="east", cranes=("a",))
    assert dataclasses.is_dataclass(quay)
    assert [one.name for one in dataclasses.fields(Quay)] == ["id", "length", "cranes"]
    assert [one.default for one in dataclasses.fields(quay)] == [dataclasses.MISSING, None, dataclasses.MISSING]
    assert dataclasses.fields(Quay)[1].metadata == {"doc": "In metres.", "key": "len", "of": None}
    assert dataclasses.replace(quay, length=90) == Quay(id="east", length=90, cranes=("a",))
    assert dataclasses.asdict(quay) == {"id": "east", "length": None, "cranes": ("a",)}
    assert [one.default for one in dataclasses.fields(Evidence)] == [dataclasses.MISSING, None, None, None]


def test_a_noun_cannot_be_changed_and_needs_what_it_needs() -> None:
    quay = Quay(id="east", cranes=())
    with pytest.raises(AttributeError):
        quay.id = "west"  # type: ignore[misc]
    with pytest.raises(TypeError, match="cranes"):
        Quay(id="east")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="positional"):
        Berth("east")  # type: ignore[call-arg]


def test_a_noun_is_the_same_after_a_journey() -> None:
    text = Text.of(fi="laituri", en="quay")
    assert pickle.loads(pickle.dumps(text)) == copy.deepcopy(text) == text
    assert len({text, Text.of(fi="laituri", en="quay"), Text.of(fi="laituri")}) == 2
    assert Evidence("page", 2) < Evidence("page", 3)


def test_parts_have_lists_of_their_own() -> None:
    crew, other = Crew(ship="Suomi"), Crew(ship="Oihonna")
    crew.names.append("Aino")
    crew.ship = "Ilmarinen"
    assert (other.names, crew) == ([], Crew(ship="Ilmarinen", names=["Aino"]))
    assert dataclasses.replace(other, names=["Ilmari"]).names == ["Ilmari"]


def test_a_module_is_imported_when_something_of_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    later: Any = Later("colorsys")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    assert "colorsys" not in sys.modules
    assert later.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    later.ONE_THIRD = 3
    assert sys.modules["colorsys"].ONE_THIRD == 3
    with pytest.raises(AttributeError):
        _ = later.nothing
