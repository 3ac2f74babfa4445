"""The one door: everything that comes in from outside, as named bytes below a root and within limits.

A `Source` is where input lies: a folder or a file (`Disk`), a revision of a git repository (`Revision`), or texts that a
caller has (`Memory`); `held` reads one once. It finds `Entry` by `Entry`; what leads out of the source is never opened. Nothing else in flowviz
opens input.
"""

from __future__ import annotations

from flowviz.reading.disk import Disk, one_file
from flowviz.reading.entry import Entry, File, Source, ending, sent
from flowviz.reading.held import Held, held
from flowviz.reading.memory import Memory

__all__ = ["Disk", "Entry", "File", "Held", "Memory", "Source", "ending", "held", "one_file", "sent"]
