"""How good drawings are, in figures: reading, stability, letters, faults, colours and time.

Run: ``python benchmarks/quality.py [section ...] [--against FOLDER]`` (needs Chromium). Sections are those of `SECTIONS`, by
default all. ``--against`` takes the source tree of another version of flowviz and draws with both in turns.
``python benchmarks/peers.py`` compares crossings and area with other programs, ``python benchmarks/sheets.py`` by eye.
"""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from models import make_catalogue

from flowviz import drawing
from flowviz.catalogue import UNCOLOURED
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.diagrams.page import FITS
from flowviz.loading import load
from flowviz.model import Model, build_model
from flowviz.places import CATALOGUE

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from measuring import FAULTS, measured, opened

import cases
import stability

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Page

ROOT: Final = Path(__file__).parents[1]
EXAMPLE = ROOT / "tests" / "example"
BUSIEST = "elinkeino-osasto"
"""The department of the built-in catalogue with the most connections."""


def wishes(model: Model, language: str = "fi", fit: str = "screen") -> Iterator[Wish]:
    """A drawing of every kind of each department, and of the whole; ways lead from the first department to the last."""
    departments = [department.id for department in model.catalogue.departments]
    for name, kind in DIAGRAMS.items():
        for of in departments if kind.of else [None]:
            if not kind.to:
                yield Wish(kind=name, of=of, language=language, page=FITS[fit])
        if kind.to and len(departments) > 1:
            yield Wish(kind=name, of=departments[0], to=departments[-1], language=language, page=FITS[fit])


def row(*cells: object) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def head(*cells: str) -> None:
    print()
    row(*cells)
    row(*("---" for _ in cells))


def departments(page: Page) -> None:
    """How far the eye goes from a dot to its name, and how much of the department's frame is filled."""
    model = build_model(load(CATALOGUE))
    head("department", "dots", "from dot to name, median px", "furthest, px", "filled")
    for department in model.catalogue.departments:
        found = measured(page, drawing.draw(model, Wish(kind="department", of=department.id)))
        ways = [way for way in found["travel"] if way is not None] or [0]
        name = department.name.get("fi") + (" (most connections)" if department.id == BUSIEST else "")
        filled = f"{found['filled']:.0%}"
        row(name, found["dots"], f"{statistics.median(ways):.0f}", f"{max(ways):.0f}", filled)


def moves(_: Page) -> None:
    """What one edit of a catalogue moves and relabels."""
    made = {"built-in": load(CATALOGUE), "example": load(EXAMPLE), "made, 75": cases.catalogue("75-resources")}
    found = [one for catalogue in made.values() for one in stability.kept(catalogue, range(4))]
    head("drawing", "edits", "boxes moved", "edits that move more than a tenth", "dots relabelled")
    for kind in dict.fromkeys(one.kind for one in found):
        those = [one for one in found if one.kind == kind]
        gone, boxes, other, dots = (
            sum(count)
            for count in zip(
                *((len(one.moved), one.boxes, len(one.relabelled), one.dots) for one in those), strict=True
            )
        )
        many = sum(len(one.moved) > max(1, one.boxes / 10) for one in those)
        row(kind, len(those), f"{gone} of {boxes} = {gone / max(1, boxes):.1%}", many, f"{other} of {dots}")


def letters(page: Page) -> None:
    """The smallest letters of large drawings on a screen."""
    head("case", "drawing", "size, px", "smallest letters on 1600×900, px")
    for name in ("60-resources", "hub-of-80", "40-dots"):
        for kind in ("department", "feeds"):
            found = measured(page, drawing.draw(cases.model(name), Wish(kind=kind, of="care", language="en")))
            row(name, kind, f"{found['width']:.0f} × {found['height']:.0f}", f"{found['fitFont']:.1f}")


def paper(page: Page) -> None:
    """The smallest text of each kind of drawing on a sheet of A4: as it is, or shrunk where it does not fit."""
    a4 = FITS["a4"]
    head("drawing", "drawings", "sheets", "smallest text on A4 upright, pt", "that fit as they are")
    model = build_model(load(CATALOGUE))
    for kind, group in itertools.groupby(wishes(model, fit="a4"), key=lambda wish: wish.kind):
        points, sheets, fit, count = [], 0, 0, 0
        for wish in group:
            count += 1
            for scene in drawing.pages_of(model, wish):
                found = measured(page, drawing.finish(model, scene))
                shrunk = min(1, a4.w / found["width"], a4.h / found["height"])
                points.append(found["font"] * a4.points * shrunk)
                sheets, fit = sheets + 1, fit + (shrunk > 0.999)
        row(kind, count, sheets, f"{min(points):.1f}", f"{fit} of {sheets}")


