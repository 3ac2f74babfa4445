"""Writes the golden files of the exports anew: the example catalogue in every format that is text.

python tests/golden_exports.py
"""

from __future__ import annotations

from pathlib import Path

from flowviz import loading
from flowviz.exports import EXPORTS, Order
from flowviz.model import build_model

GOLDEN = Path(__file__).with_name("golden") / "exports"
NAMES = ("archimate", "d2", "dcat", "dcat-json", "dot", "drawio", "gexf", "mermaid", "openlineage", "plantuml")


def golden_exports() -> dict[str, bytes]:
    """File name -> its bytes."""
    model = build_model(loading.load(Path(__file__).with_name("example")))
    return {f"{name}{EXPORTS[name].suffix}": EXPORTS[name].write(model, Order(language="en")) for name in NAMES}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True, parents=True)
    for name, data in golden_exports().items():
        (GOLDEN / name).write_bytes(data)
