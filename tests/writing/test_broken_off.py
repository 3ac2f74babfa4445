"""A write that is broken off at any of its steps: killed, interrupted, or with the disk full."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import broken_off
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")


@pytest.fixture
def folder() -> Iterator[str]:
    """A folder in memory, where there is one: hundreds of writes need no disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        yield name


def broken(folder: str, how: str, where: str) -> tuple[int, list[dict[str, Any]]]:
    done = subprocess.run(
        [sys.executable, broken_off.__file__, folder, how, where], capture_output=True, check=False, timeout=300
    )
    assert not done.stderr, done.stderr.decode()
    told = json.loads(done.stdout)
    return told["steps"], told["found"]


@pytest.mark.parametrize("where", ["folder", "ahead", "new", "file"])
def test_killed_at_any_step_all_is_old_or_all_is_new_and_the_next_write_clears_up(folder: str, where: str) -> None:
    steps, found = broken(folder, "kill", where)
    old = "nothing" if where == "new" else "old"
    assert steps > 20
    assert {one["state"] for one in found} == {old, "new"}
    assert {(one["then"], one["then_parts"]) for one in found} == {("new", False)}


@pytest.mark.parametrize("where", ["folder", "ahead", "new", "file", "inside"])
def test_interrupted_at_any_step_all_is_old_or_all_is_new_and_nothing_is_left_behind(folder: str, where: str) -> None:
    steps, found = broken(folder, "interrupt", where)
    old = "nothing" if where == "new" else "old"
    assert steps > 20
    assert {one["state"] for one in found} == {old, "new"}
    assert {one["code"] for one in found} == {broken_off.INTERRUPTED, broken_off.ENDED}
    assert not any(one["parts"] for one in found)


@pytest.mark.parametrize("where", ["folder", "ahead", "new", "file", "inside"])
def test_with_the_disk_full_at_any_step_all_is_old_and_that_is_told(folder: str, where: str) -> None:
    steps, found = broken(folder, "full", where)
    old = "nothing" if where == "new" else "old"
    assert steps > 5
    assert {one["state"] for one in found if one["code"] == broken_off.REFUSED} == {old}
    assert {one["state"] for one in found if one["code"] != broken_off.REFUSED} == {"new"}
    assert not any(one["parts"] for one in found)
