"""What is in a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.writing import RECORD

if TYPE_CHECKING:
    from pathlib import Path


def names(folder: Path) -> list[str]:
    """Everything in a folder, the hidden too, but for the record."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name != RECORD)
