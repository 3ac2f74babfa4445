"""What the explorer's server takes: a processor's time and bytes for each answer, memory, a live edit, and fifty people.

    python benchmarks/explorer_server.py --resources 300 5000 20000
    python benchmarks/explorer_server.py --people 300

Prints Markdown. Answers are asked of the WSGI application in a process of its own; its time is that of a processor, with that of
the processes that it starts. Fifty people ask two servers over HTTP, each as fast as it is answered, from this same machine:
most choose things of a drawing, some open others with their drawings, turn pages of tables and search, now and then misspelt.
Linux only. With PYTHONPATH set to the ``src`` of another version, it measures that one.
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from models import make_catalogue

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "explorer"))
from looking import request_for

LANG: Final = "&lang=en"
PEOPLE: Final = 50
SERVERS: Final = 2
SECONDS: Final = 20


# --- one after the other, in this process


def cpu() -> float:
    """Seconds of a processor that this process and those that it has started have taken."""
    found = resource.getrusage(resource.RUSAGE_SELF)
    taken = found.ru_utime + found.ru_stime
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid():
            taken += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return taken


def taken_by(pid: int) -> float:
    """Seconds of a processor that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int | str = "self") -> float:
    """The megabytes that a process has for itself."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


class Asker:
    """Asks the explorer of a catalogue, and keeps what it took."""

    def __init__(self, folder: Path) -> None:
        import logging

        from flowviz.explorer import Settings, create_app

        began = time.perf_counter()
        self.rows: list[dict[str, Any]] = []
        stays: dict[str, Any] = {"stays": True} if "stays" in create_app.__code__.co_varnames else {}
        self.client = create_app(Settings(catalogue=folder), **stays).server.test_client()
        self.note("open", time.process_time(), 0)
        self.rows[-1]["seconds"] = time.perf_counter() - began
        logging.getLogger("flowviz").setLevel(logging.CRITICAL)
        self.dependencies = self.client.get("/_dash-dependencies").json
        waited = [each for each in threading.enumerate() if each.name == "flowviz-prepares"]
        for each in waited:  # what is made in the background is no answer
            each.join()
        time.sleep(0 if waited else 2 + len(list(folder.glob("departments/*"))) / 300)

    def note(self, what: str, taken: float, size: int) -> None:
        self.rows.append({"what": what, "ms": 1000 * taken, "kB": size / 1000})

    def view(self, what: str, search: str, before: Any = None, *, drawing: bool = True) -> Any:
        """The facts of the page for ``search``; its drawing is a part of the answer."""
        began, size = cpu(), 0
        answer = self.client.post(
            "/_dash-update-component",
            json=request_for(self.dependencies, search, before),
            headers={"Accept-Encoding": "gzip"},
        )
        size += len(answer.data)
        raw = answer.data if answer.headers.get("Content-Encoding") != "gzip" else gzip.decompress(answer.data)
        if drawing and (source := drawing_in(raw.decode())):
            drawn = self.client.get(source, headers={"Accept-Encoding": "gzip"})
            assert drawn.status_code == 200, source
            size += len(drawn.data)
        self.note(what, cpu() - began, size)
        return json.loads(raw)["response"]["page"]["data"] if answer.status_code == 200 else None

    def search(self, what: str, text: str) -> None:
        show = next(each for each in self.dependencies if "find-results.children" in each["output"])
        began = cpu()
        answer = self.client.post("/_dash-update-component", json=searched(show, text))
        self.note(what, cpu() - began, len(answer.data))


def drawing_in(answer: str) -> str | None:
    """Where a page gets its drawing from."""
    found = re.search(r'"data-src": ?"([^"]+)"', answer)
    return "/" + json.loads('"' + found[1] + '"') if found else None


def searched(show: dict[str, Any], text: str) -> dict[str, Any]:
    """What a browser sends while ``text`` is typed into the search box."""
    return {
        "output": show["output"],
        "outputs": {"id": "find-results", "property": "children"},
        "inputs": [{"id": "find-text", "property": "value", "value": text}],
        "changedPropIds": ["find-text.value"],
        "state": [{"id": "url", "property": "search", "value": f"?view=about{LANG}"}],
    }


def one(folder: Path) -> list[dict[str, Any]]:
    """What each answer of the explorer of ``folder`` takes."""
    asker = Asker(folder)
    asker.view("first view", f"?{LANG[1:]}")
    asker.view("the same again", f"?{LANG[1:]}")
    here = asker.view("a department", f"?view=department&of=d0{LANG}")
    asker.view("a click: a resource", f"?view=department&of=d0&node=r0{LANG}", here)
    asker.view("a click: its surroundings", f"?view=neighbourhood&of=r0{LANG}", here)
    for table, by in (("resources", "name"), ("feeds", "target")):
        asker.view(f"table of {table}", f"?view=table&table={table}{LANG}", here)
        asker.view(f"{table} sorted", f"?view=table&table={table}&sort=-{by}{LANG}", here)
        asker.view(f"{table} filtered by a text", f"?view=table&table={table}&q=kartta{LANG}", here)
        asker.view(f"{table} filtered by another", f"?view=table&table={table}&q=rekisteri{LANG}", here)
    asker.view("resources in all columns", f"?view=table&wide=yes{LANG}", here)
    asker.view("table of systems", f"?view=table&table=systems{LANG}", here)
    for what, view in (
        ("figures", "figures"),
        ("single points of failure", "critical"),
        ("what if a resource goes", "impact&gone=r0"),
        ("what if a department goes", "impact&gone=d3"),
        ("overview of what is stated", "overview&basis=stated"),
    ):
        asker.view(f"{what}, first", f"?view={view}{LANG}", here)
        asker.view(f"{what}, again", f"?view={view}{LANG}", here)
    asker.search("a search", "kartta")
    asker.search("a misspelt search", "rekistrei")
    asker.search("a long misspelt search", "pysäköintikarrta")
    asker.rows.append({"what": "memory, MB", "ms": memory(), "kB": 0})
    return asker.rows


# --- a live edit


def edited(folder: Path) -> tuple[float, float]:
    """Seconds from an edit until it is seen, and the longest that anybody waits for an answer meanwhile."""
    server, port = serve(folder)
    try:
        mark, longest = ask(port, "/state"), 0.0
        file = folder / "departments" / "d0.yaml"
        file.write_text(re.sub(r"(?m)^(\s+en: .*)$", r"\1 edited", file.read_text("utf-8"), count=1), "utf-8")
        began = time.monotonic()
        while True:
            asked = time.monotonic()
            now = ask(port, "/state")
            longest = max(longest, time.monotonic() - asked)
            if now != mark:
                return time.monotonic() - began, longest
            time.sleep(0.1)
    finally:
        server.terminate()
        server.wait()


def serve(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """A server of its own for a catalogue, and its port."""
    command = [sys.executable, "-m", "flowviz", "explore", "--catalogue", str(folder), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    lines = server.stderr
    port = next(json.loads(line)["port"] for line in lines if '"listening"' in line)
    threading.Thread(target=lambda: [None for _ in lines], daemon=True).start()
    return server, port


def ask(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=120) as answer:
        read: bytes = answer.read()
        return read


# --- fifty people


@dataclass
class People:
    """Visitors of some servers."""

    resources: int
    ports: list[int]
    ended: threading.Event = field(default_factory=threading.Event)
    took: list[float] = field(default_factory=list)
    dropped: int = 0

    def visit(self, number: int) -> None:
        """Clicks until the end, each click as soon as the one before is answered."""
        chance = random.Random(number)
        connection = http.client.HTTPConnection("127.0.0.1", self.ports[number % len(self.ports)], timeout=120)
        dependencies = json.loads(self._get(connection, "/_dash-dependencies"))
        show = next(each for each in dependencies if "find-results.children" in each["output"])
        search, before = f"?view=department&of=d0{LANG}", None
        while not self.ended.is_set():
            began, what = time.monotonic(), chance.random()
            thing = f"r{chance.randrange(self.resources * 2 // 3)}"
            try:
                if what < 0.6 and before:
                    self._post(connection, request_for(dependencies, f"{search}&node={thing}", before))
                elif what < 0.85:
                    search = chance.choice(
                        [
                            f"?view=department&of=d{chance.randrange(max(1, self.resources // 13))}{LANG}",
                            f"?view=neighbourhood&of={thing}{LANG}",
                        ]
                    )
                    answer = self._post(connection, request_for(dependencies, search, before))
                    before = json.loads(answer)["response"]["page"]["data"]
                    if source := drawing_in(answer):
                        self._get(connection, source)
                elif what < 0.95:
                    table = f"?view=table&table=feeds&page={chance.randrange(1, 5)}{LANG}"
                    self._post(connection, request_for(dependencies, table, before))
                else:
                    self._post(connection, searched(show, chance.choice(["kartta", "rekistrei", "asiakas"])))
            except (OSError, http.client.HTTPException):
                self.dropped += 1
                connection.close()
                continue
            self.took.append(time.monotonic() - began)

    def _get(self, connection: http.client.HTTPConnection, path: str) -> str:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        return self._read(connection)

    def _post(self, connection: http.client.HTTPConnection, body: dict[str, Any]) -> str:
        head = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        connection.request("POST", "/_dash-update-component", json.dumps(body), head)
        return self._read(connection)

    @staticmethod
    def _read(connection: http.client.HTTPConnection) -> str:
        answer = connection.getresponse()
        raw = answer.read()
        if answer.status >= 500:
            raise http.client.HTTPException(str(answer.status))
        return (gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw).decode()


def people(folder: Path, resources: int) -> dict[str, float]:
    """How many clicks a second fifty people make, and how long they wait."""
    servers = [serve(folder) for _ in range(SERVERS)]
    try:
        crowd = People(resources, [port for _, port in servers])
        before = sum(taken_by(server.pid) for server, _ in servers)
        threads = [threading.Thread(target=crowd.visit, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)
        crowd.ended.set()
        for thread in threads:
            thread.join()
        took = sorted(crowd.took)
        return {
            "clicks/s": len(took) / SECONDS,
            "median, s": statistics.median(took),
            "99 %, s": took[int(len(took) * 0.99)],
            "server's ms of a processor for a click": 1000
            * (sum(taken_by(server.pid) for server, _ in servers) - before)
            / len(took),
            "dropped": crowd.dropped,
            "MB a server": max(memory(server.pid) for server, _ in servers),
        }
    finally:
        for server, _ in servers:
            server.terminate()
            server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, nargs="*", default=[])
    parser.add_argument("--people", type=int, nargs="*", default=[])
    parser.add_argument("--edit", type=int, nargs="*", default=[])
    parser.add_argument("--one", type=Path, help="a folder: print the rows of this one process as JSON")
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one)))
        return
    with tempfile.TemporaryDirectory() as folder:
        made = {n: make_catalogue(Path(folder) / str(n), n) for n in {*asked.resources, *asked.people, *asked.edit}}
        for n in asked.resources:
            found = subprocess.run(
                [sys.executable, __file__, "--one", made[n]], stdout=subprocess.PIPE, text=True, check=True
            )
            print(f"\n| {n} resources | ms of a processor | kB sent |\n|---|---|---|")
            for row in json.loads(found.stdout.splitlines()[-1]):
                print(f"| {row['what']} | {row['ms']:.0f} | {row['kB']:.1f} |")
        for n in asked.edit:
            seen, longest = edited(made[n])
            print(
                f"\n{n} resources: an edit is seen after {seen:.1f} s; meanwhile nobody waits longer than {longest:.2f} s."
            )
        for n in asked.people:
            found_of = people(made[n], n)
            print(f"\n| {PEOPLE} people, {n} resources | {' | '.join(found_of)} |\n|---|{'---|' * len(found_of)}")
            print(
                f"| {SERVERS} servers, on this machine | {' | '.join(f'{value:.2f}' for value in found_of.values())} |"
            )


if __name__ == "__main__":
    main()
