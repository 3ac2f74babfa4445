"""What feeds mean beside each other: who passes on what it gets, and which sentence tells the flow of another again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.model import Model, inside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed

__all__ = ["HOLDERS", "exact", "general", "once", "passes_on", "through", "told_again"]

HOLDERS: Final = ("resource", "shared", "register", "dataset", "system")
"""The kinds of things that data lie in, so that they may travel on. All others act: what they get ends with them, and
what they give begins with them."""

_WHOLE: Final = ("organisation", "department")


def passes_on(model: Model, id_: str) -> bool:
    """Whether what a thing gets may travel on along its other feeds: as the catalogue says, or else by its kind."""
    node = model.nodes[id_]
    said: bool | None = node["thing"].passes_on
    return node["kind"] in HOLDERS if said is None else said


def through(model: Model, way: Sequence[str]) -> list[str]:
    """What a way goes through of which nothing says that it passes on what it gets."""
    return [id_ for id_ in way[1:-1] if not passes_on(model, id_)]


def exact(model: Model, *, stated_only: bool = False) -> Mapping[int, Sequence[Feed]]:
    """For each sentence about a whole department the feeds that tell its flow by name: id() of the feed -> feeds.

    Such a feed has the same giver and receiver, or what lies in a department that is one. A general sentence that nothing
    refines, or that names data sets which those feeds do not, is left out. Made once for each model.
    """
    return model.once(("exact", stated_only), lambda: _exact(model, stated_only))


def general(model: Model, *, stated_only: bool = False) -> Mapping[int, Sequence[Feed]]:
    """For each feed the general sentences that it refines: id() of the feed -> feeds. Made once for each model."""
    return model.once(("general", stated_only), lambda: _turned(model, stated_only))


def told_again(model: Model, feed: Feed, *, stated_only: bool = False) -> bool:
    """Whether a feed is a general sentence whose flow others tell by name, so that it is not one more flow."""
    return id(feed) in exact(model, stated_only=stated_only)


def once(model: Model, feeds: Iterable[Feed]) -> list[Feed]:
    """The feeds, without the general sentences that others among them tell by name."""
    found = list(feeds)
    told = {id(sentence) for feed in found for sentence in general(model).get(id(feed), ())}
    return [feed for feed in found if id(feed) not in told]


def _exact(model: Model, stated_only: bool) -> Mapping[int, Sequence[Feed]]:
    counted = [feed for feed in model.catalogue.feeds if not stated_only or feed.basis == "stated"]
    lies_in: dict[str, list[str]] = {}
    for whole in dict.fromkeys(end for feed in counted for end in (feed.source, feed.target) if _is_whole(model, end)):
        for within in inside(model, whole):
            if within != whole:
                lies_in.setdefault(within, []).append(whole)
    sentences: dict[tuple[str, str], list[Feed]] = {}
    for feed in counted:
        if _is_whole(model, feed.source) or _is_whole(model, feed.target):
            sentences.setdefault((feed.source, feed.target), []).append(feed)
    found: dict[int, list[Feed]] = {}
    for feed in counted:
        for pair in _wider(feed, lies_in):
            for sentence in sentences.get(pair, ()):
                if not (sentence.carries and feed.carries) or {*sentence.carries} & {*feed.carries}:
                    found.setdefault(id(sentence), []).append(feed)
    told = {id(feed): feed for feed in counted}
    return {sentence: feeds for sentence, feeds in found.items() if _tell_all(feeds, told[sentence])}


def _tell_all(feeds: Sequence[Feed], sentence: Feed) -> bool:
    """Whether feeds by name may carry all that a sentence names."""
    return not all(feed.carries for feed in feeds) or {*sentence.carries}.issubset(
        d for feed in feeds for d in feed.carries
    )


def _is_whole(model: Model, id_: str) -> bool:
    return model.nodes[id_]["kind"] in _WHOLE


def _wider(feed: Feed, lies_in: Mapping[str, Collection[str]]) -> Iterator[tuple[str, str]]:
    """The ends of the sentences that could mean a feed too."""
    sources, targets = ((end, *lies_in.get(end, ())) for end in (feed.source, feed.target))
    pairs = ((source, target) for source in sources for target in targets)
    return (pair for pair in pairs if pair != (feed.source, feed.target) and pair[0] != pair[1])


def _turned(model: Model, stated_only: bool) -> Mapping[int, Sequence[Feed]]:
    found: dict[int, list[Feed]] = {}
    by_id = {id(feed): feed for feed in model.catalogue.feeds}
    for sentence, feeds in exact(model, stated_only=stated_only).items():
        for feed in feeds:
            found.setdefault(id(feed), []).append(by_id[sentence])
    return found
