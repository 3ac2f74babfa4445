"""Where each thing stands in a site: the paths of pages, relative to the folder of a language.

Every link is relative, so that a site works in any folder of a server and from a disk.
"""

from __future__ import annotations

import functools
import posixpath
import re
from typing import Final

from flowviz.catalogue import STROKE, as_file, member_of
from flowviz.model import Model

__all__ = ["address", "anchor", "has_page", "relative", "sign"]

_FOLDERS: Final = {
    "department": "department",
    "resource": "resource",
    "shared": "resource",
    "party": "party",
    "system": "system",
}


def has_page(model: Model, node: str) -> bool:
    """Whether a thing has a page of its own."""
    return node in model and (model.nodes[node]["kind"] in _FOLDERS or _is_member(model, node))


def _is_member(model: Model, node: str) -> bool:
    """Whether it is the organisation of a catalogue that is joined with others."""
    return model.nodes[node]["kind"] == "organisation" and member_of(node) is not None


def address(model: Model, node: str) -> str | None:
    """Where a thing is told of: its page, or its place on the page of what it lies in; None when nowhere.

    What a member of a joined catalogue owns lies in a folder of that member.
    """
    if node not in model:
        return None
    data = model.nodes[node]
    member, own = as_file(member_of(node) or ""), as_file(node.rpartition(STROKE)[2])
    if data["kind"] == "organisation":
        return f"{member}/index.html" if member else "index.html"
    if has_page(model, node):
        page = f"{_FOLDERS[data['kind']]}/{own}.html"
        return f"{member}/{page}" if member else page
    if data["kind"] == "request":
        return f"request.html#{node}"
    home = data["resource"] or data["department"]
    return f"{address(model, home)}#{node}" if home else None


def sign(scope: str) -> str:
    """Where the sign of a scope lies, beside the folders of languages."""
    return f"sign/{as_file(scope)}.svg"


def anchor(code: str) -> str:
    """The name of the place of a records class on its page; no two codes have the same.

    Names that pages give to their own parts begin with an underscore, which no id does.

    >>> anchor("00 01 04"), anchor("00 01.04")
    ('class-00-01-04', 'class-00-01_2e_04')
    """
    return "class-" + re.sub(r"[^0-9A-Za-z ]", lambda match: f"_{ord(match.group()):x}_", code).replace(" ", "-")


def relative(target: str, page: str) -> str:
    """The link to ``target`` from ``page``, both relative to the same folder.

    >>> relative("party/kela.html#out", "resource/asiakkaat.html")
    '../party/kela.html#out'
    >>> relative("resource/asiakkaat.html#aineisto", "resource/asiakkaat.html")
    '#aineisto'
    """
    own = len(page)
    if target[own : own + 1] == "#" and len(target) > own + 1 and target.startswith(page):
        return target[own:]
    return _link(target, page.rpartition("/")[0])


@functools.lru_cache(maxsize=100_000)
def _link(target: str, folder: str) -> str:
    path, hash_, place = target.partition("#")
    return _way(path, folder) + hash_ + place


@functools.lru_cache(maxsize=100_000)
def _way(path: str, folder: str) -> str:
    root = "/site/language/"  # absolute, or the working folder would count
    return posixpath.relpath(root + path, root + folder)
