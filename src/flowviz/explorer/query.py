"""The explorer's whole state as one value that prints itself as the query of a URL and reads itself back."""

from __future__ import annotations

import dataclasses
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args
from urllib.parse import parse_qs, quote_plus

from flowviz.catalogue import Basis
from flowviz.diagrams import OPTIONS, Options
from flowviz.ends import Pair, read
from flowviz.explorer.views import VIEWS, View
from flowviz.facts.impact import EFFECTS
from flowviz.filters import KINDS, NO_FILTERS, Filters
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from flowviz.diagrams import Kind

__all__ = ["DEEPEST", "LONGEST", "Query", "quoted"]

LONGEST: Final = 2000
"""The most letters of a query that are read."""
DEEPEST: Final = 6
"""The most hops that things are away in an impact."""
_UNKNOWN: Final = View(())
Layer = Literal["", "gone", "changes"]
_SAFE: Final = ",~:"
_TEXT: Final = 80
_SPACE: Final = "-"
"""Stands for the space in the name of an effect."""
_ID: Final = re.compile(r"[^\x00-\x1f\s,]{1,160}")
_PLACE: Final = re.compile(r"[^\x00-\x1f\s,@]{0,160}(?:@[0-9,.-]{1,40})?")
_SAID: Final = re.compile(r"[^\x00-\x1f\s,:]{1,160}(?::[0-9,-]{1,400})?")
_ROOM: Final = re.compile(r"(\d{2,4})x(\d{2,4})", re.ASCII)
_STEP: Final = 80
_SORT: Final = re.compile(r"-?[a-z_]{1,40}")
_COLUMN: Final = re.compile(r"[a-z_]{1,40}")
_PAGE: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Options):
    """What is on the screen.

    >>> query = Query(view="department", of="strategiaosasto", language="sv")
    >>> str(query)
    '?view=department&of=strategiaosasto&lang=sv'
    >>> Query.read(str(query)) == query
    True
    """

    view: str = "map"
    of: str | None = None
    """Id of the department, thing, or start of the paths that the view is of; the department whose changes are drawn."""
    to: str | None = None
    """Id of the end of the paths."""
    node: str | None = None
    """Id of what is chosen, or two ids with ``~`` between them for the feeds between two things."""
    place: str = ""
    """Where one is on the map: the id of what is seen, and after ``@`` how near and what of it is in the middle, in per cent."""
    said: str = ""
    """Lines of a document that are looked at, as `flowviz.explorer.said.Said` prints itself."""
    table: str = "resources"
    sort: str = ""
    """Key of the column that rows are sorted by, with ``-`` before it for the other way round."""
    page: int = 1
    """Which page of a table is shown, of the first or the one that ``table`` names."""
    wide: bool = False
    """Whether all columns of a table are shown."""
    columns: tuple[str, ...] = ()
    """Keys of the columns of a table that are shown; those that a page has room for when there is none."""
    text: str = ""
    """What is looked for."""
    gone: tuple[str, ...] = ()
    """What is taken away: ids, and two ids with ``~`` between them for the feeds from the one to the other."""
    stated: bool = False
    """Whether only stated feeds count in an impact."""
    effects: tuple[str, ...] = ()
    """How hard things must be hit to be shown in an impact."""
    within: int | None = None
    """The most hops that things are away in an impact."""
    version: str = ""
    """Name of the version that the catalogue is compared with."""
    before: bool = False
    """Whether a layer over a drawing shows how it was before, and not how it is after."""
    story: str = ""
    """Id of the story of which this is a slide."""
    slide: int = 0
    """Which slide of the story it is, from 1 on; 0 where there is no story."""
    whole: bool = False
    """Whether a drawing is made in full even when it is big."""
    room: tuple[int, int] | None = None
    """The width and height of the stage that a drawing is laid out for; None for that of a screen."""
    embed: bool = False
    """Whether it is shown within another page: the drawing alone, with a link to the whole."""
    filters: Filters = NO_FILTERS
    language: str = "fi"

    def __str__(self) -> str:
        return "?" + "&".join([f"{name}={quoted(text)}" for name, text in self.pairs() if text])

    def pairs(self) -> list[tuple[str, str]]:
        """Every name that an address may have, with its value here; an empty one where it says nothing."""
        f = self.filters
        return [
            ("view", self.view),
            ("of", self.of or ""),
            ("to", self.to or ""),
            ("node", self.node or ""),
            ("place", self.place),
            ("said", self.said),
            *((name, str(value)) for name, value in self.asked.items()),
            ("table", self.table if self.table != "resources" else ""),
            ("sort", self.sort),
            ("page", str(self.page) if self.page > 1 else ""),
            ("wide", "yes" if self.wide else ""),
            ("columns", ",".join(self.columns)),
            ("q", self.text),
            ("whole", "yes" if self.whole else ""),
            ("room", f"{self.room[0]}x{self.room[1]}" if self.room else ""),
            ("gone", ",".join(self.gone)),
            ("stated", "yes" if self.stated else ""),
            ("effect", ",".join(_SPACE.join(effect.split()) for effect in self.effects)),
            ("within", str(self.within or "")),
            ("with", self.version),
            ("before", "yes" if self.before else ""),
            ("story", self.story),
            ("slide", str(self.slide or "")),
            ("embed", "1" if self.embed else ""),
            ("department", ",".join(f.departments)),
            ("scope", ",".join(f.scopes)),
            ("kind", ",".join(f.kinds)),
            ("basis", f.basis or ""),
            ("personal", "yes" if f.personal else ""),
            ("keyword", f.keyword or ""),
            ("system", f.system or ""),
            ("lang", self.language),
        ]

    @classmethod
    def read(
        cls, search: str | None, *, unnamed: Callable[[], str] = lambda: LANGUAGES[0], first: str = "map"
    ) -> Query:
        """The query of the part of a URL from ``?`` on. What cannot be read is left out.

        ``unnamed`` gives the language of an address that names none of ours; ``first`` is the view of one that names none,
        nor a place on the map.
        """
        fields = (
            parse_qs((search or "").removeprefix("?")[:LONGEST], keep_blank_values=False, max_num_fields=40)
            if _readable(search)
            else {}
        )
        found = {name: values[0] for name, values in fields.items()}
        lang = found.get("lang")
        return cls(
            view=_id(found.get("view")) or ("map" if "place" in found else first),
            of=_id(found.get("of")),
            to=_id(found.get("to")),
            node=_id(found.get("node")),
            place=found.get("place", "") if _PLACE.fullmatch(found.get("place", "")) else "",
            **{name: _option(name, found.get(name)) for name in OPTIONS},
            said=found["said"] if _SAID.fullmatch(found.get("said", "")) else "",
            table=_id(found.get("table")) or "resources",
            sort=found["sort"] if _SORT.fullmatch(found.get("sort", "")) else "",
            page=int(found["page"]) if _PAGE.fullmatch(found.get("page", "")) else 1,
            wide=found.get("wide") == "yes",
            columns=tuple(key for key in _ids(found.get("columns")) if _COLUMN.fullmatch(key)),
            text=_text(found.get("q")),
            whole=found.get("whole") == "yes",
            room=_room(found.get("room")),
            gone=_ids(found.get("gone")),
            stated=found.get("stated") == "yes",
            effects=tuple(effect for effect in EFFECTS if _SPACE.join(effect.split()) in _ids(found.get("effect"))),
            within=_number(found["within"], DEEPEST) if "within" in found else None,
            version=_id(found.get("with")) or "",
            before=found.get("before") == "yes",
            story=_id(found.get("story")) or "",
            slide=_slide(found.get("slide")),
            embed=found.get("embed") == "1",
            filters=Filters(
                departments=_ids(found.get("department")),
                scopes=_ids(found.get("scope")),
                kinds=tuple(kind for kind in _ids(found.get("kind")) if kind in KINDS),
                basis=cast("Any", found["basis"]) if found.get("basis") in get_args(Basis) else None,
                personal=found.get("personal") == "yes",
                keyword=_text(found.get("keyword")) or None,
                system=_id(found.get("system")),
            ),
            language=lang if lang in LANGUAGES else unnamed(),
        )

    def but(self, **changes: Any) -> Query:
        """The same query with some fields changed."""
        return dataclasses.replace(self, **changes)

    @property
    def _view(self) -> View:
        return VIEWS.get(self.view, _UNKNOWN)

    @property
    def panels(self) -> tuple[str, ...]:
        """The names of the panels that its view has in the middle of the page."""
        return self._view.panels

    @property
    def drawn(self) -> bool:
        """Whether its view shows a drawing."""
        return self._view.drawn

    @property
    def diagram(self) -> Kind | None:
        """The kind of drawing of the catalogue that its view shows."""
        return self._view.diagram

    @property
    def layer(self) -> Layer:
        """Which layer lies over its drawing: what if things go, what changed since another version, or none."""
        if self.diagram is None:
            return ""
        return "gone" if self.gone else "changes" if self.version else ""

    @property
    def plain(self) -> Query:
        """The same view without a layer."""
        return self.but(gone=(), stated=False, version="", before=False)

    @property
    def undecided(self) -> bool:
        """Whether it does not say yet of what its diagram is to be."""
        kind = self.diagram
        return kind is not None and bool((kind.of and not self.of) or (kind.to and not self.to))

    @property
    def takes_filters(self) -> bool:
        """Whether the reader can set filters in its view."""
        return self._view.filters

    @property
    def boxed(self) -> bool:
        """Whether it is of a department, in whose drawings a box stands for all that lies in a resource."""
        return self.diagram is not None and self.diagram.of == "department"

    @property
    def things_gone(self) -> list[str]:
        """The ids of the things that it takes away."""
        return [entry for entry in self.gone if not isinstance(read(entry), Pair)]

    @property
    def feeds_gone(self) -> list[tuple[str, str]]:
        """The ends of the feeds that it takes away."""
        return [(str(taken.source), str(taken.target)) for taken in map(read, self.gone) if isinstance(taken, Pair)]

    @property
    def essence(self) -> Query:
        """The query without what its view does not look at: the same for all queries that have the same answer.

        >>> print(Query.read("?view=overview&depth=3&of=kela&scope=national,own").essence)
        ?view=overview&scope=national,own&lang=fi
        """
        asks = self._view.asks
        if asks is None:
            return self
        kept = {name: getattr(self, name) for name in (*asks, *(("room",) if self.drawn else ()))}
        if "filters" in kept:
            sets = ("departments", "scopes", "kinds")
            ordered: dict[str, Any] = {name: tuple(sorted(getattr(self.filters, name))) for name in sets}
            kept["filters"] = dataclasses.replace(self.filters, **ordered)
        return Query(view=self.view, language=self.language, **kept)

    def go(self, view: str, of: str | None = None, **changes: Any) -> Query:
        """Another view in the same language with the same filters; a layer goes along to where there is one."""
        found = Query(view=view, of=of, filters=self.filters, language=self.language, **changes)
        if not self.layer or found.diagram is None:
            return found
        return found.but(gone=self.gone, stated=self.stated, version=self.version, before=self.before)

    def without(self, taken: str) -> Query:
        """The same view, with ``taken`` put back."""
        return self.but(gone=tuple(other for other in self.gone if other != taken))

    def what_if(self, *taken: str) -> Query:
        """The view of what happens when ``taken`` go, beside what this view has taken away already."""
        if self.view == "impact":
            return self.but(gone=tuple(dict.fromkeys((*self.gone, *taken))), node=None)
        return Query(view="impact", gone=taken, language=self.language)

    def about(self, node: str, kind: str) -> Query:
        """The view of a thing of ``kind``: a department's drawing, or any other thing's surroundings."""
        if kind in ("organisation",):
            return self.go("map")
        return self.go("department" if kind == "department" else "neighbourhood", node)

    def filtered(self, **changes: Any) -> Query:
        """The same view with some filters changed."""
        return self.but(filters=dataclasses.replace(self.filters, **changes), page=1)

    def toggled(self, filter_name: str, value: str, every: Collection[str] = ()) -> Query:
        """The same view with ``value`` taken out of a filter or put into it; an empty one stands for ``every``."""
        now = getattr(self.filters, filter_name) or tuple(every)
        after = tuple(other for other in now if other != value) if value in now else (*now, value)
        if every:
            after = tuple(other for other in every if other in after)
            after = () if len(after) == len(every) else after or tuple(every)[:0]
        return self.filtered(**{filter_name: after})


