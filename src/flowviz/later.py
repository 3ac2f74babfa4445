"""A module that is imported when something of it is first asked for, so that a command pays for what it uses alone."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["Later"]


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
