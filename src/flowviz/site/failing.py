"""Single points of failure as a page: the rows that the explorer shows at first."""

from __future__ import annotations

from typing import Any, NamedTuple

from flowviz.impact import critical, reason
from flowviz.impact.ranking import AT_FIRST, MOST_RANKED
from flowviz.site.facts import Value, reference
from flowviz.site.place import Place
from flowviz.wording import kind_word

__all__ = ["Row", "ranked"]


class Row(NamedTuple):
    """What would happen if one thing went."""

    thing: Value
    kind: str
    cut_off: int
    reached: int
    reason: str
    ask: str | None
    """The link to all that its removal does."""


def ranked(at: Place) -> dict[str, Any]:
    """What the template of the ranking takes."""
    found = at.model.once("ranking", lambda: critical(at.model, AT_FIRST, top=MOST_RANKED))
    rows = [
        Row(
            reference(at, row.id),
            kind_word(at.model, row.id, at.language),
            row.cut_off,
            row.reached,
            reason(at.model, row, at.language),
            at.what_if(row.id),
        )
        for row in found
    ]
    most = max((number for row in found for number in (row.cut_off, row.reached)), default=0)
    return {"rows": rows, "most": most, "full": len(rows) == MOST_RANKED}
