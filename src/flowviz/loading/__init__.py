"""YAML files or plain data -> a `Catalogue`, or every problem at once with its place, cause and cure.

The parser and the checks are imported when something is to be parsed and checked.
"""

from __future__ import annotations

import functools
import gc
import itertools
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import OWN, PEOPLE, UNSTATED, Catalogue, Document, Header, Organisation, Scope, Text
from flowviz.errors import CatalogueError, CatalogueUnreadable, InputError, RevisionError
from flowviz.limits import MOST_BYTES_TOGETHER, MOST_PROBLEMS, MOST_VALUES, MOST_VALUES_TOGETHER
from flowviz.locales import in_every_language
from flowviz.messages import Message, said
from flowviz.reading import Disk, sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from flowviz.loading.build import Builder
    from flowviz.loading.data_file import DataFile
    from flowviz.loading.data_file import Path as Steps
    from flowviz.loading.meaning import Lost, Part
    from flowviz.loading.problems import Problem
    from flowviz.loading.salvage import Doubt
    from flowviz.reading import Entry, Source

__all__ = [
    "ENDINGS",
    "Elsewhere",
    "Loaded",
    "folder_of",
    "from_data",
    "load",
    "load_parts",
    "load_with_warnings",
    "no_garbage_collection",
    "reserved_scopes",
    "stories_beside",
]

ENDINGS: Final = (".yaml", ".yml")
"""How the names of a catalogue's files end, in small or capital letters."""

STORIES: Final = ("stories.yaml", "stories.yml")
"""The names of the file beside a catalogue that holds stories, and nothing of the catalogue."""


def stories_beside(path: Path) -> Path | None:
    """The file of stories beside the catalogue at ``path``; None where there is none."""
    folder = folder_of(path)
    found = next((folder / name for name in STORIES if (folder / name).is_file()), None)
    return None if found == path else found


def folder_of(path: Path) -> Path:
    """Where what belongs to the catalogue at ``path`` stands: that folder, or the one of its one file."""
    return path if path.is_dir() else path.parent


@functools.cache
def reserved_scopes() -> tuple[Scope, ...]:
    """The three scopes that every catalogue has, used where its own scopes do not word them."""
    own = Scope(id=OWN, name=_named(OWN), colour="#ffffff", letter="O", shape="house")
    people = Scope(id=PEOPLE, name=_named(PEOPLE), colour="#ffffff", letter="H", shape="person")
    return own, people, Scope(id=UNSTATED, name=_named(UNSTATED), colour="#ffffff", letter="?", shape="octagon")


def _named(scope: str) -> Text:
    return Text.of(**in_every_language(f"scope.{scope}"))


LISTS = ("sources", "departments", "shared", "systems", "parties", "feeds", "issues", "requests", "keywords")
"""The parts of a catalogue that all its files add to, but for the scopes."""

NO_HEADER = Header(id="", name=Text.of(en=""), version="", date="", language="", languages=())
NO_ORGANISATION = Organisation(id="", name=Text.of(en=""))
"""These stand in for what is missing, so that the other problems can be told as well."""


@dataclass(frozen=True)
class Loaded:
    """A catalogue and what is worth a look in it."""

    catalogue: Catalogue
    warnings: tuple[Problem, ...]
    explained: tuple[Problem, ...] = ()
    """Gaps of the source that an issue of the catalogue explains."""


@dataclass(slots=True)
class Elsewhere:
    """What of a source found no place in its data."""

    left_out: list[Any] = field(default_factory=list)
    """Entries whose home was not found."""
    lost: list[Lost] = field(default_factory=list)
    """The homes that were not found."""
    unseen: bool = False
    """Whether a part of it was not read, so that nothing can be called unknown."""


def load(source: Path | Source) -> Catalogue:
    """The catalogue in the folder or file ``source``.

    Raises `CatalogueError` with every problem of every file: those that others follow from first, then by file and line.
    """
    return _load(_opened(source))[0]


def load_with_warnings(source: Path | Source) -> Loaded:
    """The catalogue in ``source``, with warnings. Raises `CatalogueError` as `load` does."""
    with no_garbage_collection():
        return _loaded(*_load(_opened(source)), slips=True)


def load_parts(source: Path | Source) -> tuple[Catalogue, list[Part]]:
    """The catalogue in ``source``, and its files, which know where everything stands.

    Raises `CatalogueError` as `load` does.
    """
    return _load(_opened(source))


