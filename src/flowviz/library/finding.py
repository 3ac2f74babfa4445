"""Things by what people type, and ways between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.library.choices import thing_in
from flowviz.library.opening import model_of
from flowviz.lineage import ways
from flowviz.search import Index

if TYPE_CHECKING:
    from flowviz.library.opening import Catalogued
    from flowviz.search import Found

__all__ = ["path", "search"]


def search(catalogue: Catalogued, text: str, *, most: int = 60) -> list[Found]:
    """The things that ``text`` finds in any language, best first, each with the text of it that matched.

    Parts of words and small slips are understood.

    >>> import flowviz
    >>> [(found.id, found.text) for found in flowviz.search(flowviz.load(), "social insurence", most=1)]
    [('kela', 'Kela (Social Insurance Institution of Finland)')]
    """
    model = model_of(catalogue)
    return model.once(Index, lambda: Index.of(model)).find(text, most)


def path(catalogue: Catalogued, source: str, target: str, *, most: int = 20) -> list[list[str]]:
    """The shortest ways along feeds from ``source``, or what lies in it, to ``target``, each a list of ids; none when no data get there.

    >>> import flowviz
    >>> flowviz.path(flowviz.load(), "tyovoima", "talousarvion-laadinta")[0]
    ['tyovoima', 'taloustietovaranto', 'talousarvion-laadinta']

    Raises `UnknownThing` for an id that does not exist.
    """
    model = model_of(catalogue)
    return ways(model, thing_in(model, source), thing_in(model, target), most)
