"""Bytes without sense through every entrance: each is taken, or refused in one clean way, and nothing is written elsewhere.

The inputs are sound ones, damaged as chance has it, and chance is seeded: the same inputs each time. For a longer search by
hand, ``FLOWVIZ_FUZZ_TIMES=100`` takes a hundred times as many, and ``FLOWVIZ_FUZZ_SEED=7`` takes others::

    FLOWVIZ_FUZZ_TIMES=100 FLOWVIZ_FUZZ_SEED=7 python -m pytest tests/test_fuzz.py -k xlsx

A failure tells the number of the input; with the same seed it has the same number again.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus

import pytest

from conftest import HEAD
from flowviz import importing, loading
from flowviz.changes import gate, read_version
from flowviz.errors import FlowvizError
from flowviz.explorer import PANELS, Settings, create_app, views
from flowviz.exports import EXPORTS, Order, csv_set
from flowviz.impact import load_scenario
from flowviz.model import build_model
from fuzzing import HOSTILE_NAMES, HOSTILE_VALUES, Mutator, complaints, only_inside, quiet_logs

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient

SEED: Final = os.environ.get("FLOWVIZ_FUZZ_SEED", "1")
TIMES: Final = float(os.environ.get("FLOWVIZ_FUZZ_TIMES", "1"))

EXAMPLE: Final = Path(__file__).with_name("example")
CATALOGUE: Final = loading.load(EXAMPLE)
MODEL: Final = build_model(CATALOGUE)
YAML: Final = [path.read_bytes() for path in sorted(EXAMPLE.rglob("*.yaml"))] + [HEAD.encode()]
WHOLE: Final = next(
    iter(importing.yaml_files(importing.from_json(EXPORTS["json"].write(MODEL, Order()), "x").catalogue).values())
)
JSON: Final = json.loads(EXPORTS["json"].write(MODEL, Order()))
WORKBOOK: Final = EXPORTS["xlsx"].write(MODEL, Order(language="en"))
TABLES: Final = csv_set.files_of(CATALOGUE, "en")
SET: Final = EXPORTS["csv-set"].write(MODEL, Order(language="en"))
IDS: Final = sorted(MODEL)
RULES: Final = b"""rules:
  - {rule: no-removed-feed, severity: error, basis: stated, scope: [own], why: A feed may not vanish.}
  - {rule: no-new-orphan, severity: warning, kind: [resource, shared]}
  - {rule: translations-complete, severity: note, except: [skibe]}
