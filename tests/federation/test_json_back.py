"""The JSON of joined catalogues, read back: the same catalogue, or what is wrong with it in one line each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from federation.test_federation import CITY
from federation.town import write_many, write_town
from flowviz import federation, importing
from flowviz.changes import compare, read_version
from flowviz.errors import CatalogueError
from flowviz.exports import json_catalogue, xlsx
from flowviz.exports.order import Order
from flowviz.model import build_model
from flowviz.reconciling import reconciliation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowviz.catalogue import Catalogue


def read(raw: bytes) -> Catalogue:
    return importing.from_bytes(raw, "all.json").catalogue


def written(path: Path) -> bytes:
    return json_catalogue.write(build_model(federation.load(path)), Order())


def test_what_is_read_back_is_the_same_and_answers_the_same(tmp_path: Path) -> None:
    for path in (CITY, write_town(tmp_path / "town"), write_many(tmp_path / "many", 9)):
        joined = federation.load(path)
        raw = written(path)
        again = read(raw)
        assert again == joined
        assert json_catalogue.write(build_model(again), Order()) == raw
        assert reconciliation(build_model(again)) == reconciliation(build_model(joined))


def test_a_request_channel_of_a_members_organisation_is_read_back(tmp_path: Path) -> None:
    desk = "requests: [{id: desk, name: Desk, covers: [works, sites]}]\n"
    path = write_town(tmp_path, works=("feeds:\n", f"{desk}feeds:\n"))
    again = read(written(path))
    assert [one.covers for one in again.requests] == [("works/works", "works/sites")]
    assert again == federation.load(path)
    data = json.loads(written(path))
    next(node for node in data["nodes"] if node["kind"] == "request")["covers"].append("works/nothing")
    with pytest.raises(CatalogueError, match=r"requests/0/covers/2: unknown .*'works/nothing'"):
        read(json.dumps(data).encode())


def test_two_versions_are_compared_whichever_of_them_was_exported(tmp_path: Path) -> None:
    path = write_town(tmp_path)
    export = tmp_path / "all.json"
    export.write_bytes(written(path))
    assert compare(read_version(str(export)).model, read_version(str(path)).model).changes == ()


WRONG: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "a member that is not there": (
        lambda data: data["members"].pop(2),
        "all.json: nodes: ",
    ),
    "an organisation that is not there": (
        lambda data: data["members"][1].update(organisation="care/nobody"),
        "all.json: members/1/organisation: null",
    ),
    "two hubs": (
        lambda data: data["members"][1].update(hub=True),
        "all.json: members: exactly one member is the hub",
    ),
    "no members": (lambda data: data.update(members={}), "all.json: members: a mapping where a list should stand"),
    "a member without a version": (
        lambda data: data["members"][0]["catalogue"].pop("version"),
        "all.json: members/0/catalogue: 'version' is missing",
    ),
    "a thing of nobody": (
        lambda data: data["nodes"].append({**data["nodes"][-1], "id": "parks/oaks"}),
        "all.json: parks/oaks: unknown member 'parks'",
    ),
    "a feed to nowhere": (
        lambda data: data["feeds"][0].update(to="care/nothing"),
        "all.json: feeds/0/to: unknown item 'care/nothing'",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_with_it_is_told_with_its_place(wrong: str, tmp_path: Path) -> None:
    change, line = WRONG[wrong]
    data = json.loads(written(write_town(tmp_path)))
    change(data)
    with pytest.raises(CatalogueError) as caught:
        read(json.dumps(data).encode())
    assert str(caught.value).splitlines()[0].startswith(line)


def test_its_workbook_is_refused_in_one_line(tmp_path: Path) -> None:
    book = xlsx.write(build_model(federation.load(write_town(tmp_path))), Order())
    with pytest.raises(importing.UnreadableFile, match=r"^all\.xlsx: holds several joined catalogues"):
        importing.from_bytes(book, "all.xlsx")


def test_it_is_no_member_and_becomes_no_files_of_one_catalogue(tmp_path: Path) -> None:
    path = write_town(tmp_path, town=("catalogue: works", "catalogue: all.json"))
    (tmp_path / "all.json").write_bytes(written(write_town(tmp_path / "town")))
    with pytest.raises(
        CatalogueError, match=r"town\.yaml:6:28: the catalogue of 'works' cannot be read: joins catalogues"
    ):
        federation.load(path)
    with pytest.raises(CatalogueError, match="take those of its members"):
        importing.yaml_files(federation.load(CITY))
