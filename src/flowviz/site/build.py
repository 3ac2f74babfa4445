"""The whole site: every file by its path. The same catalogue gives the same bytes."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Callable, Iterator, Sequence
from html import escape

import msgspec

from flowviz import remembered, svg
from flowviz.catalogue import Catalogue
from flowviz.locales import LANGUAGES
from flowviz.model import Model, build_model
from flowviz.places import ASSETS
from flowviz.processes import FORKS, warmed
from flowviz.site import render, searching
from flowviz.site.addresses import sign
from flowviz.site.checker import Gist, gist
from flowviz.site.chunks import Chunk, Recipe, joined, recalled, recipe
from flowviz.site.pages import Subject, page_of, samples, subjects
from flowviz.site.public import public_model
from flowviz.site.stories import Tale
from flowviz.site.style import style
from flowviz.writing import GENERATOR

__all__ = ["build", "build_checked"]


def build(
    model: Model,
    *,
    languages: Sequence[str] = LANGUAGES,
    internal: bool = False,
    base: str | None = None,
    tales: Sequence[Tale] = (),
) -> Iterator[tuple[str, bytes]]:
    """The files of the site, path by path.

    What is marked for internal use is left out unless ``internal``. ``base`` is the address that the site will have;
    without it there is no sitemap, for a sitemap must hold whole addresses. ``tales`` are shown as they are.
    """
    made = build_checked(model, languages=languages, internal=internal, base=base, tales=tales)
    return ((path, data) for path, data, _ in made)


def build_checked(
    model: Model,
    *,
    languages: Sequence[str] = LANGUAGES,
    internal: bool = False,
    base: str | None = None,
    jobs: int = 1,
    tales: Sequence[Tale] = (),
) -> Iterator[tuple[str, bytes, Gist | None]]:
    """The same by ``jobs`` processes, each page with what of it is worth checking beside the others."""
    shown = model if internal else public_model(model)
    base = base.rstrip("/") + "/" if base else None
    catalogue: Catalogue = shown.catalogue
    paths: list[str] = []
    yield _checked("index.html", render.choice(catalogue, languages, base))[1]
    yield "site.css", style().encode(), None
    yield "search.js", _static("search.js"), None
    yield "slides.js", _static("slides.js"), None
    yield "figures.js", f"// {GENERATOR}\n{(ASSETS / 'figures.js').read_text('utf-8')}".encode(), None
    yield "favicon.svg", _ours((ASSETS / "favicon.svg").read_text("utf-8")), None
    for scope in catalogue.scopes:
        yield sign(scope.id), _ours(svg.sign(scope.id, catalogue)), None
    sought = searching.findable(shown)
    for language in languages:
        yield f"search-{language}.js", searching.index(shown, language, sought).encode(), None
    del sought  # or it would be there until the last page
    given = (shown if FORKS else catalogue, languages, base, internal, tales, remembered.name())
    all_pages = subjects(shown)
    for pages, found in warmed(_maker, given, all_pages, jobs, samples(shown)):
        remembered.take(found)
        paths.append(pages[0][0].partition("/")[2])
        yield from pages
    if base:
        yield "sitemap.xml", _sitemap(paths, languages, base, catalogue.header.date).encode(), None


File = tuple[str, bytes, Gist | None]


def _maker(
    given: Model | Catalogue,
    languages: Sequence[str],
    base: str | None,
    internal: bool,
    tales: Sequence[Tale],
    memory: str | None,
) -> Callable[[Subject], tuple[list[File], remembered.News | None]]:
    model = build_model(given) if isinstance(given, Catalogue) else given
    remembered.join(memory)
    encode = msgspec.msgpack.encode
    whole = (
        remembered.hashed(encode(model.catalogue), encode((languages, base, internal))) if remembered.is_open() else b""
    )

    def made(subject: Subject) -> tuple[list[File], remembered.News | None]:
        """The page of a subject in each language: what is found out for one of them serves the others too."""
        if not whole or subject == ("stories", None):  # which has stories too
            return [file for *_, file in pages(subject)], remembered.news()
        key = remembered.hashed(b"subject", whole, encode(subject))
        if (known := _known(remembered.recalled(key))) is not None:
            return known, remembered.news()
        found = list(pages(subject))
        told = _Told([_Page(file[0], recipe(chunks), own, file[2]) for chunks, own, file in found], remembered.met())
        remembered.remember(key, encode(told, enc_hook=str))
        return [file for *_, file in found], remembered.news()

    def pages(subject: Subject) -> Iterator[tuple[list[Chunk], bytes, File]]:
        for language in languages:
            page = page_of(model, language, subject, base, tales=tales)
            chunks = render.html(page, languages, base, internal=internal)
            yield chunks, *_checked(f"{language}/{page.at.path}", joined(chunks))

    return made


class _Page(msgspec.Struct, array_like=True):
    """How a page is told again: its path, its text, the hash of both, and what was found when it was checked."""

    path: str
    text: Recipe
    hash: bytes
    gist: Gist | None


class _Told(msgspec.Struct, array_like=True):
    """The pages of a subject, and the keys of all that went into them, which the next edit may need."""

    pages: list[_Page]
    keys: list[bytes]


def _known(raw: bytes | None) -> list[File] | None:
    """The pages of a subject of which nothing has changed; None where they are not all as they were."""
    if raw is None:
        return None
    files: list[File] = []
    told = _decoder().decode(raw)
    for page in told.pages:
        text = recalled(page.text)
        if text is None or _hash(page.path, data := text.encode()) != page.hash:
            return None
        files.append((page.path, data, page.gist))
    remembered.meet(told.keys)
    return files


@functools.cache
def _decoder() -> msgspec.msgpack.Decoder[_Told]:
    return msgspec.msgpack.Decoder(_Told)


def _checked(path: str, text: str) -> tuple[bytes, File]:
    """A page with the hash of it, where anything is remembered, and its gist."""
    data = text.encode()
    if not remembered.is_open():
        return b"", (path, data, gist(path, text))
    key = _hash(path, data)
    found = remembered.remembered(key, lambda: gist(path, text), _gist_written, _gist_decoder().decode)
    return key, (path, data, found)


def _gist_written(found: Gist | None) -> bytes:
    return msgspec.msgpack.encode(found, order="deterministic")


@functools.cache
def _gist_decoder() -> msgspec.msgpack.Decoder[Gist | None]:
    return msgspec.msgpack.Decoder(Gist | None)


def _hash(path: str, data: bytes) -> bytes:
    return remembered.hashed(b"gist", path.encode(), data)


def _ours(drawing: str) -> bytes:
    return f"{drawing.rstrip()}<!-- {GENERATOR} -->\n".encode()


def _static(name: str) -> bytes:
    return importlib.resources.files("flowviz.site").joinpath(f"static/{name}").read_bytes()


def _sitemap(paths: Sequence[str], languages: Sequence[str], base: str, day: str) -> str:
    """The sitemap: each page in each language, with its other languages."""
    entries = []
    for path in paths:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(base + code + "/" + path)}"/>'
            for code in languages
        )
        entries += [
            f"<url><loc>{escape(base + code + '/' + path)}</loc><lastmod>{day}</lastmod>{links}</url>"
            for code in languages
        ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<!-- {GENERATOR} -->",
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
            *entries,
            "</urlset>\n",
        ]
    )