"""
SCENARIO: Final = f"""name: {{en: What if}}
remove: [{IDS[0]}]
cut: [{{from: {IDS[1]}, to: {IDS[2]}}}]
replace: [{{what: {IDS[1]}, by: new-one, feeds: both}}]
move: [{{from: {IDS[1]}, to: {IDS[2]}, new_from: {IDS[3]}}}]
add: [{{id: new-one, name: New, kind: shared, scope: own, note: x}}]
feeds: [{{from: new-one, to: {IDS[2]}, content: x}}]
""".encode()


class Place:
    """A folder to put inputs into, and one that nothing may be written to."""

    def __init__(self, folder: Path) -> None:
        self.inside = folder / "inside"
        self.canary = folder / "canary"
        self.inside.mkdir()
        self.canary.mkdir()
        (self.canary / "kept.yaml").write_text("kept: true\n")
        self._client: FlaskClient | None = None

    @property
    def client(self) -> FlaskClient:
        """An explorer of the example."""
        if self._client is None:
            self._client = create_app(Settings(catalogue=EXAMPLE)).server.test_client()
        return self._client

    def file(self, name: str, raw: bytes) -> Path:
        path = self.inside / name
        path.write_bytes(raw)
        return path

    def canary_now(self) -> dict[str, bytes]:
        return {str(path.relative_to(self.canary)): path.read_bytes() for path in self.canary.rglob("*")}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    found = Place(tmp_path)
    (found.inside / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(found.inside / "tmp"))
    monkeypatch.chdir(found.inside)
    return found


@dataclass(frozen=True)
class Entrance:
    """A way in: what makes its inputs, what they are given to, and how many of them a usual run has."""

    make: Callable[[Mutator], bytes]
    give: Callable[[Place, bytes], None]
    count: int


class WrongAnswerError(Exception):
    """An answer that is neither yes nor a clean no."""


# --- files


def yaml_text(mutator: Mutator) -> bytes:
    return mutator.raw(mutator.random.choice([*YAML, WHOLE.encode()]), YAML)


def load_file(place: Place, raw: bytes) -> None:
    loading.load_with_warnings(place.file("catalogue.yaml", raw))


def yaml_folder(mutator: Mutator) -> bytes:
    """Several files in one: their names and texts by turns, with a zero byte between them."""
    files = [(b"%d.yaml" % number, text) for number, text in enumerate(YAML[:-1])]
    changed = mutator.random.randrange(len(files))
    name = mutator.random.choice([files[changed][0], *HOSTILE_NAMES])
    files[changed] = (name, mutator.raw(files[changed][1], YAML))
    return b"\0\0".join(part for file in files for part in file)


def load_folder(place: Place, raw: bytes) -> None:
    folder = Path(tempfile.mkdtemp(dir=place.inside))
    parts = raw.split(b"\0\0")
    for given, text in zip(parts[::2], parts[1::2], strict=False):
        file = given.replace(b"/", b"_").replace(b"\0", b"_")[:250]
        if file.strip(b"."):
            Path(folder, os.fsdecode(file)).write_bytes(text)
    loading.load_with_warnings(folder)


def read_scenario(place: Place, raw: bytes) -> None:
    load_scenario(place.file("scenario.yaml", raw), MODEL)


def read_rules(place: Place, raw: bytes) -> None:
    gate.read(place.file("rules.yaml", raw), MODEL, MODEL)


def json_text(mutator: Mutator) -> bytes:
    if mutator.random.random() < 0.4:
        return mutator.raw(json.dumps(JSON, indent=mutator.random.choice((None, 1))).encode())
    return json.dumps(mutator.data(JSON), ensure_ascii=mutator.random.random() < 0.5).encode("utf-8", "surrogatepass")


def importing_from(name: str) -> Callable[[Place, bytes], None]:
    def give(place: Place, raw: bytes) -> None:
        found = importing.read(place.file(name, raw), into=CATALOGUE if len(raw) % 4 == 0 else None)
        importing.yaml_files(found.catalogue)

    return give


def tables(mutator: Mutator) -> bytes:
    """One file of a set."""
    return mutator.raw(mutator.random.choice(list(TABLES.values())), list(TABLES.values()))


def import_folder(place: Place, raw: bytes) -> None:
    names = sorted(TABLES)
    changed = names[zlib.crc32(raw) % len(names)]
    folder = place.inside / "tables"
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).write_bytes(raw if name == changed else TABLES[name])
    importing.read(folder)


# --- git


def tree(mutator: Mutator) -> bytes:
    """The entries of a tree as its raw object has them, each with its content in place of the name of an object."""
    entries = [(b"100644", b"%d.yaml" % number, text) for number, text in enumerate(YAML[:-1])]
    for _ in range(mutator.random.randrange(1, 4)):
        mode = mutator.random.choice((b"100644", b"100755", b"120000", b"160000", b"40000", b"000000", b"999999"))
        name = mutator.random.choice(HOSTILE_NAMES)
        content = mutator.random.choice((b"../canary/kept.yaml", b"/etc/passwd", b"0.yaml", b"canary: true\n"))
        entries.append((mode, name, content if mutator.random.random() < 0.7 else mutator.raw(YAML[0])))
    if mutator.random.random() < 0.2:
        mutator.random.shuffle(entries)
    return b"\0\0".join(part for entry in entries for part in entry)


def read_revision(place: Place, raw: bytes) -> None:
    parts = raw.split(b"\0\0")
    repository = place.inside / "repository"
    if not repository.exists():
        for folder in ("objects", "refs"):
            (repository / ".git" / folder).mkdir(parents=True)
        (repository / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    lines = []
    for mode, name, content in zip(parts[::3], parts[1::3], parts[2::3], strict=False):
        inner = b"100644 inner.yaml\0" + bytes.fromhex(_object(repository, b"blob", content))
        of = _object(repository, b"tree", inner) if mode == b"40000" else _object(repository, b"blob", content)
        lines.append(mode + b" " + name.replace(b"\0", b"") + b"\0" + bytes.fromhex(of))
    top = _object(repository, b"tree", b"40000 data\0" + bytes.fromhex(_object(repository, b"tree", b"".join(lines))))
    about = b"a <a@example.org> 1700000000 +0000"
    commit = _object(repository, b"commit", b"tree %s\nauthor %s\ncommitter %s\n\nx\n" % (top.encode(), about, about))
    os.chdir(repository)
    read_version(f"{commit}:data")


def _object(repository: Path, kind: bytes, content: bytes) -> str:
    """The name of an object, which is written as git keeps it but without git's opinion of it."""
    whole = kind + b" %d\0" % len(content) + content
    name = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    file = repository / ".git" / "objects" / name[:2] / name[2:]
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(zlib.compress(whole))
    return name


