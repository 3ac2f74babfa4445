"""Whatever flowviz writes, in every format that its registries name, it knows again: until somebody has changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import HEAD, write_catalogue
from flowviz import changes, drawing, reports
from flowviz.changes import gate
from flowviz.cli import main
from flowviz.exports import EXPORTS
from flowviz.writing import RECORD

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {
    **{f"export-{name}": ("export", "--format", name, "-o", "x") for name in EXPORTS},
    **{f"draw-{name}": ("draw", "--kind", "overview", "-o", f"x.{name}") for name in drawing.FORMATS},
    **{f"draw-all-{name}": ("draw", "--format", name, "-o", "x") for name in ("svg", "dot")},
    **{f"impact-{name}": ("impact", "people", "--format", name, "-o", "x") for name in ("text", *reports.FORMATS)},
    **{f"critical-{name}": ("critical", "--format", name, "-o", "x") for name in ("text", *reports.RANKING_FORMATS)},
    **{f"diff-{name}": ("diff", "cat", "new", "--format", name, "-o", "x") for name in (*changes.FORMATS, "svg")},
    **{
        f"gate-{name}": ("gate", "cat", "new", "--rules", "rules", "--format", name, "-o", "x") for name in gate.OUTPUTS
    },
    "site": ("site", "-o", "x"),
    "page": ("page", "-o", "x"),
    "template": ("template", "-o", "x.xlsx"),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to write in, with a catalogue, a newer version of it, and rules for what changed."""
    for name, text in (("cat", HEAD), ("new", HEAD.replace("en: Clients", "en: Customers"))):
        (tmp_path / name).mkdir()
        write_catalogue(tmp_path / name, head=text)
    (tmp_path / "rules").write_text("rules: [{rule: no-removed-feed}]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FLOWVIZ_CATALOGUE", "cat")
    return tmp_path


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert isinstance(end.value.code, int)
    return end.value.code


def written(folder: Path) -> dict[Path, bytes]:
    found = [path for path in folder.glob("x*") for path in ([path] if path.is_file() else sorted(path.rglob("*")))]
    return {path: path.read_bytes() for path in found if path.is_file() and path.name != RECORD}


@pytest.mark.parametrize("arguments", FORMATS.values(), ids=FORMATS)
def test_a_file_is_written_over_until_somebody_has_changed_it(
    folder: Path, arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 0
    first = written(folder)
    assert first
    assert run(*arguments, "--lang", "en") == 0  # another language, other bytes
    for path, data in written(folder).items():
        path.write_bytes(data + b"\n")
    changed = written(folder)
    capfd.readouterr()
    assert run(*arguments) == 2
    assert "changed since flowviz wrote" in capfd.readouterr().err
    assert written(folder) == changed
    assert run(*arguments, "--force") == 0
    assert {path: written(folder)[path] for path in first} == first
