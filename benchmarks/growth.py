"""How the processor time and the memory of every command grow with the catalogue.

    python benchmarks/growth.py                              75 to 5,000 resources, the source beside this script
    python benchmarks/growth.py --against FOLDER             beside another version, whose ``src`` lies in FOLDER
    python benchmarks/growth.py --sizes 75 300 --only show impact "export xlsx"
    python benchmarks/growth.py --sizes 300 5000 --only site page zip --turns 1 --patience 3000 --against FOLDER

The whole table takes about twelve minutes on a quiet machine, in two parts, for what writes pages is drawn for all things there are:

    python benchmarks/growth.py --sizes 75 300 1000 5000 20000 --against FOLDER
    python benchmarks/growth.py --sizes 75 300 1000 --only site page zip --turns 1 --against FOLDER

Formats, drawings and tables are those of the registries of the version beside this script. What is compared is the catalogue and a copy
in which every tenth feed is gone and every tenth resource has another name; what is imported was exported by this version; the
federation is the catalogue dealt out to eight members and a hub. The hub of a drawing is the thing that most feeds touch.

Each figure is of a whole process: seconds of user and system time, of all of its processes, and its greatest memory (of its
greatest process where there are several). The versions take turns, and a figure is the least of the turns: of one where a turn takes
more than three seconds. *Growth* is
the exponent between the smallest and the greatest size: 1.0 is as many times the time as there are times the resources.
"""

from __future__ import annotations

import argparse
import functools
import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models import make_catalogue

