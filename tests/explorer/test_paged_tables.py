"""Tables come a page at a time: filtered and sorted over all rows, in the columns that were chosen, and whole as files."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from looking import ask, contents, elements, links, rest, text_of

from conftest import write_catalogue
from federation.town import write_town
from flowviz.catalogue import Text
from flowviz.explorer import Settings, create_app, pages, rows
from flowviz.explorer.cells import cell
from flowviz.explorer.live import Live
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query
from flowviz.explorer.work import TooBig
from flowviz.facts.values import Ref, many
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from flowviz.explorer.live import State
    from flowviz.facts.values import Value

NAMES = sorted(f"r{number}" for number in range(230))
"""The resources of a department by the alphabet: the catalogue has them by their numbers."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a department of 230 resources and 230 feeds, and 120 departments with nothing in them."""
    numbers = range(230)
    resources = [{"id": f"r{n}", "name": {"en": f"r{n}", "da": f"r{n}"}} for n in numbers]
    large = {"id": "large", "name": {"en": "Large", "da": "Stor"}, "resources": resources}
    small = [{"id": f"d{n}", "name": {"en": f"Office {n}", "da": f"Kontor {n}"}} for n in range(120)]
    feeds = [{"from": f"r{n}", "to": "people", "basis": "stated", "evidence": [3]} for n in numbers]
    more = json.dumps({"source": "page", "departments": [large, *small], "feeds": feeds})
    return write_catalogue(tmp_path_factory.mktemp("large"), large=more)


@pytest.fixture(scope="module")
def state(folder: Path) -> State:
    return Live(folder).now()


@pytest.fixture(scope="module")
def client(folder: Path) -> FlaskClient:
    client: FlaskClient = create_app(Settings(catalogue=folder)).server.test_client()
    return client


def table(state: State, search: str) -> Any:
    return contents(state, search)["table"]


def parts(part: Any) -> list[Any]:
    """Every component in ``part``."""
    return [*elements(part)]


def names(part: Any) -> list[str]:
    """What the rows of the only table in ``part`` are called."""
    heads = [each for each in parts(part) if each._type == "Th" and getattr(each, "scope", "") == "row"]
    return [text_of(each) for each in heads]


def test_a_page_has_fifty_rows_of_all_as_they_are_sorted(state: State) -> None:
    found = table(state, "?view=table&department=large&sort=name&page=2&lang=en")
    assert names(found) == NAMES[50:100]
    assert names(table(state, "?view=table&department=large&sort=-name&page=5&lang=en")) == NAMES[29::-1]
    (whole,) = [each for each in parts(found) if each._type == "Table"]
    assert getattr(whole, "aria-rowcount") == "231"
    rows = [getattr(each, "aria-rowindex", None) for each in parts(whole) if each._type == "Tr"]
    assert rows == ["1", *(str(number) for number in range(52, 102))]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "Rows 51–100 of 230"), ("fi", "Rivit 51–100 / 230"), ("sv", "Raderna 51–100 av 230")],
)
def test_the_pager_says_where_one_is_and_leads_on_and_back(state: State, language: str, expected: str) -> None:
    assert {*LANGUAGES} == {"en", "fi", "sv"}
    found = table(state, f"?view=table&department=large&page=2&q=r&lang={language}")
    assert expected in text_of(found)
    pager = next(each for each in parts(found) if getattr(each, "className", "") == "pager")
    assert [Query.read(address).page for address in links(pager)] == [1, 1, 3, 5]
    assert {(query.filters.departments, query.text) for query in map(Query.read, links(pager))} == {(("large",), "r")}
    assert "51–100" in next(text_of(each) for each in parts(found) if each._type == "Caption")


def test_a_page_that_is_not_there_is_the_last_one_and_a_short_table_has_no_pages(state: State) -> None:
    assert names(table(state, "?view=table&department=large&sort=name&page=99&lang=en")) == NAMES[200:]
    short = table(state, "?view=table&department=large&q=r22&page=7&lang=en")
    assert sorted(names(short)) == ["r22", *(f"r22{number}" for number in range(10))]
    assert not [each for each in parts(short) if getattr(each, "className", "") == "pager"]


