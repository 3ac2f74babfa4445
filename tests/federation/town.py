"""A town of three catalogues, small enough to see what must come of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TOWN", "place", "write_many", "write_town"]

_SCOPE = '{id: city, name: City-wide, colour: "#ffcab3", letter: C, shape: circle}'
TOWN = {
    "town.yaml": """\
federation: {id: town, name: The town, version: "1", date: "2026-11-27", language: en, languages: [en], hub: commons}
organisation: {id: town, name: The town}
members:
  - {id: commons, catalogue: commons}
  - {id: care, catalogue: care, version: "1.2"}
  - {id: works, catalogue: works}
""",
    "commons/c.yaml": f"""\
source: page
catalogue: {{id: c, name: Shared resources, version: "1", date: "2026-11-01", language: en, languages: [en]}}
organisation: {{id: office, name: Common services}}
sources: [{{id: page, title: Page of the commons, language: en, lines: 20}}]
scopes: [{_SCOPE}]
shared:
  - {{id: customers, name: Customer resource, scope: city, evidence: [3], aliases: [{{text: Client resource}}]}}
  - {{id: money, name: Finance resource, scope: city, evidence: [4], description: Bills}}
parties:
  - {{id: bodies, name: Divisions and enterprises, form: organisation, stands_for: [care, works]}}
feeds:
  - {{from: bodies, to: customers, basis: stated, evidence: [5]}}
""",
    "care/c.yaml": f"""\
source: page
catalogue: {{id: c, name: Care resources, version: "1.2", date: "2026-11-01", language: en, languages: [en]}}
organisation: {{id: care, name: Care Division}}
sources: [{{id: page, title: Page of care, language: en, lines: 20}}]
scopes: [{_SCOPE}]
departments:
  - id: children
    name: Children
    resources:
      - {{id: daycare, name: Daycare resource, evidence: [2]}}
shared:
  - {{id: clients, ref: hub/customers, name: Clients of the town, scope: city, description: Ours, evidence: [3]}}
  - {{id: money, ref: commons/money, name: Finance resource, scope: city, evidence: [8], purpose: Paying, purpose_evidence: [8]}}
parties:
  - {{id: builders, name: The builders, form: organisation, stands_for: [works]}}
feeds:
  - {{from: daycare, to: clients, basis: stated, evidence: [4]}}
  - {{from: builders, to: daycare, basis: stated, evidence: [6]}}
""",
    "works/c.yaml": f"""\
source: page
catalogue: {{id: c, name: Works resources, version: "1", date: "2026-11-01", language: en, languages: [en]}}
organisation: {{id: works, name: Works Enterprise}}
sources: [{{id: page, title: Page of works, language: en, lines: 20}}]
scopes: [{_SCOPE}]
departments:
  - id: streets
    name: Streets
    resources:
      - {{id: sites, name: Sites, evidence: [2]}}
shared:
  - {{id: money, ref: hub/money, name: Finance resource, scope: city, evidence: [3]}}
feeds:
  - {{from: sites, to: money, basis: stated, evidence: [4]}}
""",
}


MARK = "¦"
"""Stands in a changed text where a problem is to be told."""


def write_town(folder: Path, **changes: tuple[str, str]) -> Path:
    """The file that joins the town; in a file named by its folder (``town`` for the joining one) a text is put for another."""
    for name, text in TOWN.items():
        old, new = changes.get(name.partition("/")[0].removesuffix(".yaml"), ("", ""))
        assert old in text
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(changed(text, old, new).replace(MARK, ""), encoding="utf-8")
    return folder / "town.yaml"


def write_many(folder: Path, members: int) -> Path:
    """The file that joins so many members with a hub: each tells what it gives to the hub, and what the next gives to it."""
    head = (
        'source: page\ncatalogue: {id: c, name: C, version: "1", date: "2026-11-01", language: en, languages: [en]}\n'
    )
    page = "sources: [{id: page, title: Page, language: en, lines: 9}]\nscopes: [" + _SCOPE + "]\n"
    shared = "id: money, name: Finance resource, scope: city, evidence: [1]"
    files = {"hub": f"organisation: {{id: hub, name: Hub}}\n{page}shared:\n  - {{{shared}}}\n"}
    for i in range(members):
        files[f"m{i}"] = (
            f"organisation: {{id: m{i}, name: Organisation {i}}}\n{page}shared:\n  - {{ref: hub/money, {shared}}}\n"
            f"departments: [{{id: d, name: D, resources: [{{id: r, name: Resource {i}, evidence: [2]}}]}}]\n"
            f"parties: [{{id: next, name: Next, form: organisation, stands_for: [m{(i + 1) % members}]}}]\n"
            "feeds:\n  - {from: r, to: money, basis: stated, evidence: [3]}\n"
            "  - {from: next, to: r, basis: stated, evidence: [4]}\n"
        )
    for name, text in files.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "c.yaml").write_text(head + text, encoding="utf-8")
    names = "".join(f"  - {{id: {name}, catalogue: {name}}}\n" for name in files)
    joined = TOWN["town.yaml"].partition("members:")[0].replace("hub: commons", "hub: hub")
    (folder / "many.yaml").write_text(f"{joined}members:\n{names}", encoding="utf-8")
    return folder / "many.yaml"


def changed(text: str, old: str, new: str) -> str:
    """The text with the first ``old`` in it as ``new``."""
    return text.replace(old, new, 1) if old else text


def place(**changes: tuple[str, str]) -> str:
    """File, line and column of the mark in what is changed."""
    for name, text in TOWN.items():
        before, mark, _ = changed(text, *changes.get(name.partition("/")[0].removesuffix(".yaml"), ("", ""))).partition(
            MARK
        )
        if mark:
            return f"{name}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    raise AssertionError("no mark")
