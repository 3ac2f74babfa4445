"""What the search of a site looks through: one small script a language, loaded when the page is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from flowviz.model import Model, name_of, organisation_beside
from flowviz.search import FIELDS, ahead, texts
from flowviz.site.addresses import address
from flowviz.synonyms import beginnings
from flowviz.wording import kind_word
from flowviz.writing import GENERATOR

__all__ = ["Findable", "entries", "findable", "index"]


class Findable(NamedTuple):
    """What a thing is found by, in whatever language: where it is told of, its texts by the number of their field, how far ahead."""

    address: str
    texts: list[tuple[int, str]]
    ahead: float


def findable(model: Model) -> dict[str, Findable]:
    """What each thing with a place is found by."""
    found: dict[str, Findable | None] = {}
    for node, field, text in dict.fromkeys(texts(model)):
        if field == "id":
            continue
        if node not in found:
            target = address(model, node)
            found[node] = Findable(target, [], ahead(model.nodes[node]["kind"])) if target else None
        if one := found[node]:
            one.texts.append((FIELDS.index(field), text))
    return {node: one for node, one in found.items() if one}


def entries(model: Model, language: str, found: Mapping[str, Findable] | None = None) -> list[list[Any]]:
    """Each thing with a place: name, kind in words, address, its texts by the number of their field, and how far ahead.

    For several languages, what all of them share is ``found`` once.
    """
    return [
        [name_of(model, node, language), _kind(model, node, language), *one]
        for node, one in (found or findable(model)).items()
    ]


def _kind(model: Model, node: str, language: str) -> str:
    """The kind of a thing in words, and where catalogues are joined the organisation that it is of."""
    whole, told = organisation_beside(model, node), kind_word(model, node, language)
    return told if whole is None else f"{told} · {name_of(model, whole, language)}"


def index(model: Model, language: str, found: Mapping[str, Findable] | None = None) -> str:
    """The script that holds what can be found, see `entries`, and other words for the same."""
    data, same = (
        json.dumps(one, ensure_ascii=False, separators=(",", ":"))
        for one in (entries(model, language, found), beginnings())
    )
    return f"/* {GENERATOR} */\nvar flowvizSame = {same};\nvar flowvizFound = {data};\n"
