from __future__ import annotations

import ast
import dataclasses
import doctest
import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import flowviz
from conftest import EXAMPLE, HEAD
from documentation import ROOT
from edits import replaced
from flowviz import drawing
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.drawing import FORMATS
from flowviz.explorer.live import _version
from flowviz.exports import EXPORTS
from flowviz.loading.schema import is_noun
from flowviz.locales import LANGUAGES
from flowviz.reports import FORMATS as IMPACT_FORMATS
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

PAGE = ROOT / "docs/library.md"
FUNCTIONS = [name for name in flowviz.__all__ if inspect.isfunction(getattr(flowviz, name))]


def blocks() -> list[tuple[int, str]]:
    """The Python of the page, each block with its line."""
    text = PAGE.read_text("utf-8")
    return [(text.count("\n", 0, at.start(1)), at[1]) for at in re.finditer(r"```python\n(.*?)```", text, re.DOTALL)]


# --- the page and the names


def test_the_page_shows_what_really_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for line, block in blocks():
        if ">>>" in block:
            example = doctest.DocTestParser().get_doctest(block, names, PAGE.name, str(PAGE), line)
            runner.run(example, out=told.append, clear_globs=False)
            names = example.globs
        else:
            exec(compile(inspect.cleandoc(block), f"{PAGE.name}:{line}", "exec"), names)
    assert runner.summarize(verbose=False).failed == 0, "".join(told)


def test_the_page_shows_every_function() -> None:
    shown = "".join(block for _, block in blocks())
    assert [name for name in FUNCTIONS if f"flowviz.{name}(" not in shown] == []


def test_importing_flowviz_imports_none_of_its_modules() -> None:
    code = "import sys; before = set(sys.modules); import flowviz; print(sorted(set(sys.modules) - before))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert set(ast.literal_eval(found.stdout)) <= {"flowviz", "__future__", "types"}


def test_all_names_can_be_had_and_are_listed() -> None:
    assert set(flowviz.__all__) <= set(dir(flowviz))
    assert all(getattr(flowviz, name) for name in flowviz.__all__)
    with pytest.raises(AttributeError, match="no attribute 'dra'"):
        flowviz.dra  # noqa: B018


@pytest.mark.parametrize("first", ["flowviz.impact", "flowviz.search", "flowviz.explorer"])
def test_functions_keep_their_names_whatever_is_imported_first(first: str) -> None:
    code = f"import {first}; from flowviz import impact, search; import flowviz.impact, flowviz.search\n"
    code += "assert callable(impact) and callable(search) and callable(flowviz.impact) and callable(flowviz.search)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_types_and_an_example(name: str) -> None:
    function = getattr(flowviz, name)
    assert ">>> " in (function.__doc__ or "")
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Parameter.empty
    assert all(one.annotation is not inspect.Parameter.empty for one in signature.parameters.values())


# --- catalogues in


def test_a_catalogue_is_the_same_as_path_as_text_as_data_and_built(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(HEAD, "utf-8")
    small = flowviz.load(tmp_path)
    assert flowviz.load(str(tmp_path / "small.yaml")) == small
    assert flowviz.loads(HEAD) == flowviz.loads(HEAD.encode()) == small
    start, rest = HEAD.split("organisation:")
    assert flowviz.loads({"a.yaml": start, "b.YML": f"source: page\norganisation:{rest}".encode()}) == small
    for form, name in {"json": "small.json", "xlsx": "small.xlsx", "csv-set": "small.zip"}.items():
        flowviz.export(small, form, tmp_path / name)
        assert flowviz.load(tmp_path / name) == small
    drawn = [flowviz.draw(one, "overview").svg for one in (small, str(tmp_path / "small.yaml"), flowviz.build(small))]
    assert len(set(drawn)) == 1


def test_plain_data_make_a_catalogue() -> None:
    header = {"id": "mine", "name": "Mine", "version": "1", "date": "2026-01-31", "language": "en", "languages": ["en"]}
    data = {"catalogue": header, "organisation": {"id": "office", "name": "Office"}}
    assert flowviz.loads(data).header.name.get("en") == "Mine"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a: [", "catalogue.yaml:1:5: "),
        ({"one.yaml": "catalogue: {nmae: x}"}, "one.yaml:1:13: unknown key 'nmae'"),
        ({"departments": [{"id": "care"}]}, "departments/0/name: 'name' is missing"),
        ({"departments": {1: 2}}, "departments: 1 is no text"),
        ({"catalogue": {"date": 1.5}}, "catalogue/date: 1.5 where a whole number or text should stand"),
        ({"catalogue": {"date": {1}}}, "catalogue/date: {1} where a whole number or text should stand"),
        ({}, "data:1:1: no file has 'catalogue:'"),
        (b"\xff", "catalogue.yaml:1:1: "),
    ],
)
def test_problems_of_content_are_told_with_their_places(content: Any, told: str) -> None:
    with pytest.raises(flowviz.CatalogueError) as error:
        flowviz.loads(content)
    assert any(str(problem).startswith(told) for problem in error.value.problems), str(error.value)


