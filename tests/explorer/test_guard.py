"""Every answer has safe headers, every refusal says why and leads on, and only names that are ours are answered to."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import flask
import pytest

from flowviz import errors
from flowviz.explorer import Settings, create_app
from flowviz.explorer.answers import ANSWERS, Answer
from flowviz.explorer.headers import SAFE
from flowviz.explorer.hosts import bare
from flowviz.loading.problems import Problem
from flowviz.locales import LANGUAGES, words
from flowviz.messages import said

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

ROUTES = [
    "/",
    "/healthz",
    "/state",
    "/theme.css",
    "/sign/own.svg",
    "/drawing.svg?view=overview",
    "/table.csv?view=table",
    "/export/json",
    "/assets/frame.js",
    "/_dash-layout",
    "/_dash-dependencies",
    "/_reload-hash",
    "/_favicon.ico",
    "/_dash-component-suites/dash/dcc/dash_core_components.js",
    "/nowhere",
]

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def is_safe(answer: TestResponse) -> None:
    """That ``answer`` lets a browser do no more than it should."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    scripts = next((part for part in policy.split("; ") if part.startswith("script-src")), "")
    assert "unsafe" not in scripts
    assert "http" not in policy
    assert {name: answer.headers[name] for name in SAFE} == SAFE


# --- headers


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "PUT"])
def test_every_answer_has_safe_headers(client: FlaskClient, route: str, method: str) -> None:
    is_safe(client.open(route, method=method, buffered=True))


BAD: dict[str, tuple[int, Callable[[FlaskClient], TestResponse]]] = {
    "no such page": (404, lambda client: client.get("/nowhere")),
    "no such script": (404, lambda client: client.get("/_dash-component-suites/dash/x/../../dash.py")),
    "no such package": (404, lambda client: client.get("/_dash-component-suites/os/path.js")),
    "wrong method": (405, lambda client: client.post("/healthz")),
    "too long": (414, lambda client: client.get("/?q=" + "x" * 3000)),
    "too large": (413, lambda client: client.post("/healthz", data=b"x" * 300_000)),
    "another name": (421, lambda client: client.get("/", headers={"Host": "evil.example"})),
    "no request of the page": (400, lambda client: client.post("/_dash-update-component", data=b"x")),
    "without the header": (403, lambda client: client.post("/compare", data=b"{}")),
}


@pytest.mark.parametrize("kind", BAD)
def test_every_refusal_is_one_plain_line_with_safe_headers(client: FlaskClient, kind: str) -> None:
    status, bad = BAD[kind]
    answer = bad(client)
    assert answer.status_code == status
    assert answer.mimetype == "text/plain"
    assert answer.get_data(as_text=True).strip().count("\n") == 0
    is_safe(answer)


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    assert "GET" in client.post("/healthz").headers["Allow"]


def test_a_redirect_to_the_prefix_has_safe_headers_and_stays_here() -> None:
    client = create_app(Settings(prefix="/maps/")).server.test_client()
    answer = client.get("/maps")
    assert answer.status_code == 308
    assert answer.headers["Location"] in ("/maps/", "http://localhost/maps/")
    is_safe(answer)


# --- errors as pages


