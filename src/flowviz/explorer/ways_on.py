"""What else there is when something is too big, or there is too much to do: told in the reader's language."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from flask import Response, request

from flowviz.explorer.answers import page
from flowviz.explorer.query import Query
from flowviz.explorer.work import Busy, Trouble
from flowviz.exports import EXPORTS
from flowviz.locales import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.errors import FlowvizError

__all__ = ["Way", "answer_to_trouble", "command_of", "status_of", "ways_on"]


@dataclass(frozen=True, slots=True)
class Way:
    """A way on: a link."""

    text: str
    address: str


def status_of(error: FlowvizError) -> int:
    """503 for what can be had later, 413 for what is too big."""
    return 503 if isinstance(error, Busy) else 413


def ways_on(error: FlowvizError, query: Query, file: str = "") -> list[Way]:
    """Where to go on, when ``error`` stands in the way of ``query``, or of a ``file`` of it."""
    return list(_ways(error, query, file))


def _ways(error: FlowvizError, query: Query, file: str) -> Iterator[Way]:
    say = words(query.language)
    if isinstance(error, Busy):
        yield Way(say("explorer.drawing.again"), f"{file}{query}")
        return
    if query.drawn:
        if file.startswith("drawing.p"):
            for form in ("svg", "pdf"):
                if file != f"drawing.{form}":
                    yield Way(say("explorer.take.file", format=form.upper()), f"drawing.{form}{query}")
        if query.whole:
            yield Way(say("explorer.trouble.rolled"), str(query.but(whole=False)))
        elif query.depth > 1:
            yield Way(say("explorer.depth.less"), str(query.but(depth=query.depth - 1)))
        yield Way(say("explorer.drawing.rows"), str(query.go("table", table="feeds")))
    yield Way(say("drawing.kind.map"), str(Query(language=query.language)))


def command_of(query: Query, file: str = "") -> str | None:
    """The command that makes what ``query``, or a ``file`` of it, asks for; None where there is none."""
    from flowviz.explorer.panels.drawing import command_of as drawing_command  # the panels import this module

    form = re.split("[./]", file)[-1] or "svg"
    language = ["--lang", query.language]
    if file.startswith("export/"):
        name = f"catalogue{EXPORTS[form].suffix}" if form in EXPORTS else form
        return shlex.join(["flowviz", "export", "--format", form, *language, "-o", name])
    if query.view == "table":
        return shlex.join(["flowviz", "list", query.table, "--format", "csv", *language])
    if query.view == "critical":
        return shlex.join(["flowviz", "critical", *language])
    if query.view == "impact" and query.gone:
        feeds = [part for pair in query.feeds_gone for part in ("--feed", *pair)]
        return shlex.join(
            ["flowviz", "impact", *query.things_gone, *feeds, "--format", form, *language, "-o", f"impact.{form}"]
        )
    command = drawing_command(query)
    return f"{command.removesuffix('.svg')}.{form}" if command and file.startswith("drawing.") else command


def answer_to_trouble(error: Trouble, query: Query, file: str, prefix: str) -> Response:
    """The answer to who asked for ``file``: a page for a browser that goes there, else a plain text."""
    say = words(query.language)
    command = None if isinstance(error, Busy) else command_of(query, file)
    hint = [] if isinstance(error, Busy) else [say("explorer.trouble.less")]
    lines = [error.told(query.language), *hint]
    if "text/html" in request.accept_mimetypes.values():
        parts = [f"<p>{escape(line)}</p>" for line in lines]
        links = (
            f'<li><a href="{escape(prefix + way.address)}">{escape(way.text)}</a></li>'
            for way in ways_on(error, query, file)
        )
        parts.append(f"<ul>{''.join(links)}</ul>")
        if command:
            parts.append(f"<p>{escape(say('explorer.take.command'))}</p><pre><code>{escape(command)}</code></pre>")
        response = Response(page(say("explorer.trouble.title"), query.language, parts), mimetype="text/html")
    else:
        response = Response("\n".join([*lines, *([command] if command else [])]) + "\n", mimetype="text/plain")
    response.status_code = status_of(error)
    if isinstance(error, Busy):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
