"""A field that is added to the catalogue is told everywhere: in a copy of flowviz, resources get two, each one line of
`catalogue.py` and its words in the locales, and they are looked for in every place that tells of a resource.

Two places choose what they tell and do not have it by themselves, and a test says so: the columns of tables, which are
entries of `facts/tables.py`, and what search finds things by, which is their names and what they hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from added import Copy

if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = """
    steward: Text | None = item("Who looks after its quality.", default=None)
    pace: Literal["calm", "hasty"] | None = item("How fast it changes.", default=None)
"""
VALUES = """
        steward: {da: Havnefogeden, en: Harbour master}
        pace: hasty
"""
QUESTIONS = """
import shutil
from zipfile import ZipFile

import openpyxl

from flowviz import importing, loading, site
from flowviz.explorer.live import Live
from flowviz.explorer.pages import as_json, resolved
from flowviz.explorer.panels import details
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query
from flowviz.exports import EXPORTS, Order
from flowviz.page.contents import contents

E = HERE / "tests/example"
ENGLISH = ("--catalogue", E, "--lang", "en")
state = Live(E).now()
catalogue = loading.load(E)

def export(form):
    return EXPORTS[form].write(state.model, Order(language="en"))

def back(form, name):
    return importing.from_bytes(export(form), name).catalogue == catalogue

answers["show"] = run("show", "anloeb", *ENGLISH)
answers["silent show"] = run("show", "kajpladser", *ENGLISH)
query = resolved(state.model, Query.read("?view=neighbourhood&of=anloeb&lang=en"))
answers["details"] = as_json(details.view(Place(state, query)))
files = site.build(state.model, languages=["en"])
answers["site"] = next(data.decode() for name, data in files if "anloeb" in name and name.endswith(".html"))
answers["page"] = json.dumps(contents(state.model, "en"), ensure_ascii=False)
answers["json"] = json.loads(export("json"))
answers["json back"] = back("json", "x.json")
book = openpyxl.load_workbook(io.BytesIO(export("xlsx")))
answers["workbook"] = [[cell.value for cell in row] for row in book["Information resources"].iter_rows()]
answers["workbook back"] = back("xlsx", "x.xlsx")
packed = ZipFile(io.BytesIO(export("csv-set")))
answers["csv"] = {name: packed.read(name).decode("utf-8-sig") for name in packed.namelist()}
answers["csv back"] = back("csv-set", "x.zip")
answers["yaml"] = importing.yaml_files(catalogue)
answers["schema"] = json.loads(run("schema"))
answers["export schema"] = json.loads(run("schema", "--json-export"))
answers["list"] = json.loads(run("list", "resources", *ENGLISH, "--format", "json"))
answers["search"] = [hit.id for hit in state.index.find("Harbour master")]

before = HERE / "before"
shutil.copytree(E, before)
havn = before / "departments/havn.yaml"
text = havn.read_text("utf-8").replace("pace: hasty", "pace: calm")
havn.write_text(text.replace("Havnefogeden", "Staten").replace("Harbour master", "The state"), "utf-8")
answers["diff"] = run("diff", before, E, "--lang", "en")
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was found in a copy in which resources have two fields more."""
    copy = Copy(tmp_path_factory.mktemp("field"))
    where = "    internal_only: bool = item("
    copy.edit("src/flowviz/catalogue.py", where, f"{FIELDS.lstrip(chr(10))}{where}")
    copy.say(field__steward="Looked after by", field__pace="Pace of change")
    copy.say(option__Resource__pace__calm="slow and steady", option__Resource__pace__hasty="in a hurry")
    ship_calls = "        name: {da: Skibsanløb, en: Ship calls}\n"
    copy.edit("tests/example/departments/havn.yaml", ship_calls, ship_calls + VALUES.lstrip("\n"))
    answers: dict[str, Any] = copy.ask(QUESTIONS)
    return answers


TOLD = ("Looked after by", "Harbour master", "Pace of change", "in a hurry")


@pytest.mark.parametrize("place", ["show", "details", "site", "page"])
def test_it_is_told_with_the_thing(found: dict[str, Any], place: str) -> None:
    for words in TOLD:
        assert words in found[place], words


def test_where_the_source_is_silent_that_is_told(found: dict[str, Any]) -> None:
    assert "Looked after by" in found["silent show"].partition("\nNot stated in the source\n")[2]


def test_it_is_in_json_and_comes_back(found: dict[str, Any]) -> None:
    (ship_calls,) = (thing for thing in _objects(found["json"]) if thing.get("id") == "anloeb" and "steward" in thing)
    assert ship_calls["steward"] == {"da": "Havnefogeden", "en": "Harbour master"}
    assert ship_calls["pace"] == "hasty"
    assert found["json back"] is True


def test_it_is_in_the_workbook_and_the_csv_files_and_comes_back(found: dict[str, Any]) -> None:
    heads, *rows = found["workbook"]
    (ship_calls,) = (dict(zip(heads, row, strict=True)) for row in rows if "anloeb" in row)
    assert {"Harbour master", "Havnefogeden", "in a hurry"} <= set(ship_calls.values())
    assert any(head.startswith("Looked after by") for head in heads)
    assert "Pace of change" in heads
    assert any("Harbour master" in text and "in a hurry" in text for text in found["csv"].values())
    assert found["workbook back"] is True
    assert found["csv back"] is True


def test_it_is_in_the_yaml_that_an_import_writes(found: dict[str, Any]) -> None:
    assert any("Harbour master" in text and "pace: hasty" in text for text in found["yaml"].values())


def test_it_is_in_both_schemas_with_its_description_and_its_choices(found: dict[str, Any]) -> None:
    for schema in (found["schema"], found["export schema"]):
        fields = [item["properties"] for item in _objects(schema) if "steward" in item.get("properties", {})]
        assert fields
        for properties in fields:
            assert "Who looks after its quality." in str(properties["steward"])
            assert "hasty" in str(properties["pace"])


def test_a_change_of_it_is_a_sentence(found: dict[str, Any]) -> None:
    subject = "Changed: information resource “Ship calls” –"
    assert f"{subject} looked after by was “The state”, now “Harbour master”" in found["diff"]
    assert f"{subject} pace of change was slow and steady, now in a hurry" in found["diff"]


def test_tables_and_search_choose_what_they_tell_and_do_not_have_it_by_themselves(found: dict[str, Any]) -> None:
    assert all({"steward", "pace"}.isdisjoint(row) for row in found["list"])
    assert "anloeb" not in found["search"]


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in ``data``."""
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _objects(value)
    elif isinstance(data, list):
        for value in data:
            yield from _objects(value)
