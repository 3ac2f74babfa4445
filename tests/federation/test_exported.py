"""A file that was exported as JSON is a catalogue like any other: every command takes it, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from federation.town import write_town
from flowviz import federation, importing, layout, private
from flowviz.diagrams import Wish
from flowviz.drawing import scene_of
from flowviz.errors import CatalogueError
from flowviz.explorer.live import Live
from flowviz.exports import json_catalogue
from flowviz.exports.order import Order
from flowviz.marginalia import around
from flowviz.model import build_model
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from conftest import Run

EXAMPLE = Path(__file__).parents[1] / "example"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    return write_town(tmp_path / "town")


def export(catalogue: Path, to: Path) -> Path:
    to.write_bytes(json_catalogue.write(build_model(federation.load(catalogue)), Order()))
    return to


@pytest.mark.parametrize("which", ["a single one", "a joined one"])
def test_commands_answer_of_an_export_as_of_the_catalogue(which: str, town: Path, tmp_path: Path, run: Run) -> None:
    own, thing = (EXAMPLE, "havn") if which == "a single one" else (town, "care/daycare")
    exported = str(export(own, tmp_path / "all.json"))
    assert run("check", exported) == (0, "", f"{exported}: 0 errors, 0 warnings\n")
    for command in (
        ("show", thing, "--lang", "en"),
        ("list", "resources", "--format", "csv"),
        ("impact", thing, "--format", "json"),
        ("draw", "--node", thing, "--lang", "en", "-o", "-"),
        ("export", "--format", "json", "-o", "-"),
    ):
        of_export, of_own = (run(*command, "--catalogue", path) for path in (exported, str(own)))
        assert of_export == of_own
        assert of_own[0] == 0


def test_it_is_known_by_what_it_says_and_not_by_its_name_or_order(town: Path, tmp_path: Path) -> None:
    data = json.loads(export(town, tmp_path / "all.json").read_text())
    (turned := tmp_path / "turned.yaml").write_text("\ufeff\n" + json.dumps(dict(reversed(data.items()))))
    assert federation.load(turned) == federation.load(town)


def test_a_catalogue_that_somebody_wrote_as_json_is_read_as_before(tmp_path: Path) -> None:
    head = {"id": "a", "name": "A", "version": "1", "date": "2026-01-31", "language": "en", "languages": ["en"]}
    data = {"catalogue": head, "organisation": {"id": "b", "name": "flowviz-catalogue"}}
    (own := tmp_path / "own.json").write_text(json.dumps(data))
    assert federation.load(own).organisation.name.get("en") == "flowviz-catalogue"
    own.write_text(json.dumps({**data, "departmints": []}))
    with pytest.raises(CatalogueError, match=r"own\.json:1:\d+: unknown key 'departmints'"):
        federation.load(own)


def test_a_check_of_an_export_tells_the_warnings_and_gaps_of_its_catalogue(tmp_path: Path) -> None:
    built_in = federation.load_with_warnings(export(CATALOGUE, tmp_path / "built-in.json"))
    assert (built_in.warnings, len(built_in.explained)) == ((), 17)
    care = write_town(tmp_path / "town").parent / "care"
    (warning,) = federation.load_with_warnings(export(care, tmp_path / "care.json")).warnings
    assert str(warning).endswith("care.json: shared/1/id: warning: no feed touches resource 'money'")


def test_what_is_wrong_with_an_export_is_told_in_a_line_each(town: Path, tmp_path: Path, run: Run) -> None:
    exported = export(EXAMPLE, tmp_path / "one.json")
    whole = exported.read_text()

    def told(text: str) -> str:
        exported.write_text(text)
        code, out, _ = run("check", str(exported))
        assert code == 1
        assert run("list", "resources", "--catalogue", str(exported))[::2] == (1, f"error: {out}")
        return out.split(f"{exported}: ", 1)[1].removesuffix("\n")

    data = json.loads(whole)
    assert told(whole[:33]) == "2:32: this is no JSON: it ends too early, is it cut off?"
    later = "is of a later flowviz; this one reads versions up to 2"
    assert told(json.dumps({**data, "version": 3, "news": []})) == f"version: 3 {later}"
    feeds = [{**data["feeds"][0], "to": "nothing"}, *data["feeds"][1:]]
    assert told(json.dumps({**data, "feeds": feeds})).startswith("feeds/0/to: unknown item 'nothing'")
    joined = json.loads(export(town, tmp_path / "all.json").read_text())
    assert told(json.dumps({**joined, "version": 4})) == f"version: 4 {later}"
    assert told(json.dumps({**joined, "members": {}})) == "members: a mapping where a list should stand"


def test_what_was_checked_once_is_kept(tmp_path: Path, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(private.CACHE, str(tmp_path / "cache"))
    exported = export(town, tmp_path / "all.json")
    first = federation.load(exported)

    def fail(*_: object, **__: object) -> NoReturn:
        raise AssertionError("it is checked again")

    monkeypatch.setattr(importing, "from_json", fail)
    assert federation.load(exported) == first == federation.load(town)
    exported.write_text(exported.read_text().replace("Daycare", "Nursery"))
    with pytest.raises(AssertionError, match="checked again"):
        federation.load(exported)


def test_the_explorer_follows_it(tmp_path: Path, town: Path) -> None:
    exported = export(town, tmp_path / "all.json")
    live = Live(exported, every=0)
    assert live.look().model.nodes["care/daycare"]["thing"].name.get("en") == "Daycare resource"
    whole = exported.read_text()
    exported.write_text(whole[:2_000])
    assert [str(problem).endswith("is it cut off?") for problem in live.look().problems] == [True]
    exported.write_text(whole.replace("Daycare", "Nursery"))
    assert live.look().problems == ()
    assert live.look().model.nodes["care/daycare"]["thing"].name.get("en") == "Nursery resource"


@pytest.mark.parametrize(
    ("wish", "source"),
    [
        (Wish(kind="overview", language="en"), "Page of the commons"),
        (Wish(kind="department", of="care/children", language="en"), "Page of care"),
        (Wish(kind="feeds", of="works/streets", language="en"), "Page of works"),
        (Wish(kind="neighbourhood", of="works/works", language="en"), "Page of works"),
        (Wish(kind="neighbourhood", of="commons/money", language="en"), "Page of the commons"),
        (Wish(kind="paths", of="works/sites", to="works/streets", language="en"), "Page of works"),
        (Wish(kind="paths", of="works/sites", to="care/daycare", language="en"), "Page of care"),
    ],
)
def test_the_small_print_names_the_first_source_of_the_member_that_is_drawn(
    town: Path, wish: Wish, source: str
) -> None:
    model = build_model(federation.load(town))
    found = around(layout.place(scene_of(model, wish)), model.catalogue)
    assert " ".join(found.small_print).endswith(f"Source: {source} and 2 more")
