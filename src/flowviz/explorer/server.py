"""The web server around the explorer: its parts put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_compress import Compress

from flowviz.explorer.callbacks import Callbacks
from flowviz.explorer.guard import MOST_BODY, guard
from flowviz.explorer.headers import add_headers
from flowviz.explorer.login import Login
from flowviz.explorer.routes import add_routes

if TYPE_CHECKING:
    from dash import Dash

    from flowviz.explorer.live import Live
    from flowviz.explorer.settings import Settings

__all__ = ["LOGIN", "furnish"]

LOGIN: Final = "flowviz.login"
"""The name of the login among the extensions of the server."""


def furnish(app: Dash, settings: Settings, live: Live) -> None:
    """Adds routes, headers, login, limits and logs to the server of ``app``."""
    server = app.server
    server.debug = False  # whatever FLASK_DEBUG says
    login = Login(settings.passwords, settings.user_header, may_wait=max(1, settings.threads // 2))
    server.extensions[LOGIN] = login
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
    )
    Compress(server)
    guard(server, settings, login, Callbacks(app))
    add_headers(server, lambda: list(app.csp_hashes()))
    add_routes(server, settings, live)
