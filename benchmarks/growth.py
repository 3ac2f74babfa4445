"""How the processor time and the memory of every command grow with the catalogue.

    python benchmarks/growth.py                              75 to 5,000 resources, the source beside this script
    python benchmarks/growth.py --against FOLDER             beside another version, whose ``src`` lies in FOLDER
    python benchmarks/growth.py --sizes 75 300 --only show impact
    python benchmarks/growth.py --sizes 300 5000 --only site page zip --turns 1 --patience 3000 --against FOLDER

The whole table takes about twelve minutes on a quiet machine, in two parts, for what writes pages is drawn for all things there are:

    python benchmarks/growth.py --sizes 75 300 1000 5000 20000 --against FOLDER
    python benchmarks/growth.py --sizes 75 300 1000 --only site page zip --turns 1 --against FOLDER

Each figure is of a whole process: seconds of user and system time, of all of its processes, and its greatest memory (of its
greatest process where there are several). The versions take turns, and a figure is the least of the turns: of one where a turn takes
more than three seconds. *Growth* is
the exponent between the smallest and the greatest size: 1.0 is as many times the time as there are times the resources.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models import make_catalogue

HERE: Final = Path(__file__).parents[1]
BARE: Final = "bare Python"
BARE_COMPOSE: Final = "bare compose"
PROGRAMS: Final = {
    BARE: "pass",
    BARE_COMPOSE: (
        "import gc, sys, yaml, pathlib; gc.disable()\n"
        "for file in sorted(pathlib.Path(sys.argv[1]).rglob('*.yaml')): yaml.compose(file.read_text('utf-8'), yaml.CSafeLoader)"
    ),
}
COMMANDS: Final = {
    "--help": ["--help"],
    "check": ["check"],
    "show": ["show", "{department}"],
    "list": ["list", "resources"],
    "path": ["path", "{resource}", "{other}"],
    "impact": ["impact", "{resource}"],
    "draw one": ["draw", "--kind", "feeds", "--department", "{department}", "-o", "{out}/one.svg"],
    "overview": ["draw", "--kind", "overview", "-o", "{out}/overview.svg"],
    "map": ["draw", "--kind", "map", "-o", "{out}/map.svg"],
    "draw": ["draw", "--force", "-o", "{out}/drawings"],
    "critical": ["critical"],
    "json": ["export", "--format", "json", "-o", "{out}/all.json"],
    "graphml": ["export", "--format", "graphml", "-o", "{out}/all.graphml"],
    "site": ["site", "-o", "{out}/site"],
    "page": ["page", "-o", "{out}/page.html"],
    "zip": ["export", "--format", "zip", "-o", "{out}/all.zip"],
}
PAGES: Final = ("site", "page", "zip")
"""Commands that write pages and drawings of everything: measured when they are asked for."""
KEEP_NOTHING: Final = "FLOWVIZ_CACHE"
"""Set to ``off``, this variable has a version read the catalogue itself, as a first command does."""
TURNS: Final = 3
LONG: Final = 3.0
"""What takes so many seconds is measured once: a busy moment weighs less there."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a process took; nothing where it was stopped."""

    seconds: float
    megabytes: float


def cost(program: list[str], source: Path, patience: int, *, kept: bool) -> Cost | None:
    """The cost of ``program``, of the version in ``source``; None when it takes longer than ``patience`` seconds."""
    environment = {**os.environ, "PYTHONPATH": str(source / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    if not kept:
        environment[KEEP_NOTHING] = "off"
    process = subprocess.Popen(program, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    waiting = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({patience})"])
    ended, status, used = os.wait3(0)
    other = waiting if ended == process.pid else process
    other.terminate()
    other.wait()
    if ended != process.pid or status:
        return None
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def program(name: str, catalogue: Path, out: Path) -> list[str]:
    """The words of a command, or the code of a bare program."""
    if name in PROGRAMS:
        return [sys.executable, "-c", PROGRAMS[name], str(catalogue)]
    department, resource, other = named(catalogue)
    words = [word.format(department=department, resource=resource, other=other, out=out) for word in COMMANDS[name]]
    rest = [] if name == "--help" else ["--catalogue", str(catalogue)]
    return [sys.executable, "-m", "flowviz", *words, *rest]


def named(catalogue: Path) -> tuple[str, str, str]:
    """The first department of a made catalogue, its first resource, and another one."""
    ids = [
        line.split("id:")[1].strip()
        for file in sorted((catalogue / "departments").glob("*.yaml"))[:1]
        for line in file.read_text("utf-8").splitlines()
        if line.strip().startswith(("id:", "- id:"))
    ]
    resources = [id_ for id_ in ids if id_.startswith("r") and id_[1:].isdecimal()]
    return ids[0], resources[0], resources[-1]


def growth(costs: list[tuple[int, float]]) -> str:
    """The exponent between the first and the last of some costs by size."""
    if len(costs) < 2 or not costs[0][1]:
        return "–"
    (less, first), (more, last) = costs[0], costs[-1]
    return f"{math.log(last / first) / math.log(more / less):.2f}"


def measured(
    name: str, folders: dict[int, Path], sources: list[Path], turns: int, patience: int, *, kept: bool
) -> None:
    """Prints the rows of one command: one for each version."""
    found: list[dict[int, Cost]] = [{} for _ in sources]
    for size, folder in folders.items():
        for turn in range(turns):
            for place, source in enumerate(sources):
                if turn and size not in found[place]:
                    continue
                with tempfile.TemporaryDirectory() as out:
                    one = cost(program(name, folder, Path(out)), source, patience, kept=kept)
                if one is None:
                    found[place].pop(size, None)
                elif size not in found[place] or one.seconds < found[place][size].seconds:
                    found[place][size] = one
            if all(size not in costs or costs[size].seconds > LONG for costs in found):
                break
    for source, costs in zip(sources, found, strict=True):
        cells = [
            f"{costs[size].seconds:.2f} s, {costs[size].megabytes:.0f} MB" if size in costs else "–" for size in folders
        ]
        time, memory = (
            growth([(size, getattr(one, what)) for size, one in sorted(costs.items())])
            for what in ("seconds", "megabytes")
        )
        print(f"| {name} | {source.name} | {' | '.join(cells)} | {time} | {memory} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[75, 300, 1000, 5000], help="how many resources")
    parser.add_argument("--against", type=Path, nargs="*", default=[], help="folders of other versions")
    parser.add_argument(
        "--only",
        nargs="+",
        choices=[*PROGRAMS, *COMMANDS],
        help=f"some of the commands; otherwise all but {', '.join(PAGES)}",
    )
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--patience", type=int, default=120, help="seconds after which a command is stopped")
    parser.add_argument("--kept", action="store_true", help="use the kept catalogue, as a second command does")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folders = {size: Path(name) / str(size) for size in wanted.sizes}
        for size, folder in folders.items():
            make_catalogue(folder, size, 1)
        print(f"| command | version | {' | '.join(f'{size:,}' for size in folders)} | growth, time | growth, memory |")
        print("|---" * (len(folders) + 4) + "|")
        for command in wanted.only or [one for one in (*PROGRAMS, *COMMANDS) if one not in PAGES]:
            sources = [HERE] if command in PROGRAMS else [*wanted.against, HERE]
            measured(command, folders, sources, wanted.turns, wanted.patience, kept=wanted.kept)


if __name__ == "__main__":
    main()
