"""No client can fill the memory, the disk or the places of others: not by size, not by number, not by being slow."""

from __future__ import annotations

import contextlib
import http.client
import socket
from typing import TYPE_CHECKING, Any

import pytest
from connecting import answer, ask, closed, connect, get, post, serving, until
from waitress.adjustments import Adjustments

from flowviz.explorer import Settings, routes
from flowviz.explorer.clients import MOST_HEAD, Limits
from flowviz.explorer.guard import MOST_BODY
from flowviz.explorer.headers import SAFE
from flowviz.explorer.login import password_line
from flowviz.explorer.serving import Server
from flowviz.explorer.versions import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HASTY = Limits(connections=40, held=2_000_000, patience=0.4, idle=1.0, linger=0.5)


@pytest.fixture(scope="module")
def patient() -> Iterator[Server]:
    with serving(Settings(port=0)) as server:
        yield server


@pytest.fixture
def hasty() -> Iterator[Server]:
    with serving(Settings(port=0), HASTY) as server:
        yield server


# --- size


def test_a_body_that_is_too_large_is_refused_before_any_of_it_is_read(patient: Server) -> None:
    status, headers, body = ask(patient, post("/_dash-update-component", f"Content-Length: {MOST_BODY + 1}"))
    assert status == 413
    assert headers["Connection"] == "close"
    assert b"262,144 bytes" in body


def test_a_client_that_asks_first_is_not_told_to_go_on(patient: Server) -> None:
    request = post("/compare", f"Content-Length: {MOST_BYTES + 1}", "Expect: 100-continue")
    assert ask(patient, request)[0] == 413


def test_who_sends_on_without_listening_still_reads_why_it_was_refused(patient: Server) -> None:
    request = post("/_dash-update-component", "Content-Length: 3000000", body=b"x" * 3_000_000)
    assert ask(patient, request)[0] == 413


def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_large(patient: Server) -> None:
    chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
    endless = connect(patient, post("/_dash-update-component", "Transfer-Encoding: chunked"))
    with contextlib.suppress(ConnectionError):
        for _ in range(9):
            endless.sendall(chunk)
    assert answer(endless).startswith(b"HTTP/1.1 413 ")


def test_an_upload_without_a_length_is_small_or_refused(patient: Server) -> None:
    large = b"50000\r\n" + b"x" * 0x50000 + b"\r\n0\r\n\r\n"
    assert ask(patient, post("/compare", "Transfer-Encoding: chunked", body=large))[0] == 411
    small = post("/compare", "Transfer-Encoding: chunked", "X-Flowviz: compare", "Connection: close")
    assert ask(patient, small + b"2\r\n{}\r\n0\r\n\r\n")[0] == 422


def test_an_upload_may_be_larger_than_other_bodies(patient: Server) -> None:
    request = post("/compare", "X-Flowviz: compare", f"Content-Length: {MOST_BODY + 1}", "Connection: close")
    assert ask(patient, request + b"x" * (MOST_BODY + 1))[0] == 422
    assert ask(patient, post("/compare", "X-Flowviz: compare", f"Content-Length: {MOST_BYTES + 1}"))[0] == 413


def test_what_follows_a_refused_body_is_no_request(patient: Server) -> None:
    request = post("/healthz", f"Content-Length: {MOST_BODY + 1}", body=get("/healthz"))
    assert answer(connect(patient, request)).count(b"HTTP/1.1") == 1


def test_headers_that_are_too_large_are_refused(patient: Server) -> None:
    assert ask(patient, get("/", "X-Long: " + "x" * MOST_HEAD))[0] == 431


