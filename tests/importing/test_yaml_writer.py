from __future__ import annotations

from typing import TYPE_CHECKING

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import SAMPLE as EXAMPLE

from flowviz.importing import yaml_files
from flowviz.importing.yaml_writer import files_of, scalar
from flowviz.loading import load
from random_catalogues import AWKWARD

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue


@given(
    st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=30)
)
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_as_that_text_by_another_yaml_program(text: str) -> None:
    assert yaml.safe_load(f"key: {scalar(text)}") == {"key": text}


@given(st.text("0:?,[]{}#&*!|>'\"%@` -a", min_size=1, max_size=6).filter(lambda text: text == text.strip()))
@settings(max_examples=300, deadline=None)
def test_so_is_any_text_among_others_on_a_line(text: str) -> None:
    name = {"fi": text, "sv": text}
    found = files_of({"catalogue": {"language": "fi", "name": name, "languages": [text, text]}})["catalogue.yaml"]
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        data = yaml.load(found, loader)
        assert (data["catalogue"]["name"], data["catalogue"]["languages"]) == (name, [text, text])


def test_one_file_for_each_department_and_each_other_part(catalogue: Catalogue) -> None:
    files = yaml_files(catalogue)
    assert {name for name in files if "/" in name} == {
        f"departments/{entry.id}.yaml" for entry in catalogue.departments
    }
    assert {"catalogue.yaml", "feeds.yaml", "issues.yaml", "shared.yaml", "systems.yaml"} <= set(files)


def test_the_files_are_short_of_line_and_open_with_their_schema(catalogue: Catalogue) -> None:
    for name, text in yaml_files(catalogue).items():
        assert text.startswith("# yaml-language-server: $schema=")
        assert ("../catalogue" in text.splitlines()[0]) == ("/" in name)
        assert max(map(len, text.splitlines())) <= 125, name
        assert text.endswith("\n")
        assert not any(line != line.rstrip() for line in text.splitlines())


def test_it_reads_as_a_person_would_write_it() -> None:
    text = yaml_files(load(EXAMPLE))["departments/customer-services.yaml"]
    assert (
        """\
departments:
  - id: customer-services
    name: {fi: Asiakaspalvelut, sv: Kundtjänster, en: Customer Services}
    purpose: {fi: Palvelee asiakkaita., sv: Betjänar kunderna., en: Serves the customers.}
    updated:
      date: "2026-01-15"
      evidence: [2]
    caption:
      scopes: [national]
      evidence: [3]
    evidence: [2-3]
    units:
      - id: customer-desk
        name: {fi: Asiakasneuvonta, sv: Kundrådgivning, en: Customer Desk}
        evidence: [4]
"""
        in text
    )
