"""A made federation against one catalogue of the same size: whole commands, in turns.

    python benchmarks/federation.py [--resources 5000] [--members 40] [--turns 3]

The catalogue is that of `models.py`; for the federation its departments are dealt out to the members, which refer to the
shared resources in the hub and to each other's.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml
from models import make_catalogue

COMMANDS: Final = {
    "check": ["check"],
    "list feeds": ["list", "feeds"],
    "impact": ["impact", "{shared}"],
    "critical": ["critical"],
    "draw overview": ["draw", "--kind", "overview", "-o", "{out}/overview.svg", "--force"],
    "draw map": ["draw", "--kind", "map", "-o", "{out}/map.svg", "--force"],
    "draw one department": [
        "draw",
        "--kind",
        "feeds",
        "--department",
        "{department}",
        "-o",
        "{out}/feeds.svg",
        "--force",
    ],
    "draw map, level 2": ["draw", "--kind", "map", "--level", "2", "-o", "{out}/map-2.svg", "--force"],
    "explorer, until its first view": [],
    "site": ["site", "-o", "{out}/{name}-site"],
}
ONCE: Final = ("site",)
"""What takes so long that it is run once."""
FIRST_VIEW: Final = """
import sys
from pathlib import Path
from flowviz.explorer import Settings, create_app
client = create_app(Settings(catalogue=Path(sys.argv[1]))).server.test_client()
for address in ("/?lang=en", "/map/whole.json?view=map&lang=en"):
    assert client.get(address).status_code == 200, address
"""


def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def make_federation(folder: Path, whole: Path, members: int) -> Path:
    """The file in ``folder`` that joins the departments of the catalogue ``whole``, dealt out to so many ``members``."""
    head = load(whole / "catalogue.yaml")
    scopes, systems = load(whole / "scopes.yaml"), load(whole / "systems.yaml")
    shared = {one["id"]: one for one in load(whole / "shared.yaml")["shared"]}
    files = [load(path) for path in sorted((whole / "departments").glob("*.yaml"))]
    owner = {
        resource["id"]: f"m{i % members}"
        for i, file in enumerate(files)
        for department in file["departments"]
        for resource in department["resources"]
    }
    names = {
        one["id"]: one["name"]
        for file in files
        for department in file["departments"]
        for one in department["resources"]
    }
    dealt: dict[str, dict[str, Any]] = {}
    for i, file in enumerate(files):
        own = dealt.setdefault(f"m{i % members}", {"departments": [], "feeds": [], "refs": {}})
        own["departments"] += file["departments"]
        own["feeds"] += file.get("feeds", [])
    for id_, own in dealt.items():
        for end in (feed[key] for feed in own["feeds"] for key in ("from", "to")):
            if end in shared:
                own["refs"][end] = _reference(end, "hub", shared[end]["name"], shared[end]["scope"])
            elif owner[end] != id_:
                own["refs"][end] = _reference(end, owner[end], names[end], "other-sector")
        _write(
            folder / id_,
            head
            | {
                "catalogue": head["catalogue"] | {"id": id_},
                "organisation": {"id": "whole", "name": f"Organisation {id_}"},
            }
            | scopes
            | {"systems": [system | {"ref": f"hub/{system['id']}"} for system in systems["systems"]]}
            | {
                "source": "page",
                "departments": own["departments"],
                "feeds": own["feeds"],
                "shared": list(own["refs"].values()),
            },
        )
    _write(
        folder / "hub",
        head
        | {"organisation": {"id": "hub", "name": "Hub"}}
        | scopes
        | systems
        | {"source": "page", "shared": list(shared.values())},
    )
    joined = {
        "federation": head["catalogue"] | {"id": "joined", "hub": "hub"},
        "organisation": {"id": "joined", "name": "Joined"},
        "members": [{"id": id_, "catalogue": id_} for id_ in ("hub", *dealt)],
    }
    path = folder / "joined.yaml"
    path.write_text(yaml.safe_dump(joined, allow_unicode=True, sort_keys=False))
    return path


def _reference(end: str, member: str, name: Any, scope: str) -> dict[str, Any]:
    return {"id": end, "ref": f"{member}/{end}", "name": name, "scope": scope, "evidence": [1]}


def _write(folder: Path, data: Any) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text: str = yaml.dump(
        data, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True, sort_keys=False
    )
    (folder / "catalogue.yaml").write_text(text, encoding="utf-8")


def seconds(arguments: list[str], catalogue: Path) -> float:
    """CPU seconds of one command."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["-m", "flowviz", *arguments, "--catalogue"] if arguments else ["-c", FIRST_VIEW]
    done = subprocess.run([sys.executable, *command, str(catalogue)], capture_output=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def rows(resources: int, members: int, turns: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        whole = make_catalogue(folder / "whole", resources)
        joined = make_federation(folder / "members", whole, members)
        filled = {
            whole: {"shared": f"r{resources - 1}", "department": "d0", "out": str(folder), "name": "whole"},
            joined: {"shared": f"hub/r{resources - 1}", "department": "m0/d0", "out": str(folder), "name": "joined"},
        }
        for name, command in COMMANDS.items():
            best = {path: float("inf") for path in filled}
            for _ in range(1 if name in ONCE else turns):
                for path, values in filled.items():
                    best[path] = min(best[path], seconds([one.format(**values) for one in command], path))
            yield f"| {name} | {best[whole]:.2f} | {best[joined]:.2f} | {best[joined] / best[whole]:.2f}× |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--resources", type=int, default=5000)
    parser.add_argument("--members", type=int, default=40)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    print(
        f"| {asked.resources:,} resources | one catalogue, s | {asked.members} members, s | ratio |\n|---|---|---|---|"
    )
    for row in rows(asked.resources, asked.members, asked.turns):
        print(row, flush=True)
