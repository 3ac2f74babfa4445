"""The optional login: names and hashed passwords in a file, or a user that a trusted proxy names in a header.

Who guesses passwords is slowed: by name, by address, and strictly by both together. What guesses cost is bounded too:
one hash is checked at a time, and few may wait for it.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import re
import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from werkzeug.security import check_password_hash, generate_password_hash

from flowviz.errors import FlowvizError, InputError
from flowviz.explorer.tries import Tries
from flowviz.reading import one_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from werkzeug.datastructures import Authorization, Headers

__all__ = ["Login", "Refusal", "address_of", "password_line"]

_LOG: Final = logging.getLogger("flowviz.explorer")
_REMEMBERED: Final = 2000
"""Right answers, and wrong ones beside them: no number of guesses makes a right one forgotten."""
_LONGEST: Final = 1000
_PATIENCE: Final = 2.0
"""Seconds that a thread waits for its turn to check a hash."""
_LOOK_EVERY: Final = 1.0
_HASHED: Final = re.compile(r"(scrypt:\d+:\d+:\d+|pbkdf2:\w+:\d+)\$[^$\s]+\$[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not come in: 401 (who is it?), 429 (too many wrong tries) or 503 (too much to do just now)."""

    status: int
    wait: int = 0
    """Seconds after which it is worth another try."""


