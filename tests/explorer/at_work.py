"""What the processes of the tests do instead of drawing."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from flowviz.errors import UnknownThing


class Bench:
    """Does as it is told."""

    def __init__(self, setup: Any) -> None:
        self.setup = setup
        self.states: list[Any] = []

    def begin(self, state: bytes) -> None:
        self.states.append(state.decode())

    def do(self, job: tuple[str, Any]) -> Any:
        what, given = job
        return getattr(self, what)(given)

    def tell(self, given: Any) -> Any:
        return self.setup, self.states, given

    def process(self, _: Any) -> int:
        return os.getpid()

    def spin(self, _: Any) -> None:
        """Takes all the time of a processor that there is."""
        while True:
            pass

    def wait(self, path: str) -> str:
        """Waits for a file, and takes no time of a processor."""
        while not os.path.exists(path):  # noqa: PTH110
            time.sleep(0.01)
        return path

    def eat(self, _: Any) -> int:
        return len(bytes(10_000_000_000))

    def fail(self, _: Any) -> None:
        raise UnknownThing("kla")

    def stumble(self, _: Any) -> None:
        raise KeyError("a bug of ours")

    def die(self, _: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def share(self, _: Any) -> bool:
        """Has a process of its own do something."""
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(os.getpid).result() != os.getpid()

    def leave(self, _: Any) -> None:
        sys.stdout.write("this is no answer")
        os._exit(0)
