"""The names by which the explorer may be reached.

A page of another site can make its own name lead to this machine, and then read what an explorer there answers
(DNS rebinding). The browser still sends that site's name, so names that are not ours are refused.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flowviz.explorer.settings import Settings

__all__ = ["LOOPBACK", "Hosts", "bare", "is_address"]

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]\s,/@]+?)\.?(?::[0-9]{1,5})?", re.IGNORECASE | re.ASCII)


class Hosts:
    """The names that the Host header of a request may have."""

    def __init__(self, settings: Settings) -> None:
        listens_on = bare(settings.host) or ""
        self._names = LOOPBACK | {listens_on} | {bare(name) for name in settings.hosts}
        self._any = "*" in settings.hosts
        # whoever listens on all addresses of a machine is reached by each of them; no name can be rebound to a number
        self._addresses = is_address(listens_on) and ipaddress.ip_address(listens_on).is_unspecified

    def allow(self, header: str | None) -> bool:
        """Whether a request whose Host header is ``header`` may come in; without one, it is not from a browser."""
        if header is None or self._any:
            return True
        name = bare(header)
        return name is not None and (name in self._names or (self._addresses and is_address(name)))


def bare(host: str) -> str | None:
    """The name in a Host header, without port, brackets and a dot at the end, in small letters; None if it is none.

    >>> bare("Flowviz.Example.org.:8050"), bare("[::1]:8050"), bare("::1"), bare("a b")
    ('flowviz.example.org', '::1', '::1', None)
    """
    if is_address(host):
        return str(ipaddress.ip_address(host))
    match = _HOST.fullmatch(host)
    if match is None:
        return None
    name = match[1].lower().strip("[]")
    return str(ipaddress.ip_address(name)) if is_address(name) else name


def is_address(text: str) -> bool:
    """Whether ``text`` is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
