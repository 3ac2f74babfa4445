"""How an explorer is set up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an explorer is set up."""

    catalogue: Path = CATALOGUE
    prefix: str = "/"
    """Where it stands behind a reverse proxy, such as ``/flowviz/``."""
    passwords: Path | None = None
    """File of names and hashed passwords; with it, every request needs a login."""
    user_header: str | None = None
    """Header in which a trusted proxy names the user; with it, every request needs one."""
    compare: Path | None = None
    """Another version of the catalogue, to compare with."""
    store: Path | None = None
    """Folder for the files that visitors send; else one for this user and catalogue among the temporary files."""
    most_things: int = 150
    """A drawing of more things is rolled up."""
