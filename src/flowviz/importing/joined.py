"""The JSON export of joined catalogues -> the catalogue, checked as one that stands alone.

Ids of joined catalogues have a stroke, which those of a catalogue have not: for the checks they are written without it. What
alone joined catalogues have, their members, is checked here.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import STROKE, Catalogue, Member, member_of
from flowviz.errors import CatalogueError
from flowviz.exports import json_catalogue
from flowviz.loading.problems import Problem, short
from flowviz.loading.schema import FORMS
from flowviz.messages import Message, said
from flowviz.near import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

__all__ = ["read_joined"]

_INSTEAD: Final = "-0stroke0-"
_ID: Final = FORMS["id"].strip("^$")
_OUTSIDE: Final = re.compile(f"{_ID}/{_ID}")
_WRITTEN: Final = re.compile(f"{_ID}{_INSTEAD}{_ID}")
_AS_IT_IS: Final = "ref"
"""The key of what names a thing of another catalogue as that catalogue does."""


def read_joined(data: dict[str, Any], checked: Callable[[dict[str, Any]], Catalogue]) -> Catalogue:
    """The catalogue in the ``data`` of an export of joined ones; ``checked`` gives that of an export of a single one.

    Raises `CatalogueError` with every problem.
    """
    told, rest = json_catalogue.members_of(data)
    members = tuple(Member(id=id_, hub=hub, header=header, organisation=whole) for id_, hub, header, whole in told)
    wholes = {member.organisation.id for member in members}
    try:
        alone: Catalogue = _read(checked(_written(_of_the_whole(rest, wholes))))
    except CatalogueError as error:
        raise CatalogueError([_read(problem) for problem in error.problems]) from None
    parties = tuple(party for party in alone.parties if party.id not in wholes)
    covered = {node["id"]: tuple(node["covers"]) for node in rest["nodes"] if node["kind"] == "request"}
    requests = tuple(dataclasses.replace(channel, covers=covered[channel.id]) for channel in alone.requests)
    found = dataclasses.replace(alone, members=members, parties=parties, requests=requests)
    problems = list(_problems(found))
    if problems:
        raise CatalogueError(problems)
    return found


def _of_the_whole(data: dict[str, Any], wholes: Collection[str]) -> dict[str, Any]:
    """The same data with request channels of members' organisations as those of the whole: a party is asked for nothing."""
    nodes = data["nodes"]
    whole = next((one.get("id") for one in nodes if isinstance(one, dict) and one.get("kind") == "organisation"), None)

    def changed(node: Any) -> Any:
        covers = node.get("covers") if isinstance(node, dict) else None
        if whole is None or not isinstance(covers, list):
            return node
        return node | {"covers": [whole if isinstance(one, str) and one in wholes else one for one in covers]}

    return data | {"nodes": [changed(node) for node in nodes]}


def _written(value: Any) -> Any:
    """The same data with ids that have no stroke."""
    if isinstance(value, str):
        return value.replace(STROKE, _INSTEAD) if _OUTSIDE.fullmatch(value) else value
    if isinstance(value, list):
        return [_written(one) for one in value]
    if isinstance(value, dict):
        return {key: one if key == _AS_IT_IS else _written(one) for key, one in value.items()}
    return value


def _read(value: Any) -> Any:
    """The same nouns, or what is told of them, with the ids as they are outside."""
    if isinstance(value, str):
        return value.replace(_INSTEAD, STROKE) if _WRITTEN.fullmatch(value) else value
    if isinstance(value, Message):
        return Message(value.key, _read(value.values))
    if isinstance(value, tuple):
        return tuple(_read(one) for one in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    own = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
    changes = {name: after for name, one in own if (after := _read(one)) != one}
    return dataclasses.replace(value, **changes) if changes else value


def _problems(catalogue: Catalogue) -> Iterator[Problem]:
    """What is not of a member."""
    members = [member.id for member in catalogue.members]
    sources = [source.id for source in catalogue.sources]
    things = [thing.id for thing, _ in catalogue.things() if thing is not catalogue.organisation]
    for id_ in (*things, *sources):
        if member_of(id_) not in members:
            proposal = nearest(member_of(id_) or id_, members)
            yield Problem(short(id_), 0, 0, said("unknown-member", id=short(member_of(id_) or id_), proposal=proposal))
