"""What changed from one catalogue to another."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.changes import FORMATS, Report, compare
from flowviz.changes.drawn import draw
from flowviz.library.choices import language_in, page_in
from flowviz.library.drawn import Drawing, drawing_of
from flowviz.library.opening import model_of
from flowviz.library.written import form_of
from flowviz.telling.plain import records
from flowviz.writing import write_file

if TYPE_CHECKING:
    from flowviz.library.opening import Catalogued, Place
    from flowviz.telling.plain import Cell

__all__ = ["Difference", "diff"]

_FORM_OF: Final = {"text": "txt"}
"""How files of a format end, where it is not by its name."""


@dataclass(frozen=True, eq=False)
class Difference:
    """The changes from one catalogue to another, of which files can be made. False when there are none."""

    _report: Report = field(repr=False)

    @property
    def title(self) -> str:
        """Which versions are compared."""
        return self._report.title

    @cached_property
    def sentences(self) -> dict[str, list[str]]:
        """The changes in sentences by the name of their department."""
        return {group.name: list(group.sentences) for group in self._report.groups}

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Cell]]]:
        """The ``changes``, and the ``effects`` that they have: rows by the keys of their columns, in words."""
        return {
            table.name: records(table.columns, table.rows, self._report.language) for table in self._report.tables()
        }

    def drawing(self, department: str, *, theme: str = "light", fit: str = "screen") -> Drawing:
        """The drawing of a department with what is new, gone and changed in it, laid out for what ``fit`` says; see
        `flowviz.draw`."""
        report = self._report
        model, scene = draw(report.comparison, department, language=report.language, page=page_in(fit))
        return drawing_of(model, scene, theme=theme, fit=fit)

    def save(self, path: Place, *, force: bool = False) -> Path:
        """The path of the file that was written: ``.md``, ``.txt``, ``.json``, ``.csv`` or ``.xlsx``.

        A file that flowviz did not write is overwritten only with ``force``.
        """
        forms = {_FORM_OF.get(form, form): write for form, write in FORMATS.items()}
        write_file(Path(path), forms[form_of(path, forms)](self._report), force=force)
        return Path(path)

    def __bool__(self) -> bool:
        return bool(self._report.comparison.changes)

    def __repr__(self) -> str:
        return f"<Difference: {self._report.summary().rstrip('.')}>"


def diff(old: Catalogued, new: Catalogued, *, language: str = "fi") -> Difference:
    """What changed from ``old`` to ``new``. The order of entries is not compared.

    >>> import flowviz
    >>> flowviz.diff(flowviz.load(), flowviz.load(), language="en")
    <Difference: No differences>
    """
    return Difference(Report(compare(model_of(old), model_of(new)), language_in(language)))
