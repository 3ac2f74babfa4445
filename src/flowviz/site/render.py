"""Pages -> HTML. Templates escape everything but the drawings, which escape themselves."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import jinja2
import msgspec
from markupsafe import Markup, escape

from flowviz import remembered
from flowviz.catalogue import Catalogue, Text
from flowviz.locales import LANGUAGES, date, words
from flowviz.model import Model
from flowviz.site.addresses import anchor
from flowviz.site.chunks import Chunk, joined
from flowviz.site.colophon import colophon
from flowviz.site.drawings import Drawn
from flowviz.site.pages import LISTS, Page
from flowviz.site.pieces import Said, in_language, pieces
from flowviz.site.place import Place
from flowviz.site.structured import script
from flowviz.telling.tongues import Tongues
from flowviz.wording import all_only_told, foreign_names, home_name, languages_of, only_told, option
from flowviz.writing import GENERATOR

__all__ = ["choice", "fragment", "html"]

_MENU: Final = ("resources", "datasets", "systems", "feeds", "parties", "keywords", "request")
"""The pages in the menu of every page, after the departments."""


class _Context(jinja2.runtime.Context):
    """What templates know. They call what they are given as it is: none of it asks for the context, which jinja2 looks for each time."""

    def call(
        self, known: Callable[..., Any], /, *args: Any, _block_vars: Any = None, _loop_vars: Any = None, **named: Any
    ) -> Any:
        """What a call of something ``known`` gives."""
        return known(*args, **named)


@functools.cache
def _templates() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("flowviz.site"),
        autoescape=True,
        auto_reload=False,  # or the files of all templates are looked at for every page
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.context_class = _Context
    found.globals.update(GENERATOR=GENERATOR, anchor=anchor, LISTS=tuple(LISTS), MENU=_MENU, date=date)
    return found


def html(page: Page, languages: Sequence[str], base: str | None, *, internal: bool) -> list[Chunk]:
    """The HTML of ``page``, with links to the same page in the other ``languages``."""
    if page.template not in _OF_THINGS:
        data = Markup(script(page.data)) if page.data else None
        return _lasting([_whole(page, languages, base, data, internal=internal)])
    at = page.at
    folder, _, file = at.path.rpartition("/")
    key = ("frame", at.language, folder, tuple(languages), base, internal, page.data is not None)
    frame: list[Chunk] = at.model.once(key, lambda: _frame(page, folder, languages, base, internal=internal))
    summary, *main = _inner(page)
    blanks = {
        "file": [Chunk(file)],
        "title": [Chunk(escape(page.title))],
        "summary": [summary],
        "data": [Chunk(script(page.data) if page.data else "")],
        "trail": [Chunk(_trail(page))],
        "main": _filled_in(main, {name: [_drawn(page.parts.get(name) or "")] for name in _DRAWINGS}),
    }
    return _filled_in(frame, blanks)


def fragment(page: Page) -> str:
    """What ``page`` holds, without the frame around it."""
    if page.template not in _OF_THINGS:
        return _filled(page, "bare.html")
    _, *main = _inner(page)
    return joined(main[::2])  # without drawings: the file has them elsewhere


_OF_THINGS: Final = ("department.html", "thing.html")
"""The templates of most pages, whose frames differ in their `_blank` parts alone."""
_DRAWINGS: Final = ("drawing", "lines")
"""The parts of such a page that are drawings."""
_BETWEEN: Final = "\x00"
"""Around the name of a blank, and twice between the summary of a page and what it holds: no text may have it."""
_Inner = tuple[list[str], bytes, dict[str, str]]
"""Texts of a page, the hash of all names that may stand in them, and how each text was told in which some may."""
_BLANK: Final = re.compile(rf"{_BETWEEN}([a-z]+){_BETWEEN}")


def _inner(page: Page) -> list[Chunk]:
    """The summary of the page of a thing, and what it holds: text and the names of its drawings by turns.

    Its template gets nothing of the catalogue but what the hash is made of, and the names in texts, which are looked at before
    what was kept is taken.
    """
    at = page.at
    said = _said(at)
    drawn = {svg: name for name in _DRAWINGS if (svg := page.parts.get(name))}
    parts = page.parts | {name: svg and True for name in _DRAWINGS if (svg := page.parts.get(name, ""))}

    def made() -> _Inner:
        with said.listening() as heard:
            text = (
                _templates()
                .get_template(page.template)
                .render(
                    layout="framed.html",
                    at=_Way(at.to),
                    w=at.w,
                    language=at.language,
                    said=said.tell,
                    pieces=pieces(at, said),
                    option=lambda noun, field, value: option(type(noun), field, value, at.language),
                    drawn=lambda svg: _blank(drawn[svg]),
                    between=_BETWEEN,
                    **page.parts,
                )
            )
        summary, _, main = text.partition(_BETWEEN * 2)
        return [summary, *_BLANK.split(main)], _names_hash(at), heard

    def fits(known: _Inner) -> bool:
        """Whether the texts in it would be told as they were: with the same names, or none that stands in them."""
        _, names, heard = known
        return names == _names_hash(at) or all(said.tell(text) == told for text, told in heard.items())

    key = b""
    if not remembered.is_open():
        texts = made()[0]
    else:
        how = (type(at).__name__, at.path, at.language, at.links_read)
        given = (page.template, how, languages_of(at.catalogue), parts)
        key = remembered.hashed(b"page", _encode(given), _sources(at))
        texts = remembered.remembered(key, made, _encode, msgspec.msgpack.decode, fits)[0]
    return [Chunk(text, key, place) for place, text in enumerate(texts)]


@dataclass(frozen=True, slots=True)
class _Way:
    """How a page links to others."""

    to: Callable[[str], str]


def _encode(given: Any) -> bytes:
    return msgspec.msgpack.encode(given, enc_hook=str)


def _sources(at: Place) -> bytes:
    """What pages tell of the documents that a catalogue was read from."""
    return at.model.once("sources told", lambda: _encode(at.catalogue.sources))


def _names_hash(at: Place) -> bytes:
    """The hash of the names in other languages than that of a page."""
    names = foreign_names(at.model, at.language)
    return at.model.once(("names hash", at.language), lambda: remembered.hashed(_encode(names)))


def _filled_in(text: Sequence[Chunk], blanks: Mapping[str, Sequence[Chunk]]) -> list[Chunk]:
    """Text and the names of blanks by turns -> text."""
    return [chunk for i, part in enumerate(text) for chunk in (blanks[part.text] if i % 2 else (part,))]


def _lasting(texts: Sequence[str]) -> list[Chunk]:
    """Texts as chunks that are remembered."""
    if not remembered.is_open():
        return [Chunk(text) for text in texts]
    raw = _encode((texts,))
    key = remembered.hashed(b"text", raw)
    if remembered.recalled(key) is None:
        remembered.remember(key, raw)
    return [Chunk(text, key, place) for place, text in enumerate(texts)]


def _drawn(text: str) -> Chunk:
    return Chunk(text, text.key if isinstance(text, Drawn) else b"")


def _frame(page: Page, folder: str, languages: Sequence[str], base: str | None, *, internal: bool) -> list[Chunk]:
    """What stands around all pages of things in a folder: text and the names of its blanks by turns."""
    at = dataclasses.replace(page.at, path=f"{folder}/{_blank('file')}")
    parts = {"summary": _blank("summary"), "main": _blank("main")}
    empty = Page(at, "frame.html", _blank("title"), parts, page.trail)
    text = _whole(
        empty, languages, base, _blank("data") if page.data else None, internal=internal, trail=_blank("trail")
    )
    return _lasting(_BLANK.split(text))


def _blank(name: str) -> Markup:
    return Markup(f"{_BETWEEN}{name}{_BETWEEN}")


def _whole(
    page: Page,
    languages: Sequence[str],
    base: str | None,
    data: Markup | None,
    *,
    internal: bool,
    trail: Markup | None = None,
) -> str:
    at = page.at
    return _filled(
        page,
        "base.html",
        alternates=[
            (code, words(code)("language"), at.to(f"../{code}/{at.path}"), f"{base}{code}/{at.path}")
            for code in languages
        ],
        base=base,
        internal=internal,
        data=data,
        trail=trail or _trail(page),
    )


def _trail(page: Page) -> Markup:
    """The pages above a page as links, and the page itself."""
    links = [f'<li><a href="{escape(page.at.to(path))}">{escape(title)}</a></li>' for title, path in page.trail]
    return Markup("\n".join([*links, f'<li aria-current="page">{_said(page.at).tell(page.title)}</li>']))


def _filled(page: Page, layout: str, **frame: Any) -> str:
    at = page.at
    said = _said(at)
    return (
        _templates()
        .get_template(page.template)
        .render(
            page=page,
            layout=layout,
            at=at,
            w=at.w,
            language=at.language,
            catalogue=at.catalogue,
            header=at.catalogue.header,
            colophon_facts=at.model.once(("colophon", at.language), lambda: colophon(at)),
            said=said.tell,
            home_name=lambda node: home_name(at.model, node, at.language),
            pieces=pieces(at, said),
            option=lambda noun, field, value: option(type(noun), field, value, at.language),
            drawn=Markup,
            only=all_only_told(at.catalogue, at.language),
            **frame,
            **page.parts,
        )
    )


def choice(catalogue: Catalogue, languages: Sequence[str], base: str | None) -> str:
    """The HTML of the page at the root of the site, where a reader chooses a language."""
    codes = [code for code in LANGUAGES if code in languages]
    entries = [(code, words(code)("language"), catalogue.header.name.get(code)) for code in codes]
    return _templates().get_template("choice.html").render(entries=entries, header=catalogue.header, base=base)


def _said(at: Place) -> Said:
    model, language = at.model, at.language
    return model.once(("said", language), lambda: _sayer(model, language))


def _sayer(model: Model, language: str) -> Said:
    tongues = Tongues(foreign_names(model, language))

    def plain(text: str) -> Markup:
        return Markup("".join([in_language(piece, code) for piece, code in tongues.pieces(text)]))

    def noun(text: Text) -> Markup:
        actual = text.language(language)
        lines = Markup("<br>".join(str(escape(text.get(language))).splitlines()))
        if actual == language:
            return lines
        marked = in_language(lines, actual)
        only = only_told(model.catalogue, text, language)
        return marked + Markup(" <small>({})</small>").format(only) if only else marked

    return Said(plain, noun)
