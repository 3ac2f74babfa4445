"""The style sheet of a site: the colours of the theme as variables, then the rules."""

from __future__ import annotations

import dataclasses
import importlib.resources
from collections.abc import Sequence
from typing import Final

from flowviz.places import ASSETS
from flowviz.theme import THEMES, Palette
from flowviz.writing import GENERATOR

__all__ = ["BOTH", "COLOURS", "rules", "style", "variables"]

_LIGHT, _DARK = (THEMES[name] for name in ("light", "dark"))
_NAMES: Final = tuple(field.name for field in dataclasses.fields(Palette))


def _colours() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for light in _NAMES:
        found.setdefault((getattr(_LIGHT, light), getattr(_DARK, light)), light)
    for light in _NAMES:
        for dark in _NAMES:
            found.setdefault((getattr(_LIGHT, light), getattr(_DARK, dark)), f"{light}-{dark}")
    return found


COLOURS: Final = _colours()
"""The name of each pair of a light and a dark colour: that of the palette, or of the two colours that make it."""


def _named(light: str, dark: str) -> str:
    """A colour of both themes, by the name of its pair where they differ."""
    return light if light == dark else f"var(--{COLOURS[light, dark]})"


class _Both(Palette):
    """The colours of both themes at once."""

    @property
    def each(self) -> Sequence[tuple[Palette, str]]:
        return (_LIGHT, ""), (_DARK, "dark-only")


BOTH: Final = _Both(*(_named(getattr(_LIGHT, name), getattr(_DARK, name)) for name in _NAMES))
"""The palette of drawings that follow the theme of their page."""


def variables(theme: str) -> str:
    """The colours of a theme as CSS variables."""
    palette = {name: (getattr(_LIGHT, name), getattr(_DARK, name)) for name in _NAMES}
    pairs = palette | {name: pair for pair, name in COLOURS.items()}
    return "".join(f"--{name}:{pair[theme == 'dark']};" for name, pair in pairs.items())


def rules(name: str) -> str:
    """The rules of a style sheet of the site."""
    return importlib.resources.files("flowviz.site").joinpath(f"static/{name}.css").read_text("utf-8")


def shared(name: str) -> str:
    """The rules of a style sheet of the explorer."""
    return (ASSETS / f"{name}.css").read_text("utf-8")


def style() -> str:
    """The style sheet."""
    return (
        f"/* {GENERATOR} */\n"
        f":root{{color-scheme:light dark;{variables('light')}}}\n"
        f".dark-only{{display:none}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables('dark')}}}.dark-only{{display:inline}}}}\n"
        f"{rules('site')}{rules('content')}{shared('figures')}{shared('critical')}{shared('slides')}"
    )
