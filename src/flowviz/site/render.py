"""Pages -> HTML. Templates escape everything but the drawings, which escape themselves."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import jinja2
from markupsafe import Markup, escape

from flowviz.catalogue import Catalogue, Text
from flowviz.locales import LANGUAGES, date, words
from flowviz.model import Model
from flowviz.site.addresses import anchor
from flowviz.site.colophon import colophon
from flowviz.site.pages import LISTS, Page
from flowviz.site.pieces import in_language, pieces
from flowviz.site.place import Place
from flowviz.site.structured import script
from flowviz.telling.tongues import Tongues
from flowviz.wording import all_only_told, foreign_names, home_name, only_told, option
from flowviz.writing import GENERATOR

__all__ = ["choice", "fragment", "html"]

_MENU: Final = ("resources", "datasets", "systems", "feeds", "parties", "keywords", "request")
"""The pages in the menu of every page, after the departments."""


_MOST_SAID: Final = 20_000


@functools.cache
def _templates() -> jinja2.Environment:
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("flowviz.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.globals.update(GENERATOR=GENERATOR, anchor=anchor, LISTS=tuple(LISTS), MENU=_MENU, date=date)
    return found


def html(page: Page, languages: Sequence[str], base: str | None, *, internal: bool) -> str:
    """The HTML of ``page``, with links to the same page in the other ``languages``."""
    if page.template not in _OF_THINGS:
        return _whole(page, languages, base, Markup(script(page.data)) if page.data else None, internal=internal)
    at = page.at
    folder, _, file = at.path.rpartition("/")
    key = ("frame", at.language, folder, tuple(languages), base, internal, page.data is not None)
    frame: list[str] = at.model.once(key, lambda: _frame(page, folder, languages, base, internal=internal))
    summary, _, main = _filled(page, "framed.html").partition(_BETWEEN)
    blanks = {
        "file": file,
        "title": escape(page.title),
        "summary": summary,
        "data": script(page.data) if page.data else "",
        "trail": _trail(page),
        "main": main,
    }
    return "".join([blanks[part] if i % 2 else part for i, part in enumerate(frame)])


def fragment(page: Page) -> str:
    """What ``page`` holds, without the frame around it."""
    return _filled(page, "bare.html")


_OF_THINGS: Final = ("department.html", "thing.html")
"""The templates of most pages, whose frames differ in their `_blank` parts alone."""
_BETWEEN: Final = "\x00"
"""Between the summary of a page and what it holds: no text of a catalogue has it, and no HTML may."""
_BLANK: Final = re.compile(rf"{_BETWEEN}([a-z]+){_BETWEEN}")


def _frame(page: Page, folder: str, languages: Sequence[str], base: str | None, *, internal: bool) -> list[str]:
    """What stands around all pages of things in a folder: text and the names of its blanks by turns."""
    at = dataclasses.replace(page.at, path=f"{folder}/{_blank('file')}")
    parts = {"summary": _blank("summary"), "main": _blank("main")}
    empty = Page(at, "frame.html", _blank("title"), parts, page.trail)
    text = _whole(empty, languages, base, _blank("data") if page.data else None, internal=internal, trail=_blank("trail"))
    return _BLANK.split(text)


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
    return Markup("\n".join([*links, f'<li aria-current="page">{_said(page.at)(page.title)}</li>']))


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
            said=said,
            home_name=lambda node: home_name(at.model, node, at.language),
            pieces=pieces(at, said),
            option=lambda noun, field, value: option(type(noun), field, value, at.language),
            drawn=Markup,
            only=all_only_told(at.catalogue, at.language),
            between=_BETWEEN,
            **frame,
            **page.parts,
        )
    )


def choice(catalogue: Catalogue, languages: Sequence[str], base: str | None) -> str:
    """The HTML of the page at the root of the site, where a reader chooses a language."""
    codes = [code for code in LANGUAGES if code in languages]
    entries = [(code, words(code)("language"), catalogue.header.name.get(code)) for code in codes]
    return _templates().get_template("choice.html").render(entries=entries, header=catalogue.header, base=base)


def _said(at: Place) -> Callable[[Any], Markup]:
    model, language = at.model, at.language
    return model.once(("said", language), lambda: functools.lru_cache(_MOST_SAID)(_sayer(model, language)))


def _sayer(model: Model, language: str) -> Callable[[Any], Markup]:
    tongues = Tongues(foreign_names(model, language))

    def said(text: Text | str) -> Markup:
        """A text of the catalogue, marked with its language when that is not the language of the page."""
        if isinstance(text, str):
            return Markup("").join(in_language(piece, code) for piece, code in tongues.pieces(text))
        actual, words = text.language(language), escape(text.get(language))
        lines = Markup("<br>").join(words.splitlines())
        if actual == language:
            return lines
        marked = in_language(lines, actual)
        only = only_told(model.catalogue, text, language)
        return marked + Markup(" <small>({})</small>").format(only) if only else marked

    return said
