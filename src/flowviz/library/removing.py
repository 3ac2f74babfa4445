"""What happens if things go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from flowviz import drawing
from flowviz.errors import FlowvizError, one_line
from flowviz.impact import load_scenario
from flowviz.library.choices import language_in, one_of, page_in
from flowviz.library.drawn import Drawing, drawing_of
from flowviz.library.opening import model_of
from flowviz.library.written import form_of
from flowviz.reports import FORMATS, ask, csv_of, markdown
from flowviz.telling.plain import records
from flowviz.writing import write_files

if TYPE_CHECKING:
    from flowviz.library.opening import Catalogued, Place
    from flowviz.reports import Question
    from flowviz.telling.plain import Cell

__all__ = ["Answer", "impact"]


@dataclass(frozen=True, eq=False)
class Answer:
    """What the removal does, of which files can be made."""

    _question: Question = field(repr=False)

    @property
    def title(self) -> str:
        """What is removed, by name."""
        return self._question.names

    @property
    def summary(self) -> dict[str, int]:
        """The numbers of the answer; see docs/impact.md for what they count."""
        return asdict(self._question.whole.summary)

    @cached_property
    def tables(self) -> dict[str, list[dict[str, Cell]]]:
        """Every table of the answer by name, ``downstream`` first: rows by the keys of their columns, in words."""
        language = self._question.language
        return {name: records(table.columns, table.rows, language) for name, table in self._question.tables.items()}

    def drawing(self, *, theme: str = "light", fit: str = "screen") -> Drawing:
        """The drawing of the answer, laid out for what ``fit`` says; see `flowviz.draw`."""
        question = replace(self._question, page=page_in(fit))
        return drawing_of(question.model, question.scene(), theme=theme, fit=fit)

    def save(self, path: Place, *, table: str = "downstream", force: bool = False) -> Path:
        """The path of the file that was written: a template for assessing the change (``.docx``, ``.md``, ``.html``),
        all tables (``.xlsx``), one ``table`` (``.csv``), all of it as data (``.json``), or the drawing.

        Beside a ``.md`` stands its drawing. A file that flowviz did not write is overwritten only with ``force``.
        """
        place = Path(path)
        form = form_of(path, [*FORMATS, *(form for form in drawing.FORMATS if form not in FORMATS)])
        if form in drawing.FORMATS:
            return self.drawing().save(path, force=force)
        if form == "csv":
            files = {place: csv_of(self._question, one_of("table", table, self._question.tables))}
        elif form == "md":
            picture = place.with_suffix(".svg")
            files = {place: markdown.write(self._question, picture.name), picture: self._question.svg().encode()}
        else:
            files = {place: FORMATS[form](self._question)}
        write_files(files, force=force)
        return place

    def __repr__(self) -> str:
        numbers = self.summary
        told = ", ".join(f"{numbers[key]} {key.replace('_', ' ')}" for key in ("cut_off", "weakened", "touched"))
        return one_line(f"<Impact of removing {self.title}: {told}>")


def impact(
    catalogue: Catalogued,
    *things: str,
    feeds: Iterable[tuple[str, str]] = (),
    scenario: Place | None = None,
    stated_only: bool = False,
    language: str = "fi",
) -> Answer:
    """The answer to what happens if ``things`` go, or ``feeds`` from one thing to another.

    Instead of both, a ``scenario`` file says what goes and what comes. With ``stated_only`` implied feeds do not count.

    >>> import flowviz
    >>> answer = flowviz.impact(flowviz.load(), "taloustietovaranto", language="en")
    >>> answer
    <Impact of removing Financial information resource: 1 cut off, 0 weakened, 0 touched>
    >>> answer.tables["downstream"][0]["effect"]
    'loses all'

    Raises `UnknownThing` for an id that does not exist, `NoSuchFeed` for two things that no feed joins.
    """
    pairs = list(feeds)
    if any(isinstance(pair, str) for pair in pairs):
        raise FlowvizError("feeds are pairs of ids: [('from', 'to')]")
    if bool(things or pairs) == (scenario is not None):
        raise FlowvizError("say what is to go: ids of things, feeds as pairs of ids, or else a scenario file")
    model = model_of(catalogue)
    tried = load_scenario(Path(scenario), model) if scenario is not None else None
    question = ask(model, things, pairs, scenario=tried, stated_only=stated_only, language=language_in(language))
    return Answer(question)
