"""Stories: saved views with a sentence each, in the file ``stories.yaml`` beside a catalogue.

The file is read as strictly as the catalogue itself: every mistake is told with its place, its cause and its cure.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from flowviz.catalogue import Text
from flowviz.diagrams import OPTIONS
from flowviz.ends import One, Pair, read
from flowviz.errors import CatalogueError, FlowvizError
from flowviz.explorer.query import Query
from flowviz.explorer.views import VIEWS
from flowviz.filters import check
from flowviz.loading import stories_beside
from flowviz.loading.alone import read_alone
from flowviz.loading.build import Builder
from flowviz.loading.meaning import kind_told
from flowviz.loading.problems import Problem, in_order, short
from flowviz.messages import Message, said
from flowviz.model import feeds_between
from flowviz.near import nearest
from flowviz.nouns import item
from flowviz.reading import one_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flowviz.catalogue import Header
    from flowviz.loading.data_file import DataFile
    from flowviz.model import Model

__all__ = ["Slide", "Stories", "Story", "faults", "load_stories", "view_of"]

_NO_VIEW: Final = ("missing", "stories")
"""Views that no slide can show."""
_NOT_KEPT: Final = ("lang", "room", "story", "slide")
"""What an address says of its reader, and not of what it shows."""

Steps = tuple[Any, ...]
Place = tuple[Steps, Message]
"""Where something stands in the file, and what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A view with the sentence that it is shown for."""

    view: str = item("Address of the view: what stands from the question mark on in the address bar of the explorer.")
    text: Text = item("What the view shows, in a sentence.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Views in the order in which they are told."""

    id: str = item("Short id.", of="id")
    name: Text = item("Name of the story.")
    slides: tuple[Slide, ...] = item("The views, the first one first.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """What the file may hold."""

    stories: tuple[Story, ...] = item("The stories, in the order of the list.")


def load_stories(path: Path, model: Model) -> tuple[tuple[Story, ...], tuple[Problem, ...]]:
    """The stories beside the catalogue at ``path``, none where there is no such file; and warnings.

    Raises `CatalogueError` with every problem, each with file, line, column, cause and cure.
    """
    found = stories_beside(path)
    if found is None:
        return (), ()
    file = read_alone(one_file(found), Stories)
    header = model.catalogue.header
    stories: Stories = Builder(header.language).build(Stories, file.data, None)[0]
    problems = [*_twice(file, stories), *(file.problem(at, message) for at, message in _errors(stories, model))]
    if problems:
        raise CatalogueError(in_order(problems))
    return stories.stories, tuple(in_order([*file.warnings, *_warnings(file, stories, header)]))


def view_of(slide: Slide, language: str) -> Query:
    """The view of a slide in the language of its reader."""
    return Query.read(slide.view).but(language=language, room=None, story="", slide=0)


def _twice(file: DataFile, stories: Stories) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for i, story in enumerate(stories.stories):
        if story.id in first:
            place = file.where(("stories", first[story.id], "id"))
            yield file.problem(("stories", i, "id"), said("duplicate-id", id=story.id, place=place))
        first.setdefault(story.id, i)


def _errors(stories: Stories, model: Model) -> Iterator[Place]:
    languages = model.catalogue.header.languages
    for i, story in enumerate(stories.stories):
        yield from _texts(("stories", i, "name"), story.name, languages)
        if not story.slides:
            yield ("stories", i, "slides"), said("wrong-story.empty", id=story.id)
        for j, slide in enumerate(story.slides):
            at = ("stories", i, "slides", j)
            yield from _texts((*at, "text"), slide.text, languages)
            yield from (((*at, "view"), message) for message in faults(slide.view, model))


def _texts(at: Steps, text: Text, languages: tuple[str, ...]) -> Iterator[Place]:
    for language, _ in text.values:
        if language not in languages:
            yield at, said("undeclared-language", language=language, languages=", ".join(languages))


def _warnings(file: DataFile, stories: Stories, header: Header) -> Iterator[Problem]:
    for i, story in enumerate(stories.stories):
        said_in = {language for language, _ in story.name.values}.intersection(
            *({language for language, _ in slide.text.values} for slide in story.slides)
        )
        missing = ", ".join(language for language in header.languages if language not in said_in)
        if missing:
            message = said("untranslated.story", id=story.id, languages=missing)
            yield file.problem(("stories", i, "id"), message, warning=True)


# --- addresses


def faults(text: str, model: Model) -> Iterator[Message]:
    """What is wrong with the address of a view."""
    if not text.startswith("?"):
        yield said("wrong-story.address", part=short(text))
        return
    pairs = parse_qsl(text[1:], keep_blank_values=True)
    names = [name for name, _ in pairs]
    for name in dict.fromkeys(names):
        known = name in _names()
        if not known or names.count(name) > 1:
            yield said("wrong-story.name", name=short(name), proposal=None if known else nearest(name, _names()))
            return
    query = Query.read(text, unnamed=lambda: "en")
    if query.view not in VIEWS or query.view in _NO_VIEW:
        meant = nearest(query.view, [view for view in VIEWS if view not in _NO_VIEW])
        yield said("wrong-story.view", view=short(query.view), proposal=meant)
        return
    printed = dict(query.pairs())
    for name, value in pairs:
        as_read = sorted(printed.get(name, "").split(",")) == sorted(value.split(","))
        if not as_read and name not in _NOT_KEPT and value not in _DEFAULTS.get(name, ()):
            yield said("wrong-story.address", part=short(f"{name}={value}"))
    yield from _means(query, model)


def _means(query: Query, model: Model) -> Iterator[Message]:
    """What is wrong with what a view is of."""
    chosen = read(query.node) if query.node else None
    ends = [chosen.source, chosen.target] if isinstance(chosen, Pair) else [chosen]
    pairs = query.feeds_gone
    ids = [query.of, query.to, *(end.id for end in ends if isinstance(end, One)), *query.things_gone]
    unknown = [
        id_ for id_ in dict.fromkeys([*ids, *(end for pair in pairs for end in pair)]) if id_ and id_ not in model
    ]
    for id_ in unknown:
        yield said("unknown-thing", kind=kind_told("thing"), id=short(id_), proposal=nearest(id_, model))
    for source, target in pairs:
        if source in model and target in model and not feeds_between(model, source, target):
            yield said("wrong-scenario.no-feed", source=source, target=target)
    if query.undecided:
        yield said("wrong-story.of", view=query.view)
    try:
        check(model, query.filters)
    except FlowvizError as error:
        yield said("wrong-story.filter", why=str(error))


@functools.cache
def _names() -> tuple[str, ...]:
    return (*(name for name, _ in Query().pairs()), *OPTIONS)


_DEFAULTS: Final = {
    "table": ("resources",),
    **{name: (str(option.default),) for name, option in OPTIONS.items() if option.default is not dataclasses.MISSING},
}
"""What an address may say though it goes without saying."""