def test_nothing_that_is_sent_is_written_to_the_disk(patient: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_file(*_: object, **__: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("tempfile.TemporaryFile", no_file)
    size = 1_500_000
    request = post("/compare", "X-Flowviz: compare", f"Content-Length: {size}", "Connection: close")
    assert ask(patient, request + b"x" * size)[0] == 422


def test_a_stranger_s_upload_is_not_read_where_a_login_is_needed(tmp_path: Path) -> None:
    (tmp_path / "passwords").write_text(password_line("virpi", "kala"), "utf-8")
    size = MOST_BODY + 1
    upload = ("X-Flowviz: compare", f"Content-Length: {size}", "Connection: close")
    right, wrong = "Authorization: Basic dmlycGk6a2FsYQ==", "Authorization: Basic dmlycGk6aGF1a2k="
    with serving(Settings(port=0, passwords=tmp_path / "passwords")) as server:
        assert ask(server, post("/compare", *upload))[0] == 401
        assert ask(server, post("/compare", *upload, wrong))[0] == 401
        # who is right but not known yet is asked to send again, and then is known
        assert ask(server, post("/compare", *upload, right))[0] == 503
        assert ask(server, post("/compare", *upload, right, body=b"x" * size))[0] == 422


# --- time


def test_who_does_not_finish_a_request_is_let_go(hasty: Server) -> None:
    starts = {
        "nothing": b"",
        "head": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-",
        "body": post("/_dash-update-component", "Content-Length: 1000", body=b"{"),
        "chunk": post("/_dash-update-component", "Transfer-Encoding: chunked", body=b"5\r\n{"),
    }
    waiting = {name: connect(hasty, start) for name, start in starts.items()}

    def gone() -> bool:
        for name in [name for name, slow in waiting.items() if closed(slow)]:
            waiting.pop(name).close()
        return not waiting

    until(gone)


def test_dripping_does_not_help(hasty: Server) -> None:
    slow = connect(hasty, b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Drip: ")

    def dripped() -> bool:
        with contextlib.suppress(OSError):
            slow.sendall(b"x")
        return closed(slow)

    until(dripped)
    slow.close()


def test_a_connection_stays_open_between_two_requests_for_a_while(hasty: Server) -> None:
    kept = http.client.HTTPConnection("127.0.0.1", hasty.port, timeout=60)
    for _ in range(3):
        kept.request("GET", "/healthz")
        used = kept.sock
        assert kept.getresponse().read()
        assert kept.sock is used
    until(lambda: closed(kept.sock))
    kept.close()


def test_who_does_not_read_an_answer_is_let_go() -> None:
    with serving(Settings(port=0), Limits(patience=0.4)) as server:
        lazy = _lazy(server)
        assert lazy.recv(1) == b"H"
        until(lambda: not server.channels())
    with contextlib.closing(lazy), contextlib.suppress(ConnectionResetError):
        assert len(b"".join(iter(lambda: lazy.recv(65_536), b""))) < MUCH


MUCH = 4_500_000
"""Bytes that the answer below has at least, more than what the system takes for who does not read."""


@pytest.fixture
def little_in_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps answers where they are counted: of one that nobody reads the kernel takes some megabytes, more or less, else."""
    small = (socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    monkeypatch.setattr(Adjustments, "socket_options", [*Adjustments.socket_options, small])


def _lazy(server: Server, path: str = "/_dash-component-suites/plotly/package_data/plotly.min.js") -> socket.socket:
    """Somebody who asks for much and reads none of it."""
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    found.connect(("127.0.0.1", server.port))
    found.sendall(get(path))
    return found


# --- number


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"GET / HTTP/1.1\r\nX-",
        post("/_dash-update-component", "Content-Length: 1000", body=b"{"),
    ],
    ids=["silent", "heads", "bodies"],
)
def test_three_hundred_dripping_connections_shut_nobody_out(start: bytes) -> None:
    with serving(Settings(port=0), Limits(connections=100)) as server:
        crowd = [connect(server, start) for _ in range(300)]
        assert ask(server, get())[0] == 200
        assert len(server.channels()) <= 100
        for each in crowd:
            with contextlib.suppress(OSError):
                each.sendall(b"x")
        assert ask(server, get("/?view=overview"))[0] == 200
        for each in crowd:
            each.close()


def test_many_slow_uploads_together_are_bounded(hasty: Server) -> None:
    request = post("/compare", "X-Flowviz: compare", "Content-Length: 900000", body=b"x" * 800_000)
    crowd = []
    for _ in range(6):
        with contextlib.suppress(ConnectionError):
            crowd.append(connect(hasty, request))
    until(lambda: sum(channel.held for channel in hasty.channels()) <= HASTY.held)
    assert ask(hasty, get())[0] == 200
    for each in crowd:
        each.close()


def test_several_requests_at_once_do_not_pile_up_answers(patient: Server) -> None:
    found = answer(connect(patient, get("/healthz").replace(b"Connection: close\r\n", b"") * 50))
    assert 1 <= found.count(b"HTTP/1.1 200") <= 2
    assert found.count(b"Connection: close") <= 1


@pytest.mark.usefixtures("little_in_the_kernel")
def test_readers_that_do_not_read_hold_no_thread() -> None:
    with serving(Settings(port=0, threads=1)) as server:
        lazy = [_lazy(server) for _ in range(6)]
        until(lambda: sum(channel.total_outbufs_len > 0 for channel in server.channels()) == 6)
        assert ask(server, get())[0] == 200
        for each in lazy:
            each.close()


@pytest.mark.usefixtures("little_in_the_kernel")
def test_a_crowd_that_reads_nothing_shuts_nobody_out() -> None:
    with serving(Settings(port=0), Limits(connections=30)) as server:
        lazy = []
        for _ in range(40):
            lazy.append(_lazy(server, "/export/json"))
            until(lambda: all(channel.total_outbufs_len for channel in server.channels()))
        assert ask(server, get())[0] == 200
        for each in lazy:
            each.close()


@pytest.mark.usefixtures("little_in_the_kernel")
def test_answers_that_nobody_reads_are_bounded_together() -> None:
    with serving(Settings(port=0), Limits(held=9_000_000)) as server:
        lazy = [_lazy(server) for _ in range(6)]
        until(lambda: len(server.channels()) < 3 and sum(channel.held for channel in server.channels()) <= 9_000_000)
        assert ask(server, get())[0] == 200
        for each in lazy:
            each.close()


# --- what is no request


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"get / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n bad\r\nX\n: y\r\n\r\n", 400),
        (post("/", "Content-Length: many"), 400),
        (post("/", "Transfer-Encoding: gzip"), 501),
        (post("/", "Transfer-Encoding: chunked", body=b"zz\r\n"), 400),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_answered_in_a_line_with_safe_headers(
    patient: Server, request_: bytes, status: int
) -> None:
    found, headers, body = ask(patient, request_)
    assert found == status
    assert body.count(b"\n") == 1
    assert "Content-Security-Policy" in headers
    assert all(headers[name] == value for name, value in SAFE.items())


def test_a_request_of_http_1_0_needs_no_host(patient: Server) -> None:
    assert ask(patient, b"GET /healthz HTTP/1.0\r\n\r\n")[0] == 200


def test_a_client_that_hangs_up_while_it_waits_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def waiting(*_: Any, wanted: Callable[[], bool]) -> None:
        seen.append(wanted())
        until(lambda: not wanted())
        seen.append(wanted())

    monkeypatch.setattr(routes, "done", waiting)
    with serving(Settings(port=0)) as server:
        client = connect(server, get("/drawing.pdf"))
        until(lambda: seen == [True])
        client.close()
        until(lambda: seen == [True, False])
