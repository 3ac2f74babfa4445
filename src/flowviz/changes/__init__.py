"""What changed between two catalogues, what the changes do, and the rules that guard them.

`compare` finds the differences of two graphs; `Report` words them in one language, with the effects on the flow of
data; `FORMATS` are the files of a report. `read_version` reads a catalogue from a folder, an export or git.
`flowviz.changes.gate` checks differences against a file of rules.
"""

from __future__ import annotations

from flowviz.changes.compare import ACTIONS, Change, Comparison, compare
from flowviz.changes.effects import EFFECTS, Effect, effects
from flowviz.changes.formats import FORMATS
from flowviz.changes.revisions import Version, read_commit, read_version
from flowviz.changes.table import CHANGES, EFFECTS_TABLE, Report, departments_of

__all__ = [
    "ACTIONS",
    "CHANGES",
    "EFFECTS",
    "EFFECTS_TABLE",
    "FORMATS",
    "Change",
    "Comparison",
    "Effect",
    "Report",
    "Version",
    "compare",
    "departments_of",
    "effects",
    "read_commit",
    "read_version",
]
