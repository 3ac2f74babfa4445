"""What `flowviz.impact.analysis.impact` answers: small frozen rows, each of which prints itself as plain data."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed
    from flowviz.impact.removal import Fallen, Loss, Removal
    from flowviz.impact.strike import Effect

__all__ = [
    "FELT",
    "GROUPS",
    "NAMED",
    "DatasetHit",
    "DepartmentHit",
    "Downstream",
    "FeedHit",
    "Felt",
    "Group",
    "HolderHit",
    "Impact",
    "Possible",
    "RecordsClassHit",
    "RegisterHit",
    "Role",
    "Summary",
    "SystemHit",
    "Unknown",
    "Upstream",
    "feed_as_dict",
]

Felt = Literal["cut off", "weakened", "alone", "touched"]
"""An effect as it is told, see `Downstream.felt`."""
FELT: Final[tuple[Felt, ...]] = get_args(Felt)
"""All of them, the hardest first."""
GROUPS: Final = (
    *("cut_off", "cut_off.possible", "weakened", "weakened.possible", "touched", "alone"),
    *("in_general", "implied"),
)
"""The groups of things downstream that sentences tell of: each thing is in one of the first six, and may be in the others too."""
NAMED: Final = 6
"""How many things of a group are named at most."""
Role = Literal["removed", "downstream", "upstream", "carried", "described"]
"""Why something is in the answer: it is removed; it gets, gives or is carried by a feed that ends; or it is of the
department whose section describes a shared resource that is removed."""


def feed_as_dict(feed: Feed) -> dict[str, Any]:
    """A feed as plain data, in the words of the catalogue's files."""
    return {
        "from": feed.source,
        "to": feed.target,
        "content": feed.content.as_dict() if feed.content else None,
        "carries": list(feed.carries),
        "basis": feed.basis,
    }


class Group(NamedTuple):
    """Things downstream of which one sentence tells: the first of them, and how many there are."""

    first: tuple[str, ...]
    total: int

    @classmethod
    def of(cls, ids: Sequence[str]) -> Group:
        return cls(tuple(ids[:NAMED]), len(ids))


class Downstream(Noun, kw_only=False):
    """A thing that gets data from what is removed, directly or through others."""

    id: str
    distance: int
    effect: Effect
    certain: bool
    """True when a feed to it ends or loses content; else it may be hit, if what lies between passes on what it gets."""
    feeds_lost: int
    feeds_before: int
    origins_lost: int
    origins_before: int
    carries: tuple[str, ...]
    """The data sets that certainly no longer come to it by feeds that name them."""
    in_general: tuple[Feed, ...]
    """What is still said of it in general only: of the feeds that tell these sentences by name none is left."""
    way: tuple[Feed, ...]
    rests_on_implied: bool
    """True when no way of stated feeds alone leads to it."""

    @property
    def felt(self) -> Felt:
        """The effect as it is told: of a thing whose own loop is left, but no feed, ``alone``, as nothing comes another way."""
        return "alone" if self.effect == "touched" and self.feeds_lost == self.feeds_before else self.effect

    @property
    def groups(self) -> Iterator[str]:
        """Those of the `GROUPS` that it is in."""
        sure = self.certain or self.felt not in ("cut off", "weakened")  # of others it does not matter
        yield self.felt.replace(" ", "_") + ("" if sure else ".possible")
        if self.in_general and self.feeds_lost == self.feeds_before:
            yield "in_general"
        if self.rests_on_implied:
            yield "implied"

    @property
    def share(self) -> float:
        """The share of its origins that no longer reach it, from 0 to 1."""
        return self.origins_lost / self.origins_before

    def as_dict(self) -> dict[str, Any]:
        return _plain(self) | {
            name: [feed_as_dict(feed) for feed in getattr(self, name)] for name in ("in_general", "way")
        }


class Upstream(Noun, kw_only=False):
    """A thing that fed what is removed: ``feeds_lost`` of its feeds lead nowhere now."""

    id: str
    feeds_lost: int
    feeds_before: int
    without_receiver: bool
    scopes_lost: tuple[str, ...]
    """The scopes of its receivers in which none is left."""
    carries: tuple[str, ...]
    """The data sets of others that its feeds carry no longer, though they go on."""
    in_general: tuple[Feed, ...]
    """What is still said of it in general only, as of what is downstream."""
    feeds: tuple[Feed, ...]

    def as_dict(self) -> dict[str, Any]:
        return _plain(self) | {
            name: [feed_as_dict(feed) for feed in getattr(self, name)] for name in ("in_general", "feeds")
        }


class Possible(Noun, kw_only=False):
    """A feed that may mean a removed thing of which no feed is said: it is told of what the thing lies in."""

    id: str
    feed: Feed

    def as_dict(self) -> dict[str, Any]:
        return {"id": self.id, "feed": feed_as_dict(self.feed)}


class SystemHit(Noun, kw_only=False):
    """A system that serves less than before, is removed itself, or whose keeper is removed."""

    id: str
    removed: bool
    served_before: int
    served_now: int
    keeper_removed: bool

    @property
    def serves_nothing(self) -> bool:
        """True when it served something and serves nothing any more."""
        return not self.removed and self.served_before > 0 == self.served_now

    def as_dict(self) -> dict[str, Any]:
        return _plain(self) | {"serves_nothing": self.serves_nothing}


