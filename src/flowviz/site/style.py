"""The style sheet of a site: the colours of the theme as variables, then the rules."""

from __future__ import annotations

import dataclasses
import importlib.resources
from typing import Final

from flowviz.theme import THEMES, Palette
from flowviz.writing import GENERATOR

__all__ = ["COLOURS", "style", "variables"]

_LIGHT, _DARK = (THEMES[name] for name in ("light", "dark"))
_NAMES: Final = tuple(field.name for field in dataclasses.fields(Palette))

COLOURS: Final = {(getattr(_LIGHT, name), getattr(_DARK, name)): name.replace("_", "-") for name in reversed(_NAMES)}
"""The name of each pair of a light and a dark colour."""


def variables(palette: Palette) -> str:
    """The colours of ``palette`` as CSS variables."""
    return "".join(f"--{name.replace('_', '-')}:{getattr(palette, name)};" for name in _NAMES)


def style() -> str:
    """The style sheet."""
    rules = importlib.resources.files("flowviz.site").joinpath("static/site.css").read_text("utf-8")
    return (
        f"/* {GENERATOR} */\n"
        f":root{{color-scheme:light dark;{variables(_LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(_DARK)}}}}}\n{rules}"
    )
