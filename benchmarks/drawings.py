"""How long drawing every department takes, from YAML to files, against one process of native ``dot``.

Run: ``python benchmarks/drawings.py [resources ...]`` (default 75, 300, 1,000 and 5,000). ``flowviz draw`` is a process
of its own that loads, checks, draws and writes; ``dot`` gets the DOT text of the same drawings as files, in one
process that draws them all. The two run in turns; a figure is the median of the turns, the ratio that of their ratios.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from models import make_catalogue

TURNS = {75: 7, 300: 7, 1_000: 5}
KINDS = ("department", "feeds", "all")
"""``all`` is `flowviz draw` without options: both kinds of every department, and the overview."""


def timed(command: list[str]) -> tuple[float, float]:
    """Seconds that a process takes, and its peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - start
    if status:
        raise SystemExit(f"failed: {' '.join(command[:8])} …")
    return taken, usage.ru_maxrss / 1024


def flowviz(folder: Path, kind: str, form: str, output: Path) -> list[str]:
    shutil.rmtree(output, ignore_errors=True)
    options = ["--catalogue", str(folder), "--format", form, "-o", str(output)]
    options += [] if kind == "all" else ["--kind", kind]
    return [sys.executable, "-m", "flowviz", "draw", *options]


def row(folder: Path, kind: str, resources: int) -> str:
    dots, ours, theirs = folder / "dot", folder / "svg", folder / "native"
    timed(flowviz(folder / "catalogue", kind, "dot", dots))
    theirs.mkdir(exist_ok=True)
    files = [shutil.copy(path, theirs) for path in sorted(dots.glob("*.dot"))]
    turns = []
    memory = 0.0
    for _ in range(TURNS.get(resources, 3)):
        native, _ = timed(["dot", "-Tsvg", "-O", *map(str, files)])
        whole, peak = timed(flowviz(folder / "catalogue", kind, "svg", ours))
        turns.append((native, whole))
        memory = max(memory, peak)
    ratio = statistics.median(whole / native for native, whole in turns)
    native, whole = (statistics.median(column) for column in zip(*turns, strict=True))
    return f"| {resources:,} | {kind} | {len(files):,} | {native:.2f} | {whole:.2f} | {ratio:.2f}× | {memory:.0f} |"


def main() -> None:
    """Print a table in Markdown."""
    sizes = [int(word) for word in sys.argv[1:]] or [75, 300, 1_000, 5_000]
    print("| resources | kind | drawings | one `dot`, s | flowviz draw, s | ratio | peak memory, MB |")
    print("|---|---|---|---|---|---|---|")
    for size in sizes:
        for kind in KINDS:
            with tempfile.TemporaryDirectory() as name:
                make_catalogue(Path(name) / "catalogue", size, 1)
                print(row(Path(name), kind, size), flush=True)


if __name__ == "__main__":
    main()
