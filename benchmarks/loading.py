"""How long loading and checking a catalogue takes, against the bare C parser composing the same text.

Run: ``python benchmarks/loading.py [resources ...]`` (default 300, 10,000 and 70,000, near the most that is let in). Both run without the garbage
collector, in one process and in turns; a figure is the median of the ratios of the turns.
"""

from __future__ import annotations

import gc
import resource
import statistics
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
    start = time.perf_counter()
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)
    taken = time.perf_counter() - start
    gc.enable()
    return taken


def checked(folder: Path) -> float:
    """Seconds that loading and checking ``folder`` takes."""
    start = time.perf_counter()
    load(folder)
    return time.perf_counter() - start


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [300, 10_000, 70_000]
    print("| resources | bare compose, s | load and check, s | ratio | peak memory, MB |")
    print("|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make_catalogue(folder, size, 1)
            turns = [(bare(folder), checked(folder)) for _ in range(TURNS.get(size, 1))]
        ratio = statistics.median(ours / theirs for theirs, ours in turns)
        theirs, ours = (statistics.median(column) for column in zip(*turns, strict=True))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {size:,} | {theirs:.3f} | {ours:.3f} | {ratio:.2f}× | {memory:.0f} |")


if __name__ == "__main__":
    main()