class HolderHit(Noun, kw_only=False):
    """A resource or register that stays, but loses systems that it is kept in or used with."""

    id: str
    systems_lost: tuple[str, ...]
    systems_before: int

    @property
    def without_system(self) -> bool:
        return len(self.systems_lost) == self.systems_before

    def as_dict(self) -> dict[str, Any]:
        return _plain(self) | {"without_system": self.without_system}


class DepartmentHit(Noun, kw_only=False):
    """A department to hear: how many of its things are hit in each way, and which of its units are named."""

    id: str
    removed: int
    downstream: int
    cut_off: int
    upstream: int
    without_system: int
    units: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


class RegisterHit(Noun, kw_only=False):
    """A register that is removed or hit, or that lies in a resource that is."""

    id: str
    role: Role

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


class DatasetHit(Noun, kw_only=False):
    """A data set with personal data that is removed, or that lies in what is hit."""

    id: str
    role: Role
    special: Literal["yes", "possible"] | None
    implied: bool
    """True when no word of the source says that the data are personal: their names do."""

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


class FeedHit(Noun, kw_only=False):
    """A feed that ends or loses content and is said to carry personal data."""

    feed: Feed
    special: Literal["yes", "possible"] | None
    implied: bool
    """True when no word of the source says that the data are personal: their content does."""

    def as_dict(self) -> dict[str, Any]:
        return {"feed": feed_as_dict(self.feed), "special": self.special, "implied": self.implied}


class RecordsClassHit(Noun, kw_only=False):
    """A records class of a removed thing; ``exact`` is False when it is tied by a name, or known for the department only."""

    code: str
    department: str
    exact: bool
    role: Role

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


class Unknown(Noun, kw_only=False):
    """Something that the catalogue does not know of the answer; ``key`` is worded as ``impact.unknown.<key>``."""

    key: str
    ids: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


class Summary(Noun, kw_only=False):
    """The answer in numbers. All of them mean *at least*: a feed that the source leaves out is not counted."""

    removed: int
    feeds_removed: int
    feeds_removed_implied: int
    downstream: int
    certain: int
    cut_off: int
    weakened: int
    touched: int
    rests_on_implied: int
    upstream: int
    without_receiver: int
    without_system: int
    fewer_systems: int
    departments: int
    farthest: int

    def as_dict(self) -> dict[str, int]:
        return _plain(self)


class Impact(Noun):
    """What a removal does; see the module `flowviz.impact` for what the words mean."""

    chosen: Removal
    stated_only: bool
    removed: tuple[Fallen, ...]
    feeds: tuple[Feed, ...]
    losses: tuple[Loss, ...]
    downstream: tuple[Downstream, ...]
    upstream: tuple[Upstream, ...]
    possible: tuple[Possible, ...]
    systems: tuple[SystemHit, ...]
    holders: tuple[HolderHit, ...]
    without_unit: tuple[str, ...]
    departments: tuple[DepartmentHit, ...]
    organisations: tuple[str, ...]
    """The organisations to consult, where the catalogue was joined from those of several."""
    outside: tuple[str, ...]
    """The outside parties to consult."""
    data_subjects: tuple[str, ...]
    """The groups of people that are concerned."""
    registers: tuple[RegisterHit, ...]
    personal_data: tuple[DatasetHit, ...]
    personal_feeds: tuple[FeedHit, ...]
    records_classes: tuple[RecordsClassHit, ...]
    source_issues: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    none_known: tuple[str, ...]
    """The parts of the answer of which the source itself says that there is nothing; other empty parts are not known."""
    summary: Summary

    @property
    def hit(self) -> int:
        """How many things are downstream."""
        return len(self.downstream)

    @property
    def groups(self) -> Mapping[str, Group]:
        """What is downstream, in those of the `GROUPS` that are not empty."""
        found: dict[str, list[str]] = {}
        for row in self.downstream:
            for group in row.groups:
                found.setdefault(group, []).append(row.id)
        return {group: Group.of(ids) for group, ids in found.items()}

    @property
    def consulted(self) -> tuple[str, ...]:
        """The departments to consult."""
        return tuple(row.id for row in self.departments)

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain data for JSON."""
        return {
            "removed": [{"id": one.id, "within": one.within, "chosen": one.within is None} for one in self.removed],
            "removed_feeds": [feed_as_dict(feed) for feed in self.feeds],
            "losses": [{"feed": feed_as_dict(loss.feed), "datasets": list(loss.datasets)} for loss in self.losses],
            "stated_only": self.stated_only,
            **{
                name: [row.as_dict() for row in getattr(self, name)]
                for name in (
                    "downstream",
                    "upstream",
                    "possible",
                    "systems",
                    "holders",
                    "departments",
                    "registers",
                    "personal_data",
                    "personal_feeds",
                    "records_classes",
                    "unknown",
                )
            },
            **({"organisations": list(self.organisations)} if self.organisations else {}),
            "without_unit": list(self.without_unit),
            "outside": list(self.outside),
            "data_subjects": list(self.data_subjects),
            "source_issues": list(self.source_issues),
            "none_known": list(self.none_known),
            "summary": self.summary.as_dict(),
        }


def _plain(row: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(row, field.name)) for field in dataclasses.fields(row)}


def _value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
