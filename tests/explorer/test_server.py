"""What the server gives: the page, files of drawings and tables, nothing of a hostile text but text, and the latest edit."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import openpyxl
import pytest
from looking import ask, contents, text_of
from PIL import Image

from conftest import HEAD, write_catalogue
from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.explorer import Settings, create_app
from flowviz.explorer.live import Live
from flowviz.exports import EXPORTS, Order
from flowviz.places import ASSETS, CATALOGUE
from flowviz.telling.plain import unguarded

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from flowviz.explorer.live import State
    from flowviz.model import Model

# --- the page and the whole catalogue


def test_the_page_names_its_language_and_view_from_the_first_byte(client: FlaskClient) -> None:
    html = client.get("/?view=department&of=strategiaosasto&lang=sv").get_data(as_text=True)
    assert '<html lang="sv">' in html
    assert "<title>Strategiavdelningen – " in html
    assert "://" not in re.sub(r'<script id="_dash-config".*?</script>', "", html)


@pytest.mark.parametrize("form", [form for form in EXPORTS if form != "zip"])
def test_the_whole_catalogue_is_taken_along_in_every_format(
    clients: dict[str, FlaskClient], model: Model, example: Model, form: str
) -> None:
    for name, whole in (("built-in", model), ("example", example)):
        answer = clients[name].get(f"/export/{form}?lang=sv")
        assert answer.status_code == 200
        assert answer.mimetype == EXPORTS[form].media_type
        assert f"{whole.catalogue.header.id}{EXPORTS[form].suffix}" in answer.headers["Content-Disposition"]
        assert answer.data == EXPORTS[form].write(whole, Order(language="sv"))


def test_the_menu_offers_every_format_of_the_catalogue(client: FlaskClient) -> None:
    shown = json.dumps(ask(client, "?view=overview"))
    assert all(f"export/{form}?" in shown for form in EXPORTS)
    assert client.get("/export/exe").status_code == 404


def test_everything_can_be_compressed(client: FlaskClient) -> None:
    for route in ("/assets/drawing.js", "/drawing.svg?view=overview&v=x", "/_dash-layout"):
        for encoding in ("br", "gzip"):
            answer = client.get(route, headers={"Accept-Encoding": encoding}, buffered=True)
            assert answer.headers.get("Content-Encoding") == encoding, route


# --- limits and the file system


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../app.py",
        "/assets/%2e%2e/app.py",
        "/assets/..%2fapp.py",
        "/assets/....//app.py",
        "/sign/..%2f..%2fapp.svg",
        "/drawing.svg/../../app.py",
        "/drawing...%2fapp.py",
        "/table.py",
        "/_dash-component-suites/dash/../../../app.py",
        "/drawing.svg?view=../../etc/passwd",
        "/drawing.svg?view=department&of=../../etc/passwd",
        "/table.csv?table=../../app.py",
    ],
)
def test_no_path_reaches_a_file(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404), path
    assert b"create_app" not in answer.data
    assert b"root:" not in answer.data


# --- downloads


@pytest.mark.parametrize(("authority", "department"), [("built-in", "strategiaosasto"), ("example", "pleje")])
def test_a_downloaded_drawing_is_that_of_the_command_line(
    clients: dict[str, FlaskClient], states: dict[str, State], authority: str, department: str
) -> None:
    wish = Wish(kind="department", of=department, language="sv")
    answer = clients[authority].get(f"/drawing.svg?view=department&of={department}&lang=sv")
    assert answer.get_data(as_text=True) == drawing.draw(states[authority].model, wish)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=department-{department}.svg"


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph")]
)
def test_every_format_can_be_downloaded_with_the_filters_on(client: FlaskClient, form: str, start: bytes) -> None:
    address = f"/drawing.{form}?view=department&of=strategiaosasto&scope=own,national"
    data = client.get(address).data
    assert start in data[:40]
    if form in ("svg", "dot"):
        assert "Suomi.fi" in data.decode()
        assert "Raportoinnin" not in data.decode()


@pytest.mark.parametrize("table", ["things", "feeds"])
@pytest.mark.parametrize(
    ("authority", "shows"),
    [
        ("built-in", "department&of=strategiaosasto&scope=own,national"),
        ("example", "department&of=pleje&scope=own,state"),
    ],
)
def test_the_tables_beneath_a_drawing_are_sorted_and_come_as_files_with_exactly_their_rows(
    clients: dict[str, FlaskClient], authority: str, shows: str, table: str
) -> None:
    client = clients[authority]
    by = {"things": "name", "feeds": "target"}[table]
    query = f"?view={shows}&table={table}&sort=-{by}&lang=en"
    rows = list(csv.reader(io.StringIO(client.get(f"/table.csv{query}").data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/table.xlsx{query}").data)).active
    assert sheet is not None
    assert [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    at = rows[0].index({"things": "Name", "feeds": "To"}[table])
    names = [row[at] for row in rows[1:]]
    assert names == sorted(names, key=str.casefold, reverse=True)
    shown = ask(client, query)["panel-table"]["children"]
    assert f"({len(names)})" in json.dumps(shown)
    assert '"aria-sort": "descending"' in json.dumps(shown)


def test_a_drawing_is_kept_by_the_browser_only_while_it_is_right(client: FlaskClient, state: State) -> None:
    right = client.get(f"/drawing.svg?view=overview&v={state.version}").headers["Cache-Control"]
    assert "immutable" in right
    assert "public" not in right
    assert client.get("/drawing.svg?view=overview&v=old").headers["Cache-Control"] == "no-store"
    assert "immutable" in client.get(f"/sign/national.svg?v={state.version}").headers["Cache-Control"]
    assert client.get("/sign/national.svg?v=old").headers["Cache-Control"] == "no-store"
    # else a browser asks for it at every click
    with client.get("/assets/favicon.svg") as icon:
        assert "max-age" in icon.headers["Cache-Control"]


def test_our_styles_and_scripts_are_kept_by_the_browser_until_one_of_them_changes(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = client.get("/").text
    links = re.findall(r'(?:src|href)="(/assets/[^"]+[.](?:css|js)[^"]*)"', page)
    names = {path.name for path in ASSETS.iterdir() if path.suffix in {".css", ".js"}}
    assert {link.removeprefix("/assets/").partition("?")[0] for link in links} == names
    for link in links:
        with client.get(link) as answer:
            assert answer.headers["Cache-Control"] == "private, max-age=86400, immutable", link
        with client.get(link + "0") as other:
            assert other.headers["Cache-Control"] == "no-cache", link
    changed = tmp_path / "assets"
    shutil.copytree(ASSETS, changed)
    monkeypatch.setattr("flowviz.explorer.headers.ASSETS", changed)
    assert links[0] in client.get("/").text, "named by what they hold, not by when they were written"
    (changed / "frame.css").write_text("body {}", "utf-8")
    assert links[0] not in client.get("/").text
    with client.get(links[0]) as stale:
        assert stale.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("table", ["resources", "feeds", "parties", "issues"])
@pytest.mark.parametrize(("authority", "department"), [("built-in", "strategiaosasto"), ("example", "havn")])
def test_csv_and_xlsx_hold_exactly_the_rows_shown(
    clients: dict[str, FlaskClient], authority: str, department: str, table: str
) -> None:
    client = clients[authority]
    query = f"?view=table&table={table}&department={department}&sort=-name&lang=en"
    rows = list(csv.reader(io.StringIO(client.get(f"/table.csv{query}").data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/table.xlsx{query}").data)).active
    assert sheet is not None
    cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == [[unguarded(cell) for cell in row] for row in rows]
    shown = ask(client, query)["panel-table"]["children"]
    assert f"{len(rows) - 1} of " in json.dumps(shown)


# --- hostile catalogue


EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{7*7}}"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = tmp_path_factory.mktemp("evil")
    text = json.dumps(EVIL)
    (folder / "c.yaml").write_text(
        f"""
