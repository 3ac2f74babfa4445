"""The web server around the explorer: its parts put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_compress import Compress

from flowviz.explorer.guard import MOST_BODY, guard
from flowviz.explorer.headers import add_headers
from flowviz.explorer.login import Login
from flowviz.explorer.routes import add_routes

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from flowviz.explorer.live import Live
    from flowviz.explorer.settings import Settings
    from flowviz.explorer.work import Work

__all__ = ["WORK", "furnish"]

WORK: Final = "flowviz.work"
"""The name of the heavy work among the extensions of the server."""


def furnish(server: Flask, settings: Settings, live: Live, work: Work, script_hashes: Callable[[], list[str]]) -> None:
    """Adds routes, headers, login, limits and logs to ``server``."""
    server.extensions[WORK] = work
    login = Login(settings.passwords, settings.user_header)
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
    guard(server, login, settings.prefix)
    add_headers(server, script_hashes)
    add_routes(server, settings, live, work)
