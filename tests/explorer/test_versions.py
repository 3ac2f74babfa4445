"""A version that a visitor sent is found by every worker of the explorer, and compared with by each alike."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import openpyxl
import pytest
from looking import ask

from drawn import made
from flowviz.errors import FlowvizError
from flowviz.explorer import Settings, create_app
from flowviz.explorer.live import Live
from flowviz.explorer.query import Query
from flowviz.explorer.store import Store
from flowviz.explorer.tasks import File, Task, done
from flowviz.explorer.versions import History, Versions
from flowviz.explorer.work import Work
from flowviz.exports import EXPORTS, Order, json_catalogue
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient

    from flowviz.model import Model


@pytest.fixture(scope="module")
def older(model: Model) -> bytes:
    data = json_catalogue.as_dict(model)
    data["catalogue"]["name"]["fi"] = "Entinen nimi"
    data["feeds"].pop()
    return json.dumps(data).encode()


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> list[FlaskClient]:
    """Two workers of one explorer, who share no memory but a folder."""
    store = tmp_path_factory.mktemp("sent") / "store"
    return [create_app(Settings(store=store)).server.test_client() for _ in range(2)]


def test_two_workers_give_the_same_answers(workers: list[FlaskClient], older: bytes) -> None:
    name = workers[0].post("/compare", data=older, headers={"X-Flowviz": "compare"}).get_json()["version"]
    answers = [worker.get(f"/changes.md?with={name}&lang=fi").data for worker in workers]
    assert "Entinen nimi" in answers[0].decode()
    assert answers[0] == answers[1]


@pytest.mark.parametrize("form", ["xlsx", "csv-set"])
def test_a_workbook_and_csv_files_are_versions_too(workers: list[FlaskClient], model: Model, form: str) -> None:
    raw = EXPORTS[form].write(model, Order(language="fi"))
    name = workers[0].post("/compare", data=raw, headers={"X-Flowviz": "compare"}).get_json()["version"]
    assert workers[1].get(f"/changes.json?with={name}&lang=fi").get_json()["changes"] == []


def test_nobody_finds_a_version_without_its_name(workers: list[FlaskClient], older: bytes) -> None:
    sent = [worker.post("/compare", data=older, headers={"X-Flowviz": "compare"}).get_json() for worker in workers]
    assert sent[0]["version"] != sent[1]["version"]
    assert workers[0].get("/changes.csv?with=" + "0" * 32).status_code == 404


def test_what_is_no_catalogue_is_not_kept(workers: list[FlaskClient], tmp_path: Path) -> None:
    client = create_app(Settings(store=tmp_path / "store")).server.test_client()
    assert client.post("/compare", data=b"{}", headers={"X-Flowviz": "compare"}).status_code == 422
    assert not (tmp_path / "store").exists()


PROBLEMS: dict[str, tuple[str, str]] = {
    "en": ("Feeds, row 2, column 'To (id)' (C): unknown item", "neither a workbook (.xlsx)"),
    "fi": ("Feeds, rivi 2, sarake ”To (id)” (C): tuntematon kohde", "ei työkirja (.xlsx)"),
    "sv": ("Feeds, rad 2, kolumn ”To (id)” (C): okänd identifierare", "varken en arbetsbok (.xlsx)"),
}
"""How each language begins to tell of a wrong id in a workbook, and of a file that is none."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sends_a_file_is_told_of_its_problems_in_the_language_of_the_page(
    workers: list[FlaskClient], model: Model, language: str
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(EXPORTS["xlsx"].write(model, Order(language="en"))))
    book["Feeds"]["C2"].value = "nobody"
    raw = io.BytesIO()
    book.save(raw)
    cell, kind = PROBLEMS[language]
    for data, expected in ((raw.getvalue(), cell), (b"%PDF", kind)):
        answer = workers[0].post(f"/compare?lang={language}", data=data, headers={"X-Flowviz": "compare"})
        assert answer.status_code == 422
        assert answer.get_json()["problems"][0].startswith(expected)


