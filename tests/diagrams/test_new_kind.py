"""A new kind of drawing is one file, one line and its name, and then it is drawn, listed and explored as the others."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flowviz import places
from flowviz.diagrams import DIAGRAMS, OPTIONS
from flowviz.locales import LANGUAGES, words

PACKAGE = Path(places.__file__).parent
EXAMPLE = Path(__file__).parents[1] / "example"
ENTRIES = {
    "everything": "Kind(lambda model, wish: extra.draw(model, wish, 'everything'))",
    "stars": "Kind(lambda model, wish: extra.draw(model, wish, 'stars'), of='department')",
    "ripples": "Kind(lambda model, wish: extra.draw(model, wish, 'ripples'), of='thing', options=('depth',))",
    "bridges": "Kind(lambda model, wish: extra.draw(model, wish, 'bridges'), of='thing', to='thing')",
}
MODULE = """
from flowviz.diagrams import hops
from flowviz.diagrams.neighbourhood import draw_nodes

def draw(model, wish, kind):
    ends = [node for node in (wish.of, wish.to) if node] or [model.catalogue.departments[0].id]
    scene = draw_nodes(model, {node: step for step, node in enumerate(ends)}, language=wish.language)
    scene.kind, scene.name = kind, "-".join([kind, *ends])
    scene.title, scene.subtitle = f"{kind} to {wish.depth}", ""
    return hops.place(scene, {}, wish.page)
"""
ASK = """
import json, sys
from pathlib import Path
from click.testing import CliRunner
from flowviz.cli.draw_command import command as draw
from flowviz.explorer import page, resolved
from flowviz.explorer.live import Live
from flowviz.explorer.pages import as_json
from flowviz.explorer.panels.drawing import command_of
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query

from flowviz.page.contents import contents

example = sys.argv[1]
state = Live(Path(example)).now()
packed = contents(state.model, "en")

def run(*args):
    done = CliRunner().invoke(draw, ["--catalogue", example, "--lang", "en", *args])
    return [done.exit_code, done.stdout]

def seen(search):
    at = Place(state, resolved(state.model, Query.read(search)))
    contents, facts = page(at)
    drawing = as_json(contents["drawing"])
    return {"title": facts["title"], "command": command_of(at.query), "view": facts["view"], "drawing": drawing,
        "rail": as_json(contents["rail"]), "rows": bool(contents["table"]), "choice": bool(contents["paths"])}

