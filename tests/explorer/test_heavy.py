"""What is heavy leaves room for everything else, is made once for all who ask, and says how to go on when it is too much."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from looking import ask

from conftest import write_catalogue
from crowded import write_crowd
from flowviz.explorer import Settings, create_app, drawings, routes
from flowviz.explorer.live import Live
from flowviz.explorer.query import Query
from flowviz.explorer.tasks import LIGHT, Task, done, size_of_task, told
from flowviz.explorer.work import Limits, TooBig, Work
from flowviz.locales import LANGUAGES, words
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

DEPARTMENT = "view=department&of=strategiaosasto"
ENDLESS = """
import sys
while "flowviz.explorer.worker" in sys.orig_argv:
    pass
"""
"""Has each process beside the server take all of a processor and come to no end: drawings are too quick for that."""


# --- beside the server


def test_light_views_answer_while_eight_heavy_ones_run_and_the_end_ends_them(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(ENDLESS)
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    process = subprocess.Popen(
        [sys.executable, "-m", "flowviz", "explore", "--port", "0", "--catalogue", str(write_crowd(tmp_path))],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert process.stderr is not None
    line = next(line for line in process.stderr if '"listening"' in line)
    address = f"http://127.0.0.1:{json.loads(line)['port']}"
    log = threading.Thread(target=process.stderr.read)  # so that it never fills
    log.start()

    def get(path: str) -> tuple[int, bytes]:
        try:
            with urllib.request.urlopen(f"{address}/{path}", timeout=120) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def health() -> Any:
        return json.loads(get("healthz")[1])

    with ThreadPoolExecutor(8) as pool:
        heavy = [
            pool.submit(get, f"drawing.svg?view=neighbourhood&of=thing-{number}&depth=2&whole=yes")
            for number in range(8)
        ]
        while (at_work := health())["working"] < 2 or at_work["waiting"] < 6:
            time.sleep(0.05)
        light = ["healthz", "state", "", "drawing.svg?view=department&of=care", "theme.css", "sign/city.svg"] * 3
        assert [get(path)[0] for path in light] == [200] * len(light)
        assert get("drawing.pdf?view=department&of=care")[0] == 503  # there is no more room for heavy work
        told = health()
        assert (told["working"], told["waiting"]) == (2, 6)
        assert not any(each.done() for each in heavy)
        process.send_signal(signal.SIGTERM)
        assert {each.result(60)[0] for each in heavy} == {503}
    assert process.wait(60) == 0
    log.join(60)
    process.stderr.close()


def test_eight_people_who_ask_for_the_same_cost_one(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings())
    jobs = []
    run = Work.run

    def counted(self: Work, job: Any, **options: Any) -> Any:
        jobs.append(job)
        return run(self, job, **options)

    monkeypatch.setattr(Work, "run", counted)
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: app.server.test_client().get(f"/drawing.pdf?{DEPARTMENT}&lang=fi").data, range(8))
        )
    assert len(set(answers)) == 1
    assert answers[0].startswith(b"%PDF")
    assert app.server.test_client().get(f"/drawing.pdf?nonsense=1&lang=fi&{DEPARTMENT}&depth=4").data == answers[0]
    assert len(jobs) == 1


def test_what_another_process_makes_is_what_this_one_would_make() -> None:
    live = Live(CATALOGUE)
    app = create_app(Settings())
    work: Work = app.server.extensions["flowviz.work"]
    for task in (
        Task("drawing", Query.read(f"?{DEPARTMENT}&lang=sv"), "svg"),
        Task("view", Query.read("?view=impact&gone=dvv&lang=en")),
        Task("table", Query.read("?view=table&table=feeds&lang=fi"), "csv"),
        Task("export", Query.read("?lang=en"), "graphml"),
    ):
        here = done(work, live.now(), task, 150)
        there = work.run(task, version="v", state=lambda: told(live.now()))
        assert here == there


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("?view=overview", "?view=overview&depth=3&whole=yes&of=kela&nonsense=1"),
        (f"?{DEPARTMENT}&scope=own,national", f"?of=strategiaosasto&scope=national,own,own&{DEPARTMENT}"),
        (f"?{DEPARTMENT}&node=kela&sort=name&wide=yes&q=x", f"?{DEPARTMENT}&table=feeds&to=kela&q=y"),
        ("?view=neighbourhood&of=kela&depth=1&direction=both", "?view=neighbourhood&of=kela&within=3"),
    ],
)
def test_equal_questions_have_one_key(one: str, other: str) -> None:
    state = Live(CATALOGUE).now()
    first = drawings.drawing_of(state, Query.read(one), 150)
    keys = len(state.cache)
    assert drawings.drawing_of(state, Query.read(other), 150) is first
    assert len(state.cache) == keys


# --- sizes


def test_the_built_in_catalogue_is_light_except_for_pictures_and_the_zip() -> None:
    state = Live(CATALOGUE).now()

    def light(name: str, search: str, form: str = "") -> bool:
        return size_of_task(state, Task(name, Query.read(search), form), 150) <= LIGHT

    for view in (
        "overview",
        DEPARTMENT.removeprefix("view="),
        "critical",
        "table",
        "figures",
        "find",
        "impact&gone=dvv",
    ):
        assert light("view", f"?view={view}")
    assert light("drawing", f"?{DEPARTMENT}", "svg")
    assert light("export", "?", "json")
    assert not light("drawing", f"?{DEPARTMENT}", "png")
    assert not light("drawing", f"?{DEPARTMENT}", "pdf")
    assert not light("export", "?", "zip")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue with a department of six hundred resources."""
    names = [f"r{number}" for number in range(600)]
    resources = "\n".join(f"      - {{id: {name}, name: {{en: {name}, da: {name}}}}}" for name in names)
    feeds = "\n".join(f"  - {{from: {name}, to: people, basis: stated, evidence: [3]}}" for name in names)
    department = "departments:\n  - id: large\n    name: {en: Large, da: Stor}\n    resources:"
    text = f"source: page\n{department}\n{resources}\nfeeds:\n{feeds}\n"
    return write_catalogue(tmp_path_factory.mktemp("large"), large=text)


