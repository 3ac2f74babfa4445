"""A made national model: flowviz beside a compiled snapshot in SQLite with arrays, and beside other engines, in one run.

    pip install numpy igraph duckdb kuzu                             what is missing is left out
    python benchmarks/national.py --resources 10000 30000 100000     flowviz and every engine on the same made catalogue
    python benchmarks/national.py --resources 1000000                engines alone: no YAML, and of flowviz search and reach
    python benchmarks/national.py --resources 100000 --only sqlite   one of them

A catalogue of `models.py` with three feeds for each resource is compiled: its things, feeds, and the texts that they are found by, as
CSV, which every engine then reads. Each runs in a process of its own. Seconds and milliseconds are those of a processor; an answer's is
the median of seven, *first* is what it takes when nothing of its kind has been asked. The same questions are asked of each:

- *search*: the 60 best for part of a word; for two; for a word with a slip
- *table page*: 50 rows from the middle of all resources, sorted by name
- *feeds of a thing*: all of both sides, with the names of their ends
- *downstream*: all that the most used shared resource leads to, and how far

The counts beside the answers must agree. Above 200,000 resources nothing is loaded from YAML: names and feeds are made as CSV.
"""

from __future__ import annotations

import argparse
import array
import csv
import importlib
import importlib.util
import itertools
import json
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

FEEDS_EACH: Final = 3
YAML_UP_TO: Final = 200_000
PAGE: Final = 50
MOST: Final = 60
WORD, WORDS, SLIP = "kartta", "rekisteri koulujen", "rekistrei"
TURNS: Final = 7


class Notes:
    """What a process took, told as a line of JSON at a time."""

    def __init__(self) -> None:
        self._before = time.process_time()

    def built(self, what: str) -> None:
        """Tells what was made since the last time, and the greatest memory so far."""
        now = time.process_time()
        self._tell(what=what, seconds=now - self._before)
        self._before = time.process_time()

    def asked(self, what: str, ask: Callable[[], int], turns: int = TURNS) -> None:
        """Tells what an answer takes, the first time and after that, and how much it found."""
        began = time.process_time()
        found = ask()
        first = time.process_time() - began
        again = []
        for _ in range(turns if first < 5 else 0):
            began = time.process_time()
            ask()
            again.append(time.process_time() - began)
        self._tell(what=what, found=found, first=1000 * first, ms=1000 * statistics.median(again or [first]))
        self._before = time.process_time()

    def size(self, what: str, *paths: Path) -> None:
        """Tells how large files are."""
        every = itertools.chain.from_iterable(path.rglob("*") if path.is_dir() else [path] for path in paths)
        self._tell(what=what, mb=sum(path.stat().st_size for path in every if path.is_file()) / 1e6)

    @staticmethod
    def _tell(**values: Any) -> None:
        # ru_maxrss would begin with the parent's
        highest = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
        print(json.dumps(values | {"rss": int(highest[1]) / 1024 if highest else 0}), flush=True)


# --- what is made


def compile_catalogue(folder: Path, notes: Notes) -> None:
    """Of the YAML in ``folder`` the CSV files beside it, as a nightly job would compile them."""
    from flowviz.facts.tables import tables_of
    from flowviz.model import build_model
    from flowviz.search import fold, texts

    model = build_model(loaded(folder))
    entries = list(tables_of(model)["resources"].entries(model))
    number = {node: place for place, node in enumerate(dict.fromkeys([*entries, *model]))}
    with tables(folder) as (things, feeds, words):
        for node, place in number.items():
            data = model.nodes[node]
            name = data["thing"].name.as_dict()
            own = [data["kind"], data["department"] or "", data["scope"] or ""]
            things.writerow([place, node, *own, *(name.get(code, "") for code in ("fi", "sv", "en"))])
        for feed in model.catalogue.feeds:
            feeds.writerow([number[feed.source], number[feed.target], feed.basis, feed.evidence[0].source])
        for node, field, text in dict.fromkeys(texts(model)):
            words.writerow([number[node], field, text, fold(text)])
    notes.built("compile to CSV")


