"""Shows where an organisation's information lives and flows, and what breaks when a piece is taken away."""

from typing import Final

__all__ = ["__version__"]

__version__: Final = "0.1.0"
