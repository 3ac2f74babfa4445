"""The same input gives the same bytes in every process: no set or hash decides on an order."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

COMMANDS = {
    "an impact that takes much with it": "impact kaupunginkanslia --format json -o -",
    "the ranking": "critical --format csv --lang sv -o -",
    "a table": "list resources --format csv",
    "a thing": "show strategiaosasto --lang en",
    "a drawing of feeds": "draw --department elinkeino-osasto --kind feeds -o -",
    "surroundings": "draw --node asiakastietovaranto --depth 2 -o -",
    "the whole in JSON": "export --format json -o -",
    "a path": "path kuntalaiset asiakastietovaranto",
}


def printed(command: str, seed: str) -> bytes:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = [sys.executable, "-m", "flowviz", *command.split()]
    return subprocess.run(run, env=environment, capture_output=True, check=True).stdout


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_the_bytes_do_not_depend_on_the_process(command: str) -> None:
    first = printed(command, "1")
    assert first
    assert printed(command, "2") == first
