"""`flowviz draw` in a process of its own that is midway, so that a test can break it off there."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

__all__ = ["draw"]

_WATCHED = """
import sys
from flowviz import drawing_many
whole = drawing_many.draw_many
def watched(*arguments, **options):
    for drawn in whole(*arguments, **options):
        print("drawn", flush=True)
        yield drawn
drawing_many.draw_many = watched
from flowviz.cli import main
main(["draw", *sys.argv[1:]])
"""


def draw(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """The process, whose first drawing is finished and whose last is not."""
    command = [sys.executable, "-c", _WATCHED, "--format", "png", "--jobs", "2", *arguments]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    assert running.stdout is not None
    assert running.stdout.readline() == b"drawn\n"
    return running
