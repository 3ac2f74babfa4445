"""How much memory the explorer takes while its catalogue is edited all the time and all of its views are asked for.

    python benchmarks/soak.py --minutes 20 --resources 300 --every 3

Serves a made-up catalogue from a process of its own, edits a file of it every few seconds, asks for views, drawings,
tables and exports from a few threads in between, and prints a Markdown table: memory by the minute, of the server and
of the processes that it has started. Linux only. Ends the server in the end, and says how long that took.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from models import make_catalogue

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "explorer"))
from looking import request_for

from flowviz.exports import EXPORTS
from flowviz.facts.tables import TABLES
from flowviz.loading import load
from flowviz.model import Model, build_model

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES: Final = ("fi", "sv", "en")


@dataclass
class Soak:
    """A server that is asked and edited, and what came of it."""

    address: str
    model: Model
    ended: threading.Event = field(default_factory=threading.Event)
    answers: collections.Counter[int | str] = field(default_factory=collections.Counter)

    def ask(self, seed: int) -> None:
        """Asks for one thing after the other until the end."""
        rng = random.Random(seed)
        with urllib.request.urlopen(f"{self.address}/_dash-dependencies") as answer:
            dependencies: list[dict[str, Any]] = json.load(answer)
        while not self.ended.is_set():
            query = self._query(rng)
            if rng.random() < 0.5:
                body = json.dumps(request_for(dependencies, query)).encode()
                headers = {"Content-Type": "application/json"}
                self._get(urllib.request.Request(f"{self.address}/_dash-update-component", body, headers))
            else:
                self._get(urllib.request.Request(f"{self.address}/{self._file(rng)}{query}"))

    def _get(self, request: urllib.request.Request) -> None:
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                answer.read()
                self.answers[answer.status] += 1
        except urllib.error.HTTPError as error:
            error.read()
            self.answers[error.code] += 1
        except OSError as error:
            self.answers[type(error).__name__] += 1

    def _query(self, rng: random.Random) -> str:
        things = list(self.model)
        departments = [node for node, data in self.model.nodes(data=True) if data["kind"] == "department"]
        view, of, *more = rng.choice(
            [
                ("overview", ""),
                ("department", rng.choice(departments)),
                ("feeds", rng.choice(departments)),
                ("neighbourhood", rng.choice(things), f"depth={rng.randint(1, 3)}"),
                ("paths", rng.choice(departments), f"to={rng.choice(departments)}"),
                ("impact", "", f"gone={rng.choice(things)}"),
                ("critical", ""),
                ("table", "", f"table={rng.choice(list(TABLES))}"),
                ("figures", ""),
                ("find", "", f"q={rng.choice(things)[:4]}"),
            ]
        )
        return "&".join([f"?view={view}", f"lang={rng.choice(LANGUAGES)}", *([f"of={of}"] if of else []), *more])

    def _file(self, rng: random.Random) -> str:
        forms = ["drawing.svg"] * 6 + ["drawing.png", "drawing.pdf", "table.csv", "table.xlsx", "healthz", "state"]
        return rng.choice([*forms, *(f"export/{form}" for form in EXPORTS)])

    def edit(self, folder: Path, every: float) -> None:
        """Gives the first department a new name again and again."""
        file = folder / "departments" / "d0.yaml"
        text = file.read_text("utf-8")
        number = 0
        while not self.ended.wait(every):
            number += 1
            file.write_text(re.sub(r"(?m)^(\s+fi: .*)$", rf"\1 {number}", text, count=1), "utf-8")


def memory(pid: int) -> tuple[float, int]:
    """The memory in MB that a process has for itself, and how many threads it has."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0, 0
    found = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(found.get("VmRSS", "0 kB").split()[0]) / 1024, int(found["Threads"])


def started_by(pid: int) -> list[int]:
    """The processes that any thread of a process has started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text("utf-8").split())
        except OSError:
            continue
    return found


def minutes(pid: int, wanted: float, soak: Soak) -> Iterator[str]:
    """A line of the table for each minute."""
    start = time.monotonic()
    for minute in range(int(wanted) + 1):
        time.sleep(max(0, start + minute * 60 - time.monotonic()))
        rss, threads = memory(pid)
        workers = [memory(child)[0] for child in started_by(pid)]
        yield f"| {minute} | {rss:.0f} | {threads} | {sum(workers):.0f} ({len(workers)}) | {sum(soak.answers.values())} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--resources", type=int, default=300)
    parser.add_argument("--every", type=float, default=3, help="Seconds between two edits.")
    parser.add_argument("--visitors", type=int, default=3)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = make_catalogue(Path(place) / "made", wish.resources)
        log = Path(place) / "log"
        with log.open("wb") as errors:
            server = subprocess.Popen(
                [sys.executable, "-m", "flowviz", "explore", "--catalogue", str(folder), "--port", "0"],
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
        try:
            soak = Soak(_address(log), build_model(load(folder)))
            work = [threading.Thread(target=soak.ask, args=(seed,), daemon=True) for seed in range(wish.visitors)]
            work.append(threading.Thread(target=soak.edit, args=(folder, wish.every), daemon=True))
            for thread in work:
                thread.start()
            print("| minute | server, MB | threads | its processes, MB | answers |\n|---|---|---|---|---|")
            for line in minutes(server.pid, wish.minutes, soak):
                print(line, flush=True)
            soak.ended.set()
            versions = set(re.findall(r'read again", "version": "(\w+)', log.read_text("utf-8")))
            print(f"\nanswers: {dict(soak.answers)}; versions of the catalogue: {len(versions)}")
        finally:
            asked = time.monotonic()
            server.terminate()
            server.wait()
            print(f"ended in {time.monotonic() - asked:.1f} s with {server.returncode}")


def _address(log: Path) -> str:
    while not (found := re.search(r'"port": "?(\d+)', log.read_text("utf-8"))):
        time.sleep(0.1)
    return f"http://127.0.0.1:{found[1]}"


if __name__ == "__main__":
    main()
