"""What a removal does: who is hit, how hard, by which way, and whom to talk to.

**Removed** are the chosen things and what falls with them (`flowviz.impact.removal`). **Downstream** is everything
that a removed thing, or a removed feed, leads to along feeds. An **origin** is a thing that nothing feeds, or a loop
of things that nothing outside feeds; each thing has the origins that reach it. A thing downstream is **cut off** when
none of them reaches it now, **weakened** when it lost some, **touched** when all still reach it another way. A loop
counts as one origin for as long as any of its things is left; to its own things, and to what they give of the data sets
that lie in them, it is never lost. **Upstream** are the things whose feeds now lead nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.impact.analysis import impact
from flowviz.impact.answer import Impact
from flowviz.impact.removal import Removal
from flowviz.later import names

if TYPE_CHECKING:
    from flowviz.impact.ranking import Critical, critical, reason
    from flowviz.impact.scenario import Scenario
    from flowviz.impact.scenario_file import load_scenario, scenario_text
    from flowviz.impact.what_if import Comparison, compare

__all__ = [
    "Comparison",
    "Critical",
    "Impact",
    "Removal",
    "Scenario",
    "compare",
    "critical",
    "impact",
    "load_scenario",
    "reason",
    "scenario_text",
]

__getattr__ = names(
    __name__,
    {
        "Comparison": "what_if",
        "Critical": "ranking",
        "Scenario": "scenario",
        "compare": "what_if",
        "critical": "ranking",
        "load_scenario": "scenario_file",
        "reason": "ranking",
        "scenario_text": "scenario_file",
    },
)
