"""What the page of one thing holds."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from flowviz.catalogue import (
    Dataset,
    Department,
    Member,
    Organisation,
    Party,
    Register,
    Resource,
    System,
    Thing,
    member_of,
)
from flowviz.diagrams import Wish
from flowviz.facts.things import channels_for, issues_about, keywords_about, related
from flowviz.impact import Removal
from flowviz.impact.outline import Outline, outline
from flowviz.model import Model, inside, lately, organisation_of
from flowviz.nouns import Noun
from flowviz.reconciling import reconciliation
from flowviz.site.asking import asking, request
from flowviz.site.facts import Fact, Value, facts, reference, shown
from flowviz.site.holdings import datasets_of, held_by
from flowviz.site.place import Place
from flowviz.site.tables import FeedTable, feed_table, feed_tables, thing_rows
from flowviz.telling.impact import consequences
from flowviz.wording import of_department

__all__ = ["department", "organisation", "organisations_told", "thing"]

_MOST_HIT: Final = 40
_TOLD_OF_DEPARTMENT: Final = ("department.description", "department.empty", "feeds.description")
"""The sentences of a department's page."""
_TOLD_APART: Final = {
    Department: ("purpose", "description", "units", "records_classes", "resources"),
    Resource: ("description", "registers", "datasets"),
    Register: ("description", "datasets"),
    Dataset: ("description", "groups"),
    System: ("description",),
    Party: ("description",),
}


class Consequence(Noun, kw_only=False):
    """What happens when a thing goes away."""

    told: tuple[str, ...]
    hit: tuple[tuple[Value, str, str], ...]
    """Things downstream, each with how hard it is hit and the key of its word; the nearest of them."""
    more: int
    """How many more there are."""


def department(at: Place, entry: Department) -> dict[str, Any]:
    """The parts of a department's page."""
    out, into = feed_tables(at, entry.id)
    name = at.name(entry.id)
    used = {system for node in inside(at.model, entry.id) for system in _systems_of(at, node)}
    return {
        "entry": entry,
        "told": {key: of_department(at.model, entry.id, key, at.language, name=name) for key in _TOLD_OF_DEPARTMENT},
        "facts": facts(at, entry, _TOLD_APART[Department]),
        "drawing": at.draw(Wish(kind="department", of=entry.id, language=at.language)),
        "lines": at.draw(Wish(kind="feeds", of=entry.id, language=at.language)) if out.rows or into.rows else "",
        "resources": thing_rows(at, [own.id for own in entry.resources]),
        "registers": thing_rows(
            at, [node for node in inside(at.model, entry.id) if at.model.nodes[node]["kind"] == "register"]
        ),
        "datasets": thing_rows(
            at, [node for node in inside(at.model, entry.id) if at.model.nodes[node]["kind"] == "dataset"]
        ),
        "systems": [reference(at, system.id) for system in at.catalogue.systems if system.id in used],
        "out": out,
        "into": into,
        **_around(at, entry.id),
    }


def organisations_told(at: Place) -> list[tuple[Organisation, int, int]]:
    """The organisations of joined catalogues, each with its number of departments and of resources."""
    found = []
    for member in at.catalogue.members:
        homes, shared = _departments(at, member), _shared(at, member)
        found.append((member.organisation, len(homes), sum(len(home.resources) for home in homes) + len(shared)))
    return found


def organisation(at: Place, node: str) -> dict[str, Any]:
    """The parts of the page of an organisation whose catalogue is joined with others."""
    member = next(one for one in at.catalogue.members if one.organisation.id == node)
    out, into = feed_tables(at, node)
    return {
        "entry": member.organisation,
        "member": member,
        "departments": _departments(at, member),
        "shared": thing_rows(at, [one.id for one in _shared(at, member)]),
        "systems": [reference(at, one.id) for one in at.catalogue.systems if member_of(one.id) == member.id],
        "told": partial(of_department, at.model, language=at.language),
        "out": out,
        "into": into,
        "asking": asking(at, node, about=node),
        "unconfirmed": _unconfirmed(at, member),
    }


def _unconfirmed(at: Place, member: Member) -> list[tuple[str, FeedTable]]:
    """What a member tells and another does not confirm, and the other way round: the keys of the headings, with the feeds."""
    found = [told for told in reconciliation(at.model) if told.verdict == "no"]
    sides = {
        "reconciliation.tells": {id(told.feed): told.feed for told in found if member.id in told.by},
        "reconciliation.asked": {id(told.feed): told.feed for told in found if member.id == told.side},
    }
    return [(key, feed_table(at, feeds.values())) for key, feeds in sides.items() if feeds]


