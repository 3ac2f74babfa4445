"""What the one file shows, as plain data for its script: in each language its parts, pages, drawings, words and search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, get_args

from flowviz.catalogue import Basis
from flowviz.diagrams import DIAGRAMS, Wish, kinds_of
from flowviz.diagrams.page import Page
from flowviz.drawing import scene_of
from flowviz.errors import TooMuchToDraw
from flowviz.icons import icons
from flowviz.locales import LANGUAGES, words
from flowviz.marginalia import imprint
from flowviz.model import Model, inside
from flowviz.page.place import PagePlace, query
from flowviz.page.removals import removals_of
from flowviz.page.render import render
from flowviz.page.ways import ways_of
from flowviz.site.addresses import address, has_page
from flowviz.site.drawings import inline
from flowviz.site.pages import LISTS, START, Subject, page_of, subjects
from flowviz.site.render import fragment
from flowviz.site.searching import entries
from flowviz.site.stories import Tale, picture
from flowviz.synonyms import beginnings

__all__ = ["MOST_DRAWN", "Piece", "around", "contents", "draws_all", "piece"]

_WORDS: Final = (
    "details",
    "details.open",
    "details.width",
    "filters.on",
    "find.all",
    "find.help",
    "find.label",
    "find.none",
    "find.title",
    "missing.text",
    "missing.title",
    "skip",
    "view.find",
    "views",
)
"""The explorer's sentences that the script needs, after ``explorer.``."""
_STORY_WORDS: Final = ("story", *(f"story.{key}" for key in ("place", "back", "next", "end", "all", "gone", "own")))
"""Those that the script of the stories needs."""
_KINDS: Final = [name for name, kind in DIAGRAMS.items() if kind.of and not kind.to]
"""The kinds of drawing that one can choose between for a thing."""
WAYS: Final = "paths"
"""The view of ways from one thing to another, which a script finds; the name is also that of their kind of drawing."""
_TABLES: Final = ("resources", "feeds", "parties", "systems", "issues")
"""The lists that the explorer has too, in its order."""
_ICONS: Final = {
    "datasets": "rows",
    "records-classes": "rows",
    "all": "rows",
    "scopes": "key",
    "keywords": "search",
    "accessibility": "help",
}
"""The icons of lists that have none of their own name."""
_FILTERED: Final = ("department", "resource", "shared", "register", "system", "party")
"""The kinds of things that can be taken out of a drawing."""


Piece = tuple[dict[str, dict[str, str]], dict[str, str]]
"""What is shown of a subject, each by the query of its view: its page, and the drawings."""
MOST_DRAWN: Final = 1_500
"""Of so many things each has its drawings, of more only where that is asked for: the file is to be one that can be sent."""

_ROOM: Final = Page(760, 640)
"""What drawings are laid out for: the stage in a window of 1280 × 800, beside the menu and the details."""


def draws_all(model: Model) -> bool:
    """Whether single things have drawings, and not only the whole and the departments."""
    return sum(has_page(model, node) for node in model) <= MOST_DRAWN


def contents(
    model: Model, language: str, languages: Sequence[str] = LANGUAGES, tales: Sequence[Tale] = ()
) -> dict[str, Any]:
    """All that is shown in ``language``, with links to the other ``languages``, as the script has it."""
    drawn = draws_all(model)
    pages, drawings = dict[str, dict[str, str]](), dict[str, str]()
    for one in subjects(model):
        found = piece(model, language, one, tales, drawn=drawn)
        pages |= found[0]
        drawings |= found[1]
    return around(model, language, languages, tales, drawn=drawn) | {"pages": pages, "drawings": drawings}


def around(
    model: Model, language: str, languages: Sequence[str], tales: Sequence[Tale], *, drawn: bool
) -> dict[str, Any]:
    """All that is shown but for pages and their drawings; whether single things are ``drawn`` is said."""
    w = words(language)
    left_out = {} if drawn else {"left_out": w("page.left_out")}
    return left_out | {
        "name": model.catalogue.header.name.get(language),
        "imprint": imprint(model.catalogue, language),
        "words": {key: w(f"explorer.{key}") for key in _WORDS},
        "parts": _tight(_parts(model, language, languages)),
        "kinds": _KINDS,
        "found_by_script": [WAYS, "impact"],
        "kinds_of_all": [f"?view={kind}" for kind in _of_all(model)],
        "views": [
            {"name": w(f"drawing.kind.{kind}"), "href": query(f"{kind}.html", language)} for kind in _of_all(model)
        ],
        "boxed": [name for name, kind in DIAGRAMS.items() if kind.of == "department"],
        "whole": model.catalogue.organisation.id,
        "places": {node: query(target, language) for node in model if (target := address(model, node))},
        "removals": removals_of(model, language),
        "ways": ways_of(model, language, told=drawn),
        "stories": {tale.id: _story(model, tale, language) for tale in tales},
        "story_words": {key.removeprefix("story."): w(f"explorer.{key}", n="{n}", of="{of}") for key in _STORY_WORDS},
        "same": beginnings(),
        "found": [
            [name, kind, query(target, language), *rest] for name, kind, target, *rest in entries(model, language)
        ],
    }


