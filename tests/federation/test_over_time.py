"""Joined catalogues as they change: while somebody looks, and from revision to revision."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from federation.town import write_town
from flowviz.changes import FORMATS, Report, compare, read_commit, read_version
from flowviz.errors import CatalogueError, RevisionError
from flowviz.explorer.live import Live
from flowviz.explorer.versions import History

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.explorer.live import State

PARKS = """\
source: page
catalogue: {id: c, name: Parks, version: "1", date: "2026-11-01", language: en, languages: [en]}
organisation: {id: parks, name: Parks Division}
sources: [{id: page, title: Page, language: en, lines: 9}]
departments: [{id: trees, name: Trees, resources: [{id: oaks, name: Oaks, evidence: [1]}]}]
"""


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def members(state: State) -> list[str]:
    return [member.id for member in state.model.catalogue.members]


def test_members_that_come_later_are_followed_and_those_that_went_are_not(tmp_path: Path) -> None:
    path = write_town(tmp_path)
    live = Live(path)
    assert members(live.look()) == ["commons", "care", "works"]
    (tmp_path / "parks").mkdir()
    (tmp_path / "parks" / "c.yaml").write_text(PARKS)
    edit(path, "  - {id: works", "  - {id: parks, catalogue: parks}\n  - {id: works")
    assert members(live.look()) == ["commons", "care", "parks", "works"]
    edit(tmp_path / "parks" / "c.yaml", "name: Oaks", "name: Old oaks")
    assert live.look().model.nodes["parks/oaks"]["thing"].name.get("en") == "Old oaks"
    edit(tmp_path / "commons" / "c.yaml", "name: Customer resource", "name: Customers")
    assert live.look().model.nodes["commons/customers"]["thing"].name.get("en") == "Customers"
    edit(path, "  - {id: parks, catalogue: parks}\n", "")
    before = live.look()
    assert members(before) == ["commons", "care", "works"]
    edit(tmp_path / "parks" / "c.yaml", "name: Old oaks", "name: Oaks")
    assert live.look() is before


def test_a_broken_member_is_told_while_the_last_good_whole_stays_and_another_is_still_followed(tmp_path: Path) -> None:
    live = Live(write_town(tmp_path))
    care, works = tmp_path / "care" / "c.yaml", tmp_path / "works" / "c.yaml"
    care.rename(tmp_path / "elsewhere.yaml")
    (told,) = live.look().problems
    assert "'care' cannot be read" in str(told)
    edit(works, "name: Sites", "name: Building sites")
    (tmp_path / "elsewhere.yaml").rename(care)
    state = live.look()
    assert state.problems == ()
    assert state.model.nodes["works/sites"]["thing"].name.get("en") == "Building sites"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The file of a town in a folder of a repository, in whose second revision a member has another name of a resource."""
    path = write_town(tmp_path / "town")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path, "first")
    edit(path.parent / "care" / "c.yaml", "name: Daycare resource", "name: Day care")
    commit(tmp_path, "second")
    return path


def git(folder: Path, *command: str) -> str:
    return subprocess.run(["git", *command], check=True, cwd=folder, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, message: str) -> None:
    git(folder, "add", ".")
    git(folder, "-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", message)


def test_a_revision_of_the_joining_file_joins_its_members_of_that_revision(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.parent)
    for name, file in {"HEAD~1:town/town.yaml": "town/care/c.yaml", "HEAD~1:./town.yaml": "care/c.yaml"}.items():
        found = read_version(name)
        assert found.model.nodes["care/daycare"]["thing"].name.get("en") == "Daycare resource"
        place = found.places.of(found.catalogue.departments[0].resources[0])
        assert place is not None
        assert (place.file, place.line) == (file, 10)
    commits = [git(repository.parent, "rev-parse", name) for name in ("HEAD~1", "HEAD")]
    names = [read_commit(repository, one).model.nodes["care/daycare"]["thing"].name.get("en") for one in commits]
    assert names == ["Daycare resource", "Day care"]


def test_the_revisions_of_the_whole_are_those_of_its_members_too(repository: Path) -> None:
    assert [one.subject for one in History(repository, 9).commits] == ["second", "first"]


def test_a_member_in_another_version_and_one_that_came_are_differences(repository: Path) -> None:
    edit(repository.parent / "works" / "c.yaml", 'version: "1", date: "2026-11-01"', 'version: "2", date: "2026-11-20"')
    (repository.parent / "parks").mkdir()
    (repository.parent / "parks" / "c.yaml").write_text(PARKS)
    edit(repository, "  - {id: works", "  - {id: parks, catalogue: parks}\n  - {id: works")
    old, new = read_commit(repository, git(repository.parent, "rev-parse", "HEAD")), read_version(str(repository))
    report = Report(compare(old.model, new.model), "en")
    sentences = [
        "New: member catalogue “Parks”",
        "Changed: member catalogue “Works resources” – version was 1, now 2",
        "Changed: member catalogue “Works resources” – date was 1 November 2026, now 20 November 2026",
    ]
    told = FORMATS["text"](report).decode()
    written = FORMATS["md"](report).decode()
    assert [one for one in sentences if f"\n  - {one}\n" not in told] == []
    assert [one for one in sentences if f"\n- {one}\n" not in written] == []
    rows = [one for one in json.loads(FORMATS["json"](report))["changes"] if one["kind"] == "member"]
    assert [[one[key] for key in ("action", "old_id", "new_id", "field", "before", "after")] for one in rows] == [
        ["changed", "works", "works", "version", ["1"], ["2"]],
        ["changed", "works", "works", "date", ["2026-11-01"], ["2026-11-20"]],
        ["added", None, "parks", None, [], []],
    ]
    table = FORMATS["csv"](report).decode("utf-8-sig").splitlines()
    assert any("works,Works resources,changed" in row and ",1,2," in row for row in table)


def test_a_member_that_was_not_there_in_a_revision_is_told_with_its_place(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.parent)
    edit(repository, "catalogue: works}", "catalogue: works, revision: v9}")
    with pytest.raises(
        CatalogueError, match=r"town\.yaml:6:28: the catalogue of 'works' cannot be read: there is no revision 'v9'"
    ):
        read_version("town.yaml")
    with pytest.raises(RevisionError, match="HEAD~7"):
        read_version("HEAD~7:town/town.yaml")
