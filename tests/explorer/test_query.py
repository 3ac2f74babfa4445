"""The explorer's state prints itself as a URL and reads itself back, whatever the URL holds."""

from __future__ import annotations

import dataclasses
from urllib.parse import quote

from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz.explorer.query import DEEPEST, LONGEST, Query
from flowviz.filters import KINDS, Filters
from flowviz.locales import LANGUAGES

ids = st.text("abcdefghijklmnopqrstuvwxyzåäö0123456789-~:", min_size=1, max_size=40)
texts = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=30)
filters = st.builds(
    Filters,
    departments=st.lists(ids, max_size=3, unique=True).map(tuple),
    scopes=st.lists(ids, max_size=3, unique=True).map(tuple),
    kinds=st.lists(st.sampled_from(KINDS), max_size=3, unique=True).map(tuple),
    basis=st.sampled_from([None, "stated", "implied"]),
    personal=st.booleans(),
    keyword=st.none() | texts.filter(bool),
    system=st.none() | ids,
)
queries = st.builds(
    Query,
    view=ids,
    of=st.none() | ids,
    to=st.none() | ids,
    node=st.none() | ids,
    depth=st.integers(1, DEEPEST),
    direction=st.sampled_from(["up", "down", "both"]),
    table=ids,
    sort=st.sampled_from(["", "name", "-feeds_out"]),
    page=st.integers(1, 999_999),
    wide=st.booleans(),
    columns=st.lists(st.sampled_from(["id", "name", "feeds_out"]), max_size=3, unique=True).map(tuple),
    text=texts,
    whole=st.booleans(),
    filters=filters,
    language=st.sampled_from(LANGUAGES),
)


@given(queries)
@settings(max_examples=150)
def test_a_query_reads_back_what_it_prints(query: Query) -> None:
    assert Query.read(str(query)) == query


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_any_text_is_read_as_some_query_that_prints_itself_the_same(search: str) -> None:
    read = Query.read(search)
    assert Query.read(str(read)) == read
    again = Query.read("?view=" + quote(search) + "&node=" + quote(search))
    assert Query.read(str(again)) == again


def test_an_address_that_names_no_view_has_the_first_one_or_the_map_where_it_names_a_place() -> None:
    searches = ("", "?lang=sv", "?place=d7", "?view=map", "?view=table")
    assert [Query.read(search, first="overview").view for search in searches] == [
        "overview",
        "overview",
        "map",
        "map",
        "table",
    ]
    assert Query.read("").view == "map"


def test_what_cannot_be_read_is_left_out() -> None:
    read = Query.read(
        "?view=table&depth=-3&direction=sideways&basis=guessed&sort=name;drop&lang=xx&kind=secret,party&node=a%00b"
    )
    assert read == Query(view="table", filters=Filters(kinds=("party",)))


def test_a_query_longer_than_the_limit_is_cut_and_not_fatal() -> None:
    assert len(str(Query.read("?q=" + "x" * 10 * LONGEST))) < LONGEST
    assert Query.read("&" * 10_000) == Query()


def test_every_field_of_the_filters_has_a_place_in_the_address() -> None:
    full = Filters(
        departments=("a",), scopes=("b",), kinds=("party",), basis="stated", personal=True, keyword="c", system="d"
    )
    assert full.count == len(dataclasses.fields(Filters))
    assert Query.read(str(Query(filters=full))).filters == full


def test_going_elsewhere_keeps_filters_and_language_and_forgets_the_rest() -> None:
    query = Query(view="table", table="feeds", sort="source", language="sv", filters=Filters(personal=True))
    assert str(query.go("department", "x")) == "?view=department&of=x&personal=yes&lang=sv"


def test_taking_the_last_scope_out_of_a_filter_shows_all_of_them_again() -> None:
    every = ("own", "city")
    one = Query().toggled("scopes", "own", every)
    assert one.filters.scopes == ("city",)
    assert one.toggled("scopes", "city", every).filters.scopes == ()
    assert one.toggled("scopes", "own", every).filters.scopes == ()
