"""Modules that are imported when something of them is first asked for, so that a command pays for what it uses alone."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False  # as `typing` says, which takes longer to import than this module
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["Later", "names"]


class Later(ModuleType):
    """Stands for the module of a name until it is asked for; importing that itself takes its place."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)

    def __setattr__(self, name: str, value: object) -> None:
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            setattr(import_module(self.__name__), name, value)


def names(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package: each name of ``homes`` is imported from its module there when it is first asked for."""

    def found(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module '{package}' has no attribute '{name}'")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return found
