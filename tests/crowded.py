"""A catalogue in which everything feeds everything: small to read, and far too much to draw."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from conftest import write_catalogue

if TYPE_CHECKING:
    from pathlib import Path


def write_crowd(folder: Path, things: int = 150) -> Path:
    """``folder``, now with a catalogue of so many ``things``, each of which feeds thirty others."""
    names = [f"thing-{number}" for number in range(things)]
    shared = "\n".join(f"  - {{id: {name}, name: {{en: {name}, da: {name}}}, scope: city}}" for name in names)
    rng = random.Random(1)
    feeds = "\n".join(
        f"  - {{from: {name}, to: {other}, basis: stated, evidence: [3]}}"
        for name in names
        for other in rng.sample([each for each in names if each != name], 30)
    )
    return write_catalogue(folder, crowd=f"source: page\nshared:\n{shared}\nfeeds:\n{feeds}\n")
