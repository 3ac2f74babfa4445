"""What a removal does, worked out twice from the definitions alone: slowly, and each time another way.

`split` writes the feeds down as edges between what really gets and gives: every actor as two (``a`` gets, ``a!`` gives), and
``h#d`` for the data set ``d`` that a giver's feeds name. Then `by_closure` keeps a table of what reaches what and knows nothing of loops but that things reach each other;
`by_search` walks the feeds from every origin anew, before and after, with networkx finding the loops.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

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
    from collections.abc import Collection, Iterable, Mapping, Sequence

Row = dict[str, Any]


def named(text: str) -> Text:
    return Text.of(en=text)


def random_catalogue(seed: int) -> Catalogue:
    """A small catalogue with departments, wholes, registers, systems, parties and tangled feeds."""
    rng = random.Random(seed)
    systems = [System(id=f"sys{i}", name=named("s"), party=None) for i in range(rng.randint(0, 3))]
    parties = [
        Party(id=f"par{i}", name=named("p"), form="authority", passes_on=rng.choice((None, None, None, True)))
        for i in range(rng.randint(0, 4))
    ]
    departments = [
        Department(
            id=f"dep{d}",
            name=named("d"),
            resources=_resources(rng, f"r{d}", systems, OWN),
            passes_on=rng.choice((None, None, None, True)),
        )
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
    ends = [thing.id for thing, _ in catalogue.things() if thing.kind != "organisation" and rng.random() < 0.8]
    sets = [thing.id for thing, _ in catalogue.things() if thing.kind == "dataset"]
    naming, keeping = rng.choice((0, 0.3, 0.8)), rng.choice((0, 0.8))
    own = {end: [one for one in sets if one in what_falls(catalogue, [end])] for end in ends}

    def feed(source: str, target: str) -> Feed:
        known = own[source] if own[source] and rng.random() < keeping else sets
        carried = rng.sample(known, min(len(known), rng.randint(1, 2))) if rng.random() < naming else ()
        return _feed(rng, source, target, tuple(carried))

    feeds = [
        feed(*rng.sample(ends, 2))
        for _ in range(rng.randint(0, int(len(ends) * rng.choice((0.7, 1.2, 2.0)))) if len(ends) > 1 else 0)
    ]
    feeds += [feed(one.target, one.source) for one in feeds if rng.random() < 0.15]
    feeds += [feed(one.source, one.target) for one in feeds if rng.random() < 0.1]
    if rng.random() < 0.5:
        feeds += _in_general(rng, catalogue, feeds)
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


def _feed(rng: random.Random, source: str, target: str, carries: tuple[str, ...] = ()) -> Feed:
    basis: Any = rng.choice(("stated", "stated", "implied"))
    content = named(str(rng.random()))
    return Feed(source=source, target=target, basis=basis, evidence=(), content=content, carries=carries)


def _in_general(rng: random.Random, catalogue: Catalogue, feeds: Sequence[Feed]) -> list[Feed]:
    """Sentences about whole departments beside feeds of what lies in them."""
    home = {thing.id: owners.get("department") for thing, owners in catalogue.things()}
    found = []
    for feed in feeds:
        if rng.random() < 0.3:
            source, target = home[feed.source] or feed.source, home[feed.target] or feed.target
            ends = rng.choice([(source, feed.target), (feed.source, target), (source, target)])
            if ends[0] != ends[1] and ends != (feed.source, feed.target):
                found.append(_feed(rng, *ends))
    return found


class Edge(NamedTuple):
    """From what gives to what gets; ``feed`` is the feed that it is of, None for what joins the halves of one thing."""

    source: str
    target: str
    feed: Feed | None


HOLDS = ("resource", "register", "dataset", "system")


def flowing(catalogue: Catalogue, feeds: Sequence[Feed]) -> list[Feed]:
    """The feeds that are flows: all but the sentences about whole departments that others tell by name."""
    whole = {department.id for department in catalogue.departments} | {catalogue.organisation.id}

    def may_mean(wide: str, narrow: str) -> bool:
        return wide == narrow or (wide in whole and narrow in what_falls(catalogue, [wide]))

    def tells(feed: Feed, sentence: Feed) -> bool:
        same = (feed.source, feed.target) == (sentence.source, sentence.target)
        return not same and may_mean(sentence.source, feed.source) and may_mean(sentence.target, feed.target)

    def told(sentence: Feed) -> bool:
        """Whether each data set that a sentence names, or else its flow, is told by a feed that names it or names none."""
        others = [feed for feed in feeds if tells(feed, sentence)]
        return bool(others) and all(
            any(dataset in other.carries or not other.carries for other in others) for dataset in sentence.carries
        )

    return [feed for feed in feeds if not told(feed)]


def actors(catalogue: Catalogue) -> set[str]:
    return {
        thing.id
        for thing, _ in catalogue.things()
        if (thing.kind not in HOLDS if thing.passes_on is None else not thing.passes_on)
    }


def split(catalogue: Catalogue, feeds: Sequence[Feed]) -> list[Edge]:
    """The flows as edges; see the module."""
    act, edges = actors(catalogue), list[Edge]()
    named_by = {feed.source: dict[str, None]() for feed in feeds}
    for feed in feeds:
        named_by[feed.source].update(dict.fromkeys(feed.carries))
    fed = {feed.target for feed in feeds}
    for giver, datasets in named_by.items():
        if giver in act or giver not in fed:
            source = f"{giver}!" if giver in act else giver
            edges += [Edge(source, f"{giver}#{dataset}", None) for dataset in datasets]
    for feed in feeds:
        whole = f"{feed.source}!" if feed.source in act else feed.source
        for dataset in feed.carries or (None,):
            source = f"{feed.source}#{dataset}" if dataset else whole
            edges.append(Edge(source, feed.target, feed))
            if feed.target not in act:
                shares = named_by.get(feed.target, {})
                edges += [Edge(source, f"{feed.target}#{d}", feed) for d in shares if dataset in (None, d)]
    return edges


def parts(catalogue: Catalogue, edges: Sequence[Edge]) -> dict[str, str]:
    """The thing of each end that is a part of it: of a holder itself, and of what it gives of a data set that lies in it."""
    act, found = actors(catalogue), dict[str, str]()
    for end in {end for edge in edges for end in (edge.source, edge.target)}:
        thing, _, dataset = end.partition("#")
        if thing not in act and not thing.endswith("!") and (not dataset or dataset in what_falls(catalogue, [thing])):
            found[end] = thing
    return found


Taken = set[tuple[str, str]]


def halves(edges: Sequence[Edge], gone: Collection[str], taken: Taken) -> set[str]:
    """All that stands in the edges for the things ``gone``, and for what is ``taken``."""
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    parts = {end: (end.partition("#")[0].removesuffix("!"), end.partition("#")[2]) for end in ends}
    return {end for end, part in parts.items() if part[0] in gone or part in taken}


def rows(
    catalogue: Catalogue, feeds: Sequence[Feed], chosen: Collection[str], single: set[int], work_out: Any
) -> dict[str, Row]:
    """The rows downstream by id, with ``work_out`` for `by_closure` or `by_search`."""
    gone, taken = what_falls(catalogue, chosen), what_is_taken(catalogue, chosen)
    flows = flowing(catalogue, feeds)
    edges = split(catalogue, flows)
    landed = {id(edge) for edge in edges if edge.feed and (edge.feed.target, edge.source.partition("#")[2]) in taken}
    found: dict[str, Row] = work_out(edges, halves(edges, gone, taken), single | landed, parts(catalogue, edges))
    less = without(catalogue, flows, gone, taken, single)
    for id_ in [id_ for id_ in found if id_.endswith("!") or "#" in id_]:
        del found[id_]
    for id_, row in found.items():
        into = [feed for feed in flows if feed.target == id_]
        lost = [feed for feed in into if ends(feed, gone, taken, single)]
        row["feeds_lost"], row["feeds_before"] = len(lost), len(into)
        may_come = any(not feed.carries and feed not in lost for feed in into)
        row["carries"] = {
            dataset
            for dataset in {dataset for feed in into for dataset in feed.carries}
            if dataset in chosen
            or not (may_come or any(dataset in feed.carries and (id(feed), dataset) not in less for feed in into))
        }
        row["certain"] = bool(lost or row["carries"])
        if row["carries"] and row["effect"] == "touched":
            row["effect"] = "weakened"
    return found


def what_is_taken(catalogue: Catalogue, chosen: Collection[str]) -> Taken:
    """The ends of feeds and the data sets that go out of these: those chosen, and those that fell out of that end."""
    gone = what_falls(catalogue, chosen)
    sets = {thing.id for thing, _ in catalogue.things() if thing.kind == "dataset"}
    return {
        (end, dataset)
        for end in {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
        for dataset in sets & gone
        if dataset in chosen or dataset in what_falls(catalogue, [end])
    }


def ends(feed: Feed, gone: Collection[str], taken: Taken, single: Collection[int]) -> bool:
    nothing_left = bool(feed.carries) and all(
        {(feed.source, dataset), (feed.target, dataset)} & taken for dataset in feed.carries
    )
    return feed.source in gone or feed.target in gone or id(feed) in single or nothing_left


def without(
    catalogue: Catalogue, flows: Sequence[Feed], gone: Collection[str], taken: Taken, single: Collection[int]
) -> set[tuple[int, str]]:
    """Which feeds certainly no longer bring which of the data sets that they name: by asking again until nothing is added."""
    act = actors(catalogue)
    own = {feed.source: what_falls(catalogue, [feed.source]) for feed in flows}
    lost = {
        (id(f), d)
        for f in flows
        for d in f.carries
        if ends(f, gone, taken, single) or {(f.source, d), (f.target, d)} & taken
    }
    while True:
        more = set()
        for feed in flows:
            into = [other for other in flows if other.target == feed.source]
            for dataset in feed.carries:
                bringing = [other for other in into if dataset in other.carries or not other.carries]
                if (
                    feed.source not in act
                    and dataset not in own[feed.source]
                    and any(dataset in other.carries for other in bringing)
                    and all(ends(o, gone, taken, single) or (id(o), dataset) in lost for o in bringing)
                ):
                    more.add((id(feed), dataset))
        if more <= lost:
            return lost
        lost |= more


class Holders:
    """What each thing of a catalogue lies in, and what was found to fall with what: asked thousands of times of each."""

    last: ClassVar[Holders | None] = None

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.fallen: dict[frozenset[str], set[str]] = {}
        self.holder: dict[str, set[str | None]] = {}
        for thing, owners in catalogue.things():
            around = {owners.get("register"), owners.get("resource"), owners.get("department")}
            whole = catalogue.organisation.id if thing.kind == "department" else None
            self.holder[thing.id] = {*around, getattr(thing, "part_of", None), whole} - {None}

    @classmethod
    def of(cls, catalogue: Catalogue) -> Holders:
        """Those of this very catalogue, which are kept until another is asked about."""
        if cls.last is None or cls.last.catalogue is not catalogue:
            cls.last = cls(catalogue)
        return cls.last


def what_falls(catalogue: Catalogue, chosen: Iterable[str]) -> set[str]:
    """The chosen things and what lies in them, by asking of each thing again and again whether its holder is gone."""
    holders, asked = Holders.of(catalogue), frozenset(chosen)
    if asked not in holders.fallen:
        gone = set(asked)
        while more := {id_ for id_, around in holders.holder.items() if not gone.isdisjoint(around)} - gone:
            gone |= more
        holders.fallen[asked] = gone
    return set(holders.fallen[asked])


def is_removed(edge: Edge, gone: Collection[str], single: Collection[int]) -> bool:
    return edge.source in gone or edge.target in gone or id(edge.feed) in single or id(edge) in single


def by_closure(feeds: Sequence[Edge], gone: set[str], single: set[int], part_of: Mapping[str, str]) -> dict[str, Row]:
    """Downstream rows by id, from tables of what reaches what.

    An origin that has a part of a thing which is left still reaches the thing's other parts, if it did.
    """
    things = sorted({end for feed in feeds for end in (feed.source, feed.target)})
    before = _closure(things, feeds)
    left = [feed for feed in feeds if not is_removed(feed, gone, single)]
    after = _closure([thing for thing in things if thing not in gone], left)
    loops = {thing: frozenset(o for o in things if o in before[thing] and thing in before[o]) for thing in things}
    origins = {loop for loop in loops.values() if not any(f.target in loop and f.source not in loop for f in feeds)}
    lasting = {}
    for origin in origins:
        own = {part_of[x] for x in origin if x in part_of and x not in gone}
        more = [x for x in things if part_of.get(x) in own and any(x in before[o] for o in origin)]
        lasting[origin] = {*origin, *more} - gone
    rows: dict[str, Row] = {}
    for thing in things:
        distance = _fewest_hops(feeds, thing, gone, single)
        if thing in gone or distance is None:
            continue
        had = [o for o in origins if any(thing in before[x] for x in o)]
        lost = [o for o in had if not any(thing in after[x] for x in lasting[o])]
        effect = "cut off" if lost == had else "weakened" if lost else "touched"
        rows[thing] = {
            "distance": distance,
            "effect": effect,
            "origins_lost": len(lost),
            "origins_before": len(had),
        }
    return rows


def _closure(things: Sequence[str], feeds: Sequence[Edge]) -> dict[str, set[str]]:
    reach = {thing: {thing} for thing in things}
    for feed in feeds:
        reach[feed.source].add(feed.target)
    for middle in things:
        for thing in things:
            if middle in reach[thing]:
                reach[thing] |= reach[middle]
    return reach


def _fewest_hops(feeds: Sequence[Edge], thing: str, gone: set[str], single: set[int]) -> int | None:
    """Backwards from the thing, one hop a round, until a removed thing or a removed feed is met."""
    here, seen, hops = {thing}, {thing}, 0
    while here:
        hops += 1
        if any(
            feed.target in here and (feed.source in gone or id(feed.feed) in single or id(feed) in single)
            for feed in feeds
        ):
            return hops
        here = {feed.source for feed in feeds if feed.target in here} - seen
        seen |= here
    return None


def by_search(feeds: Sequence[Edge], gone: set[str], single: set[int], part_of: Mapping[str, str]) -> dict[str, Row]:
    """Downstream rows by id, by walking from every origin before and after.

    Afterwards one may also step from a part of a thing in an origin to those of its other parts that this origin led to.
    """
    model: nx.MultiDiGraph[str] = nx.MultiDiGraph([(feed.source, feed.target, i) for i, feed in enumerate(feeds)])
    cut = [(f.source, f.target, i) for i, f in enumerate(feeds) if id(f.feed) in single or id(f) in single]
    after = model.copy()
    for source, target, key in cut:
        after.remove_edge(source, target, key)
    after.remove_nodes_from(gone)
    folded = nx.condensation(nx.DiGraph(model))
    loops = [set(folded.nodes[i]["members"]) for i in folded if not folded.in_degree(i)]
    for loop in loops:
        led_to = nx.descendants(model, min(loop)) - loop - gone
        steps = [(mine, part) for mine in loop - gone for part in led_to if part_of.get(mine, "?") == part_of.get(part)]
        after.add_edges_from(steps)
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
        rows[thing] = {
            "distance": distance,
            "effect": "cut off" if len(lost) == len(had) else "weakened" if lost else "touched",
            "origins_lost": len(lost),
            "origins_before": len(had),
        }
    return rows
