"""Every format has its page, and the pages speak of what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowviz.exports import EXPORTS
from flowviz.sheets import SHEETS

FORMATS = Path(__file__).parents[1] / "docs" / "formats"
PAGES = sorted(FORMATS.glob("*.md"))


def text_of(name: str) -> str:
    return (FORMATS / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name in EXPORTS if name != "json"])
def test_every_format_has_a_page_that_the_list_leads_to(name: str) -> None:
    assert f"(`{name}`)" in text_of(name).splitlines()[0]
    assert f"]({name}.md)" in text_of("README")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_of_a_page_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert target.startswith("http") or (page.parent / target).exists(), target


def test_every_picture_is_shown() -> None:
    shown = {name for page in PAGES for name in re.findall(r"pictures/([\w.]+)\)", page.read_text("utf-8"))}
    assert {path.name for path in (FORMATS / "pictures").iterdir()} == shown


def test_every_sheet_and_column_of_the_workbook_is_listed() -> None:
    rows = {line.split("`")[1]: line for line in text_of("xlsx").splitlines() if line.startswith("| `")}
    assert list(rows) == list(SHEETS)
    for key, sheet in SHEETS.items():
        cells = rows[key].split("|")
        assert cells[2].strip() == sheet.name("en")
        listed = [f"`{stem.key}`{'†' if stem.kind == 'text' else ''}" for stem in sheet.stems]
        assert cells[3].strip() == ", ".join(listed)
