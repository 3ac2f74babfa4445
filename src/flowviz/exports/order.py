"""What an export is asked for."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The language of names and headings, and for formats that hold one table, which."""

    language: str = "fi"
    table: str = "feeds"
