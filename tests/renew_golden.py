"""Writes the golden files anew: the DOT text of every kind of drawing of the example catalogue and of what is hard to draw.

python tests/renew_golden.py
"""

from __future__ import annotations

from pathlib import Path

import cases
from flowviz import drawing, federation, loading
from flowviz.diagrams import Wish
from flowviz.diagrams.dot import dot_text
from flowviz.model import build_model

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"
GOLDEN_CASES = GOLDEN / "cases"
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
    city = federation.load(TESTS.parent / "examples/helsinki/city.yaml")
    scenes.append(drawing.scene_of(build_model(city), Wish(kind="reconciliation", language="en")))
    return {f"{scene.name}.dot": dot_text(scene, catalogue.scopes) for scene in scenes}


def golden_case(name: str) -> str:
    """The DOT texts of all drawings of a case, one after the other."""
    model = cases.model(name)
    return "".join(dot_text(drawing.scene_of(model, wish), model.catalogue.scopes) for wish in cases.wishes(name))


def main() -> None:
    """Write the files, and remove those of drawings that are no more."""
    for path in (*GOLDEN.glob("*.dot"), *GOLDEN_CASES.glob("*.dot")):
        path.unlink()
    for name, text in golden_files().items():
        (GOLDEN / name).write_text(text, encoding="utf-8")
    GOLDEN_CASES.mkdir(exist_ok=True)
    for name in cases.CASES:
        (GOLDEN_CASES / f"{name}.dot").write_text(golden_case(name), encoding="utf-8")


if __name__ == "__main__":
    main()
