"""Three hundred municipalities, each with a JSON export on its own web server, and one nightly join: what it takes.

    python benchmarks/nightly.py                              10,000, 30,000 and 100,000 feeds in 300 members and a hub
    python benchmarks/nightly.py --feeds 1000000 --no-nights  what is asked alone, of such a size

The members are made up: a third as many resources as feeds, a tenth of them the hub's. Of the feeds 65 % go from an own
resource to a shared one, 25 % come back, 10 % go to a resource of another member. Every member is exported as JSON and lies on a web
server of this machine, which serves it as any does: whole, or "not modified". Then the script of docs/national.md is run as it stands
there, on the first night, on one when nothing has changed, and on one when five members have; and what is asked of the joined
catalogue. Seconds are those of a processor, the web server's apart; memory is the greatest of a process.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models import DATA_GROUPS, FORMS, FREQUENCIES, GIVERS, OWNERS, SCOPES, SYSTEMS, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[1]
MEMBERS: Final = 300
CHANGED: Final = 5
LANGUAGES: Final = ("fi", "sv", "en")
ASKED: Final = {
    "check": ["check"],
    "show a shared resource": ["show", "hub/s0"],
    "impact of its removal": ["impact", "hub/s0"],
    "list reconciliation": ["list", "reconciliation"],
    "draw overview": ["draw", "--kind", "overview", "-o", "{out}", "--force"],
}


# --- what is made


def catalogues(feeds: int, members: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """The id of each member and what its YAML would hold, the hub's first."""
    rng = random.Random(1)
    resources = feeds // 3
    shared = [_resource(rng, f"s{n}", rng.choices(list(SCOPES), weights())[0]) for n in range(resources // 10)]
    yield "hub", head("hub") | {"systems": [_system(name) for name in SYSTEMS], "shared": shared}
    zipf = list(itertools.accumulate(1 / rank**1.1 for rank in range(1, len(shared) + 1)))
    each = (resources - len(shared)) // members
    for i in range(members):
        own = [f"r{n}" for n in range(each)]
        wanted: dict[tuple[str, str], None] = {}
        refs: dict[str, dict[str, Any]] = {}
        while len(wanted) < feeds // members:
            kind, mine = rng.random(), rng.choice(own)
            if kind < 0.9:
                thing = rng.choices(shared, cum_weights=zipf)[0]
                refs.setdefault(thing["id"], _reference(thing["id"], f"hub/{thing['id']}", thing["scope"]))
                wanted[(mine, thing["id"]) if kind < 0.65 else (thing["id"], mine)] = None
            else:
                other, theirs = rng.choice([n for n in range(members) if n != i]), rng.choice(own)
                refs.setdefault(
                    f"m{other}-{theirs}", _reference(f"m{other}-{theirs}", f"m{other}/{theirs}", "other-sector")
                )
                wanted[mine, f"m{other}-{theirs}"] = None
        departments = [
            {
                "id": f"d{n}",
                "name": _text(f"Osasto {n}"),
                "evidence": [1],
                "resources": [_resource(rng, id_, None) for id_ in own[8 * n : 8 * n + 8]],
            }
            for n in range(-(-each // 8))
        ]
        told = [
            {
                "from": a,
                "to": b,
                "frequency": rng.choice(FREQUENCIES),
                "basis": "stated",
                "evidence": [rng.randint(1, 999)],
            }
            for a, b in wanted
        ]
        systems = [_system(name) | {"ref": f"hub/{name.lower()}"} for name in SYSTEMS]
        yield (
            f"m{i}",
            head(f"m{i}")
            | {
                "systems": systems,
                "departments": departments,
                "shared": list(refs.values()),
                "feeds": told,
            },
        )


def weights() -> list[int]:
    return [scope[-1] for scope in SCOPES.values()]


def head(id_: str) -> dict[str, Any]:
    """What a catalogue says of itself, and its scopes."""
    scopes = [
        {
            "id": scope,
            "name": dict(zip(LANGUAGES, look, strict=False)),
            "colour": look[3],
            "letter": look[4],
            "shape": look[5],
        }
        for scope, look in SCOPES.items()
    ]
    return {
        "catalogue": {
            "id": id_,
            "name": _text(id_),
            "version": "1.0.0",
            "date": "2026-01-01",
            "language": "fi",
            "languages": list(LANGUAGES),
        },
        "organisation": {"id": "municipality", "name": _text(f"Kunta {id_}")},
        "sources": [{"id": "page", "title": _text("Sivu"), "language": "fi", "lines": 1000}],
        "source": "page",
        "scopes": scopes,
    }


def _text(name: str) -> dict[str, str]:
    return {"fi": name, "sv": f"{name} (sv)", "en": f"{name} (en)"}


def _system(name: str) -> dict[str, Any]:
    return {"id": name.lower(), "name": _text(name), "evidence": [1]}


def _reference(id_: str, ref: str, scope: str) -> dict[str, Any]:
    return {"id": id_, "ref": ref, "name": {"fi": id_}, "scope": scope, "evidence": [1]}


def _resource(rng: random.Random, id_: str, scope: str | None) -> dict[str, Any]:
    name = f"{rng.choice(GIVERS[scope] if scope else OWNERS)} {rng.choice(TOPICS)}{rng.choice(FORMS)} {rng.randrange(10**6)}"
    groups = [
        {"name": group.capitalize(), "personal": False, "evidence": [rng.randint(1, 999)]}
        for group in rng.sample(DATA_GROUPS, rng.randint(1, 4))
    ]
    return {
        "id": id_,
        "name": _text(name),
        **({"scope": scope, "scope_evidence": [1]} if scope else {}),
        "description": f"{rng.choice(TOPICS).capitalize()}tietoja, joita käytetään päätösten valmistelussa ja seurannassa.",
        "evidence": [rng.randint(1, 999)],
        "datasets": [{"id": f"{id_}-data", "name": _text(f"{name}, aineisto"), "groups": groups}],
        "systems": [
            {"system": use.lower(), "basis": "stated", "evidence": [1]}
            for use in rng.sample(SYSTEMS, rng.randint(0, 3))
        ],
    }


def publish(folder: Path, feeds: int, members: int, address: str) -> None:
    """Each member's export in ``folder``/web, which is served at an address, and in ``folder`` the file that joins them."""
    from flowviz.exports import json_catalogue
    from flowviz.loading import from_data
    from flowviz.loading.problems import Problem
    from flowviz.model import build_model

    web = folder / "web"
    (folder / "members").mkdir()
    ids = []
    for id_, data in catalogues(feeds, members):
        loaded = from_data(data, id_, lambda steps, message: Problem(f"{steps}", 0, 0, message))
        (web / f"{id_}.json").write_bytes(json_catalogue.write(build_model(loaded.catalogue), None))  # type: ignore[arg-type]
        ids.append(id_)
    name = "{fi: Kaikki kunnat, sv: Alla kommuner, en: All municipalities}"
    lines = ["federation:", "  id: joined", f"  name: {name}", '  version: "1"', '  date: "2026-01-01"']
    lines += [
        "  language: fi",
        "  languages: [fi, sv, en]",
        "  hub: hub",
        "organisation:",
        "  id: all",
        f"  name: {name}",
    ]
    lines += ["members:", *(f"  - {{id: {id_}, catalogue: {id_}.json, url: '{address}/{id_}.json'}}" for id_ in ids)]
    (folder / "members" / "city.yaml").write_text("\n".join(lines) + "\n", "utf-8")


# --- a night


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files, and says of those that have not changed that they have not."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def serve(web: Path) -> http.server.ThreadingHTTPServer:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(web)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def script() -> str:
    """The script that docs/national.md gives."""
    found = re.search(r"```sh\n(#!/bin/sh.*?)```", (ROOT / "docs" / "national.md").read_text("utf-8"), re.DOTALL)
    assert found, "docs/national.md has no script"
    return found[1]


def cost(command: list[str], where: Path) -> tuple[float, float]:
    """Seconds of processor and megabytes of a command with all that it starts."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    with (where / "told.txt").open("wb") as told:
        process = subprocess.Popen(command, cwd=where, stdout=told, stderr=subprocess.STDOUT, env=environment)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit((where / "told.txt").read_text("utf-8", "replace")[-2000:])
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def rows(folder: Path, feeds: int, members: int, *, nights: bool) -> Iterator[tuple[str, float, float]]:
    web = folder / "web"
    web.mkdir(parents=True)
    server = serve(web)
    publish(folder, feeds, members, f"http://127.0.0.1:{server.server_address[1]}")
    yield "JSON of the members, MB", 0, sum(file.stat().st_size for file in web.iterdir()) / 1e6
    if nights:
        yield from _nights(folder, web)
    else:
        for file in web.iterdir():
            file.rename(folder / "members" / file.name)
    for name, command in ASKED.items():
        words = [one.format(out=folder / "overview.svg") for one in command]
        yield name, *cost(["flowviz", *words, "--catalogue", "members/city.yaml"], folder)
    server.shutdown()


def _nights(folder: Path, web: Path) -> Iterator[tuple[str, float, float]]:
    (folder / "nightly.sh").write_text(script(), "utf-8")
    yield "first night: fetch and check", *cost(["sh", "nightly.sh"], folder)
    yield "a night when nothing has changed", *cost(["sh", "nightly.sh"], folder)
    for file in sorted(web.glob("m*.json"))[:CHANGED]:
        file.write_bytes(file.read_bytes().replace(b"Osasto 0", b"Osasto X"))
        os.utime(file, (file.stat().st_atime, file.stat().st_mtime + 60))
    yield f"a night when {CHANGED} members have", *cost(["sh", "nightly.sh"], folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--feeds", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    parser.add_argument("--members", type=int, default=MEMBERS)
    parser.add_argument("--no-nights", action="store_true", help="ask only what is asked of the joined catalogue")
    asked = parser.parse_args()
    print("| feeds | what | s | MB |\n|---|---|---|---|")
    for feeds in asked.feeds:
        with tempfile.TemporaryDirectory() as folder:
            for what, seconds, memory in rows(Path(folder), feeds, asked.members, nights=not asked.no_nights):
                print(f"| {feeds:,} | {what} | {seconds:.1f} | {memory:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
