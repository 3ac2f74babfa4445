"""The site and the one-file explorer of the built-in catalogue, each made once a run."""

from __future__ import annotations

import functools

from flowviz import loading, page, site
from flowviz.model import build_model
from flowviz.places import CATALOGUE

__all__ = ["BASE", "built_in_page", "built_in_site"]

BASE = "https://example.org/information"


@functools.cache
def built_in_site() -> dict[str, bytes]:
    """The files of the site by path."""
    return dict(site.build(build_model(loading.load(CATALOGUE)), base=BASE))


@functools.cache
def built_in_page() -> bytes:
    """The file."""
    return page.build(build_model(loading.load(CATALOGUE)))
