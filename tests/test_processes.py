from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from flowviz.errors import FlowvizError
from flowviz.processes import spread

if TYPE_CHECKING:
    from collections.abc import Callable


def times(factor: int) -> Callable[[int], int]:
    return lambda number: factor * number


def slower_the_earlier(count: int) -> Callable[[int], int]:
    def work(number: int) -> int:
        time.sleep((count - number) / 500)
        return number

    return work


def dies_at(fatal: int) -> Callable[[int], int]:
    def work(number: int) -> int:
        if number == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return work


def divides(number: int) -> Callable[[int], int]:
    return lambda by: number // by


@pytest.mark.parametrize("count", [0, 1, 2, 7, 100])
@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_there_is_a_result_for_each_task(count: int, jobs: int) -> None:
    assert list(spread(times, (3,), range(count), jobs)) == [3 * number for number in range(count)]


def test_results_come_in_the_order_of_their_tasks_whichever_is_done_first() -> None:
    assert list(spread(slower_the_earlier, (20,), range(20), 4)) == list(range(20))


def test_an_error_comes_back_as_itself_with_where_it_was() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        list(spread(divides, (1,), [1, 0, 1], 2))
    assert "lambda by" in raised.value.__notes__[0]


def test_a_process_that_is_killed_is_told_in_a_line() -> None:
    with pytest.raises(FlowvizError, match=r"^a process of flowviz was ended from outside, .* fewer jobs$"):
        list(spread(dies_at, (30,), range(100), 2))


def test_who_stops_asking_leaves_no_process_behind() -> None:
    asked = spread(of_this_process, (), range(100), 2)
    workers = [next(asked) for _ in range(40)]
    asked.close()
    for worker in workers:
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)


def of_this_process() -> Callable[[int], int]:
    return lambda _: os.getpid()
