"""What the one file needs to work out a removal by itself, by the definitions of ``docs/impact.md``, and to tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flowviz.catalogue import Catalogue
from flowviz.connections import home_of
from flowviz.ends import One
from flowviz.facts.impact import EFFECTS
from flowviz.feeds import exact, told_again
from flowviz.impact.ranking import NOT_TAKEN, worth_asking
from flowviz.impact.removal import around, fallen
from flowviz.locales import sentences
from flowviz.model import Model
from flowviz.site.addresses import address
from flowviz.standing import groups_of_things, stands_for
from flowviz.theme import MARKS

__all__ = ["removals_of"]

_OFFERED: Final = 6
_FELT: Final = (*EFFECTS, "alone")
_HIT: Final = ("removed", "cut-off", "weakened", "alone", "touched", "holder", "upstream")
_ANSWERS: Final = (
    *(f"{felt.replace(' ', '_')}{how}" for felt in ("cut off", "weakened") for how in ("", ".possible")),
    *("touched", "alone", "in_general", "implied", "without_receiver", "fewer_receivers", "without_system"),
    *("fewer_systems", "keeper"),
)
_WORDS: Final = (
    *("certain.True.meaning", "certain.False.meaning", "critical.title", "explorer.find.label", "explorer.impact.add"),
    *("explorer.impact.also", "explorer.impact.ask", "explorer.impact.choose", "explorer.impact.clear"),
    *("explorer.impact.gone", "explorer.impact.keep", "explorer.impact.lead", "explorer.layer.after"),
    *("explorer.layer.answer", "explorer.layer.before", "explorer.layer.elsewhere", "explorer.layer.end"),
    *("explorer.layer.gone", "explorer.layer.legend", "explorer.layer.not_drawn"),
    *("explorer.layer.nothing", "explorer.layer.switch", "explorer.view.impact", "field.distance"),
    *("field.effect", "field.feeds_lost", "field.name", "hops", "hops.one", "impact.answer.general"),
    *("impact.answer.nothing", "impact.feeds_lost", "impact.least", "impact.mark.fewer", "impact.mark.fewer_receiver"),
    *("impact.mark.less", "impact.mark.no_receiver", "impact.mark.without", "impact.table.downstream"),
    *("impact.table.holders", "impact.table.upstream", "impact.title", "layer.dim", "layer.legend.within"),
    *("layer.line.less", "layer.line.lost", "names.more", "page.impact.apart", "role.removed"),
    *(f"effect.{felt}.{how}" for felt in _FELT for how in ("tag", "possible")),
    *(f"impact.legend.{mark}" for mark in (*_HIT, "lost")),
    *(f"impact.answer.{key}{ending}" for key in _ANSWERS for ending in ("", ".one")),
)


def removals_of(model: Model, language: str) -> dict[str, Any]:
    """The flows with what they carry, what falls with what, what runs in what, what drawings show of it, and the words."""
    told = sentences(language)
    plain: dict[str, Any] = model.once("removals", lambda: _told(model))
    return plain | {"words": {key: told[key] for key in _WORDS if key in told}}


def _told(model: Model) -> dict[str, Any]:
    """What is the same in every language."""
    catalogue: Catalogue = model.catalogue
    feeds = catalogue.feeds
    places = {id(feed): place for place, feed in enumerate(feeds)}
    carried = list(dict.fromkeys(dataset for feed in feeds for dataset in feed.carries))
    number = {dataset: place for place, dataset in enumerate(carried)}
    able = [node for node in model if model.nodes[node]["kind"] not in NOT_TAKEN and address(model, node)]
    falls = {node: [one.id for one in fallen(model, (node,))][1:] for node in able}
    departments = [entry.id for entry in catalogue.departments]
    uses = {node: list(model.targets(node, "uses system")) for node in model}
    runs = {node: list(model.sources(node, "run by")) for node in model}
    return {
        "order": list(model),
        "able": able,
        "offered": list(worth_asking(model)[:_OFFERED]),
        "feeds": [
            [
                model.order[feed.source],
                model.order[feed.target],
                not told_again(model, feed),
                feed.basis == "stated" and not told_again(model, feed, stated_only=True),
                *(number[dataset] for dataset in feed.carries),
            ]
            for feed in feeds
        ],
        "datasets": carried,
        "around": [list(around(model, dataset)) for dataset in carried],
        "falls": {node: inner for node, inner in falls.items() if inner},
        "exact": {
            str(places[sentence]): [places[id(feed)] for feed in told] for sentence, told in exact(model).items()
        },
        "systems": {node: found for node, found in uses.items() if found},
        "runs": {node: found for node, found in runs.items() if found},
        "stands": {str(end): list(members) for end, members in groups_of_things(model).items()}
        | {node: members for node in model if (members := _members(model, node, falls)) is not None},
        "narrow": {node: sorted(stands_for(model, One(node), within="~")) for node in departments},
        "homes": {node: home_of(model, node) for node in departments},
        "signs": {mark: [MARKS[mark].sign, MARKS[mark].colour, MARKS[mark].width] for mark in (*_HIT, "changed")},
    }


def _members(model: Model, node: str, falls: Mapping[str, Sequence[str]]) -> list[str] | None:
    """What a thing stands for in drawings, where that is more or less than what falls with it."""
    found = stands_for(model, One(node))
    return None if found == {node, *falls.get(node, ())} else sorted(found)
