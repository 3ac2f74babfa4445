"""The files for systemd, containers, gunicorn and nginx say what holds, and name nothing that is not there."""

from __future__ import annotations

import json
import re
import runpy
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from connecting import serving
from flask import Flask

from documentation import ROOT
from flowviz.cli.explore_command import command
from flowviz.explorer import Settings, ending
from flowviz.explorer.clients import MOST_HEAD, Limits
from flowviz.explorer.guard import MOST_BODY
from flowviz.explorer.query import LONGEST
from flowviz.explorer.settings import SETTINGS
from flowviz.explorer.versions import MOST_BYTES

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "docs/serving"
FILES = sorted([*FOLDER.iterdir(), ROOT / "docs/serving.md", ROOT / "docs/explorer.md"])


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_variables_and_options_that_are_named_are_there(path: Path) -> None:
    text = path.read_text("utf-8")
    variables = set(re.findall(r"\bFLOWVIZ_[A-Z_]*[A-Z]", text)) - {"FLOWVIZ_NAME"}
    assert variables <= {setting.variable for setting in SETTINGS.values()}
    options = {option for parameter in command.params for option in parameter.opts}
    for line in re.findall(r"flowviz explore (.*)", text):
        assert set(re.findall(r"(?<!\S)--[a-z-]+", line)) <= options, line


def test_every_file_is_explained() -> None:
    text = (ROOT / "docs/serving.md").read_text("utf-8")
    assert all(f"(serving/{path.name})" in text for path in FOLDER.iterdir())
    assert "(serving.md)" in (ROOT / "docs/explorer.md").read_text("utf-8")


def test_nginx_lets_through_what_the_explorer_takes() -> None:
    text = _text("nginx.conf")
    units = {"k": 1024, "m": 1_000_000}
    sizes = [int(size) * units[unit] for size, unit in re.findall(r"client_max_body_size (\d+)([km]);", text)]
    assert sizes == [MOST_BODY, MOST_BYTES]
    assert set(re.findall(r"proxy_pass ([^;]+);", text)) == {f"http://127.0.0.1:{Settings().port}"}
    assert text.count("{") == text.count("}")


def test_all_wait_for_the_end_as_long_as_it_takes() -> None:
    assert float(re.findall(r"TimeoutStopSec=(\d+)", _text("flowviz.service"))[0]) > ending.SECONDS
    set_up = runpy.run_path(str(FOLDER / "gunicorn.conf.py"))
    assert set_up["graceful_timeout"] >= ending.SECONDS
    assert set_up["bind"] == f"127.0.0.1:{Settings().port}"


def test_the_end_of_a_worker_ends_its_work_in_the_background() -> None:
    ended: list[float] = []
    app = Flask("app")
    ending.at_end(app, ended.append)
    runpy.run_path(str(FOLDER / "gunicorn.conf.py"))["worker_exit"](None, SimpleNamespace(wsgi=app))
    assert ended == [ending.SECONDS]


def test_the_health_check_of_the_container_tells_a_server_that_answers_from_none() -> None:
    code = json.loads(re.findall(r"HEALTHCHECK.*?CMD (\[.*?\])\n", _text("Containerfile"), re.DOTALL)[0])[2]

    def check(port: int) -> int:
        found = subprocess.run(
            [sys.executable, "-c", code], env={"FLOWVIZ_PORT": str(port)}, capture_output=True, check=False
        )
        return found.returncode

    with serving(Settings(port=0)) as server:
        assert check(server.port) == 0
    assert check(server.port) != 0


def test_the_limits_in_the_docs_are_those_that_hold() -> None:
    text = (ROOT / "docs/serving.md").read_text("utf-8")
    table = text.split("## Limits")[1].split("\n\n")[1]
    numbers = Limits()
    for said in (
        f"{MOST_BODY // 1024} kB; {MOST_BYTES // 1_000_000} MB",
        f"| {MOST_HEAD // 1024} kB |",
        f"| {LONGEST:,} letters",
        f"| {numbers.patience:.0f} s |",
        f"a second more for each {numbers.slowest // 1024} kB",
        f"| {numbers.idle:.0f} s |",
        f"| {numbers.connections} |",
        f"| {numbers.held // 1_000_000} MB in all |",
    ):
        assert said in table