source: page
catalogue: {{id: small, name: {text}, version: {text}, date: "2026-01-31", language: en, languages: [en]}}
organisation: {{id: office, name: {text}, description: {text}}}
sources: [{{id: page, title: {text}, language: en, note: {text}}}]
scopes: [{{id: city, name: {text}, colour: "#ffcab3", letter: "<", shape: circle}}]
departments:
  - id: care
    name: {text}
    purpose: {text}
    units: [{{id: ward, name: {text}}}]
    resources:
      - id: clients
        name: {text}
        description: {text}
        aliases: [{{text: {text}}}]
        unit: ward
        search_keys: [{text}]
        openness: [{{kind: principle, text: {text}}}]
        systems: [{{system: sys, note: {text}}}]
        registers: [{{id: reg, name: {text}, datasets: [{{id: ds, name: {text}, groups: [{{name: {text}, personal: true}}]}}]}}]
shared: [{{id: common, name: {text}, scope: city}}]
systems: [{{id: sys, name: {text}}}]
parties: [{{id: body, name: {text}, form: company}}]
feeds:
  - {{from: clients, to: common, content: {text}, frequency: {text}, condition: {text}, basis: stated, evidence: [1], note: {text}}}
  - {{from: body, to: clients, basis: implied, evidence: [2]}}
