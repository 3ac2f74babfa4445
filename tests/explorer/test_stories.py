"""Stories: read as strictly as a catalogue, checked with it, and shown in the language of their reader."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from looking import at, contents, elements, links, text_of

from conftest import EXAMPLE
from flowviz.cli import main
from flowviz.errors import CatalogueError
from flowviz.explorer.live import Live
from flowviz.explorer.pages import resolved
from flowviz.explorer.stories import load_stories, view_of
from flowviz.loading import load
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.explorer.live import State

STORY = """\
stories:
  - id: a
    name: {da: A, en: A}
    slides:
      - view: "VIEW"
        text: {da: x, en: x}
"""
WRONG = {
    "?view=mapp": "unknown view 'mapp' (did you mean 'map'?)",
    "?view=stories": "unknown view 'stories'",
    "?view=map&gone=anlob": "unknown item 'anlob' (did you mean 'anloeb'?)",
    "?view=map&node=anlob": "unknown item 'anlob' (did you mean 'anloeb'?)",
    "?view=neighbourhood&of=nobody": "unknown item 'nobody'",
    "?view=map&gone=kajpladser~anloeb": "no feed leads from 'kajpladser' to 'anloeb'",
    "?view=map&xyzzy=red": "unknown or repeated part 'xyzzy' in the address of the view",
    "?view=map&view=map": "unknown or repeated part 'view' in the address of the view",
    "?view=department": "the view 'department' does not say what it is of: add of= to the address",
    "view=map": "'view=map' of the address of the view cannot be read: copy the address in the browser from the question mark on",
    "?view=neighbourhood&of=anloeb&depth=9": "'depth=9' of the address of the view cannot be read: "
    "copy the address in the browser from the question mark on",
    "?view=map&department=nope": "filter of the view: there is no department 'nope'",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example catalogue in a folder of its own."""
    return shutil.copytree(EXAMPLE, tmp_path / "example")


def problems(folder: Path, text: str) -> list[str]:
    (folder / "stories.yaml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_stories(folder, build_model(load(folder)))
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


def test_every_wrong_address_is_told_with_its_place_and_its_cure(folder: Path) -> None:
    slides = "".join(f'      - view: "{view}"\n        text: {{da: x, en: x}}\n' for view in WRONG)
    found = problems(folder, STORY.partition("      - ")[0] + slides)
    lines = [f"stories.yaml:{5 + 2 * i}:15: {said}" for i, said in enumerate(WRONG.values())]
    assert found == lines


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("name:", "nmae:"), "3:5: unknown key 'nmae' (did you mean 'name'?)"),
        (("en: x}", "fi: x}"), "6:15: language 'fi' is not among the catalogue's languages (da, en)"),
        (("    slides:", "    slides: []\n  - id: a\n    name: A\n    slides:"), "4:13: story 'a' has no slides"),
        (("stories:", "story:"), "1:1: unknown key 'story' (did you mean 'stories'?)"),
        (("{da: x, en: x}", "[x]"), "6:15: "),
    ],
)
def test_every_other_mistake_has_its_place_too(folder: Path, change: tuple[str, str], told: str) -> None:
    text = STORY.replace("VIEW", "?view=map").replace(*change)
    assert any(line.startswith(f"stories.yaml:{told}") for line in problems(folder, text))


def checked(folder: Path) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["check", "--catalogue", str(folder)])
    return int(ended.value.code or 0)


def test_check_tells_of_stories_and_the_catalogue_itself_does_not_read_them(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = load(EXAMPLE)
    (folder / "stories.yaml").write_text(STORY.replace("VIEW", "?view=mapp"), "utf-8")
    assert load(folder) == plain
    assert checked(folder) == 1
    assert f"{folder}/stories.yaml:5:15: unknown view 'mapp'" in capsys.readouterr().out
    (folder / "stories.yaml").write_text(STORY.replace("VIEW", "?view=map").replace("da: x, ", ""), "utf-8")
    assert checked(folder) == 0
    assert "warning: the name of the story 'a' or a sentence of it is missing in da" in capsys.readouterr().out


@pytest.mark.parametrize("catalogue", [CATALOGUE, EXAMPLE], ids=["built-in", "example"])
def test_the_stories_that_come_along_hold_in_every_language_and_each_slide_opens(catalogue: Path) -> None:
    state = Live(catalogue).now()
    stories, warnings = load_stories(catalogue, state.model)
    assert stories == state.stories
    assert (len(stories) > 0, warnings) == (True, ())
    for story in stories:
        for slide in story.slides:
            for language in LANGUAGES:
                query = view_of(slide, language)
                assert resolved(state.model, query) == query
                assert query.language == language


def bar(state: State, search: str) -> Any:
    return next(each for each in elements(contents(state, search)["story"]) if getattr(each, "id", "") == "story-bar")


def test_a_slide_comes_with_its_story_in_the_language_of_the_page(state: State) -> None:
    story = state.stories[0]
    for language in LANGUAGES:
        found = bar(state, f"?view=overview&story={story.id}&slide=2&lang={language}").to_plotly_json()["props"]
        told = json.loads(found["data-story"])
        assert told["name"] == story.name.get(language)
        assert [slide["text"] for slide in told["slides"]] == [slide.text.get(language) for slide in story.slides]
        assert told["slides"][1]["view"].endswith(f"&story={story.id}&slide=2&lang={language}")
        assert set(json.loads(found["data-words"])["place"]) >= set("{n}{of}")
    assert json.loads(bar(state, "?view=overview&story=own&slide=1").to_plotly_json()["props"]["data-story"]) is None
    assert contents(state, "?view=overview")["story"] == []


def test_the_list_has_every_slide_with_its_sentence_its_drawing_and_a_way_to_it(state: State) -> None:
    story = state.stories[0]
    shown = contents(state, "?view=stories&lang=sv")["stories"]
    for n, slide in enumerate(story.slides, 1):
        assert slide.text.get("sv") in text_of(shown)
        assert any(f"story={story.id}&slide={n}&" in href for href in links(shown))
    pictures = [each for each in elements(shown) if getattr(each, "className", "") == "picture"]
    assert len(pictures) == sum(view_of(slide, "sv").drawn for slide in story.slides)
    assert contents(state, "?view=stories&of=nothing&lang=sv")["stories"]


def test_an_edit_of_the_stories_alone_is_seen_and_a_broken_one_keeps_the_last(folder: Path) -> None:
    live = Live(folder, every=0)
    first = live.look()
    (folder / "stories.yaml").write_text(STORY.replace("VIEW", "?view=map"), "utf-8")
    second = live.look()
    assert [story.id for story in second.stories] == ["a"]
    assert (second.version, second.mark == first.mark) == (first.version, False)
    (folder / "stories.yaml").write_text(STORY.replace("VIEW", "?view=mapp"), "utf-8")
    third = live.look()
    assert third.stories == second.stories
    assert "unknown view 'mapp'" in str(third.problems[0])


def test_leaving_a_slide_for_another_view_leaves_the_story(state: State) -> None:
    query = at(state, "?view=map&story=a&slide=3&lang=en").query
    assert str(query.go("overview")) == "?view=overview&lang=en"
    assert str(query.but(node="kela")) == "?view=map&node=kela&story=a&slide=3&lang=en"
    assert "story" not in str(query.essence)
