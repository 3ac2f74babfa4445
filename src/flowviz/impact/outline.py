"""What of the answer to a removal its sentences and a short list tell: thousands of things downstream in counts, few as rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from flowviz.feeds import general
from flowviz.impact import around
from flowviz.impact.analysis import Told, begun, dry
from flowviz.impact.answer import GROUPS, NAMED, Group
from flowviz.impact.flows import along
from flowviz.impact.removal import carrying
from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed
    from flowviz.impact.answer import DatasetHit, FeedHit, Felt, HolderHit, Possible, SystemHit, Upstream
    from flowviz.impact.removal import Removal
    from flowviz.impact.strike import Effect
    from flowviz.model import Model

__all__ = ["Nearest", "Outline", "outline"]


class Nearest(NamedTuple):
    """Of a thing downstream how hard it is hit, as `flowviz.impact.answer.Downstream` says it."""

    id: str
    effect: Effect
    felt: Felt
    certain: bool


class Outline(Noun):
    """What a removal does, as `flowviz.impact.answer.Impact` says it, without the rows of most that is downstream."""

    stated_only: bool
    feeds: tuple[Feed, ...]
    hit: int
    groups: Mapping[str, Group]
    nearest: tuple[Nearest, ...]
    """The first of what is downstream."""
    upstream: tuple[Upstream, ...]
    possible: tuple[Possible, ...]
    systems: tuple[SystemHit, ...]
    holders: tuple[HolderHit, ...]
    consulted: tuple[str, ...]
    organisations: tuple[str, ...]
    outside: tuple[str, ...]
    data_subjects: tuple[str, ...]
    personal_data: tuple[DatasetHit, ...]
    personal_feeds: tuple[FeedHit, ...]
    none_known: tuple[str, ...]


def outline(model: Model, removal: Removal, most: int) -> Outline:
    """The outline of what a removal does, with ``most`` of what is downstream as rows."""
    told = begun(model, removal)
    struck, ids = told.struck, told.struck.flows.ids
    down = told.in_order(node for node in struck.downstream if node < struck.flows.things)
    felt = _Felt(told)
    upstream = tuple(told.upstream())
    hit = around.Hit(model, told.removed, told.feeds, told.losses, [ids[node] for node in down], upstream)
    holders = around.holders(hit)
    return Outline(
        stated_only=False,
        feeds=tuple(told.feeds),
        hit=len(down),
        groups=felt.groups(down),
        nearest=tuple(map(felt.row, down[:most])),
        upstream=upstream,
        possible=tuple(around.possible(hit, stated_only=False)),
        systems=around.systems(hit),
        holders=holders,
        consulted=around.consulted(hit, holders),
        organisations=around.organisations(hit, holders),
        outside=around.outside(hit),
        data_subjects=around.data_subjects(hit),
        personal_data=around.personal_data(hit),
        personal_feeds=around.personal_feeds(hit),
        none_known=around.none_known(hit),
    )


class _Felt:
    """How hard things downstream are hit: of most of them it is enough in which sets they are."""

    def __init__(self, told: Told) -> None:
        struck = told.struck
        self.told, self.ids = told, struck.flows.ids
        self.cut_off = struck.cut_off
        into, ended = along(told.model)["into"], Counter(feed.target for feed in told.counted(told.feeds))
        numbers = struck.flows.number
        robbed = {numbers[id_] for id_ in _robbed(told)}
        self.certain = robbed | {numbers[id_] for id_ in ended}
        self.weakened = struck.losing | robbed
        self.silent = {numbers[id_] for id_, n in ended.items() if n == len(into[id_])}
        """What no feed comes to any more."""

    def row(self, node: int) -> Nearest:
        """How hard a thing is hit."""
        effect: Effect = "cut off" if node in self.cut_off else "weakened" if node in self.weakened else "touched"
        felt: Felt = "alone" if effect == "touched" and node in self.silent else effect
        return Nearest(self.ids[node], effect, felt, node in self.certain)

    def groups(self, down: Sequence[int]) -> Mapping[str, Group]:
        """What is downstream, in those of the groups that are not empty."""
        cut_off, rest = _parted(down, self.cut_off)
        weakened, touched = _parted(rest, self.weakened)
        alone, touched = _parted(touched, self.silent)
        unnamed = {id_ for id_ in _refined(self.told) if self.told.in_general("into", id_)}
        parts = (
            *_parted(cut_off, self.certain),
            *_parted(weakened, self.certain),
            touched,
            alone,
            [node for node in down if node in self.silent and self.ids[node] in unnamed],
            self.told.rest_on_implied(down),
        )
        return {
            key: Group(tuple([self.ids[node] for node in part[:NAMED]]), len(part))
            for key, part in zip(GROUPS, parts, strict=True)
            if part
        }


def _parted(nodes: Sequence[int], those: Collection[int]) -> tuple[list[int], list[int]]:
    """Those of the numbers that are among some, and the others."""
    return [node for node in nodes if node in those], [node for node in nodes if node not in those]


def _robbed(told: Told) -> Iterator[str]:
    """The things to which some data set certainly comes no longer: found among those that a feed robs of any."""
    flows, carried = told.struck.flows, told.taken.datasets
    if not flows.shares:
        return
    dried = dry(told.struck, told.model)
    less = told.counted([*(feed for feed in told.feeds if feed.carries), *carrying(told.model, carried)])
    receivers = (flows.ids[node] for share in dried for node in flows.out[share] if node < flows.things)
    for id_ in {*(feed.target for feed in less), *receivers}:
        if told.without(id_, dried):
            yield id_


def _refined(told: Told) -> set[str]:
    """What general sentences lead to of whose feeds by name any ends."""
    sentences = general(told.model)
    return {sentence.target for feed in told.feeds for sentence in sentences.get(id(feed), ())}
