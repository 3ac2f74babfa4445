"""The bytes of the one file: styles, scripts and compressed contents, under a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from markupsafe import Markup

from flowviz import icons, remembered
from flowviz.catalogue import Catalogue
from flowviz.locales import LANGUAGES, words
from flowviz.model import Model, build_model
from flowviz.page.contents import Piece, contents, piece
from flowviz.page.packing import packed
from flowviz.page.render import render
from flowviz.places import ASSETS
from flowviz.processes import FORKS, spread, warmed
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
    pieces = _pieces(shown, languages, jobs, tales)
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
        packed=list(zip(languages, _packed(shown, languages, pieces, tales, jobs), strict=True)),
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


def _pieces(model: Model, languages: Sequence[str], jobs: int, tales: Sequence[Tale]) -> dict[str, list[Piece]]:
    """The pieces of each language: what is found out of a thing for one of them serves the others too."""
    given, parts = (model if FORKS else model.catalogue, languages, tales), subjects(model)
    found: dict[str, list[Piece]] = {code: [] for code in languages}
    first = samples(model)[
        1:2
    ]  # one thing warms nearly all; the whole, which is before it, takes longer than it spares
    for pieces, news in warmed(_maker, given, parts, jobs, first):
        remembered.take(news)
        for code, one in zip(languages, pieces, strict=True):
            found[code].append(one)
    return found


def _maker(
    given: Model | Catalogue, languages: Sequence[str], tales: Sequence[Tale]
) -> Callable[[Subject], tuple[list[Piece], remembered.News | None]]:
    model = build_model(given) if isinstance(given, Catalogue) else given
    return lambda subject: ([piece(model, code, subject, tales) for code in languages], remembered.news())


def _packed(
    model: Model, languages: Sequence[str], pieces: dict[str, list[Piece]], tales: Sequence[Tale], jobs: int
) -> Iterator[str]:
    """What is shown in each language, as the browser unpacks it; processes that begin with our memory share the work."""

    def found(language: str) -> str:
        shown = contents(model, language, languages, pieces[language], tales)
        return packed(json.dumps(shown, ensure_ascii=False, separators=(",", ":"), sort_keys=True))

    if jobs <= 1 or not FORKS:
        return map(found, languages)
    return spread(lambda: found, (), languages, jobs)


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
