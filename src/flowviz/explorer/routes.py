"""The routes of the server beside the page itself: drawings, tables, exports and answers as files."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

import flask
from flask import Flask, Response, request

from flowviz import __version__, drawing, icons, svg
from flowviz.changes import FORMATS as CHANGE_FORMATS
from flowviz.errors import FlowvizError
from flowviz.explorer import options, pieces
from flowviz.explorer.drawings import drawn_part
from flowviz.explorer.guard import listens
from flowviz.explorer.levels import ASKED, needs, room_of
from flowviz.explorer.query import Query
from flowviz.explorer.reader import asked
from flowviz.explorer.tasks import File, Task, check, done
from flowviz.explorer.versions import MOST_BYTES
from flowviz.explorer.ways_on import answer_to_trouble, status_of
from flowviz.explorer.work import Trouble
from flowviz.exports import EXPORTS
from flowviz.reports import FORMATS, RANKING_FORMATS
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Collection

    from flowviz.explorer.live import Live, State
    from flowviz.explorer.settings import Settings
    from flowviz.explorer.work import Work

__all__ = ["add_routes"]

_DAY: Final = 86_400
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


_ANSWERS: Final[dict[str, tuple[Collection[str], dict[str, Any]]]] = {
    "table": (("csv", "xlsx"), {}),
    "impact": (FORMATS, {"view": "impact", "whole": False}),
    "critical": (RANKING_FORMATS, {"view": "critical"}),
    "changes": (CHANGE_FORMATS, {"view": "changes", "of": None}),
}
"""The answers that are saved as files: in which formats, and what their query always says."""


def add_routes(server: Flask, settings: Settings, live: Live, work: Work) -> None:
    """Adds the routes to ``server``."""
    prefix = settings.prefix

    @server.get(f"{prefix}healthz")
    def health() -> Response:
        state = live.now()
        return flask.jsonify(
            status="ok",
            version=__version__,
            catalogue=state.version,
            problems=len(state.problems),
            working=work.running,
            waiting=work.inside - work.running,
        )

    @server.get(f"{prefix}state")
    def state_mark() -> Response:
        return flask.jsonify(mark=live.now().mark)

    @server.get(f"{prefix}theme.css")
    def theme_style() -> Response:
        return _file(_theme_css().encode(), "css")

    @server.get(f"{prefix}sign/<scope>.svg")
    def scope_sign(scope: str) -> Response:
        state = live.now()
        if scope not in {entry.id for entry in state.model.catalogue.scopes}:
            flask.abort(404)
        return _file(svg.sign(scope, state.model.catalogue, theme=_theme()).encode(), "svg", keep=_kept(state))

    @server.get(f"{prefix}options/<name>.json")
    def options_of(name: str) -> Response:
        if name not in options.OPTIONS:
            flask.abort(404)
        state = live.now()
        place = pieces.Place(state, Query(language=_query(live).language))
        return _file(options.as_json(place, name), "json", keep=_kept(state))

    _add_files(server, settings, live, work)
    _add_compare(server, prefix, live, work)


def _add_files(server: Flask, settings: Settings, live: Live, work: Work) -> None:
    """What is shown as files: the drawing, the tables, the answers to questions, and the whole catalogue."""
    prefix = settings.prefix

    def file(state: State, name: str, query: Query, form: str, theme: str = "light") -> File:
        found = done(work, state, Task(name, query.essence, form, theme), settings.most_things, wanted=listens)
        if found is None:
            flask.abort(404)
        return found

    @server.get(f"{prefix}drawing.<kind>")
    def picture(kind: str) -> Response:
        query = _query(live)
        if kind not in drawing.FORMATS or not query.drawn:
            flask.abort(404)
        state = live.now()
        made = file(state, "drawing", drawn_part(query), kind, _theme())
        if "v" in request.args:
            return _file(made.data, kind, keep=_kept(state) if made.lasts else 0)
        return _file(made.data, kind, name=made.name)

    @server.get(f"{prefix}map/<any({','.join(ASKED)}):asked>.json")
    def map_part(asked: str) -> Response:
        query, state = _query(live), live.now()
        query = Query(
            view="map",
            of=query.of,
            level=query.level,
            room=room_of(state.model.catalogue, query.room),
            gone=query.gone,
            stated=query.stated,
            version=query.version,
            filters=query.essence.filters,
            language=query.language,
        )
        live.visits.ask(*needs(query))
        made = done(work, state, Task("map", query, asked, _theme()), settings.most_things, wanted=listens)
        if made is None:
            flask.abort(404)
        response = _file(made.data, "json", keep=_kept(state) if made.lasts else 0)
        response.add_etag()
        response.make_conditional(request)
        return response

    @server.get(f"{prefix}export/<form>")
    def export(form: str) -> Response:
        if form not in EXPORTS:
            flask.abort(404)
        made = file(live.now(), "export", Query(language=_query(live).language), form)
        response = Response(made.data, mimetype=EXPORTS[form].media_type)
        response.headers.set("Content-Disposition", "attachment", filename=made.name)
        response.headers["Cache-Control"] = "no-store"
        return response

    @server.get(f"{prefix}<any({','.join(_ANSWERS)}):name>.<kind>")
    def answer(name: str, kind: str) -> Response:
        forms, of = _ANSWERS[name]
        query = _query(live).but(**of)
        if kind not in forms or (name == "impact" and not query.gone):
            flask.abort(404)
        made = file(live.now(), name, query, kind)
        return _file(made.data, kind, name=made.name)


def _add_compare(server: Flask, prefix: str, live: Live, work: Work) -> None:
    """The way in for another version."""

    @server.post(f"{prefix}compare")
    def compare() -> Response:
        # a page of another site cannot send this header without being asked first, and is not allowed to
        if request.headers.get("X-Flowviz") != "compare":
            flask.abort(403)
        request.max_content_length = MOST_BYTES
        try:
            raw = request.get_data()
            check(work, raw)
            return flask.jsonify(version=live.versions.keep(raw))
        except FlowvizError as error:
            answer = flask.jsonify(problems=error.told(_query(live).language).splitlines())
            answer.status_code = status_of(error) if isinstance(error, Trouble) else 422
            return answer

    @server.errorhandler(Trouble)
    def in_trouble(error: Trouble) -> Response:
        file = request.path.removeprefix(prefix)
        _, of = _ANSWERS.get(file.partition(".")[0], ((), {}))
        return answer_to_trouble(error, _query(live).but(**of), file, prefix)


def _theme_css() -> str:
    """The colours of the drawings' themes as custom properties for the pages, and the icons."""
    blocks = []
    for name, palette in THEMES.items():
        colours = "".join(f"--{key}:{value};" for key, value in dataclasses.asdict(palette).items())
        # paper is always light
        blocks.append(
            f":root{{{colours}}}" if name == "light" else f'@media screen{{[data-theme="{name}"]{{{colours}}}}}'
        )
    return "\n".join([*blocks, icons.styles()])


def _query(live: Live) -> Query:
    return asked(request.query_string, live.now().model.catalogue)


def _theme() -> str:
    theme = request.args.get("theme", "light")
    return theme if theme in THEMES else "light"


def _kept(state: State) -> int:
    """The seconds for which a browser may keep what it asked for: another worker may have read an edit before us."""
    return _DAY if request.args.get("v") == state.version else 0


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
