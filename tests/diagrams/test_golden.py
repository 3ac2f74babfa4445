"""The DOT text of every kind of drawing, of the example catalogue and of what is hard to draw, is that of the golden files.

A change that is meant to change drawings renews them: ``python tests/renew_golden.py``; look at the
difference before keeping it.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

import cases
from flowviz.diagrams import DIAGRAMS
from renew_golden import GOLDEN, GOLDEN_CASES, golden_case, golden_files


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The texts of today, by the names of their files."""
    return golden_files()


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.glob("*.dot")))
def test_dot_text_is_that_of_the_golden_file(name: str, files: dict[str, str]) -> None:
    assert files[name] == (GOLDEN / name).read_text("utf-8")


def test_there_is_a_golden_file_for_every_kind_of_drawing_and_no_other(files: dict[str, str]) -> None:
    assert {path.name for path in GOLDEN.glob("*.dot")} == set(files)
    assert {name.split("-")[0].removesuffix(".dot") for name in files} == set(DIAGRAMS)


@pytest.mark.parametrize("name", cases.CASES)
def test_dot_texts_of_a_case_are_those_of_its_golden_file(name: str) -> None:
    assert golden_case(name) == (GOLDEN_CASES / f"{name}.dot").read_text("utf-8")


@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_with_another_hash_seed_draws_the_same_bytes(seed: str) -> None:
    code = (
        "import sys; from pathlib import Path; from flowviz import drawing, loading, model, places; "
        "from flowviz.diagrams import DIAGRAMS, Wish; g = model.build_model(loading.load(places.CATALOGUE)); "
        "wishes = [Wish(kind='overview'), Wish(kind='department', of='strategiaosasto', language='sv'), "
        "Wish(kind='feeds', of='elinkeino-osasto'), Wish(kind='neighbourhood', of='strategiaosasto', depth=2)]; "
        "sys.stdout.buffer.write(''.join(drawing.draw(g, wish) for wish in wishes).encode())"
    )
    here = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": seed})
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": "77"})
    assert here.stdout == other.stdout
    assert here.stdout.count(b"<svg ") == 4
