"""What drawing every department costs, from YAML to files, against one process of native ``dot``.

Run: ``python benchmarks/drawings.py [resources ...]`` (default 75, 300, 1,000 and 5,000). ``flowviz draw`` is a process
of its own that loads, checks, draws and writes; ``dot`` gets the DOT text of the same drawings as files, in one
process that draws them all. The two run in turns; a figure is the median of the turns, the ratio that of their ratios.

Seconds are those of the processor, of all processes of a command, so that other programs at work count for little. *First* has nothing
kept from earlier commands, *kept* the checked catalogue, as every command after the first.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from models import make_catalogue

TURNS = {75: 7, 300: 7, 1_000: 5}
KINDS = ("department", "feeds", "all")
"""``all`` is `flowviz draw` without options: both kinds of every department, and the overview."""


def timed(command: list[str], *, cache: str = "off") -> tuple[float, float]:
    """Seconds of the processor that a command takes, and its peak memory in MB. It finds its modules compiled."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "FLOWVIZ_CACHE": cache}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command[:8])} …")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


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
    timed(flowviz(folder / "catalogue", kind, "svg", ours), cache=str(folder / "kept"))
    turns = []
    memory = 0.0
    for _ in range(TURNS.get(resources, 3)):
        native, _ = timed(["dot", "-Tsvg", "-O", *map(str, files)])
        first, peak = timed(flowviz(folder / "catalogue", kind, "svg", ours))
        kept, _ = timed(flowviz(folder / "catalogue", kind, "svg", ours), cache=str(folder / "kept"))
        turns.append((native, first, kept))
        memory = max(memory, peak)
    ratios = [statistics.median(turn[which] / turn[0] for turn in turns) for which in (1, 2)]
    native, first, kept = (statistics.median(column) for column in zip(*turns, strict=True))
    return (
        f"| {resources:,} | {kind} | {len(files):,} | {native:.2f} | {first:.2f} | {ratios[0]:.2f}× "
        f"| {kept:.2f} | {ratios[1]:.2f}× | {memory:.0f} |"
    )


def main() -> None:
    """Print a table in Markdown."""
    sizes = [int(word) for word in sys.argv[1:]] or [75, 300, 1_000, 5_000]
    print("| resources | kind | drawings | one `dot`, s | first, s | ratio | kept, s | ratio | peak memory, MB |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in sizes:
        for kind in KINDS:
            with tempfile.TemporaryDirectory() as name:
                make_catalogue(Path(name) / "catalogue", size, 1)
                print(row(Path(name), kind, size), flush=True)


if __name__ == "__main__":
    main()
