"""The server lets in whom it should, sends safe headers, keeps to its limits and ends in peace."""

from __future__ import annotations

import base64
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import openpyxl
import pytest
from looking import ask, ask_at
from PIL import Image

from conftest import write_catalogue
from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.errors import FlowvizError
from flowviz.explorer import Settings, create_app
from flowviz.explorer.live import Live
from flowviz.explorer.login import Login, password_line
from flowviz.exports import EXPORTS, Order
from flowviz.graph import build_graph
from flowviz.loading import load
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from flowviz.explorer.live import State

ROUTES = [
    "/",
    "/healthz",
    "/state",
    "/theme.css",
    "/sign/own.svg",
    "/drawing.svg?view=overview",
    "/table.csv?view=table",
    "/assets/frame.js",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_dash-component-suites/dash/dcc/dash_core_components.js",
    "/nowhere",
]


# --- headers


@pytest.mark.parametrize("route", ROUTES)
def test_every_answer_has_safe_headers(client: FlaskClient, route: str) -> None:
    headers = client.get(route, buffered=True).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    scripts = next((part for part in policy.split("; ") if part.startswith("script-src")), "")
    assert "unsafe" not in scripts
    assert "http" not in policy


def test_the_page_names_its_language_and_view_from_the_first_byte(client: FlaskClient) -> None:
    html = client.get("/?view=department&of=strategiaosasto&lang=sv").get_data(as_text=True)
    assert '<html lang="sv">' in html
    assert "<title>Strategiavdelningen – " in html
    assert "://" not in re.sub(r'<script id="_dash-config".*?</script>', "", html)


@pytest.mark.parametrize("form", [form for form in EXPORTS if form != "zip"])
def test_the_whole_catalogue_is_taken_along_in_every_format(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/export/{form}?lang=sv")
    assert answer.status_code == 200
    assert answer.mimetype == EXPORTS[form].media_type
    assert f"helsinki-kaupunginkanslia{EXPORTS[form].suffix}" in answer.headers["Content-Disposition"]
    assert answer.data == EXPORTS[form].write(build_graph(load(CATALOGUE)), Order(language="sv"))


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


def test_a_long_address_and_a_large_body_are_refused(client: FlaskClient) -> None:
    assert client.get("/?q=" + "x" * 3000).status_code == 414
    big = client.post("/_dash-update-component", data=b"x" * 400_000, content_type="application/json")
    assert big.status_code == 413


def test_a_broken_request_tells_nothing_of_the_inside(client: FlaskClient) -> None:
    answer = client.post("/_dash-update-component", json={"output": "nothing.at_all", "inputs": []})
    assert answer.status_code >= 400
    assert "Traceback" not in answer.get_data(as_text=True)
    assert "/src/" not in answer.get_data(as_text=True)


# --- downloads


def test_a_downloaded_drawing_is_that_of_the_command_line(client: FlaskClient, state: State) -> None:
    wish = Wish(kind="department", of="strategiaosasto", language="sv")
    answer = client.get("/drawing.svg?view=department&of=strategiaosasto&lang=sv")
    assert answer.get_data(as_text=True) == drawing.draw(state.graph, wish)
    assert answer.headers["Content-Disposition"] == "attachment; filename=department-strategiaosasto.svg"


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
def test_the_tables_beneath_a_drawing_are_sorted_and_come_as_files_with_exactly_their_rows(
    client: FlaskClient, table: str
) -> None:
    by = {"things": "name", "feeds": "target"}[table]
    query = f"?view=department&of=strategiaosasto&table={table}&sort=-{by}&scope=own,national&lang=en"
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


@pytest.mark.parametrize("table", ["resources", "feeds", "parties", "issues"])
def test_csv_and_xlsx_hold_exactly_the_rows_shown(client: FlaskClient, table: str) -> None:
    query = f"?view=table&table={table}&department=strategiaosasto&sort=-name&lang=en"
    rows = list(csv.reader(io.StringIO(client.get(f"/table.csv{query}").data.decode("utf-8-sig"))))
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/table.xlsx{query}").data)).active
    assert sheet is not None
    cells = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells == rows
    shown = ask(client, query)["panel-table"]["children"]
    assert f"{len(rows) - 1} row" in json.dumps(shown)


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


# --- login


def _basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


@pytest.fixture(scope="module")
def passwords(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("login") / "passwords"
    path.write_text("# who may come in\n" + password_line("virpi", "sälä kala") + "\n", "utf-8")
    return path


def test_the_login_covers_every_route(passwords: Path) -> None:
    client = create_app(Settings(passwords=passwords)).server.test_client()
    for route in ROUTES:
        assert client.get(route).status_code == 401, route
        right = client.get(route, headers=_basic("virpi", "sälä kala"), buffered=True)
        assert right.status_code == (404 if route == "/nowhere" else 200)
    assert client.get("/", headers=_basic("virpi", "wrong")).status_code == 401
    assert client.get("/", headers=_basic("nobody", "sälä kala")).status_code == 401
    assert client.post("/_dash-update-component", json={}).status_code == 401
    assert "Basic" in client.get("/").headers["WWW-Authenticate"]


def test_a_trusted_header_lets_in_and_its_absence_does_not() -> None:
    client = create_app(Settings(user_header="X-Remote-User")).server.test_client()
    assert client.get("/").status_code == 401
    assert client.get("/", headers={"X-Remote-User": " "}).status_code == 401
    assert client.get("/", headers={"X-Remote-User": "virpi"}).status_code == 200


def test_passwords_are_never_kept_as_they_are(passwords: Path) -> None:
    assert "kala" not in passwords.read_text("utf-8")


@pytest.mark.parametrize("text", ["", "virpi\n", "virpi:plain\n", "# only a remark\n"])
def test_a_password_file_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "passwords"
    path.write_text(text, "utf-8")
    with pytest.raises(FlowvizError, match=r"password|expected"):
        Login(path)


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


def _soon(client: FlaskClient, expected: str, before: object) -> str:
    """What the page says once the state has changed; within seconds."""
    end = time.monotonic() + 10
    while client.get("/state").json == before:
        assert time.monotonic() < end, f"{expected} never came"
        time.sleep(0.2)
    return json.dumps(ask(client, "?view=overview"), ensure_ascii=False)


def test_the_catalogue_is_not_read_again_while_nothing_changes() -> None:
    live = Live(CATALOGUE, every=0)
    assert live.now() is live.now()


# --- as processes


def _start(*options: str) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "flowviz", "explore", "--port", "0", *options], stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if '"listening"' in line:
            return process, f"http://127.0.0.1:{json.loads(line)['port']}"
    raise AssertionError("the explorer did not start")


def test_the_command_serves_below_a_prefix_and_ends_in_peace_on_sigterm() -> None:
    process, address = _start("--prefix", "flowviz")
    with urllib.request.urlopen(f"{address}/flowviz/healthz", timeout=10) as answer:
        assert json.load(answer)["status"] == "ok"
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=10)[1]
    assert process.returncode == 0
    lines = [json.loads(line) for line in rest.splitlines()]
    assert lines[-1]["what"] == "ended"
    assert any(line.get("path") == "/flowviz/healthz" and line.get("status") == 200 for line in lines)