@functools.lru_cache(maxsize=4096)  # a page has hundreds of links, which say much the same
def quoted(text: str) -> str:
    """A value as it stands in the query of a URL."""
    return quote_plus(text, safe=_SAFE)


def _readable(search: str | None) -> bool:
    return (search or "").count("&") < 40


def _id(text: str | None) -> str | None:
    return text if text and _ID.fullmatch(text) else None


def _ids(text: str | None) -> tuple[str, ...]:
    found = [part for part in (text or "").split(",") if _ID.fullmatch(part)]
    return tuple(dict.fromkeys(found))[:40]


def _slide(text: str | None) -> int:
    return int(text) if text and re.fullmatch("[1-9][0-9]{0,2}", text, re.ASCII) else 0


def _text(text: str | None) -> str:
    return "".join(letter for letter in (text or "") if letter.isprintable()).strip()[:_TEXT].strip()


def _option(name: str, text: str | None) -> Any:
    values = OPTIONS[name].metadata["values"]
    if isinstance(values, range):
        return _number(text, values[-1])
    return text if text in values else OPTIONS[name].default


def _room(text: str | None) -> tuple[int, int] | None:
    """A width and a height, in steps so that windows of about the same size have the same drawing."""
    found = _ROOM.fullmatch(text or "")
    if found is None:
        return None
    w, h = (min(max(int(size) // _STEP * _STEP, 4 * _STEP), 50 * _STEP) for size in found.groups())
    return w, h


def _number(text: str | None, most: int) -> int:
    return min(int(text), most) if text and re.fullmatch("[1-9]", text) else 1
