"""A catalogue written in any of its exact forms and read back is the same catalogue."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from flowviz import loading
from flowviz.exports import EXPORTS, Order
from flowviz.importing import read, yaml_files
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from random_catalogues import catalogues

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue

EXAMPLE = Path(__file__).parents[1] / "example"
FORMATS = {"xlsx": "book.xlsx", "csv-set": "set.zip", "json": "all.json"}


@functools.cache
def loaded(path: Path) -> Catalogue:
    return loading.load(path)


def through_yaml(catalogue: Catalogue, folder: Path) -> Catalogue:
    for name, text in yaml_files(catalogue).items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, "utf-8")
    return loading.load(folder)


def through(catalogue: Catalogue, form: str, language: str, folder: Path) -> Catalogue:
    file = folder / FORMATS[form]
    file.write_bytes(EXPORTS[form].write(build_model(catalogue), Order(language=language)))
    return read(file).catalogue


@pytest.mark.parametrize("path", [CATALOGUE, EXAMPLE], ids=["built-in", "example"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("form", FORMATS)
def test_a_real_catalogue_comes_back_the_same(path: Path, form: str, language: str, tmp_path: Path) -> None:
    catalogue = loaded(path)
    assert through(catalogue, form, language, tmp_path) == catalogue


@pytest.mark.parametrize("path", [CATALOGUE, EXAMPLE], ids=["built-in", "example"])
def test_a_real_catalogue_comes_back_the_same_from_yaml(path: Path, tmp_path: Path) -> None:
    catalogue = loaded(path)
    assert through_yaml(catalogue, tmp_path) == catalogue


@given(catalogues())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_catalogue_comes_back_the_same_through_yaml_workbook_csv_and_json(catalogue: Catalogue) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assert through_yaml(catalogue, folder / "yaml") == catalogue
        for form in FORMATS:
            assert through(catalogue, form, "fi", folder) == catalogue
