"""How fast a removal is answered, beside a plain search and networkx, all in one run.

    python benchmarks/impact.py                    60,000 things with 250,000 feeds
    python benchmarks/impact.py --huge             1,000,000 things with 3,000,000 feeds as well

    python benchmarks/impact.py --only packages    one of the shapes
    python benchmarks/impact.py --debian FILE      the packages of Debian themselves: FILE is their list, "Packages" of a release

Four shapes of feeds: *tangled* (any thing feeds any other: nearly all of it is one loop), *catalogue* (two thirds of
the things belong to departments, a few shared ones are touched by very many, and feeds mostly go one way) *layered*
(no loops; half of the things are origins) and *packages* (no loops; each thing is fed by a few that came before it, mostly by those
that feed many already, as the packages of an operating system are). Each removal takes one thing that is fed and leads to many others. A plain
search is a breadth-first search in Python over a dict of lists. A *removal* is what is downstream, how far, and what is cut off;
*with effects* it is known of each thing whether it lost origins too. Where igraph is installed, it stands beside: its bare search,
which finds what is downstream and nothing else, and the *same answer* as a removal by its means: distances, and a second search from
the origins through what is left. Seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import itertools
import math
import random
import re
import resource
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx

from flowviz.impact.flows import Flows
from flowviz.impact.ranking import cut_off_by
from flowviz.impact.reached import reach_of_all
from flowviz.impact.strike import search, strike

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.impact.strike import Strike

REMOVALS = 7
igraph: Any = importlib.import_module("igraph") if importlib.util.find_spec("igraph") else None
ROUNDS = 3


def tangled(things: int, feeds: int, rng: random.Random) -> list[list[int]]:
    """Any thing feeds any other."""
    return _distinct(things, feeds, lambda: (rng.randrange(things), rng.randrange(things)))


def catalogue(things: int, feeds: int, rng: random.Random) -> list[list[int]]:
    """Own resources feed shared ones, which feed some back; which shared one, follows Zipf's law."""
    own = things * 2 // 3
    weights = list(itertools.accumulate(1 / rank**0.7 for rank in range(1, things - own + 1)))
    shared = iter(rng.choices(range(own, things), cum_weights=weights, k=feeds * 4))

    def pair() -> tuple[int, int]:
        kind, mine = rng.random(), rng.randrange(own)
        if kind < 0.65:
            return mine, next(shared)
        return (next(shared), mine) if kind < 0.9 else (mine, rng.randrange(mine, own))

    return _distinct(things, feeds, pair)


