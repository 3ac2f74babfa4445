"""Shows where an organisation's information lives and flows, and what breaks when a piece is taken away.

As a library it is the names of `__all__`, which ``docs/library.md`` shows at work:

>>> import flowviz
>>> flowviz.load()
<Catalogue helsinki-kaupunginkanslia 1.2.0: 7 departments, 51 resources, 112 feeds>

Each is imported when it is first asked for.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False  # as `typing` says, which takes longer to import than all of this
if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.errors import (
        CatalogueError,
        DrawingError,
        FlowvizError,
        InputError,
        NoSuchFeed,
        OutputError,
        RevisionError,
        UnknownThing,
    )
    from flowviz.library.difference import diff
    from flowviz.library.drawn import Drawing, draw
    from flowviz.library.finding import path, search
    from flowviz.library.opening import build, load, loads
    from flowviz.library.removing import impact
    from flowviz.library.written import export
    from flowviz.model import Model

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Drawing",
    "DrawingError",
    "FlowvizError",
    "InputError",
    "Model",
    "NoSuchFeed",
    "OutputError",
    "RevisionError",
    "UnknownThing",
    "__version__",
    "build",
    "diff",
    "draw",
    "export",
    "impact",
    "load",
    "loads",
    "path",
    "search",
]

__version__ = "0.1.0"

_HOMES = {
    "Catalogue": "catalogue",
    "Drawing": "library.drawn",
    "Model": "model",
    "build": "library.opening",
    "diff": "library.difference",
    "draw": "library.drawn",
    "export": "library.written",
    "impact": "library.removing",
    "load": "library.opening",
    "loads": "library.opening",
    "path": "library.finding",
    "search": "library.finding",
}
"""The modules of the names; all others are of `flowviz.errors`."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'errors')}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


class _Library(ModuleType):
    """This package. ``flowviz.impact`` and ``flowviz.search`` are functions, also once the packages of that name are imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Library
