"""However a catalogue is cut, what is left is whole: the loader takes it, and nothing in it tells of what is gone."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz.catalogue import Catalogue, Text
from flowviz.cut import cut
from flowviz.documents import document
from flowviz.filters import Filters, apply
from flowviz.loading import from_data, load
from flowviz.loading.problems import Problem
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from random_catalogues import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE = load(CATALOGUE)


def ids(catalogue: Catalogue) -> list[str]:
    return [thing.id for thing, _ in catalogue.things()]


def strings(value: Any) -> Iterator[str]:
    """Every string in a noun, but for the texts that people wrote."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Text):
        for field in dataclasses.fields(value):
            yield from strings(getattr(value, field.name))


@st.composite
def cuts(draw: st.DrawFn, of: st.SearchStrategy[Catalogue]) -> tuple[Catalogue, set[str]]:
    whole = draw(of)
    some = draw(st.sets(st.sampled_from(ids(whole))))
    return whole, set(ids(whole)) - some if draw(st.booleans()) else some


@given(cuts(st.just(WHOLE)) | cuts(catalogues()))
@settings(max_examples=25, deadline=None)
def test_any_cut_is_a_catalogue_that_the_loader_takes_and_a_model_is_made_of(cut_: tuple[Catalogue, set[str]]) -> None:
    whole, keep = cut_
    smaller = cut(whole, keep)
    assert set(build_model(smaller)) <= keep | {whole.organisation.id}
    assert (
        from_data(document(smaller), "cut", lambda path, message: Problem(str(path), 1, 1, message)).catalogue
        == smaller
    )


@given(cuts(st.just(WHOLE)))
@settings(max_examples=80, deadline=None)
def test_nothing_that_is_left_names_what_is_gone(cut_: tuple[Catalogue, set[str]]) -> None:
    whole, keep = cut_
    smaller = cut(whole, keep)
    assert not set(strings(smaller)) & (set(ids(whole)) - set(ids(smaller)))


def test_a_cut_that_keeps_everything_is_the_catalogue_itself() -> None:
    assert cut(WHOLE, ids(WHOLE)) is WHOLE


def test_what_lies_in_something_goes_with_it_and_the_rest_stays() -> None:
    first = WHOLE.departments[0]
    smaller = cut(WHOLE, set(ids(WHOLE)) - {first.id})
    assert [entry.id for entry in smaller.departments] == [entry.id for entry in WHOLE.departments[1:]]
    assert not {resource.id for resource in first.resources} & set(ids(smaller))
    assert {keyword.text for keyword in smaller.keywords} == {keyword.text for keyword in WHOLE.keywords}


def test_an_issue_about_nothing_that_is_left_goes_and_one_about_all_of_the_source_stays() -> None:
    alone = cut(WHOLE, {WHOLE.organisation.id})
    assert {issue.id for issue in alone.issues} == {
        issue.id for issue in WHOLE.issues if not issue.about or WHOLE.organisation.id in issue.about
    }


def test_a_register_that_is_drawn_whatever_the_filters_say_comes_with_what_it_lies_in() -> None:
    model = build_model(WHOLE)
    for node, data in model.nodes(data=True):
        if data["kind"] in ("register", "dataset"):
            smaller = apply(model, Filters(kinds=("party",)), [node])
            assert {node, data["resource"]} <= set(smaller)
