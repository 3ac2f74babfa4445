"""What `flowviz.impact.analysis.impact` answers: small frozen rows, each of which prints itself as plain data."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from flowviz.catalogue import Feed
    from flowviz.impact.removal import Fallen, Removal
    from flowviz.impact.strike import Effect

__all__ = [
    "DatasetHit",
    "DepartmentHit",
    "Downstream",
    "HolderHit",
    "Impact",
    "RecordsClassHit",
    "RegisterHit",
    "Role",
    "Summary",
    "SystemHit",
    "Unknown",
    "Upstream",
    "feed_as_dict",
]

Role = Literal["removed", "downstream", "upstream", "system"]
"""Why something is in the answer: it is removed, it is fed by what is, it feeds it, or a system of it is removed."""


def feed_as_dict(feed: Feed) -> dict[str, Any]:
    """A feed as plain data, in the words of the catalogue's files."""
    return {
        "from": feed.source,
        "to": feed.target,
        "content": feed.content.as_dict() if feed.content else None,
        "basis": feed.basis,
    }


@dataclass(frozen=True, slots=True)
class Downstream:
    """A thing that gets data from what is removed, directly or through others."""

    id: str
    distance: int
    effect: Effect
    feeds_lost: int
    feeds_before: int
    origins_lost: int
    origins_before: int
    way: tuple[Feed, ...]
    rests_on_implied: bool
    """True when no way of stated feeds alone leads to it."""

    @property
    def share(self) -> float:
        """The share of its origins that no longer reach it, from 0 to 1."""
        return self.origins_lost / self.origins_before

    def as_dict(self) -> dict[str, Any]:
        return _plain(self) | {"way": [feed_as_dict(feed) for feed in self.way]}


@dataclass(frozen=True, slots=True)
class Upstream:
    """A thing that fed what is removed: ``feeds_lost`` of its feeds lead nowhere now."""

    id: str
    feeds_lost: int
    feeds_before: int
    without_receiver: bool
    feeds: tuple[Feed, ...]

    def as_dict(self) -> dict[str, Any]:
        return _plain(self) | {"feeds": [feed_as_dict(feed) for feed in self.feeds]}


@dataclass(frozen=True, slots=True)
class SystemHit:
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


@dataclass(frozen=True, slots=True)
class HolderHit:
    """A resource or register that stays, but loses systems that it is kept in or used with."""

    id: str
    systems_lost: tuple[str, ...]
    systems_before: int

    @property
    def without_system(self) -> bool:
        return len(self.systems_lost) == self.systems_before

    def as_dict(self) -> dict[str, Any]:
        return _plain(self) | {"without_system": self.without_system}


@dataclass(frozen=True, slots=True)
class DepartmentHit:
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


@dataclass(frozen=True, slots=True)
class RegisterHit:
    """A register that is removed or hit, or that lies in a resource that is."""

    id: str
    role: Role

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


@dataclass(frozen=True, slots=True)
class DatasetHit:
    """A data set with personal data that is removed, or that lies in what is hit."""

    id: str
    role: Role
    special: Literal["yes", "possible"] | None
    implied: bool
    """True when no word of the source says that the data are personal: their names do."""

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


@dataclass(frozen=True, slots=True)
class RecordsClassHit:
    """A records class of a removed thing; ``exact`` is False when the source gives it for the department only."""

    code: str
    department: str
    exact: bool

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that the catalogue does not know of the answer; ``key`` is worded as ``impact.unknown.<key>``."""

    key: str
    ids: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return _plain(self)


@dataclass(frozen=True, slots=True)
class Summary:
    """The answer in numbers. All of them mean *at least*: a feed that the source leaves out is not counted."""

    removed: int
    feeds_removed: int
    feeds_removed_implied: int
    downstream: int
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What a removal does; see the module `flowviz.impact` for what the words mean."""

    chosen: Removal
    stated_only: bool
    removed: tuple[Fallen, ...]
    feeds: tuple[Feed, ...]
    downstream: tuple[Downstream, ...]
    upstream: tuple[Upstream, ...]
    systems: tuple[SystemHit, ...]
    holders: tuple[HolderHit, ...]
    without_unit: tuple[str, ...]
    departments: tuple[DepartmentHit, ...]
    registers: tuple[RegisterHit, ...]
    personal_data: tuple[DatasetHit, ...]
    records_classes: tuple[RecordsClassHit, ...]
    source_issues: tuple[str, ...]
    unknown: tuple[Unknown, ...]
    summary: Summary

    def as_dict(self) -> dict[str, Any]:
        """The answer as plain data for JSON."""
        return {
            "removed": [{"id": one.id, "within": one.within, "chosen": one.within is None} for one in self.removed],
            "removed_feeds": [feed_as_dict(feed) for feed in self.feeds],
            "stated_only": self.stated_only,
            **{
                name: [row.as_dict() for row in getattr(self, name)]
                for name in (
                    "downstream",
                    "upstream",
                    "systems",
                    "holders",
                    "departments",
                    "registers",
                    "personal_data",
                    "records_classes",
                    "unknown",
                )
            },
            "without_unit": list(self.without_unit),
            "source_issues": list(self.source_issues),
            "summary": self.summary.as_dict(),
        }


def _plain(row: Any) -> dict[str, Any]:
    return {field.name: _value(getattr(row, field.name)) for field in dataclasses.fields(row)}


def _value(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