def test_fifty_people_at_once_on_two_workers_each_get_their_own_view() -> None:
    workers = [_start("--threads", "4"), _start("--threads", "4")]
    people = [
        (i, department, language)
        for i, (department, language) in enumerate(
            (department, language)
            for department in (
                "strategiaosasto",
                "viestintaosasto",
                "hallinto-osasto",
                "henkilostoosasto",
                "elinkeino-osasto",
            )
            for language in ("fi", "sv", "en")
        )
    ]
    crowd = (people * 4)[:50]
    others = {department for _, department, _ in people}
    with urllib.request.urlopen(f"{workers[0][1]}/_dash-dependencies", timeout=30) as answer:
        dependencies = json.load(answer)

    def visit(person: tuple[int, str, str]) -> set[str]:
        number, department, language = person
        seen = set()
        facts = None
        for step in range(4):
            # a proxy sends each request to whichever worker is free
            address = workers[(number + step) % 2][1]
            query = f"?view=department&of={department}&lang={language}"
            with urllib.request.urlopen(f"{address}/drawing.svg{query}", timeout=30) as answer:
                seen.add(answer.read().decode())
            with urllib.request.urlopen(f"{address}/{query}", timeout=30) as answer:
                assert f'<html lang="{language}">' in answer.read().decode()
            chosen = f"{query}&node={department}" if step % 2 else query
            shown = ask_at(address, dependencies, chosen, facts)
            facts = shown["page"]["data"]
            assert (facts["lang"], facts["of"], facts["search"]) == (language, department, chosen)
            if "panel-drawing" in shown:
                drawn = json.dumps(shown["panel-drawing"])
                assert f"view=department&of={department}&lang={language}" in drawn
                assert not any(f"drawing.svg?view=department&of={other}&" in drawn for other in others - {department})
        return seen

    try:
        with ThreadPoolExecutor(50) as pool:
            found = list(pool.map(visit, crowd))
    finally:
        for process, _ in workers:
            process.terminate()
            assert process.stderr is not None
            process.stderr.close()
            process.wait(10)
    drawings: dict[tuple[str, str], set[str]] = {}
    for (_, department, language), seen in zip(crowd, found, strict=True):
        drawings.setdefault((department, language), set()).update(seen)
    assert all(len(seen) == 1 for seen in drawings.values())
    assert len({next(iter(seen)) for seen in drawings.values()}) == len(drawings)


def test_binding_elsewhere_without_a_login_warns() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "flowviz", "explore", "--host", "0.0.0.0", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if '"listening"' in line:
            break
    process.terminate()
    process.stderr.close()
    process.wait(10)
    assert "warning: everybody who reaches 0.0.0.0 can read the catalogue" in said


def test_debug_mode_is_off_whatever_the_environment_says() -> None:
    code = "import app; print(app.app._dev_tools.get('ui'), app.server.debug, app.server.config['DEBUG'])"
    answer = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(CATALOGUE.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["None", "False", "False"] or "True" not in answer.stdout
