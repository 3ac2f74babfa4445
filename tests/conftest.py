"""What the tests share: the built-in catalogue, its graph, and a way to write small catalogues."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from flowviz import loading
from flowviz.graph import build_graph
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.graph import Graph

HEAD = """\
source: page
catalogue:
  id: small
  name: {en: Small, da: Lille}
  version: "1"
  date: "2026-01-31"
  language: en
  languages: [en, da]
organisation: {id: office, name: {en: Office, da: Kontor}}
sources:
  - {id: page, title: Page, language: en, lines: 90}
scopes:
  - {id: city, name: City, colour: "#ffcab3", letter: C, shape: circle}
  - {id: state, name: State, colour: "#ffe977", letter: S, shape: square}
departments:
  - id: care
    name: {en: Care, da: Pleje}
    units: [{id: ward, name: {en: Ward, da: Afdeling}}]
    resources:
      - {id: clients, name: {en: Clients, da: Klienter}}
shared:
  - {id: people, name: {en: People, da: Personer}, scope: city}
feeds:
  - {from: clients, to: people, basis: stated, evidence: [3]}
"""
"""A catalogue in one file that loads without error or warning; what tests add goes into a second file."""


def write_catalogue(folder: Path, **files: str | bytes) -> Path:
    """``folder``, with `HEAD` as ``head.yaml`` and each of ``files`` as ``<name>.yaml``."""
    for name, text in {"head": HEAD, **files}.items():
        raw = text if isinstance(text, bytes) else dedent(text).encode()
        (folder / f"{name}.yaml").write_bytes(raw)
    return folder


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return loading.load(CATALOGUE)


@pytest.fixture(scope="session")
def graph(catalogue: Catalogue) -> Graph:
    return build_graph(catalogue)