issues: [{{id: i1, kind: gap, about: [clients], text: {text}, decision: {text}}}]
requests: [{{id: ask, name: {text}, covers: [city], contacts: [{{kind: website, value: {text}, note: {text}}}]}}]
keywords: [{{text: {text}, about: [clients]}}]
""",
        "utf-8",
    )
    found: FlaskClient = create_app(Settings(catalogue=folder)).server.test_client()
    return found


VIEWS = [
    "?view=overview",
    "?view=department&of=care",
    "?view=feeds&of=care",
    "?view=neighbourhood&of=clients",
    "?view=paths&of=body&to=common",
]


@pytest.mark.parametrize("view", VIEWS)
def test_a_name_that_is_a_script_stays_text_in_every_drawing(evil: FlaskClient, view: str) -> None:
    root = ElementTree.fromstring(evil.get(f"/drawing.svg{view}").data)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "img", "foreignObject", "a", "image", "use"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") or "href" in name for name in names)
    assert "alert(1)" in "".join(root.itertext())


@pytest.mark.parametrize("view", VIEWS)
def test_a_hostile_name_stays_one_quoted_string_in_dot(evil: FlaskClient, view: str) -> None:
    data = evil.get(f"/drawing.dot{view}").get_data(as_text=True)
    assert "alert" in data
    unquoted = re.sub(r'"(?:[^"\\]|\\.)*"', "", data, flags=re.DOTALL)
    assert "alert" not in unquoted
    assert "<" not in unquoted, "a label in angle brackets would be markup"


def test_a_hostile_name_is_only_pixels_in_a_picture_and_only_text_in_a_pdf(evil: FlaskClient) -> None:
    png = evil.get("/drawing.png?view=department&of=care").data
    with Image.open(io.BytesIO(png)) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert picture.info.keys() <= {"dpi", "Software", "Comment"}
    assert b"alert" not in png
    pdf = evil.get("/drawing.pdf?view=department&of=care").data
    outside = re.sub(rb"stream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)
    assert rb"alert\(1\)" in outside, "the title is there, as a string"
    for action in (b"/JavaScript", b"/JS", b"/OpenAction", b"/AA", b"/Annots", b"/URI", b"/Launch", b"/EmbeddedFile"):
        assert not re.search(action + rb"\b", outside), action


FORMULA = '=HYPERLINK("http://example.org","x")'


@pytest.mark.parametrize("table", ["resources", "feeds", "issues"])
def test_a_hostile_text_is_plain_text_in_csv_and_in_a_workbook(evil: FlaskClient, table: str) -> None:
    query = f"?view=table&table={table}&wide=yes"
    rows = list(csv.reader(io.StringIO(evil.get(f"/table.csv{query}").data.decode("utf-8-sig"))))
    assert EVIL in {cell for row in rows for cell in row}
    assert {len(row) for row in rows} == {len(rows[0])}
    _has_only_plain_cells(evil.get(f"/table.xlsx{query}").data)


def test_a_formula_in_a_text_is_never_one_in_a_file(tmp_path: Path) -> None:
    write_catalogue(tmp_path, more=f"source: page\nshared: [{{id: sums, name: {json.dumps(FORMULA)}, scope: city}}]\n")
    client = create_app(Settings(catalogue=tmp_path)).server.test_client()
    text = client.get("/table.csv?view=table").data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any(FORMULA in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    _has_only_plain_cells(client.get("/table.xlsx?view=table").data)


def _has_only_plain_cells(data: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    for row in sheet.iter_rows():
        for cell in row:
            assert cell.data_type in ("s", "n"), cell.coordinate
            assert cell.hyperlink is None


def test_the_page_around_a_hostile_catalogue_has_no_markup_of_it(evil: FlaskClient) -> None:
    for search in (
        "/",
        "/?view=neighbourhood&of=clients",
        "/?view=%3Cscript%3Ealert(1)%3C/script%3E&lang=%22%3E%3Cimg",
    ):
        html = evil.get(search).get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img" not in html


def test_a_hostile_text_in_the_address_comes_back_as_text_only(evil: FlaskClient) -> None:
    search = "?view=find&q=%3Cscript%3Ealert(1)%3C/script%3E"
    answer = evil.get(f"/{search}")
    assert "<script>alert" not in answer.get_data(as_text=True)
    assert ask(evil, search)["panel-find"]["children"]


# --- the live catalogue


def test_an_edit_is_seen_and_a_broken_one_keeps_the_last_good_catalogue(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(CATALOGUE, folder)
    client = create_app(Settings(catalogue=folder)).server.test_client()
    file = folder / "departments" / "viestintaosasto.yaml"
    good = file.read_text("utf-8")
    before = client.get("/state").json
    file.write_text(good.replace("Viestintäosasto", "Tiedotusosasto"), "utf-8")
    assert "Tiedotusosasto" in _soon(client, "Tiedotusosasto", before)
    middle = client.get("/state").json
    file.write_text(good.replace("Viestintäosasto", "Tiedotusosasto") + "\n- oops: [", "utf-8")
    page = _soon(client, "viestintaosasto.yaml:", middle)
    assert "Tiedotusosasto" in page
    assert re.search(r"viestintaosasto\.yaml:\d+:\d+: ", page)
    broken = client.get("/state").json
    file.write_text(good, "utf-8")
    page = _soon(client, "Viestintäosasto", broken)
    assert "viestintaosasto.yaml:" not in page


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "unknown item 'pepole' (did you mean 'people'?)"),
        ("fi", "tuntematon kohde ”pepole” (tarkoititko ”people”?)"),
        ("sv", "okänd identifierare ”pepole” (objekt) (menade du ”people”?)"),
    ],
)
def test_a_broken_edit_is_told_in_the_language_of_the_page(tmp_path: Path, language: str, expected: str) -> None:
    write_catalogue(tmp_path)
    live = Live(tmp_path)
    (tmp_path / "head.yaml").write_text(HEAD.replace("to: people", "to: pepole"))
    state = live.look()
    notice = text_of(contents(state, f"?view=overview&lang={language}")["notice"])
    assert re.search(rf"head\.yaml:24:\d+: {re.escape(expected)}", notice)


def _soon(client: FlaskClient, expected: str, before: object) -> str:
    """What the page says once the state has changed; within seconds."""
    end = time.monotonic() + 60
    while client.get("/state").json == before:
        assert time.monotonic() < end, f"{expected} never came"
        time.sleep(0.2)
    return json.dumps(ask(client, "?view=overview"), ensure_ascii=False)


def test_the_catalogue_is_not_read_again_while_nothing_changes() -> None:
    live = Live(CATALOGUE)
    assert live.look() is live.look()