def layered(things: int, feeds: int, rng: random.Random) -> list[list[int]]:
    """Half of the things are origins, each with one collector; the collectors feed nine layers, one after the other."""
    origins = things // 2
    starts = [origins + (things - origins) * layer // 10 for layer in range(11)]

    def pair() -> tuple[int, int]:
        layer = rng.randrange(1, 10)
        return rng.randrange(*starts[layer - 1 : layer + 1]), rng.randrange(*starts[layer : layer + 2])

    collected = [[rng.randrange(*starts[:2])] for _ in range(origins)]
    return collected + _distinct(things, feeds - origins, pair)[origins:]


def packages(things: int, feeds: int, rng: random.Random) -> list[list[int]]:
    """Each thing but one in eight is fed by some that came before, which are the likelier the more they feed already."""
    out: list[dict[int, None]] = [{} for _ in range(things)]
    ends = list(range(16))
    mean = feeds / things * 8 / 7
    for thing in range(16, things):
        if rng.random() >= 1 / 8:
            for _ in range(max(1, round(rng.expovariate(1 / mean)))):
                giver = rng.choice(ends)
                if giver != thing:
                    out[giver][thing] = None
                    ends.append(giver)
        ends.append(thing)
    return [list(receivers) for receivers in out]


def debian(listed: Path) -> list[list[int]]:
    """Packages of a list and what each depends on, be it one of several."""
    needs: dict[str, list[str]] = {}
    name = ""
    for line in listed.read_text(encoding="utf-8").splitlines():
        field, _, said = line.partition(": ")
        if field == "Package":
            name = said.strip()
            needs.setdefault(name, [])
        elif field in ("Depends", "Pre-Depends"):
            needs[name] += re.findall(r"(?:^|[,|])\s*([^\s,|:(\[]+)", said)
    number = {one: place for place, one in enumerate(needs)}
    out: list[dict[int, None]] = [{} for _ in needs]
    for one, others in needs.items():
        for other in others:
            if other in number and other != one:
                out[number[other]][number[one]] = None
    return [list(receivers) for receivers in out]


def _distinct(things: int, feeds: int, pair: Callable[[], tuple[int, int]]) -> list[list[int]]:
    out: list[dict[int, None]] = [{} for _ in range(things)]
    made = 0
    while made < feeds:
        giver, receiver = pair()
        if giver != receiver and receiver not in out[giver]:
            out[giver][receiver] = None
            made += 1
    return [list(receivers) for receivers in out]


def plain_search(feeds: dict[str, list[str]], start: str) -> dict[str, int]:
    """What a thing leads to: id -> hops."""
    hops = {start: 0}
    queue = [start]
    for thing in queue:
        for other in feeds[thing]:
            if other not in hops:
                hops[other] = hops[thing] + 1
                queue.append(other)
    return hops


def measure(name: str, out: list[list[int]], *, with_networkx: bool, removals: int = REMOVALS) -> None:
    ids = [f"thing-{number:07}" for number in range(len(out))]
    flows, seconds = _timed(lambda: Flows(ids, out))
    print(f"\n{name}: {len(out):,} things, {sum(map(len, out)):,} feeds")
    print(f"  once for each catalogue: integers {seconds:.2f} s", end="")
    print(f", loops {_timed(lambda: flows.loops)[1]:.2f} s", end="")
    print(f", origins of everything {_timed(lambda: flows.loops.reach)[1]:.2f} s", end="")
    print(f" ({len(flows.loops.origins):,} origins, {len(flows.loops.alike):,} of them unlike the others)")
    plain = {ids[giver]: [ids[receiver] for receiver in receivers] for giver, receivers in enumerate(out)}
    model: Any = (
        nx.DiGraph((giver, receiver) for giver, receivers in plain.items() for receiver in receivers)
        if with_networkx
        else None
    )
    ratios, slower, with_effects, beside, same = [], [], [], [], []
    graph: Any = (
        igraph.Graph([(a, b) for a, to in enumerate(out) for b in to], n=len(out), directed=True) if igraph else None
    )
    for node in _chosen(flows, removals):
        runs: dict[str, list[float]] = {
            "removal": [],
            "effects": [],
            "plain": [],
            "networkx": [],
            "igraph": [],
            "same": [],
        }
        for _ in range(ROUNDS):
            found, seconds = _timed(partial(_removal, flows, node))
            runs["removal"].append(seconds)
            runs["effects"].append(seconds + _timed(partial(_effects, found))[1])
            hops, seconds = _timed(partial(plain_search, plain, ids[node]))
            runs["plain"].append(seconds)
            assert {ids[other]: found.hops[other] for other in found.downstream} == {k: v for k, v in hops.items() if v}
            if graph is not None:
                runs["igraph"].append(_timed(partial(graph.bfs, node, "out"))[1])
                (hops, lost), seconds = _timed(partial(_by_igraph, graph, node, flows))
                runs["same"].append(seconds)
                assert hops == {other: found.hops[other] for other in found.downstream}
                assert lost == found.cut_off
            if model is not None:
                runs["networkx"].append(_timed(partial(nx.descendants, model, ids[node]))[1])
        best = {what: min(seconds) for what, seconds in runs.items() if seconds}
        ratios.append(best["removal"] / best["plain"])
        with_effects.append(best["effects"] / best["plain"])
        if graph is not None:
            beside.append(best["removal"] / best["igraph"])
            same.append(best["removal"] / best["same"])
        line = f"  {len(found.downstream):>9,} downstream, {len(found.losing):>7,} lose origins, {len(found.cut_off):>6,} cut off"
        line += f"   removal {best['removal'] * 1000:8.1f} ms   plain search {best['plain'] * 1000:8.1f} ms"
        if model is not None:
            slower.append(best["networkx"] / best["removal"])
            line += f"   networkx.descendants {best['networkx'] * 1000:8.1f} ms"
        print(line)
    print(f"  => a removal takes {statistics.median(ratios):.2f} x a plain search (worst {max(ratios):.2f} x)", end="")
    print(f", with effects {statistics.median(with_effects):.2f} x", end="")
    if beside:
        print(f"; {statistics.median(beside):.2f} x the search of igraph (worst {max(beside):.2f} x)", end="")
        print(f", {statistics.median(same):.2f} x the same answer by igraph (worst {max(same):.2f} x)", end="")
    print(
        f"; networkx.descendants alone takes {statistics.median(slower):.1f} x a removal (least {min(slower):.1f} x)"
        if slower
        else ""
    )
    _rank(flows)


def _by_igraph(graph: Any, node: int, flows: Flows) -> tuple[dict[int, int], set[int]]:
    """How far things downstream are, and those of them that no origin reaches any more. No loop may be an origin."""
    hops = {other: int(far) for other, far in enumerate(graph.distances(node, mode="out")[0]) if 0 < far < math.inf}
    left = graph.copy()
    left.delete_edges(graph.incident(node, "out"))
    root = left.add_vertex().index
    left.add_edges([(root, flows.loops.members[loop][0]) for loop in flows.loops.origins])
    kept = set(left.subcomponent(root, mode="out"))
    return hops, {other for other in hops if other not in kept}


def _removal(flows: Flows, node: int) -> Strike:
    found = strike(flows, frozenset([node]))
    assert len(found.hops) == len(flows.ids)
    return found


def _effects(found: Strike) -> int:
    return len(found.losing)


def _chosen(flows: Flows, most: int = REMOVALS) -> list[int]:
    """Of many fed things, those that feed the most and others taken by chance, those that lead to the most."""
    fed = sorted(set(itertools.chain.from_iterable(flows.out)))
    sample = {*random.Random(2).sample(fed, 60), *sorted(fed, key=lambda node: -len(flows.out[node]))[:60]}
    return sorted(sample, key=lambda node: -len(search(flows.out, [node])[0]))[:most]


def _rank(flows: Flows) -> None:
    groups = [frozenset([node]) for node in range(len(flows.out))]
    _, seconds = _timed(lambda: cut_off_by(flows, dict(zip(flows.ids, groups, strict=True)), {}))
    print(f"  ranking of all: cut off {seconds:.1f} s", end="")
    if len(groups) <= 200_000:
        print(f", reached {_timed(lambda: reach_of_all(flows, groups, ()))[1]:.1f} s", end="")
    print(f"; memory so far at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB")


def _timed(do: Callable[[], Any]) -> tuple[Any, float]:
    start = time.process_time()
    result = do()
    return result, time.process_time() - start


SHAPES = (tangled, catalogue, layered, packages)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--huge", action="store_true", help="measure 1,000,000 things with 3,000,000 feeds as well")
    parser.add_argument("--only", choices=[shape.__name__ for shape in SHAPES], help="measure one shape")
    parser.add_argument(
        "--debian", type=Path, metavar="FILE", help="measure the packages that this list of Debian names"
    )
    wanted = parser.parse_args()
    huge = wanted.huge
    if wanted.debian:
        measure("debian", debian(wanted.debian), with_networkx=True, removals=20)
    for shape in (one for one in SHAPES if wanted.only in (None, one.__name__) and not wanted.debian):
        measure(shape.__name__, shape(60_000, 250_000, random.Random(1)), with_networkx=True)
    if huge:
        for shape in (tangled, catalogue):
            measure(shape.__name__, shape(1_000_000, 3_000_000, random.Random(1)), with_networkx=False)


if __name__ == "__main__":
    main()