def _departments(at: Place, member: Member) -> list[Department]:
    return [home for home in at.catalogue.departments if member_of(home.id) == member.id]


def _shared(at: Place, member: Member) -> list[Resource]:
    return [one for one in at.catalogue.shared if member_of(one.id) == member.id]


def _systems_of(at: Place, node: str) -> list[str]:
    return at.model.targets(node, "uses system")


def thing(at: Place, node: str) -> dict[str, Any]:
    """The parts of the page of a resource, party or system."""
    data = at.model.nodes[node]
    entry = data["thing"]
    out, into = feed_tables(at, node)
    return {
        "entry": entry,
        "kind": data["kind"],
        "home": reference(at, data["department"]) if data["department"] else None,
        "facts": [*_relations(at, node), *facts(at, entry, _told_apart(entry))],
        "registers": [_register(at, register) for register in getattr(entry, "registers", ())],
        "held": held_by(at, node) if data["kind"] == "system" else [],
        "inner": {one.id: _dataset(at, one) for one in datasets_of(entry)},
        "drawing": at.draw(Wish(kind="neighbourhood", of=node, language=at.language)) if out.rows or into.rows else "",
        "out": out,
        "into": into,
        "consequence": _consequence(at, node),
        **_around(at, node),
    }


def _told_apart(entry: Thing) -> tuple[str, ...]:
    """The facts that stand elsewhere on a page, or that another tells more exactly: whose a system is, by name."""
    named = ("owner",) if isinstance(entry, System) and entry.owned_by else ()
    return (*_TOLD_APART[type(entry)], *named)


def _register(at: Place, register: Register) -> dict[str, Any]:
    asked = request(at, register.id)
    return {
        "entry": register,
        "facts": [*facts(at, register, _TOLD_APART[Register]), *([asked] if asked.values else [])],
    }


def _dataset(at: Place, dataset: Dataset) -> list[Fact]:
    """The facts of a data set; where to ask about it only where that is another place than for what it lies in."""
    data = at.model.nodes[dataset.id]
    elsewhere = channels_for(at.model, dataset.id) != channels_for(at.model, data["register"] or data["resource"])
    return [*facts(at, dataset, _TOLD_APART[Dataset]), *([request(at, dataset.id)] if elsewhere else [])]


def _relations(at: Place, node: str) -> list[Fact]:
    """What the graph knows of a thing beyond its own fields."""
    found = (
        ("explorer.details.parts", related(at.model, node, "part of")),
        ("site.used_by", related(at.model, node, "uses system")),
        ("site.runs", related(at.model, node, "run by")),
    )
    return [Fact(at.w(label), tuple(shown(at, one) for one in refs)) for label, refs in found if refs]


def _around(at: Place, node: str) -> dict[str, Any]:
    """The source issues and keywords of a thing and of what lies in it, and how to ask about it."""
    members = inside(at.model, node) if at.model.nodes[node]["kind"] != "department" else [node]
    issues = {issue.id: issue for member in members for issue in issues_about(at.model, member)}
    keywords = {word.text: word for member in members for word in keywords_about(at.model, member)}
    asked = organisation_of(at.model, node) if at.model.nodes[node]["kind"] == "party" else node
    return {
        "issues": list(issues.values()),
        "keywords": list(keywords.values()),
        "asking": asking(at, asked, about=node),
    }


def _consequence(at: Place, node: str) -> Consequence | None:
    """What the removal of a thing does; None when nothing else is known to depend on it."""
    found = _removal(at.model, node)
    if not (found.hit or found.upstream or found.holders or found.possible):
        return None
    return Consequence(
        tuple(consequences(at.model, found, at.language)),
        tuple(
            (reference(at, row.id), row.effect, f"effect.{row.felt}.{'tag' if row.certain else 'possible'}")
            for row in found.nearest
        ),
        found.hit - len(found.nearest),
    )


@lately(4)
def _removal(model: Model, node: str) -> Outline:
    """What the removal of a thing does, for the pages of it in all languages, which are made one after the other."""
    return outline(model, Removal((node,)), _MOST_HIT)
