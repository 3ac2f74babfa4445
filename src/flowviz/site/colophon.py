"""What a description says of itself: the law that asks for it, how old its sources are, and when it was last changed."""

from __future__ import annotations

from collections.abc import Iterable

from flowviz.locales import date
from flowviz.site.facts import Fact, Value
from flowviz.site.place import Place

__all__ = ["colophon"]


def colophon(at: Place) -> list[Fact]:
    """The facts that stand on the front page and below every page. A law is named only where the catalogue names it."""
    header = at.catalogue.header
    law = [Fact(at.w("field.legal_basis"), (Value(header.legal_basis),))] if header.legal_basis else []
    retrieved = _span(at, (source.retrieved for source in at.catalogue.sources))
    changed = at.w("site.changed.day", day=date(header.date, at.language), version=header.version)
    return [
        *law,
        Fact(at.w("site.dated"), _span(at, _days(at))),
        *([Fact(at.w("site.retrieved"), retrieved)] if retrieved else []),
        Fact(at.w("site.changed"), (Value(changed),)),
    ]


def _days(at: Place) -> Iterable[str | None]:
    """The days that the sources bear, and the departments in them; that of a law says nothing of the description."""
    yield from (source.date for source in at.catalogue.sources if source.kind != "law")
    yield from (entry.updated.date for entry in at.catalogue.departments if entry.updated)


def _span(at: Place, days: Iterable[str | None]) -> tuple[Value, ...]:
    """The first and the last of some days as one value; none where there is no day."""
    found = sorted({day for day in days if day})
    return (Value(" – ".join(date(day, at.language) for day in dict.fromkeys((found[0], found[-1])))),) if found else ()