def from_data(
    data: Any,
    name: str,
    problem_at: Callable[[Steps, Message], Problem],
    elsewhere: Elsewhere | None = None,
    *,
    slips: bool = False,
) -> Loaded:
    """The catalogue that ``data``, shaped as one YAML file's would be, mean; with warnings of their characters.

    With ``slips`` there are all the warnings that `load_with_warnings` gives.

    ``problem_at(path, message)`` gives the problem of a value, ``name`` is what the whole is called, and what is
    ``elsewhere`` of the same source is not asked for. Raises `CatalogueError` as `load` does.
    """
    from flowviz.loading.plain_data import PlainData
    from flowviz.loading.salvage import Doubt

    elsewhere = elsewhere or Elsewhere()
    doubt = Doubt(everything=elsewhere.unseen)
    file = PlainData(name, data, problem_at)
    file.dropped += elsewhere.left_out
    catalogue, parts = _understood([_checked(file, doubt)], name, doubt, elsewhere.lost)
    return _loaded(catalogue, parts, slips=slips)


def _loaded(catalogue: Catalogue, parts: Sequence[Part], *, slips: bool) -> Loaded:
    found = [warning for part in parts for warning in part.file.warnings]
    if not slips:
        return Loaded(catalogue, tuple(found))
    from flowviz.loading import meaning
    from flowviz.loading.problems import in_order

    more, explained = meaning.warnings(catalogue, parts)
    return Loaded(catalogue, tuple(in_order([*found, *more])), tuple(in_order(explained)))


def _opened(source: Path | Source) -> Source:
    return Disk(source) if isinstance(source, Path) else source


def _load(source: Source) -> tuple[Catalogue, list[Part]]:
    from flowviz.loading.salvage import Doubt

    with no_garbage_collection():
        doubt = Doubt()
        files = (_checked(file, doubt) for file in _read(source))
        return _understood(files, source.name, doubt)