def test_of_very_many_problems_a_visitor_is_told_the_first_and_how_many_there_are(
    workers: list[FlaskClient], model: Model
) -> None:
    data = json_catalogue.as_dict(model)
    data["keywords"] = [{"text": 1, "bogus": 1}] * 500
    answer = workers[0].post("/compare?lang=fi", data=json.dumps(data), headers={"X-Flowviz": "compare"})
    told = answer.get_json()["problems"]
    assert len(told) == 21
    assert re.fullmatch(r"ja \d+ muuta", told[-1])


def test_a_version_is_read_once_and_gone_with_its_file(older: bytes, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    versions = Versions(store=store)
    name = versions.keep(older)
    assert versions.get(name) is versions.get(name)
    assert versions.size(name) == len(older) // 1_000
    (store.folder / name).unlink()
    assert versions.get(name) is None
    assert versions.size(name) == 0


def test_without_a_place_nothing_is_taken_in(older: bytes) -> None:
    with pytest.raises(FlowvizError, match="takes in no files"):
        Versions().keep(older)
    assert Versions().get("given") is None


@pytest.mark.skipif(sys.platform == "win32", reason="whose a folder is, is not told there")
def test_a_folder_that_is_not_private_is_told_in_the_log_alone(
    older: bytes, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "store").symlink_to(tmp_path / "elsewhere")
    client = create_app(Settings(store=tmp_path / "store")).server.test_client()
    answer = client.post("/compare?lang=en", data=older, headers={"X-Flowviz": "compare"})
    assert answer.status_code == 503
    assert "cannot keep the file" in answer.get_json()["problems"][0]
    assert str(tmp_path) not in answer.get_data(as_text=True)
    assert str(tmp_path) in next(record.problem for record in caplog.records if hasattr(record, "problem"))
    assert not list((tmp_path / "elsewhere").iterdir())


def git(folder: Path, *arguments: str) -> None:
    who = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    dates = {"GIT_AUTHOR_DATE": "2026-02-03T10:00:00Z", "GIT_COMMITTER_DATE": "2026-02-03T10:00:00Z"}
    environment = {**os.environ, **who, **dates, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture
def kept_in_git(tmp_path: Path) -> Path:
    """A catalogue with a revision that is none, one before and one after a resource came."""
    text = made(resources=[{"id": "clients", "name": "Clients"}])
    git(tmp_path, "init", "-q")
    for body, subject in (
        ("nothing: here", "A first try"),
        (text, "The register of clients"),
        (text.replace("Clients", "Clients and cases"), "A <b>better</b> name"),
    ):
        (tmp_path / "catalogue.yaml").write_text(body, "utf-8")
        (tmp_path / "notes.txt").write_text(subject, "utf-8")
        git(tmp_path, "add", "catalogue.yaml")
        git(tmp_path, "commit", "-q", "-m", subject)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "notes.md").write_text("x", "utf-8")
    git(tmp_path, "add", "elsewhere")
    git(tmp_path, "commit", "-q", "-m", "Nothing of the catalogue")
    return tmp_path / "catalogue.yaml"


def test_the_revisions_in_which_the_catalogue_changed_are_offered_and_compared_with(kept_in_git: Path) -> None:
    client = create_app(Settings(catalogue=kept_in_git)).server.test_client()
    started = ask(client, "?view=changes&lang=en")
    texts = json.dumps(started["panel-changes"])
    places = [texts.index(each) for each in ("A <b>better</b> name", "The register of clients", "A first try")]
    assert places == sorted(places), "the newest first"
    assert "Nothing of the catalogue" not in texts
    assert "3 February 2026" in texts
    first, second, third = dict.fromkeys(re.findall(r"with=(git-[0-9a-f]{16})", texts))
    assert client.get(f"/changes.json?with={first}").get_json()["changes"] == []
    told = client.get(f"/changes.md?with={second}&lang=en").data.decode()
    assert "Clients and cases" in told
    assert "by the rules of today" in json.dumps(ask(client, f"?view=changes&with={third}&lang=en")["panel-changes"])
    assert client.get("/changes.json?with=git-0000000000000000").status_code == 404


def test_where_no_revisions_are_wanted_or_there_is_no_repository_none_are_offered(
    kept_in_git: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alone = tmp_path_factory.mktemp("alone") / "catalogue.yaml"
    alone.write_text(kept_in_git.read_text("utf-8"), "utf-8")
    commit = History(kept_in_git, 1).commits[0]
    for settings in (Settings(catalogue=kept_in_git, revisions=0), Settings(catalogue=alone)):
        client = create_app(settings).server.test_client()
        assert "version-text" not in json.dumps(ask(client, "?view=changes&lang=en")["panel-changes"])
        assert client.get(f"/changes.json?with={History.name(commit)}").status_code == 404
    assert [commit.subject for commit in History(kept_in_git, 1).commits] == ["A <b>better</b> name"]


def test_the_example_compares_the_catalogue_with_itself_without_what_is_connected_most(client: FlaskClient) -> None:
    told = client.get("/changes.json?with=example&lang=en").get_json()["changes"]
    assert {change["action"] for change in told} == {"added"}
    assert any('"paatostietovaranto"' in json.dumps(change) for change in told)


def test_a_worker_knows_a_revision_that_another_has_just_offered(
    kept_in_git: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowviz.explorer.versions._ASKED_AGAIN", 0)
    history = History(kept_in_git, 50)
    assert len(history.commits) == 3
    kept_in_git.write_text(kept_in_git.read_text("utf-8").replace("cases", "matters"), "utf-8")
    git(kept_in_git.parent, "commit", "-qam", "Another name")
    assert len(history.commits) == 3, "the list is good for a while"
    (newest,) = History(kept_in_git, 1).commits
    assert history.named(History.name(newest)) == newest


def test_a_drawing_without_a_version_that_comes_later_is_not_kept_for_the_one_with_it(
    kept_in_git: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(Settings(catalogue=kept_in_git)).server.test_client()
    texts = json.dumps(ask(client, "?view=changes&lang=en")["panel-changes"])
    _, second, _ = dict.fromkeys(re.findall(r"with=(git-[0-9a-f]{16})", texts))
    v = client.get("/healthz").get_json()["catalogue"]
    address = f"/drawing.svg?view=department&of=care&lang=en&v={v}"
    with monkeypatch.context() as patch:
        patch.setattr(History, "named", lambda *_: None)
        early = client.get(f"{address}&with={second}")
    later = client.get(f"{address}&with={second}")
    assert early.data == client.get(address).data
    assert early.headers["Cache-Control"] == "no-store"
    assert b"Clients and cases" in later.data
    assert later.data != early.data
    assert "immutable" in later.headers["Cache-Control"]
    page = ask(client, f"?view=department&of=care&with={second}&lang=en")
    assert "3 February 2026" in json.dumps(page["panel-drawing"])


def test_a_revision_that_git_was_too_slow_for_is_asked_for_again(
    kept_in_git: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = Versions(history=History(kept_in_git, 50))
    assert versions.history
    name = History.name(versions.history.commits[0])

    def slow(*_: object) -> None:
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr("flowviz.reading.revision._answer", slow)
        assert versions.get(name) is None
    assert versions.get(name) is not None


def test_a_large_comparison_is_made_once_beside_the_server_and_never_in_it(
    kept_in_git: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowviz.explorer.tasks.LIGHT", -1)
    asked: list[Task] = []

    class Elsewhere(Work):
        def run(self, job: Task, **_: object) -> File:
            asked.append(job)
            return File(b"made elsewhere")

    live = Live(kept_in_git, versions=Versions(history=History(kept_in_git, 50)))
    assert live.versions.history
    name = History.name(live.versions.history.commits[1])
    task = Task("drawing", Query(view="department", of="care", version=name, language="en").essence, "svg")
    gone = replace(task, query=task.query.but(version="0" * 32))
    found = [done(Elsewhere(""), live.now(), one, 150) for one in (task, task, gone, gone)]
    assert [one and one.data for one in found] == [b"made elsewhere"] * 4
    assert asked == [task, gone, gone], "what lacks its version is not kept"
