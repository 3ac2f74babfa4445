"""What if, the ranking and another version: the same rows on the screen, in every file and on the command line."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from looking import at, contents, elements, links, text_of

from conftest import EXAMPLE
from flowviz.cli import main
from flowviz.explorer import Settings, create_app
from flowviz.explorer.drawings import drawing_of
from flowviz.explorer.panels import critical, impact
from flowviz.explorer.query import Query
from flowviz.explorer.questions import question_of
from flowviz.exports import json_catalogue
from flowviz.facts.values import Choice
from flowviz.locales import LANGUAGES
from flowviz.telling.impact import consequences
from flowviz.telling.plain import cells as told_cells
from flowviz.telling.words import headings, tell

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from flowviz.explorer.live import State
    from flowviz.model import Model

QUESTIONS = [
    "?view=impact&gone=viestintaosasto",
    "?view=impact&gone=taloustietovaranto,dvv&direction=down",
    "?view=impact&gone=tyovoima&effect=cut-off&within=2",
    "?view=impact&gone=muutostietopalvelu~vaestotieto&stated=yes",
    "?view=impact&gone=henkilostotietovaranto&scope=city-wide",
    "?view=impact&gone=suomi-fi-palvelutietovaranto&department=strategiaosasto",
]
"""What visitors ask: several things, single feeds, and every filter."""
EVERYWHERE = [
    *(("built-in", question) for question in QUESTIONS),
    ("example", "?view=impact&gone=omsorg"),
    ("example", "?view=impact&gone=anloeb~nordhavne,loen~pleje&stated=yes"),
]
"""The questions of both authorities: the second has feeds beside each other, within a department and both ways."""


def cells(part: Any, name: str) -> list[list[str]]:
    """The texts of the body of the table called ``name``."""
    scroller = next(each for each in elements(part) if getattr(each, "className", "") == f"scroller {name}")
    body = next(each for each in elements(scroller) if each._type == "Tbody")
    return [[text_of(cell) for cell in row.children] for row in body.children]


def _by_ids(state: State, text: str, language: str) -> str:
    """What a cell of the screen says in the words of the files, which name documents by their ids."""
    for source in state.model.catalogue.sources:
        title = "".join(source.title.get(language).split())
        text = re.sub(rf"{re.escape(title)}(?=,|;|$)", source.id, "".join(text.split()))
    return text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("authority", "search"), EVERYWHERE)
def test_screen_csv_xlsx_json_and_command_line_have_the_same_rows(
    clients: dict[str, FlaskClient],
    states: dict[str, State],
    authority: str,
    search: str,
    language: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    client, state = clients[authority], states[authority]
    address = f"{search}&lang={language}&wide=yes"
    place = at(state, address)
    screen = impact.rows(place)
    shown = impact.shown(place)
    told = client.get(f"/impact.json{address}").get_json()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/impact.xlsx{address}").data))
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    command = shlex.split(question_of(state, place.query).command("json"))[1:-2]
    with pytest.raises(SystemExit):
        main(command if authority == "built-in" else [*command, "--catalogue", str(EXAMPLE)])
    assert json.loads(capsys.readouterr().out) == told
    assert shown
    for table in shown:
        rows = cells(screen, table.name)
        raw = client.get(f"/impact.csv{address}&table={table.name}").data.decode("utf-8-sig")
        file = list(csv.reader(io.StringIO(raw)))
        assert file[0] == headings(table.columns, place.language)
        said = told_cells(table.rows, place.language)
        assert [["" if cell is None else str(cell) for cell in row] for row in said] == file[1:]
        assert [
            [
                "".join(_by_ids(state, text, language).split()) if value else ""
                for text, value in zip(row, line, strict=True)
            ]
            for row, line in zip(rows, file[1:], strict=True)
        ] == [["".join(value.split()) for value in line] for line in file[1:]]
        sheet = [[cell.value for cell in row] for row in sheets[place.w(table.title)[:31]].iter_rows(min_row=2)]
        assert [tuple(row) for row in sheet] == said
        part = told[_JSON.get(table.name, table.name.replace("-", "_"))]
        assert len(part) == len(table.rows)
        if part and isinstance(part[0], dict) and "id" in part[0]:
            assert [row["id"] for row in part] == [row[0] for row in table.rows]
    downstream = next((table for table in shown if table.name == "downstream"), None)
    if downstream:
        keys = [column.key for column in downstream.columns]
        for row, entry in zip(told_cells(downstream.rows, place.language), told["downstream"], strict=True):
            for key in ("distance", "feeds_lost", "feeds_before", "origins_lost", "origins_before"):
                assert row[keys.index(key)] == entry[key]


_JSON = {"removed-feeds": "removed_feeds", "issues": "source_issues"}


def test_the_ranking_has_the_same_rows_everywhere(client: FlaskClient, state: State) -> None:
    place = at(state, "?view=critical&kind=resource,party&lang=en")
    found = critical.shown(place)
    address = str(place.query)
    raw = client.get(f"/critical.csv{address}").data.decode("utf-8-sig")
    file = list(csv.reader(io.StringIO(raw)))[1:]
    told = client.get(f"/critical.json{address}").get_json()["ranking"]
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/critical.xlsx{address}").data))
    assert [row[1] for row in file] == [row["id"] for row in told] == [row[1] for row in found.rows]
    assert [row[1].value for row in book.worksheets[0].iter_rows(min_row=2)] == [row[1] for row in file]
    screen = cells(critical.view(place), "critical")
    assert [row[0] for row in screen] == [tell(name, "en") for name in found.values("name")]
    assert [row[2].split()[0] for row in screen] == [str(entry["cut_off"]) for entry in told]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("search", [*QUESTIONS, "?view=impact", "?view=critical", "?view=changes"])
def test_every_view_has_one_first_heading_and_links_that_lead_somewhere(
    client: FlaskClient, state: State, search: str, language: str
) -> None:
    found = contents(state, f"{search}&lang={language}")
    assert sum(each._type == "H1" for each in elements(found)) == 1
    ids = [getattr(each, "id", None) for each in elements(found)]
    ids = [id_ for id_ in ids if id_]
    assert len(ids) == len(set(ids))
    for href in links(found):
        if href.startswith("?"):
            query = Query.read(href)
            assert at(state, href).query.view == query.view, href
            assert str(query) == href or query == Query.read(str(query))


def test_the_query_of_an_impact_prints_and_reads_itself() -> None:
    query = Query(
        view="impact", gone=("dvv", "a~b"), stated=True, effects=("cut off", "touched"), within=3, version="given"
    )
    assert Query.read(str(query)) == query
    assert "effect=cut-off,touched" in str(query)


@pytest.mark.parametrize(("authority", "centre"), [("built-in", "dvv"), ("example", "loen")])
def test_everything_that_can_go_has_its_question_in_the_details(
    states: dict[str, State], authority: str, centre: str
) -> None:
    state = states[authority]
    for node, data in list(state.model.nodes(data=True))[:: 1 if authority == "example" else 3]:
        found = links(contents(state, str(Query(view="neighbourhood", of=centre, node=node)))["details"])
        asked = any(Query.read(href).gone == (node,) for href in found if href.startswith("?"))
        assert asked == (data["kind"] not in ("organisation", "request")), node


def test_in_the_view_more_is_taken_away_and_put_back_by_links(state: State) -> None:
    found = contents(state, "?view=impact&gone=dvv&node=vaestotieto")
    more = [Query.read(href).gone for href in links(found["details"]) if href.startswith("?view=impact")]
    assert ("dvv", "vaestotieto") in more
    back = [Query.read(href) for href in links(found["impact"]) if href.startswith("?")]
    assert any(query.gone == () for query in back)
    assert all(
        card.id in state.model for card in drawing_of(state, Query.read("?view=impact&gone=dvv"), 150).scene.cards
    )


def test_what_the_catalogue_does_not_have_cannot_be_taken_away(client: FlaskClient, state: State) -> None:
    assert at(state, "?view=impact&gone=dvvv").query.view == "missing"
    assert at(state, "?view=impact&gone=dvv~kela").query.view == "missing"
    assert client.get("/impact.json?gone=dvvv").status_code == 404
    assert client.get("/impact.json").status_code == 404
    assert client.get("/impact.exe?gone=dvv").status_code == 404
    assert client.get("/changes.csv?with=gone").status_code == 404


def test_a_large_impact_is_drawn_as_far_as_it_can_be_read(state: State) -> None:
    query = Query.read("?view=impact&gone=yhteistietovaranto")  # two hops, four things
    assert drawing_of(state, query, 150).depth is None
    near = drawing_of(state, query, 3)
    assert near.depth == 1
    assert len(near.scene.cards) <= 3
    assert drawing_of(state, query, 1).rolled
    assert len(drawing_of(state, query.but(whole=True), 1).scene.cards) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_begins_with_its_sentences_then_comes_the_drawing_then_the_tables(
    state: State, language: str
) -> None:
    place = at(state, f"?view=impact&gone=taloustietovaranto&lang={language}")
    question = question_of(state, place.query)
    found = contents(state, str(place.query))
    assert list(found).index("impact") < list(found).index("drawing")
    names = [getattr(each, "className", None) for each in elements(found["impact"])]
    assert names.index("heading") < names.index("consequences") < names.index("asked")
    sentences = next(each for each in elements(found["impact"]) if getattr(each, "className", "") == "consequences")
    assert [text_of(each) for each in sentences.children] == consequences(state.model, question.whole, language)
    parts = [getattr(each, "id", None) or getattr(each, "className", None) for each in elements(found["drawing"])]
    assert parts.index("stage") < parts.index("answer")


def test_what_changes_the_question_is_folded_and_what_is_chosen_is_said_beside_it(state: State) -> None:
    asked = "?view=impact&gone=dvv,kela&direction=down&effect=cut-off&stated=yes&within=2&department=strategiaosasto"
    found = contents(state, f"{asked}&scope=city-wide&lang=en")["impact"]
    fold = next(each for each in elements(found) if each._type == "Details")
    summary = next(each for each in elements(fold) if each._type == "Summary")
    inside = list(elements(fold))
    assert not getattr(fold, "open", False)
    assert {"impact-within", "impact-department", "impact-scope"} <= {getattr(each, "id", None) for each in inside}
    badges = [text_of(each) for each in elements(summary) if getattr(each, "className", "") == "badge on"]
    assert badges == [
        "Where to",
        "loses all",
        "Only stated feeds",
        "at most 2 hops",
        "Strategy Department",
        "City-wide",
    ]
    chips = next(each for each in elements(found) if getattr(each, "className", "") == "chips")
    assert chips not in inside
    assert len(chips.children) == 2


def test_what_is_not_known_is_told_beneath_the_tables_and_none_only_where_the_source_says_so(state: State) -> None:
    for thing in ("taloustietovaranto", "palvelurekisteri", "vaestotieto-aineisto"):
        place = at(state, f"?view=impact&gone={thing}&lang=en")
        question = question_of(state, place.query)
        told = [text_of(each) for each in elements(impact.rows(place)) if getattr(each, "className", "") == "silent"]
        none = [line for line in told if line.startswith("The source says that there are none")]
        empty = {name.replace("-", "_") for name, table in question.tables.items() if not table.rows}
        assert bool(none) == bool(empty & set(question.whole.none_known)), thing
        assert [line for line in told if line.startswith("Nothing is known in the catalogue of: ")], thing


def test_parties_are_ranked_when_they_are_chosen(state: State) -> None:
    def kinds(search: str) -> set[str]:
        return {value.code for value in critical.shown(at(state, search)).values("kind") if isinstance(value, Choice)}

    assert "party" in kinds("?view=critical&kind=resource,shared,party,system")
    assert kinds("?view=critical") == {"resource", "shared", "system"}
    ticks = [
        each for each in elements(critical.view(at(state, "?view=critical"))) if getattr(each, "role", "") == "checkbox"
    ]
    asked = {text_of(each): Query.read(getattr(each, "href", "")).filters.kinds for each in ticks}
    party = next(kinds for kinds in asked.values() if "party" in kinds)
    assert party == ("resource", "shared", "party", "system")
    back = critical.view(at(state, str(Query(view="critical").filtered(kinds=party))))
    again = [
        Query.read(getattr(each, "href", "")).filters.kinds
        for each in elements(back)
        if getattr(each, "role", "") == "checkbox"
    ]
    assert () in again


# --- another version


@pytest.fixture(scope="module")
def older(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = json_catalogue.as_dict(model)
    data["catalogue"]["version"] = "0.9"
    data["feeds"] = [feed for feed in data["feeds"] if feed["from"] != "dvv"]
    path = tmp_path_factory.mktemp("older") / "older.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def _send(client: FlaskClient, data: bytes, header: str = "compare") -> Any:
    return client.post("/compare", data=data, headers={"X-Flowviz": header})


def test_a_configured_version_is_compared_with(older: Path) -> None:
    app = create_app(Settings(compare=older))
    client = app.server.test_client()
    told = client.get("/changes.json?with=given&lang=en").get_json()
    assert {entry["action"] for entry in told["changes"]} == {"added", "changed"}
    drawing = client.get("/drawing.svg?view=changes&with=given&of=strategiaosasto").data.decode()
    assert "mark-added" in drawing


def test_a_version_that_is_sent_is_checked_kept_and_compared_with(client: FlaskClient, older: Path) -> None:
    answer = _send(client, older.read_bytes())
    assert answer.status_code == 200
    name = answer.get_json()["version"]
    told = client.get(f"/changes.json?with={name}").get_json()
    raw = client.get(f"/changes.csv?with={name}").data.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(raw)))) == len(told["changes"]) + 1
    assert client.get(f"/changes.xlsx?with={name}").status_code == 200


@pytest.mark.parametrize(
    "data",
    [b"", b"no json", b"{}", b"[" * 100_000, b'{"format": "flowviz-catalogue"}', b"\xff\xfe\x00", b"PK\x03\x04"],
)
def test_what_is_no_catalogue_is_refused_with_its_problems(client: FlaskClient, data: bytes) -> None:
    answer = _send(client, data)
    assert answer.status_code == 422
    assert answer.get_json()["problems"]


def test_a_catalogue_that_refers_to_nothing_is_refused(client: FlaskClient, model: Model) -> None:
    data = json_catalogue.as_dict(model)
    data["feeds"][0]["to"] = "nobody"
    answer = _send(client, json.dumps(data).encode())
    assert answer.status_code == 422
    assert any("nobody" in problem for problem in answer.get_json()["problems"])


def test_only_our_own_page_can_send_and_not_without_end(client: FlaskClient, older: Path) -> None:
    assert _send(client, older.read_bytes(), header="").status_code == 403
    assert client.get("/compare").status_code in (404, 405)
    assert _send(client, b" " * 20_000_001).status_code == 413


def test_a_version_that_is_gone_says_so(state: State) -> None:
    found = contents(state, "?view=changes&with=0123456789abcdef&lang=en")
    assert "send the file again" in text_of(found["changes"])
    assert found["drawing"] == []
