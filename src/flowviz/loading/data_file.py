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
    size: int
    """How many bytes it has; 0 for data that were no file."""
    data: Any
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

    def place_of_id(self, mapping: dict[str, Any]) -> Any:
        """The place of the ``id`` in a mapping of `data`, for `warning_at`; it is known without making nodes again."""

    def warning_at(self, place: Any, message: Message) -> Problem:
        """A warning at a place."""

    def where(self, path: Sequence[str | int]) -> Value:
        """The place of a value, for messages about another."""

    def forget_places(self) -> None:
        """Let go of what makes places quick to find, when nothing is wrong."""

    def forget_data(self) -> None:
        """Let go of the data when nothing is wrong with them and nouns have been made of them, if they can be had again."""

    def forget_data_again(self) -> None:
        """The same, if they were let go of before and have been read again."""
