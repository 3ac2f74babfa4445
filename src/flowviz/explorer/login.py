"""The optional login: names and hashed passwords in a file, or a user that a trusted proxy names in a header."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

from werkzeug.security import check_password_hash, generate_password_hash

from flowviz.errors import FlowvizError

if TYPE_CHECKING:
    from pathlib import Path

    from werkzeug.datastructures import Authorization

__all__ = ["Login", "password_line"]

_REMEMBERED: Final = 1000


class Login:
    """Says whether a request may come in."""

    def __init__(self, passwords: Path | None = None, user_header: str | None = None) -> None:
        """Raises `FlowvizError` when the file of ``passwords`` cannot be read."""
        self.user_header = user_header
        self._hashes = _read(passwords) if passwords else {}
        self._basic = passwords is not None
        self._unknown = generate_password_hash(secrets.token_hex())
        # checking a hash is slow on purpose; a page asks some twenty times, so right answers are remembered, hashed
        self._key = secrets.token_bytes(32)
        self._right: set[bytes] = set()

    @property
    def on(self) -> bool:
        return self._basic or self.user_header is not None

    @property
    def asks(self) -> bool:
        """Whether a browser should ask for a name and a password."""
        return self._basic

    def allows(self, headers: dict[str, str], given: Authorization | None) -> bool:
        """Whether a request with these ``headers`` (names in small letters) and credentials may come in."""
        if not self.on:
            return True
        if self.user_header and headers.get(self.user_header.lower(), "").strip():
            return True
        return (
            self._basic and given is not None and given.type == "basic" and self._knows(given.username, given.password)
        )

    def _knows(self, name: str | None, password: str | None) -> bool:
        if name is None or password is None or len(name) + len(password) > 1000:
            return False
        seal = hmac.new(self._key, f"{name}\0{password}".encode(), hashlib.sha256).digest()
        if seal in self._right:
            return True
        # an unknown name takes as long as a wrong password
        right = check_password_hash(self._hashes.get(name, self._unknown), password) and name in self._hashes
        if right:
            if len(self._right) >= _REMEMBERED:
                self._right.clear()
            self._right.add(seal)
        return right


def password_line(name: str, password: str) -> str:
    """A line of the password file: the name and the hash of the password."""
    return f"{name}:{generate_password_hash(password)}"


def _read(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FlowvizError(f"cannot read the password file '{path}': {error}") from None
    hashes = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, colon, hashed = line.partition(":")
        if not colon or not name or not hashed.startswith(("scrypt:", "pbkdf2:")):
            raise FlowvizError(
                f"{path}:{number}: expected 'name:hash'; make such a line with: flowviz explore --new-password NAME"
            )
        hashes[name] = hashed.strip()
    if not hashes:
        raise FlowvizError(f"the password file '{path}' names nobody: nobody could come in")
    return hashes
