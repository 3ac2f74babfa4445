"""Where to ask about a thing: who takes requests, who decides on them, and links that fill in what a request is about."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, get_args, get_type_hints

from msgspec.structs import replace

from flowviz.catalogue import Contact, RequestChannel
from flowviz.facts.things import channels_for, channels_near, facts_of
from flowviz.nouns import Noun
from flowviz.site.facts import Fact, Value, fact_shown, reference
from flowviz.site.place import Place
from flowviz.telling.reach import address_of
from flowviz.wording import option, request_subject

__all__ = ["Asking", "Told", "asking", "contacts", "request", "told"]

_LINKS: Final = ("email", "phone", "secure-email", "website")
"""The contacts that the page of a thing shows where they are links; the rest stands on the page of requests."""
_WAY: Final = ("handling", "time-limit", "fees")
"""What a channel may tell of the way of a request. Where it does not, the page of requests says so."""
_REACHED: Final = tuple(kind for kind in get_args(get_type_hints(Contact)["kind"]) if kind not in ("wording", *_WAY))


class Asking(Noun, kw_only=False):
    """How to ask about a thing."""

    facts: tuple[Fact, ...]
    """Who takes requests about it, who decides, and how to reach them."""
    write: str | None = None
    """The link that opens an email with its subject filled in."""
    others: tuple[Value, ...] = ()
    """All channels of the catalogue with their emails, where none takes requests about the thing."""


class Told(Noun, kw_only=False):
    """A channel as the page of requests tells it."""

    entry: RequestChannel
    facts: tuple[Fact, ...]
    """What it takes requests for, who decides, and how to reach it."""
    wording: tuple[Fact, ...]
    """How to word a request."""
    way: tuple[Fact, ...]
    """How a request is handled, in what time and at what price."""


def asking(at: Place, node: str, about: str) -> Asking:
    """How to ask ``about`` a thing: the answer that is nearest to ``node``."""
    channels = channels_for(at.model, node)
    subject = request_subject(at.model, about, at.language)
    if not channels:
        return Asking((), None, tuple(_named(at, channel, subject) for channel in at.catalogue.requests))
    found = [fact for channel in channels for fact in contacts(at, channel, _LINKS, subject)]
    reached = [Fact(fact.label, links) for fact in found if (links := tuple(one for one in fact.values if one.href))]
    where = Fact(at.w("field.request"), tuple(reference(at, channel.id) for channel in channels))
    return Asking((where, _decides(at, node), *reached), next(iter(_emails(reached)), None))


def request(at: Place, node: str) -> Fact:
    """Where requests about what lies in a thing are sent, who decides there, and the email."""
    subject = request_subject(at.model, node, at.language)
    found = tuple(_named(at, channel, subject) for channel in channels_for(at.model, node))
    return Fact(at.w("field.request"), found)


def _named(at: Place, channel: RequestChannel, subject: str) -> Value:
    """A channel as a link, with who decides there and its email."""
    decides = [fact for fact in _facts(at, channel, ("decides",)) if fact.values]
    return replace(reference(at, channel.id), more=(*decides, *contacts(at, channel, ("email",), subject)))


def told(at: Place, channel: RequestChannel) -> Told:
    """All that the catalogue tells of a channel; what it does not tell of the way of a request has no values."""
    reached = contacts(at, channel, _REACHED, at.w("site.page.request"))
    way = {kind: contacts(at, channel, (kind,)) or [Fact(_label(at, kind), ())] for kind in _WAY}
    return Told(
        channel,
        (*_facts(at, channel, ("covers", "decides")), *reached),
        tuple(contacts(at, channel, ("wording",))),
        tuple(fact for facts in way.values() for fact in facts),
    )


def _decides(at: Place, node: str) -> Fact:
    """Who decides: the word of the nearest channel that has one, with its name where that is not the nearest of all."""
    values: list[Value] = []
    for i, channels in enumerate(channels_near(at.model, node)):
        for channel in channels:
            where = (Fact(at.w("kind.request"), (reference(at, channel.id),)),) if i else ()
            found = (value for fact in _facts(at, channel, ("decides",)) for value in fact.values)
            values += [replace(value, more=(*value.more, *where)) for value in found]
        if values:
            break
    return Fact(at.w("field.decides"), tuple(values))


def _facts(at: Place, channel: RequestChannel, keys: Collection[str]) -> list[Fact]:
    return [fact_shown(at, fact) for fact in facts_of(at.model, channel.id) if fact.key in keys]


def contacts(at: Place, channel: RequestChannel, kinds: Collection[str], subject: str = "") -> list[Fact]:
    """The contacts of some kinds, in the order of the channel, those of a kind that follow each other together."""
    found: list[Fact] = []
    for contact in channel.contacts:
        if contact.kind in kinds:
            label, values = _label(at, contact.kind), _values(at, contact, subject)
            if found and found[-1].label == label:
                values = (*found.pop().values, *values)
            found.append(Fact(label, values))
    return found


def _values(at: Place, contact: Contact, subject: str) -> tuple[Value, ...]:
    """A contact: each line a link where one of them is, or else its text; the last with what is known of it."""
    note = (Fact(at.w("field.note"), (Value(contact.note),)),) if contact.note else ()
    lines = [line.strip() for line in contact.value.get(at.language).splitlines()]
    links = [Value(line, address_of(contact.kind, line, subject)) for line in lines]
    *first, last = links if any(link.href for link in links) else [Value(contact.value)]
    return (*first, replace(last, evidence=contact.evidence, more=note))


def _emails(facts: Collection[Fact]) -> list[str]:
    return [one.href for fact in facts for one in fact.values if one.href and one.href.startswith("mailto:")]


def _label(at: Place, kind: str) -> str:
    return option(Contact, "kind", kind, at.language)