class _Page(HTMLParser):
    """What of a page a screen reader starts from."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language, self.links, self.headings = "", list[str](), 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"] or ""
        if tag == "a":
            self.links.append(given["href"] or "")
        self.headings += tag == "h1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_browser_gets_a_page_in_its_language_with_a_way_on(client: FlaskClient, language: str) -> None:
    for address, asked in (
        (f"/nowhere?lang={language}", {}),
        ("/nowhere", {"Accept-Language": f"{language}, de;q=0.5"}),
    ):
        answer = client.get(address, headers={**BROWSER, **asked})
        page = _Page(answer.get_data(as_text=True))
        assert answer.status_code == 404
        assert (page.language, page.headings, page.links) == (language, 1, [f"/?lang={language}"])
        assert words(language)("explorer.refused.404") in answer.get_data(as_text=True)
        is_safe(answer)


def test_the_way_on_leads_below_the_prefix() -> None:
    client = create_app(Settings(prefix="/maps/")).server.test_client()
    text = client.get("/maps/nowhere?lang=en", headers=BROWSER).get_data(as_text=True)
    assert _Page(text).links == ["/maps/?lang=en"]


def test_the_cause_is_text_and_never_markup() -> None:
    client = _breaking(errors.FlowvizError("no <b>such</b> thing")).test_client()
    text = client.get("/break", headers=BROWSER).get_data(as_text=True)
    assert "no &lt;b&gt;such&lt;/b&gt; thing" in text
    assert client.get("/break").get_data(as_text=True) == "no <b>such</b> thing\n"


class _Tired(errors.FlowvizError):
    retry_after = 7


def _breaking(error: Exception) -> flask.Flask:
    """An explorer with a route that fails."""
    server: flask.Flask = create_app().server

    @server.get("/break")
    def fail() -> str:
        raise error

    return server


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.UnknownThing("kela"), 404),
        (errors.CatalogueError([Problem("a.yaml", line, 1, said("blank")) for line in (1, 2)]), 422),
        (errors.TooMuchToDraw("Care", 812, 3400), 422),
        (errors.FlowvizError("no"), 400),
        (_Tired("too much at once"), 400),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_is_answered_as_the_nearest_of_its_families(error: Exception, status: int) -> None:
    answer = _breaking(error).test_client().get("/break")
    assert answer.status_code == status
    assert answer.get_data(as_text=True) == f"{error}\n"
    is_safe(answer)


def test_an_error_may_say_when_it_is_worth_another_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ANSWERS, _Tired, Answer(503))
    client = _breaking(_Tired("too much at once")).test_client()
    answer = client.get("/break?lang=en", headers=BROWSER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert "Try again in 7 seconds." in answer.get_data(as_text=True)


def test_a_bug_of_ours_tells_nothing_of_the_inside_and_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = _breaking(RuntimeError("the secret")).test_client().get("/break", headers=BROWSER)
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
    assert "the secret" in caplog.text
    is_safe(answer)


# --- names


@pytest.mark.parametrize(
    ("host", "allowed"),
    [
        ("localhost", True),
        ("LocalHost:8050", True),
        ("localhost.", True),
        ("localhost.:8050", True),
        ("127.0.0.1", True),
        ("127.0.0.1:1", True),
        ("[::1]:8050", True),
        ("[::1]", True),
        ("[0:0:0:0:0:0:0:1]", True),
        ("evil.example", False),
        ("evil.example:8050", False),
        ("localhost.evil.example", False),
        ("evil.localhost", False),
        ("127.0.0.1.evil.example", False),
        ("localhost@evil.example", False),
        ("evil.example/localhost", False),
        ("localhost, evil.example", False),
        ("localhost:evil", False),
        ("10.0.0.1", False),
        ("[::2]", False),
        ("[::1", False),
        ("", False),
        (" ", False),
    ],
)
def test_an_explorer_for_this_machine_answers_to_its_names_only(client: FlaskClient, host: str, allowed: bool) -> None:
    answer = client.get("/state", headers={"Host": host}, environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == (200 if allowed else 421)


@pytest.mark.parametrize(
    ("settings", "host", "allowed"),
    [
        (Settings(hosts=("maps.example.org",)), "maps.example.org", True),
        (Settings(hosts=("maps.example.org",)), "MAPS.example.org.:443", True),
        (Settings(hosts=("maps.example.org",)), "localhost", True),
        (Settings(hosts=("maps.example.org",)), "example.org", False),
        (Settings(hosts=("2001:db8::7",)), "[2001:db8::7]:80", True),
        (Settings(hosts=("*",)), "evil.example", True),
        (Settings(host="maps.example.org"), "maps.example.org:8050", True),
        (Settings(host="192.0.2.7"), "192.0.2.7:8050", True),
        (Settings(host="192.0.2.7"), "192.0.2.8", False),
        (Settings(host="0.0.0.0"), "192.0.2.8:8050", True),
        (Settings(host="::"), "[2001:db8::7]:8050", True),
        (Settings(host="0.0.0.0"), "maps.example.org", False),
    ],
)
def test_other_names_are_answered_to_when_they_are_given(settings: Settings, host: str, allowed: bool) -> None:
    client = create_app(settings).server.test_client()
    assert client.get("/state", headers={"Host": host}).status_code == (200 if allowed else 421)


def test_a_name_that_is_not_answered_to_can_be_allowed_as_the_answer_says(client: FlaskClient) -> None:
    text = client.get("/", headers={"Host": "Maps.Example.org:80"}).get_data(as_text=True)
    assert "--allow-host maps.example.org" in text
    assert "FLOWVIZ_HOSTS=maps.example.org" in text


@pytest.mark.parametrize("host", ["a b", "[", "]:1", "a:b:c", "a:123456", "a/b", "a@b", "\0", "é"])
def test_what_is_no_name_is_none(host: str) -> None:
    assert bare(host) in (None, "\0", "é")
