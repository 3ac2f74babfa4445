"""Scenarios as YAML files: read strictly, every problem with its place, and printed back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowviz.documents import plain
from flowviz.errors import CatalogueError
from flowviz.impact.removal import fallen
from flowviz.impact.scenario import FeedEnds, NewThing, Scenario
from flowviz.loading.alone import read_alone
from flowviz.loading.build import Builder
from flowviz.loading.meaning import ENDPOINTS, kind_told
from flowviz.loading.problems import in_order, short
from flowviz.messages import Message, said
from flowviz.near import nearest
from flowviz.reading import one_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from flowviz.model import Model

__all__ = ["load_scenario", "scenario_text"]

Path_ = tuple[Any, ...]
Place = tuple[Path_, Message]
"""Where something stands in the file, and what is wrong with it."""


def load_scenario(path: Path, model: Model) -> Scenario:
    """The scenario in the file ``path``, which fits the catalogue of ``model``.

    Raises `CatalogueError` with every problem, each with file, line, column, cause and cure.
    """
    file = read_alone(one_file(path), Scenario)
    header = model.catalogue.header
    scenario: Scenario = Builder(header.language).build(Scenario, file.data, None)[0]
    problems = [file.problem(at, message) for at, message in _errors(scenario, model)]
    if problems:
        raise CatalogueError(in_order(problems))
    return scenario


def scenario_text(scenario: Scenario) -> str:
    """The scenario as the text of a YAML file, which `load_scenario` reads back."""
    import yaml

    text: str = yaml.safe_dump(plain(scenario, None), allow_unicode=True, sort_keys=False, width=110)
    return text


def _errors(scenario: Scenario, model: Model) -> Iterator[Place]:
    kinds: dict[str, str] = {id_: node["kind"] for id_, node in model.nodes(data=True)}
    for i, thing in enumerate(scenario.add):
        yield from _new_thing(("add", i), thing, scenario, model)
    ends = {id_ for id_, kind in kinds.items() if kind in (*ENDPOINTS, "shared")} | {thing.id for thing in scenario.add}
    gone = {one.id for one in fallen(model, [id_ for id_ in scenario.removed if id_ in model])}

    def end(at: Path_, id_: str | None) -> Iterator[Place]:
        """A thing that something new leads from or to."""
        if id_ is not None:
            yield from _unknown(at, id_, ends)
            if id_ in gone:
                yield at, said("wrong-scenario.removed", id=short(id_))

    for i, id_ in enumerate(scenario.remove):
        yield from _unknown(("remove", i), id_, kinds)
    for i, entry in enumerate(scenario.replace):
        yield from _unknown(("replace", i, "what"), entry.what, kinds)
        yield from end(("replace", i, "by"), entry.by)
    for i, cut in enumerate(scenario.cut):
        yield from _no_feed(("cut", i), cut, model)
    for i, moved in enumerate(scenario.move):
        yield from _no_feed(("move", i), moved, model)
        yield from end(("move", i, "new_from"), moved.new_source)
        yield from end(("move", i, "new_to"), moved.new_target)
        if moved.new_source is None and moved.new_target is None:
            yield ("move", i), said("wrong-scenario.nowhere")
    for i, feed in enumerate(scenario.feeds):
        yield from end(("feeds", i, "from"), feed.source)
        yield from end(("feeds", i, "to"), feed.target)
        if feed.source == feed.target:
            yield ("feeds", i), said("self-feed", id=short(feed.source))


def _new_thing(at: Path_, thing: NewThing, scenario: Scenario, model: Model) -> Iterator[Place]:
    catalogue = model.catalogue
    if thing.id in model or any(other.id == thing.id for other in scenario.add[: at[1]]):
        yield (*at, "id"), said("wrong-scenario.used", id=thing.id)
    departments = [department.id for department in catalogue.departments]
    if thing.kind == "resource" and thing.department is None:
        yield at, said("wrong-scenario.department")
    if thing.department is not None:
        yield from _unknown((*at, "department"), thing.department, departments)
    yield from _unknown((*at, "scope"), thing.scope, [scope.id for scope in catalogue.scopes])
    systems = [system.id for system in catalogue.systems] + [one.id for one in scenario.add if one.kind == "system"]
    for i, system in enumerate(thing.systems):
        yield from _unknown((*at, "systems", i), system, systems)


def _no_feed(at: Path_, ends: FeedEnds, model: Model) -> Iterator[Place]:
    unknown = [*_unknown((*at, "from"), ends.source, model), *_unknown((*at, "to"), ends.target, model)]
    yield from unknown
    if not unknown and ends.target not in model.out[ends.source]:
        yield at, said("wrong-scenario.no-feed", source=ends.source, target=ends.target)


def _unknown(at: Path_, id_: str, known: Collection[str]) -> Iterator[Place]:
    if id_ not in known:
        word, meant = short(id_), nearest(id_, known)
        if at[-1] == "scope":
            yield at, said("unknown-scope", id=word, proposal=meant)
        else:
            yield at, said("unknown-thing", kind=kind_told("thing"), id=word, proposal=meant)
