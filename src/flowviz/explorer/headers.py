"""The headers of every answer, and a line in the log for each."""

from __future__ import annotations

import functools
import hashlib
import logging
import re
import time
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, g, request

from flowviz.places import ASSETS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["SAFE", "add_headers", "named_by_content"]

_LOG: Final = logging.getLogger("flowviz.explorer")
_NONE: Final = "'none'"
_ICON: Final = "/assets/favicon.svg"
"""A browser asks for it at every click where it may not keep it."""
SAFE: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
}
"""What every answer says, whatever it holds; the Content-Security-Policy is beside them."""


def named_by_content(page: str) -> str:
    """A page whose links to our own styles and scripts are named by what is in them: a browser has them at hand until one changes."""
    return re.sub(r"(/assets/[\w-]+\.(?:css|js))(?:\?m=[\d.]+)?", rf"\1?{_named()}", page)


def _named() -> str:
    """The query of the addresses of our own files as they are now: ``v=`` and a hash of all of them."""
    files = sorted(ASSETS.iterdir())
    return _hashed(tuple((path, path.stat().st_mtime_ns) for path in files if path.is_file()))


@functools.lru_cache(1)
def _hashed(files: tuple[tuple[Path, int], ...]) -> str:
    seals = (hashlib.sha256(path.read_bytes()).digest() for path, _ in files)
    return f"v={hashlib.sha256(b''.join(seals)).hexdigest()[:16]}"


def add_headers(server: Flask, script_hashes: Callable[[], list[str]], frames: Sequence[str] = ()) -> None:
    """Adds headers and the log of requests to ``server``; ``script_hashes`` are of the scripts that the page holds.

    The pages of the sites ``frames`` may show it in a frame.
    """
    # styles: Dash sets style attributes; data: images are the icons
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
            f"frame-ancestors {' '.join(frames) or _NONE}",
        ]
    )
    # one that allows some sites would be for this header to say too, which it cannot
    always = {name: value for name, value in SAFE.items() if not (frames and name == "X-Frame-Options")}

    @server.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.update(always)
        if response.status_code == 200 and "/assets/" in request.path:
            if request.path.endswith(_ICON):
                response.headers["Cache-Control"] = "private, max-age=86400"
            elif request.query_string.decode("latin-1") == _named():
                response.headers["Cache-Control"] = "private, max-age=86400, immutable"
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
