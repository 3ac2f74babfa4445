"""The example catalogue in every text format is that of the golden files, byte for byte.

A change that is meant to change a format renews them: ``python tests/golden_exports.py``; look at the difference.
"""

from __future__ import annotations

import pytest

from golden_exports import GOLDEN, golden_exports

FILES = golden_exports()


@pytest.mark.parametrize("name", FILES)
def test_an_export_is_that_of_the_golden_file(name: str) -> None:
    assert FILES[name] == (GOLDEN / name).read_bytes()


def test_there_is_no_golden_file_without_its_export() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(FILES)
