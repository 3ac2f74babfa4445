# ruff: noqa: SIM905 - a list of words reads best as words
"""Catalogues that are hard to draw, each for one reason, by name.

Made without chance: the same every time, and small enough to read in a picture what it is about.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.library.opening import loads
from flowviz.model import build_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

__all__ = ["CASES", "catalogue", "model", "wishes"]

Entry = dict[str, Any]
Pair = tuple[str, str]

SCOPES: Final = {
    "city": ("City-wide", "#ffcab3", "C", "circle"),
    "region": ("Regional", "#a3e3c2", "R", "diamond"),
    "state": ("National", "#ffe977", "N", "square"),
    "world": ("International", "#f5a3c7", "I", "triangle"),
    "sector": ("Other sector", "#dedfe1", "S", "hexagon"),
}
TOPICS: Final = """Customer Permit Property Address Invoice Staff Student Patient Traffic Parking Inspection Survey Decision
Meeting Archive Maintenance Energy Population Building Air-quality Alarm Feedback Booking Payment Training Procurement Lease
Premises Waste-water Service Benefit Event Map Noise Harbour Library Museum Sports Youth Elderly""".split()
FORMS: Final = "register,database,list of decisions and their appendices,monitoring data,archive,map service".split(",")
OTHERS: Final = """Tax Pension Insurance Statistics Police Customs Court Hospital University Bank Ministry Parliament Weather
Forest Railway Airport Post Media Union Church""".split()
LONG: Final = "Asunnottomuudenennaltaehkäisytoimenpidesuunnitelmarekisterinpitäjätiedot"
"""A word of 70 letters and more."""


def topic(number: int) -> str:
    """A name like that of an information resource, another one for each number below 240."""
    return f"{TOPICS[number % len(TOPICS)]} {FORMS[(number // len(TOPICS) + number) % len(FORMS)]}"


def own(count: int) -> list[Entry]:
    """Resources of a department, ``r0`` and on."""
    return [{"id": f"r{number}", "name": topic(number)} for number in range(count)]


def partners(count: int, scopes: Iterable[str] = SCOPES) -> list[Entry]:
    """Shared resources ``s0`` and on, in turns in each of ``scopes``."""
    homes = list(scopes)
    return [
        {
            "id": f"s{number}",
            "name": f"{OTHERS[number % len(OTHERS)]} {FORMS[number // len(OTHERS) % len(FORMS)]}",
            "scope": homes[number * 7 // 3 % len(homes)],
        }
        for number in range(count)
    ]


def feed(source: str, target: str, content: str = "", basis: str = "stated") -> Entry:
    """A feed, with what it carries where that is said."""
    words = {"content": content} if content else {}
    return {"from": source, "to": target, "basis": basis, "evidence": [3], **words}


def fed(pairs: Iterable[Pair]) -> list[Entry]:
    """A feed for each pair, every fifth implied."""
    return [feed(*pair, basis="stated" if number % 5 else "implied") for number, pair in enumerate(pairs)]


def whole(
    departments: Sequence[Entry] | None = None, *, resources: Sequence[Entry] = (), shared: Sequence[Entry] = (),
    feeds: Sequence[Entry] = (), scopes: dict[str, tuple[str, str, str, str]] = SCOPES, **more: Sequence[Entry],
) -> Entry:  # fmt: skip
    """A catalogue as plain data: of ``departments``, or of one with ``resources``."""
    homes = departments or [{"id": "care", "name": "Care", "resources": list(resources)}]
    entries: Entry = {
        "source": "page",
        "catalogue": {
            "id": "made", "name": "Made", "version": "7", "date": "2026-01-31", "language": "en", "languages": ["en"],
        },
        "organisation": {"id": "office", "name": "Office"},
        "sources": [{"id": "page", "title": "Page", "language": "en"}],
        "scopes": [
            {"id": id_, "name": name, "colour": colour, "letter": letter, "shape": shape}
            for id_, (name, colour, letter, shape) in scopes.items()
        ],
        "departments": homes,
        "shared": list(shared),
        "feeds": list(feeds),
        **more,
    }  # fmt: skip
    return {key: value for key, value in entries.items() if value}


def sixty_resources() -> Entry:
    """A department of 60 resources that share 24 partners; every tenth has none."""
    to = [(f"r{n}", f"s{n * n % 24}") for n in range(60) if n % 10]
    back = [(f"s{n * 5 % 24}", f"r{n}") for n in range(0, 60, 3) if n % 10]
    return whole(resources=own(60), shared=partners(24), feeds=fed(dict.fromkeys([*to, *back])))


def hub_of_eighty() -> Entry:
    """One resource with 80 partners: it gives to half of them, gets from the rest, and every eighth goes both ways."""
    ways = [("r0", f"s{n}") if n % 2 else (f"s{n}", "r0") for n in range(80)]
    both = [(target, source) for source, target in ways[::8]]
    side = [("r1", "s3"), ("r2", "s3"), ("s10", "r3")]
    return whole(resources=own(4), shared=partners(80), feeds=fed([*ways, *both, *side]))


def forty_dots() -> Entry:
    """A resource with 40 connections among five with one to four."""
    many = [("r2", f"s{n}") if n % 3 else (f"s{n}", "r2") for n in range(40)]
    few = [(f"r{n}", f"s{n * 3 + turn}") for n in (0, 1, 3, 4, 5) for turn in range(n % 4 + 1)]
    return whole(resources=own(6), shared=partners(40), feeds=fed([*many, *few]))


def cycles() -> Entry:
    """Twelve resources in a ring, in four smaller rings, and with two partners that stand in loops too."""
    ring = [(f"r{n}", f"r{(n + 1) % 12}") for n in range(12)]
    small = [(f"r{n + 2}", f"r{n}") for n in (0, 3, 6, 9)]
    outside = [("r4", "s0"), ("s0", "r1"), ("r8", "s1"), ("s1", "r8")]
    return whole(resources=own(12), shared=partners(2), feeds=fed([*ring, *small, *outside]))


def among_departments() -> Entry:
    """Four departments of five resources that feed each other and three partners, two resources of the same name."""
    names = ("Finance", "Human Resources", "Information Technology", "Communications")
    homes = [
        {"id": f"d{home}", "name": name, "resources": [
            {"id": f"d{home}-r{n}", "name": "Contracts" if (home, n) in ((0, 4), (2, 4)) else topic(5 * home + n)}
            for n in range(5)
        ]}
        for home, name in enumerate(names)
    ]  # fmt: skip
    across = [(f"d{n % 4}-r{n % 5}", f"d{(n + 1 + n // 6) % 4}-r{(n * 3) % 5}") for n in range(18)]
    outside = [(f"d{n % 4}-r{(n + 2) % 5}", f"s{n % 3}") for n in range(6)]
    return whole(homes, shared=partners(3), feeds=fed([*across, *outside]))


def thirty_inside() -> Entry:
    """Thirty feeds among the twelve resources of one department, and four that leave it."""
    inside = [(f"r{n % 12}", f"r{(n % 12 + 1 + n // 12 * 3) % 12}") for n in range(30)]
    return whole(
        resources=own(12), shared=partners(4), feeds=fed([*inside, *((f"r{3 * n}", f"s{n}") for n in range(4))])
    )


def twelve_parallel() -> Entry:
    """Twelve feeds between the same two things, five of them implied; three, two and one beside them."""
    twelve = [feed("r0", "s0", f"Part {n + 1}", "implied" if n > 6 else "stated") for n in range(12)]
    inside = [feed("r0", "r1", f"Copy {n + 1}") for n in range(3)]
    both = [feed("r1", "s1", "Question"), feed("s1", "r1", "Answer"), feed("s1", "r1", "Receipt", "implied")]
    return whole(
        resources=own(3), shared=partners(3), feeds=[*twelve, *inside, *both, feed("s2", "r2", "All", "implied")]
    )


def six_deep() -> Entry:
    """Resources that are parts of each other, six deep, with registers that have feeds of their own."""
    chain: list[Entry] = [{"id": "r0", "name": topic(0)}]
    chain += [{"id": f"r{n}", "name": topic(n), "part_of": f"r{n - 1}"} for n in range(1, 6)]
    for n in (0, 3, 5):
        sets = [{"id": f"set-{n}", "name": f"{TOPICS[n + 9]} data"}]
        chain[n]["registers"] = [{"id": f"reg-{n}", "name": f"{TOPICS[n + 9]} register of cases", "datasets": sets}]
    pairs = [("reg-0", "s0"), ("reg-3", "s1"), ("s2", "reg-5"), ("r2", "s0"), ("r5", "r1"), ("s1", "r4")]
    return whole(resources=[*chain, {"id": "r9", "name": topic(9)}], shared=partners(3), feeds=fed(pairs))


def twelve_scopes() -> Entry:
    """Partners in twelve scopes, people and one whose scope is not told."""
    shapes = ("circle", "diamond", "square", "triangle", "hexagon", "pentagon", "octagon", "house")
    colours = ("#ffcab3", "#a3e3c2", "#ffe977", "#f5a3c7", "#dedfe1", "#b3d4ff", "#d9c8ff", "#c8f0f0")
    scopes = {
        f"level-{n}": (f"Level {n + 1} of administration", colours[n % 8], "ABCDEFGJKLMT"[n], shapes[n % 8])
        for n in range(12)
    }
    parties = [
        {"id": "public", "name": "The public", "form": "public"},
        {"id": "somebody", "name": "Somebody not named", "form": "unnamed"},
    ]
    pairs = [(f"r{n % 4}", f"s{n}") if n % 3 else (f"s{n}", f"r{n % 4}") for n in range(12)]
    pairs += [("public", "r0"), ("r1", "public"), ("somebody", "r3")]
    shared = [{**one, "scope": f"level-{n}"} for n, one in enumerate(partners(12))]
    return whole(resources=own(4), shared=shared, parties=parties, feeds=fed(pairs), scopes=scopes)


def long_words() -> Entry:
    """Names of words of 70 letters, of 60 words, and an address."""
    names = [LONG, LONG * 3, "A very long name of an information resource that describes " * 6]
    names += ["x", "https://example.org/a/very/long/address/without/spaces?query=1&b=2#frag/very/long/address"]
    resources = [{"id": f"r{n}", "name": name.strip()} for n, name in enumerate(names)]
    shared = [{"id": "s0", "name": LONG, "scope": "city"}, {"id": "s1", "name": names[4], "scope": "state"}]
    feeds = [feed("r0", "r1", LONG), feed("r1", "r2", "word " * 60), feed("r2", "s0"), feed("r3", "r4")]
    feeds += [feed("s1", "r0"), feed("r4", "s1")]
    return whole([{"id": "care", "name": LONG, "resources": resources}], shared=shared, feeds=feeds)


def scripts() -> Entry:
    """Names in Arabic, Hebrew, Chinese, Thai, in emoji and in signs that other languages read as code."""
    names = (
        "قاعدة بيانات مشتركة للمدينة كلها", "赫尔辛基市政府信息资源目录以及所有部门之间的数据流向图", "👩‍👩‍👧‍👦 family 🏙️ register",
        "ทะเบียนลูกค้าของเมือง", "<new customer register>", 'Payments <draft> & "quotes" `ticks` 2026',
    )  # fmt: skip
    others = ("סודות של העירייה", "东京都税务局", "🚢 harbour", "end", "A & B <sons>")
    resources = [{"id": f"r{n}", "name": name} for n, name in enumerate(names)]
    shared = [{"id": f"s{n}", "name": name, "scope": list(SCOPES)[n]} for n, name in enumerate(others)]
    pairs = [(f"r{n}", f"s{n % 5}") for n in range(6)] + [(f"s{n}", f"r{(n + 2) % 6}") for n in range(5)]
    return whole(resources=resources, shared=shared, feeds=fed(pairs))


def one_resource() -> Entry:
    """One resource and nothing else."""
    return whole(resources=own(1))


def no_resource() -> Entry:
    """A department without resources that gives and gets all the same."""
    return whole(shared=partners(2), feeds=[feed("care", "s0"), feed("s1", "care")])


def nothing() -> Entry:
    """A department without anything."""
    return whole()


def other_departments() -> Entry:
    """Three departments with a resource each, of which one gives to another and gets from the third."""
    homes = [("finance", "Finance", "ledger"), ("hr", "Human Resources", "payroll"), ("it", "IT", "accounts")]
    departments = [
        {"id": home, "name": name, "resources": [{"id": thing, "name": thing.capitalize()}]}
        for home, name, thing in homes
    ]
    return whole(departments, feeds=[feed("ledger", "payroll"), feed("accounts", "ledger")])


def parallel_inside() -> Entry:
    """Three feeds beside each other within a department, a loop of three, and one to and from a partner."""
    resources = [{"id": id_, "name": id_} for id_ in ("a", "b", "c", "alone", "pair1", "pair2")]
    feeds = [feed("a", "b", word) for word in ("one", "two", "three")]
    feeds += [
        feed("b", "c", "x"),
        feed("c", "a", "y"),
        feed("c", "s", "z"),
        feed("s", "c", "zz"),
        feed("pair1", "pair2"),
    ]
    return whole(resources=resources, shared=[{"id": "s", "name": "s", "scope": "city"}], feeds=feeds)


def seventy_five() -> Entry:
    """A whole authority: six departments of eight resources, 27 shared ones, of which a few are touched by very many."""
    names = ("Building", "Rescue", "Harbour", "Health", "Schools", "Culture")
    homes = [
        {
            "id": f"d{home}",
            "name": name,
            "resources": [{"id": f"r{8 * home + n}", "name": topic(8 * home + n)} for n in range(8)],
        }
        for home, name in enumerate(names)
    ]
    to = [(f"r{n * 5 % 48}", f"s{(n * n + n // 7) % (27 if n % 3 else 5)}") for n in range(78)]
    back = [(f"s{n * n % 27}", f"r{(n * 11 + 3) % 48}") for n in range(30)]
    between = [(f"r{n * 7 % 48}", f"r{(n * 7 + 8 + n) % 48}") for n in range(12)]
    return whole(homes, shared=partners(27), feeds=fed(dict.fromkeys([*to, *back, *between])))


CASES: Final[dict[str, Callable[[], Entry]]] = {
    "60-resources": sixty_resources,
    "hub-of-80": hub_of_eighty,
    "40-dots": forty_dots,
    "12-in-cycles": cycles,
    "among-departments": among_departments,
    "30-inside": thirty_inside,
    "12-parallel": twelve_parallel,
    "six-deep": six_deep,
    "12-scopes": twelve_scopes,
    "long-words": long_words,
    "scripts": scripts,
    "one-resource": one_resource,
    "no-resource": no_resource,
    "nothing": nothing,
    "other-departments": other_departments,
    "parallel-inside": parallel_inside,
    "75-resources": seventy_five,
}
"""Every case by name, as plain data."""


@functools.cache
def catalogue(name: str) -> Catalogue:
    """The catalogue of a case."""
    return loads(CASES[name]())


@functools.cache
def model(name: str) -> Model:
    """The model of a case."""
    return build_model(catalogue(name))


def wishes(name: str) -> Iterator[Wish]:
    """Every kind of drawing of a case but those between two things: of its first department, or of its busiest resource."""
    found = model(name)
    department = found.catalogue.departments[0]
    busiest = max(
        department.resources, key=lambda one: len(found.out[one.id]) + len(found.into[one.id]), default=department
    )
    of = {"department": department.id, "thing": busiest.id, None: None}
    for kind, one in DIAGRAMS.items():
        if not one.to and not one.table:
            yield Wish(kind=kind, of=of[one.of], language="en")
