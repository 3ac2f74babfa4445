"""What is wrong with the pages of a site: dead links, ids that stand twice, pictures without words, tags left open.

It reads the finished files as a browser would and knows nothing of how they were made. Nothing is loaded from
elsewhere by a page that it finds in order.

Most pages are in order, and that is told by one pass of a regular expression over their tags (`gist`). Where it meets anything
that is wrong, or that it does not know how to read, the pages are parsed, and their problems told with their lines.
"""

from __future__ import annotations

import functools
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Final, NamedTuple
from urllib.parse import unquote, urlsplit

__all__ = ["Gist", "Gists", "check", "gist"]

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
    found = Gists()
    for path in files:
        if path.endswith(".html"):
            found.add(path, gist(path, files[path].decode()))
    return [] if found.in_order(files) else _problems_of_all(files)


def _problems_of_all(files: Mapping[str, bytes]) -> list[str]:
    pages = {path: _read(data.decode()) for path, data in files.items() if path.endswith(".html")}
    return [f"{path}:{problem}" for path in pages for problem in _problems(path, pages, files)]


class Gist(NamedTuple):
    """What of a page that is in order by itself is worth checking beside the other files."""

    ids: frozenset[str]
    targets: frozenset[str]
    """Where its links lead: the path of a file, and after a # an id there."""


_TAG: Final = re.compile(r"<([^<>]*)>")
_IN_TAG: Final = re.compile(
    r"""!--.*--|!doctype\ html|(/)?([a-z][a-z0-9]*)((?:\s+(?:[a-z][-a-z0-9:]*|viewBox)(?:="[^"]*")?)*)\s*(/)?""",
    re.DOTALL,
)
_RAW: Final = re.compile(r"(<(script|style)\b[^<>]*>).*?(</\2>)", re.DOTALL)
_SCRIPT: Final = re.compile(r"(<(script)\b[^<>]*>).*?(</script>)", re.DOTALL)
"""The same where there is no other: what begins with plain text is found at once."""
_VALUE: Final = re.compile(r'="[^"]*"')
_ATTRIBUTE: Final = re.compile(r"""([a-z][-a-z0-9B:]*)(?:="([^"]*)")?""")


def _leaf(tag: str, *names: str, words: bool = False) -> str:
    """The pattern of an element without others in it, with some attributes in their order; those after a ? may lack."""
    attributes = "".join(
        rf'(?: {name[1:]}="[^"<>]*+")?' if name[0] == "?" else rf' {name}="[^"<>]*+"' for name in names
    )
    return rf"<{tag}{attributes}{f'>[^<]*+</{tag}>' if words else '/>'}"


_LOOK: Final = ("?fill", "?stroke", "?stroke-width", "?stroke-dasharray", "?stroke-linejoin")
_ABOUT: Final = (
    "?transform",
    *(f"?data-{name}" for name in ("id", "owner", "kind", "scope", "source", "target", "dot", "way", "basis")),
)
_LEAVES: Final = re.compile(
    "|".join(
        [
            _leaf("text", "x", "y", "font-size", "?font-weight", "?fill", "?text-anchor", words=True),
            _leaf("text", "x", "y", "font-size", "font-weight", "text-anchor", "fill", words=True),
            _leaf("rect", "x", "y", "width", "height", "?rx", *_LOOK),
            _leaf("path", "?class", "d", *_LOOK),
            _leaf("polygon", "?class", "points", *_LOOK),
            _leaf("circle", "?class", "cx", "cy", "r", *_LOOK),
            *(
                _leaf(tag, "?class", words=True)
                for tag in ("caption", "dd", "div", "dl", "dt", "li", "p", "td", "title", "tr", "ul")
            ),
            _leaf("span", "?class", "?lang", words=True),
            _leaf("th", "?scope", "?class", words=True),
            _leaf("g", "?class", *_ABOUT, "?role", "?aria-label", "?aria-hidden", words=True),
            *(_leaf(tag, words=True) for tag in ("desc", "strong", "table", "tbody", "thead")),
        ]
    )
)
"""Most elements of most pages: nothing can be wrong with them, and nothing in them leads anywhere."""
_LINK: Final = re.compile(r'<a href="([^"<>]*+)"(?: title="[^"<>]*+")?>[^<]*+</a>')
_DEEP: Final = 3
"""So often leaves are taken away, until what is left has few leaves."""
_TITLE: Final = re.compile(r"<head>[^\0]*?<title>([^<]*)</title>")
_LANGUAGE: Final = re.compile(r'<html lang="[^"]+">')
_REFERRING: Final = ("for", "aria-labelledby", "aria-describedby")
_LEADING: Final = ("href", "src", "data")
_WORTH: Final = frozenset({"id", *_REFERRING, *_LEADING, "rel", "alt", "aria-label", "aria-hidden"})
_NAMED: Final = frozenset({"svg", "img", "link", "html"})


class _Tag(NamedTuple):
    """A tag: whether it ends an element, of which name, whether it is all of it, its level as a heading, and its attributes."""

    ends: bool
    name: str
    whole: bool
    level: int
    values: Mapping[str, str]


