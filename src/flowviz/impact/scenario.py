"""What somebody wants to try out, as small frozen nouns that a YAML file is read into."""

from __future__ import annotations

from typing import Literal

from flowviz.catalogue import UNSTATED, Text
from flowviz.nouns import Noun, item

__all__ = ["FeedEnds", "MovedFeed", "NewFeed", "NewThing", "Replacement", "Scenario"]


class FeedEnds(Noun):
    """A feed, or all feeds, from one thing to another."""

    source: str = item("Id of the thing that gives the data.", key="from", of="-> endpoint")
    target: str = item("Id of the thing that gets the data.", key="to", of="-> endpoint")


class MovedFeed(FeedEnds):
    """The feeds from one thing to another get a new giver, a new receiver, or both."""

    new_source: str | None = item(
        "Id of the thing that gives the data instead.", default=None, key="new_from", of="-> endpoint"
    )
    new_target: str | None = item(
        "Id of the thing that gets the data instead.", default=None, key="new_to", of="-> endpoint"
    )


class NewFeed(FeedEnds):
    """A feed that the scenario adds; it counts as a stated one."""

    content: Text | None = item("What is carried.", default=None)
    frequency: Text | None = item("How often.", default=None)
    condition: Text | None = item("On what condition.", default=None)
    note: Text | None = item("What should be known of it.", default=None)


class Replacement(Noun):
    """One thing is removed and another takes over its feeds and, as a system, what is kept in it."""

    what: str = item("Id of the thing that is removed.", of="-> thing")
    by: str = item("Id of the thing that takes over.", of="-> endpoint")
    feeds: Literal["both", "in", "out"] = item(
        "Which feeds it takes over: those into the thing, out of it, or both.", default="both"
    )


class NewThing(Noun):
    """A thing that the scenario adds."""

    id: str = item("Id of the new thing.", of="id")
    name: Text = item("Name of the new thing.")
    kind: Literal["resource", "shared", "system", "party"] = item("What it is; a resource needs its department.")
    department: str | None = item("Id of the department whose resource it is.", default=None, of="-> department")
    scope: str = item("Where a shared resource or a party lives.", default=UNSTATED, of="-> scope")
    systems: tuple[str, ...] = item("Ids of the systems that a resource is kept in.", default=(), of="-> system")
    note: Text | None = item("What should be known of it.", default=None)


class Scenario(Noun):
    """What if: what is removed, replaced, moved and added."""

    name: Text = item("Name of the scenario.")
    note: Text | None = item("What the reader should know of it.", default=None)
    remove: tuple[str, ...] = item("Ids of the things that are removed.", default=(), of="-> thing")
    cut: tuple[FeedEnds, ...] = item("Feeds that are removed.", default=())
    replace: tuple[Replacement, ...] = item("Things that are replaced by others.", default=())
    move: tuple[MovedFeed, ...] = item("Feeds that get a new giver or receiver.", default=())
    add: tuple[NewThing, ...] = item("New things.", default=())
    feeds: tuple[NewFeed, ...] = item("New feeds.", default=())

    @property
    def removed(self) -> tuple[str, ...]:
        """Ids of all things that go, replaced ones included."""
        return tuple(dict.fromkeys((*self.remove, *(entry.what for entry in self.replace))))

    @property
    def removed_pairs(self) -> tuple[tuple[str, str], ...]:
        """The ends of all single feeds that go, moved ones included."""
        return tuple(dict.fromkeys((entry.source, entry.target) for entry in (*self.cut, *self.move)))