# --- the explorer


def upload(mutator: Mutator) -> bytes:
    return mutator.random.choice(
        (
            lambda: json_text(mutator),
            lambda: json_text(mutator),
            lambda: mutator.packed(WORKBOOK, ".xml"),
            lambda: mutator.packed(SET),
            lambda: mutator.raw(b"", YAML),
        )
    )()


def compare(place: Place, raw: bytes) -> None:
    answer = place.client.post("/compare", data=raw, headers={"X-Flowviz": "compare"})
    if answer.status_code == 422:
        told = answer.get_json()["problems"]
        wrong = complaints("\n".join(told), raw) + ["has too many lines"] * (len(told) > 21)
        if wrong:
            raise WrongAnswerError(wrong)
    elif answer.status_code != 200:
        raise WrongAnswerError(f"{answer.status_code}: {answer.get_data(as_text=True)[:300]}")


VIEWS: Final = sorted(views.VIEWS)
KEYS: Final = (
    *(
        "view",
        "of",
        "to",
        "node",
        "depth",
        "direction",
        "table",
        "sort",
        "wide",
        "q",
        "whole",
        "gone",
        "stated",
        "effect",
    ),
    *("within", "with", "department", "scope", "kind", "basis", "personal", "keyword", "system", "lang", "theme", "v"),
)
ROUTES: Final = (
    *(
        "/",
        "/healthz",
        "/state",
        "/theme.css",
        "/sign/own.svg",
        "/drawing.svg",
        "/drawing.dot",
        "/table.csv",
        "/table.xlsx",
    ),
    *("/impact.csv", "/impact.json", "/impact.md", "/critical.csv", "/changes.md", "/changes.json", "/export/json"),
    *("/export/mermaid", "/export/csv", "/_dash-layout", "/_dash-dependencies", "/assets/frame.js", "/nowhere"),
)
WORDS: Final = (
    *VIEWS,
    *IDS[:12],
    *map(str, HOSTILE_VALUES),
    "yes",
    "both",
    "up",
    "3",
    "a~b",
    "fi",
    "-name",
    "resources,feeds",
)


def address(mutator: Mutator) -> bytes:
    """A path and a query, as they stand in a request."""
    route = mutator.random.choice(ROUTES)
    pairs = [("view", mutator.random.choice(VIEWS)), ("of", mutator.random.choice(IDS))]
    pairs += [
        (mutator.random.choice(KEYS), mutator.random.choice(WORDS)[:900]) for _ in range(mutator.random.randrange(6))
    ]
    query = "&".join(f"{name}={quote_plus(value, errors='surrogatepass')}" for name, value in pairs)
    raw = f"{route}?{query}".encode()
    return mutator.raw(raw) if mutator.random.random() < 0.3 else raw


def ask(place: Place, raw: bytes) -> None:
    path, _, query = raw.partition(b"?")
    answer = place.client.get(
        "/" + quote(path.lstrip(b"/")), environ_overrides={"QUERY_STRING": query.decode("latin-1")}, buffered=True
    )
    _check(answer.status_code, answer.data)


def _check(status: int, body: bytes) -> None:
    if status >= 500 or b"Traceback" in body:
        raise WrongAnswerError(f"{status}: {body[:300]!r}")


