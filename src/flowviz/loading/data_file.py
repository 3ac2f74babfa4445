"""What the checks know of a file: its data, what is wrong with it, and a way to the place of each value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.loading.problems import Problem
    from flowviz.messages import Message, Value

__all__ = ["DataFile", "Path"]

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value."""


class DataFile(Protocol):
    """A file as plain data (`data`), with the problems of its text (`problems`).

    ``data`` is None when it cannot be read at all; ``dropped`` are values that found no place in it, such as that of the
    second of two equal keys. ``node`` has the shape of the data and knows the places; see `flowviz.loading.salvage`.
    """

    name: str
    data: Any
    values: int
    """How many values it has; 0 where nobody counted them."""
    dropped: list[Any]
    problems: list[Problem]
    warnings: list[Problem]

    @property
    def node(self) -> Any:
        """The shape of the data."""

    def problem(
        self, path: Sequence[str | int], message: Message, *, key: str | None = None, warning: bool = False
    ) -> Problem:
        """A problem at the value that ``path`` leads to, or at the key of that name inside it."""

    def keep_place(self, mapping: dict[str, Any]) -> None:
        """Keep the place of the ``id`` in a mapping of `data` when the data are let go of, for `warning_at`."""

    def warning_at(self, number: int, message: Message) -> Problem:
        """A warning at a place, by how many were kept before it."""

    def where(self, path: Sequence[str | int]) -> Value:
        """The place of a value, for messages about another."""

    def forget_places(self) -> None:
        """Let go of what makes places quick to find, when nothing is wrong."""

    def forget_data(self) -> None:
        """Let go of the data when nothing is wrong with them and nouns have been made of them, if they can be had again."""
