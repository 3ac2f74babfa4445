"""The facts of a thing as labelled values with links, for pages."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from msgspec.structs import replace

from flowviz import facts as known
from flowviz.catalogue import Evidence, Text, Thing
from flowviz.facts.things import facts_of
from flowviz.facts.values import Address, Item, Lines, Ref
from flowviz.model import Model, lately
from flowviz.nouns import Noun
from flowviz.site.addresses import anchor
from flowviz.site.place import Place
from flowviz.telling.words import tell

__all__ = ["Fact", "Value", "fact_shown", "facts", "reference", "scope_value", "shown"]

_REMARKS: Final = ("aliases", "note")
"""Fields that come last."""


class Value(Noun, kw_only=False):
    """One value of a fact: its words, where they lead, and how they are known."""

    text: Text | str
    href: str | None = None
    scope: str | None = None
    """The scope whose sign stands before the words."""
    basis: str | None = None
    evidence: tuple[Evidence, ...] = ()
    more: tuple[Fact, ...] = ()


class Fact(Noun, kw_only=False):
    """A label and its values; no values mean that the source does not state any."""

    label: str
    values: tuple[Value, ...]


def facts(at: Place, thing: Thing, without: Collection[str] = ()) -> list[Fact]:
    """What is known of ``thing``, but for the facts in ``without`` and for what is not worth a line."""
    told = [fact for fact in _known(at.model, thing.id) if fact.key not in without]
    told.sort(key=lambda fact: fact.key in _REMARKS)
    return [fact_shown(at, fact) for fact in told if fact.values or not fact.quiet]


@lately(256)
def _known(model: Model, node: str) -> tuple[known.values.Fact, ...]:
    """What is known of a thing, for its pages in all languages, which are made one after the other."""
    return tuple(facts_of(model, node))


def reference(at: Place, node: str) -> Value:
    """The name of a thing as a link to it."""
    return Value(at.model.nodes[node]["thing"].name, at.link(node))


def scope_value(at: Place, scope: str) -> Value:
    """The name of a scope with its sign."""
    return shown(at, known.things.scope_ref(at.model, scope))


def fact_shown(at: Place, fact: known.values.Fact) -> Fact:
    """A fact with its label and its values."""
    return Fact(at.w(fact.label), tuple(shown(at, value) for value in fact.values))


def shown(at: Place, value: known.values.Value) -> Value:
    """A value with its links."""
    match value:
        case Ref(id, name, "scope"):
            return Value(name.get(at.language), at.to(f"scopes.html#{id}"), id)
        case Ref(code, _, "records class"):
            return Value(code, at.to(f"records-classes.html#{anchor(code)}"))
        case Ref(id, name):
            return Value(name, at.link(id))
        case Text():
            return Value(value)
        case Address(url):
            return Value(url, url)
        case Lines(evidence):
            return Value(at.w("bool.yes"), evidence=evidence)
        case Item():
            return _item(at, value)
    return Value(tell(value, at.language) or "")


def _item(at: Place, item: Item) -> Value:
    """A noun that lies in a field: its main words, and the rest as facts of its own."""
    words = [shown(at, value) for value in item.main.values]
    first = words[0] if len(words) == 1 else Value(", ".join(str(word.text) for word in words))
    basis, rest = item.basis, list(item.rest)
    for fact in item.rest:  # an address makes the words a link, and needs no words of its own then
        if not first.href and len(fact.values) == 1 and isinstance(fact.values[0], Address):
            first = replace(first, href=fact.values[0].url)
            rest.remove(fact)
    more = tuple(fact_shown(at, fact) for fact in rest)
    return replace(first, basis=basis.code if basis else None, evidence=item.evidence, more=more)
