from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from drawn import boxes_of, feeds_of
from flowviz.connections import connections, home_of

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model


def test_everything_in_a_department_has_the_box_that_a_plain_search_finds(model: Model, catalogue: Catalogue) -> None:
    for department in catalogue.departments:
        assert home_of(model, department.id) == boxes_of(catalogue, department.id)


def test_every_feed_that_crosses_a_box_is_in_one_connection_of_each_box(model: Model, catalogue: Catalogue) -> None:
    for department in catalogue.departments:
        found = Counter(id(feed) for connection in connections(model, department.id) for feed in connection.feeds)
        assert found == {id(feed): times for feed, times in feeds_of(catalogue, department.id)}


def test_a_connection_knows_its_way_and_basis(model: Model, catalogue: Catalogue) -> None:
    for department in catalogue.departments:
        boxes = boxes_of(catalogue, department.id)
        for connection in connections(model, department.id):
            assert all(boxes[feed.source] == connection.box for feed in connection.out)
            assert all(boxes[feed.target] == connection.box for feed in connection.into)
            assert connection.way == (
                "both" if connection.out and connection.into else "out" if connection.out else "in"
            )
            assert (connection.basis == "implied") == ({feed.basis for feed in connection.feeds} == {"implied"})


def test_they_come_in_the_order_of_the_catalogue(model: Model, catalogue: Catalogue) -> None:
    order = {node: i for i, node in enumerate(model)}
    for department in catalogue.departments:
        pairs = [(order[found.box], order[found.other]) for found in connections(model, department.id)]
        assert pairs == sorted(set(pairs))


def test_only_the_feeds_asked_for_are_kept(model: Model, catalogue: Catalogue) -> None:
    keep = frozenset(feed for feed in catalogue.feeds if feed.basis == "stated")
    for department in catalogue.departments:
        found = {feed for connection in connections(model, department.id, keep=keep) for feed in connection.feeds}
        assert found == {feed for feed, _ in feeds_of(catalogue, department.id)} & keep
