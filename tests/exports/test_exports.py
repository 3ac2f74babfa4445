from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowviz.exports import EXPORTS, Order
from flowviz.locales import LANGUAGES
from flowviz.writing import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model

PACKED = ("xlsx", "csv-set", "zip")
LIGHT = [name for name in EXPORTS if name != "zip"]


@pytest.mark.parametrize("name", LIGHT)
def test_the_same_catalogue_gives_the_same_bytes(any_model: Model, name: str) -> None:
    assert EXPORTS[name].write(any_model, Order()) == EXPORTS[name].write(any_model, Order())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [name for name in EXPORTS if name not in PACKED])
def test_every_text_format_is_utf8_in_every_language(any_model: Model, name: str, language: str) -> None:
    assert EXPORTS[name].write(any_model, Order(language=language)).decode("utf-8-sig")


@pytest.mark.parametrize("name", [name for name in LIGHT if name not in ("csv", "xlsx")])
def test_an_export_may_be_written_over_its_older_self(any_model: Model, tmp_path: Path, name: str) -> None:
    for _ in range(2):
        write_file(tmp_path / "x", EXPORTS[name].write(any_model, Order()))
