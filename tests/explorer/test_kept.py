"""What was made is kept while there is room, made once for all who ask at once, and never waits for itself."""

from __future__ import annotations

import math
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from flowviz.explorer.kept import Kept
from flowviz.explorer.work import Busy, TooBig


class Maker:
    """Makes something when it is let go on, and counts how often it was asked to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.times = 0
        self.begun = threading.Event()
        self.go_on = threading.Event()
        self._error = error

    def __call__(self) -> bytes:
        self.times += 1
        self.begun.set()
        assert self.go_on.wait(60)
        if self._error:
            raise self._error
        return b"made"


def test_eight_who_ask_at_once_have_it_made_once() -> None:
    kept, maker = Kept(), Maker()
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept.get, "key", maker) for _ in range(8)]
        assert maker.begun.wait(60)
        maker.go_on.set()
        assert [each.result(60) for each in asked] == [b"made"] * 8
    assert maker.times == 1


def test_an_error_reaches_all_who_wait_and_is_forgotten() -> None:
    kept, maker = Kept(), Maker(Busy())
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(kept.get, "key", maker) for _ in range(4)]
        assert maker.begun.wait(60)
        maker.go_on.set()
        assert all(isinstance(each.exception(30), Busy) for each in asked)
    assert kept.get("key", lambda: b"now") == b"now"


def test_what_will_always_be_too_big_is_not_tried_again() -> None:
    kept, maker = Kept(lasting=(TooBig,)), Maker(TooBig("time", n=1))
    maker.go_on.set()
    for _ in range(3):
        with pytest.raises(TooBig):
            kept.get("key", maker)
    assert maker.times == 1


def test_who_is_interrupted_leaves_the_work_to_the_next() -> None:
    kept = Kept()

    def interrupted() -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept.get("key", interrupted)
    assert kept.get("key", lambda: b"made") == b"made"


def test_a_kept_thing_is_made_from_other_kept_things() -> None:
    kept = Kept()
    assert kept.get("whole", lambda: kept.get("part", lambda: b"part") + b"s") == b"parts"
    assert "part" in kept


def test_what_is_made_from_itself_is_a_bug_and_not_a_wait_without_end() -> None:
    kept = Kept()
    with pytest.raises(RuntimeError, match="from itself"):
        kept.get("key", lambda: kept.get("key", lambda: b""))


def test_what_is_kept_weighs_no_more_than_allowed_however_many_keys_there_are() -> None:
    kept = Kept(1_000)
    for number in range(500):
        kept.get(number, lambda: bytes(90))
        kept.get(0, lambda: bytes(90))
    assert kept.weight <= 1_000
    assert len(kept) == 11
    assert 0 in kept  # what is asked for all the time stays
    assert 498 in kept


def test_what_is_heavier_than_all_of_it_is_made_and_not_kept() -> None:
    kept = Kept(1_000)
    kept.get("small", lambda: bytes(10))
    assert len(kept.get("large", lambda: bytes(2_000))) == 2_000
    assert "large" not in kept
    assert "small" in kept


def test_an_error_that_is_kept_does_not_grow_with_those_who_get_it() -> None:
    kept, maker = Kept(lasting=(TooBig,)), Maker(TooBig("time", n=1))
    maker.go_on.set()
    lengths = set()
    for _ in range(20):
        with pytest.raises(TooBig) as raised:
            kept.get("key", maker)
        lengths.add(len(raised.traceback))
    assert len(lengths) <= 2, "the first comes from where it was made"


def test_what_is_too_heavy_to_keep_is_made_again_and_what_is_kept_is_found() -> None:
    kept = Kept()
    assert kept.get("key", lambda: b"first", lambda _: math.inf) == b"first"
    assert kept.find("key") is None
    assert kept.get("key", lambda: b"second") == b"second"
    assert kept.find("key") == b"second"
