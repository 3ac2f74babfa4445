"""The explorer served: from the first connection to an end in peace."""

from __future__ import annotations

import logging
import signal
from typing import TYPE_CHECKING, Final, NoReturn

from flowviz.errors import FlowvizError
from flowviz.explorer.server import WORK

if TYPE_CHECKING:
    from flask import Flask

    from flowviz.explorer.work import Work

__all__ = ["serve"]

_LOG: Final = logging.getLogger("flowviz.explorer")
_WITHIN: Final = 8.0


def serve(server: Flask, host: str, port: int, *, threads: int = 8) -> None:
    """Serves until SIGTERM or Ctrl-C, and then ends in peace. Raises `FlowvizError` when the port cannot be had."""
    import waitress

    work: Work = server.extensions[WORK]

    def end(*_: object) -> NoReturn:
        work.close(_WITHIN)  # before the threads are waited for, which wait for it
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        listening = waitress.create_server(
            server,
            host=host,
            port=port,
            threads=threads + work.limits.room,
            ident=None,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        raise FlowvizError(
            f"cannot listen on {host}:{port}: {error.strerror or error}; choose another port with --port"
        ) from None
    _LOG.info("listening", extra={"host": host, "port": listening.effective_port})
    listening.run()
    _LOG.info("ended")
