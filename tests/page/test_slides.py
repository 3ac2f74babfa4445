"""The stories beside a catalogue, as they go into the site and the one file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from flowviz import loading
from flowviz.cli.common import load_tales
from flowviz.errors import CatalogueError
from flowviz.model import build_model
from flowviz.places import CATALOGUE as BUILT_IN
from flowviz.site.stories import picture

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model

CATALOGUE = """
source: page
catalogue: {id: city, name: City, version: "1", date: "2026-01-31", language: en, languages: [en]}
organisation: {id: hall, name: City Hall}
sources: [{id: page, title: Page, language: en}]
departments:
  - id: parks
    name: Parks
    resources:
      - {id: trees, name: Register of trees}
      - {id: keys, name: Register of keys, internal_only: true}
feeds:
  - {from: trees, to: keys, basis: stated, evidence: [1]}
"""
STORIES = """
stories:
  - id: mixed
    name: {en: Mixed}
    slides:
      - {view: "?view=department&of=parks", text: {en: What there is.}}
      - {view: "?view=neighbourhood&of=keys", text: {en: What nobody outside may see.}}
      - {view: "?view=department&of=parks", text: {en: They open the register of keys.}}
      - {view: "?view=critical", text: {en: A view without a drawing.}}
  - id: secret
    name: {en: "All about the Register of Keys"}
    slides:
      - {view: "?view=department&of=parks", text: {en: What there is.}}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "catalogue.yaml").write_text(CATALOGUE, "utf-8")
    (tmp_path / "stories.yaml").write_text(STORIES, "utf-8")
    return tmp_path


def test_slides_that_tell_of_what_is_internal_are_left_out(home: Path) -> None:
    model = build_model(loading.load(home))
    (tale,) = load_tales(home, model, ["en"], internal=False)
    assert [slide.text.get("en") for slide in tale.slides] == ["What there is.", "A view without a drawing."]
    assert [set(slide.scenes) for slide in tale.slides] == [{"en"}, set()]
    both = load_tales(home, model, ["en"], internal=True)
    assert [(one.id, len(one.slides)) for one in both] == [("mixed", 4), ("secret", 1)]


def test_slides_are_laid_out_for_a_phone_too_with_room_for_signs_beside_what_they_mark(model: Model) -> None:
    (tale,) = load_tales(BUILT_IN, model, ["fi"], internal=False)
    drawings = [str(picture(model, slide.narrow, "fi")) for slide in tale.slides]
    boxes = [re.findall(r'viewBox="([^"]+)"', drawing)[0].split() for drawing in drawings]
    assert [(left, width) for left, _, width, _ in boxes] == [("25", "270")] * 2 + [("11", "298")] * 2


def test_a_catalogue_without_stories_has_none(home: Path) -> None:
    (home / "stories.yaml").unlink()
    assert load_tales(home, build_model(loading.load(home)), ["en"], internal=False) == ()


def test_a_mistake_in_the_stories_is_told(home: Path) -> None:
    (home / "stories.yaml").write_text(STORIES.replace("of=keys", "of=kees"), "utf-8")
    with pytest.raises(CatalogueError, match="kees"):
        load_tales(home, build_model(loading.load(home)), ["en"], internal=False)
