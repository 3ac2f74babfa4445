from __future__ import annotations

import pytest

from flowviz.telling.reach import address_of


@pytest.mark.parametrize(
    ("kind", "text", "address"),
    [
        ("email", "first.last+box@mail.example.org", "mailto:first.last+box@mail.example.org"),
        ("phone", "+358 9 310\u00a013700", "tel:+358931013700"),
        ("phone", "(09) 310-13700", "tel:0931013700"),
        ("website", "https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("secure-email", "https://secure.example.org/", "https://secure.example.org/"),
        ("more", "http://example.org", "http://example.org"),
    ],
)
def test_what_is_plainly_an_address_leads_there(kind: str, text: str, address: str) -> None:
    assert address_of(kind, text) == address


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("email", "a@b"),
        ("email", "a@b.example?cc=c@d.example"),
        ("email", "a@b.example,c@d.example"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("email", "a%0d@b.example"),
        ("phone", "by appointment"),
        ("phone", "112;phone-context=x"),
        ("phone", "-"),
        ("website", "Notices of the city"),
        ("website", "javascript:alert(1)"),
        ("website", "https://city.example@thief.example/"),
        ("website", "https://[::1"),
        ("website", "https:///"),
        ("postal-address", "https://example.org/"),
        ("hours", "112"),
    ],
)
def test_what_is_not_plainly_one_leads_nowhere(kind: str, text: str) -> None:
    assert address_of(kind, text) is None


def test_a_subject_is_one_line_and_cannot_add_a_header() -> None:
    address = address_of("email", "a@b.example", "Maps &\nbcc=c@d.example?x#y")
    assert address == "mailto:a@b.example?subject=Maps%20%26%20bcc%3Dc%40d.example%3Fx%23y"
