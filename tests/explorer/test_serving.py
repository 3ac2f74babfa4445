"""The explorer as a process: it says where it is, serves many at once, and ends in peace."""

from __future__ import annotations

import contextlib
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from connecting import answer, closed, connect, get, serving, until
from flask import Flask
from looking import ask_at

from flowviz.errors import FlowvizError
from flowviz.explorer import Settings, create_app, ending
from flowviz.explorer.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator


class Process:
    """An explorer in a process of its own."""

    def __init__(self, *options: str) -> None:
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "flowviz", "explore", "--port", "0", *options], stderr=subprocess.PIPE, text=True
        )
        assert self.popen.stderr is not None
        self.said = ""
        for line in self.popen.stderr:
            if '"listening"' in line:
                self.port = int(json.loads(line)["port"])
                self.address = f"http://127.0.0.1:{self.port}"
                return
            self.said += line
        raise AssertionError(f"the explorer did not start: {self.said}")

    def end(self, *signals: int) -> tuple[int, list[dict[str, Any]]]:
        """The exit code and the log after ``signals``."""
        for each in signals:
            self.popen.send_signal(each)
        rest = self.popen.communicate(timeout=60)[1]
        return self.popen.returncode, [json.loads(line) for line in rest.splitlines()]


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for process in started:
        process.popen.kill()
        process.popen.communicate()


# --- the start


def test_the_port_that_is_printed_is_the_one_that_was_taken(processes: list[Process]) -> None:
    process = Process("--prefix", "flowviz")
    processes.append(process)
    assert process.port > 0
    assert f"the explorer is at {process.address}/flowviz/ " in process.said
    with urllib.request.urlopen(f"{process.address}/flowviz/healthz", timeout=60) as answer:
        assert json.load(answer)["status"] == "ok"
    code, log = process.end(signal.SIGTERM)
    assert code == 0
    assert any(line.get("path") == "/flowviz/healthz" and line.get("status") == 200 for line in log)


def test_binding_elsewhere_without_a_login_warns(processes: list[Process]) -> None:
    process = Process("--host", "0.0.0.0")
    processes.append(process)
    assert "warning: everybody who reaches 0.0.0.0 can read the catalogue" in process.said


def test_a_port_that_is_taken_or_an_address_that_is_none_is_told() -> None:
    app = create_app().server
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(FlowvizError, match="another port with --port"):
        Server(app, Settings(port=taken.getsockname()[1]))
    with pytest.raises(FlowvizError, match="another with --host"):
        Server(app, Settings(host="no such host", port=0))


def test_a_name_with_several_addresses_is_served_at_one_port_on_all_of_them() -> None:
    with serving(Settings(host="localhost", port=0)) as server:
        for family, _, _, _, address in socket.getaddrinfo("localhost", server.port, type=socket.SOCK_STREAM):
            with contextlib.closing(socket.socket(family, socket.SOCK_STREAM)) as found:
                found.connect(address)
                found.sendall(get())
                assert found.recv(100).startswith(b"HTTP/1.1 200")


# --- the end


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_peace_whoever_is_still_connected(processes: list[Process], number: int) -> None:
    process = Process()
    processes.append(process)
    kept = http.client.HTTPConnection("127.0.0.1", process.port, timeout=60)
    kept.request("GET", "/healthz")
    kept.getresponse().read()
    with contextlib.closing(socket.create_connection(("127.0.0.1", process.port))) as half:
        half.sendall(b"GET / HT")
        code, log = process.end(number)
    kept.close()
    assert code == 0
    assert [line["what"] for line in log][-2:] == ["ending", "ended"]
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", process.port))


class Slow:
    """An explorer with a route that answers when it is let go."""

    def __init__(self) -> None:
        self.begun, self.go = threading.Event(), threading.Event()
        self.app = create_app().server
        self.app.add_url_rule("/slow", view_func=self._answer)
        self.server = Server(self.app, Settings(port=0, threads=2))
        self.peaceful: bool | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _answer(self) -> str:
        self.begun.set()
        self.go.wait(60)
        return "done"

    def _run(self) -> None:
        self.peaceful = self.server.run()


def test_what_runs_is_answered_and_nothing_new_is_taken(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ending, "SECONDS", 60.0)
    slow = Slow()
    running = connect(slow.server, get("/slow").replace(b"Connection: close\r\n", b""))
    assert slow.begun.wait(60)
    idle = connect(slow.server)
    slow.server.stop()
    until(lambda: closed(idle))
    with pytest.raises(ConnectionRefusedError):
        connect(slow.server)
    assert "ended" not in [record.getMessage() for record in caplog.records]
    slow.go.set()
    found = b"".join(iter(lambda: running.recv(65_536), b""))
    assert found.startswith(b"HTTP/1.1 200")
    assert found.endswith(b"done")
    assert b"Connection: close" in found
    slow.thread.join(60)
    assert slow.peaceful is True
    running.close()
    idle.close()


