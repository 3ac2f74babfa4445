"""What the one file needs to find ways along feeds by itself: ends, feeds between them, and the explorer's words."""

from __future__ import annotations

from typing import Any, Final

from flowviz.feeds import passes_on
from flowviz.lineage import most_connected
from flowviz.locales import words
from flowviz.model import Model, inside, name_of
from flowviz.wording import feed_text

__all__ = ["ways_of"]

_WORDS: Final = (
    "drawing.kind.paths",
    "explorer.find.clear",
    "explorer.find.label",
    "explorer.offers.connected",
    "explorer.paths.from",
    "explorer.paths.help",
    "explorer.paths.swap",
    "explorer.paths.to",
    "hops",
    "hops.one",
    "names.and",
    "path.none",
    "path.through",
    "path.title",
    "path.way",
    "path.way.only",
)
_OFFERED: Final = 8


def ways_of(model: Model, language: str, *, told: bool = True) -> dict[str, Any]:
    """The ends of feeds by id with their names, the feeds in sentences by their ends, and what lies in what.

    Of very many feeds none is ``told``: their sentences stand on the pages of their ends alone.
    Feeds are in the order of the catalogue, so that `static/ways.js` finds the ways of `flowviz.lineage.ways` in its order.
    """
    w = words(language)
    pairs = dict.fromkeys((feed.source, feed.target) for feed in model.catalogue.feeds)
    holding = {node: inside(model, node) for node in model}
    ends = {end for pair in pairs for end in pair}
    able = [node for node in model if ends.intersection(holding[node])]
    place = {node: i for i, node in enumerate(dict.fromkeys([*able, *ends]))}
    return {
        "ids": list(place),
        "names": [name_of(model, node, language) for node in place],
        "feeds": [[place[source], place[target]] for source, target in pairs],
        "told": [
            [feed_text(model, feed, language, ends=False) for feed in model.out[source][target]]
            for source, target in (pairs if told else ())
        ],
        "inside": {
            str(place[node]): [place[one] for one in members if one in ends or one == node]
            for node, members in holding.items()
            if node in place and len(members) > 1
        },
        "halting": [i for node, i in place.items() if not passes_on(model, node)],
        "offered": [place[node] for node in most_connected(model)[:_OFFERED]],
        "words": {key: w(key) for key in _WORDS},
    }