print(json.dumps({
    "all": run("-o", "all"),
    "index": Path("all/index.html").read_text(),
    "thing": run("--node", "anloeb", "-o", "thing"),
    "deep": run("--kind", "ripples", "--node", "anloeb", "--depth", "3", "-o", "-"),
    "way": run("--kind", "ripples", "--node", "anloeb", "--direction", "up", "-o", "-"),
    "two": run("--kind", "bridges", "--node", "anloeb", "--to", "havn", "-o", "-"),
    "without": [run("--kind", "ripples")[0], run("--kind", "bridges", "--node", "anloeb")[0]],
    "everything": seen("?view=everything&lang=en"),
    "stars": seen("?view=stars&of=havn&lang=en"),
    "ripples": seen("?view=ripples&of=anloeb&depth=3&direction=up&lang=en"),
    "bridges": seen("?view=bridges&of=anloeb&to=havn&lang=en"),
    "unsaid": seen("?view=bridges&lang=en"),
    "packed": list(packed["drawings"]),
    "parts": packed["parts"],
    "titles": [page["title"] for page in packed["pages"].values()],
}))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What flowviz says when four kinds have been added to a copy of it as CONTRIBUTING says."""
    root = tmp_path_factory.mktemp("new-kind")
    copy = root / "src/flowviz"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in (places.ASSETS, places.CATALOGUE):
        shutil.copytree(folder, root / folder.name)
    (copy / "diagrams/extra.py").write_text(MODULE, "utf-8")
    registry = copy / "diagrams/__init__.py"
    text = registry.read_text("utf-8").replace("import department,", "import department, extra,")
    lines = "".join(f'    "{name}": {entry},\n' for name, entry in ENTRIES.items())
    registry.write_text(text.replace("DIAGRAMS: Final = {\n", "DIAGRAMS: Final = {\n" + lines), "utf-8")
    for language in LANGUAGES:
        with (copy / f"locales/{language}.yaml").open("a", encoding="utf-8") as locale:
            locale.writelines(
                f"drawing.kind.{name}: Name of {name}\nexplorer.drawing.{name}: Short {name}\n" for name in ENTRIES
            )
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(EXAMPLE)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(copy.parent)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_draw_makes_the_new_kinds_that_fit(answers: dict[str, Any]) -> None:
    code, out = answers["all"]
    assert code == 0
    assert {"everything-havn.svg", "stars-havn.svg", "stars-pleje.svg"} <= {Path(line).name for line in out.split("\n")}
    code, out = answers["thing"]
    assert code == 0
    assert {Path(line).name for line in out.split()} == {
        "neighbourhood-anloeb-both-1.svg",
        "ripples-anloeb.svg",
        "index.html",
    }
    assert "bridges to 1" in answers["two"][1]


def test_a_new_kind_takes_its_own_options_and_no_others(answers: dict[str, Any]) -> None:
    assert "ripples to 3" in answers["deep"][1]
    assert answers["way"][0] == 2
    assert answers["without"] == [2, 2]


def test_the_gallery_calls_a_new_kind_by_its_name(answers: dict[str, Any]) -> None:
    assert "Name of stars" in answers["index"]
    assert "Name of everything" in answers["index"]


@pytest.mark.parametrize("kind", ENTRIES)
def test_the_explorer_shows_a_new_kind_with_its_rows_and_its_command(answers: dict[str, Any], kind: str) -> None:
    seen = answers[kind]
    assert seen["view"] == kind
    assert f"Name of {kind}" in seen["title"] or kind == "bridges"
    assert f"drawing.svg?view={kind}" in seen["drawing"]
    assert seen["rows"]
    assert seen["command"].startswith(f"flowviz draw --kind {kind} ")
    assert seen["choice"] == (kind == "bridges")


def test_the_explorer_leads_to_each_new_kind(answers: dict[str, Any]) -> None:
    for kind in ("everything", "bridges"):
        assert f'"?view={kind}&' in answers["stars"]["rail"]
    assert {kind for kind in ENTRIES if f"Short {kind}" in answers["stars"]["drawing"]} == {"stars", "ripples"}
    assert {kind for kind in ENTRIES if f"Short {kind}" in answers["ripples"]["drawing"]} == {"ripples"}


def test_the_one_file_page_holds_each_new_kind_that_is_not_between_two_things(answers: dict[str, Any]) -> None:
    assert {"?view=everything", "?view=stars&of=havn", "?view=ripples&of=anloeb", "?view=ripples&of=havn"} <= set(
        answers["packed"]
    )
    assert not [drawing for drawing in answers["packed"] if "bridges" in drawing or "stars&of=anloeb" in drawing]
    assert "Name of everything" in answers["titles"]
    menu = 'href="?view=everything&amp;lang=en"><span class="icon icon-other" aria-hidden="true"></span><span>'
    assert f"{menu}Name of everything<" in answers["parts"]
    assert {kind for kind in ENTRIES if f"Short {kind}" in answers["parts"]} == {"stars", "ripples"}


def test_the_command_of_a_new_kind_has_its_own_options_alone(answers: dict[str, Any]) -> None:
    assert answers["ripples"]["command"].split(" --lang")[0] == "flowviz draw --kind ripples --node anloeb --depth 3"
    assert answers["bridges"]["command"].split(" --lang")[0] == "flowviz draw --kind bridges --node anloeb --to havn"


def test_two_ends_that_are_not_yet_chosen_give_lists_and_no_command(answers: dict[str, Any]) -> None:
    assert answers["unsaid"]["choice"]
    assert answers["unsaid"]["command"] is None
    assert answers["unsaid"]["drawing"] == "[]"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_option_of_a_kind_is_one_of_those_that_are_declared_and_has_its_words(language: str) -> None:
    w = words(language)
    assert {option for kind in DIAGRAMS.values() for option in kind.options} == set(OPTIONS)
    for name, option in OPTIONS.items():
        told = option.metadata
        assert option.default in told["values"]
        assert w(f"explorer.{name}")
        for part in ("less", "more") if "told" in told else told["values"]:
            assert w(f"explorer.{name}.{part}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_name_and_where_one_chooses_a_short_one(language: str) -> None:
    for name, kind in DIAGRAMS.items():
        assert words(language)(f"drawing.kind.{name}")
        if kind.of and not kind.to:
            assert words(language)(f"explorer.drawing.{name}")
