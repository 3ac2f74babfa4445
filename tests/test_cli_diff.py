from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HEAD, write_catalogue
from federation.town import write_town
from flowviz.changes import FORMATS
from flowviz.cli import main
from flowviz.places import CATALOGUE
from pdf_reader import Pdf

NEW = (
    HEAD.replace("en: Clients", "en: Customers")
    .replace("feeds:\n", "feeds:\n  - {from: people, to: clients, basis: stated, evidence: [4]}\n")
    .replace("evidence: [3]", "evidence: [5]")
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two versions of a catalogue."""
    for name, text in (("old", HEAD), ("new", NEW)):
        (tmp_path / name).mkdir()
        write_catalogue(tmp_path / name, head=text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["diff", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.usefixtures("folder")
def test_it_tells_what_changed(capfd: pytest.CaptureFixture[str]) -> None:
    assert diff("old", "new", "--lang", "en") == 0
    assert capfd.readouterr().out == (
        "Changes: Small 1 (31 January 2026) → Small 1 (31 January 2026)\n"
        "1 new, 1 renamed, 1 other change\n"
        "\n"
        "Care\n"
        "  - Renamed: information resource “Clients” is now called “Customers”\n"
        "  - Changed: feed Customers → People – evidence, added: Page, line 5; left out: Page, line 3\n"
        "  - New: feed People → Customers: content not stated; stated; Page, line 4\n"
    )


@pytest.mark.usefixtures("folder")
def test_no_difference_is_no_error(capfd: pytest.CaptureFixture[str]) -> None:
    assert diff("old", "old", "--lang", "en") == 0
    assert capfd.readouterr().out.endswith("\nNo differences.\n")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_goes_into_a_file_and_over_it_again(folder: Path, form: str) -> None:
    file = folder / "made" / f"changes.{form}"
    assert diff("old", "new", "--format", form, "-o", str(file)) == 0
    assert file.stat().st_size > 100
    assert diff("old", "new", "--format", form, "-o", str(file)) == 0


@pytest.mark.usefixtures("folder")
def test_json_can_be_piped(capfd: pytest.CaptureFixture[str]) -> None:
    assert diff("old", "new", "--format", "json") == 0
    data = json.loads(capfd.readouterr().out)
    assert data["summary"] == {
        "added": 1, "removed": 0, "renamed": 1, "new-id": 0, "moved": 0, "translated": 0, "changed": 1, "effects": 0
    }  # fmt: skip


def test_the_one_department_that_changed_is_drawn(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert diff("old", "new", "--format", "svg", "--lang", "en") == 0
    assert 'data-drawing="changes-care"' in capfd.readouterr().out
    assert diff("old", "new", "--format", "svg", "-o", "drawn") == 0
    assert (folder / "drawn" / "changes-care.svg").exists()
    assert diff("old", "new", "--format", "svg", "-o", "one.svg", "--department", "care", "--theme", "dark") == 0
    assert 'class="flowviz changed dark"' in (folder / "one.svg").read_text("utf-8")
    assert diff("old", "new", "--format", "pdf", "--fit", "a4", "-o", "one.pdf") == 0
    assert [page["MediaBox"][2:] for page in Pdf((folder / "one.pdf").read_bytes()).pages] == [
        [pytest.approx(595.28, abs=0.01), pytest.approx(841.89, abs=0.01)]
    ]
    assert diff("old", "new", "--format", "png", "-o", "drawn") == 0
    assert (folder / "drawn" / "changes-care.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["old"], 2, "'NEW'"),
        (["old", "elsewhere"], 2, "'elsewhere': no such file or folder"),
        (
            ["old", "new", "--format", "svg", "--department", "car"],
            2,
            "there is no department 'car' (did you mean 'care'?)",
        ),
        (["old", "new", "--department", "care"], 2, "--department goes with --format svg"),
        (["old", "new", "--format", "docx"], 2, "'docx'"),
        (["old", "old", "--format", "svg"], 0, "no department has changed"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], code: int, said: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert diff(*arguments) == code
    assert said in " ".join(capfd.readouterr().err.split())


def test_problems_of_a_catalogue_end_with_1(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "new" / "head.yaml").write_text(HEAD.replace("to: people", "to: poeple"))
    assert diff("old", "new") == 1
    assert "new/head.yaml:24:" in capfd.readouterr().err


def test_several_departments_need_a_folder(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    more = "  - {id: law, name: {en: Law, da: Lov}}\nshared:\n"
    (folder / "new" / "head.yaml").write_text(NEW.replace("shared:\n", more))
    assert diff("old", "new", "--format", "svg") == 2
    assert "several departments changed (care, law)" in capfd.readouterr().err
    assert diff("old", "new", "--format", "svg", "-o", "drawn") == 0
    assert capfd.readouterr().out.split() == ["drawn/changes-care.svg", "drawn/changes-law.svg"]


def test_the_pages_of_a_drawing_are_numbered_and_fill_one_pdf(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    departments = CATALOGUE / "departments"
    shutil.copytree(CATALOGUE, folder / "edited")
    name = "strategiaosasto.yaml"
    text = (departments / name).read_text("utf-8").replace("Strategy Department", "Department of Strategy", 1)
    (folder / "edited" / "departments" / name).write_text(text, "utf-8")
    asked = (str(CATALOGUE), "edited", "--fit", "column")
    assert diff(*asked, "--format", "svg") == 2
    assert "2 pages cannot go to standard output as svg: take --format pdf" in capfd.readouterr().err
    assert diff(*asked, "--format", "svg", "-o", "one.svg") == 0
    assert sorted(path.name for path in folder.glob("*.svg")) == ["one-1.svg", "one-2.svg"]
    # on a larger page it is one drawing, and nothing is left of the two
    assert diff(*asked[:2], "--format", "svg", "-o", "one.svg") == 0
    assert [path.name for path in folder.glob("*.svg")] == ["one.svg"]
    assert diff(*asked, "--format", "pdf", "-o", "one.pdf") == 0
    assert len(Pdf((folder / "one.pdf").read_bytes()).pages) == 2


def test_it_starts_without_what_it_does_not_need(folder: Path) -> None:
    code = (
        "import sys\n"
        "from flowviz.cli import main\n"
        "try:\n    main(['diff', 'old', 'new'])\n"
        "except SystemExit:\n    pass\n"
        "print(*sorted({'dash', 'plotly', 'openpyxl'} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stderr == "\n"


def test_the_pictures_of_joined_catalogues_have_names_without_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_town(tmp_path / "old")
    write_town(tmp_path / "new", care=("name: Daycare resource", "name: Daycare"))
    assert diff("old/town.yaml", "new/town.yaml", "--format", "svg", "-o", "drawn") == 0
    assert [path.name for path in (tmp_path / "drawn").glob("*.svg")] == ["changes-care.children.svg"]
