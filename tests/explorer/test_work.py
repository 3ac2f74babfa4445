"""Heavy work is done beside the server: bounded in time, memory and number, and ended with the server."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from flowviz.errors import UnknownThing
from flowviz.explorer.work import Busy, Limits, TooBig, Unwanted, Work, _Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINUX = sys.platform == "linux"


@pytest.fixture(scope="module")
def work() -> Iterator[Work]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("flowviz.explorer.work._PATIENCE", 60)  # a busy machine may be slow to start a process
        found = Work("at_work:Bench", "told once", Limits(processes=1, room=3, seconds=1))
        yield found
        found.close()


def test_work_is_done_by_another_process_that_knows_what_it_was_told_once(work: Work) -> None:
    assert work.run(("process", None)) != os.getpid()
    assert work.run(("tell", 3))[::2] == ("told once", 3)


def test_a_version_is_sent_once_however_much_work_there_is_with_it() -> None:
    sent: list[str] = []
    one = Work("at_work:Bench", None, Limits(processes=1))
    for version in ("a", "a", "", "a", "b", "b"):

        def state(version: str = version) -> bytes:
            sent.append(version)
            return version.encode()

        _, states, _ = one.run(("tell", None), version=version, state=state)
    assert sent == states == ["a", "b"]
    one.close()


def test_what_the_work_finds_wrong_is_raised_here(work: Work) -> None:
    with pytest.raises(UnknownThing, match="'kla'"):
        work.run(("fail", None))


def test_a_bug_in_the_work_keeps_its_traceback(work: Work) -> None:
    with pytest.raises(RuntimeError, match="a bug of ours"):
        work.run(("stumble", None))


def test_work_that_takes_too_much_of_a_processor_is_ended_and_the_next_is_done(work: Work) -> None:
    with pytest.raises(TooBig, match="more than 1 seconds of computing"):
        work.run(("spin", None))
    assert work.run(("tell", 1))[2] == 1


@pytest.mark.skipif(not LINUX, reason="only Linux limits the memory that is written to")
def test_work_that_takes_too_much_memory_is_told_so(work: Work) -> None:
    with pytest.raises(TooBig, match="megabytes of memory"):
        work.run(("eat", None))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell who killed a process")
def test_a_process_that_somebody_kills_is_replaced(work: Work) -> None:
    with pytest.raises(Busy):
        work.run(("die", None))
    assert work.run(("tell", 1))[2] == 1


def test_work_may_be_shared_among_more_processes(work: Work) -> None:
    assert work.run(("share", None)) is True


def test_a_process_that_leaves_is_no_loss(work: Work) -> None:
    with pytest.raises(Busy):
        work.run(("leave", None))
    assert work.run(("tell", 1))[2] == 1


def test_whoever_finds_no_place_is_told_when_to_come_again(work: Work, tmp_path: Path) -> None:
    inside = threading.Semaphore(0)
    gate = tmp_path / "gate"

    def ask() -> Any:
        with work.place():
            inside.release()
            return work.run(("wait", str(gate)))

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(ask) for _ in range(3)]
        for _ in range(3):
            assert inside.acquire(timeout=60)
        with pytest.raises(Busy) as told:
            ask()
        assert told.value.retry_after >= 1
        gate.touch()
        assert [each.result(60) for each in asked] == [str(gate)] * 3
    assert work.inside == work.running == 0


def test_work_that_nobody_waits_for_any_more_is_not_begun(tmp_path: Path) -> None:
    work = Work("at_work:Bench", None, Limits(processes=1))
    hung_up = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(work.run, ("wait", str(tmp_path / "gate")))
        while work.running < 1:
            threading.Event().wait(0.01)
        second = pool.submit(work.run, ("fail", None), wanted=lambda: not hung_up.is_set())
        hung_up.set()
        assert isinstance(second.exception(60), Unwanted)
        (tmp_path / "gate").touch()
        assert first.result(60)


def test_the_end_ends_what_is_being_done_and_takes_no_more(tmp_path: Path) -> None:
    work = Work("at_work:Bench", None, Limits(processes=2))
    pids = [work.run(("process", None))]
    with ThreadPoolExecutor(3) as pool:
        asked: list[Future[Any]] = [pool.submit(work.run, ("wait", str(tmp_path / "never"))) for _ in range(3)]
        while work.running < 2:
            threading.Event().wait(0.01)
        work.close(8)
        assert all(isinstance(each.exception(30), Busy) for each in asked)
    assert work.running == 0
    with pytest.raises(Busy, match="closing down"), work.place():
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


def test_work_about_the_same_goes_to_the_same_process() -> None:
    work = Work("at_work:Bench", None, Limits(processes=2))
    gate = threading.Barrier(2)

    def ask(near: str) -> Any:
        gate.wait(60)
        return work.run(("process", None), near=near)

    with ThreadPoolExecutor(2) as pool:
        first = dict(zip("ab", pool.map(ask, "ab"), strict=True))
    for near in "abbaab":
        assert work.run(("process", None), near=near) == first[near]
    work.close()


def test_a_process_is_kept_however_large_the_server_is() -> None:
    ballast = bytearray(b"x") * 150_000_000  # written to: with all else, more than half of what a process may take
    work = Work("at_work:Bench", None, Limits(processes=1, megabytes=400))
    assert len({work.run(("process", None)) for _ in range(3)}) == 1
    work.close()
    del ballast


def test_work_whose_time_is_over_just_as_it_is_answered_makes_no_other_late(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Work("at_work:Bench", None, Limits(processes=1))
    first = one.run(("process", None))
    real = _Worker._receive

    def late(worker: _Worker) -> tuple[str, Any]:
        answer = real(worker)
        worker._too_late(worker._turn)
        return answer

    monkeypatch.setattr(_Worker, "_receive", late)
    assert one.run(("tell", 1))[2] == 1
    monkeypatch.setattr(_Worker, "_receive", real)
    assert one.run(("process", None)) != first, "the one that was ended is not taken again"
    assert one._idle[0].late is False
    one._idle[0]._too_late(object())
    assert one.run(("tell", 2))[2] == 2, "the time of work that is done is nothing to the next"
    one.close()


def test_who_asks_while_the_server_ends_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Work("at_work:Bench")
    begin = _Worker.__init__

    def closing(worker: _Worker, *given: Any) -> None:
        begin(worker, *given)
        one.close(0)

    monkeypatch.setattr(_Worker, "__init__", closing)
    with pytest.raises(Busy, match="closing down"):
        one.run(("tell", 1))