def loaded(folder: Path) -> Any:
    """The catalogue of the YAML in ``folder``, also where it is of more than is let in (`limits.py`)."""
    from flowviz import loading

    loading.MOST_BYTES_TOGETHER = loading.MOST_VALUES_TOGETHER = 10**10  # type: ignore[attr-defined]
    return loading.load(folder / "yaml")


def make_tables(folder: Path, count: int) -> None:
    """The CSV files of a model that is too large for YAML."""
    from models import FORMS, OWNERS, SCOPES, TOPICS

    from flowviz.search import fold

    rng = random.Random(1)
    own = count * 2 // 3
    with tables(folder) as (things, feeds, words):
        for place in range(count):
            name = f"{rng.choice(OWNERS)} {rng.choice(TOPICS)}{rng.choice(FORMS)} {place}"
            home = [f"d{place // 8}", "own"] if place < own else ["", rng.choice(list(SCOPES))]
            names = [name, f"{name} (sv)", f"{name} (en)"]
            things.writerow([place, f"r{place}", "resource" if place < own else "shared", *home, *names])
            for text in names:
                words.writerow([place, "name", text, fold(text)])
        for giver, receivers in enumerate(shape(count, FEEDS_EACH * count, rng)):
            for receiver in receivers:
                feeds.writerow([giver, receiver, "stated", "page"])


def shape(things: int, feeds: int, rng: random.Random) -> list[list[int]]:
    """Feeds that go as in a catalogue; see `impact.py`."""
    from impact import catalogue

    return catalogue(things, feeds, rng)


