"""How to reach somebody: the address of a link to write, call or open, made of what a catalogue writes as text.

A catalogue is written by hand or comes from elsewhere. What is not plainly an email, a number or a web address stays
text, so that no link does more than it says.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

__all__ = ["address_of"]

_EMAIL: Final = re.compile(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_PHONE: Final = re.compile(r"\+?\(?[0-9][0-9 ()/.\u00a0\u2013-]{2,24}")
_WEB: Final = re.compile(r"https?://[^\s\"<>\\]+")
_CALLED: Final = ("phone",)
_OPENED: Final = ("secure-email", "website", "more")


def address_of(kind: str, text: str, subject: str = "") -> str | None:
    """The address that a contact of ``kind`` leads to; None where it is not plainly one. An email has ``subject`` filled in.

    >>> address_of("email", "registry@example.org", "Request: Clients & cases")
    'mailto:registry@example.org?subject=Request%3A%20Clients%20%26%20cases'
    >>> address_of("phone", "+358 9 310 13700")
    'tel:+358931013700'
    >>> address_of("website", "Notices of the city") is None
    True
    """
    if kind == "email" and _EMAIL.fullmatch(text):
        words = " ".join(subject.split())
        return f"mailto:{text}" + (f"?subject={quote(words, safe='')}" if words else "")
    if kind in _CALLED and _PHONE.fullmatch(text):
        return "tel:" + re.sub(r"[^+0-9]", "", text)
    return text if kind in _OPENED and _is_web(text) else None


def _is_web(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return bool(_WEB.fullmatch(text) and parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
