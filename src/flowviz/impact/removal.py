"""What is removed, and what falls with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.errors import NoSuchFeed, UnknownThing
from flowviz.model import LIES_IN, near_things
from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed
    from flowviz.model import Model

__all__ = ["Fallen", "Loss", "Removal", "Taken", "around", "carrying", "ended", "fallen", "holds", "losses"]


class Removal(Noun, kw_only=False):
    """What somebody chose to take away: ids of things, and single feeds.

    >>> Removal(("kela",)).things
    ('kela',)
    """

    things: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()

    @classmethod
    def of(cls, model: Model, things: Iterable[str] = (), pairs: Iterable[tuple[str, str]] = ()) -> Removal:
        """The removal of ``things`` and of all feeds from one to the other of each of ``pairs``.

        Raises `UnknownThing` for an id that the catalogue lacks, `NoSuchFeed` for a pair without a feed.
        """
        things = tuple(dict.fromkeys(things))
        pairs = tuple(dict.fromkeys(pairs))
        for id_ in (*things, *(end for pair in pairs for end in pair)):
            if id_ not in model:
                raise UnknownThing(id_, near_things(model, id_))
        feeds: list[Feed] = []
        for source, target in pairs:
            found = model.out[source].get(target)
            if not found:
                raise NoSuchFeed(source, target)
            feeds += found
        return cls(things, tuple(feeds))


class Fallen(Noun, kw_only=False):
    """A removed thing; ``within`` is the removed thing that it lies in and falls with, None for a chosen one."""

    id: str
    within: str | None = None


class Loss(Noun, kw_only=False):
    """A feed that goes on without some of the data sets that it carried."""

    feed: Feed
    datasets: tuple[str, ...]


def fallen(model: Model, things: Sequence[str]) -> list[Fallen]:
    """The chosen things and all that lies in them: parts, registers, data sets, a department's resources and units.

    A system holds nothing: what is kept in it does not fall with it.
    """
    inner = holds(model)
    found = {id_: Fallen(id_) for id_ in things}
    waiting = list(found)
    for whole in waiting:
        for id_ in inner.get(whole, ()):
            if id_ not in found:
                found[id_] = Fallen(id_, whole)
                waiting.append(id_)
    return list(found.values())


def holds(model: Model) -> Mapping[str, Sequence[str]]:
    """What lies directly in each thing; made once for each model."""
    return model.once("holds", lambda: _holds(model))


def _holds(model: Model) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for inner, outer in model.relations(*LIES_IN):
        found.setdefault(outer, []).append(inner)
    return found


class Taken(Noun, kw_only=False):
    """The data sets that go out of feeds: a chosen one out of every feed, one that only falls with what it lies in out of the
    feeds that leave what holds it or come to it. Others may have that one too."""

    chosen: frozenset[str]
    held: frozenset[tuple[str, str]]
    """Each thing with a data set that fell out of it."""

    @classmethod
    def of(cls, model: Model, chosen: Iterable[str], gone: Iterable[str]) -> Taken:
        """What goes with the things ``gone``, those ``chosen`` among them."""
        carried = _carried(model)
        sets = [id_ for id_ in gone if id_ in carried]
        held = frozenset((whole, id_) for id_ in sets for whole in around(model, id_))
        return cls(frozenset(sets).intersection(chosen), held)

    @property
    def datasets(self) -> frozenset[str]:
        return self.chosen | {dataset for _, dataset in self.held}

    def given(self, giver: str, dataset: str) -> bool:
        """Whether a giver gives a data set to nobody any more."""
        return dataset in self.chosen or (giver, dataset) in self.held

    def out_of(self, feed: Feed) -> list[str]:
        """The data sets that go out of a feed."""
        return [one for one in feed.carries if self.given(feed.source, one) or (feed.target, one) in self.held]


def around(model: Model, id_: str) -> Iterator[str]:
    """What a thing lies in, the nearest first, up to its department."""
    for kind in LIES_IN:
        for whole in model.targets(id_, kind):
            if model.nodes[whole]["kind"] != "organisation":
                yield whole
                yield from around(model, whole)


def ended(model: Model, gone: Collection[str], taken: Taken, feeds: Iterable[Feed]) -> list[Feed]:
    """The feeds that end, each once: those that touch something ``gone`` or have nothing left to carry, and single ``feeds``."""
    found: dict[int, Feed] = {}
    for id_ in sorted(gone, key=model.order.__getitem__):  # a set has another order in each process
        for side in ("into", "out"):
            for same in model.along(side)[id_].values():
                found.update((id(feed), feed) for feed in same)
    for feed in carrying(model, taken.datasets):
        if len(taken.out_of(feed)) == len(feed.carries):
            found[id(feed)] = feed
    found.update((id(feed), feed) for feed in feeds)
    return list(found.values())


def losses(model: Model, taken: Taken, ended: Iterable[Feed]) -> list[Loss]:
    """The feeds that go on without a part of what they carry."""
    over = set(map(id, ended))
    feeds = (feed for feed in carrying(model, taken.datasets) if id(feed) not in over)
    lost = ((feed, tuple(taken.out_of(feed))) for feed in feeds)
    return [Loss(feed, datasets) for feed, datasets in lost if datasets]


def carrying(model: Model, datasets: Iterable[str]) -> list[Feed]:
    """The feeds that carry any of ``datasets``, each once, in the order of these."""
    carried = _carried(model)
    order = sorted(carried.keys() & datasets, key=model.order.__getitem__)
    return list({id(feed): feed for dataset in order for feed in carried[dataset]}.values())


def _carried(model: Model) -> Mapping[str, Sequence[Feed]]:
    """The data sets that feeds name, each with these; made once for each model."""
    return model.once("carried", lambda: _carriers(model))


def _carriers(model: Model) -> Mapping[str, Sequence[Feed]]:
    found: dict[str, list[Feed]] = {}
    for feed in model.catalogue.feeds:
        for dataset in feed.carries:
            found.setdefault(dataset, []).append(feed)
    return found
