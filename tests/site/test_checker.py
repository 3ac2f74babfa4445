from __future__ import annotations

import pytest

from flowviz.site.checker import check, gist

GOOD = '<!doctype html>\n<html lang="en"><head><title>A</title></head><body><h1 id="a">A</h1>{}</body></html>'


def problems(body: str, **others: bytes) -> list[str]:
    files = {"in/a.html": GOOD.format(body).encode(), "b.html": GOOD.format("").encode()}
    return check(files | {name.replace("_", "."): data for name, data in others.items()})


def test_a_page_in_order_has_no_problems() -> None:
    body = '<p><a href="../b.html#a">B</a> <a href="#a">A</a> <a href="https://example.org/">C</a> <img src="x.png" alt=""></p>'
    assert (
        check(
            {"a.html": GOOD.format(body.replace("../", "")).encode(), "b.html": GOOD.format("").encode(), "x.png": b""}
        )
        == []
    )


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('<a href="c.html">C</a>', "in/a.html:2: dead link: c.html"),
        ('<a href="../b.html#c">C</a>', "in/a.html:2: dead link: ../b.html#c"),
        ('<a href="#c">C</a>', "in/a.html:2: dead link: #c"),
        ('<a href="/b.html">B</a>', "in/a.html:2: a link that is not relative: /b.html"),
        ('<a href="javascript:x">B</a>', "in/a.html:2: a link that is not relative: javascript:x"),
        (
            '<script src="https://example.org/x.js"></script>',
            "in/a.html:2: loaded from elsewhere: https://example.org/x.js",
        ),
        (
            '<link rel="stylesheet" href="//example.org/x.css">',
            "in/a.html:2: loaded from elsewhere: //example.org/x.css",
        ),
        ('<img src="../b.html">', "in/a.html:2: an image without alt: ../b.html"),
        ("<svg></svg>", "in/a.html:2: a drawing without a name"),
        ("<p><b></p>", "in/a.html:2: </p> closes <b>"),
        ('<p aria-labelledby="no"></p>', "in/a.html:2: nothing has the id 'no'"),
        ("<h3>C</h3>", "in/a.html:2: a heading of level 3 after one of level 1"),
        ("<h1>C</h1>", "in/a.html:2: 2 headings of level 1"),
        ('<p id="x" id="y"></p>', "in/a.html:2: <p> has id twice"),
    ],
)
def test_a_fault_is_told_with_its_place(body: str, problem: str) -> None:
    assert problems(body) == [problem]


def test_an_id_that_stands_twice_is_told_for_each() -> None:
    assert problems('<p id="x"></p>\n<p id="x"></p>') == [
        "in/a.html:2: the id 'x' stands twice",
        "in/a.html:3: the id 'x' stands twice",
    ]


def test_a_page_must_say_its_language_and_title() -> None:
    assert check({"a.html": b"<!doctype html><html><h1>A</h1></html>"}) == [
        "a.html:1: the page does not say its language",
        "a.html:1: the page has no title",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<p id=x></p>",
        "a < b",
        "<P></P>",
        "<p id='x'></p>",
        "<svg aria-label='x' viewBox='0' viewbox='0'></svg>",
        "<br></br>",
        '<p></p class="x">',
        "<!-- a > b -->",
    ],
)
def test_what_is_written_otherwise_is_left_to_the_parser(body: str) -> None:
    assert gist("a.html", GOOD.format(body)) is None
    assert gist("a.html", GOOD.format("<p>a</p>")) is not None
