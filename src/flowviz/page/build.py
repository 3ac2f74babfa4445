"""The bytes of the one file: styles, scripts and compressed contents, under a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import msgspec
from markupsafe import Markup

from flowviz import icons, remembered
from flowviz.catalogue import Catalogue
from flowviz.locales import LANGUAGES, words
from flowviz.model import Model, build_model
from flowviz.page.contents import around, draws_all, piece
from flowviz.page.render import render
from flowviz.page.shelf import Shelf, Told, as_json
from flowviz.places import ASSETS
from flowviz.processes import FORKS, warmed
from flowviz.site import style
from flowviz.site.pages import Subject, samples, subjects
from flowviz.site.public import public_model
from flowviz.site.stories import Tale
from flowviz.writing import GENERATOR

__all__ = ["build"]

_EXPLORER_STYLES: Final = (
    "frame",
    "drawing",
    "find",
    "rail",
    "details",
    "filters",
    "figures",
    "critical",
    "slides",
    "stories",
    "layers",
    "impact",
)
_EXPLORER_SCRIPTS: Final = ("canvas", "drawing", "frame", "find", "figures", "stories", "layers", "side")
_FIRST: Final = "theme"
"""The script that runs before the first paint."""


def build(
    model: Model,
    *,
    languages: Sequence[str] = LANGUAGES,
    internal: bool = False,
    drawn: bool | None = None,
    jobs: int = 1,
    tales: Sequence[Tale] = (),
) -> bytes:
    """The file, made by ``jobs`` processes; what is marked for internal use is left out unless ``internal``. ``tales`` are shown as they are.

    Whether single things are ``drawn``, and not only the whole and the departments, hangs on how many there are (`draws_all`)
    where it is not said.
    """
    shown = model if internal else public_model(model)
    drawn = draws_all(shown) if drawn is None else drawn
    catalogue: Catalogue = shown.catalogue
    first = _asset(f"{_FIRST}.js")
    script = "\n".join(
        [
            _of_site("search.js"),
            *(
                _own(f"{name}.js")
                for name in ("pieces", "packing", "ways", "removals", "layer", "what_if", "save", "page")
            ),
            *(_asset(f"{name}.js") for name in _EXPLORER_SCRIPTS),
        ]
    )
    styles = _styles()
    favicon = "data:image/svg+xml;base64," + base64.b64encode(_asset("favicon.svg").encode()).decode()
    language = catalogue.header.language if catalogue.header.language in languages else languages[0]
    page = render(
        "page.html",
        GENERATOR=GENERATOR,
        language=language,
        packed=list(zip(languages, _packed(shown, languages, jobs, tales, drawn=drawn), strict=True)),
        title=catalogue.header.name.get(language),
        noscript=[(code, words(code)("page.noscript")) for code in languages],
        loading=words(language)("explorer.loading"),
        favicon=favicon,
        policy=_policy([first, script], [styles]),
        styles=Markup(styles),
        first=Markup(first),
        script=Markup(script),
    )
    return page.encode()


def _packed(model: Model, languages: Sequence[str], jobs: int, tales: Sequence[Tale], *, drawn: bool) -> list[str]:
    """What is shown in each language, as the browser unpacks it: as it was kept, where nothing that goes into it has changed."""
    if not remembered.is_open():
        return _made(model, languages, jobs, tales, drawn=drawn)[0]
    encode = msgspec.msgpack.encode
    key = remembered.hashed(
        b"one file", encode(model.catalogue), encode((languages, drawn, sorted(icons.icons()), tales))
    )
    known = remembered.recalled(key)
    if known is None:
        found, keys = _made(model, languages, jobs, tales, drawn=drawn)
        remembered.remember(key, encode((found, keys)))
        return found
    found, keys = msgspec.msgpack.decode(known, type=tuple[list[str], list[bytes]])
    remembered.meet(keys)  # the next edit takes most of them
    return found


def _made(
    model: Model, languages: Sequence[str], jobs: int, tales: Sequence[Tale], *, drawn: bool
) -> tuple[list[str], list[bytes]]:
    """The same, made anew, and the keys of what of it is remembered. It is packed while it comes."""
    given = (model if FORKS else model.catalogue, languages, tales, drawn, remembered.name())
    all_subjects, keys = subjects(model), list[bytes]()
    made = warmed(_maker, given, all_subjects, jobs, samples(model)[:1])  # which warms nearly all
    with ThreadPoolExecutor(jobs) as threads:  # which suffice, for what compresses needs no lock of Python
        shelves = [Shelf(len(all_subjects), threads) for _ in languages]
        for (name, node), (pieces, news) in zip(all_subjects, made, strict=True):
            for shelf, told in zip(shelves, pieces, strict=True):
                shelf.add(node or f"?{name}", *told)  # an id may be the name of a page too
            if news is not None:
                keys += [*news.used, *news.made]
                remembered.take(news)
        for shelf, code in zip(shelves, languages, strict=True):
            shelf.close(around(model, code, languages, tales, drawn=drawn))
        return [shelf.text() for shelf in shelves], keys + remembered.met()


def _maker(
    given: Model | Catalogue, languages: Sequence[str], tales: Sequence[Tale], drawn: bool, memory: str | None
) -> Callable[[Subject], tuple[list[Told], remembered.News | None]]:
    """The function that tells a subject in each language: what is found out of it for one of them serves the others too."""
    model = build_model(given) if isinstance(given, Catalogue) else given
    remembered.join(memory)

    def told(subject: Subject) -> tuple[list[Told], remembered.News | None]:
        return [as_json(*piece(model, code, subject, tales, drawn=drawn)) for code in languages], remembered.news()

    return told


def _policy(scripts: Sequence[str], styles: Sequence[str]) -> str:
    """A content security policy for what stands in the file, and nothing else."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {' '.join(map(_hash, styles))}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _styles() -> str:
    light, dark = (style.variables(theme) for theme in ("light", "dark"))
    colours = f":root{{{light}}}\n.dark-only{{display:none}}\n@media screen{{[data-theme=dark]{{{dark}}}[data-theme=dark] .dark-only{{display:inline}}}}"
    return "\n".join(
        [
            colours,
            icons.styles(),
            *(_asset(f"{name}.css") for name in _EXPLORER_STYLES),
            style.rules("content"),
            _own("page.css"),
        ]
    )


def _asset(name: str) -> str:
    return (ASSETS / name).read_text("utf-8")


def _own(name: str) -> str:
    return importlib.resources.files("flowviz.page").joinpath(f"static/{name}").read_text("utf-8")


def _of_site(name: str) -> str:
    return importlib.resources.files("flowviz.site").joinpath(f"static/{name}").read_text("utf-8")
