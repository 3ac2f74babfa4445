"""Writes the golden files anew: the DOT text of every kind of drawing of the example catalogue.

python tests/renew_golden.py
"""

from __future__ import annotations

from pathlib import Path

from flowviz import drawing, loading
from flowviz.diagrams import Wish
from flowviz.diagrams.dot import dot_text
from flowviz.model import build_model

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
WISHES = (
    Wish(kind="department", of="havn", language="en"),
    Wish(kind="department", of="pleje", language="sv"),
    Wish(kind="feeds", of="havn", language="fi"),
    Wish(kind="feeds", of="pleje", language="en"),
    Wish(kind="map", level=3, language="en"),
    Wish(kind="neighbourhood", of="anloeb", depth=2, language="en"),
    Wish(kind="neighbourhood", of="pleje", direction="down", language="en"),
    Wish(kind="overview", language="en"),
    Wish(kind="paths", of="toldvaesen", to="kajpladser", language="en"),
)


def golden_files() -> dict[str, str]:
    """File name -> DOT text."""
    catalogue = loading.load(TESTS / "example")
    model = build_model(catalogue)
    scenes = [drawing.scene_of(model, wish) for wish in WISHES]
    return {f"{scene.name}.dot": dot_text(scene, catalogue.scopes) for scene in scenes}


def main() -> None:
    """Write the files, and remove those of drawings that are no more."""
    for path in GOLDEN.glob("*.dot"):
        path.unlink()
    for name, text in golden_files().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
