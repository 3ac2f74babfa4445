"""Shows where an organisation's information lives and flows, and what breaks when a piece is taken away."""

__all__ = ["__version__"]

__version__ = "0.1.0"
