"""The icons of the screens: symbols of `assets/icons.svg` as styles, so that they take the colour of the text beside them.

Their set and its licence are named there and in ``docs/dependencies.md``. An icon never stands alone: what it is on has a text
or an accessible name.
"""

from __future__ import annotations

import functools
import xml.etree.ElementTree as ET
from typing import Final
from urllib.parse import quote

from flowviz.places import ASSETS

__all__ = ["icons", "styles"]

_SVG: Final = "http://www.w3.org/2000/svg"
_RULE: Final = """.icon{display:inline-block;flex:none;width:1.15em;height:1.15em;vertical-align:-.2em;background:currentColor;\
-webkit-mask:var(--icon) center/contain no-repeat;mask:var(--icon) center/contain no-repeat}
@media(forced-colors:active){.icon{forced-color-adjust:none;background:CanvasText}}"""


@functools.cache
def icons() -> dict[str, str]:
    """Each icon by its name, as an SVG of its own."""
    ET.register_namespace("", _SVG)
    found = {}
    for symbol in ET.fromstring((ASSETS / "icons.svg").read_text("utf-8")).iter(f"{{{_SVG}}}symbol"):
        name = symbol.attrib.pop("id")
        symbol.attrib.pop("data-of")
        symbol.tag = f"{{{_SVG}}}svg"
        symbol.tail = None
        found[name] = ET.tostring(symbol, encoding="unicode").replace("currentColor", "#000")
    return found


def styles() -> str:
    """The rules for ``icon`` and ``icon-<name>``."""
    each = (
        f'.icon-{name}{{--icon:url("data:image/svg+xml,{quote(svg, safe=" =:/")}")}}' for name, svg in icons().items()
    )
    return "\n".join([_RULE, *each])
