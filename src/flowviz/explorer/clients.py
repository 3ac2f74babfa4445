"""Connections with limits, on top of waitress: nobody can fill the memory, the disk or the places of others.

waitress reads whole requests before it hands them to a thread, and gives whole answers to the loop that sends them, so a
slow client never holds a thread. What it lacks is added here: how long a client may take, how much may be
waiting in all, and who has to leave when there is no more room.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, Task, WSGITask
from werkzeug.datastructures import Authorization, Headers

from flowviz.explorer.guard import CUT_OFF, LISTENS, MOST_BODY, most_body
from flowviz.explorer.headers import SAFE
from flowviz.explorer.login import address_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.explorer.login import Login
    from flowviz.explorer.settings import Settings

__all__ = ["MOST_HEAD", "Channel", "Limits", "Listener"]

_LOG: Final = logging.getLogger("flowviz.explorer")
MOST_HEAD: Final = 32_768
"""Bytes of the first line and the headers of a request."""
_IN_ONE_GO: Final = 64
_REFUSED: Final = {
    400: "The request is not understood.",
    431: "The headers of the request are too large.",
    500: "Something went wrong here. The server's log says what.",
    501: "The body of the request is sent in a way that is not known here.",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What all clients together, and each of them, may take."""

    connections: int = 500
    """Open at once; a newcomer takes the place of whoever has been waiting for the longest."""
    held: int = 80_000_000
    """Bytes of bodies that come in and of answers that go out; all in memory, none on the disk."""
    patience: float = 10.0
    """Seconds in which the head of a request is to be there, and for which a body or an answer may make no headway."""
    slowest: int = 4096
    """Bytes a second that a body or an answer makes from then on."""
    idle: float = 60.0
    """Seconds that a connection may stay open between two requests."""
    linger: float = 2.0
    """Seconds in which who was refused may read why."""


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Reads a request, and of its body no more than its route and its sender may bring.

    What may not come in is not read: the request goes on without its body, and the explorer itself answers why.
    """

    def __init__(self, adj: Any, *, channel: Channel) -> None:
        super().__init__(adj)
        self._channel = channel
        self._most, self._over = MOST_BODY, "large"
        self.cut_off: str | None = None
        """Why the body was not read."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        listener: Listener = self._channel.server
        most = most_body(self.path, listener.settings.prefix)
        if self.content_length > most:
            self._cut("large")
        elif self.content_length > MOST_BODY and not listener.knows(self.headers, self._channel.addr[0]):
            self._cut("unknown")
        elif self.content_length:
            self._most = most
        elif most > MOST_BODY:
            self._over = "length"

    def received(self, data: bytes) -> int:
        taken: int = super().received(data)
        if self.body_bytes_received > self._most:
            self._cut(self._over)
        if self.cut_off or self.error:
            self.expect_continue = False
            taken = len(data)  # nothing of it is another request
        return taken

    def _cut(self, why: str) -> None:
        self.close()
        self.cut_off, self.error = why, None
        self.body_rcv, self.content_length, self.body_bytes_received = None, 0, 0
        self.completed = True
        self._channel.refused = True


class _Closing(Task):  # type: ignore[misc]
    """A task that says that the connection ends with it, where that is so."""

    def build_response_header(self) -> bytes:
        if self.channel.last or self.channel.refused:
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        return head

    def finish(self) -> None:
        super().finish()
        if self.channel.last:
            self.close_on_finish = True


class _Answering(_Closing, WSGITask):  # type: ignore[misc]
    def get_environment(self) -> dict[str, Any]:
        environment: dict[str, Any] = super().get_environment()
        environment[LISTENS] = self.channel.listens
        if self.request.cut_off:
            environment[CUT_OFF] = self.request.cut_off
        return environment