from federation import make_federation
from flowviz.changes import FORMATS as CHANGES
from flowviz.diagrams import DIAGRAMS
from flowviz.exports import EXPORTS

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
IMPORTED: Final = ("json", "xlsx", "csv-set")
"""The formats that come back with ``flowviz import``."""
FORMATS: Final = [name for name in EXPORTS if name != "zip"]
COMMANDS: Final = {
    "--help": ["--help"],
    "check": ["check", "{catalogue}"],
    "check, joined": ["check", "{joined}"],
    "show": ["show", "{department}", "--catalogue", "{catalogue}"],
    **{f"list {table}": ["list", table, "--catalogue", "{catalogue}"] for table in ("resources", "feeds", "datasets")},
    "path": ["path", "{resource}", "{other}", "--catalogue", "{catalogue}"],
    "impact": ["impact", "{resource}", "--catalogue", "{catalogue}"],
    "impact of the hub": ["impact", "{hub}", "--catalogue", "{catalogue}"],
    "critical": ["critical", "--catalogue", "{catalogue}"],
    "draw": ["draw", "-o", "{out}/drawings", "--catalogue", "{catalogue}"],
    **{
        f"draw {name}": [
            *("draw", "--kind", name, "-o", "{out}/one.svg"),
            *(
                {"department": ["--department", "{department}"], "thing": ["--node", "{resource}"]}.get(
                    kind.of or "", []
                )
            ),
            *(["--to", "{other}"] if kind.to else []),
            *("--catalogue", "{joined}" if kind.table else "{catalogue}"),
        ]
        for name, kind in DIAGRAMS.items()
    },
    "draw neighbourhood of the hub": [
        *("draw", "--kind", "neighbourhood", "--node", "{hub}", "-o", "{out}/one.svg", "--catalogue", "{catalogue}")
    ],
    **{f"diff, {form}": ["diff", "{catalogue}", "{edited}", "--format", form] for form in CHANGES},
    "diff, svg": ["diff", "{catalogue}", "{edited}", "--format", "svg", "-o", "{out}/changed"],
    "gate": ["gate", "{catalogue}", "{edited}", "--rules", "{rules}"],
    **{
        f"export {form}": ["export", "--format", form, "-o", "{out}/all", "--catalogue", "{catalogue}"]
        for form in FORMATS
    },
    **{
        f"import {form}": ["import", f"{{exported}}/all{EXPORTS[form].suffix}", "-o", "{out}/imported"]
        for form in IMPORTED
    },
    "import xlsx --merge": ["import", "{exported}/all.xlsx", "--merge", "--force", "-o", "{copy}"],
    "template": ["template", "-o", "{out}/template.xlsx"],
    "site": ["site", "-o", "{out}/site", "--catalogue", "{catalogue}"],
    "page": ["page", "-o", "{out}/page.html", "--catalogue", "{catalogue}"],
    "zip": ["export", "--format", "zip", "-o", "{out}/all.zip", "--catalogue", "{catalogue}"],
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


_MEASURE: Final = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[2:], timeout=float(sys.argv[1]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)
"""
"""A process that is as small as bare Python: a process is never told to be smaller than the one that starts it."""


def cost(program: list[str], source: Path, patience: int, *, kept: bool) -> Cost | None:
    """The cost of ``program``, of the version in ``source``; None when it takes longer than ``patience`` seconds."""
    environment = {**os.environ, "PYTHONPATH": str(source / "src"), "PYTHONDONTWRITEBYTECODE": ""}
    if not kept:
        environment[KEEP_NOTHING] = "off"
    words = [sys.executable, "-c", _MEASURE, str(patience), *program]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    seconds, kilobytes = done.stdout.split()
    return Cost(float(seconds), int(kilobytes) / 1024)


class Made:
    """A made catalogue below ``folder``, and what else commands are given; each made when it is first asked for."""

    def __init__(self, folder: Path, size: int) -> None:
        self.folder = folder
        self.catalogue = make_catalogue(folder / "catalogue", size, 1)

    def program(self, name: str, out: Path) -> list[str]:
        """The words of a command, or the code of a bare program."""
        if name in PROGRAMS:
            return [sys.executable, "-c", PROGRAMS[name], str(self.catalogue)]
        department, resource, other = self._named
        known = {
            "department": department,
            "resource": resource,
            "other": other,
            "out": out,
            "catalogue": self.catalogue,
        }
        words = " ".join(COMMANDS[name])
        for one, make in (
            ("hub", self._hub),
            ("edited", self._edited),
            ("exported", self._exported),
            ("joined", self._joined),
            ("rules", self._rules),
            ("copy", lambda: shutil.copytree(self._edited(), out / "copy")),
        ):
            if f"{{{one}}}" in words:
                known[one] = make()
        return [sys.executable, "-m", "flowviz", *(word.format(**known) for word in COMMANDS[name])]

    @functools.cached_property
    def _named(self) -> tuple[str, str, str]:
        """The first department, its first resource, and another one."""
        ids = [
            line.split("id:")[1].strip()
            for file in sorted((self.catalogue / "departments").glob("*.yaml"))[:1]
            for line in file.read_text("utf-8").splitlines()
            if line.strip().startswith(("id:", "- id:"))
        ]
        resources = [id_ for id_ in ids if id_.startswith("r") and id_[1:].isdecimal()]
        return ids[0], resources[0], resources[-1]

    @functools.cache  # noqa: B019 - there are few, and they live as long as the program
    def _hub(self) -> str:
        """The thing that most feeds touch."""
        ends = Counter(
            end
            for file in self.catalogue.rglob("*.yaml")
            for end in re.findall(r"(?:from|to): (\S+)", file.read_text("utf-8"))
        )
        return str(ends.most_common(1)[0][0])

    @functools.cache  # noqa: B019
    def _edited(self) -> Path:
        """A copy in which every tenth feed is gone and every tenth resource has another name."""
        copy = shutil.copytree(self.catalogue, self.folder / "edited")
        for file in copy.rglob("*.yaml"):
            head, mark, feeds = file.read_text("utf-8").partition("\nfeeds:\n")
            names = re.split(r"(?m)^(?= *- id: r[0-9]+$)", head)
            names = [one if i % 10 else one.replace("fi: ", "fi: Uusi ", 1) for i, one in enumerate(names)]
            entries = re.split(r"(?m)^(?=  - )", feeds)
            kept = "".join(one for i, one in enumerate(entries) if i % 10 != 1)
            file.write_text("".join(names) + (mark + kept if kept.strip() else ""), "utf-8")
        return copy

    @functools.cache  # noqa: B019
    def _exported(self) -> Path:
        """A folder with the catalogue in each format that can be imported."""
        for form in IMPORTED:
            self._run("export", "--format", form, "-o", f"{self.folder}/all{EXPORTS[form].suffix}")
        return self.folder

    def _rules(self) -> Path:
        """Rules whose breaches do not end the command as a mistake would."""
        text = (HERE / "examples" / "rules.yaml").read_text("utf-8")
        path = self.folder / "rules.yaml"
        path.write_text(text.replace("severity: error", "severity: warning"), "utf-8")
        return path

    @functools.cache  # noqa: B019
    def _joined(self) -> Path:
        (self.folder / "members").mkdir()
        return make_federation(self.folder / "members", self.catalogue, 8)

    def _run(self, *words: str) -> None:
        environment = {**os.environ, "PYTHONPATH": str(HERE / "src")}
        program = [sys.executable, "-m", "flowviz", *words, "--catalogue", str(self.catalogue)]
        subprocess.run(program, env=environment, check=True, capture_output=True)


def growth(costs: list[tuple[int, float]]) -> str:
    """The exponent between the first and the last of some costs by size."""
    if len(costs) < 2 or not costs[0][1]:
        return "–"
    (less, first), (more, last) = costs[0], costs[-1]
    return f"{math.log(last / first) / math.log(more / less):.2f}"


def measured(name: str, made: dict[int, Made], sources: list[Path], turns: int, patience: int, *, kept: bool) -> None:
    """Prints the rows of one command: one for each version."""
    found: list[dict[int, Cost]] = [{} for _ in sources]
    for size, one_made in made.items():
        for turn in range(turns):
            for place, source in enumerate(sources):
                if turn and size not in found[place]:
                    continue
                with tempfile.TemporaryDirectory() as out:
                    one = cost(one_made.program(name, Path(out)), source, patience, kept=kept)
                if one is None:
                    found[place].pop(size, None)
                elif size not in found[place] or one.seconds < found[place][size].seconds:
                    found[place][size] = one
            if all(size not in costs or costs[size].seconds > LONG for costs in found):
                break
    for source, costs in zip(sources, found, strict=True):
        cells = [
            f"{costs[size].seconds:.2f} s, {costs[size].megabytes:.0f} MB" if size in costs else "–" for size in made
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
        made = {size: Made(Path(name) / str(size), size) for size in wanted.sizes}
        print(f"| command | version | {' | '.join(f'{size:,}' for size in made)} | growth, time | growth, memory |")
        print("|---" * (len(made) + 4) + "|")
        for command in wanted.only or [one for one in (*PROGRAMS, *COMMANDS) if one not in PAGES]:
            sources = [HERE] if command in PROGRAMS else [*wanted.against, HERE]
            measured(command, made, sources, wanted.turns, wanted.patience, kept=wanted.kept)


if __name__ == "__main__":
    main()
