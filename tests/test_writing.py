from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from flowviz import raster
from flowviz.errors import OutputError
from flowviz.writing import GENERATOR, is_ours, marked, write_file, write_files

if TYPE_CHECKING:
    from pathlib import Path

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8" class="flowviz x"><rect width="8" height="8"/></svg>'
)


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    write_file(tmp_path / "a/b/c.txt", b"text")
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"text"


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_file(tmp_path / "c.svg", SVG)
    assert [path.name for path in tmp_path.iterdir()] == ["c.svg"]


def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "memo.svg").write_text("<svg/>")
    with pytest.raises(OutputError, match=r"memo.svg': not written by flowviz.*--force"):
        write_file(tmp_path / "memo.svg", SVG)
    assert (tmp_path / "memo.svg").read_text() == "<svg/>"


def test_of_many_files_none_is_written_when_one_must_be_left_alone(tmp_path: Path) -> None:
    (tmp_path / "z.svg").write_text("mine")
    with pytest.raises(OutputError):
        write_files({tmp_path / "a.svg": SVG, tmp_path / "z.svg": SVG})
    assert not (tmp_path / "a.svg").exists()


def test_force_overwrites_it(tmp_path: Path) -> None:
    (tmp_path / "memo.svg").write_text("<svg/>")
    write_file(tmp_path / "memo.svg", SVG, force=True)
    assert (tmp_path / "memo.svg").read_bytes() == SVG


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        raster.to_png(SVG.decode()),
        raster.to_pdf(SVG.decode()),
        f"<!doctype html>\n<!-- {GENERATOR} -->".encode(),
        b'{"format": "flowviz-catalogue"}',
        b"",
    ],
    ids=["svg", "png", "pdf", "html", "json", "empty"],
)
def test_what_flowviz_wrote_is_known_again(tmp_path: Path, data: bytes) -> None:
    write_file(tmp_path / "x", data)
    assert is_ours(tmp_path / "x")
    write_file(tmp_path / "x", SVG)


def test_a_marked_png_is_still_a_png(tmp_path: Path) -> None:
    from PIL import Image

    write_file(tmp_path / "x.png", raster.to_png(SVG.decode()))
    with Image.open(tmp_path / "x.png") as picture:
        picture.load()
        assert picture.size == (16, 16)
        assert picture.info["Software"] == "flowviz"
    assert marked((tmp_path / "x.png").read_bytes()) == (tmp_path / "x.png").read_bytes()


def test_a_mark_that_the_caller_gives_counts_too(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("Id,Name\n")
    assert not is_ours(tmp_path / "x.csv")
    assert is_ours(tmp_path / "x.csv", [b"Id,Name\n"])


def test_a_folder_in_the_way_and_a_file_in_place_of_a_folder_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        write_file(tmp_path / "file/x.svg", SVG)
    with pytest.raises(OutputError, match="there is a folder of that name"):
        write_file(tmp_path, SVG)


def test_a_failed_write_leaves_the_old_file_and_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_file(tmp_path / "x.svg", SVG)

    def no_space(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", no_space)
    with pytest.raises(OutputError, match="No space left on device"):
        write_file(tmp_path / "x.svg", SVG + b"<!-- new -->")
    assert (tmp_path / "x.svg").read_bytes() == SVG
    assert len(list(tmp_path.iterdir())) == 1


def test_new_files_follow_the_umask_and_old_ones_keep_their_rights(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_file(tmp_path / "x.svg", SVG)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "x.svg").stat().st_mode) == 0o640
    (tmp_path / "x.svg").chmod(0o600)
    write_file(tmp_path / "x.svg", SVG)
    assert stat.S_IMODE((tmp_path / "x.svg").stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    write_file(tmp_path / "real.svg", SVG)
    (tmp_path / "link.svg").symlink_to(tmp_path / "real.svg")
    write_file(tmp_path / "link.svg", SVG + b"<!-- new -->")
    assert (tmp_path / "link.svg").is_symlink()
    assert (tmp_path / "real.svg").read_bytes().endswith(b"<!-- new -->")


def test_a_pipe_is_written_into_and_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.svg")
    reader = os.open(tmp_path / "pipe.svg", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(tmp_path / "pipe.svg", SVG)
        assert os.read(reader, 1 << 16) == SVG
    finally:
        os.close(reader)
