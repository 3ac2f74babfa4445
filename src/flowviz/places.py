"""Where the built-in catalogue and the assets lie: inside an installed package, or at the top of a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

__all__ = ["ASSETS", "CATALOGUE"]

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


CATALOGUE: Final = _folder("data")
ASSETS: Final = _folder("assets")
