"""Who may come in, and with what; and how errors are answered."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Final

import flask
from dash.exceptions import DependencyException
from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from flowviz.errors import FlowvizError
from flowviz.explorer.query import LONGEST

if TYPE_CHECKING:
    from flowviz.explorer.login import Login

__all__ = ["MOST_BODY", "guard"]

_LOG: Final = logging.getLogger("flowviz.explorer")
MOST_BODY: Final = 262_144
"""Bytes that a request may bring."""


def guard(server: Flask, login: Login, prefix: str) -> None:
    """Adds the checks of every request, and the answers to errors, to ``server``."""

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
