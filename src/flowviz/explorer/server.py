"""The web server around the explorer: its routes, headers, login, limits, logs and its end."""

from __future__ import annotations

import dataclasses
import json
import logging
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

import flask
from dash.exceptions import DependencyException
from flask import Flask, Response, g, request
from flask_compress import Compress
from werkzeug.exceptions import HTTPException

from flowviz import __version__, drawing, svg
from flowviz.changes import FORMATS as CHANGE_FORMATS
from flowviz.errors import FlowvizError
from flowviz.explorer import rows
from flowviz.explorer.drawings import drawing_of, file_of
from flowviz.explorer.login import Login
from flowviz.explorer.query import DRAWINGS, LONGEST, Query
from flowviz.explorer.questions import question_of, ranking_of, report_of
from flowviz.explorer.versions import MOST_BYTES
from flowviz.exports import EXPORTS, Order
from flowviz.places import CATALOGUE
from flowviz.reports import FORMATS, RANKING_FORMATS, csv_of
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowviz.explorer.live import Live, State

__all__ = ["Settings", "furnish", "serve"]

_LOG: Final = logging.getLogger("flowviz.explorer")
_MOST_BODY: Final = 262_144
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an explorer is set up."""

    catalogue: Path = CATALOGUE
    prefix: str = "/"
    """Where it stands behind a reverse proxy, such as ``/flowviz/``."""
    passwords: Path | None = None
    """File of names and hashed passwords; with it, every request needs a login."""
    user_header: str | None = None
    """Header in which a trusted proxy names the user; with it, every request needs one."""
    compare: Path | None = None
    """Another version of the catalogue, to compare with."""
    most_things: int = 150
    """A drawing of more things is rolled up."""


def furnish(server: Flask, settings: Settings, live: Live, script_hashes: Callable[[], list[str]]) -> None:
    """Adds routes, headers, login, limits and logs to ``server``."""
    login = Login(settings.passwords, settings.user_header)
    server.config.update(
        MAX_CONTENT_LENGTH=_MOST_BODY,
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/javascript",
            "application/json",
            "image/svg+xml",
            "text/csv",
        ],
        COMPRESS_MIN_SIZE=800,
    )
    Compress(server)
    _guard(server, login, settings.prefix)
    _add_headers(server, script_hashes)
    _add_routes(server, settings, live)


# --- who may come in, and with what


def _guard(server: Flask, login: Login, prefix: str) -> None:
    @server.before_request
    def check() -> Response | None:
        g.start = time.perf_counter()
        headers = {name.lower(): value for name, value in request.headers.items()}
        if not login.allows(headers, request.authorization):
            asks = {"WWW-Authenticate": 'Basic realm="flowviz", charset="UTF-8"'} if login.asks else {}
            return Response("You need to log in.\n", 401, asks, mimetype="text/plain")
        if len(request.query_string) > LONGEST:
            return Response("This address is too long.\n", 414, mimetype="text/plain")
        # Dash would answer every path with the page
        if request.url_rule and request.url_rule.rule == f"{prefix}<path:path>":
            flask.abort(404)
        return None

    @server.errorhandler(FlowvizError)
    def cannot(error: FlowvizError) -> Response:
        return Response(f"{error}\n", 404, mimetype="text/plain")

    @server.errorhandler(DependencyException)
    def no_such_script(_: DependencyException) -> Response:
        return Response("Not found.\n", 404, mimetype="text/plain")

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException):
            return error
        # whoever asked learns nothing of the inside; the log has it all
        _LOG.error("a request failed", exc_info=error, extra={"path": request.path})
        return Response("Something went wrong here. The server's log says what.\n", 500, mimetype="text/plain")


def _add_headers(server: Flask, script_hashes: Callable[[], list[str]]) -> None:
    # styles: Dash and plotly set style attributes; data: images are plotly's own cursors and symbols
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(["'self'", *script_hashes()]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "font-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )

    @server.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        response.headers.setdefault("Cache-Control", "no-store")
        if response.direct_passthrough:  # a small file of ours: read whole, so that it can be compressed and is closed
            response.direct_passthrough = False
            response.make_sequence()
        _log(response)
        return response


def _log(response: Response) -> None:
    _LOG.info(
        "request",
        extra={
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("start", time.perf_counter())) * 1000, 1),
        },
    )


# --- routes


def _add_routes(server: Flask, settings: Settings, live: Live) -> None:
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


# --- logs, start and end


class _JsonLines(logging.Formatter):
    """One line of JSON for each record."""

    _PLAIN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "what": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in self._PLAIN},
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json() -> None:
    """Writes what happens to standard error, a line of JSON each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logger = logging.getLogger("flowviz")
    logger.handlers = [handler]
    logger.setLevel(logging.INFO)
    logger.propagate = False


def serve(server: Flask, host: str, port: int, *, threads: int = 8) -> None:
    """Serves until SIGTERM or Ctrl-C, and then ends in peace. Raises `FlowvizError` when the port cannot be had."""
    import waitress

    def end(*_: object) -> NoReturn:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    try:
        listening = waitress.create_server(
            server, host=host, port=port, threads=threads, ident=None, clear_untrusted_proxy_headers=True
        )
    except OSError as error:
        raise FlowvizError(
            f"cannot listen on {host}:{port}: {error.strerror or error}; choose another port with --port"
        ) from None
    _LOG.info("listening", extra={"host": host, "port": listening.effective_port})
    listening.run()
    _LOG.info("ended")
