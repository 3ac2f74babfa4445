"""What was exported as JSON, read as the catalogue that it was: a single one, or joined ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz import importing, kept
from flowviz.loading import Loaded
from flowviz.reading import one_file

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue

__all__ = ["load", "load_with_warnings"]


def load(path: Path) -> Catalogue:
    """The catalogue that the file at ``path`` holds, kept for the next command as `flowviz.kept` keeps one.

    Raises `CatalogueError` with every problem and its place in the JSON.
    """
    raw = one_file(path).read()
    name = str(path)
    return kept.once([kept.Read(name, {name: raw})], lambda: importing.from_json(raw, name).catalogue)


def load_with_warnings(path: Path) -> Loaded:
    """The same, with warnings. Raises as `load` does."""
    found = importing.from_json(one_file(path).read(), str(path))
    return Loaded(found.catalogue, found.warnings)
