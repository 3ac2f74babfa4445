"""A catalogue whose every name tries to break out of the format that it is written in."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowviz import loading
from flowviz.catalogue import Text
from flowviz.model import build_model

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

HOSTILE = """=1+1 "quoted' <b>&amp;</b> ]]> --> *[x](y)* `a` ${x} %date() |#; {{j}} \\n \\ @end 'a''b' : -> a.b ~x ä–\U0001f600"""
"""A name that means something in every one of the formats."""


def hostile_model(words: str = HOSTILE) -> Model:
    """The example catalogue with ``words`` in front of every text but those of the loader itself."""
    return build_model(_made_hostile(_example(), words))


@functools.cache
def _example() -> Catalogue:
    return loading.load(Path(__file__).with_name("example"))


def _made_hostile(noun: Any, words: str) -> Any:
    if noun in loading.reserved_scopes():
        return noun
    if isinstance(noun, Text):
        return Text(tuple((code, f"{words} {value}") for code, value in noun.values))
    if isinstance(noun, tuple):
        return tuple(_made_hostile(one, words) for one in noun)
    if dataclasses.is_dataclass(noun) and not isinstance(noun, type):
        return dataclasses.replace(
            noun, **{field.name: _made_hostile(getattr(noun, field.name), words) for field in dataclasses.fields(noun)}
        )
    return noun
