"""The bytes of the one file: styles, scripts and compressed contents, under a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import msgspec
from markupsafe import Markup

from flowviz import icons, remembered
from flowviz.catalogue import Catalogue
from flowviz.locales import LANGUAGES, words
from flowviz.model import Model, build_model
from flowviz.page.contents import around, piece
from flowviz.page.packing import Packer, word
from flowviz.page.render import render
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
    jobs: int = 1,
    tales: Sequence[Tale] = (),
) -> bytes:
    """The file, made by ``jobs`` processes; what is marked for internal use is left out unless ``internal``. ``tales`` are shown as they are."""
    shown = model if internal else public_model(model)
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
        packed=list(zip(languages, _packed(shown, languages, jobs, tales), strict=True)),
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


def _packed(model: Model, languages: Sequence[str], jobs: int, tales: Sequence[Tale]) -> list[str]:
    """What is shown in each language, as the browser unpacks it: as it was kept, where nothing that goes into it has changed."""
    if not remembered.is_open():
        return _made(model, languages, jobs, tales)[0]
    encode = msgspec.msgpack.encode
    key = remembered.hashed(b"one file", encode(model.catalogue), encode((languages, sorted(icons.icons()), tales)))
    known = remembered.recalled(key)
    if known is None:
        found, keys = _made(model, languages, jobs, tales)
        remembered.remembered(key, lambda: encode((found, keys)))
        return found
    found, keys = msgspec.msgpack.decode(known, type=tuple[list[str], list[bytes]])
    remembered.meet(keys)  # the next edit takes most of them
    return found


def _made(model: Model, languages: Sequence[str], jobs: int, tales: Sequence[Tale]) -> tuple[list[str], list[bytes]]:
    """The same, made anew, and the keys of what of it is remembered. It is packed while it comes."""
    files, keys = [_Contents() for _ in languages], list[bytes]()
    given = (model if FORKS else model.catalogue, languages, tales, remembered.name())
    first = samples(model)[
        1:2
    ]  # one thing warms nearly all; the whole, which is before it, takes longer than it spares
    for pieces, news in warmed(_maker, given, subjects(model), jobs, first):
        for file, told in zip(files, pieces, strict=True):
            file.add(*told)
        if news is not None:
            keys += [*news.used, *news.made]
            remembered.take(news)
    parts = [
        part
        for file, code in zip(files, languages, strict=True)
        for part in file.parts(_json(around(model, code, languages, tales)))
    ]
    words = _words(parts, jobs)
    each = len(words) // len(languages)
    return [" ".join(words[at : at + each]) for at in range(0, len(words), each)], keys + remembered.met()


class _Contents:
    """What is shown in a language, packed: pages and what stands around them, and drawings."""

    def __init__(self) -> None:
        self._pages, self._drawings = Packer(), Packer()
        self._pages.add('{"made":[{}')
        self._drawings.add("[{}")
        self._later: dict[str, list[str]] = {}

    def add(self, pages: str, drawings: Sequence[tuple[str, str]]) -> None:
        """Takes what is shown of a subject; what it has several drawings of waits, for kinds pack better one after the other."""
        self._pages.add(f",{pages}")
        for kind, drawing in drawings:
            if len(drawings) > 1:
                self._later.setdefault(kind, []).append(drawing)
            else:
                self._drawings.add(f",{drawing}")

    def parts(self, rest: str) -> list[bytes]:
        """All that was taken, and the ``rest``."""
        self._pages.add("]," + rest[1:])
        for drawings in self._later.values():
            for drawing in drawings:
                self._drawings.add(f",{drawing}")
        self._drawings.add("]")
        return [*self._pages.parts(), *self._drawings.parts()]


_Told = tuple[str, list[tuple[str, str]]]
"""The pages of a subject in a language, and its drawings, each with the name of its kind."""


def _maker(
    given: Model | Catalogue, languages: Sequence[str], tales: Sequence[Tale], memory: str | None
) -> Callable[[Subject], tuple[list[_Told], remembered.News | None]]:
    """The function that tells a subject in each language: what is found out of it for one of them serves the others too."""
    model = build_model(given) if isinstance(given, Catalogue) else given
    remembered.join(memory)

    def told(subject: Subject, language: str) -> _Told:
        pages, drawings = piece(model, language, subject, tales)
        return _json(pages), [(view.partition("&")[0], _json({view: one})) for view, one in drawings.items()]

    return lambda subject: ([told(subject, code) for code in languages], remembered.news())


def _words(parts: Sequence[bytes], jobs: int) -> list[str]:
    """The parts as words; threads suffice, for what compresses needs no lock of Python."""
    if jobs <= 1:
        return list(map(word, parts))
    with ThreadPoolExecutor(jobs) as threads:
        return list(threads.map(word, parts))


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


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
