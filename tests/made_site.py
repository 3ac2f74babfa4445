"""A site of the built-in catalogue, made once a run."""

from __future__ import annotations

import functools

from flowviz import loading
from flowviz.graph import build_graph
from flowviz.places import CATALOGUE
from flowviz.site import build

__all__ = ["BASE", "built_in_site"]

BASE = "https://example.org/information"


@functools.cache
def built_in_site() -> dict[str, bytes]:
    """The files of the site by path."""
    return dict(build(build_graph(loading.load(CATALOGUE)), base=BASE))
