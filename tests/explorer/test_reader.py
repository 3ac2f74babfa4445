"""In which language a reader is answered: the address's, else the browser's, else the catalogue's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from connecting import ask, get, post, serving

from flowviz.explorer import Settings

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

TITLES = {"fi": "Kartta – ", "sv": "Karta – ", "en": "Map – "}


def varies(answer: TestResponse) -> bool:
    return "accept-language" in answer.vary.as_set()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("sv", "sv"),
        ("sv-FI", "sv"),
        ("SV-fi", "sv"),
        ("sv-FI, en;q=0.8", "sv"),
        ("sv-FI,sv;q=0.9,en-US;q=0.8,en;q=0.7", "sv"),
        ("en;q=0.3, sv;q=0.7", "sv"),
        ("de-DE, de;q=0.9, en;q=0.4", "en"),
        ("fi;q=0, en;q=0.1", "en"),
        ("de", "fi"),
        ("*", "fi"),
        ("se, *;q=0.5", "fi"),
        ("sv;q=many", "fi"),
        ("", "fi"),
        (";;,=q", "fi"),
    ],
)
def test_the_first_view_is_in_the_first_language_of_the_browser_that_is_ours(
    client: FlaskClient, accepted: str, language: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})
    html = answer.get_data(as_text=True)
    assert f'<html lang="{language}">' in html
    assert f"<title>{TITLES[language]}" in html
    assert varies(answer)


def test_the_words_for_a_browser_without_scripts_are_in_its_language_too(client: FlaskClient) -> None:
    html = client.get("/", headers={"Accept-Language": "sv-FI"}).get_data(as_text=True)
    assert "Laddar…" in html
    assert "<noscript>Tjänsten kräver JavaScript." in html


def test_the_language_of_an_address_wins(client: FlaskClient) -> None:
    answer = client.get("/?view=overview&lang=en", headers={"Accept-Language": "sv-FI"})
    assert '<html lang="en">' in answer.get_data(as_text=True)
    assert not varies(answer)


def test_an_address_with_a_language_that_is_not_ours_names_none(client: FlaskClient) -> None:
    answer = client.get("/?lang=da", headers={"Accept-Language": "sv-FI"})
    assert '<html lang="sv">' in answer.get_data(as_text=True)
    assert varies(answer)


def test_a_catalogue_in_a_language_that_is_not_ours_is_told_in_the_next_of_its_own(
    clients: dict[str, FlaskClient],
) -> None:
    """The catalogue of Sundhavn is in Danish and English."""
    assert '<html lang="en">' in clients["example"].get("/").get_data(as_text=True)
    asked = clients["example"].get("/", headers={"Accept-Language": "da-DK, sv;q=0.5"})
    assert '<html lang="sv">' in asked.get_data(as_text=True)


def test_files_and_pages_of_errors_are_in_the_language_of_the_browser(client: FlaskClient) -> None:
    swedish = {"Accept-Language": "sv-FI, en;q=0.8"}
    table = client.get("/table.csv?view=table&table=departments", headers=swedish)
    assert "Identifierare,Namn" in table.get_data(as_text=True).splitlines()[0]
    assert varies(table)
    drawing = client.get("/drawing.svg?view=overview&v=any", headers=swedish)
    assert 'lang="sv"' in drawing.get_data(as_text=True)
    assert varies(drawing)
    missing = client.get("/nowhere", headers={**swedish, "Accept": "text/html"})
    assert '<html lang="sv">' in missing.get_data(as_text=True)
    assert varies(missing)
    assert not varies(client.get("/healthz", headers=swedish))


def callback(search: str) -> bytes:
    """What the page sends to be filled with what its address asks for."""
    from flowviz.explorer import PANELS

    outputs: list[dict[str, Any]] = [{"id": f"panel-{name}", "property": "children"} for name in PANELS]
    outputs.append({"id": "page", "property": "data"})
    body = {
        "output": "..{}..".format("...".join(f"{each['id']}.{each['property']}" for each in outputs)),
        "outputs": outputs,
        "inputs": [
            {"id": "url", "property": "search", "value": search},
            {"id": "mark", "property": "data", "value": None},
        ],
        "state": [{"id": "page", "property": "data", "value": None}],
        "changedPropIds": ["url.search"],
    }
    return json.dumps(body).encode()


def test_over_http_page_and_contents_are_in_the_same_language() -> None:
    with serving(Settings(port=0)) as server:
        status, headers, page = ask(server, get("/", "Accept-Language: sv-FI"))
        assert (status, b'<html lang="sv">' in page) == (200, True)
        assert "Accept-Language" in headers["Vary"]
        for search, language in (("", "sv"), ("?lang=en", "en")):
            body = callback(search)
            head = ("Accept-Language: sv-FI", "Content-Type: application/json", f"Content-Length: {len(body)}")
            status, _, sent = ask(server, post("/_dash-update-component", *head, "Connection: close", body=body))
            assert status == 200
            facts = json.loads(sent)["response"]["page"]["data"]
            assert (facts["lang"], facts["title"].startswith(TITLES[language])) == (language, True)
