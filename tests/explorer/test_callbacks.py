"""Whatever is sent to a callback: an answer, or one plain line that says what is wrong with it."""

from __future__ import annotations

import copy
import json
import logging
import random
import re
from typing import TYPE_CHECKING, Any

import pytest
from looking import request_for

from flowviz.explorer import create_app
from flowviz.explorer.callbacks import VALUES

if TYPE_CHECKING:
    from flask.testing import FlaskClient

PATH = "/_dash-update-component"
FACTS = {"seals": {"bar": "x"}, "search": ""}
SCALARS: list[Any] = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "x",
    "é\u0000",
    "\ud800",
    [],
    {},
    [[]],
    {"id": 1},
    float("nan"),
    10**30,
]


@pytest.fixture
def bodies(client: FlaskClient) -> list[dict[str, Any]]:
    """What a browser sends to each callback."""
    page = request_for(client.get("/_dash-dependencies").json or [], "?view=overview", FACTS)
    return [page, typed("find", "asia", "?view=overview")]


def typed(box: str, text: str, search: str) -> dict[str, Any]:
    """What a browser sends for what somebody types into a search box."""
    return {
        "output": f"{box}-results.children",
        "outputs": {"id": f"{box}-results", "property": "children"},
        "inputs": [{"id": f"{box}-text", "property": "value", "value": text}],
        "changedPropIds": [f"{box}-text.value"],
        "state": [{"id": "url", "property": "search", "value": search}],
    }


def test_what_a_browser_sends_is_answered(client: FlaskClient, bodies: list[dict[str, Any]]) -> None:
    assert [client.post(PATH, json=body).status_code for body in bodies] == [200, 200]


@pytest.mark.parametrize(
    ("box", "text", "search", "first"),
    [
        ("find", "vaestotieto", "?view=overview", "?view=neighbourhood&of=vaestotieto&lang=fi"),
        ("from", "vaestoteito", "?view=paths&to=kela&lang=fi", "?view=paths&of=vaestotieto&to=kela&lang=fi"),
        ("to", "asiakastietovaranto", "?view=paths&lang=fi", "?view=paths&to=asiakastietovaranto&lang=fi"),
        ("to", "", "?view=paths&of=vaestotieto&lang=fi", "?view=paths&of=vaestotieto&to=asiakastietovaranto&lang=fi"),
        ("gone", "digi- ja väestötieto", "?view=impact&gone=kela&lang=fi", "?view=impact&gone=kela,dvv&lang=fi"),
        ("version", "no such revision", "?view=changes&lang=fi", None),
    ],
)
def test_what_is_typed_into_a_search_box_leads_where_the_box_chooses(
    client: FlaskClient, box: str, text: str, search: str, first: str | None
) -> None:
    answer = client.post(PATH, json=typed(box, text, search))
    found = re.findall(r'"href":\s*"([^"]*)"', answer.get_data(as_text=True))
    assert found[:1] == ([first] if first else [])


def test_what_has_no_feeds_or_is_removed_already_is_not_offered(client: FlaskClient) -> None:
    organisation = client.post(PATH, json=typed("gone", "kaupunginkanslia", "?view=impact&lang=fi"))
    assert "gone=kaupunginkanslia" not in organisation.get_data(as_text=True)
    taken = client.post(PATH, json=typed("gone", "kansaneläkelaitos", "?view=impact&gone=kela&lang=fi"))
    assert "gone=kela,kela" not in taken.get_data(as_text=True)
    unfed = client.post(PATH, json=typed("from", "sisäinen tarkastus", "?view=paths&lang=fi"))
    assert "of=sisainen-tarkastus" not in unfed.get_data(as_text=True)


def test_every_value_that_a_callback_asks_for_has_its_check() -> None:
    app = create_app()
    asked = {
        f"{each['id']}.{each['property']}"
        for callback in app.callback_map.values()
        if "callback" in callback
        for each in (*callback["inputs"], *callback["state"])
    }
    assert asked == set(VALUES)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"{", "application/json"),
        (b"\xff\xfe{}", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "application/json"),
        (b"1" * 10_000, "application/json"),
        (b"{}", "text/plain"),
        (b"{}", ""),
        (b"output=x", "application/x-www-form-urlencoded"),
        (b"null", "application/json"),
        (b"[]", "application/json"),
        (b"{}", "application/json"),
        (b'{"output": "nothing.at_all", "inputs": []}', "application/json"),
        (b'{"output": ["x"], "inputs": []}', "application/json"),
    ],
)
def test_a_body_that_is_no_request_is_refused_in_one_line(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, body: bytes, kind: str
) -> None:
    with caplog.at_level(logging.INFO):
        answer = client.post(PATH, data=body, content_type=kind)
    _is_refused(answer, caplog)


def test_a_callback_of_the_browser_is_none_of_the_server(client: FlaskClient) -> None:
    for each in client.get("/_dash-dependencies").json or []:
        if each["clientside_function"]:
            sent = {"output": each["output"], "outputs": [], "inputs": each["inputs"], "state": []}
            assert client.post(PATH, json=sent).status_code == 400


@pytest.mark.parametrize("seed", range(8))
def test_bodies_with_something_wrong_are_answered_or_refused(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, bodies: list[dict[str, Any]], seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(60):
        body = copy.deepcopy(chance.choice(bodies))
        for _ in range(chance.randint(1, 3)):
            _spoil(body, chance)
        caplog.clear()
        with caplog.at_level(logging.INFO):
            answer = client.post(PATH, data=json.dumps(body), content_type="application/json")
        if answer.status_code != 200:
            _is_refused(answer, caplog)


def _spoil(body: Any, chance: random.Random) -> None:
    """Changes, adds or takes away something at some place of ``body``."""
    places = [body]
    for place in places:
        inner = place.values() if isinstance(place, dict) else place
        places += [each for each in inner if isinstance(each, (dict, list))]
    place = chance.choice(places)
    keys: list[Any] = list(place) if isinstance(place, dict) else list(range(len(place)))
    if keys and chance.random() < 0.7:
        place[chance.choice(keys)] = copy.deepcopy(chance.choice(SCALARS))
    elif keys and chance.random() < 0.5:
        del place[chance.choice(keys)]
    elif isinstance(place, dict):
        place[chance.choice(["id", "property", "value", "extra", ""])] = chance.choice(SCALARS[:8])
    else:
        place.append(chance.choice(SCALARS[:12]))


def _is_refused(answer: Any, caplog: pytest.LogCaptureFixture) -> None:
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400, text
    assert text.count("\n") == 1
    assert not [record for record in caplog.records if record.exc_info or record.levelno >= logging.ERROR]
    assert [record for record in caplog.records if getattr(record, "path", "") == PATH]
