"""The explorer served: from the first connection to an end in peace."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any, Final

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.task import ThreadedTaskDispatcher

from flowviz.errors import FlowvizError
from flowviz.explorer import ending
from flowviz.explorer.clients import MOST_HEAD, Limits, Listener
from flowviz.explorer.server import LOGIN, WORK

if TYPE_CHECKING:
    from types import FrameType

    from flask import Flask

    from flowviz.explorer.clients import Channel
    from flowviz.explorer.settings import Settings

__all__ = ["Server", "serve"]

_LOG: Final = logging.getLogger("flowviz.explorer")
_EVERYTHING: Final = 2**30
_FOR_ANSWERS: Final = 1.0
"""Seconds of the end that are kept for sending what was still made."""


class Server:
    """A server that listens from now on, and serves once it is run."""

    def __init__(self, app: Flask, settings: Settings, *, limits: Limits | None = None) -> None:
        """Raises `FlowvizError` when the address or the port cannot be had."""
        self._app = app
        self._map: dict[int, Any] = {}
        self._threads = ThreadedTaskDispatcher()
        self._told = False
        where = f"{settings.host}:{settings.port}"
        try:
            adjustments = Adjustments(
                host=settings.host,
                port=settings.port,
                ident=None,
                clear_untrusted_proxy_headers=not settings.proxies,
                max_request_header_size=MOST_HEAD,
                # bodies and answers are held in memory, within the limits of `Limits`: a temporary file is no place for
                # what somebody compares with, and a thread never waits for a slow reader
                inbuf_overflow=_EVERYTHING,
                outbuf_overflow=_EVERYTHING,
                outbuf_high_watermark=_EVERYTHING,
                log_socket_errors=False,
            )
            self._listeners: list[Listener] = []
            for family, kind, protocol, address in adjustments.listen:
                port = self.port if self._listeners else address[1]
                self._listeners.append(
                    Listener(
                        app,
                        settings=settings,
                        login=app.extensions[LOGIN],
                        limits=limits or Limits(),
                        map=self._map,
                        dispatcher=self._threads,
                        adj=adjustments,
                        sockinfo=(family, kind, protocol, (address[0], port, *address[2:])),
                    )
                )
        except ValueError:
            raise FlowvizError(f"cannot listen on {where}: no such address; choose another with --host") from None
        except OSError as error:
            wasyncore.close_all(self._map, ignore_all=True)
            how = error.strerror or error
            raise FlowvizError(f"cannot listen on {where}: {how}; choose another port with --port") from None
        # as many threads more as may wait for heavy work
        self._threads.set_thread_count(settings.threads + app.extensions[WORK].limits.room)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        self.address = f"http://{host}:{self.port}{settings.prefix}"

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return int(self._listeners[0].effective_port)

    def channels(self) -> list[Channel]:
        """The connections that are open."""
        return self._listeners[0].channels()

    @property
    def told(self) -> bool:
        """Whether it was told to end."""
        return self._told

    def stop(self) -> None:
        """Tells it to end, from whichever thread."""
        self._told = True
        self._listeners[0].pull_trigger()

    def run(self) -> bool:
        """Serves until it is told to end. Whether all work had ended by then; what had not is cut off."""
        _LOG.info("listening", extra={"host": self._listeners[0].effective_host, "port": self.port})
        while not self._told:
            self._turn(1.0)
        return self._end(time.monotonic() + ending.SECONDS)

    def _turn(self, timeout: float) -> None:
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._map, count=1)
        self._listeners[0].tidy()

    def _end(self, deadline: float) -> bool:
        _LOG.info("ending")
        for listener in self._listeners:
            wasyncore.dispatcher.close(listener)
        seconds = deadline - time.monotonic() - _FOR_ANSWERS
        background = threading.Thread(target=ending.end, args=(self._app, seconds), daemon=True)
        background.start()
        while time.monotonic() < deadline:
            for channel in self.channels():
                channel.last = True
                if channel.waits:
                    channel.let_go()
            if not self.channels() and not background.is_alive():
                break
            self._turn(0.05)
        self._threads.shutdown(timeout=max(0.1, deadline - time.monotonic()))
        cut_off = len(self._threads.threads) + background.is_alive()
        wasyncore.close_all(self._map, ignore_all=True)
        if cut_off:
            _LOG.warning("ended, and cut off what was still at work", extra={"threads": cut_off})
        else:
            _LOG.info("ended")
        return not cut_off


def serve(server: Server) -> None:
    """Runs ``server`` until SIGTERM or Ctrl-C, and ends in peace; a second signal ends it at once."""

    def told(number: int, _frame: FrameType | None) -> None:
        if server.told:
            os._exit(128 + number)
        server.stop()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, told)
    if not server.run():
        logging.shutdown()
        os._exit(0)  # threads that do not end would keep the process from ending
