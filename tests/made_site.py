"""The site and the one-file explorer of both authorities, each made once a run: what one process made, the others read."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from conftest import EXAMPLE
from flowviz import page, site
from flowviz.explorer.slides import drawn_stories
from flowviz.locales import LANGUAGES
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flowviz.model import Model
    from flowviz.site.stories import Tale

__all__ = ["BASE", "SHARED", "page_of", "site_of", "tales_of"]

T = TypeVar("T")
BASE: Final = "https://example.org/information"
SHARED: Final[list[Path]] = []
"""The folder that all processes of a run have in common; none for one process alone."""
_SITES: Final[dict[str, Mapping[str, bytes]]] = {}
_PAGES: Final[dict[str, bytes]] = {}


def _made(name: str, make: Callable[[], T]) -> T:
    """What another process made under a name, or what is made now. Two that make it at once do no harm: a file is whole or not there."""
    if not SHARED:
        return make()
    kept = SHARED[0] / f"{name}.pickle"
    if not kept.exists():
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(pickle.dumps(make()))
        new.replace(kept)
    found: T = pickle.loads(kept.read_bytes())
    return found


def tales_of(model: Model) -> tuple[Tale, ...]:
    """The stories of an authority."""
    own = "da" in model.catalogue.header.languages
    return drawn_stories(EXAMPLE if own else CATALOGUE, model, LANGUAGES)


def site_of(model: Model) -> Mapping[str, bytes]:
    """The files of the site of an authority by path."""
    name = model.catalogue.header.id
    if name not in _SITES:
        _SITES[name] = _made(f"{name} site", lambda: dict(site.build(model, base=BASE, tales=tales_of(model))))
    return _SITES[name]


def page_of(model: Model) -> bytes:
    """The file of an authority."""
    name = model.catalogue.header.id
    if name not in _PAGES:
        _PAGES[name] = _made(f"{name} page", lambda: page.build(model, tales=tales_of(model)))
    return _PAGES[name]
