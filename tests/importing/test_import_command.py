"""``flowviz import`` and ``flowviz template`` as people call them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sample import SAMPLE as EXAMPLE
from sample import workbook

from flowviz.cli import main
from flowviz.exports.json_catalogue import write as write_json
from flowviz.exports.order import Order
from flowviz.loading import load
from flowviz.model import build_model

if TYPE_CHECKING:
    from pathlib import Path


def run(*args: str | Path) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(arg) for arg in args])
    return int(caught.value.code or 0)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook("en"))
    return path


def break_it(book: Path) -> None:
    found = openpyxl.load_workbook(book)
    found["Feeds"]["C2"] = "nobody"
    found.save(book)


def test_a_workbook_becomes_a_catalogue(book: Path, tmp_path: Path) -> None:
    assert run("import", book, "-o", tmp_path / "made") == 0
    assert load(tmp_path / "made") == load(EXAMPLE)
    assert run("check", "--catalogue", tmp_path / "made") == 0


def test_a_json_export_becomes_a_catalogue(tmp_path: Path) -> None:
    (tmp_path / "all.json").write_bytes(write_json(build_model(load(EXAMPLE)), Order()))
    assert run("import", tmp_path / "all.json", "-o", tmp_path / "made") == 0
    assert load(tmp_path / "made") == load(EXAMPLE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("{", "this is no JSON"), ("[" * 100_000, "all.json"), ('{"format": 1}', "all.json: "), ("\udcff", "all.json")],
)
def test_json_that_is_no_export_is_told_in_a_line(
    text: str, expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "all.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert run("import", tmp_path / "all.json", "-o", tmp_path / "made") in (1, 2)
    assert expected in capsys.readouterr().err


def test_json_whose_references_dangle_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = write_json(build_model(load(EXAMPLE)), Order()).replace(b'"to": "customer-data"', b'"to": "nobody"')
    (tmp_path / "all.json").write_bytes(text)
    assert run("import", tmp_path / "all.json", "-o", tmp_path / "made") == 1
    assert "all.json: feeds/0/to: unknown item 'nobody'" in capsys.readouterr().err


def test_nothing_is_written_when_anything_is_wrong(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it(book)
    assert run("import", book, "-o", tmp_path / "made") == 1
    assert not (tmp_path / "made").exists()
    assert "book.xlsx[Feeds]:2:3: C2: unknown item 'nobody'" in capsys.readouterr().err


def test_a_folder_with_anything_in_it_is_left_alone(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "mine.txt").write_text("mine")
    assert run("import", book, "-o", tmp_path / "made") == 2
    assert "is not empty: choose another folder, or use --merge or --force" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "made").iterdir()] == ["mine.txt"]


def test_force_replaces_a_catalogue_and_nothing_else(book: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "one.yaml").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    (made / "mine.txt").write_text("mine")
    assert run("import", book, "-o", made, "--force") == 0
    assert not (made / "one.yaml").exists()
    assert (made / "mine.txt").read_text() == "mine"
    assert load(made) == load(EXAMPLE)


def test_force_never_removes_yaml_that_is_no_catalogue(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (made / "compose.yaml").write_text("services: {}\n")
    assert run("import", book, "-o", made, "--force") == 2
    assert "would be read with the new files: remove them" in capsys.readouterr().err
    assert [path.name for path in made.iterdir()] == ["compose.yaml"]


def test_yaml_behind_a_link_to_a_folder_is_not_removed_and_not_mixed_with_the_new(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", book, "-o", tmp_path / "made")
    (tmp_path / "made" / "departments").rename(tmp_path / "theirs")
    (tmp_path / "made" / "shared").symlink_to(tmp_path / "theirs")
    before = sorted(tmp_path.rglob("*"))
    assert run("import", book, "-o", tmp_path / "made", "--force") == 2
    assert "would be read with the new files: remove them" in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_yaml_file_that_is_a_link_out_of_the_folder_is_told_and_left(book: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    (tmp_path / "one.yaml").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    (made / "one.yaml").symlink_to(tmp_path / "one.yaml")
    assert run("import", book, "-o", made, "--force") == 2
    assert [path.name for path in made.iterdir()] == ["one.yaml"]
    assert (made / "one.yaml").is_symlink()


def test_merge_shows_the_differences_and_writes_only_when_told(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    run("import", book, "-o", made)
    found = openpyxl.load_workbook(book)
    found["Units"]["E2"] = "Help Desk"
    assert found["Units"]["E1"].value == "Name (en)"
    found.save(book)
    for answer, code, said in (("", 2, "nothing written, for want of an answer"), ("n\n", 0, "nothing written")):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        capsys.readouterr()
        assert run("import", book, "-o", made, "--merge", "--lang", "en") == code
        shown = capsys.readouterr()
        assert "Customer Services" in shown.out
        assert "Help Desk" in shown.out
        assert said in shown.err
        assert load(made) == load(EXAMPLE)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert run("import", book, "-o", made, "--merge") == 0
    assert load(made).departments[0].units[0].name.get("en") == "Help Desk"


def test_an_edit_while_the_question_stands_is_not_overwritten(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    run("import", book, "-o", made)
    found = openpyxl.load_workbook(book)
    found["Units"]["E2"] = "Help Desk"
    found.save(book)
    units = made / "departments" / "customer-services.yaml"

    def edit_and_agree(*_: object, **__: object) -> bool:
        units.write_text(units.read_text("utf-8").replace("Customer Desk", "Desk"), "utf-8")
        return True

    monkeypatch.setattr("click.confirm", edit_and_agree)
    assert run("import", book, "-o", made, "--merge") == 2
    assert "was changed meanwhile: import again" in capsys.readouterr().err
    assert load(made).departments[0].units[0].name.get("en") == "Desk"


def test_import_is_at_home_in_the_folder_one_works_in(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "made"
    made.mkdir()
    monkeypatch.chdir(made)
    assert run("import", book, "-o", ".") == 0
    assert run("import", book, "-o", ".", "--force") == 0
    assert load(made) == load(EXAMPLE)


def test_merging_what_is_there_already_writes_nothing(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("import", book, "-o", tmp_path / "made")
    assert run("import", book, "-o", tmp_path / "made", "--merge") == 0
    assert "no differences: nothing to write" in capsys.readouterr().err


def test_the_template_needs_a_place_and_is_not_written_over_a_filled_in_one(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    assert run("template") == 2
    assert run("template", "-o", book) == 0
    assert run("template", "-o", book, "--lang", "en") == 0
    break_it(book)
    before = book.read_bytes()
    assert run("template", "-o", book) == 2
    assert book.read_bytes() == before
