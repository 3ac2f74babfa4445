"""Plain data from elsewhere than YAML, such as a workbook or JSON, with a function that tells the place of a value."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowviz.loading.characters import unfit, without_stray
from flowviz.loading.problems import Problem, short
from flowviz.loading.schema import TYPES
from flowviz.messages import Message, OneOf, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flowviz.loading.data_file import Path
    from flowviz.messages import Value

__all__ = ["PlainData"]


@dataclass(slots=True)
class _Node:
    """A value's path, and what is inside it: (key, node) pairs, nodes, or nothing."""

    path: Path
    value: list[Any]

    def child(self, step: str | int) -> _Node | None:
        if isinstance(step, int):
            return self.value[step] if step < len(self.value) else None
        return next((node for key, node in self.value if key.value == step), None)

    @property
    def first(self) -> _Node:
        """Where it starts: a mapping or a list stands where its first value stands."""
        if not self.value:
            return self
        inner = self.value[0]
        found: _Node = (inner[1] if isinstance(inner, tuple) else inner).first
        return found


@dataclass(frozen=True, slots=True)
class _Key:
    value: str


class PlainData:
    """Plain data as a `flowviz.loading.data_file.DataFile`; ``problem_at(path, message)`` words a problem of a value."""

    def __init__(self, name: str, data: Any, problem_at: Callable[[Path, Message], Problem]) -> None:
        self.name = name
        self.values = 0
        self.dropped: list[Any] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._problem_at = problem_at
        self._ids: dict[int, Path] = {}
        self._places: list[Path] = []
        self.data = self._clean(data, ())
        if self.problems:
            _ = self.node  # places are those of the data as they came, before what is wrong is taken out

    @functools.cached_property
    def node(self) -> _Node:
        return _nodes(self.data, ())

    def problem(
        self, path: Sequence[str | int], message: Message, *, key: str | None = None, warning: bool = False
    ) -> Problem:
        node = self._node(path)
        if key is None:
            node = node.first
        found = self._problem_at(node.path if key is None else (*node.path, key), message)
        return found.as_warning() if warning else found

    def keep_place(self, mapping: dict[str, Any]) -> None:
        self._places.append(self._ids[id(mapping)])

    def warning_at(self, number: int, message: Message) -> Problem:
        return self._problem_at(self._places[number], message).as_warning()

    def where(self, path: Sequence[str | int]) -> Value:
        return self._problem_at(self._node(path).first.path, Message("")).where

    def forget_places(self) -> None:
        """Nothing: a path is a place."""

    def forget_data(self) -> None:
        """Nothing: they are all that there is."""

    def _node(self, path: Sequence[str | int]) -> _Node:
        node = self.node
        for step in path:
            inner = node.child(step)
            if inner is None:
                break
            node = inner
        return node

    def _clean(self, value: Any, path: Path) -> Any:
        """The value as YAML would give it: texts without what they must not hold."""
        if isinstance(value, dict):
            for key in value:
                if not isinstance(key, str):
                    self.problems.append(self._problem_at(path, said("key-no-word.data", key=short(repr(key)))))
            data = {key: self._clean(one, (*path, key)) for key, one in value.items() if isinstance(key, str)}
            if "id" in data:
                self._ids[id(data)] = (*path, "id")
            return data
        if isinstance(value, (list, tuple)):
            return [self._clean(one, (*path, index)) for index, one in enumerate(value)]
        if value is None or isinstance(value, int):
            return value
        if not isinstance(value, str):
            wanted = OneOf((TYPES["integer"], TYPES["string"]))
            message = said("wrong-type", value=short(str(value)), wanted=wanted)
            self.problems.append(self._problem_at(path, message))
            return None
        clean, dropped = without_stray(value)
        if dropped:
            self.warnings.append(self._problem_at(path, dropped).as_warning())
        if trouble := unfit(clean):
            self.problems.append(self._problem_at(path, trouble))
            return None
        return clean


def _nodes(value: Any, path: Path) -> _Node:
    return _Node(path, list(_inner(value, path)))


def _inner(value: Any, path: Path) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from ((_Key(key), _nodes(one, (*path, key))) for key, one in value.items())
    elif isinstance(value, list):
        yield from (_nodes(one, (*path, index)) for index, one in enumerate(value))
