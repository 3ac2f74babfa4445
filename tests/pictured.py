"""Catalogues written down in a line, as `docs/impact.md` does."""

from __future__ import annotations

from flowviz.catalogue import Catalogue, Dataset, Department, Feed, Header, Organisation, Party, Resource
from impact_oracles import named


def pictured(words: list[str]) -> Catalogue:
    """The catalogue of an example: ``a→b`` a feed, ``a→b:d,e`` one that carries data sets, ``D(r)`` a department with a resource."""
    feeds, homes, carried = list[Feed](), dict[str, str](), dict[str, str]()
    for word in words:
        if "(" in word:
            home, thing = word.rstrip(")").split("(")
            homes[thing] = home
            continue
        ends, _, sets = word.partition(":")
        source, target = ends.split("→")
        carries = tuple(filter(None, sets.split(",")))
        feeds.append(Feed(source=source, target=target, basis="stated", evidence=(), carries=carries))
        for dataset in carries:
            carried.setdefault(dataset, source)
    ids = dict.fromkeys([*homes.values(), *homes, *(end for feed in feeds for end in (feed.source, feed.target))])

    def resource(id_: str) -> Resource:
        sets = tuple(Dataset(id=dataset, name=named(dataset)) for dataset, holder in carried.items() if holder == id_)
        return Resource(id=id_, name=named(id_), scope="city", datasets=sets)

    departments = {
        home: tuple(resource(id_) for id_, other in homes.items() if other == home) for home in homes.values()
    }
    return Catalogue(
        header=Header(id="c", name=named("c"), version="1", date="2026-01-01", language="en", languages=("en",)),
        organisation=Organisation(id="o", name=named("o")),
        departments=tuple(Department(id=id_, name=named(id_), resources=own) for id_, own in departments.items()),
        shared=tuple(resource(id_) for id_ in ids if id_.islower() and id_ not in homes),
        parties=tuple(
            Party(id=id_, name=named(id_), form="authority") for id_ in ids if id_.isupper() and id_ not in departments
        ),
        feeds=tuple(feeds),
    )
