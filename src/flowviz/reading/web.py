"""Files of the web, fetched when somebody asks for it with a command, and by nothing else.

What comes is within limits of size and time, from the very address or one that it passes on to by the same means. Proxies are
those of the environment; authorities that certify servers are those of the machine, or of ``SSL_CERT_FILE``.
"""

from __future__ import annotations

import functools
import http.client
import socket
import ssl
import string
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz import __version__
from flowviz.errors import InputError
from flowviz.limits import MOST_BYTES
from flowviz.messages import said
from flowviz.reading.entry import too_large

if TYPE_CHECKING:
    from typing import IO

    from flowviz.messages import Message

__all__ = ["Answer", "fetch"]

_SILENCE: Final = 30.0
"""Seconds that a server may say nothing."""
_PATIENCE: Final = 300.0
"""Seconds that all of an answer may take."""
_PIECE: Final = 1 << 16
_HERE: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave."""

    raw: bytes | None
    """The file; None where it is as it was."""
    etag: str | None = None
    modified: str | None = None


def fetch(url: str, *, etag: str | None = None, modified: str | None = None, plain: bool = False) -> Answer:
    """The file at ``url``, or that it has not changed since it was of this ``etag`` or ``modified`` then.

    Without ``plain`` an address of http:// must be of this machine. Raises `InputError` with what is wrong in one line.
    """
    try:
        request = urllib.request.Request(_written(url))
        _check(request.full_url, plain=plain)
        request.add_header("User-Agent", f"flowviz/{__version__}")
        request.add_header("Accept", "application/json")
        request.add_header("Accept-Encoding", "gzip")
        if etag:
            request.add_header("If-None-Match", etag)
        if modified:
            request.add_header("If-Modified-Since", modified)
        with _opener(plain=plain).open(request, timeout=_SILENCE) as response:
            return Answer(_read(response), response.headers.get("ETag"), response.headers.get("Last-Modified"))
    except _Refused as error:
        raise InputError(url, error.reason) from None
    except urllib.error.HTTPError as error:
        with error:
            if error.code == http.HTTPStatus.NOT_MODIFIED and (etag or modified):
                return Answer(None, etag, modified)
        raise InputError(url, _status(error)) from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        raise InputError(url, _trouble(error)) from None


class _Refused(Exception):  # noqa: N818
    """What must not be fetched, or not further."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason)
        self.reason = reason


class _Redirecting(urllib.request.HTTPRedirectHandler):
    """Follows to where the file lies now, but to no less safe place."""

    def __init__(self, *, plain: bool) -> None:
        self._plain = plain

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        where = urllib.parse.urlsplit(newurl)
        try:
            if req.type == "https" != where.scheme and not self._plain:
                raise _Refused(said("unreadable.web.redirect", url=newurl))
            _check(newurl, plain=self._plain)
        except _Refused:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, _written(newurl))


@functools.cache
def _opener(*, plain: bool) -> urllib.request.OpenerDirector:
    """Opens https:// and http:// and nothing else: what urllib opens besides, such as files, is not there."""
    found = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirecting(plain=plain),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        found.add_handler(handler)
    return found


def _written(url: str) -> str:
    """The address as it goes over the wire: letters that it cannot have are coded."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    return urllib.parse.quote(parts._replace(netloc=host, fragment="").geturl(), safe=string.punctuation)


def _check(url: str, *, plain: bool) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _Refused(said("unreadable.web.scheme"))
    if parts.username is not None or parts.password is not None:
        raise _Refused(said("unreadable.web.password"))
    if parts.scheme == "http" and not plain and parts.hostname not in _HERE:
        raise _Refused(said("unreadable.web.plain"))


def _read(response: http.client.HTTPResponse) -> bytes:
    """All of an answer, unpacked."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise _Refused(said("unreadable.web.coding", coding=coding[:50]))
    if response.length is not None and response.length > MOST_BYTES:
        raise _Refused(too_large(MOST_BYTES))
    end = time.monotonic() + _PATIENCE
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16) if coding != "identity" else None
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(_PIECE):
        if time.monotonic() > end:
            raise _Refused(said("unreadable.web.slow", seconds=round(_PATIENCE)))
        if unpacking is not None:
            piece = unpacking.decompress(piece, MOST_BYTES + 1 - size)
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            raise _Refused(too_large(MOST_BYTES))
    # fewer bytes than were announced are no error to `http.client` where they are read in pieces
    if response.length or (unpacking is not None and not unpacking.eof):
        raise _Refused(said("unreadable.web.broken-off"))
    return b"".join(pieces)


def _status(error: urllib.error.HTTPError) -> Message:
    if error.code in (
        http.HTTPStatus.UNAUTHORIZED,
        http.HTTPStatus.FORBIDDEN,
        http.HTTPStatus.PROXY_AUTHENTICATION_REQUIRED,
    ):
        return said("unreadable.web.forbidden", code=error.code)
    if error.code in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE):
        return said("unreadable.web.gone", code=error.code)
    if "Location" in error.headers:
        return said("unreadable.web.redirect", url=error.headers["Location"][:200])
    return said("unreadable.web.status", code=error.code, reason=str(error.reason)[:100])


def _trouble(error: Exception) -> Message:
    """What went wrong on the way, as somebody can mend it."""
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return said("unreadable.web.certificate", reason=cause.verify_message)
    if isinstance(cause, (socket.gaierror, UnicodeError)):
        return said("unreadable.web.name")
    if isinstance(cause, TimeoutError):
        return said("unreadable.web.slow", seconds=round(_SILENCE))
    if isinstance(cause, (http.client.IncompleteRead, ConnectionResetError, zlib.error)):
        return said("unreadable.web.broken-off")
    reason = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return said("unreadable.web.unreached", reason=str(reason)[:200])
