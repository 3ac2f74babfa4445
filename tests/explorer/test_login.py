"""The login lets in whom it should, follows its file, and slows down who guesses."""

from __future__ import annotations

import base64
import os
import threading
from typing import TYPE_CHECKING, Any

import pytest
from werkzeug.datastructures import Authorization, Headers
from werkzeug.security import generate_password_hash

from flowviz.errors import FlowvizError
from flowviz.explorer import Settings, create_app, login
from flowviz.explorer.login import Login, Refusal, address_of, password_line
from flowviz.explorer.tries import Tries

if TYPE_CHECKING:
    from pathlib import Path

QUICK = "pbkdf2:sha256:1"
"""A way to hash that takes no time, where the time is not what is tested."""


class Clock:
    """A time that passes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def line(name: str, password: str) -> str:
    return f"{name}:{generate_password_hash(password, QUICK)}\n"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def passwords(tmp_path: Path) -> Path:
    path = tmp_path / "passwords"
    path.write_text("# who may come in\n" + line("virpi", "sälä kala") + line("matti", "hauki"), "utf-8")
    return path


@pytest.fixture
def door(passwords: Path, clock: Clock) -> Login:
    return Login(passwords, clock=clock)


def tried(door: Login, name: str, password: str, address: str = "192.0.2.1") -> Refusal | None:
    return door.refuses(Headers(), Authorization("basic", {"username": name, "password": password}), address)


def status(refusal: Refusal | None) -> int:
    return refusal.status if refusal else 200


def basic(name: str, password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


# --- who comes in


def test_the_login_covers_every_route_and_every_method(passwords: Path) -> None:
    app = create_app(Settings(passwords=passwords))
    client = app.server.test_client()
    rules = [str(rule) for rule in app.server.url_map.iter_rules() if "<" not in str(rule)]
    for route in (*rules, "/assets/frame.js", "/sign/own.svg", "/drawing.svg?view=overview", "/nowhere"):
        for method in ("GET", "POST", "OPTIONS", "HEAD"):
            assert client.open(route, method=method).status_code == 401, (method, route)
        right = client.get(route, headers=basic("virpi", "sälä kala"), buffered=True)
        assert right.status_code not in (401, 429), route
    assert client.get("/", headers=basic("virpi", "wrong")).status_code == 401
    assert client.get("/", headers=basic("nobody", "sälä kala")).status_code == 401
    assert "Basic" in client.get("/").headers["WWW-Authenticate"]


def test_a_trusted_header_lets_in_and_its_absence_does_not() -> None:
    client = create_app(Settings(user_header="X-Remote-User")).server.test_client()
    assert client.get("/").status_code == 401
    assert client.get("/", headers={"X-Remote-User": " "}).status_code == 401
    assert client.get("/", headers={"x-remote-user": "virpi"}).status_code == 200


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !", "Basic dmlycGk=", "Bearer x", "Basic " + "x" * 5000, "basic /w=="]
)
def test_credentials_that_are_none_are_refused(passwords: Path, header: str) -> None:
    client = create_app(Settings(passwords=passwords)).server.test_client()
    assert client.get("/", headers={"Authorization": header}).status_code == 401


def test_a_password_is_never_kept_as_it_is() -> None:
    assert "kala" not in password_line("virpi", "kala")


@pytest.mark.parametrize("name", ["", " ", "a:b", "#virpi", "vir\npi"])
def test_a_name_that_would_break_the_file_is_refused(name: str) -> None:
    with pytest.raises(FlowvizError, match="cannot be a name"):
        password_line(name, "kala")


@pytest.mark.parametrize(
    "text", ["", "virpi\n", "virpi:plain\n", "virpi:scrypt:x\n", "virpi:scrypt:0:0:0$a$b\n", "# only a remark\n"]
)
def test_a_password_file_that_cannot_be_used_is_refused_at_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "passwords"
    path.write_text(text, "utf-8")
    with pytest.raises(FlowvizError, match=r"password|expected"):
        Login(path)


# --- the file is followed


def passes(door: Login, clock: Clock) -> None:
    """The seconds after which an edit counts."""
    for _ in range(3):
        clock.now += 1.5
        tried(door, "nobody", "x", "198.51.100.1")


def test_who_is_taken_out_of_the_file_is_out_and_who_is_added_is_in(door: Login, clock: Clock, passwords: Path) -> None:
    assert status(tried(door, "virpi", "sälä kala")) == 200
    passwords.write_text(line("matti", "hauki") + line("aino", "särki"), "utf-8")
    passes(door, clock)
    assert status(tried(door, "virpi", "sälä kala")) == 401
    assert status(tried(door, "matti", "hauki")) == 200
    assert status(tried(door, "aino", "särki")) == 200


def test_a_changed_password_counts_and_the_old_one_does_not(door: Login, clock: Clock, passwords: Path) -> None:
    assert status(tried(door, "virpi", "sälä kala")) == 200
    passwords.write_text(line("virpi", "uusi"), "utf-8")
    passes(door, clock)
    assert status(tried(door, "virpi", "sälä kala")) == 401
    assert status(tried(door, "virpi", "uusi")) == 200


def test_a_broken_line_is_told_and_shuts_out_nobody_else(
    door: Login, clock: Clock, passwords: Path, caplog: pytest.LogCaptureFixture
) -> None:
    passwords.write_text("virpi:oops\n" + line("matti", "hauki"), "utf-8")
    passes(door, clock)
    assert status(tried(door, "matti", "hauki")) == 200
    assert status(tried(door, "virpi", "sälä kala")) == 401
    assert f"{passwords}:1: expected" in str([getattr(record, "problems", "") for record in caplog.records])


def test_a_file_that_is_gone_lets_nobody_in_until_it_is_back(door: Login, clock: Clock, passwords: Path) -> None:
    text = passwords.read_text("utf-8")
    passwords.unlink()
    passes(door, clock)
    assert status(tried(door, "virpi", "sälä kala")) == 401
    passwords.write_text(text, "utf-8")
    passes(door, clock)
    assert status(tried(door, "virpi", "sälä kala")) == 200


def test_a_file_that_cannot_be_read_just_now_keeps_what_it_last_said(
    door: Login, clock: Clock, passwords: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(path: Path, *_: object) -> None:
        raise PermissionError(13, "no", str(path))

    passwords.write_text(line("aino", "särki"), "utf-8")
    with monkeypatch.context() as broken:
        broken.setattr(os, "open", fails)
        passes(door, clock)
    assert status(tried(door, "virpi", "sälä kala")) == 200
    assert "cannot be read" in caplog.text
    passes(door, clock)
    assert status(tried(door, "virpi", "sälä kala")) == 401


def test_a_file_that_is_being_written_is_not_read_yet(door: Login, clock: Clock, passwords: Path) -> None:
    passwords.write_text("", "utf-8")
    clock.now += 1.5
    assert status(tried(door, "virpi", "sälä kala")) == 200
    passwords.write_text(line("virpi", "sälä kala"), "utf-8")
    passes(door, clock)
    assert status(tried(door, "virpi", "sälä kala")) == 200


# --- guessing


def test_a_name_is_guessed_at_five_times_from_one_address_and_then_every_twenty_seconds(
    door: Login, clock: Clock
) -> None:
    assert [status(tried(door, "virpi", f"guess {i}")) for i in range(7)] == [401] * 5 + [429] * 2
    late = tried(door, "virpi", "guess 8")
    assert late is not None
    assert 0 < late.wait <= 20
    clock.now += late.wait
    assert [status(tried(door, "virpi", f"guess {i}")) for i in range(9, 11)] == [401, 429]


def test_not_even_the_right_password_tells_a_guesser_anything(door: Login) -> None:
    tried(door, "virpi", "sälä kala")
    for i in range(5):
        tried(door, "virpi", f"guess {i}")
    assert status(tried(door, "virpi", "sälä kala")) == 429


def test_who_is_attacked_from_elsewhere_still_comes_in(door: Login) -> None:
    for number in range(60):
        tried(door, "virpi", "guess", f"198.51.100.{number}")
    assert status(tried(door, "virpi", "sälä kala", "192.0.2.7")) == 200
    assert status(tried(door, "matti", "hauki", "192.0.2.7")) == 200


def test_a_name_that_is_attacked_from_everywhere_is_tried_once_from_each_address(door: Login) -> None:
    for number in range(60):
        tried(door, "virpi", "guess", f"198.51.100.{number}")
    assert [status(tried(door, "virpi", f"other {i}", "192.0.2.9")) for i in range(2)] == [401, 429]


def test_many_names_from_one_address_are_slowed_but_nobody_who_is_in_is_put_out(door: Login) -> None:
    assert status(tried(door, "matti", "hauki")) == 200
    found = [status(tried(door, f"name {number}", "guess")) for number in range(30)]
    assert found == [401] * 20 + [429] * 10
    assert status(tried(door, "matti", "hauki")) == 200
    assert status(tried(door, "virpi", "sälä kala", "192.0.2.2")) == 200


def test_right_passwords_use_up_no_tries(door: Login, passwords: Path, clock: Clock) -> None:
    for _ in range(30):
        passwords.write_text(line("virpi", "sälä kala"), "utf-8")
        passes(door, clock)
        assert status(tried(door, "virpi", "sälä kala")) == 200


def test_a_page_left_open_with_an_old_password_is_one_guess_however_often_it_asks(door: Login) -> None:
    assert [status(tried(door, "virpi", "old")) for _ in range(50)] == [401] * 50
    assert status(tried(door, "virpi", "sälä kala")) == 200


def test_no_number_of_guesses_makes_a_right_answer_forgotten(door: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "_REMEMBERED", 5)
    assert status(tried(door, "virpi", "sälä kala")) == 200
    for number in range(20):
        tried(door, "matti", "guess", f"198.51.100.{number}")
    right = Authorization("basic", {"username": "virpi", "password": "sälä kala"})
    assert door.remembers(Headers(), right, "192.0.2.1")


def test_one_house_of_ipv6_is_one_address(door: Login) -> None:
    for number in range(6):
        tried(door, "virpi", f"guess {number}", f"2001:db8::{number}")
    assert status(tried(door, "virpi", "sälä kala", "2001:db8::77")) == 429
    assert status(tried(door, "virpi", "sälä kala", "2001:db8:0:1::1")) == 200


def test_the_answer_says_when_to_try_again(passwords: Path) -> None:
    client = create_app(Settings(passwords=passwords)).server.test_client()
    answers = [client.get("/", headers=basic("virpi", f"guess {number}")) for number in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 20
    assert "WWW-Authenticate" not in answers[-1].headers


def test_few_hashes_are_checked_at_once(passwords: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most, gate, lock = 0, 0, threading.Event(), threading.Lock()

    def slow(hashed: str, password: str) -> bool:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        gate.wait(60)
        with lock:
            at_once -= 1
        return False

    monkeypatch.setattr(login, "_fits", slow)
    monkeypatch.setattr(login, "_PATIENCE", 30)
    door = Login(passwords)
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda i=i: found.append(status(tried(door, "virpi", "x", f"198.51.100.{i}"))))
        for i in range(12)
    ]
    for thread in threads:
        thread.start()
    while len(found) < 8:  # those who find too many before them are answered at once
        gate.wait(0.01)
    gate.set()
    for thread in threads:
        thread.join(60)
    assert sorted(found) == [401] * 4 + [503] * 8
    assert most == 1


def test_the_tries_of_any_number_of_names_take_a_bounded_room() -> None:
    tries = Tries(5, 20, most=100)
    for number in range(1000):
        tries.take(number)
    assert len(tries) == 100
    assert tries.wait(999, fewer=4) > 0


# --- behind proxies


@pytest.mark.parametrize(
    ("forwarded", "proxies", "expected"),
    [
        (None, 0, "10.0.0.1"),
        ("6.6.6.6", 0, "10.0.0.1"),
        ("6.6.6.6, 192.0.2.7", 1, "192.0.2.7"),
        ("6.6.6.6, 192.0.2.7, 10.0.0.2", 2, "192.0.2.7"),
        ("192.0.2.7", 2, "10.0.0.1"),
        ("", 1, "10.0.0.1"),
        (None, 1, "10.0.0.1"),
    ],
)
def test_only_so_many_proxies_are_believed(forwarded: str | None, proxies: int, expected: str) -> None:
    assert address_of("10.0.0.1", forwarded, proxies) == expected


@pytest.mark.parametrize(("proxies", "other"), [(0, 429), (1, 401)])
def test_guesses_are_counted_by_the_address_that_a_trusted_proxy_names(
    passwords: Path, proxies: int, other: int
) -> None:
    client = create_app(Settings(passwords=passwords, proxies=proxies)).server.test_client()

    def guess(number: int, address: str) -> Any:
        return client.get("/", headers={**basic("virpi", f"guess {number}"), "X-Forwarded-For": address}).status_code

    assert [guess(number, "192.0.2.1") for number in range(6)] == [401] * 5 + [429]
    assert guess(7, "192.0.2.2") == other
