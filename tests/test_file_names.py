"""What is named for the ids of a catalogue can be written on any machine: Windows has no file called con, whatever its ending."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from federation.town import write_town
from flowviz import federation, importing, loading, site
from flowviz.catalogue import as_file, of_file
from flowviz.model import build_model
from flowviz.page.place import query

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""As the documentation of Windows has it: such a name, alone or before a dot."""


def refused(paths: Iterable[str]) -> list[str]:
    return [path for path in paths if any(DEVICE.fullmatch(part) for part in path.split("/"))]


def test_the_pages_and_files_of_a_member_and_its_things_have_names_that_windows_takes(tmp_path: Path) -> None:
    ids = {"care": "con", "works": "nul", "children": "aux", "daycare": "com1", "money": "prn", "city": "lpt9"}
    path = write_town(tmp_path)
    for file in (path, *tmp_path.glob("*/c.yaml")):
        text = re.sub(r"catalogue: (?=care|works)", "catalogue: ./", file.read_text())
        for old, new in ids.items():
            text = re.sub(rf"(?<=[ \[/]){old}(?=[,/}}\]\n])", new, text)
        file.write_text(
            text.replace("catalogue: ./con", "catalogue: care").replace("catalogue: ./nul", "catalogue: works")
        )
    town = build_model(federation.load(path))
    pages = dict(site.build(town, languages=["en"]))
    assert {"en/con_/resource/com1_.html", "en/nul_/index.html", "en/commons/resource/prn_.html"} <= pages.keys()
    assert "sign/lpt9_.svg" in pages
    assert refused(pages) == []
    assert b'href="con_/index.html"' in pages["en/index.html"]
    assert b'href="../resource/com1_.html"' in pages["en/con_/department/aux_.html"]
    assert b'src="../../../sign/lpt9_.svg"' in pages["en/commons/resource/prn_.html"]
    assert refused(importing.yaml_files(loading.load(tmp_path / "care"))) == []


@pytest.mark.parametrize("id_", ["con", "prn", "aux", "nul", "com1", "lpt9"])
def test_what_is_called_otherwise_as_a_file_is_found_by_its_id_again(id_: str) -> None:
    assert as_file(id_) == f"{id_}_"
    assert of_file(as_file(id_)) == id_
    assert query(f"con_/resource/{as_file(id_)}.html", "en") == f"?view=neighbourhood&of=con%2F{id_}&lang=en"


@pytest.mark.parametrize("id_", ["console", "con-2", "a-con", "com10", "com", "aux1"])
def test_all_other_ids_are_names_as_they_are(id_: str) -> None:
    assert as_file(id_) == of_file(id_) == id_
