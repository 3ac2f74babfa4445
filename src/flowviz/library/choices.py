"""What may be chosen, and an error that lists it for all else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.diagrams.page import FITS
from flowviz.errors import FlowvizError, UnknownThing
from flowviz.loading.problems import short
from flowviz.locales import LANGUAGES
from flowviz.model import near_things
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.diagrams.page import Page
    from flowviz.model import Model

__all__ = ["language_in", "one_of", "page_in", "theme_in", "thing_in"]


def one_of(what: str, wanted: str, known: Iterable[str]) -> str:
    """``wanted``, which must be among ``known``.

    >>> one_of("theme", "pink", ["light", "dark"])
    Traceback (most recent call last):
    ...
    flowviz.errors.FlowvizError: there is no theme 'pink'; there are: light, dark
    """
    choices = list(known)
    if wanted not in choices:
        raise FlowvizError(f"there is no {what} '{short(str(wanted))}'; there are: {', '.join(choices)}")
    return wanted


def language_in(language: str) -> str:
    """``language``, in which flowviz must have its sentences."""
    return one_of("language", language, LANGUAGES)


def theme_in(theme: str) -> str:
    """``theme``, one of those that there are."""
    return one_of("theme", theme, THEMES)


def page_in(fit: str) -> Page:
    """The page that is called ``fit``."""
    return FITS[one_of("fit", fit, FITS)]


def thing_in(model: Model, id_: str) -> str:
    """``id_``, which must be the id of a thing. Raises `UnknownThing` with the ids that are near."""
    if id_ not in model:
        raise UnknownThing(str(id_), near_things(model, str(id_)))
    return id_
