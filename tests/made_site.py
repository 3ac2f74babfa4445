"""The site and the one-file explorer of both authorities, each made once a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conftest import EXAMPLE
from flowviz import page, site
from flowviz.explorer.slides import drawn_stories
from flowviz.locales import LANGUAGES
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.model import Model
    from flowviz.site.stories import Tale

__all__ = ["BASE", "page_of", "site_of", "tales_of"]

BASE: Final = "https://example.org/information"
_SITES: Final[dict[str, Mapping[str, bytes]]] = {}
_PAGES: Final[dict[str, bytes]] = {}


def tales_of(model: Model) -> tuple[Tale, ...]:
    """The stories of an authority."""
    own = "da" in model.catalogue.header.languages
    return drawn_stories(EXAMPLE if own else CATALOGUE, model, LANGUAGES)


def site_of(model: Model) -> Mapping[str, bytes]:
    """The files of the site of an authority by path."""
    name = model.catalogue.header.id
    if name not in _SITES:
        _SITES[name] = dict(site.build(model, base=BASE, tales=tales_of(model)))
    return _SITES[name]


def page_of(model: Model) -> bytes:
    """The file of an authority."""
    name = model.catalogue.header.id
    if name not in _PAGES:
        _PAGES[name] = page.build(model, tales=tales_of(model))
    return _PAGES[name]
