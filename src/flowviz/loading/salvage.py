"""What is sound in a file that breaks the schema, so that its other problems can be told at the same time."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from flowviz.catalogue import Document
from flowviz.loading.fields import Field, fields, is_noun
from flowviz.loading.ids import texts_of, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from flowviz.loading.data_file import DataFile, Path
    from flowviz.loading.problems import Problem

__all__ = ["Asked", "Doubt", "prune"]


class Asked(NamedTuple):
    """A reference that finds nothing: its word, the kinds of things it may be to, and whether broken data may hold them."""

    word: str
    kinds: Collection[str]
    doubtful: bool = True


@dataclasses.dataclass
class _Cause:
    """A thing without a sound id, so that references to it find nothing."""

    problem: Problem
    kind: str
    words: Collection[str]
    following: int = 0


@dataclasses.dataclass
class Doubt:
    """What broken files may have said: a reference to it is not called dangling."""

    ids: set[str] = dataclasses.field(default_factory=set)
    keys: set[str] = dataclasses.field(default_factory=set)
    everything: bool = False
    values: int = 0
    """How many values the broken files have."""
    _causes: list[_Cause] = dataclasses.field(default_factory=list)

    def hear(self, file: DataFile) -> None:
        """Take in all ids of a file, however they are placed."""
        if file.data is None:
            self.everything = True
        if isinstance(file.data, dict):
            self.keys.update(file.data)
        waiting = [file.data, *file.dropped]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                self.ids.update(value[key] for key in ("id", "code") if isinstance(value.get(key), str))
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value

    def suspect(self, problem: Problem, kind: str, entry: Any) -> None:
        """Take in that ``entry``, a thing of this kind, has no sound id, as ``problem`` tells."""
        words = {words_of(text) for text in texts_of(entry)} if isinstance(entry, dict) else set()
        self._causes.append(_Cause(problem, kind, words - {""}))

    def covers(self, id_: str) -> bool:
        return self.everything or id_ in self.ids

    def unexplained(self, asked: Sequence[Asked], is_slip: Callable[[Asked], bool]) -> Collection[Asked]:
        """Those of the references that are wrong by themselves, and do not follow from the problem of another id.

        When the one thing without a sound id and the one word that finds nothing fit each other, the one is the other,
        unless the word ``is_slip``, near enough to the id of another thing.
        """
        times = Counter(asked)
        by_word = {word: cause for cause in reversed(self._causes) for word in cause.words}
        for one in list(times):
            cause = by_word.get(words_of(one.word))
            if cause and cause.kind in one.kinds:
                cause.following += times.pop(one)
            elif self.everything or (one.doubtful and self.covers(one.word)):
                del times[one]
        idle = [cause for cause in self._causes if not cause.following]
        words = {one.word for one in times if any(cause.kind in one.kinds for cause in idle)}
        if len(idle) == len(words) == 1:
            for one in [one for one in times if idle[0].kind in one.kinds and not is_slip(one)]:
                idle[0].following += times.pop(one)
        return times.keys()

    def told(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems, each with how many others follow from it."""
        following: Counter[Problem] = Counter()
        for cause in self._causes:
            following[cause.problem] += cause.following
        return [dataclasses.replace(problem, following=following[problem]) for problem in problems]

    def may_hold(self, key: str) -> bool:
        """Whether a broken file may have the part ``key`` of a catalogue."""
        return self.everything or key in self.keys


def prune(file: DataFile, wrong: Collection[Path]) -> None:
    """Take out of ``file`` the values at the paths ``wrong``, unknown keys, and what lacks a required field then."""
    if not isinstance(file.data, dict) or file.node is None:
        file.data = None
        return
    _prune(Document, file.data, file.node, wrong, ())


def _prune(cls: type, data: dict[str, Any], node: Any, wrong: Collection[Path], path: Path) -> bool:
    """Whether what is left of a mapping has all that its noun requires."""
    table = {field.key: field for field in fields(cls)}
    nodes: dict[str, Any] = {}
    for key_node, value_node in node.value:
        if isinstance(key_node.value, str):
            nodes.setdefault(key_node.value, value_node)
    for key, value in list(data.items()):
        field, here = table.get(key), (*path, key)
        if field is None or here in wrong:
            del data[key]
        elif field.many:
            items = nodes[key].value
            kept = [i for i, one in enumerate(value) if _is_sound(field, one, items[i], wrong, (*here, i))]
            # data and nodes alike, so that places are still found by index
            value[:] = [value[i] for i in kept]
            items[:] = [items[i] for i in kept]
        elif not _is_sound(field, value, nodes[key], wrong, here):
            del data[key]
    return all(field.key in data for field in table.values() if field.required)


def _is_sound(field: Field, value: Any, node: Any, wrong: Collection[Path], path: Path) -> bool:
    if path in wrong:
        return False
    if is_noun(field.type):
        return _prune(field.type, value, node, wrong, path)
    return not (isinstance(value, dict) and any((*path, key) in wrong for key in value))