def body(mutator: Mutator) -> bytes:
    """What a browser sends to a callback."""
    outputs = [{"id": f"panel-{name}", "property": "children"} for name in PANELS]
    outputs.append({"id": "page", "property": "data"})
    joined = "...".join(f"{one['id']}.{one['property']}" for one in outputs)
    search = f"?view={mutator.random.choice(VIEWS)}&of={mutator.random.choice(IDS)}"
    found = {
        "output": f"..{joined}..",
        "outputs": outputs,
        "inputs": [
            {"id": "url", "property": "search", "value": search},
            {"id": "mark", "property": "data", "value": None},
        ],
        "changedPropIds": ["url.search"],
        "state": [{"id": "page", "property": "data", "value": {"view": "overview", "marks": {}}}],
    }
    if mutator.random.random() < 0.3:
        return mutator.raw(json.dumps(found).encode())
    return json.dumps(mutator.data(found)).encode()


def call_back(place: Place, raw: bytes) -> None:
    kind = "application/json" if len(raw) % 8 else "text/plain"
    answer = place.client.post("/_dash-update-component", data=raw, content_type=kind)
    _check(answer.status_code, answer.data)


ENTRANCES: Final = {
    "yaml": Entrance(yaml_text, load_file, 300),
    "yaml folder": Entrance(yaml_folder, load_folder, 150),
    "scenario": Entrance(lambda mutator: mutator.raw(SCENARIO, [SCENARIO]), read_scenario, 400),
    "rules": Entrance(lambda mutator: mutator.raw(RULES, [RULES]), read_rules, 400),
    "json": Entrance(json_text, importing_from("export.json"), 200),
    "xlsx": Entrance(lambda mutator: mutator.packed(WORKBOOK, ".xml"), importing_from("book.xlsx"), 100),
    "csv": Entrance(tables, import_folder, 100),
    "csv zip": Entrance(lambda mutator: mutator.packed(SET), importing_from("set.zip"), 150),
    "git tree": Entrance(tree, read_revision, 40),
    "upload": Entrance(upload, compare, 100),
    "address": Entrance(address, ask, 150),
    "callback": Entrance(body, call_back, 150),
}


@pytest.mark.parametrize("name", ENTRANCES)
def test_whatever_comes_in_is_taken_or_refused_in_one_clean_way(
    name: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # what Python keeps of a module is not what flowviz writes
    entrance = ENTRANCES[name]
    before = place.canary_now()
    failures = []
    for number in range(round(entrance.count * TIMES)):
        given = entrance.make(Mutator(random.Random(f"{SEED} {name} {number}")))
        wrong = answers(entrance, place, given)
        if place.canary_now() != before:
            wrong = ["something was written into another folder"]
        if wrong:
            failures.append(f"input {number} of seed {SEED}, {given[:300]!r}: {'; '.join(wrong)}")
        if len(failures) >= 5 or "another folder" in str(wrong):
            break
    assert not failures, "\n\n".join(failures)


def answers(entrance: Entrance, place: Place, given: bytes) -> list[str]:
    """What is wrong with the answer to an input."""
    with quiet_logs() as logged, only_inside(place.inside) as written:
        try:
            entrance.give(place, given)
            wrong = []
        except FlowvizError as error:
            wrong = complaints(str(error), given)
        except WrongAnswerError as error:
            wrong = [str(error)]
        except (Exception, RecursionError) as error:
            wrong = [f"{type(error).__name__}: {str(error)[:300]} at {_where(error)}"]
    return [*wrong, *(f"logged {line}" for line in logged), *(f"wrote {what}" for what in written)]


def _where(error: BaseException) -> str:
    import traceback

    return " < ".join(
        f"{Path(step.filename).name}:{step.lineno}" for step in reversed(traceback.extract_tb(error.__traceback__)[-4:])
    )


def test_the_inputs_are_the_same_each_time() -> None:
    for name, entrance in ENTRANCES.items():
        made: list[Any] = [entrance.make(Mutator(random.Random(f"1 {name} 3"))) for _ in range(2)]
        assert made[0] == made[1], name


def test_a_message_that_is_not_clean_is_found() -> None:
    given = b"secret " * 50
    assert complaints("book.xlsx: a formula: replace it", given) == []
    for message in ("", "a\rb", "x" * 2_000, "\n".join("a" * 300), f"cannot read: {given.decode()}", "Traceback (most"):
        assert complaints(message, given), message
