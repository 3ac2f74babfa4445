"""The routes of the server beside the page itself: drawings, tables, exports and answers as files."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

import flask
from flask import Flask, Response, request

from flowviz import __version__, drawing, svg
from flowviz.changes import FORMATS as CHANGE_FORMATS
from flowviz.errors import FlowvizError
from flowviz.explorer import rows
from flowviz.explorer.drawings import drawing_of, file_of
from flowviz.explorer.query import DRAWINGS, Query
from flowviz.explorer.questions import question_of, ranking_of, report_of
from flowviz.explorer.versions import MOST_BYTES
from flowviz.exports import EXPORTS, Order
from flowviz.reports import FORMATS, RANKING_FORMATS, csv_of
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from flowviz.explorer.live import Live, State
    from flowviz.explorer.settings import Settings

__all__ = ["add_routes"]

_DAY: Final = 86_400
_MOST_PROBLEMS: Final = 20
_MEDIA: Final = {
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "dot": "text/vnd.graphviz",
    "csv": "text/csv",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "text": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def add_routes(server: Flask, settings: Settings, live: Live) -> None:
    """Adds the routes to ``server``."""
    prefix = settings.prefix

    @server.get(f"{prefix}healthz")
    def health() -> Response:
        state = live.now()
        return flask.jsonify(status="ok", version=__version__, catalogue=state.version, problems=len(state.problems))

    @server.get(f"{prefix}state")
    def state_mark() -> Response:
        return flask.jsonify(mark=live.now().mark)

    @server.get(f"{prefix}theme.css")
    def theme_style() -> Response:
        return _file(_theme_css().encode(), "css")

    @server.get(f"{prefix}sign/<scope>.svg")
    def scope_sign(scope: str) -> Response:
        catalogue = live.now().graph.graph["catalogue"]
        if scope not in {entry.id for entry in catalogue.scopes}:
            flask.abort(404)
        return _file(
            svg.sign(scope, catalogue, theme=_theme()).encode(), "svg", keep=_DAY if "v" in request.args else 0
        )

    @server.get(f"{prefix}drawing.<kind>")
    def picture(kind: str) -> Response:
        if kind not in drawing.FORMATS:
            flask.abort(404)
        state, query = live.now(), _query(live)
        if query.view not in DRAWINGS:
            flask.abort(404)
        data = file_of(state, query, settings.most_things, kind, _theme())
        if "v" in request.args:
            return _file(data, kind, keep=_DAY if request.args["v"] == state.version else 0)
        name = drawing_of(state, query, settings.most_things).scene.name
        return _file(data, kind, name=f"{name}.{kind}")

    @server.get(f"{prefix}table.<kind>")
    def table(kind: str) -> Response:
        writers = {"csv": rows.as_csv, "xlsx": rows.as_xlsx}
        shown = rows.asked(live.now(), _query(live), settings.most_things) if kind in writers else None
        if shown is None:
            flask.abort(404)
        return _file(writers[kind](shown), kind, name=f"{shown.file_name}.{kind}")

    _add_exports(server, prefix, live)
    _add_answers(server, prefix, live)


def _add_exports(server: Flask, prefix: str, live: Live) -> None:
    """The whole catalogue in the formats of the trade."""

    @server.get(f"{prefix}export/<form>")
    def export(form: str) -> Response:
        if form not in EXPORTS:
            flask.abort(404)
        graph = live.now().graph
        data = EXPORTS[form].write(graph, Order(language=_query(live).language))
        response = Response(data, mimetype=EXPORTS[form].media_type)
        name = f"{graph.graph['catalogue'].header.id}{EXPORTS[form].suffix}"
        response.headers.set("Content-Disposition", "attachment", filename=name)
        response.headers["Cache-Control"] = "no-store"
        return response


def _add_answers(server: Flask, prefix: str, live: Live) -> None:
    """The answers to questions as files, and the way in for another version."""

    @server.get(f"{prefix}impact.<kind>")
    def impact(kind: str) -> Response:
        query = _query(live)
        if kind not in FORMATS or not query.gone:
            flask.abort(404)
        question = question_of(live.now(), query)
        if kind != "csv":
            return _file(FORMATS[kind](question), kind, name=f"impact.{kind}")
        table = query.table if query.table in question.tables else next(iter(question.tables))
        return _file(csv_of(question, table), kind, name=f"impact-{table}.{kind}")

    @server.get(f"{prefix}critical.<kind>")
    def ranking(kind: str) -> Response:
        if kind not in RANKING_FORMATS:
            flask.abort(404)
        state, query = live.now(), _query(live)
        found = RANKING_FORMATS[kind](state.graph, ranking_of(state, query), query.language)
        return _file(found, kind, name=f"critical.{kind}")

    @server.get(f"{prefix}changes.<kind>")
    def changes(kind: str) -> Response:
        report = report_of(live.now(), _query(live))
        if kind not in CHANGE_FORMATS or report is None:
            flask.abort(404)
        return _file(CHANGE_FORMATS[kind](report), kind, name=f"changes.{kind}")

    @server.post(f"{prefix}compare")
    def compare() -> Response:
        # a page of another site cannot send this header without being asked first, and is not allowed to
        if request.headers.get("X-Flowviz") != "compare":
            flask.abort(403)
        request.max_content_length = MOST_BYTES
        try:
            return flask.jsonify(version=live.versions.take(request.get_data()))
        except FlowvizError as error:
            answer = flask.jsonify(problems=str(error).splitlines()[:_MOST_PROBLEMS])
            answer.status_code = 422
            return answer


def _theme_css() -> str:
    """The colours of the drawings' themes as custom properties for the pages."""
    blocks = []
    for name, palette in THEMES.items():
        colours = "".join(f"--{key}:{value};" for key, value in dataclasses.asdict(palette).items())
        blocks.append(f'{":root" if name == "light" else f"""[data-theme="{name}"]"""}{{{colours}}}')
    return "\n".join(blocks)


def _query(live: Live) -> Query:
    return Query.read(request.query_string.decode("ascii", "replace"), language=_source_language(live.now()))


def _source_language(state: State) -> str:
    return str(state.graph.graph["catalogue"].header.language)


def _theme() -> str:
    theme = request.args.get("theme", "light")
    return theme if theme in THEMES else "light"


def _file(data: bytes, kind: str, *, keep: int = 0, name: str | None = None) -> Response:
    """A file as a response; with a ``name`` it is saved, and ``keep`` is for how many seconds it may be kept."""
    response = Response(data, mimetype=_MEDIA[kind])
    if name:
        response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = f"private, max-age={keep}, immutable" if keep else "no-store"
    if kind == "svg":
        # opened by itself, a drawing runs nothing and loads nothing
        response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