@pytest.mark.parametrize(("language", "expected"), [("en", "and 3 more"), ("fi", "ja 3 muuta"), ("sv", "och 3 till")])
def test_of_very_many_values_a_row_has_the_first_and_says_how_many_more_there_are_and_a_file_has_all(
    tmp_path: Path, language: str, expected: str
) -> None:
    use = {"system": "filer", "basis": "stated", "evidence": [3]}
    uses = [{"id": f"u{n}", "name": {"en": f"User {n}", "da": f"Bruger {n}"}, "systems": [use]} for n in range(23)]
    small = {"id": "office2", "name": {"en": "Office", "da": "Kontor"}, "resources": uses}
    system = {"id": "filer", "name": {"en": "Filer", "da": "Arkiv"}}
    state = Live(
        write_catalogue(tmp_path, more=json.dumps({"source": "page", "departments": [small], "systems": [system]}))
    ).now()
    query = f"?view=table&table=systems&wide=yes&lang={language}"
    row = next(each for each in parts(table(state, query)) if each._type == "Tr" and "User 0" in text_of(each))
    assert [f"User {n}" in text_of(row) for n in range(23)] == [True] * 20 + [False] * 3
    assert expected in text_of(row)
    (told,) = csv.DictReader(io.StringIO(rows.as_csv(rows.shown(state, Query.read(query))).decode("utf-8-sig")))
    assert all(f"User {n}" in " ".join(told.values()) for n in range(23))


def test_another_order_another_filter_and_other_rows_begin_at_the_first_page(state: State) -> None:
    found = contents(state, "?view=table&department=large&page=3&lang=en")
    assert {Query.read(address).page for address in links(found["filters"])} == {1}
    heads = [each for each in parts(found["table"]) if each._type == "Th" and each.scope == "col"]
    assert {Query.read(address).page for head in heads for address in links(head)} == {1}


def test_the_tables_beneath_a_drawing_have_pages_of_their_own(state: State) -> None:
    found = table(state, "?view=feeds&of=large&whole=yes&table=feeds&page=5&lang=en")
    things, feeds = (parts(each) for each in found[0].children)
    assert next(text_of(each) for each in things if each._type == "Caption").endswith("rows 1–50 of 231")
    assert next(text_of(each) for each in feeds if each._type == "Caption").endswith("rows 201–230 of 230")


def test_files_have_all_rows_and_columns_whatever_is_shown(client: FlaskClient) -> None:
    query = "?view=table&department=large&sort=name&page=2&columns=department&lang=en"
    rows = list(csv.reader(io.StringIO(client.get(f"/table.csv{query}").data.decode("utf-8-sig"))))
    at = rows[0].index("Name")
    assert [row[at] for row in rows[1:]] == NAMES
    assert {"Name", "Department", "Scope", "Purpose", "Feeds out"} <= {*rows[0]}


def test_columns_are_chosen_and_the_one_that_names_the_rows_stays(state: State) -> None:
    def heads(search: str) -> list[str]:
        found = table(state, f"?view=table&department=large&lang=en{search}")
        return [text_of(each).strip() for each in parts(found) if each._type == "Th" and each.scope == "col"]

    assert heads("") == ["Name", "Department", "Scope", "Feeds out", "Feeds in"]
    assert heads("&columns=purpose,scope") == ["Name", "Scope", "Purpose"]
    assert heads("&columns=nonsense") == ["Name"]
    assert heads("&wide=yes")[:3] == ["Name", "Id", "Department"]
    found = table(state, "?view=table&department=large&columns=purpose,scope&page=2&lang=en")
    ticks = {text_of(each): each for each in parts(found) if getattr(each, "role", "") == "checkbox"}
    assert {name for name, each in ticks.items() if getattr(each, "aria-checked") == "true"} == {"Scope", "Purpose"}
    assert Query.read(ticks["Purpose"].href).columns == ("name", "scope")
    assert Query.read(ticks["Id"].href).columns == ("id", "name", "scope", "purpose")


def test_beneath_a_drawing_of_joined_catalogues_things_have_their_organisation(tmp_path: Path) -> None:
    joined = Live(write_town(tmp_path)).now()
    query = Query.read("?view=neighbourhood&of=commons/customers&lang=en")
    found = list(
        csv.DictReader(io.StringIO(rows.as_csv(rows.beneath(joined, query, 150)["things"]).decode("utf-8-sig")))
    )
    assert {row["Id"]: row["Organisation"] for row in found} == {
        "commons/customers": "Common services",
        "care/daycare": "Care Division",
        "care/care": "Care Division",
        "works/works": "Works Enterprise",
    }
    heads = [text_of(each).strip() for each in parts(table(joined, str(query))) if each._type == "Th"]
    assert "Organisation" in heads


def test_no_line_begins_with_the_sign_between_the_values_of_a_list(state: State) -> None:
    scopes: list[Value] = [Ref(id_, Text.of(en=name), "scope") for id_, name in (("city", "City-wide"), ("own", "Own"))]
    made = cell(Place(state, Query(language="en")), many(scopes))
    first = made.children[0]
    assert (first.className, first.children[-1]) == ("listed", ";")
    assert made.children[1] == " "