def test_content_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowviz.reading.memory.MOST_BYTES", 10)
    with pytest.raises(flowviz.CatalogueError, match="is larger than"):
        flowviz.loads(HEAD)


def test_what_is_not_there_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(flowviz.InputError, match="no such file or folder"):
        flowviz.load(tmp_path / "nothing")


def test_a_catalogue_changed_by_hand_may_not_refer_to_nothing(catalogue: Catalogue) -> None:
    with pytest.raises(flowviz.UnknownThing, match="paatostietovaranto"):
        flowviz.build(dataclasses.replace(catalogue, shared=()))


# --- wrong wishes


@pytest.mark.parametrize(
    "call",
    [
        lambda model: flowviz.draw(model, "neighbourhood", of="kella"),
        lambda model: flowviz.draw(model, "paths", of="tyovoima", to="kella"),
        lambda model: flowviz.impact(model, "kella"),
        lambda model: flowviz.impact(model, feeds=[("kella", "tyovoima")]),
        lambda model: flowviz.path(model, "kella", "tyovoima"),
        lambda model: flowviz.path(model, "tyovoima", "kella"),
    ],
)
def test_an_id_that_does_not_exist_is_told_with_those_near(model: Model, call: Callable[[Model], object]) -> None:
    with pytest.raises(flowviz.UnknownThing) as error:
        call(model)
    assert "kela" in error.value.near


def test_a_department_that_does_not_exist_is_told_with_those_near(model: Model) -> None:
    told = r"no department 'viestintaosast'.*'viestintaosasto'"
    with pytest.raises(flowviz.UnknownThing, match=told):
        flowviz.draw(model, "feeds", of="viestintaosast")
    with pytest.raises(flowviz.UnknownThing, match=told):
        flowviz.diff(model, model).drawing("viestintaosast")


@pytest.mark.parametrize(
    ("call", "choices"),
    [
        (lambda model, _: flowviz.draw(model, "maps"), DIAGRAMS),
        (lambda model, _: flowviz.draw(model, "map", level=4), "123"),
        (lambda model, _: flowviz.draw(model, "overview", language="de"), LANGUAGES),
        (lambda model, _: flowviz.draw(model, "overview", theme="pink"), THEMES),
        (lambda model, _: flowviz.draw(model, "overview", direction="left"), ["up", "down", "both"]),  # type: ignore[arg-type]
        (lambda model, folder: flowviz.draw(model, "overview").save(folder / "x.gif"), FORMATS),
        (lambda model, _: flowviz.impact(model, "kela", language="de"), LANGUAGES),
        (lambda model, _: flowviz.impact(model, "kela").drawing(theme="pink"), THEMES),
        (lambda model, folder: flowviz.impact(model, "kela").save(folder / "x.doc"), IMPACT_FORMATS),
        (lambda model, folder: flowviz.impact(model, "kela").save(folder / "x.csv", table="x"), ["downstream"]),
        (lambda model, _: flowviz.diff(model, model, language="de"), LANGUAGES),
        (lambda model, folder: flowviz.diff(model, model).save(folder / "x"), ["md", "txt", "json", "csv", "xlsx"]),
        (lambda model, _: flowviz.export(model, "yaml"), EXPORTS),
        (lambda model, _: flowviz.export(model, "csv", table="x"), ["feeds"]),
        (lambda model, _: flowviz.export(model, "json", language="de"), LANGUAGES),
    ],
)
def test_a_choice_that_there_is_not_is_told_with_those_that_there_are(
    model: Model, tmp_path: Path, call: Callable[[Model, Path], object], choices: Any
) -> None:
    with pytest.raises(flowviz.FlowvizError) as error:
        call(model, tmp_path)
    assert [choice for choice in choices if choice not in str(error.value)] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "call",
    [
        lambda model: flowviz.draw(model, "department"),
        lambda model: flowviz.draw(model, "paths", of="kela"),
        lambda model: flowviz.draw(model, "overview", of="kela"),
        lambda model: flowviz.draw(model, "neighbourhood", of="kela", depth=0),
        lambda model: flowviz.impact(model),
        lambda model: flowviz.impact(model, feeds=("kela", "dvv")),  # type: ignore[arg-type]
        lambda model: flowviz.impact(model, "kela", scenario="what-if.yaml"),
        lambda model: flowviz.impact(model, scenario="nothing.yaml"),
    ],
)
def test_a_wish_that_cannot_be_met_is_our_error(model: Model, call: Callable[[Model], object]) -> None:
    with pytest.raises(flowviz.FlowvizError):
        call(model)