def test_a_whole_department_of_six_hundred_things_is_heavy_and_its_roll_up_is_not(large: Path) -> None:
    state = Live(large).now()
    for kind in ("department", "feeds"):
        search = f"?view={kind}&of=large"
        assert size_of_task(state, Task("view", Query.read(f"{search}&whole=yes")), 150) > LIGHT
        assert size_of_task(state, Task("drawing", Query.read(search), "svg"), 150) <= LIGHT


# --- too much


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """An explorer that draws hardly anything, and has no room for heavy work."""
    monkeypatch.setattr(drawings, "MOST_DRAWN", 3)
    client: FlaskClient = create_app(Settings(), Limits(room=0)).server.test_client()
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_drawing_that_is_too_big_is_told_with_its_size_the_limit_and_the_ways_on(
    strict: FlaskClient, language: str
) -> None:
    address = f"/drawing.svg?{DEPARTMENT}&whole=yes&lang={language}"
    plain, page = strict.get(address), strict.get(address, headers={"Accept": "text/html,*/*"})
    assert plain.status_code == page.status_code == 413
    assert plain.mimetype == "text/plain"
    first, _, command = plain.get_data(as_text=True).splitlines()
    assert re.fullmatch(words(language)("explorer.trouble.things", things="[0-9]+", most="3"), first)
    assert command.startswith("flowviz draw --kind department --department strategiaosasto")
    html = page.get_data(as_text=True)
    assert f'<html lang="{language}">' in html
    assert first in html
    assert command in html
    rolled = f"/?{DEPARTMENT}&lang={language}"
    assert f'href="{escape(rolled)}"' in html
    assert "view=table" in html


def test_a_page_whose_drawing_is_too_big_says_so_and_keeps_all_around_it(strict: FlaskClient) -> None:
    shown = ask(strict, f"?{DEPARTMENT}&whole=yes&lang=en")
    trouble = json.dumps(shown["panel-trouble"])
    assert "at most 3 are drawn here" in trouble
    assert "flowviz draw" in trouble
    assert f"?{DEPARTMENT}&lang=en" in trouble
    assert shown["panel-drawing"]["children"] == shown["panel-table"]["children"] == []
    assert all(shown[f"panel-{name}"]["children"] for name in ("bar", "rail", "filters", "details"))


def test_where_there_is_no_room_the_answer_says_when_to_come_again(strict: FlaskClient) -> None:
    address = f"/drawing.pdf?{DEPARTMENT}&lang=en"
    plain, page = strict.get(address), strict.get(address, headers={"Accept": "text/html"})
    assert plain.status_code == page.status_code == 503
    assert int(plain.headers["Retry-After"]) >= 1
    assert "Try again in 5 seconds" in plain.get_data(as_text=True)
    assert f'href="{escape(address)}"' in page.get_data(as_text=True)
    sent = strict.post("/compare", data=b"{}", headers={"X-Flowviz": "compare"})
    assert sent.status_code == 503
    assert sent.get_json()["problems"]


def test_a_picture_of_too_many_pixels_is_no_missing_page(large: Path) -> None:
    client = create_app(Settings(catalogue=large)).server.test_client()
    answer = client.get("/drawing.png?view=map&level=3&lang=en", headers={"Accept": "text/html"})
    assert answer.status_code == 413
    assert escape("drawing.svg?view=map&level=3") in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("export/xlsx?lang=sv", "flowviz export --format xlsx --lang sv -o catalogue.xlsx"),
        ("table.csv?view=table&table=feeds&lang=fi", "flowviz list feeds --format csv --lang fi"),
        ("critical.csv?lang=en", "flowviz critical --lang en"),
        (f"drawing.pdf?{DEPARTMENT}&lang=en", "flowviz draw --kind department --department strategiaosasto --lang en"),
        ("impact.docx?gone=dvv,kela~x&lang=en", "flowviz impact dvv --feed kela x --format docx --lang en"),
    ],
)
def test_whatever_is_too_big_comes_with_the_command_that_makes_it(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, address: str, command: str
) -> None:
    def too_big(*_: Any, **__: Any) -> None:
        raise TooBig("time", n=30)

    monkeypatch.setattr(routes, "done", too_big)
    answer = client.get(f"/{address}")
    assert answer.status_code == 413
    assert answer.get_data(as_text=True).splitlines()[-1].startswith(command)


def test_work_that_takes_too_long_is_told_in_the_page_and_not_begun_again(tmp_path: Path) -> None:
    app = create_app(Settings(catalogue=write_crowd(tmp_path)), Limits(seconds=0.02))
    client = app.server.test_client()
    query = "?view=neighbourhood&of=thing-1&depth=2&whole=yes&lang=en"
    trouble = json.dumps(ask(client, query)["panel-trouble"])
    assert "more than 0 seconds" in trouble
    assert "flowviz draw --kind neighbourhood --node thing-1 --depth 2" in trouble
    work: Work = app.server.extensions["flowviz.work"]
    work.close()  # who asks once more is told the same, and there is nobody any more who could have tried
    assert "more than 0 seconds" in json.dumps(ask(client, query)["panel-trouble"])
