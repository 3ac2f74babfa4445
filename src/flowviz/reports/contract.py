"""The JSON of an impact: a contract with a version and a published schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, get_args

from flowviz.catalogue import Basis
from flowviz.facts.impact import EFFECTS
from flowviz.feeds import general
from flowviz.impact.answer import Role
from flowviz.model import NODE_KINDS, department_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.model import Model
    from flowviz.reports.question import Question

__all__ = ["FORMAT", "VERSION", "as_dict", "schema", "write"]

FORMAT: Final = "flowviz-impact"
VERSION: Final = 2
"""Raised when a reader of the contract would have to change."""


def write(question: Question) -> bytes:
    """The JSON text of the answer."""
    return (json.dumps(as_dict(question), ensure_ascii=False, indent=1) + "\n").encode()


def as_dict(question: Question) -> dict[str, Any]:
    """The question and the answer as plain data."""
    chosen, wanted, header = question.whole.chosen, question.selection, question.catalogue.header
    answer = question.answer.as_dict()
    answer.pop("stated_only")
    wider = general(question.model, stated_only=question.whole.stated_only)
    for told, feed in zip(answer["removed_feeds"], question.answer.feeds, strict=True):
        told["refines"] = [{"from": one.source, "to": one.target} for one in wider.get(id(feed), ())]
    for left_out in {"up": ("downstream",), "down": ("upstream",)}.get(wanted.direction, ()):
        answer[left_out] = None
    comparison = question.comparison
    return {
        "format": FORMAT,
        "version": VERSION,
        "catalogue": {"id": header.id, "version": header.version, "date": header.date},
        "question": {
            "things": list(chosen.things),
            "feeds": [
                {"from": source, "to": target}
                for source, target in dict.fromkeys((feed.source, feed.target) for feed in chosen.feeds)
            ],
            "direction": wanted.direction,
            "stated_only": question.whole.stated_only,
            "effects": list(wanted.effects),
            "departments": list(wanted.departments),
            "scopes": list(wanted.scopes),
            "within": wanted.within,
        },
        **answer,
        "scenario": {
            "name": comparison.scenario.name.as_dict(),
            "rows": [row.as_dict() for row in comparison.rows],
        }
        if comparison
        else None,
        "things": {id_: _thing(question.model, id_) for id_ in _in_order(question)},
    }


def _in_order(question: Question) -> list[str]:
    order = question.model.order
    return sorted(set(_ids(question)), key=order.__getitem__)


def _ids(question: Question) -> Iterator[str]:
    """Every id that the answer speaks of."""
    answer = question.answer
    for rows in (answer.removed, answer.downstream, answer.upstream, answer.systems, answer.holders):
        yield from (row.id for row in rows)
    hits = (answer.losses, answer.possible, answer.personal_feeds)
    for feed in (*answer.feeds, *(hit.feed for some in hits for hit in some)):
        yield from (feed.source, feed.target, *feed.carries)
    ways = [(row.carries, (*row.in_general, *row.way)) for row in answer.downstream]
    ways += [(row.carries, row.in_general) for row in answer.upstream]
    for datasets, feeds in ways:
        yield from datasets
        for feed in feeds:
            yield from (feed.source, feed.target, *feed.carries)
    for department in answer.departments:
        yield from (department.id, *department.units)
    yield from (row.id for row in answer.registers)
    yield from (row.id for row in answer.personal_data)
    for fact in answer.unknown:
        yield from fact.ids
    yield from (*answer.without_unit, *answer.outside, *answer.data_subjects)
    yield from (row.department for row in answer.records_classes)
    yield from (row.id for row in question.comparison.rows) if question.comparison else ()


def _thing(model: Model, id_: str) -> dict[str, Any]:
    node = model.nodes[id_]
    return {
        "name": node["thing"].name.as_dict(),
        "kind": node["kind"],
        "department": department_of(model, id_),
        "scope": node["scope"],
    }


# --- the schema

_ID: Final = {"type": "string", "description": "Id of a thing; its name is in 'things'."}
_TEXT: Final = {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}
_NUMBER: Final = {"type": "integer", "minimum": 0}
_FLAG: Final = {"type": "boolean"}
_ROLE: Final = {"enum": list(get_args(Role))}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


def _list(of: dict[str, Any], about: str = "") -> dict[str, Any]:
    return {"type": "array", "items": of, **({"description": about} if about else {})}


def _or_null(kind: dict[str, Any], about: str = "") -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}], **({"description": about} if about else {})}


def schema() -> dict[str, Any]:
    """The JSON Schema of the answer."""
    ids, feeds = _list(_ID), _list({"$ref": "#/$defs/Feed"})
    feed = {
        "from": _ID,
        "to": _ID,
        "content": _or_null(_TEXT, "What is carried; null when the source does not say."),
        "carries": _list(_ID, "The data sets that it is said to carry."),
        "basis": {"enum": list(get_args(Basis))},
    }
    downstream = _object(
        id=_ID,
        distance={**_NUMBER, "minimum": 1, "description": "Fewest hops from what is removed."},
        effect={"enum": list(EFFECTS)},
        certain={**_FLAG, "description": "A feed to it ends or loses content; else it may be hit."},
        feeds_lost=_NUMBER,
        feeds_before=_NUMBER,
        origins_lost=_NUMBER,
        origins_before=_NUMBER,
        carries=_list(_ID, "Data sets that certainly no longer come to it by feeds that name them."),
        in_general={
            **feeds,
            "description": "Still said of it in general; all feeds that tell this by name have ended.",
        },
        way={**feeds, "description": "One shortest way, feed by feed."},
        rests_on_implied={**_FLAG, "description": "No way of stated feeds alone leads to it."},
    )
    upstream = _object(
        id=_ID,
        feeds_lost=_NUMBER,
        feeds_before=_NUMBER,
        without_receiver=_FLAG,
        scopes_lost=_list(_ID, "The scopes of its receivers in which none is left."),
        carries=_list(_ID, "Data sets of others that its feeds carry no longer, though they go on."),
        in_general=feeds,
        feeds=feeds,
    )
    one_feed = {"$ref": "#/$defs/Feed"}
    special = {"enum": ["yes", "possible", None]}
    numbers = [
        "removed",
        "feeds_removed",
        "feeds_removed_implied",
        "downstream",
        "certain",
        "cut_off",
        "weakened",
        "touched",
        "rests_on_implied",
        "upstream",
        "without_receiver",
        "without_system",
        "fewer_systems",
        "departments",
        "farthest",
    ]
    effect = {"enum": [*EFFECTS, "alone", None]}
    whole = _object(
        format={"const": FORMAT},
        version={"const": VERSION, "description": "Version of this contract."},
        catalogue=_object(id={"type": "string"}, version={"type": "string"}, date={"type": "string"}),
        question=_object(
            things=ids,
            feeds=_list(_object(**{"from": _ID, "to": _ID})),
            direction={"enum": ["both", "up", "down"]},
            stated_only=_FLAG,
            effects=_list({"enum": list(EFFECTS)}),
            departments=ids,
            scopes=ids,
            within=_or_null(_NUMBER),
        ),
        removed=_list(_object(id=_ID, within=_or_null(_ID, "The removed thing that it falls with."), chosen=_FLAG)),
        removed_feeds=_list(
            _object(**feed, refines=_list(_object(**{"from": _ID, "to": _ID}), "General sentences that tell it too."))
        ),
        losses=_list(_object(feed=one_feed, datasets=ids), "Feeds that go on without some of their data sets."),
        downstream=_or_null(_list(downstream), "Null when only upstream was asked for."),
        upstream=_or_null(_list(upstream), "Null when only downstream was asked for."),
        possible=_list(_object(id=_ID, feed=one_feed), "Feeds that may mean a removed thing of which none is said."),
        systems=_list(
            _object(
                id=_ID,
                removed=_FLAG,
                served_before=_NUMBER,
                served_now=_NUMBER,
                keeper_removed=_FLAG,
                serves_nothing=_FLAG,
            )
        ),
        holders=_list(
            _object(id=_ID, systems_lost=ids, systems_before=_NUMBER, without_system=_FLAG),
            "Resources and registers that stay and lose systems.",
        ),
        departments=_list(
            _object(
                id=_ID,
                removed=_NUMBER,
                downstream=_NUMBER,
                cut_off=_NUMBER,
                upstream=_NUMBER,
                without_system=_NUMBER,
                units=ids,
            )
        ),
        registers=_list(_object(id=_ID, role=_ROLE)),
        personal_data=_list(_object(id=_ID, role=_ROLE, special=special, implied=_FLAG)),
        personal_feeds=_list(_object(feed=one_feed, special=special, implied=_FLAG)),
        records_classes=_list(_object(code={"type": "string"}, department=_ID, exact=_FLAG, role=_ROLE)),
        unknown=_list(_object(key={"type": "string"}, ids=ids), "What the catalogue does not know of the answer."),
        without_unit=ids,
        outside=_list(_ID, "Parties outside to consult."),
        data_subjects=_list(_ID, "Groups of people that are concerned."),
        none_known=_list({"type": "string"}, "Parts of which the source says that there is nothing; else not known."),
        source_issues=_list({"type": "string"}, "Ids of remarks on the source."),
        summary={**_object(**dict.fromkeys(numbers, _NUMBER)), "description": "Of the whole answer; at least."},
        scenario=_or_null(
            _object(
                name=_TEXT,
                rows=_list(
                    _object(
                        id=_ID,
                        plain=effect,
                        scenario=effect,
                        verdict={"enum": ["spared", "eased", "same", "worse", "new"]},
                    )
                ),
            )
        ),
        things={
            "type": "object",
            "description": "Everything that the answer speaks of, by id.",
            "additionalProperties": _object(
                name=_TEXT, kind={"enum": list(NODE_KINDS)}, department=_or_null(_ID), scope=_or_null(_ID)
            ),
        },
    )
    whole["properties"]["organisations"] = _list(_ID, "Organisations to consult, where catalogues were joined.")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowviz impact",
        "description": "What a removal does. All numbers mean 'at least'. All keys are always there.",
        **whole,
        "$defs": {"Feed": _object(**feed)},
    }