def _bounded(source: Source) -> Iterator[Entry]:
    """The entries of ``source``, each as it was read."""
    from flowviz.loading.problems import Problem

    total = 0
    for entry in _entries(source):
        try:
            raw = entry.read()
        except InputError:
            yield entry  # says so itself
            continue
        total += len(raw)
        if total > MOST_BYTES_TOGETHER:
            message = said("too-much.bytes", mb=MOST_BYTES_TOGETHER // 1_000_000)
            raise CatalogueUnreadable((Problem(source.name, 1, 1, message),))
        yield sent(raw, entry.name)


def _read(source: Source) -> Iterator[DataFile]:
    """The files of ``source`` as data, one at a time."""
    from flowviz.loading import yaml_text
    from flowviz.loading.problems import Problem

    room = yaml_text.Room()
    values = 0
    for entry in _bounded(source):
        file = yaml_text.read(entry, room)
        values += file.values
        if values > MOST_VALUES_TOGETHER:
            message = said("too-much.values.together", most=MOST_VALUES_TOGETHER)
            raise CatalogueUnreadable((Problem(source.name, 1, 1, message),))
        yield file


def _entries(source: Source) -> list[Entry]:
    from flowviz.loading.problems import Problem

    try:
        found = source.entries(ENDINGS)
    except RevisionError:
        raise
    except InputError as error:
        raise CatalogueUnreadable((Problem(error.name, 1, 1, error.reason),)) from None
    found = [entry for entry in found if PurePath(entry.name).name not in STORIES]
    if not found:
        raise CatalogueUnreadable((Problem(source.name, 1, 1, said("no-files")),))
    return found


def _checked(file: DataFile, doubt: Doubt) -> DataFile:
    """The file with the problems of its text and its form; what is left of its data fits the schema."""
    from flowviz.loading import meaning, schema
    from flowviz.loading.salvage import prune

    found = [] if file.data is None else list(itertools.islice(schema.errors(file.data), MOST_PROBLEMS + 1))
    told = {problem.place for problem in file.problems}
    problems = [file.problem(at, message, key=key) for at, key, message in found]
    file.problems += [problem for problem in problems if problem.place not in told]
    if len(found) > MOST_PROBLEMS:
        file.problems[-1] = file.problem((), said("too-much.problems", most=MOST_PROBLEMS))
        doubt.hear(file)
        file.data = None
        file.forget_places()
        return file
    first = {problem.place: problem for problem in reversed(file.problems)}
    for (at, key, _), problem in zip(found, problems, strict=True):
        entry = at if key else at[:-1]
        kind = meaning.kind_of(schema.noun_at(entry))
        if "id" in (key, *at[-1:]) and kind:
            cause = first[problem.place]
            doubt.suspect(cause, kind, functools.reduce(lambda value, step: value[step], entry, file.data))
    if file.problems or file.dropped:
        doubt.hear(file)
    if file.problems:
        doubt.values += file.values
    if doubt.values > MOST_VALUES and file.problems:
        file.data = None  # the ids in it were heard; what else would be found in it is not worth the room
        file.forget_places()
    elif file.problems:
        prune(file, {at if key is None else (*at, key) for at, key, _ in found})
    else:
        file.forget_places()
    return file


def _understood(
    files: Iterable[DataFile], name: str, doubt: Doubt, lost: Sequence[Lost] = ()
) -> tuple[Catalogue, list[Part]]:
    """The catalogue in files that were checked each by itself."""
    from flowviz.loading import meaning
    from flowviz.loading.problems import in_order

    wrong: list[Problem] = []
    parts: list[Part] = []
    for part in _parts(files, wrong):
        parts.append(part)
        part.file.forget_data()
    problems = [*_singles(parts, name, doubt)]
    catalogue = _together([part.document for part in parts])
    problems += wrong
    problems += meaning.errors(catalogue, parts, doubt, lost)
    if problems:
        raise CatalogueError(in_order(doubt.told(problems)))
    return catalogue, parts


_TURN: Final = threading.Lock()
_WAS_ON: Final[list[bool]] = []
"""Whether the collector was on, for each that keeps it away just now: the first to come says so, and it is the last that is taken."""


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """The time in which much is made that stays: the collector would go through all of it again and again."""
    with _TURN:
        _WAS_ON.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _TURN:
            if _WAS_ON.pop():
                gc.enable()


def _parts(files: Iterable[DataFile], wrong: list[Problem]) -> Iterator[Part]:
    """What the files hold, as nouns, as soon as the language of plain strings is known; what is wrong goes to ``wrong``."""
    from flowviz.loading.build import Builder

    builder: Builder | None = None
    waiting: list[DataFile] = []
    for file in files:
        wrong += file.problems
        if file.data is not None:
            waiting.append(file)
        if builder is None and file.data and "catalogue" in file.data:
            builder = Builder(str(file.data["catalogue"]["language"]))
        if builder is not None:
            yield from _built(waiting, builder)
            waiting.clear()
    yield from _built(waiting, builder or Builder("en"))


def _built(files: Iterable[DataFile], builder: Builder) -> Iterator[Part]:
    from flowviz.loading.meaning import Part

    for file in files:
        yield Part(file, *builder.build(Document, file.data, file.data.get("source"), file.keep_place))


def _singles(parts: Sequence[Part], path: str, doubt: Doubt) -> Iterator[Problem]:
    """What is wrong with the parts that a catalogue has once."""
    from flowviz.loading.problems import Problem

    for name in ("catalogue", "organisation"):
        found = [part for part in parts if getattr(part.document, name) is not None]
        for extra in found[1:]:
            message = said("second-part", part=name, file=found[0].file.name)
            yield extra.file.problem((), message, key=name)
        if not found and not doubt.may_hold(name):
            yield Problem(path, 1, 1, said(f"missing-part.{name}"))


def _together(documents: Sequence[Document]) -> Catalogue:
    """The catalogue that the documents are together."""

    def single(name: str, stand_in: Any) -> Any:
        return next((found for one in documents if (found := getattr(one, name)) is not None), stand_in)

    def all_of(name: str) -> tuple[Any, ...]:
        return tuple(entry for one in documents for entry in getattr(one, name))

    scopes = all_of("scopes")
    given = {scope.id for scope in scopes}
    reserved = tuple(scope for scope in reserved_scopes() if scope.id not in given)
    lists = {name: all_of(name) for name in LISTS}
    header, organisation = single("catalogue", NO_HEADER), single("organisation", NO_ORGANISATION)
    return Catalogue(header=header, organisation=organisation, scopes=scopes + reserved, **lists)