class tables:  # noqa: N801
    """The three CSV files of a folder, open for writing."""

    NAMES: Final = ("things", "feeds", "texts")
    HEADS: Final = ("n,id,kind,department,scope,fi,sv,en", "giver,receiver,basis,source", "n,field,text,folded")

    def __init__(self, folder: Path) -> None:
        self._files = [(folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in self.NAMES]

    def __enter__(self) -> list[Any]:
        for file, head in zip(self._files, self.HEADS, strict=True):
            file.write(head + "\n")
        return [csv.writer(file, lineterminator="\n") for file in self._files]

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()


def rows(folder: Path, name: str) -> Iterator[list[str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        found = csv.reader(file)
        next(found)
        yield from found


def feeds_of(folder: Path) -> Iterator[tuple[int, int]]:
    return ((int(giver), int(receiver)) for giver, receiver, *_ in rows(folder, "feeds"))


def most_used(folder: Path) -> int:
    """The resource that feeds most others, among those that are fed."""
    out, fed = Counter(giver for giver, _ in feeds_of(folder)), {receiver for _, receiver in feeds_of(folder)}
    return max(sorted(fed & out.keys()), key=lambda place: out[place])


# --- flowviz


def flowviz(folder: Path, notes: Notes, hub: int) -> None:
    """This very version, from YAML: what the explorer does, without Dash around it."""
    from flowviz.facts.tables import tables_of
    from flowviz.impact import Removal, impact
    from flowviz.model import build_model, name_of
    from flowviz.search import Index
    from flowviz.telling.keys import ordered

    if not (folder / "yaml").is_dir():
        _parts(folder, notes, hub)
        return
    notes.size("YAML", folder / "yaml")
    notes.built("start")
    catalogue = loaded(folder)
    notes.built("load and check")
    model = build_model(catalogue)
    notes.built("graph")
    index = Index.of(model)
    notes.built("search index")
    _searches(notes, lambda text: len(index.find(text, MOST)))
    table = tables_of(model)["resources"]
    entries = list(table.entries(model))
    column = next(column for column in table.columns if column.key == "name")
    kept: list[list[int]] = []

    def page() -> int:
        if not kept:
            kept.append(ordered([column.cell(model, entry) for entry in entries], "fi"))
        middle = len(entries) // 2
        return len(table.rows(model, [entries[place] for place in kept[0][middle : middle + PAGE]]))

    notes.asked("table page", page)
    thing = next(itertools.islice(rows(folder, "things"), hub, None))[1]

    def both_sides() -> int:
        found = [*model.out[thing].items(), *model.into[thing].items()]
        return len([(name_of(model, other, "fi"), feed.basis) for other, feeds in found for feed in feeds])

    notes.asked("feeds of a thing", both_sides)
    _reach(folder, notes, hub)
    notes.asked("flowviz impact", lambda: len(impact(model, Removal(things=(thing,))).downstream))


def _parts(folder: Path, notes: Notes, hub: int) -> None:
    """What of flowviz does not need YAML: the index and the flows."""
    from flowviz.search import Index

    _reach(folder, notes, hub)
    index = Index((f"r{n}", "resource", "name", text) for n, _, text, _ in rows(folder, "texts"))
    notes.built("search index")
    _searches(notes, lambda text: len(index.find(text, MOST)))


def _reach(folder: Path, notes: Notes, hub: int) -> None:
    from flowviz.impact.flows import Flows
    from flowviz.impact.strike import strike

    out: list[list[int]] = [[] for _ in rows(folder, "things")]
    for giver, receiver in dict.fromkeys(feeds_of(folder)):
        out[giver].append(receiver)
    flows = Flows([str(place) for place in range(len(out))], out)
    notes.built("flows")
    notes.asked("downstream", lambda: len(strike(flows, frozenset([hub])).downstream))


def _searches(notes: Notes, find: Callable[[str], int]) -> None:
    for what, text in (("search", WORD), ("search, two words", WORDS), ("search, a slip", SLIP)):
        notes.asked(what, lambda text=text: find(text))  # type: ignore[misc]


# --- a compiled snapshot: SQLite with FTS5, and arrays beside it


SCHEMA: Final = """
create table things (n integer primary key, id text, kind text, department text, scope text, fi text, sv text, en text,
  key text);
create table feeds (giver integer, receiver integer, basis text, source text);
create table told (text integer, n integer, field text);
create virtual table texts using fts5(folded, text unindexed, tokenize='trigram');
create table words (word text primary key) without rowid;
create virtual table parts using fts5(word, tokenize='trigram');
"""
INDEXES: Final = """
create index by_key on things (kind in ('resource', 'shared'), key);
create index by_id on things (id);
create index by_giver on feeds (giver);
create index by_receiver on feeds (receiver);
create index by_text on told (text);
"""
FIND: Final = """
select distinct told.n from (select rowid, rank from texts where texts match ? order by rank limit 300) as best
join told on told.text = best.rowid order by best.rank limit 60
"""
DOWNSTREAM: Final = """
with recursive down(n) as (select ? union select receiver from feeds join down on giver = n) select count(*) - 1 from down
"""


def sqlite(folder: Path, notes: Notes, _: int) -> None:
    """The tables and the search of a snapshot in a file; the feeds for reach are arrays in two more."""
    from flowviz.telling.keys import alphabetical

    file = folder / "snapshot.sqlite"
    file.unlink(missing_ok=True)
    base = sqlite3.connect(file)
    base.executescript("pragma journal_mode = off; pragma synchronous = off;" + SCHEMA)
    every = rows(folder, "things")
    base.executemany(
        "insert into things values (?,?,?,?,?,?,?,?,?)", ((*row, alphabetical(row[5], "fi")) for row in every)
    )
    base.executemany("insert into feeds values (?,?,?,?)", rows(folder, "feeds"))
    texts: dict[str, int] = {}
    told = ((texts.setdefault(text, len(texts)), n, field) for n, field, text, _ in rows(folder, "texts"))
    base.executemany("insert into told values (?,?,?)", told)
    folded = {text: fold for _, _, text, fold in rows(folder, "texts")}
    base.executemany(
        "insert into texts (rowid, folded, text) values (?,?,?)",
        ((place, folded[text], text) for text, place in texts.items()),
    )
    words = dict.fromkeys(word for text in folded.values() for word in re.findall(r"[^\W_]+", text))
    base.executemany("insert or ignore into words values (?)", ((word,) for word in words))
    base.execute("insert into parts select word from words")
    base.executescript(INDEXES + "analyze;")
    base.commit()
    base.close()
    notes.built("build tables and search")
    notes.size("SQLite", file)
    del texts, folded, words


def sqlite_asked(folder: Path, notes: Notes, hub: int) -> None:
    """The snapshot, asked by a process that has not made it."""
    from flowviz.vocabulary import Vocabulary  # noqa: F401 - what an import takes is in both

    notes.built("start")
    base = sqlite3.connect(f"file:{folder / 'snapshot.sqlite'}?mode=ro", uri=True)
    notes.built("open")

    def find(text: str) -> int:
        asked = " AND ".join(f'"{word}"' for word in text.split())
        found = base.execute(FIND, (asked,)).fetchall()
        return len(found or near(text))

    def near(text: str) -> list[Any]:
        pieces = " OR ".join(f'"{text[place : place + 3]}"' for place in range(len(text) - 2))
        best = base.execute("select word from parts where parts match ? order by rank limit 200", (pieces,))
        far = {word: slips(text, word) for (word,) in best}
        meant = [word for word in far if far[word] == min(far.values()) <= 2][:8]
        return base.execute(FIND, (" OR ".join(f'"{word}"' for word in meant),)).fetchall() if meant else []

    _searches(notes, find)
    (count,) = base.execute("select count(*) from things where kind in ('resource', 'shared')").fetchone()
    page = """select n, id, fi, department, scope, (select count(*) from feeds where giver = n),
      (select count(*) from feeds where receiver = n) from things
      where kind in ('resource', 'shared') = 1 order by key limit ? offset ?"""
    notes.asked("table page", lambda: len(base.execute(page, (PAGE, count // 2)).fetchall()))
    sides = """select fi, basis from feeds join things on n = receiver where giver = ?
      union all select fi, basis from feeds join things on n = giver where receiver = ?"""
    notes.asked("feeds of a thing", lambda: len(base.execute(sides, (hub, hub)).fetchall()))
    notes.asked("downstream", lambda: int(base.execute(DOWNSTREAM, (hub,)).fetchone()[0]), turns=1)


def slips(wanted: str, word: str) -> int:
    """The fewest letters to change, add, leave out or swap until ``wanted`` lies in ``word``."""
    before: list[int] = []
    row = [0] * (len(word) + 1)
    for i, letter in enumerate(wanted, 1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(word, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and wanted[i - 2] == other:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return min(row)


def arrays(folder: Path, notes: Notes, hub: int) -> None:
    """Feeds as two flat arrays in files; a breadth-first search in Python, and by numpy a layer at a time."""
    pairs = sorted(set(feeds_of(folder)))
    things = sum(1 for _ in rows(folder, "things"))
    starts, ends = array.array("I", [0] * (things + 1)), array.array("I", (receiver for _, receiver in pairs))
    for giver, _ in pairs:
        starts[giver + 1] += 1
    for place in range(things):
        starts[place + 1] += starts[place]
    for name, found in (("starts", starts), ("ends", ends)):
        (folder / f"{name}.bin").write_bytes(found.tobytes())
    del pairs
    notes.built("build arrays")
    notes.size("arrays", folder / "starts.bin", folder / "ends.bin")

    def search() -> int:
        seen = bytearray(things)
        seen[hub] = 1
        queue = [hub]
        for thing in queue:
            for other in ends[starts[thing] : starts[thing + 1]]:
                if not seen[other]:
                    seen[other] = 1
                    queue.append(other)
        return len(queue) - 1

    notes.asked("downstream", search)


def numpy(folder: Path, notes: Notes, hub: int) -> None:
    """The same files, mapped into memory and searched a layer at a time."""
    np = importlib.import_module("numpy")

    notes.built("start")
    starts, ends = (np.memmap(folder / f"{name}.bin", dtype=np.uint32, mode="r") for name in ("starts", "ends"))
    notes.built("open")

    def search() -> int:
        seen = np.zeros(len(starts) - 1, dtype=bool)
        seen[hub] = True
        layer = np.array([hub])
        while len(layer):
            first, lengths = starts[layer].astype(np.int64), (starts[layer + 1] - starts[layer]).astype(np.int64)
            places = np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
            found = ends[places]
            layer = np.unique(found[~seen[found]])
            seen[layer] = True
        return int(seen.sum()) - 1

    notes.asked("downstream", search)


def igraph(folder: Path, notes: Notes, hub: int) -> None:
    """A graph library in C, for reach alone."""
    graphs = importlib.import_module("igraph")
    notes.built("start")
    graph = graphs.Graph(sorted(set(feeds_of(folder))), n=sum(1 for _ in rows(folder, "things")), directed=True)
    notes.built("build graph")
    notes.asked("downstream", lambda: len(graph.subcomponent(hub, mode="out")) - 1)


# --- other engines


def duckdb(folder: Path, notes: Notes, hub: int) -> None:
    """A column store: it reads the CSV itself, and scans."""
    duck = importlib.import_module("duckdb")

    file = folder / "snapshot.duckdb"
    file.unlink(missing_ok=True)
    notes.built("start")
    base = duck.connect(str(file), config={"threads": 2})
    for name in tables.NAMES:
        base.execute(f"create table {name} as select * from read_csv('{folder / name}.csv', header = true)")
    base.execute("checkpoint")
    notes.built("build tables")
    base.close()
    notes.size("DuckDB", file)
    base = duck.connect(str(file), read_only=True, config={"threads": 2})

    def many(question: str, *values: Any) -> int:
        return len(base.execute(question, list(values)).fetchall())

    def find(text: str) -> int:
        fits = " and ".join("contains(folded, ?)" for _ in text.split())
        return many(
            f"select n, min(length(folded)) from texts where {fits} group by n order by 2, 1 limit {MOST}",
            *text.split(),
        )

    notes.asked("search", lambda: find(WORD))
    notes.asked("search, two words", lambda: find(WORDS))
    (count,) = base.execute("select count(*) from things where kind in ('resource', 'shared')").fetchone()
    page = """with page as (select n, id, fi, department, scope from things where kind in ('resource', 'shared')
      order by fi limit ? offset ?)
      select *, (select count(*) from feeds where giver = n), (select count(*) from feeds where receiver = n) from page"""
    notes.asked("table page", lambda: many(page, PAGE, count // 2))
    sides = """select fi, basis from feeds join things on n = receiver where giver = ?
      union all select fi, basis from feeds join things on n = giver where receiver = ?"""
    notes.asked("feeds of a thing", lambda: many(sides, hub, hub))
    notes.asked("downstream", lambda: int(base.execute(DOWNSTREAM, [hub]).fetchone()[0]))


def kuzu(folder: Path, notes: Notes, hub: int) -> None:
    """A graph database in the process."""
    graph = importlib.import_module("kuzu")

    path = folder / "snapshot.kuzu"
    shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    notes.built("start")
    base = graph.Connection(graph.Database(str(path), buffer_pool_size=2 * 1024**3), num_threads=2)
    own = [f"{name} STRING" for name in tables.HEADS[0].split(",")[1:]]
    base.execute(f"CREATE NODE TABLE things(n INT64, {', '.join(own)}, PRIMARY KEY(n))")
    base.execute("CREATE REL TABLE feeds(FROM things TO things, basis STRING, source STRING)")
    for name in ("things", "feeds"):
        base.execute(f"COPY {name} FROM '{folder / name}.csv' (HEADER = true, PARALLEL = false)")
    notes.built("build tables")
    notes.size("Kuzu", path)

    def many(question: str, **values: Any) -> int:
        return len(base.execute(question, values).get_all())

    def find(text: str) -> int:
        fits = " AND ".join(f"lower(t.fi) CONTAINS '{word}'" for word in text.split())
        return many(f"MATCH (t:things) WHERE {fits} RETURN t.n ORDER BY size(t.fi), t.n LIMIT {MOST}")

    notes.asked("search", lambda: find(WORD))
    notes.asked("search, two words", lambda: find(WORDS))
    count = base.execute("MATCH (t:things) WHERE t.kind IN ['resource', 'shared'] RETURN count(*)").get_next()[0]
    page = """MATCH (t:things) WHERE t.kind IN ['resource', 'shared'] WITH t ORDER BY t.fi SKIP %d LIMIT %d
      RETURN t.id, t.fi, COUNT { MATCH (t)-[:feeds]->() }, COUNT { MATCH (t)<-[:feeds]-() }"""
    notes.asked("table page", lambda: many(page % (count // 2, PAGE)))
    sides = "MATCH (t:things)-[f:feeds]-(o:things) WHERE t.n = $n RETURN o.fi, f.basis"
    notes.asked("feeds of a thing", lambda: many(sides, n=hub))
    reached = (
        "MATCH (t:things)-[:feeds* SHORTEST 1..30]->(o:things) WHERE t.n = $n AND o.n <> $n RETURN count(DISTINCT o.n)"
    )
    notes.asked("downstream", lambda: int(base.execute(reached, {"n": hub}).get_next()[0]), turns=1)


# --- static pages


def pages(folder: Path, notes: Notes, _: int) -> None:
    """A page of each resource from the snapshot, to lie on any web server: its names, and its feeds as links."""
    from html import escape

    base = sqlite3.connect(f"file:{folder / 'snapshot.sqlite'}?mode=ro", uri=True)
    site = folder / "pages"
    wanted = base.execute(
        "select n, id, fi, sv, en, department, scope from things where kind in ('resource', 'shared')"
    )
    sides = {
        "Feeds": "select id, fi from feeds join things on n = receiver where giver = ? order by key",
        "Fed by": "select id, fi from feeds join things on n = giver where receiver = ? order by key",
    }
    made = 0
    for n, id_, *told in wanted.fetchall()[:20_000]:
        text = [f"<!doctype html><meta charset=utf-8><title>{escape(told[0])}</title><h1>{escape(told[0])}</h1>"]
        text += [f"<p>{escape(one)}" for one in told[1:] if one]
        for head, question in sides.items():
            links = (
                f'<li><a href="../{int(other[1:]) % 256:02x}/{other}.html">{escape(name)}</a>'
                for other, name in base.execute(question, (n,))
            )
            text.append(f"<h2>{head}</h2><ul>{''.join(links)}</ul>")
        place = site / f"{int(id_[1:]) % 256:02x}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{id_}.html").write_text("".join(text), "utf-8")
        made += 1
    notes.built(f"{made:,} static pages")
    notes.size(f"{made:,} static pages", site)


ENGINES: Final[dict[str, Callable[[Path, Notes, int], None]]] = {
    "flowviz": flowviz,
    "sqlite": sqlite,
    "sqlite-asked": sqlite_asked,
    "pages": pages,
    "arrays": arrays,
    "numpy": numpy,
    "igraph": igraph,
    "duckdb": duckdb,
    "kuzu": kuzu,
}


# --- the run


def missing(engine: str) -> bool:
    return engine in ("numpy", "igraph", "duckdb", "kuzu") and importlib.util.find_spec(engine) is None


def told(entry: dict[str, Any]) -> str:
    if "mb" in entry:
        return f"{entry['mb']:,.0f} MB on disk"
    if "seconds" in entry:
        return f"{entry['seconds']:.2f} s, {entry['rss']:,.0f} MB"
    return f"{entry['ms']:,.1f} ms (first {entry['first']:,.1f}; {entry['found']:,} found), {entry['rss']:,.0f} MB"


def run(folder: Path, count: int, wanted: Iterable[str]) -> None:
    from models import make_catalogue

    print(f"\n{count:,} resources, {FEEDS_EACH * count:,} feeds\n\n| engine | what | took |\n|---|---|---|", flush=True)
    if not (folder / "things.csv").exists():
        if count <= YAML_UP_TO:
            make_catalogue(folder / "yaml", count, feeds_each=FEEDS_EACH)
            _part(folder, "compile")
        else:
            make_tables(folder, count)
    hub = most_used(folder)
    for engine in wanted:
        if missing(engine):
            print(f"| {engine} | not installed | |")
        else:
            _part(folder, engine, hub)


def _part(folder: Path, engine: str, hub: int = 0) -> None:
    command = [sys.executable, __file__, "--part", engine, "--folder", str(folder), "--hub", str(hub)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            entry = json.loads(line)
            print(f"| {engine} | {entry['what']} | {told(entry)} |", flush=True)
    if process.returncode:
        print(f"| {engine} | ended with {process.returncode} | |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--resources", type=int, nargs="+", default=[100_000])
    parser.add_argument("--only", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--folder", type=Path, help="where what is made stays, for another run")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("--hub", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.part:
        notes = Notes()
        if asked.part == "compile":
            compile_catalogue(asked.folder, notes)
        else:
            ENGINES[asked.part](asked.folder, notes, asked.hub)
        return
    for count in asked.resources:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (asked.folder or Path(temporary)) / str(count)
            folder.mkdir(parents=True, exist_ok=True)
            run(folder, count, asked.only)


if __name__ == "__main__":
    main()