def faults(page: Page) -> None:
    """What is wrong with drawings."""
    head("catalogue", "drawings", "faults")
    models = {"built-in": build_model(load(CATALOGUE)), "example": build_model(load(EXAMPLE))}
    drawn = {
        f"{name}, {language}": [(model, wish) for wish in wishes(model, language)]
        for name, model in models.items()
        for language in ("fi", "sv", "en")
    }
    drawn["cases"] = [(cases.model(name), wish) for name in cases.CASES for wish in cases.wishes(name)]
    with tempfile.TemporaryDirectory() as folder:
        for size in (75, 300):
            model = build_model(load(make_catalogue(Path(folder) / str(size), size, 1)))
            drawn[f"made-up, {size}"] = [(model, wish) for wish in wishes(model)]
    for name, pairs in drawn.items():
        wrong: Counter[str] = Counter()
        for model, wish in pairs:
            found = measured(page, drawing.draw(model, wish))
            wrong.update({f"{fault} in {wish.kind}": len(found[fault]) for fault in FAULTS if found[fault]})
        told = ", ".join(f"{count} {fault}" for fault, count in wrong.most_common())
        row(name, len(pairs), f"{wrong.total()}" + (f": {told}" if told else ""))


Colour = tuple[float, ...]
BLIND: Final = {
    "red-blind": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green-blind": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "blue-blind": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
"""Linear red, green and blue as those see them who lack one kind of cones (Machado, Oliveira and Fernandes 2009)."""


def _linear(colour: str) -> Colour:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _lab(rgb: Colour) -> Colour:
    """A colour in CIELAB, in which distances are those that the eye sees."""
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    white = (0.9505, 1.0, 1.089)
    found = [
        sum(a * min(1, max(0, b)) for a, b in zip(line, rgb, strict=True)) / w
        for line, w in zip(rows, white, strict=True)
    ]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in found)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _seen_by(rows: Iterable[tuple[float, ...]]) -> Callable[[Colour], Colour]:
    return lambda rgb: _lab(tuple(sum(a * b for a, b in zip(line, rgb, strict=True)) for line in rows))


def _grey(rgb: Colour) -> Colour:
    return _lab(rgb)[0], 0.0, 0.0


def colours(_: Page) -> None:
    """How far apart the colours of scopes are to the eye: about 2 is the least that it tells beside each other."""
    scopes = [scope for scope in load(CATALOGUE).scopes if scope.id not in UNCOLOURED]
    seen = {"all cones": _lab, **{name: _seen_by(rows) for name, rows in BLIND.items()}, "grey print": _grey}
    head("seen with", "the nearest two scopes", "how far apart", "peach and green")
    for name, see in seen.items():
        pairs = {
            (one.id, other.id): sum(
                (a - b) ** 2 for a, b in zip(see(_linear(one.colour)), see(_linear(other.colour)), strict=True)
            )
            ** 0.5
            for one, other in itertools.combinations(scopes, 2)
        }
        least = min(pairs, key=lambda pair: pairs[pair])
        row(name, " and ".join(least), f"{pairs[least]:.1f}", f"{pairs['city-wide', 'metropolitan']:.1f}")


def cpu(command: list[str], source: Path) -> float:
    """The seconds of all processors that a process and those it starts take."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(source / "src")},
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def times(against: Path | None, turns: int = 5) -> None:
    """What all drawings of a catalogue take, here and with another version."""
    head("catalogue", "`flowviz draw`, s of processor", "the other version, s", "ratio")
    sources = [ROOT, *([against] if against else [])]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made: dict[str, Path | None] = {"built-in": None}
        made |= {f"made-up, {size}": make_catalogue(folder / str(size), size, 1) for size in (75, 300, 1000)}
        for told, catalogue in made.items():
            taken: dict[Path, list[float]] = {source: [] for source in sources}
            for _, source in itertools.product(range(turns), sources):
                out = folder / "out"
                shutil.rmtree(out, ignore_errors=True)
                options = ["--catalogue", str(catalogue or source / "data"), "-o", str(out)]
                taken[source].append(cpu([sys.executable, "-m", "flowviz", "draw", *options], source))
            ours = statistics.median(taken[ROOT])
            other = statistics.median(taken[against]) if against else None
            row(told, f"{ours:.2f}", f"{other:.2f}" if other else "", f"{ours / other:.2f}×" if other else "")


SECTIONS: Final[dict[str, Callable[[Page], None]]] = {
    "departments": departments,
    "moves": moves,
    "letters": letters,
    "paper": paper,
    "faults": faults,
    "colours": colours,
}
"""Every section but the one on time, by name."""


def main() -> None:
    """Print tables in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", metavar="section", help=f"{', '.join(SECTIONS)}, time")
    parser.add_argument("--against", type=Path, help="The source tree of another version.")
    asked = parser.parse_args()
    wanted = asked.sections or [*SECTIONS, "time"]
    if unknown := set(wanted) - {*SECTIONS, "time"}:
        parser.error(f"no section is called {', '.join(sorted(unknown))}: there are {', '.join(SECTIONS)}, time")
    with opened() as page:
        for name in wanted:
            if name != "time":
                SECTIONS[name](page)
    if "time" in wanted:
        times(asked.against)


if __name__ == "__main__":
    main()
