"""What the tests share: the built-in catalogue, its graph, and a way to write small catalogues."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from drawn import DEPARTMENTS
from flowviz import loading
from flowviz.model import build_model
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient
    from playwright.sync_api import Browser, Page
    from visitor import Visitor

    from flowviz.catalogue import Catalogue
    from flowviz.explorer.live import State
    from flowviz.model import Model

    Run = Callable[..., tuple[int, str, str]]

os.environ["FLOWVIZ_CACHE"] = "off"  # no test meets what another kept, or leaves anything behind

EXAMPLE = Path(__file__).parent / "example"
HEAD = """\
source: page
catalogue:
  id: small
  name: {en: Small, da: Lille}
  version: "1"
  date: "2026-01-31"
  language: en
  languages: [en, da]
organisation: {id: office, name: {en: Office, da: Kontor}}
sources:
  - {id: page, title: Page, language: en, lines: 90}
scopes:
  - {id: city, name: City, colour: "#ffcab3", letter: C, shape: circle}
  - {id: state, name: State, colour: "#ffe977", letter: S, shape: square}
departments:
  - id: care
    name: {en: Care, da: Pleje}
    units: [{id: ward, name: {en: Ward, da: Afdeling}}]
    resources:
      - {id: clients, name: {en: Clients, da: Klienter}}
shared:
  - {id: people, name: {en: People, da: Personer}, scope: city}
feeds:
  - {from: clients, to: people, basis: stated, evidence: [3]}
"""
"""A catalogue in one file that loads without error or warning; what tests add goes into a second file."""
_TABS: list[Page] = []
"""The page that visitors have one after the other: a new one for each would take longer than most of what they do."""


def write_catalogue(folder: Path, **files: str | bytes) -> Path:
    """``folder``, with `HEAD` as ``head.yaml`` and each of ``files`` as ``<name>.yaml``."""
    for name, text in {"head": HEAD, **files}.items():
        raw = text if isinstance(text, bytes) else dedent(text).encode()
        (folder / f"{name}.yaml").write_bytes(raw)
    return folder


def pytest_sessionstart() -> None:
    """Has the garbage collector wait until all is imported and collected, as none of it is garbage."""
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Has each process of a run begin with its share of the tests in a browser, the slowest: at the end none waits for one."""
    processes = getattr(config, "workerinput", {}).get("workercount", 1)
    slow = [item for item in items if item.path.parent.name == "browser"]
    quick = [item for item in items if item.path.parent.name != "browser"]

    def share(of: list[pytest.Item], number: int) -> list[pytest.Item]:
        return of[number * len(of) // processes : (number + 1) * len(of) // processes]

    items[:] = [item for number in range(processes) for of in (slow, quick) for item in share(of, number)]


def pytest_collection_finish() -> None:
    """Has the garbage collector leave alone what was imported and collected, all of which stays to the end.

    To walk it again and again takes an eighth of the time of the tests.
    """
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> None:
    """Closes the page of visitors before a test without a browser: all the while it would ask the explorer for changes."""
    if _TABS and nextitem and nextitem.path.parent.name != "browser":
        _TABS.pop().context.close()


@pytest.fixture(scope="session", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Has a site that one process of a run made read by the others."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        import made_site

        made_site.SHARED[:] = [tmp_path_factory.getbasetemp().parent]


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder in which commands of these tests keep the catalogues that they have checked, as those of users do."""
    return str(tmp_path_factory.mktemp("checked") / "kept")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, checked: str) -> Run:
    """Runs the command line in an empty folder: (exit code, standard output, standard error)."""
    monkeypatch.setenv("FLOWVIZ_CACHE", checked)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOWVIZ_CATALOGUE", raising=False)
    from flowviz.cli import main

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        captured = capsys.readouterr()
        assert isinstance(end.value.code, int)
        return end.value.code, captured.out, captured.err

    return run


# the same examples in every run, so that what passed passes again; pytest --hypothesis-profile=default looks for new ones
# and no example has a deadline: a busy machine is no fault
settings.register_profile("same", derandomize=True, deadline=None)
settings.load_profile("same")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return loading.load(CATALOGUE)


@pytest.fixture(scope="session")
def model(catalogue: Catalogue) -> Model:
    return build_model(catalogue)


@pytest.fixture(scope="session")
def example() -> Model:
    """The model of another authority, in another language, with what the built-in catalogue has not.

    Its departments feed each other, feeds lie inside one department and beside each other, two departments call a
    resource the same, and a text is as a word processor left it.
    """
    return build_model(loading.load(EXAMPLE))


@pytest.fixture(scope="session", params=["built-in", "example"])
def any_model(request: pytest.FixtureRequest) -> Model:
    """The models of both authorities, one after the other."""
    found: Model = request.getfixturevalue({"built-in": "model"}.get(request.param, request.param))
    return found


@pytest.fixture(params=[(name, id_) for name, ids in DEPARTMENTS.items() for id_ in ids], ids=" ".join)
def any_department(request: pytest.FixtureRequest, model: Model, example: Model) -> tuple[Model, str]:
    """Each department of both authorities, with the model that it is in."""
    name, department = request.param
    return {"built-in": model, "example": example}[name], department


# --- the explorer, with and without a browser; only the tests that ask for these import what they need


@pytest.fixture(scope="session")
def state() -> State:
    """The built-in catalogue as the explorer holds it."""
    from flowviz.explorer.live import Live

    return Live(CATALOGUE).now()


@pytest.fixture(scope="session")
def states(state: State) -> dict[str, State]:
    """Both authorities as the explorer holds them."""
    from flowviz.explorer.live import Live

    return {"built-in": state, "example": Live(EXAMPLE).now()}


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An explorer to ask without a browser."""
    from flowviz.explorer import Settings, create_app

    settings = Settings(store=tmp_path_factory.mktemp("sent") / "store")
    found: FlaskClient = create_app(settings).server.test_client()
    return found


@pytest.fixture(scope="session")
def clients(client: FlaskClient) -> dict[str, FlaskClient]:
    """Explorers of both authorities to ask without a browser."""
    from flowviz.explorer import Settings, create_app

    return {"built-in": client, "example": create_app(Settings(catalogue=EXAMPLE)).server.test_client()}


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an explorer of the built-in catalogue."""
    from visitor import Served

    from flowviz.explorer import Settings

    server = Served(Settings(store=tmp_path_factory.mktemp("sent") / "store"))
    yield server.address
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium."""
    from measuring import CHROMIUM
    from playwright.sync_api import sync_playwright
    from visitor import ARGUMENTS

    with sync_playwright() as playwright:
        # no page is looked at for so long that the best code for it were worth its making
        arguments = [*ARGUMENTS, "--js-flags=--no-turbofan"]
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield found
        found.close()


@pytest.fixture
def visitor(browser: Browser, served: str) -> Iterator[Visitor]:
    """A visitor at a desk; whatever the browser complains of, or asks elsewhere, fails the test."""
    from visitor import Visitor

    if not _TABS or _TABS[0].is_closed():
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
        _TABS[:] = [context.new_page()]
        _TABS[0].set_default_timeout(60_000)
    someone = Visitor(_TABS[0], served)
    someone.sit_down()
    yield someone
    someone.leave()
    assert someone.complaints == []
