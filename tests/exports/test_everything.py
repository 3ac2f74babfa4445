from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from flowviz import loading
from flowviz.exports import EXPORTS, Order, everything
from flowviz.facts.tables import TABLES
from flowviz.model import build_model

EXAMPLE = Path(__file__).parents[1] / "example"


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    model = build_model(loading.load(EXAMPLE))
    return zipfile.ZipFile(io.BytesIO(EXPORTS["zip"].write(model, Order(language="en"))))


def test_it_holds_every_other_format_and_every_table(archive: zipfile.ZipFile) -> None:
    names = archive.namelist()
    for name, export in EXPORTS.items():
        if name not in ("zip", "csv"):
            assert f"sundhavn{export.suffix}" in names
    assert {f"tables/{table}.csv" for table in TABLES} <= set(names)
    assert len(names) == len(set(names))


def test_it_holds_every_drawing_three_times(archive: zipfile.ZipFile) -> None:
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}
    for form, start in starts.items():
        found = [name for name in archive.namelist() if name.startswith(f"drawings/{form}/")]
        assert sorted(name.split("/")[2].split(".")[0] for name in found) == [
            *("department-havn", "department-pleje", "feeds-havn", "feeds-pleje", "map-1", "overview"),
        ]
        assert all(archive.read(name).startswith((start, b"<svg")) for name in found)


def test_of_very_many_drawings_it_has_no_pictures_and_says_how_to_get_them(
    archive: zipfile.ZipFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = loading.load(EXAMPLE)
    assert everything.left_out(catalogue) is None
    monkeypatch.setattr(everything, "MOST_PICTURES", 5)
    monkeypatch.setattr(everything, "cores", lambda: 1)
    assert str(everything.left_out(catalogue)).startswith("of more than 5 drawings only SVG and PDF")
    assert "`flowviz draw --format png`" in str(everything.left_out(catalogue))
    fewer = zipfile.ZipFile(io.BytesIO(EXPORTS["zip"].write(build_model(catalogue), Order(language="en"))))
    assert fewer.namelist() == [name for name in archive.namelist() if not name.startswith("drawings/png/")]


def test_the_same_catalogue_gives_the_same_bytes(archive: zipfile.ZipFile) -> None:
    model = build_model(loading.load(EXAMPLE))
    again = zipfile.ZipFile(io.BytesIO(EXPORTS["zip"].write(model, Order(language="en"))))
    assert [(entry.filename, entry.CRC) for entry in again.infolist()] == [
        (e.filename, e.CRC) for e in archive.infolist()
    ]


def test_nothing_in_it_tells_when_it_was_made(archive: zipfile.ZipFile) -> None:
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.testzip() is None
