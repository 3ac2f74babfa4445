"""How long loading and checking a catalogue takes, against the bare C parser composing the same text.

Run: ``python benchmarks/loading.py [resources ...]`` (default 300, 10,000 and 100,000). Both run without the garbage collector, in one
process and in turns; a figure is the median of the ratios of the turns. Memory is that of ``flowviz check`` in a process of its own.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from models import make_catalogue

from flowviz.loading import load

TURNS = {300: 9, 10_000: 5}


def bare(folder: Path) -> float:
    """Seconds that the C parser takes for every file of ``folder``."""
    texts = [file.read_text("utf-8") for file in sorted(folder.rglob("*.yaml"))]
    gc.disable()
    start = time.process_time()
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)
    taken = time.process_time() - start
    gc.enable()
    return taken


def checked(folder: Path) -> float:
    """Seconds that loading and checking ``folder`` takes."""
    start = time.process_time()
    load(folder)
    return time.process_time() - start


_CHECK = """
import resource, subprocess, sys
subprocess.run([sys.executable, "-m", "flowviz", "check", sys.argv[1]], check=True, capture_output=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def memory(folder: Path) -> float:
    """Megabytes that a check takes, started by a small process: none is told to be smaller than the one that starts it."""
    words = [sys.executable, "-c", _CHECK, str(folder)]
    environment = {**os.environ, "FLOWVIZ_CACHE": "off"}
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=environment)
    return int(done.stdout) / 1024


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [300, 10_000, 100_000]
    print("| resources | bare compose, s | load and check, s | ratio | memory of a check, MB |")
    print("|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_catalogue(folder, size, 1)
            turns = [(bare(folder), checked(folder)) for _ in range(TURNS.get(size, 1))]
            megabytes = memory(folder)
        ratio = statistics.median(ours / theirs for theirs, ours in turns)
        theirs, ours = (statistics.median(column) for column in zip(*turns, strict=True))
        print(f"| {size:,} | {theirs:.3f} | {ours:.3f} | {ratio:.2f}× | {megabytes:.0f} |")


if __name__ == "__main__":
    main()