# --- results


@pytest.mark.parametrize("form", FORMATS)
def test_a_drawing_is_saved_as_the_command_line_draws_it(model: Model, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form.upper()}"
    assert flowviz.draw(model, "overview", language="sv").save(path) == path
    wish = Wish(kind="overview", language="sv")
    assert path.read_bytes() == drawing.write(model, drawing.scene_of(model, wish), form)


def test_a_file_of_somebody_else_is_left_alone(model: Model, tmp_path: Path) -> None:
    mine = tmp_path / "mine.svg"
    mine.write_text("mine", "utf-8")
    drawn = flowviz.draw(model, "overview")
    with pytest.raises(flowviz.OutputError):
        drawn.save(mine)
    assert mine.read_text("utf-8") == "mine"
    drawn.save(mine, force=True)
    assert mine.read_text("utf-8") == drawn.svg == drawn._repr_svg_()


@pytest.mark.parametrize("form", sorted({*IMPACT_FORMATS, *FORMATS}))
def test_an_answer_is_saved_in_every_format_of_impacts_and_drawings(model: Model, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"answer.{form}"
    assert flowviz.impact(model, "taloustietovaranto", language="en").save(path) == path
    assert path.stat().st_size > 100
    assert (tmp_path / "answer.svg").exists() == (form in ("md", "svg"))


def test_the_tables_of_an_answer_have_the_rows_of_its_json(model: Model, tmp_path: Path) -> None:
    answer = flowviz.impact(model, "asiakastietovaranto", feeds=[("tyovoima", "taloustietovaranto")], language="en")
    data = json.loads(answer.save(tmp_path / "answer.json").read_bytes())
    for table in ("downstream", "upstream"):
        assert [row["id"] for row in answer.tables[table]] == [row["id"] for row in data[table]]
    assert {key: data["summary"][key] for key in answer.summary} == answer.summary


def test_a_scenario_is_answered_with_its_comparison(model: Model, tmp_path: Path) -> None:
    scenario = tmp_path / "what-if.yaml"
    scenario.write_text("name: {en: Without}\nremove: [taloustietovaranto]\n", "utf-8")
    assert (
        flowviz.impact(model, scenario=scenario, language="en").tables["compared"][0]["id"] == "talousarvion-laadinta"
    )


def test_a_difference_is_false_only_when_there_is_none(catalogue: Catalogue, tmp_path: Path) -> None:
    later = dataclasses.replace(catalogue, feeds=catalogue.feeds[1:])
    found = flowviz.diff(catalogue, later, language="en")
    assert found
    assert not flowviz.diff(catalogue, catalogue)
    assert [row["sentence"] for row in found.tables["changes"]] == [
        one for told in found.sentences.values() for one in told
    ]
    for form in ("md", "txt", "json", "csv", "xlsx"):
        assert found.save(tmp_path / f"changes.{form}").stat().st_size > 100


@pytest.mark.parametrize(
    "make",
    [
        lambda catalogue: catalogue,
        lambda catalogue: flowviz.draw(catalogue, "overview"),
        lambda catalogue: flowviz.impact(catalogue, "kela"),
        lambda catalogue: flowviz.diff(catalogue, catalogue),
    ],
)
def test_what_a_prompt_shows_is_one_short_line(catalogue: Catalogue, make: Callable[[Catalogue], object]) -> None:
    header = dataclasses.replace(catalogue.header, version="1\n2")
    shown = repr(make(dataclasses.replace(catalogue, header=header)))
    assert shown.isprintable()
    assert len(shown) < 200


# --- what the explorer tells versions apart by


def swapped(noun: Any, other: Any) -> Callable[[Any], Any]:
    return lambda one: other if one is noun else one


def test_the_version_of_a_catalogue_changes_with_every_field_of_every_noun(example: Model) -> None:
    catalogue = example.catalogue  # the smaller one, which has every noun
    seen = {_version(catalogue)}
    assert seen == {_version(flowviz.load(EXAMPLE))}
    touched: set[tuple[type, str]] = set()

    def edits(noun: Any) -> None:
        for field in dataclasses.fields(noun):
            value = getattr(noun, field.name)
            for inner in value if isinstance(value, tuple) else (value,):
                if is_noun(type(inner)):
                    edits(inner)
            if (type(noun), field.name) not in touched:
                touched.add((type(noun), field.name))
                other = dataclasses.replace(noun, **{field.name: "another"})
                seen.add(_version(replaced(catalogue, swapped(noun, other))))

    edits(catalogue)
    assert len(seen) == 1 + len(touched)
