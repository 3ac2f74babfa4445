"""All pages of a site in one language: which template each takes, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from flowviz.catalogue import Dataset, Holding, Register, Resource, System
from flowviz.diagrams import Wish
from flowviz.model import Model, member_organisation
from flowviz.site import indexes, things
from flowviz.site.addresses import address, has_page
from flowviz.site.asking import contacts, told
from flowviz.site.facts import scope_value
from flowviz.site.failing import ranked
from flowviz.site.figured import figured
from flowviz.site.openness import open_things
from flowviz.site.place import Place
from flowviz.site.stories import Tale
from flowviz.site.stories import told as told_stories
from flowviz.site.structured import catalogue_data, thing_data
from flowviz.site.tables import feeds_table
from flowviz.wording import kind_word, of_department

__all__ = ["LISTS", "START", "Page", "Subject", "page_of", "pages", "samples", "subjects"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it lies, how it is laid out, what it is called, what it holds, and what machines may know."""

    at: Place
    template: str
    title: str
    parts: dict[str, Any]
    trail: tuple[tuple[str, str], ...] = ()
    """The pages above it, as titles and paths."""
    data: dict[str, Any] | None = None


LISTS: Final[dict[str, Callable[[Place], dict[str, Any]]]] = {
    "resources": lambda at: {"departments": indexes.by_department(at), "shared": indexes.shared(at)},
    "datasets": lambda at: {
        "homes": indexes.datasets(at),
        "keys": _has_keys(at, Resource, Register, Dataset),
        "silent": not _has_keys(at, Holding),
    },
    "systems": lambda at: {
        "letters": indexes.systems(at),
        "holding": indexes.holding(at),
        "keys": _has_keys(at, System),
    },
    "parties": lambda at: {"letters": indexes.parties(at)},
    "feeds": lambda at: {"table": feeds_table(at)},
    "figures": figured,
    "critical": ranked,
    "scopes": lambda at: {"scopes": indexes.by_scope(at)},
    "records-classes": lambda at: {"classes": indexes.classes(at)},
    "open": open_things,
    "keywords": lambda at: {"letters": indexes.keywords(at)},
    "all": lambda at: {"letters": indexes.everything(at)},
    "request": lambda at: {
        "channels": [told(at, entry) for entry in at.catalogue.requests],
        "personal": indexes.personal(at),
        "notices": indexes.documents(at, "privacy-notice"),
    },
    "stories": lambda at: told_stories(at, ()),
    "issues": lambda at: {"groups": indexes.issues(at)},
    "about": lambda at: {
        "sources": at.catalogue.sources,
        "scopes": [scope_value(at, entry.id) for entry in at.catalogue.scopes],
    },
    "accessibility": lambda at: {
        "contacts": [fact for entry in at.catalogue.requests for fact in contacts(at, entry, ("email", "phone"))],
        "untranslated": indexes.untranslated(at),
        "in_finland": "fi" in at.catalogue.header.languages,  # the law and its supervisor are those of Finland
    },
}
"""The pages beside those of things, by name: each is ``<name>.html`` and has a template of that name."""

Subject = tuple[str, str | None]
"""What a page is of: the name of a page beside those of things, or the id of a thing."""
START: Final[Subject] = ("index", None)


def pages(model: Model, language: str, base: str | None = None, place: type[Place] = Place) -> Iterator[Page]:
    """The pages in ``language``. ``base`` is the address that the site will have, where it is known.

    ``place`` says how pages link to each other.
    """
    return (page_of(model, language, one, base, place) for one in subjects(model))


def subjects(model: Model) -> list[Subject]:
    """What the pages are of, in their order."""
    return [START, *((name, None) for name in LISTS), *(("", node) for node in model if has_page(model, node))]


def samples(model: Model) -> list[Subject]:
    """The first thing of each kind that has pages: what these take is taken by all others too."""
    kinds = {model.nodes[node]["kind"]: node for node in reversed(list(model)) if has_page(model, node)}
    return [("", node) for node in kinds.values()]


def page_of(
    model: Model,
    language: str,
    subject: Subject,
    base: str | None = None,
    place: type[Place] = Place,
    tales: Sequence[Tale] = (),
) -> Page:
    """The page of one of the `subjects`; see `pages`."""
    name, node = subject
    if node is not None:
        return _thing(place(model, language, str(address(model, node))), node, base)
    at = place(model, language, f"{name}.html")
    if subject == START:
        return _start(at, base)
    parts = told_stories(at, tales) if name == "stories" else LISTS[name](at)
    return Page(at, f"{name}.html", at.w(f"site.page.{name}"), parts, _trail(at))


def _start(at: Place, base: str | None) -> Page:
    model, language = at.model, at.language
    members = at.catalogue.members
    parts = {
        "drawing": at.draw(Wish(kind="overview", language=language)),
        "numbers": [
            *([(len(members), "site.number.organisations", "#_departments")] if members else []),
            (len(at.catalogue.departments), "site.number.departments", "#_departments"),
            (len(indexes.of_kind(at, "resource", "shared")), "site.number.resources", at.to("resources.html")),
            (len(at.catalogue.systems), "site.number.systems", at.to("systems.html")),
            (len(at.catalogue.parties), "site.number.parties", at.to("parties.html")),
            (len(at.catalogue.feeds), "site.number.feeds", at.to("feeds.html")),
        ],
        "departments": at.catalogue.departments if not members else (),
        "organisations": things.organisations_told(at),
        "told": partial(of_department, model, language=language),
    }
    return Page(
        at,
        "index.html",
        at.catalogue.header.name.get(language),
        parts,
        data=catalogue_data(model, language, _base(at, base)),
    )


def _thing(at: Place, node: str, base: str | None) -> Page:
    model, language = at.model, at.language
    data = model.nodes[node]
    if data["kind"] == "organisation":
        return Page(at, "organisation.html", at.name(node), things.organisation(at, node), _trail(at))
    machine = thing_data(model, node, language, _base(at, base))
    if data["kind"] == "department":
        return Page(
            at, "department.html", at.name(node), things.department(at, data["thing"]), _trail(at, node), machine
        )
    parts = {**things.thing(at, node), "word": kind_word(model, node, language)}
    above = {"party": "parties", "system": "systems"}.get(data["kind"], "resources")
    trail = (*_trail(at, node), (at.w(f"site.page.{above}"), f"{above}.html"))
    if data["department"] and data["kind"] == "resource":
        trail = (*_trail(at, node), (at.name(data["department"]), str(address(model, data["department"]))))
    return Page(at, "thing.html", at.name(node), parts, trail, machine)


def _has_keys(at: Place, *kinds: type[Holding]) -> bool:
    """Whether the search keys of anything of some kinds are told."""
    return any(isinstance(thing, kinds) and thing.search_keys for thing, _ in at.catalogue.things())


def _trail(at: Place, node: str = "") -> tuple[tuple[str, str], ...]:
    """The front page, and where catalogues are joined the organisation that a thing is of."""
    home = member_organisation(at.model, node)
    above = ((at.name(home), str(address(at.model, home))),) if home else ()
    return ((at.w("site.page.index"), "index.html"), *above)


def _base(at: Place, base: str | None) -> str:
    """What the addresses in the structured data of a page begin with."""
    return f"{base}{at.language}/" if base else "../" * at.path.count("/")
