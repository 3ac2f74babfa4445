"""The web server around the explorer: its parts put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_compress import Compress

from flowviz.explorer.callbacks import Callbacks
from flowviz.explorer.ending import at_end
from flowviz.explorer.guard import MOST_BODY, guard
from flowviz.explorer.headers import add_headers
from flowviz.explorer.login import Login
from flowviz.explorer.routes import add_routes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from dash import Dash

    from flowviz.explorer.ahead import Visits
    from flowviz.explorer.live import Live
    from flowviz.explorer.settings import Settings
    from flowviz.explorer.work import Work

__all__ = ["LOGIN", "WORK", "furnish"]

LOGIN: Final = "flowviz.login"
"""The name of the login among the extensions of the server."""
WORK: Final = "flowviz.work"
"""The name of the heavy work among them."""


def furnish(app: Dash, settings: Settings, live: Live, work: Work) -> None:
    """Adds routes, headers, login, limits and logs to the server of ``app``."""
    server = app.server
    server.debug = False  # whatever FLASK_DEBUG says
    login = Login(settings.passwords, settings.user_header, may_wait=max(1, settings.threads // 2))
    server.extensions |= {LOGIN: login, WORK: work}
    at_end(server, work.close)
    server.config.update(
        MAX_CONTENT_LENGTH=MOST_BODY,
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
        COMPRESS_LEVEL=4,  # a seventh more to send than by 6, made in half of the time
    )
    Compress(server)
    server.wsgi_app = _noted(server.wsgi_app, live.visits)
    guard(server, settings, login, Callbacks(app))
    add_headers(server, lambda: list(app.csp_hashes()), settings.frames)
    add_routes(server, settings, live, work)


def _noted(answer: WSGIApplication, visits: Visits) -> WSGIApplication:
    """``answer``, while which somebody is being answered."""

    def answered(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        with visits.answering():
            return answer(environ, start)

    return answered