@functools.lru_cache(maxsize=50_000)
def _tag(text: str) -> _Tag | None:
    """What stands between the brackets of a tag, of which most stand in many pages; None where something is wrong with it."""
    read = _IN_TAG.fullmatch(text)
    if read is None:
        return None
    end, name, attributes, closed = read.groups("")
    values = _values(attributes)
    if values is None or (end and (attributes or closed)):
        return None
    level = int(name[1]) if len(name) == 2 and name[0] == "h" and name[1].isdigit() else 0
    return _Tag(bool(end), name, bool(closed) or name in _EMPTY, level, values)


def _values(attributes: str) -> Mapping[str, str] | None:
    """Those attributes of a tag that are worth a look; None where one stands twice."""
    worth = _worth(_VALUE.sub("", attributes))
    if not worth:
        return {} if worth is not None else None
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes) if name in worth}


@functools.cache
def _worth(names: str) -> frozenset[str] | None:
    """The same of their names alone: many tags have the same attributes with other values."""
    found = names.split()
    return _WORTH.intersection(found) if len(set(found)) == len(found) else None


def gist(path: str, text: str) -> Gist | None:
    """The gist of a page at ``path``; None where something in it is wrong, or cannot be told so fast."""
    text = (_RAW if "<style" in text else _SCRIPT).sub(r"\1\3", text)
    title = _TITLE.search(text)
    rest, links = (parts := _LINK.split(text))[::2], set(parts[1::2])
    text = "".join(rest)
    for _ in range(_DEEP):
        text = _LEAVES.sub("", text)
    tags = _TAG.findall(text)
    if not (title and title[1].strip() and _LANGUAGE.search(text) and len(tags) == text.count("<")):
        return None
    page = _Scan(path)
    if not page.leads([unescape(link) if "&" in link else link for link in links]):
        return None
    open_: list[str] = []
    for one in tags:
        found = _tag(one)
        if found is None:
            return None
        end, tag, empty, level, values = found
        if end:
            if not open_ or open_.pop() != tag:
                return None
        elif tag:
            if (values or tag in _NAMED) and not page.takes(tag, values):
                return None
            if level:
                page.levels.append(level)
            if not empty:
                open_.append(tag)
    return None if open_ else page.gist()


class _Scan:
    """What a page was found to hold so far."""

    def __init__(self, path: str) -> None:
        self.path, self.folder = path, posixpath.dirname(path)
        self.ids: list[str] = []
        self.referred: set[str] = set()
        self.links: set[str] = set()
        self.levels: list[int] = []

    def takes(self, tag: str, values: Mapping[str, str]) -> bool:
        """Takes in the attributes of a tag; whether nothing is wrong with them."""
        if tag in _NAMED and not _is_named(tag, values):
            return False
        for name, value in values.items():
            if name == "id":
                self.ids.append(value)
            elif name in _REFERRING:
                self.referred.update(value.split())
            elif name in _LEADING:
                loaded = (tag, name) in _LOADS or (tag == "link" and values.get("rel") not in _ASIDE)
                if loaded and value.startswith(_OUTSIDE):
                    return False
                if (loaded or name == "href") and not self.leads([value]):
                    return False
        return True

    def leads(self, links: Iterable[str]) -> bool:
        """Takes in where links of a text lead; whether all of them may."""
        targets = {_target_of(link, self.folder) for link in links}
        for target in targets:
            if target is None:
                return False
            if target != _ELSEWHERE:
                self.links.add(f"{self.path}{target}" if target[:1] in ("", "#") else target)
        return True

    def gist(self) -> Gist | None:
        """What is worth checking beside the other files; None where something is wrong."""
        ids, levels = frozenset(self.ids), self.levels
        steps = zip([0, *levels], levels, strict=False)
        if levels.count(1) != 1 or any(level > before + 1 for before, level in steps):
            return None
        if len(ids) != len(self.ids) or self.referred - ids:
            return None
        return Gist(ids, frozenset(self.links))


class Gists:
    """What is worth checking of all pages together, in little room."""

    def __init__(self) -> None:
        self._ids: dict[str, tuple[str, ...]] = {}
        self._targets: set[str] = set()
        self._wrong = False

    def add(self, path: str, page: Gist | None) -> None:
        """Takes in the gist of the page at ``path``."""
        if page is None:
            self._wrong = True
        else:
            self._ids[path] = tuple(map(sys.intern, page.ids))
            self._targets |= page.targets

    def in_order(self, files: Container[str]) -> bool:
        """Whether all pages are in order, and what they link to is among ``files``."""
        for target in self._targets:
            path, _, fragment = target.partition("#")
            if path not in files or (fragment and path in self._ids and fragment not in self._ids[path]):
                return False
        return not self._wrong


_ELSEWHERE: Final = "elsewhere"


def _is_named(tag: str, values: Mapping[str, str]) -> bool:
    if tag == "svg":
        return bool(values.get("aria-label") or values.get("aria-hidden"))
    return "alt" in values if tag == "img" else True


_OUTSIDE: Final = ("https:", "http:", "mailto:", "tel:")


@functools.lru_cache(maxsize=50_000)
def _target_of(link: str, folder: str) -> str | None:
    """Where a link from a page in ``folder`` leads, only the place where that is on the page itself, or that it leads elsewhere,
    as it may; None where it is unusual."""
    if link.startswith(_OUTSIDE):
        return _ELSEWHERE
    parts = urlsplit(link)
    if parts.scheme or link.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else ""
    return f"{path}#{unquote(parts.fragment)}" if parts.fragment else path


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
