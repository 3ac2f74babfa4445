from __future__ import annotations

from pathlib import Path

from federation.town import write_town
from flowviz import federation
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from flowviz.reconciling import reconciliation


def told(path: Path) -> list[tuple[str, str, str, str, str]]:
    found = reconciliation(build_model(federation.load(path)))
    return [(one.feed.source, one.feed.target, "+".join(one.by), one.side, one.verdict) for one in found]


def test_what_one_member_tells_the_other_confirms_or_does_not(tmp_path: Path) -> None:
    assert told(write_town(tmp_path)) == [
        # care tells of the daycare resource by name what the commons tell of all of care; works tell of money only
        ("care/care", "commons/customers", "commons", "care", "yes"),
        ("works/works", "commons/customers", "commons", "works", "no"),
        ("care/daycare", "commons/customers", "care", "commons", "yes"),
        ("works/works", "care/daycare", "care", "works", "no"),
        ("works/sites", "commons/money", "works", "commons", "silent"),
    ]


def test_nothing_is_concluded_from_the_silence_of_a_catalogue_that_does_not_cover_everything(tmp_path: Path) -> None:
    town = write_town(tmp_path, works=("name: Works resources,", "name: Works resources, not_covered: Roads.,"))
    assert [one[-2:] for one in told(town)] == [
        ("care", "yes"),
        ("works", "silent"),
        ("commons", "yes"),
        ("works", "silent"),
        ("commons", "silent"),
    ]


def test_what_both_tell_of_a_thing_and_of_what_holds_it_is_the_same_flow(tmp_path: Path) -> None:
    path = write_town(
        tmp_path, works=("feeds:\n", "feeds:\n  - {from: streets, to: kids, basis: stated, evidence: [6]}\n")
    )
    works = path.parent / "works" / "c.yaml"
    works.write_text(
        works.read_text().replace(
            "feeds:\n", "parties: [{id: kids, name: Care, form: organisation, stands_for: [care]}]\nfeeds:\n"
        )
    )
    found = told(path)
    assert ("works/works", "care/daycare", "care", "works", "yes") in found
    assert ("works/streets", "care/care", "works", "care", "yes") in found


def test_a_catalogue_alone_has_nothing_to_reconcile() -> None:
    assert told(CATALOGUE) == []
