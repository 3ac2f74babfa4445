"""What is in a drawing, read from its SVG text, and what should be in it, told by plain loops over the catalogue."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.loading import load
from flowviz.model import build_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from flowviz.catalogue import Catalogue, Feed
    from flowviz.model import Model

SVG = "{http://www.w3.org/2000/svg}"

DEPARTMENTS = {
    "built-in": (
        "sisainen-tarkastus",
        "talous-ja-suunnitteluosasto",
        "strategiaosasto",
        "elinkeino-osasto",
        "hallinto-osasto",
        "henkilostoosasto",
        "viestintaosasto",
    ),
    "example": ("havn", "pleje"),
}
"""The departments of both authorities."""
HOSTILE_NAMES = {
    "script": "<script>alert('&amp;')</script> ]]> \"quotes\" 'single' & \\N \\l \\G %s {n}",
    "endless": "kaupunkikuormapyöräjärjestelmä" * 65,
    "wordy": "a wordy name that goes on and on " * 55,
    "hebrew": "מאגר מידע עירוני משותף לכל המחלקות",
    "arabic": "قاعدة بيانات مشتركة للمدينة كلها مع معلومات إضافية",
    "emoji": "👩‍👩‍👧‍👦 family 🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️🏙️ register",
    "chinese": "赫尔辛基市政府信息资源目录以及所有部门之间的数据流向图",
    "zero-width": "in\u200bvi\u200dsible\u2060 re\u00adgister e\u0301e\u0301e\u0301",
    "wide": "W" * 120 + " " + "@" * 60,
    "html": "<b>bold</b>",
    "dots": ". . . . . . . . .",
}


@dataclass(frozen=True)
class Part:
    """A node, dot, line or frame of a drawing."""

    id: str
    classes: frozenset[str]
    data: dict[str, str]
    label: str
    title: str
    role: str
    texts: tuple[str, ...]


def parts(svg: str, wanted: str) -> list[Part]:
    """The groups of ``svg`` with the class ``wanted``, in the order of the file."""
    found = []
    for group in ElementTree.fromstring(svg.encode()).iter(f"{SVG}g"):
        classes = frozenset(group.get("class", "").split())
        if wanted in classes:
            found.append(
                Part(
                    id=group.get("id", ""),
                    classes=classes,
                    data={name.removeprefix("data-"): value for name, value in group.attrib.items() if "data-" in name},
                    label=group.get("aria-label", ""),
                    title=group.findtext(f"{SVG}title", ""),
                    role=group.get("role", ""),
                    texts=tuple("".join(text.itertext()) for text in group.iter(f"{SVG}text")),
                )
            )
    return found


def numbers(svg: str) -> Iterator[float]:
    """Every number of the geometry of ``svg``."""
    for element in ElementTree.fromstring(svg.encode()).iter():
        for name in ("x", "y", "width", "height", "cx", "cy", "r", "rx", "d", "points", "transform", "viewBox"):
            for number in re.findall(r"-?(?:\d+\.?\d*(?:e-?\d+)?|nan|inf)", element.get(name, "").lower()):
                yield float(number)


def spoken(line: str) -> str:
    """``line`` as read aloud: on one line, without the hyphens of line breaks."""
    return re.sub(r"[-\s]", "", html.unescape(line))


def all_wishes(model: Model, language: str = "fi") -> Iterator[Wish]:
    """Every drawing of a catalogue but the ways between two things: surroundings to one and two hops."""
    for name, kind in DIAGRAMS.items():
        if kind.table and not model.catalogue.members:
            continue
        if kind.of is None:
            yield Wish(kind=name, language=language)
        elif kind.of == "department":
            for department in model.catalogue.departments:
                yield Wish(kind=name, of=department.id, language=language)
        elif name == "neighbourhood":
            for node in model:
                for depth in (1, 2):
                    yield Wish(kind=name, of=node, depth=depth, language=language)


def boxes_of(catalogue: Catalogue, department: str) -> dict[str, str]:
    """What lies in a department -> the box it is drawn as, told without the graph: registers that feeds name have their own."""
    home = next(entry for entry in catalogue.departments if entry.id == department)
    boxes = {home.id: home.id, **{unit.id: home.id for unit in home.units}}
    fed = {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
    for resource in home.resources:
        boxes[resource.id] = resource.id
        for dataset in resource.datasets:
            boxes[dataset.id] = dataset.id if dataset.id in fed else resource.id
        for register in resource.registers:
            boxes[register.id] = box = register.id if register.id in fed else resource.id
            boxes |= {dataset.id: dataset.id if dataset.id in fed else box for dataset in register.datasets}
    users: dict[str, set[tuple[str | None, str | None]]] = {}
    everything = [*catalogue.shared, *(resource for entry in catalogue.departments for resource in entry.resources)]
    for resource in everything:
        whole = resource.id if resource.id in boxes else None
        uses = [(resource.id, use.system) for use in resource.systems]
        uses += [(register.id, use.system) for register in resource.registers for use in register.systems]
        for user, system in uses:
            users.setdefault(system, set()).add((whole, boxes.get(user)))
    for system, found in users.items():
        wholes, inner = {whole for whole, _ in found}, {box for _, box in found}
        alone = next(iter(inner if len(inner) == 1 else wholes))
        if len(wholes) == 1 and alone:
            boxes[system] = alone
    return boxes


def feeds_of(catalogue: Catalogue, department: str) -> list[tuple[Feed, int]]:
    """Each feed that crosses the edge of a box of the department, and of how many of its boxes."""
    boxes = boxes_of(catalogue, department)
    found = []
    for feed in catalogue.feeds:
        source, target = boxes.get(feed.source), boxes.get(feed.target)
        if source != target:
            found.append((feed, (source is not None) + (target is not None)))
    return found


def around(catalogue: Catalogue, nodes: set[str], depth: int) -> set[str]:
    """Everything within ``depth`` hops of ``nodes``, themselves included."""
    found = set(nodes)
    for _ in range(depth):
        found |= {
            end for feed in catalogue.feeds for end in (feed.source, feed.target) if {feed.source, feed.target} & found
        }
    return found


def graph_from(folder: Path, text: str) -> Model:
    """The graph of the catalogue whose only file is ``text``."""
    folder.mkdir(exist_ok=True)
    (folder / "catalogue.yaml").write_text(text, encoding="utf-8")
    return build_model(load(folder))


def made(
    *, resources: Sequence[Mapping[str, object]] = (), shared: Sequence[Mapping[str, object]] = (), feeds: Sequence[tuple[str, str]] = (),
    departments: bool = True, scopes: dict[str, tuple[str, str]] | None = None, name: str = "Care",
) -> str:  # fmt: skip
    """The text of a catalogue with one department; JSON is YAML too."""
    scopes = scopes or {"city": ("C", "circle"), "state": ("S", "square")}
    entries: dict[str, object] = {
        "source": "page",
        "catalogue": {
            "id": "made",
            "name": "Made",
            "version": "7",
            "date": "2026-01-31",
            "language": "en",
            "languages": ["en"],
        },
        "organisation": {"id": "office", "name": "Office"},
        "sources": [{"id": "page", "title": "Page", "language": "en"}],
        "scopes": [
            {"id": id_, "name": f"Scope {id_}", "colour": "#ffcab3", "letter": letter, "shape": shape}
            for id_, (letter, shape) in scopes.items()
        ],
        "shared": [{"name": f"Shared {entry['id']}", "scope": "city", **entry} for entry in shared],
        "feeds": [{"from": source, "to": target, "basis": "stated", "evidence": [3]} for source, target in feeds],
    }
    if departments:
        own = [{"name": f"Resource {entry['id']}", **entry} for entry in resources]
        entries["departments"] = [{"id": "care", "name": name, "resources": own}]
    return json.dumps({key: value for key, value in entries.items() if value}, ensure_ascii=False)


def many_departments(count: int, shared: int = 2, feeds_each: int = 1) -> str:
    """The text of a catalogue of so many departments with a resource each, that gives to shared ones."""
    things = [{"id": f"s{i}", "scope": ("city", "state")[i % 2]} for i in range(shared)]
    text = made(shared=things, departments=False)
    entries = ", ".join(
        f'{{"id": "d{i}", "name": "Department {i}", "resources": [{{"id": "r{i}", "name": "R{i}"}}]}}'
        for i in range(count)
    )
    feeds = ", ".join(
        f'{{"from": "r{i}", "to": "s{(i + j) % shared}", "basis": "stated", "evidence": [1]}}'
        for i in range(count)
        for j in range(feeds_each)
    )
    return f'{text[:-1]}, "departments": [{entries}], "feeds": [{feeds}]}}'
