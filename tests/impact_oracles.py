"""What a removal does, worked out twice from the definitions alone: slowly, and each time another way.

`by_closure` keeps a table of what reaches what and knows nothing of loops but that things reach each other;
`by_search` walks the feeds from every origin anew, before and after, with networkx finding the loops.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import networkx as nx

from flowviz.catalogue import (
    OWN,
    Catalogue,
    Dataset,
    Department,
    Feed,
    Header,
    Organisation,
    Party,
    Register,
    Resource,
    System,
    SystemUse,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

Row = dict[str, Any]


def named(text: str) -> Text:
    return Text.of(en=text)


def random_catalogue(seed: int) -> Catalogue:
    """A small catalogue with departments, wholes, registers, systems, parties and tangled feeds."""
    rng = random.Random(seed)
    systems = [System(id=f"sys{i}", name=named("s"), party=None) for i in range(rng.randint(0, 3))]
    parties = [Party(id=f"par{i}", name=named("p"), form="authority") for i in range(rng.randint(0, 4))]
    departments = [
        Department(id=f"dep{d}", name=named("d"), resources=_resources(rng, f"r{d}", systems, OWN))
        for d in range(rng.randint(1, 3))
    ]
    shared = _resources(rng, "com", systems, "city-wide")
    catalogue = Catalogue(
        header=Header(id="c", name=named("c"), version="1", date="2026-01-01", language="en", languages=("en",)),
        organisation=Organisation(id="org", name=named("o")),
        departments=tuple(departments),
        shared=shared,
        systems=tuple(systems),
        parties=tuple(parties),
    )
    ends = [thing.id for thing, _ in catalogue.things() if thing.kind not in ("organisation", "dataset")]
    feeds = [
        _feed(rng, *rng.sample(ends, 2)) for _ in range(rng.randint(0, int(len(ends) * rng.choice((0.7, 1.2, 2.0)))))
    ]
    feeds += [_feed(rng, feed.target, feed.source) for feed in feeds if rng.random() < 0.15]
    feeds += [_feed(rng, feed.source, feed.target) for feed in feeds if rng.random() < 0.1]
    return Catalogue(**{**_parts(catalogue), "feeds": tuple(feeds)})


def _parts(catalogue: Catalogue) -> dict[str, Any]:
    return {name: getattr(catalogue, name) for name in catalogue.__dataclass_fields__}


def _resources(rng: random.Random, prefix: str, systems: Sequence[System], scope: str) -> tuple[Resource, ...]:
    found = []
    for i in range(rng.randint(1, 4)):
        uses = tuple(SystemUse(system=system.id) for system in systems if rng.random() < 0.3)
        registers = tuple(
            Register(
                id=f"{prefix}-{i}-reg{j}",
                name=named("g"),
                datasets=(Dataset(id=f"{prefix}-{i}-set{j}", name=named("a")),),
            )
            for j in range(rng.choice((0, 0, 0, 1, 2)))
        )
        whole = f"{prefix}-{rng.randrange(i)}" if i and rng.random() < 0.25 else None
        found.append(
            Resource(id=f"{prefix}-{i}", name=named("r"), scope=scope, part_of=whole, systems=uses, registers=registers)
        )
    return tuple(found)


def _feed(rng: random.Random, source: str, target: str) -> Feed:
    basis: Any = rng.choice(("stated", "stated", "implied"))
    return Feed(source=source, target=target, basis=basis, evidence=(), content=named(str(rng.random())))


def what_falls(catalogue: Catalogue, chosen: Iterable[str]) -> set[str]:
    """The chosen things and what lies in them, by asking of each thing again and again whether its holder is gone."""
    holder: dict[str, list[str | None]] = {}
    for thing, owners in catalogue.things():
        around = [
            owners.get("register"),
            owners.get("resource"),
            owners.get("department"),
            getattr(thing, "part_of", None),
        ]
        holder[thing.id] = [*around, catalogue.organisation.id if thing.kind == "department" else None]
    gone = set(chosen)
    while True:
        more = {id_ for id_, around in holder.items() if gone.intersection(filter(None, around))} - gone
        if not more:
            return gone
        gone |= more


def is_removed(feed: Feed, gone: Collection[str], single: Collection[int]) -> bool:
    return feed.source in gone or feed.target in gone or id(feed) in single


def by_closure(feeds: Sequence[Feed], gone: set[str], single: set[int]) -> dict[str, Row]:
    """Downstream rows by id, from tables of what reaches what."""
    things = sorted({end for feed in feeds for end in (feed.source, feed.target)})
    before = _closure(things, feeds)
    left = [feed for feed in feeds if not is_removed(feed, gone, single)]
    after = _closure([thing for thing in things if thing not in gone], left)
    loops = {thing: frozenset(o for o in things if o in before[thing] and thing in before[o]) for thing in things}
    origins = {loop for loop in loops.values() if not any(f.target in loop and f.source not in loop for f in feeds)}
    rows: dict[str, Row] = {}
    for thing in things:
        distance = _fewest_hops(feeds, thing, gone, single)
        if thing in gone or distance is None:
            continue
        had = [o for o in origins if any(thing in before[x] for x in o)]
        lost = [o for o in had if not any(x not in gone and thing in after[x] for x in o)]
        others = [o for o in had if thing not in o]
        effect = "weakened" if lost else "touched"
        if others and all(o in lost for o in others):
            effect = "cut off"
        into = [feed for feed in feeds if feed.target == thing]
        rows[thing] = {
            "distance": distance,
            "effect": effect,
            "feeds_lost": sum(is_removed(feed, gone, single) for feed in into),
            "feeds_before": len(into),
            "origins_lost": len(lost),
            "origins_before": len(had),
        }
    return rows


def _closure(things: Sequence[str], feeds: Sequence[Feed]) -> dict[str, set[str]]:
    reach = {thing: {thing} for thing in things}
    for feed in feeds:
        reach[feed.source].add(feed.target)
    for middle in things:
        for thing in things:
            if middle in reach[thing]:
                reach[thing] |= reach[middle]
    return reach


def _fewest_hops(feeds: Sequence[Feed], thing: str, gone: set[str], single: set[int]) -> int | None:
    """Backwards from the thing, one hop a round, until a removed thing or a removed feed is met."""
    here, seen, hops = {thing}, {thing}, 0
    while here:
        hops += 1
        if any(feed.target in here and (feed.source in gone or id(feed) in single) for feed in feeds):
            return hops
        here = {feed.source for feed in feeds if feed.target in here} - seen
        seen |= here
    return None


def by_search(feeds: Sequence[Feed], gone: set[str], single: set[int]) -> dict[str, Row]:
    """Downstream rows by id, by walking from every origin before and after."""
    model: nx.MultiDiGraph[str] = nx.MultiDiGraph([(feed.source, feed.target, i) for i, feed in enumerate(feeds)])
    cut = [(f.source, f.target, i) for i, f in enumerate(feeds) if id(f) in single]
    after = model.copy()
    for source, target, key in cut:
        after.remove_edge(source, target, key)
    after.remove_nodes_from(gone)
    folded = nx.condensation(nx.DiGraph(model))
    loops = [set(folded.nodes[i]["members"]) for i in folded if not folded.in_degree(i)]
    feeding = model.copy()
    feeding.add_edges_from([("?", thing) for thing in gone if thing in model])
    distances = (
        {thing: d - 1 for thing, d in nx.single_source_shortest_path_length(feeding, "?").items()}
        if "?" in feeding
        else {}
    )
    for _, target, _ in cut:
        for thing, hops in nx.single_source_shortest_path_length(model, target).items():
            distances[thing] = min(distances.get(thing, hops + 1), hops + 1)
    rows: dict[str, Row] = {}
    for thing, distance in distances.items():
        if thing == "?" or thing in gone:
            continue
        had = [loop for loop in loops if thing in nx.descendants(model, min(loop)) | {min(loop)} | loop]
        above = nx.ancestors(after, thing) | {thing}
        lost = [loop for loop in had if not loop & above]
        kept_others = [loop for loop in had if thing not in loop and loop not in lost]
        had_others = [loop for loop in had if thing not in loop]
        into = [i for *_, i in model.in_edges(thing, keys=True)]
        rows[thing] = {
            "distance": distance,
            "effect": "cut off" if had_others and not kept_others else "weakened" if lost else "touched",
            "feeds_lost": sum(is_removed(feeds[i], gone, single) for i in into),
            "feeds_before": len(into),
            "origins_lost": len(lost),
            "origins_before": len(had),
        }
    return rows