class _Refusing(_Closing, ErrorTask):  # type: ignore[misc]
    def execute(self) -> None:
        error = self.request.error
        self.channel.refused = True
        body = f"{_REFUSED.get(error.code, error.reason)}\n".encode()
        self.status = f"{error.code} {error.reason}"
        self.content_length = len(body)
        self.response_headers.extend(
            {
                **SAFE,
                "Content-Type": "text/plain; charset=utf-8",
                "Content-Security-Policy": "default-src 'none'",
                "Cache-Control": "no-store",
            }.items()
        )
        _LOG.info("a request was not understood", extra={"status": error.code})
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection. It reads a request, has it answered, sends the answer, and waits for the next."""

    task_class = _Answering
    error_task_class = _Refusing

    def __init__(self, server: Listener, sock: socket.socket, addr: Any, adj: Any, map: Any = None) -> None:  # noqa: A002
        super().__init__(server, sock, addr, adj, map=map)
        self.parser_class = functools.partial(_Parser, channel=self)
        self.since = time.monotonic()
        """Since when it waits, reads or lingers."""
        self.last = False
        """Whether no request is taken after this one."""
        self.refused = False
        """Whether something that was sent was not read."""
        self._lingers = False
        self._sending: tuple[float, int] | None = None
        self._sent = 0

    # --- what it does

    @property
    def waits(self) -> bool:
        """Whether nobody but its client keeps it open."""
        return not self.requests and not self.total_outbufs_len

    @property
    def held(self) -> int:
        """Bytes in memory for it."""
        requests = [*self.requests, self.request]
        return int(self.total_outbufs_len + sum(each.body_bytes_received for each in requests if each is not None))

    def listens(self) -> bool:
        """Whether its client has not hung up; nothing that it may have sent is taken."""
        try:
            return bool(self.socket.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def late(self, now: float, limits: Limits) -> bool:
        """Whether its client takes more time than it may."""
        if self._lingers:
            return now > self.since + limits.linger
        if self.total_outbufs_len:
            self._sending = self._sending or (now, self._sent)
            began, before = self._sending
            return now > began + limits.patience + (self._sent - before) / limits.slowest
        self._sending = None
        if self.requests:
            return False
        if self.request is not None:
            return bool(now > self.since + limits.patience + self.request.body_bytes_received / limits.slowest)
        return now > self.since + (limits.idle if self._sent else limits.patience)

    # --- reading

    def received(self, data: bytes) -> bool:
        if self.request is None:
            self.since = time.monotonic()
        more: bool = super().received(data)
        with self.requests_lock:
            if len(self.requests) > 1:  # browsers do not send several at once, and their answers would pile up
                del self.requests[1:]
                self.last = True
        return more

    def readable(self) -> bool:
        return self._lingers or bool(super().readable())

    def handle_read(self) -> None:
        if not self._lingers:
            super().handle_read()
            return
        try:
            self.recv(65_536)
        except OSError:
            self.handle_close()

    # --- sending and closing

    def send(self, data: bytes, do_close: bool = True) -> int:
        sent: int = super().send(data, do_close=do_close)
        self._sent += sent
        return sent

    def service(self) -> None:
        super().service()
        self.since = time.monotonic()

    def writable(self) -> bool:
        return not self._lingers and bool(super().writable())

    def handle_close(self) -> None:
        # a connection that is closed with something unread in it is reset, and the answer lost with it
        if self.refused and not self._lingers and self.connected:
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                self._lingers, self.since = True, time.monotonic()
                self.will_close = self.close_when_flushed = False
                return
        super().handle_close()

    def let_go(self) -> None:
        """Closes the connection at once, whatever was to be said yet."""
        self.refused = False
        self.handle_close()


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """A socket that listens, and the connections that were made to it and to the others of the same ``map``."""

    channel_class = Channel

    def __init__(self, application: Any, *, settings: Settings, login: Login, limits: Limits, **options: Any) -> None:
        self.settings = settings
        self._login = login
        self._limits = limits
        super().__init__(application, **options)

    def knows(self, headers: Mapping[str, str], peer: str) -> bool:
        """Whether a request with these ``headers`` (as waitress names them) comes from somebody who has come in before."""
        given = Headers([(name.replace("_", "-"), value) for name, value in headers.items()])
        address = address_of(peer, given.get("X-Forwarded-For"), self.settings.proxies)
        return self._login.remembers(given, Authorization.from_header(given.get("Authorization")), address)

    def channels(self) -> list[Channel]:
        """The connections that are open."""
        return [each for each in self._map.values() if isinstance(each, Channel)]

    def tidy(self) -> None:
        """Closes the connections of those who take too long, and makes room when too much is held."""
        now, channels = time.monotonic(), self.channels()
        for channel in channels:
            if channel.late(now, self._limits):
                channel.let_go()
        held = sum(channel.held for channel in channels)
        while held > self._limits.held and (longest := self._longest(holding=True)):
            held -= longest.held
            longest.let_go()

    def readable(self) -> bool:
        return self.accepting and (len(self._map) < self._limits.connections or self._longest() is not None)

    def handle_accept(self) -> None:
        for _ in range(_IN_ONE_GO):
            if len(self._map) >= self._limits.connections:
                longest = self._longest()
                if longest is None:
                    return
                longest.let_go()
            before = len(self._map)
            super().handle_accept()
            if len(self._map) <= before:
                return

    def _longest(self, *, holding: bool = False) -> Channel | None:
        """Whoever is waited for the longest: with a request that is not whole, an answer not read, or nothing at all."""
        found = [each for each in self.channels() if each.waits or each.total_outbufs_len]
        return min((each for each in found if each.held or not holding), key=lambda each: each.since, default=None)
