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


def _colours() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for light in _NAMES:
        found.setdefault((getattr(_LIGHT, light), getattr(_DARK, light)), light.replace("_", "-"))
    for light in _NAMES:
        for dark in _NAMES:
            found.setdefault((getattr(_LIGHT, light), getattr(_DARK, dark)), f"{light}-{dark}".replace("_", "-"))
    return found


COLOURS: Final = _colours()
"""The name of each pair of a light and a dark colour: that of the palette, or of the two colours that make it."""


def variables(theme: str) -> str:
    """The colours of a theme as CSS variables."""
    return "".join(f"--{name}:{pair[theme == 'dark']};" for pair, name in COLOURS.items())


def style() -> str:
    """The style sheet."""
    rules = importlib.resources.files("flowviz.site").joinpath("static/site.css").read_text("utf-8")
    return (
        f"/* {GENERATOR} */\n"
        f":root{{color-scheme:light dark;{variables('light')}}}\n"
        f".dark-only{{display:none}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables('dark')}}}.dark-only{{display:inline}}}}\n{rules}"
    )
