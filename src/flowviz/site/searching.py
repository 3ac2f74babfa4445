"""What the search of a site looks through: one small script a language, loaded when the page is."""

from __future__ import annotations

import json
from typing import Any

from flowviz.model import Model, name_of, organisation_beside
from flowviz.search import FIELDS, ahead, texts
from flowviz.site.addresses import address
from flowviz.synonyms import beginnings
from flowviz.wording import kind_word
from flowviz.writing import GENERATOR

__all__ = ["entries", "index"]


def entries(model: Model, language: str) -> list[list[Any]]:
    """Each thing with a place: name, kind in words, address, its texts by the number of their field, and how far ahead."""
    found: dict[str, list[Any]] = {}
    for node, field, text in dict.fromkeys(texts(model)):
        target = address(model, node)
        if target is None or field == "id":
            continue
        said = name_of(model, node, language), _kind(model, node, language), target
        entry = found.setdefault(node, [*said, [], ahead(model.nodes[node]["kind"])])
        entry[3].append([FIELDS.index(field), text])
    return list(found.values())


def _kind(model: Model, node: str, language: str) -> str:
    """The kind of a thing in words, and where catalogues are joined the organisation that it is of."""
    whole, told = organisation_beside(model, node), kind_word(model, node, language)
    return told if whole is None else f"{told} · {name_of(model, whole, language)}"


def index(model: Model, language: str) -> str:
    """The script that holds what can be found."""
    data, same = (
        json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in (entries(model, language), beginnings())
    )
    return f"/* {GENERATOR} */\nvar flowvizSame = {same};\nvar flowvizFound = {data};\n"
