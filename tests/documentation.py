"""The parts of the documentation that follow from the code. ``python tests/documentation.py`` writes them anew."""

from __future__ import annotations

import dataclasses
import importlib
import json
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from flowviz import catalogue as nouns
from flowviz import drawing
from flowviz.catalogue import Document, Evidence, Text, Thing
from flowviz.cli import COMMANDS, cli
from flowviz.diagrams import Wish
from flowviz.explorer.settings import SETTINGS, Settings
from flowviz.exports import json_catalogue
from flowviz.loading import load
from flowviz.loading.codes import CODES
from flowviz.loading.schema import Field, fields, json_schema
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from flowviz.reports import contract

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[1]
START, END = "<!-- made by tests/documentation.py -->\n", "<!-- until here -->\n"


def command_reference() -> str:
    """The help of every command."""
    parts = []
    for name in COMMANDS:
        command = importlib.import_module(f"flowviz.cli.{name}_command").command
        context = click.Context(command, info_name=f"flowviz {name}", max_content_width=100, terminal_width=100)
        context.help_option_names = ["-h", "--help"]
        parts.append(f"## flowviz {name}\n\n{COMMANDS[name]}\n\n```text\n{command.get_help(context)}\n```\n")
    top = click.Context(cli, info_name="flowviz", max_content_width=100, terminal_width=100)
    top.help_option_names = ["-h", "--help"]
    return f"## flowviz\n\n```text\n{cli.get_help(top)}\n```\n\n" + "\n".join(parts)


def field_reference() -> str:
    """A table of the fields of every noun."""
    return "\n".join(_noun(noun) for noun in _nouns())


def _nouns() -> Iterator[type]:
    yield Document
    for name in nouns.__all__:
        noun = getattr(nouns, name)
        hidden = (Text, Evidence, Thing, nouns.Holding, nouns.Member, Document, nouns.Catalogue)
        if isinstance(noun, type) and dataclasses.is_dataclass(noun) and noun not in hidden:
            yield noun


def _noun(noun: type) -> str:
    title = "A file" if noun is Document else noun.__name__
    rows = "\n".join(
        f"| `{field.key}` | {_type(field)} | {_needed(noun, field)} | {field.doc} |" for field in fields(noun)
    )
    summary = (noun.__doc__ or "").strip().splitlines()[0]
    return f"### {title}\n\n{summary}\n\n| key | value | without it | meaning |\n|---|---|---|---|\n{rows}\n"


def _needed(noun: type, field: Field) -> str:
    if field.required:
        return "**must be there**"
    default = next(entry.default for entry in dataclasses.fields(noun) if entry.name == field.name)
    return "" if default in (None, ()) else f"`{json.dumps(default)}`"


def _type(field: Field) -> str:
    return ("list of " if field.many else "") + _one(field)


def _one(field: Field) -> str:
    if typing.get_origin(field.type) is Literal:
        return ", ".join(f"`{value}`" for value in typing.get_args(field.type))
    if field.type is Text:
        return "text"
    if field.type is Evidence:
        return "evidence"
    if dataclasses.is_dataclass(field.type):
        name: str = getattr(field.type, "__name__", "")
        return f"[{name}](#{name.lower()})"
    if field.of and field.of.startswith("-> "):
        return f"id of a {field.of[3:]}"
    return field.of or {bool: "true or false", int: "whole number", str: "string"}[field.type]


def settings_reference() -> str:
    """A table of the settings of an explorer."""
    rows = []
    for name, setting in SETTINGS.items():
        value = next(entry.default for entry in dataclasses.fields(Settings) if entry.name == name)
        default = "the built-in one" if value == CATALOGUE else f"`{value}`" if value not in (None, ()) else ""
        doc = setting.doc + (" For `flowviz explore` alone." if setting.serves else "")
        rows.append(f"| `{setting.option} {setting.metavar}` | `{setting.variable}` | {default} | {doc} |\n")
    return "| option | variable | without it | meaning |\n|---|---|---|---|\n" + "".join(rows)


def problem_reference() -> str:
    """A table of the codes of problems."""
    rows = "".join(f"| `{code}` | {one.meaning} | {one.example} | {one.cure} |\n" for code, one in CODES.items())
    return "| code | meaning | example | cure |\n|---|---|---|---|\n" + rows


def with_part(text: str, part: str) -> str:
    """``text`` with ``part`` in the place that is marked for it."""
    before, rest = text.split(START)
    return before + START + "\n" + part + "\n" + END + rest.split(END)[1]


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _picture() -> str:
    model = build_model(load(CATALOGUE))
    return drawing.draw(model, Wish(kind="department", of="strategiaosasto", language="en"))


def _marked(path: str, part: Callable[[], str]) -> Callable[[], str]:
    return lambda: with_part((ROOT / path).read_text("utf-8"), part())


MADE: dict[str, Callable[[], str]] = {
    "data/catalogue.schema.json": lambda: _json(json_schema()),
    "docs/json-export.schema.json": lambda: _json(json_catalogue.schema()),
    "docs/impact-json.schema.json": lambda: _json(contract.schema()),
    "docs/images/department.svg": _picture,
    "docs/serving.md": _marked("docs/serving.md", settings_reference),
    "docs/command-line.md": _marked("docs/command-line.md", command_reference),
    "docs/problems.md": _marked("docs/problems.md", problem_reference),
    "docs/catalogue-format.md": _marked("docs/catalogue-format.md", field_reference),
}
"""Every file that follows from the code, wholly or in its marked part, and what makes it."""


if __name__ == "__main__":
    for name, make in MADE.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(make(), "utf-8")
