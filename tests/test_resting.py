"""What rests on the lines of a document: the way back from a source to what is said because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from conftest import EXAMPLE
from flowviz.catalogue import Evidence, Keyword, SourceIssue
from flowviz.ends import One, Pair
from flowviz.resting import cited, overlaps, resting

if TYPE_CHECKING:
    from typing import Any

    from flowviz.model import Model


def test_what_rests_on_a_line_is_the_thing_the_feed_and_the_issue_that_cite_it(example: Model) -> None:
    on_four = {str(rest.of) for rest in resting(example, "havneregulativ") if rest.evidence.first == 4}
    assert on_four >= {"anloeb"}


def _lines(noun: Any) -> set[int]:
    """Every number of a line that the YAML of a noun cites without naming another document."""
    if isinstance(noun, dict):
        found = set()
        for key, value in noun.items():
            if key.endswith("evidence"):
                found |= {int(str(entry).split("-")[0].split()[0]) for entry in value if str(entry)[0].isdigit()}
            else:
                found |= _lines(value)
        return found
    return {line for entry in noun for line in _lines(entry)} if isinstance(noun, list) else set()


def test_every_line_that_the_files_cite_has_something_resting_on_it(example: Model) -> None:
    sources = {source.id: cited(resting(example, source.id)) for source in example.catalogue.sources}
    for path in sorted(EXAMPLE.rglob("*.yaml")):
        data = yaml.safe_load(path.read_text("utf-8"))
        if isinstance(data, dict) and "source" in data:
            missing = _lines({key: value for key, value in data.items() if key != "source"}) - sources[data["source"]]
            assert not missing, path


def test_things_that_lie_in_others_have_their_evidence_to_themselves(model: Model) -> None:
    of_departments = [rest for rest in resting(model, "sivu") if rest.of == One("strategiaosasto")]
    of_resources = [rest for rest in resting(model, "sivu") if rest.of == One("vaestotieto")]
    assert {rest.evidence.first for rest in of_resources} & {304, 350}
    assert not {rest.evidence.first for rest in of_departments} & {350}


def test_feeds_and_issues_are_among_what_rests(model: Model) -> None:
    kinds = {type(rest.of) for rest in resting(model, "sivu")}
    assert kinds == {One, Pair, SourceIssue, Keyword}


def test_a_whole_document_is_cited_by_none_of_its_lines() -> None:
    assert not overlaps(Evidence("page"), 1, 9)
    assert overlaps(Evidence("page", 3, 5), 5, 9)
    assert not overlaps(Evidence("page", 3), 4, 9)