def _of_all(model: Model) -> list[str]:
    """The kinds of drawing of the whole, as answers show them: the plainest first."""
    return sorted(kinds_of(None, joined=bool(model.catalogue.members)), key=lambda name: name == "map")


def _alone(model: Model, language: str) -> dict[str, dict[str, str]]:
    """What stands beside and below the drawings of the whole."""
    kinds = kinds_of(None, joined=bool(model.catalogue.members))
    titles = {view: words(language)(f"drawing.kind.{view}") for view in kinds}
    return {
        query(f"{view}.html", language): {"title": title, "html": _tight(render("alone.html", title=title))}
        for view, title in titles.items()
    }


def _story(model: Model, tale: Tale, language: str) -> dict[str, Any]:
    """A story as its script takes it, each slide with its drawing."""
    at = PagePlace(model, language, "stories.html")
    slides = [
        {
            "view": at.slide(tale.id, n, slide),
            "text": slide.text.get(language),
            "drawing": picture(model, slide.scenes, language),
            "narrow": picture(model, slide.narrow, language),
        }
        for n, slide in enumerate(tale.slides, 1)
    ]
    return {"name": tale.name.get(language), "slides": slides}


def piece(model: Model, language: str, subject: Subject, tales: Sequence[Tale] = (), *, drawn: bool = True) -> Piece:
    """What is shown of a subject; the drawings of the whole stand with the first. Departments always are ``drawn``."""
    page = page_of(model, language, subject, place=PagePlace, tales=tales)
    shown = {query(page.at.path, language): {"title": page.title, "html": _tight(fragment(page))}}
    if subject == START:
        shown = _alone(model, language) | shown
    node = subject[1]
    if not (subject == START or (node and (drawn or model.nodes[node]["kind"] == "department"))):
        return shown, {}
    return shown, dict(_drawings(model, language, node))


def _tight(html: str) -> str:
    """The HTML without the line ends of its templates; a browser shows the same."""
    return "\n".join(line for line in html.splitlines() if line.strip())


def _drawings(model: Model, language: str, of: str | None) -> Iterator[tuple[str, str]]:
    """The drawings of a thing by the query of their view, all kinds of them; none of a thing that stands alone."""
    kind_of_thing = model.nodes[of]["kind"] if of else None
    alone = of is not None and not _has_feeds(model, of)
    for kind in kinds_of(kind_of_thing, joined=bool(model.catalogue.members)):
        if alone and kind == "neighbourhood":
            continue  # it would have one card
        wish = Wish(kind=kind, of=of, language=language, page=_ROOM)
        try:
            scene = scene_of(model, wish)
        except TooMuchToDraw:
            continue  # as for what stands alone, there is none
        if not alone or any(card.id != of for card in scene.cards):
            yield f"?view={kind}" + (f"&of={of}" if of else ""), str(inline(model, scene, lambda _: None))


def _has_feeds(model: Model, node: str) -> bool:
    return any(side[member] for member in inside(model, node) for side in (model.out, model.into))


def _parts(model: Model, language: str, languages: Sequence[str]) -> str:
    """The HTML of what stands around the pages: bar, menu, filters, tools of a drawing, details."""
    w, catalogue = words(language), model.catalogue
    kinds = sorted(kinds_of(None, joined=bool(catalogue.members)), key=lambda name: name != "map")
    titles = {name: w(f"drawing.kind.{name}") for name in (*kinds, WAYS)}
    shown = (*kinds, "figures", WAYS, "impact", "critical", "request", "stories")
    views = [(titles.get(name) or w(f"explorer.view.{name}"), query(f"{name}.html", language), name) for name in shown]
    departments = [
        (entry.name.get(language), query(str(address(model, entry.id)), language), len(entry.resources))
        for entry in catalogue.departments
    ]
    tables = (*_TABLES, *(name for name in LISTS if name not in (*_TABLES, *shown)))
    lists = [(w(f"site.page.{name}"), query(f"{name}.html", language), _ICONS.get(name, name)) for name in tables]
    signs = PagePlace(model, language, "")
    return render(
        "parts.html",
        w=w,
        language=language,
        languages=[(code, words(code)("language")) for code in languages],
        rail=[(w("explorer.views"), views), (w("table.departments"), departments), (w("explorer.tables"), lists)],
        icons=icons(),
        scopes=[(entry.id, entry.name.get(language), signs.sign(entry.id)) for entry in catalogue.scopes],
        kinds=[(kind, w(f"explorer.kinds.{kind}"), None) for kind in _FILTERED],
        bases=[(basis, w(f"explorer.filters.basis.{basis}"), None) for basis in get_args(Basis)],
        segments=_KINDS,
    )
