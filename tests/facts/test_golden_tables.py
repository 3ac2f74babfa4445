"""The tables of the example catalogue, as its files say them.

The files of `tests/golden/tables` did not come out of flowviz: a script that knows nothing of it read them off
`tests/example` and the locales, and they were looked through by eye. They are what the code is held against, so
nothing renews them. After a change that is meant, read the catalogue again and edit them by hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowviz.facts.tables import TABLES
from flowviz.locales import LANGUAGES
from golden_text import blocks

if TYPE_CHECKING:
    from flowviz.model import Model

GOLDEN = Path(__file__).parent.parent / "golden" / "tables"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_what_the_catalogue_says(example: Model, table: str, language: str) -> None:
    expected = (GOLDEN / f"{table}-{language}.txt").read_text("utf-8")
    assert blocks(TABLES[table].listing(example, table, ""), language) == expected
