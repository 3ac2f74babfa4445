"""Each setting is an option, an environment variable and a row of the docs, and means the same in all of them."""

from __future__ import annotations

import dataclasses
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from flowviz.cli import explore_command
from flowviz.errors import FlowvizError
from flowviz.explorer.settings import SETTINGS, Settings
from flowviz.places import CATALOGUE

HERE = str(Path(__file__))
TEXTS: dict[str, tuple[str, Any, list[str]]] = {
    "catalogue": (HERE, Path(HERE), ["nowhere"]),
    "host": ("0.0.0.0", "0.0.0.0", []),
    "port": ("8080", 8080, ["-1", "65536", "x", "80.5", "tcp://10.0.0.1:80"]),
    "threads": ("4", 4, ["0", "65", "many"]),
    "prefix": ("maps/data", "/maps/data/", ["a b", "http://x/", "a//b", "../x", "<x>"]),
    "hosts": (
        "a.example, B.example.",
        ("a.example", "b.example"),
        ["http://a.example", "a.example:80", "a b", "a.example,"],
    ),
    "frames": (
        "https://intra.example, https://*.Example.org:8443/",
        ("https://intra.example", "https://*.example.org:8443"),
        ["intra.example", "https://intra.example/path", "*", "https://a b", "https://a.example; script-src *"],
    ),
    "proxies": ("1", 1, ["-1", "yes"]),
    "passwords": (HERE, Path(HERE), ["nowhere"]),
    "user_header": ("X-Remote-User", "X-Remote-User", ["X Remote", "X_Remote:"]),
    "compare": (HERE, Path(HERE), ["nowhere"]),
    "revisions": ("0", 0, ["-1", "all"]),
    "store": ("sent", Path("sent"), []),
    "most_things": ("200", 200, ["9", "x"]),
}


def test_every_setting_is_tried_here() -> None:
    assert list(TEXTS) == list(SETTINGS) == [field.name for field in dataclasses.fields(Settings)]


@pytest.mark.parametrize("name", SETTINGS)
def test_a_variable_means_what_the_option_means(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, expected, _ = TEXTS[name]
    setting = SETTINGS[name]
    assert getattr(Settings.from_environment({setting.variable: text}), name) == expected
    given = [part for each in (text.split(",") if setting.many else [text]) for part in (setting.option, each.strip())]
    assert _of_the_command(given)[name] == expected
    monkeypatch.setenv(setting.variable, text)
    assert _of_the_command([])[name] == expected


def _of_the_command(arguments: list[str]) -> dict[str, Any]:
    """What the command line makes of its arguments and of the environment."""
    context: click.Context = explore_command.command.make_context(
        "explore", list(arguments), help_option_names=["-h", "--help"]
    )
    return context.params


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, (_, _, wrong) in TEXTS.items() for text in wrong])
def test_a_wrong_value_is_one_clear_line(name: str, text: str) -> None:
    setting = SETTINGS[name]
    with pytest.raises(FlowvizError) as told:
        Settings.from_environment({setting.variable: text})
    assert str(told.value).startswith(f"{setting.variable} is '{text}': ")
    assert "\n" not in str(told.value)
    with pytest.raises(click.BadParameter):
        _of_the_command([setting.option, text])


def test_all_wrong_values_are_told_at_once() -> None:
    with pytest.raises(FlowvizError) as told:
        Settings.from_environment({"FLOWVIZ_PORT": "x", "FLOWVIZ_THREADS": "x"})
    assert str(told.value).count("\n") == 1


@pytest.mark.parametrize(
    ("given", "revisions"),
    [
        ({}, 50),
        ({"host": "::1"}, 50),
        ({"host": "0.0.0.0"}, 0),
        ({"hosts": ("maps.example.org",)}, 0),
        ({"proxies": 1}, 0),
        ({"host": "0.0.0.0", "passwords": Path(HERE)}, 0),
        ({"host": "0.0.0.0", "revisions": 20}, 20),
        ({"revisions": 0}, 0),
    ],
)
def test_others_see_what_has_been_taken_out_of_a_catalogue_only_where_that_is_asked_for(
    given: dict[str, Any], revisions: int
) -> None:
    assert Settings(**given).history == revisions


def test_an_empty_variable_is_none() -> None:
    assert Settings.from_environment({setting.variable: " " for setting in SETTINGS.values()}) == Settings()


def test_a_slip_in_the_name_of_a_variable_is_told_rather_than_leaving_out_a_login() -> None:
    with pytest.raises(FlowvizError, match="did you mean 'FLOWVIZ_PASSWORDS'"):
        Settings.from_environment({"FLOWVIZ_PASSWORD": HERE})
    others = {"FLOWVIZ_COLOUR": "red", "FLOWVIZ_BROWSER": "x", "FLOWVIZ_SERVICE_HOST": "10.0.0.1", "HOST": "x"}
    assert Settings.from_environment(others) == Settings()


def _app(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {s.variable for s in SETTINGS.values()}}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, "PYTHONPATH": str(CATALOGUE.parent), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_wsgi_application_is_set_up_by_the_environment(tmp_path: Path) -> None:
    from flowviz.explorer.login import password_line

    (tmp_path / "passwords").write_text(password_line("virpi", "kala"), "utf-8")
    code = (
        "import app; c = app.server.test_client();"
        "print(c.get('/maps/healthz', headers={'Host': 'a.example'}).status_code,"
        " c.get('/maps/healthz', headers={'Host': 'a.example'}, auth=('virpi', 'kala')).status_code,"
        " c.get('/maps/healthz', headers={'Host': 'b.example'}, auth=('virpi', 'kala')).status_code)"
    )
    passwords = str(tmp_path / "passwords")
    found = _app(code, FLOWVIZ_PREFIX="maps", FLOWVIZ_HOSTS="a.example", FLOWVIZ_PASSWORDS=passwords)
    assert found.stdout.split() == ["401", "200", "421"], found.stderr


def test_a_wrong_variable_ends_the_wsgi_application_with_one_line() -> None:
    found = _app("import app", FLOWVIZ_THREADS="many")
    assert found.returncode == 3
    assert found.stderr == "error: FLOWVIZ_THREADS is 'many': a whole number from 1 to 64 is wanted\n"


def test_debug_mode_is_off_whatever_the_environment_says() -> None:
    found = _app(
        "import app; print(app.app._dev_tools.get('ui'), app.server.debug, app.server.config['DEBUG'])",
        FLASK_DEBUG="1",
        DASH_DEBUG="1",
    )
    assert "True" not in found.stdout
    assert found.stdout.count("False") >= 2


def test_app_py_takes_the_options_of_explore(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", "--port", "no"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(Path(HERE).parents[2] / "app.py"), run_name="__main__")
    assert ended.value.code == 2
    assert "'--port'" in capsys.readouterr().err