def test_of_very_many_departments_the_rail_has_the_largest_the_open_one_and_all_in_a_table(state: State) -> None:
    rail = contents(state, "?view=department&of=d100&lang=en")["rail"]
    shown = {Query.read(address).of for address in links(rail) if "view=department" in address}
    assert {"large", "care", "d100"} <= shown
    assert len(shown) == 21
    assert "All departments (122)" in text_of(rail)
    assert "?view=table&table=departments&lang=en" in links(rail)


def test_a_long_list_of_filters_is_sent_once_and_not_with_each_page(state: State, client: FlaskClient) -> None:
    filters = contents(state, "?view=table&q=r&department=d7&lang=en")["filters"]
    select = next(each for each in parts(filters) if getattr(each, "id", "") == "filter-department")
    assert getattr(select, "data-none") == "?view=table&q=r&lang=en"
    assert getattr(select, "data-to") == "?view=table&q=r&department=%00&lang=en"
    assert [(text_of(each), each.value, each.selected) for each in parts(select.children)] == [
        ("All", "", False),
        ("Office 7", "d7", True),
    ]
    address = f"/{getattr(select, 'data-options')}"
    answer = client.get(address)
    assert answer.headers["Cache-Control"] == "private, max-age=86400, immutable"
    assert answer.json is not None
    assert len(answer.json) == 122
    assert ["Office 7", "d7"] in answer.json
    assert ["Kontor 7", "d7"] not in answer.json
    assert client.get(address.replace("filter-department", "nothing")).status_code == 404
    assert client.get("/options/filter-department.json?lang=en").headers["Cache-Control"] == "no-store"


def test_a_page_that_was_shown_is_not_made_again(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    search, made = "?view=department&of=large&node=r7&lang=en", pages._made
    first = ask(client, search)
    asked: list[str] = []

    def noted(at: Any, names: list[str]) -> Any:
        asked.extend(names)
        return made(at, names)

    monkeypatch.setattr(pages, "_made", noted)
    assert ask(client, search) == first
    assert asked == ["notice", "trouble"], "what tells of the moment"


def test_an_edit_is_read_in_the_background_while_the_old_catalogue_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    from flowviz.explorer import live as module

    live = Live(write_catalogue(tmp_path), every=0)
    before, go_on, read = live.now(), threading.Event(), module._read
    rest(live)
    monkeypatch.setattr(module, "_read", lambda *given: (go_on.wait(60), read(*given))[1])
    (tmp_path / "more.yaml").write_text("source: page\nshared: [{id: new, name: {en: New, da: Ny}, scope: city}]\n")
    assert live.now() is before
    assert "new" not in live.now().model
    go_on.set()
    rest(live)
    assert "new" in live.now().model


def test_of_very_many_feeds_the_details_tell_the_first_and_lead_to_all(state: State) -> None:
    details = contents(state, "?view=map&node=people&lang=en")["details"]
    assert "Receives data from (231)" in text_of(details)
    rows = [each for each in parts(details) if each._type == "Tr"]
    assert len(rows) == 41, "the headings and forty feeds"
    assert "and 191 more" in text_of(details)
    assert "?view=neighbourhood&of=people&table=feeds&lang=en" in links(details)


def test_an_impact_that_is_too_big_to_draw_is_told_all_the_same(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_big(*_: Any) -> None:
        raise TooBig("things", things=5000, most=400)

    monkeypatch.setattr("flowviz.explorer.panels.drawing.drawing_of", too_big)
    found = contents(state, "?view=impact&gone=r7&lang=en")
    assert "5,000 items" in text_of(found["drawing"])
    assert [each for each in parts(found["drawing"]) if each._type == "Table"]
    with pytest.raises(TooBig):
        contents(state, "?view=neighbourhood&of=r7&lang=en")


def test_what_members_confirm_is_judged_on_all_that_they_tell_whatever_is_filtered(tmp_path: Path) -> None:
    town = write_town(tmp_path, commons=("to: customers, basis: stated", "to: customers, basis: implied"))
    state = Live(town).now()

    def verdicts(search: str) -> list[tuple[str, str, str]]:
        found = rows.shown(state, Query.read(search))
        return [(told.feed.source, told.feed.target, told.verdict) for told in found.entries]

    whole = verdicts("?view=table&table=reconciliation")
    # the commons tell it of all of care, by a feed that the filter leaves out
    assert ("care/daycare", "commons/customers", "yes") in whole
    assert verdicts("?view=table&table=reconciliation&basis=stated") == [
        ("care/daycare", "commons/customers", "yes"),
        ("works/works", "care/daycare", "no"),
        ("works/sites", "commons/money", "silent"),
    ]
    assert len(whole) == 5
    shown = rows.shown(state, Query.read("?view=table&table=reconciliation&basis=stated"))
    assert [len(row) for row in shown.listing.rows] == [len(shown.table.columns)] * 3
