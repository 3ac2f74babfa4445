"""Another organisation's catalogue, in another country and with another scope, needs no change of code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import EXAMPLE
from flowviz import drawing, loading
from flowviz.diagrams import DIAGRAMS, Wish

if TYPE_CHECKING:
    from flowviz.model import Model


def test_it_loads_without_error_or_warning_from_files_and_folders() -> None:
    loaded = loading.load_with_warnings(EXAMPLE)
    assert loaded.warnings == ()
    assert [department.id for department in loaded.catalogue.departments] == ["havn", "pleje"]
    assert [scope.id for scope in loaded.catalogue.scopes][-2:] == ["nordic", "unstated"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("kind", DIAGRAMS)
def test_every_kind_of_drawing_can_be_made_of_it(example: Model, kind: str, language: str, theme: str) -> None:
    of = {"department": "havn", "thing": "anloeb"}.get(DIAGRAMS[kind].of or "")
    wish = Wish(kind=kind, of=of, to="nordhavne", language=language)
    text = drawing.draw(example, wish, theme=theme)
    assert text.startswith(("<?xml", "<svg"))
    expected = {"en": "Nordic port database", "sv": "Nordisk havnedatabase"}[language]
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))
    assert expected in plain or kind == "overview"


def test_its_own_scope_is_drawn_in_its_own_colour(example: Model) -> None:
    text = drawing.draw(example, Wish(kind="department", of="havn", language="en"))
    assert "#f3d0e6" in text
    assert "Nordic" in text