def test_what_does_not_end_is_cut_off_and_not_called_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(ending, "SECONDS", 1.2)
    caplog.set_level("INFO")
    slow = Slow()
    running = connect(slow.server, get("/slow"))
    assert slow.begun.wait(60)
    slow.server.stop()
    slow.thread.join(60)
    assert slow.peaceful is False
    said = [record.getMessage() for record in caplog.records]
    assert said[-1].startswith("ended, and cut off")
    assert "ended" not in said
    slow.go.set()
    running.close()


def test_work_in_the_background_is_told_to_end_and_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told, done = threading.Event(), threading.Event()

    def stop(seconds: float) -> None:
        assert 0 < seconds <= ending.SECONDS
        told.set()
        done.wait(60)

    monkeypatch.setattr(ending, "SECONDS", 60.0)
    slow = Slow()
    ending.at_end(slow.app, stop)
    slow.server.stop()
    assert told.wait(60)
    assert slow.thread.is_alive()
    done.set()
    slow.thread.join(60)
    assert slow.peaceful is True


def test_an_explorer_ends_its_own_work_and_nothing_of_another() -> None:
    ended: list[str] = []
    one, other = Flask("one"), Flask("other")
    ending.at_end(one, lambda _: ended.append("one"))
    ending.at_end(other, lambda _: ended.append("other"))
    assert ending.end(one, 60)
    assert ended == ["one"]
    assert ending.end(one, 60)
    assert ended == ["one"]


def test_work_that_fails_to_end_keeps_nothing_else_from_ending(caplog: pytest.LogCaptureFixture) -> None:
    ended = threading.Event()

    def fails(_: float) -> None:
        raise RuntimeError("stuck")

    app = Flask("app")
    ending.at_end(app, fails)
    ending.at_end(app, lambda _: ended.set())
    assert ending.end(app, 60)
    assert ended.is_set()
    assert "stuck" in caplog.text


def test_a_second_signal_ends_it_at_once(processes: list[Process]) -> None:
    code = (
        "import threading\n"
        "from flowviz.explorer import Settings, create_app, ending\n"
        "from flowviz.explorer.logs import log_as_json\n"
        "from flowviz.explorer.serving import Server, serve\n"
        "log_as_json()\n"
        "settings = Settings(port=0)\n"
        "app = create_app(settings).server\n"
        "ending.at_end(app, lambda _: threading.Event().wait())\n"
        "serve(Server(app, settings))\n"
    )
    popen = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True)
    assert popen.stderr is not None
    for line in popen.stderr:
        if '"listening"' in line:
            popen.send_signal(signal.SIGTERM)
        if '"ending"' in line:
            popen.send_signal(signal.SIGTERM)
            break
    assert popen.wait(60) == 128 + signal.SIGTERM
    popen.stderr.close()


# --- many at once


def test_all_first_requests_at_once_get_what_they_ask_for() -> None:
    with serving(Settings(port=0)) as server, ThreadPoolExecutor(8) as pool:
        path = "/_dash-component-suites/plotly/package_data/plotly.min.js"
        for sent in pool.map(lambda _: answer(connect(server, get(path))), range(8)):
            assert sent.startswith(b"HTTP/1.1 200")


def test_fifty_people_at_once_on_two_workers_each_get_their_own_view(processes: list[Process]) -> None:
    processes += [Process("--threads", "4"), Process("--threads", "4")]
    people = [
        (i, department, language)
        for i, (department, language) in enumerate(
            (department, language)
            for department in (
                "strategiaosasto",
                "viestintaosasto",
                "hallinto-osasto",
                "henkilostoosasto",
                "elinkeino-osasto",
            )
            for language in ("fi", "sv", "en")
        )
    ]
    crowd = (people * 4)[:50]
    others = {department for _, department, _ in people}
    with urllib.request.urlopen(f"{processes[0].address}/_dash-dependencies", timeout=60) as answer:
        dependencies = json.load(answer)

    def visit(person: tuple[int, str, str]) -> set[str]:
        number, department, language = person
        seen = set()
        facts = None
        for step in range(2):
            # a proxy sends each request to whichever worker is free
            address = processes[(number + step) % 2].address
            query = f"?view=department&of={department}&lang={language}"
            with urllib.request.urlopen(f"{address}/drawing.svg{query}", timeout=60) as answer:
                seen.add(answer.read().decode())
            with urllib.request.urlopen(f"{address}/{query}", timeout=60) as answer:
                assert f'<html lang="{language}">' in answer.read().decode()
            chosen = f"{query}&node={department}" if step % 2 else query
            shown = ask_at(address, dependencies, chosen, facts)
            facts = shown["page"]["data"]
            assert (facts["lang"], facts["of"], facts["search"]) == (language, department, chosen)
            if "panel-drawing" in shown:
                drawn = json.dumps(shown["panel-drawing"])
                assert f"view=department&of={department}&lang={language}" in drawn
                assert not any(f"drawing.svg?view=department&of={other}&" in drawn for other in others - {department})
        return seen

    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(visit, crowd))
    drawings: dict[tuple[str, str], set[str]] = {}
    for (_, department, language), seen in zip(crowd, found, strict=True):
        drawings.setdefault((department, language), set()).update(seen)
    assert all(len(seen) == 1 for seen in drawings.values())
    assert len({next(iter(seen)) for seen in drawings.values()}) == len(drawings)
