"""Templates -> HTML of the one file."""

from __future__ import annotations

import functools
from typing import Any

import jinja2

__all__ = ["render"]


def render(name: str, **parts: Any) -> str:
    """The text of the template ``name`` with ``parts`` in it, each escaped unless it is markup."""
    return _templates().get_template(name).render(parts)


@functools.cache
def _templates() -> jinja2.Environment:
    loader = jinja2.PackageLoader("flowviz.page")
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
