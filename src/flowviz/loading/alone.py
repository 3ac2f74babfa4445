"""A file that stands alone beside catalogues, such as a scenario: read as strictly as they are, by the schema of its noun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.errors import CatalogueError
from flowviz.loading import schema, yaml_text
from flowviz.loading.problems import in_order

if TYPE_CHECKING:
    from flowviz.loading.yaml_text import YamlFile
    from flowviz.reading import Entry

__all__ = ["read_alone"]


def read_alone(entry: Entry, noun: type) -> YamlFile:
    """The file that ``entry`` is; its data fit the schema of ``noun``.

    Raises `CatalogueError` with every problem, each with file, line, column, cause and cure.
    """
    file = yaml_text.read(entry)
    problems = list(file.problems)
    if file.data is not None:
        problems += [file.problem(at, message, key=key) for at, key, message in schema.errors(file.data, noun)]
    if problems:
        raise CatalogueError(in_order(problems))
    return file
