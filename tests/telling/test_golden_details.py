"""What `flowviz show` says of things of the example catalogue, as its files say it.

As in `test_golden_tables`, the files of `tests/golden/show` did not come out of flowviz: what each line says was written down
by hand from `tests/example`, and a script put in the words of each language. Nothing renews them.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from conftest import EXAMPLE
from flowviz.cli import cli

GOLDEN = Path(__file__).parent.parent / "golden" / "show"


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.iterdir()))
def test_a_thing_is_told_as_the_catalogue_says(name: str) -> None:
    thing, language = name.split("-")
    found = CliRunner().invoke(cli, ["show", thing, "--lang", language, "--catalogue", str(EXAMPLE)])
    assert found.output == (GOLDEN / f"{name}.txt").read_text("utf-8")
