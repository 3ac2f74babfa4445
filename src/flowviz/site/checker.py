"""What is wrong with the pages of a site: dead links, ids that stand twice, pictures without words, tags left open.

It reads the finished files as a browser would and knows nothing of how they were made. Nothing is loaded from
elsewhere by a page that it finds in order.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import unquote, urlsplit

__all__ = ["check"]

_EMPTY: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_LOADS: Final = frozenset({("script", "src"), ("img", "src"), ("source", "src"), ("iframe", "src"), ("object", "data")})
_ASIDE: Final = ("canonical", "alternate")
"""Links of the head that are told to machines and not loaded."""
_OTHER_WAYS: Final = ("mailto", "tel")


def check(files: Mapping[str, bytes]) -> list[str]:
    """One line for each problem of the pages among ``files`` (path -> bytes); [] when all is well.

    >>> check({"a.html": b'<!doctype html><html lang="en"><title>A</title><h1>A</h1><a href="b.html">B</a></html>'})
    ['a.html:1: dead link: b.html']
    """
    pages = {path: _read(data.decode()) for path, data in files.items() if path.endswith(".html")}
    return [f"{path}:{problem}" for path in pages for problem in _problems(path, pages, files)]


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


@dataclass
class _Found:
    """What a page holds that is worth checking, each with its line."""

    ids: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[int, str]] = field(default_factory=list)
    loaded: list[tuple[int, str]] = field(default_factory=list)
    referred: list[tuple[int, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects what is to be checked."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = _Found()
        self.language = ""
        self.title = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        for name, count in Counter(name for name, _ in attrs).items():
            if count > 1:
                self.found.problems.append(f"{line}: <{tag}> has {name} twice")
        if tag == "html":
            self.language = values.get("lang", "")
        self._keep(tag, values, line)
        if tag not in _EMPTY:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        before = list(self._open)
        self.handle_starttag(tag, attrs)
        self._open = before

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.found.problems.append(f"{self.getpos()[0]}: </{tag}> closes <{self._open[-1] if self._open else ''}>")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def close(self) -> None:
        super().close()
        self.found.problems += [f"{self.getpos()[0]}: <{tag}> is never closed" for tag in self._open]

    def _keep(self, tag: str, values: Mapping[str, str], line: int) -> None:
        found = self.found
        if "id" in values:
            found.ids.append((line, values["id"]))
        for name in ("aria-labelledby", "aria-describedby", "for"):
            found.referred += [(line, id_) for id_ in values.get(name, "").split()]
        for name in ("src", "data"):
            if (tag, name) in _LOADS and name in values:
                found.loaded.append((line, values[name]))
        if tag == "link" and values.get("rel") not in _ASIDE:
            found.loaded.append((line, values.get("href", "")))
        elif "href" in values:
            found.links.append((line, values["href"]))
        if tag == "img" and "alt" not in values:
            found.problems.append(f"{line}: an image without alt: {values.get('src', '')}")
        if tag == "svg" and not (values.get("aria-label") or values.get("aria-hidden")):
            found.problems.append(f"{line}: a drawing without a name")
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            found.headings.append((line, int(tag[1])))


def _problems(path: str, pages: Mapping[str, _Reader], files: Mapping[str, bytes]) -> Iterator[str]:
    page = pages[path]
    yield from page.found.problems
    if not page.language:
        yield "1: the page does not say its language"
    if not page.title.strip():
        yield "1: the page has no title"
    counts = Counter(id_ for _, id_ in page.found.ids)
    yield from (f"{line}: the id '{id_}' stands twice" for line, id_ in page.found.ids if counts[id_] > 1)
    yield from (f"{line}: nothing has the id '{id_}'" for line, id_ in page.found.referred if id_ not in counts)
    yield from _headings(page.found.headings)
    for line, target in page.found.loaded:
        if urlsplit(target).scheme or target.startswith("//"):
            yield f"{line}: loaded from elsewhere: {target}"
        elif not _leads(target, path, pages, files):
            yield f"{line}: dead link: {target}"
    for line, target in page.found.links:
        scheme = urlsplit(target).scheme
        if scheme in ("http", "https", *_OTHER_WAYS):
            continue
        if scheme or target.startswith("/"):
            yield f"{line}: a link that is not relative: {target}"
        elif not _leads(target, path, pages, files):
            yield f"{line}: dead link: {target}"


def _leads(target: str, page: str, pages: Mapping[str, _Reader], files: Mapping[str, bytes]) -> bool:
    parts = urlsplit(target)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path))) if parts.path else page
    if path not in files:
        return False
    return (
        not parts.fragment
        or path not in pages
        or any(id_ == unquote(parts.fragment) for _, id_ in pages[path].found.ids)
    )


def _headings(headings: Iterable[tuple[int, int]]) -> Iterator[str]:
    before = 0
    first = [line for line, level in headings if level == 1]
    if len(first) != 1:
        yield f"{first[1] if first else 1}: {len(first)} headings of level 1"
    for line, level in headings:
        if level > before + 1:
            yield f"{line}: a heading of level {level} after one of level {before}"
        before = level