class Login:
    """Says whether a request may come in; safe for threads."""

    def __init__(
        self,
        passwords: Path | None = None,
        user_header: str | None = None,
        *,
        may_wait: int = 4,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Raises `FlowvizError` when the file of ``passwords`` cannot be used.

        ``may_wait`` threads may be at checking a hash; the others are for whoever is in already.
        """
        self.user_header = user_header
        self._file = _PasswordFile(passwords, clock) if passwords else None
        # checking a hash is slow on purpose; a page asks some twenty times, so answers are remembered, hashed
        self._key = secrets.token_bytes(32)
        self._known: dict[bool, OrderedDict[bytes, None]] = {True: OrderedDict(), False: OrderedDict()}
        self._lock = threading.Lock()
        self._turn = threading.Semaphore(1)
        self._queue = threading.Semaphore(may_wait)
        self._pairs = Tries(5, 20, clock=clock)
        self._addresses = Tries(20, 10, clock=clock)
        self._names = Tries(30, 10, clock=clock)

    @property
    def on(self) -> bool:
        return self._file is not None or self.user_header is not None

    @property
    def asks(self) -> bool:
        """Whether a browser should ask for a name and a password."""
        return self._file is not None

    def refuses(self, headers: Headers, given: Authorization | None, address: str) -> Refusal | None:
        """Why a request from ``address`` may not come in, or None when it may."""
        if not self.on or (self.user_header and headers.get(self.user_header, "").strip()):
            return None
        credentials = _credentials(given)
        if self._file is None or credentials is None:
            return Refusal(401)
        if self._file.changed():
            with self._lock:
                self._known = {True: OrderedDict(), False: OrderedDict()}
        return self._judge(*credentials, _network(address))

    def remembers(self, headers: Headers, given: Authorization | None, address: str) -> bool:
        """Whether `refuses` would let this in at once, without a hash to check."""
        if not self.on or (self.user_header and headers.get(self.user_header, "").strip()):
            return True
        credentials = _credentials(given)
        if credentials is None:
            return False
        name, address = credentials[0], _network(address)
        return not self._pairs.wait((name, address)) and self._seal(*credentials, address) in self._known[True]

    def _judge(self, name: str, password: str, address: str) -> Refusal | None:
        # who guesses at a name from one address learns nothing for a while, not even by the right password
        if wait := self._pairs.wait((name, address)):
            return Refusal(429, wait)
        seal = self._seal(name, password, address)
        known = self._knows(seal)
        if known is not None:  # a page left open goes on asking with an old password: no new guess
            return None if known else Refusal(401)
        # while a name is attacked from everywhere, an address that has not yet guessed at it still has one try
        crowded = 4 if self._names.wait(name) else 0
        if wait := self._addresses.wait(address) or self._pairs.wait((name, address), fewer=crowded):
            return Refusal(429, wait)
        right = self._check(name, password, address, seal)
        if right is None:
            return Refusal(503, 2)
        return None if right else Refusal(401)

    def _check(self, name: str, password: str, address: str, seal: bytes) -> bool | None:
        """Whether the password is right; None when too many are at it already."""
        assert self._file is not None
        if not self._queue.acquire(blocking=False):
            return None
        try:
            if not self._turn.acquire(timeout=_PATIENCE):
                return None
            try:
                known = self._knows(seal)
                if known is not None:  # the same page asked several times at once
                    return known
                tries = ((self._pairs, (name, address)), (self._addresses, address), (self._names, name))
                for each, key in tries:
                    each.take(key)
                hashed = self._file.hashes.get(name)
                # an unknown name takes as long as a wrong password
                right = _fits(hashed or self._file.decoy, password) and hashed is not None
                if right:
                    for each, key in tries:
                        each.give_back(key)
                with self._lock:
                    if self._file.hashes.get(name) == hashed:  # the file has not changed meanwhile
                        self._remember(seal, right)
                return right
            finally:
                self._turn.release()
        finally:
            self._queue.release()

    def _seal(self, name: str, password: str, address: str) -> bytes:
        return hmac.new(self._key, f"{name}\0{password}\0{address}".encode(), hashlib.sha256).digest()

    def _knows(self, seal: bytes) -> bool | None:
        """Whether these credentials were found right or wrong before."""
        return next((right for right, seals in self._known.items() if seal in seals), None)

    def _remember(self, seal: bytes, right: bool) -> None:
        seals = self._known[right]
        seals[seal] = None
        while len(seals) > _REMEMBERED:
            seals.popitem(last=False)


class _PasswordFile:
    """The names and hashes of a password file as it is now."""

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        """Raises `FlowvizError` with all that is wrong with it."""
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = clock()
        self._taken = self._seen = _signature(path)
        try:
            self.hashes, problems = _parse(path, one_file(path).read().decode())
        except (InputError, UnicodeDecodeError) as error:
            raise FlowvizError(f"cannot read the password file '{path}': {error}") from None
        if not self.hashes and not problems:
            problems = [f"the password file '{path}' names nobody: nobody could come in"]
        if problems:
            raise FlowvizError(*problems)
        method = next(iter(self.hashes.values())).partition("$")[0]
        try:
            self.decoy = generate_password_hash(secrets.token_hex(), method)
            """The hash that nobody's password fits, as slow to check as those of the file."""
        except ValueError as error:
            raise FlowvizError(f"{path}: no password can be checked with '{method}': {error}") from None

    def changed(self) -> bool:
        """Whether the file says something else than at the last call; it is looked at once a second at most."""
        if self._clock() - self._looked < _LOOK_EVERY or not self._lock.acquire(blocking=False):
            return False
        try:
            self._looked = self._clock()
            signature, before = _signature(self._path), self._seen
            self._seen = signature
            # a file that was saved just now may not be whole yet: it is read when it has come to rest
            return signature != self._taken and signature == before and self._read(signature)
        finally:
            self._lock.release()

    def _read(self, signature: tuple[int, ...] | None) -> bool:
        try:
            text = one_file(self._path).read().decode(errors="replace")
        except InputError as error:
            if self._path.exists():
                _LOG.warning("the password file cannot be read: what it last said holds", extra={"problem": str(error)})
                return False
            hashes, problems = dict[str, str](), ["it is gone"]
        else:
            hashes, problems = _parse(self._path, text)
        self._taken = signature
        self.hashes = hashes
        level = logging.WARNING if problems or not hashes else logging.INFO
        _LOG.log(level, "the password file was read again", extra={"names": len(hashes), "problems": problems[:20]})
        return True


def _signature(path: Path) -> tuple[int, ...] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns


def _parse(path: Path, text: str) -> tuple[dict[str, str], list[str]]:
    """The hash of each name, and what is wrong with the other lines."""
    hashes, problems = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, hashed = line.partition(":")
        if name and _HASHED.fullmatch(hashed.strip()):
            hashes[name] = hashed.strip()
        else:
            problems.append(
                f"{path}:{number}: expected 'name:hash'; make such a line with: flowviz explore --new-password NAME"
            )
    return hashes, problems


def _fits(hashed: str, password: str) -> bool:
    try:
        return check_password_hash(hashed, password)
    except ValueError as error:  # a hash with numbers that the machine cannot do
        _LOG.warning("a hash in the password file cannot be used", extra={"problem": str(error)})
        return False


def _credentials(given: Authorization | None) -> tuple[str, str] | None:
    if given is None or given.type != "basic" or given.username is None or given.password is None:
        return None
    if len(given.username) + len(given.password) > _LONGEST:
        return None
    return given.username, given.password


def _network(address: str) -> str:
    """What of an address one person cannot change at will: all of IPv4, the first half of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
    return str(getattr(found, "ipv4_mapped", None) or found)


def address_of(peer: str, forwarded: str | None, proxies: int) -> str:
    """Whose a request is that came from ``peer`` through so many trusted ``proxies``.

    >>> address_of("10.0.0.1", "6.6.6.6, 192.0.2.7", 1), address_of("10.0.0.1", "6.6.6.6", 0)
    ('192.0.2.7', '10.0.0.1')
    """
    chain = [part.strip() for part in (forwarded or "").split(",")] if proxies else []
    return chain[-proxies] or peer if len(chain) >= proxies > 0 else peer


def password_line(name: str, password: str) -> str:
    """A line of the password file: the name and the hash of the password. Raises `FlowvizError` for no such name."""
    if not name.strip() or name.startswith("#") or ":" in name or not name.isprintable():
        raise FlowvizError(f"'{name}' cannot be a name: it may not be empty, begin with # or have a colon in it")
    return f"{name}:{generate_password_hash(password)}"
