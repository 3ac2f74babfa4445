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
from flowviz.explorer.answers import PREFIX, answer_to, refusal
from flowviz.explorer.hosts import Hosts, bare
from flowviz.explorer.login import address_of
from flowviz.explorer.query import LONGEST
from flowviz.explorer.versions import MOST_BYTES

if TYPE_CHECKING:
    from flowviz.explorer.callbacks import Callbacks
    from flowviz.explorer.login import Login
    from flowviz.explorer.settings import Settings

__all__ = ["CUT_OFF", "LISTENS", "MOST_BODY", "guard", "listens", "most_body"]

_LOG: Final = logging.getLogger("flowviz.explorer")
MOST_BODY: Final = 262_144
"""Bytes that a request may bring."""
LARGER: Final = {"compare": MOST_BYTES}
"""The routes to which more may be sent."""
CUT_OFF: Final = "flowviz.cut_off"
"""Where the environment of a request says why its body was not read."""
LISTENS: Final = "flowviz.listens"
"""Where the environment of a request has a function that says whether its client still listens."""
_WHY_NOT: Final = {
    401: "You need to log in.",
    429: "There were too many wrong names or passwords.",
    503: "Many people are logging in just now.",
}


def most_body(path: str, prefix: str) -> int:
    """Bytes that a request to ``path`` may bring."""
    return LARGER.get(path.removeprefix(prefix), MOST_BODY) if path.startswith(prefix) else MOST_BODY


def listens() -> bool:
    """Whether whoever sent this request still waits for the answer, as far as the server can tell."""
    return bool(request.environ.get(LISTENS, lambda: True)())


class _Door:
    """The checks of a request, each the answer that ends it or None."""

    def __init__(self, settings: Settings, login: Login, callbacks: Callbacks) -> None:
        self._settings = settings
        self._login = login
        self._callbacks = callbacks
        self._hosts = Hosts(settings)

    def check(self) -> Response | None:
        g.start = time.perf_counter()
        return self._wrong_name() or self._not_in() or self._too_large() or self._no_such_thing()

    def _wrong_name(self) -> Response | None:
        host = request.headers.get("Host")
        if host is None and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
            return refusal(400, "The request has no Host header.")
        if self._hosts.allow(host):
            return None
        name = bare(host or "") or "NAME"
        how = f"--allow-host {name}, or FLOWVIZ_HOSTS={name} in the environment"
        return refusal(421, f"This explorer does not answer to that name. To let it, start it with {how}.")

    def _not_in(self) -> Response | None:
        forwarded = request.headers.get("X-Forwarded-For")
        address = address_of(request.remote_addr or "", forwarded, self._settings.proxies)
        refused = self._login.refuses(request.headers, request.authorization, address)
        if refused is None:
            return None
        if refused.status != 401:
            _LOG.warning("a login was put off", extra={"status": refused.status, "wait": refused.wait})
            return refusal(refused.status, _WHY_NOT[refused.status], wait=refused.wait)
        asks = {"WWW-Authenticate": 'Basic realm="flowviz", charset="UTF-8"'} if self._login.asks else {}
        return refusal(401, _WHY_NOT[401], headers=asks)

    def _too_large(self) -> Response | None:
        if len(request.query_string) > LONGEST:
            return refusal(414, "This address is too long.")
        if not request.query_string.isascii():
            return refusal(400, "An address is ASCII: write other letters as %C3%A4 and so on.")
        most = most_body(request.path, self._settings.prefix)
        why = request.environ.get(CUT_OFF) or ("large" if (request.content_length or 0) > most else None)
        if why == "unknown":
            return refusal(503, "You were not known here yet when this began. Send it again.", wait=1)
        if why == "length":
            return refusal(411, "So much can be sent only with a Content-Length.")
        return refusal(413, f"A request may bring {most:,} bytes at most.") if why else None

    def _no_such_thing(self) -> Response | None:
        # Dash would answer every path with the page
        if request.url_rule and request.url_rule.rule == f"{self._settings.prefix}<path:path>":
            flask.abort(404)
        if request.path != self._callbacks.path or request.method != "POST":
            return None
        problem = self._callbacks.problem()
        if problem is None:
            return None
        _LOG.warning("a callback was not understood", extra={"path": request.path, "problem": problem})
        return refusal(400, f"That is no request of this page: {problem}.")


def guard(server: Flask, settings: Settings, login: Login, callbacks: Callbacks) -> None:
    """Adds the checks of every request, and the answers to errors, to ``server``."""
    server.config[PREFIX] = settings.prefix
    server.before_request(_Door(settings, login, callbacks).check)
    server.register_error_handler(FlowvizError, answer_to)

    @server.errorhandler(DependencyException)
    def no_such_script(_: DependencyException) -> Response:
        return refusal(404, "Not found.")

    @server.errorhandler(Exception)
    def broken(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException):
            if error.code is None or error.code < 400 or error.response is not None:
                return error
            headers = {name: value for name, value in error.get_headers() if name == "Allow"}
            return refusal(error.code, error.description or error.name, headers=headers)
        # whoever asked learns nothing of the inside; the log has it all
        _LOG.error("a request failed", exc_info=error, extra={"path": request.path})
        return refusal(500, "Something went wrong here. The server's log says what.")
