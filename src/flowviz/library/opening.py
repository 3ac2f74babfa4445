"""A catalogue from wherever it is, and its model."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from flowviz import loading
from flowviz.catalogue import Catalogue
from flowviz.errors import UnknownThing
from flowviz.loading.problems import Problem
from flowviz.model import Model, build_model
from flowviz.near import near
from flowviz.places import CATALOGUE
from flowviz.reading import Memory, ending

if TYPE_CHECKING:
    from flowviz.loading.data_file import Path as Steps
    from flowviz.messages import Message

__all__ = ["Catalogued", "Place", "build", "load", "loads", "model_of"]

Place: TypeAlias = str | os.PathLike[str]
"""Where a file or folder is."""
Catalogued: TypeAlias = Place | Catalogue | Model
"""A catalogue: where it is, as `load` takes it; what `load` gave; or the model that `build` makes of it, for many questions."""


def load(source: Place = CATALOGUE) -> Catalogue:
    """The catalogue in ``source``; without one, the catalogue that is built in.

    ``source`` is a folder or file of YAML, an export that holds everything (``.json``, ``.xlsx``, ``.zip``), or a
    revision of git, ``REVISION:PATH``.

    >>> import flowviz
    >>> flowviz.load()
    <Catalogue helsinki-kaupunginkanslia 1.2.0: 7 departments, 51 resources, 112 feeds>

    Raises `CatalogueError` with every problem of it, and `InputError` when it cannot be read.
    """
    return _read(source).catalogue


def loads(content: str | bytes | Mapping[str, Any]) -> Catalogue:
    r"""The catalogue in ``content``: YAML text, several YAML texts by file name, or plain data of the same shape.

    >>> import flowviz
    >>> head = "catalogue: {id: mine, name: Mine, version: '1', date: 2026-01-31, language: en, languages: [en]}\n"
    >>> flowviz.loads({"head.yaml": head, "office.yaml": "organisation: {id: office, name: Office}"})
    <Catalogue mine 1: 0 departments, 0 resources, 0 feeds>

    Raises `CatalogueError` with every problem, each with its line or, in plain data, with the keys that lead to it:

    >>> flowviz.loads({"catalogue": {"id": "mine", "nmae": "Mine"}})
    Traceback (most recent call last):
    ...
    flowviz.errors.CatalogueError: ...unknown key 'nmae' (did you mean 'name'?)...
    """
    if not isinstance(content, Mapping):
        content = {"catalogue.yaml": content}
    texts = {name: text for name, text in content.items() if ending(str(name)) in loading.ENDINGS}
    if not texts:  # no key of plain data ends as the name of a file
        return loading.from_data(dict(content), "data", _problem_of_data).catalogue
    files = {name: text.encode() if isinstance(text, str) else text for name, text in content.items()}
    return loading.load(Memory("texts", files))


def build(source: Place | Catalogue = CATALOGUE) -> Model:
    """The model of a catalogue: what every function here makes of it first, made once.

    >>> import flowviz
    >>> model = flowviz.build(flowviz.load())
    >>> "kela" in model
    True

    Raises `UnknownThing` for a reference to nothing, in a catalogue that was changed by hand.
    """
    if not isinstance(source, Catalogue):
        return _read(source)
    try:
        return build_model(source)
    except KeyError as error:
        missing = str(error.args[0])
        raise UnknownThing(missing, near(missing, [thing.id for thing, _ in source.things()])) from None


def model_of(catalogue: Catalogued) -> Model:
    """The model of ``catalogue``, which may be one."""
    return catalogue if isinstance(catalogue, Model) else build(catalogue)


def _read(source: Place) -> Model:
    from flowviz.changes.revisions import read_version

    return read_version(os.fspath(source)).model


def _problem_of_data(steps: Steps, message: Message) -> Problem:
    return Problem("/".join(map(str, steps)) or "data", 0, 0, message)
