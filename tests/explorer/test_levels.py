"""What the map fetches: the whole from afar, a frame's inside, and a thing's place, each small and kept like any file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from conftest import HEAD, write_catalogue
from flowviz.explorer import Settings, create_app

if TYPE_CHECKING:
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from flowviz.explorer.live import State

ROOM = "room=800x640&lang=en"
ID, PARENT, LEVEL, NAME = range(4)


def asked(client: FlaskClient, what: str, fields: str = "", **headers: str) -> TestResponse:
    return client.get(f"/map/{what}.json?view=map&{ROOM}{fields}", headers=headers)


def told(client: FlaskClient, what: str, fields: str = "") -> dict[str, Any]:
    found: dict[str, Any] = asked(client, what, fields).get_json()
    return found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An office with one department, whose one resource has a register and feeds a resource of the city and a party."""
    more = """
        source: page
        parties: [{id: ministry, name: Ministry, scope: state, form: authority}]
        feeds: [{from: clients, to: ministry, basis: implied, evidence: [4]}]
    """
    register = (
        "resources:\n      - {id: clients, name: {en: Clients, da: Klienter}, registers: [{id: book, name: Book}]}"
    )
    head = HEAD.replace("resources:\n      - {id: clients, name: {en: Clients, da: Klienter}}", register)
    folder: Path = tmp_path_factory.mktemp("small")
    write_catalogue(folder, head=head, more=more)
    client: FlaskClient = create_app(Settings(catalogue=folder)).server.test_client()
    return client


def test_the_whole_has_departments_and_scopes_and_no_more(small: FlaskClient) -> None:
    whole = told(small, "whole")
    assert [(row[ID], row[PARENT], row[LEVEL], row[NAME]) for row in whole["places"]] == [
        ("care", "", 1, "Care"),
        ("scope:city", "", 1, "City"),
        ("scope:state", "", 1, "State"),
    ]
    assert whole["text"] == "Office, 1 department, 2 feeds"
    ids = [re.findall(r'data-id="([^"]+)"', frame) for frame in whole["frames"]]
    assert ids == [["care"], ["scope:city"], ["scope:state"]], "each is told by itself, for who shows only some"
    assert "data-id" not in whole["svg"]
    assert [row[-1] for row in whole["places"]] == [0, 1, 1], "the sign of a scope stands beside its name"


@pytest.mark.parametrize(("level", "things"), [(2, ["clients"]), (3, ["clients", "book"])])
def test_what_is_in_a_frame_is_told_to_a_level(small: FlaskClient, level: int, things: list[str]) -> None:
    inner = told(small, "inside", f"&of=care&level={level}")
    assert [row[ID] for row in inner["places"]] == things
    (part,) = inner["parts"]
    assert re.findall(r'class="(?:frame|node)[^"]*" data-id="([^"]+)"', part) == things
    assert "<svg" not in part


def test_what_is_in_a_frame_comes_in_parts_of_which_one_takes_what_is_near(client: FlaskClient) -> None:
    inner = told(client, "inside", "&of=strategiaosasto&level=3")
    outer = [row[ID] for row in inner["places"] if row[PARENT] == "strategiaosasto"]
    assert len(outer) == len(inner["parts"]) == 10, "its resources"
    within: dict[str, set[str]] = {id_: {id_} for id_ in outer}
    for row in inner["places"]:
        if row[PARENT] in within:
            within[row[PARENT]].add(row[ID])
    for id_, part in zip(outer, inner["parts"], strict=True):
        assert set(re.findall(r'class="(?:frame|node)[^"]*" data-id="([^"]+)"', part)) == within[id_]
        assert set(re.findall(r'data-owner="([^"]+)"', part)) <= within[id_]


def test_a_thing_is_found_where_it_lies_with_what_its_feeds_lead_to(small: FlaskClient) -> None:
    found = told(small, "found", "&of=book")
    assert [row[ID] for row in found["path"]] == ["care", "clients", "book"]
    assert found["ends"] == []
    ends = told(small, "found", "&of=clients")["ends"]
    assert [(end["to"][ID], end["frame"][ID], end["way"], end["basis"], end["n"]) for end in ends] == [
        ("people", "scope:city", "out", "stated", 1),
        ("ministry", "scope:state", "out", "implied", 1),
    ]
    assert [row[ID] for row in told(small, "found", "&of=ward")["path"]] == ["care"], "a unit lies in its department"


@pytest.mark.parametrize("fields", ["inside", "inside&of=nowhere", "inside&of=clients", "found&of=nowhere", "nothing"])
def test_what_the_map_does_not_have_is_not_found(small: FlaskClient, fields: str) -> None:
    what, _, rest = fields.partition("&")
    assert asked(small, what, f"&{rest}").status_code == 404


def test_a_part_is_kept_while_it_is_right_and_sent_once(client: FlaskClient, state: State) -> None:
    first = asked(client, "inside", f"&of=strategiaosasto&level=2&v={state.version}")
    assert first.status_code == 200
    assert "immutable" in first.headers["Cache-Control"]
    again = asked(
        client, "inside", f"&of=strategiaosasto&level=2&v={state.version}", **{"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert asked(client, "inside", "&of=strategiaosasto&level=2&v=old").headers["Cache-Control"] == "no-store"


def test_a_filtered_map_lacks_what_the_filter_leaves_out(client: FlaskClient) -> None:
    whole = told(client, "whole", "&scope=national")
    ids = {row[ID] for row in whole["places"]}
    assert "scope:national" in ids
    assert not ids & {"scope:city-wide", "scope:international"}


def test_the_first_view_is_the_map_and_the_overview_has_its_old_address(client: FlaskClient) -> None:
    from looking import ask

    first, old = (ask(client, query)["page"]["data"] for query in ("?lang=en", "?view=overview&lang=en"))
    assert (first["view"], old["view"]) == ("map", "overview")
    assert first["home"] == "?view=map&lang=en"


def test_only_pages_of_allowed_sites_may_frame_the_explorer() -> None:
    app = create_app(Settings(frames=("https://intra.example", "https://maps.example:8443")))
    answer = app.server.test_client().get("/?embed=1&lang=en")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors https://intra.example https://maps.example:8443")
    assert "X-Frame-Options" not in answer.headers
    assert '<html lang="en" data-embed="yes">' in answer.get_data(as_text=True)
    closed = create_app(Settings()).server.test_client().get("/?embed=1")
    assert closed.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert closed.headers["X-Frame-Options"] == "DENY"
