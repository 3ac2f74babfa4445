"""Members that lie on the web: fetched by one command alone, and a copy is replaced by nothing that does not hold."""

from __future__ import annotations

import gzip
import hashlib
import http.server
import json
import socket
import ssl
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from federation.town import write_town
from flowviz import federation, loading
from flowviz.errors import CatalogueError, InputError
from flowviz.explorer import Settings, create_app
from flowviz.explorer.live import Live
from flowviz.exports import json_catalogue
from flowviz.exports.order import Order
from flowviz.federation import fetching
from flowviz.model import build_model
from flowviz.reading import web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Run


@dataclass
class Web:
    """A web server of this machine: what it answers at each path, and what it was asked."""

    port: int = 0
    pages: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    meanwhile: list[Callable[[], object]] = field(default_factory=list)
    """What happens before the next answers, each once."""

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def put(self, path: str, body: bytes, status: int = 200, **headers: str) -> None:
        told = {"Content-Length": str(len(body)), **{key.replace("_", "-"): value for key, value in headers.items()}}
        self.pages[f"/{path}"] = status, told, body


class _Answering(http.server.BaseHTTPRequestHandler):
    def __init__(self, shop: Web, *rest: Any) -> None:
        self.shop = shop
        super().__init__(*rest)

    def do_GET(self) -> None:
        self.shop.asked.append((self.path, dict(self.headers)))
        if self.shop.meanwhile:
            self.shop.meanwhile.pop()()
        status, headers, body = self.shop.pages.get(self.path, (404, {}, b""))
        tag = headers.get("ETag")
        if tag and self.headers.get("If-None-Match") == tag:
            status, headers, body = 304, {"ETag": tag}, b""
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


class _Quiet(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Whoever has had enough goes."""


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    found = Web()
    server = _Quiet(("127.0.0.1", 0), partial(_Answering, found))
    found.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What two members of the town lay on the web."""
    folder = write_town(tmp_path_factory.mktemp("exported")).parent
    return {id_: json_catalogue.write(build_model(loading.load(folder / id_)), Order()) for id_ in ("care", "works")}


@pytest.fixture
def town(tmp_path: Path, shop: Web, exports: dict[str, bytes]) -> Path:
    """The file of a town whose two members lie on the web, and are not fetched yet."""
    path = write_town(tmp_path / "town")
    lines = path.read_text()
    for id_, raw in exports.items():
        shop.put(f"{id_}.json", raw, ETag=f'"{id_}-1"')
        lines = lines.replace(f"catalogue: {id_}", f"catalogue: copies/{id_}.json, url: {shop.url(f'{id_}.json')!r}")
    path.write_text(lines)
    return path


def changed(raw: bytes, old: str, new: str) -> bytes:
    assert old.encode() in raw
    return raw.replace(old.encode(), new.encode())


def test_what_is_fetched_joins_as_the_members_themselves(town: Path, tmp_path: Path, run: Run) -> None:
    assert run("fetch", str(town)) == (
        0,
        "care: version 1.2 of 2026-11-01\nworks: version 1 of 2026-11-01\n",
        f"{town}: 2 members, 2 new, 0 unchanged, 0 not fetched\n",
    )
    assert federation.load(town) == federation.load(write_town(tmp_path / "own"))


def test_a_night_when_nothing_has_changed_sends_nothing(town: Path, shop: Web, run: Run) -> None:
    run("fetch", str(town))
    copies = {path: path.stat().st_mtime_ns for path in town.parent.rglob("*.json")}
    assert len(copies) == 3
    shop.asked.clear()
    assert run("fetch", str(town)) == (0, "", f"{town}: 2 members, 0 new, 2 unchanged, 0 not fetched\n")
    assert sorted(headers["If-None-Match"] for _, headers in shop.asked) == ['"care-1"', '"works-1"']
    assert {path: path.stat().st_mtime_ns for path in town.parent.rglob("*.json")} == copies


def test_one_that_has_changed_is_taken_and_the_day_of_a_server_without_tags_is_asked_for(
    town: Path, shop: Web, exports: dict[str, bytes], run: Run
) -> None:
    run("fetch", str(town))
    day = "Fri, 27 Nov 2026 03:00:00 GMT"
    body = changed(exports["works"], '"Sites"', '"Building sites"')
    packed = gzip.compress(body)
    shop.put("works.json", packed, Content_Encoding="gzip", Last_Modified=day)
    assert run("fetch", str(town), "works")[1] == "works: version 1 of 2026-11-01\n"
    assert (town.parent / "copies" / "works.json").read_bytes() == body
    run("fetch", str(town), "works")
    assert shop.asked[-1][1]["If-Modified-Since"] == day


def test_the_pins_say_what_was_fetched(town: Path, shop: Web, run: Run) -> None:
    run("fetch", str(town))
    assert json.loads((town.parent / "town.lock.json").read_text())["fetched"][0] == {
        "id": "care",
        "url": shop.url("care.json"),
        "catalogue": "c",
        "version": "1.2",
        "date": "2026-11-01",
        "sha256": hashlib.sha256((town.parent / "copies" / "care.json").read_bytes()).hexdigest(),
        "etag": '"care-1"',
    }


def _html(shop: Web, raw: bytes) -> None:
    shop.put("care.json", b"<!doctype html><title>Log in</title>")


def _cut(shop: Web, raw: bytes) -> None:
    shop.put("care.json", raw[:900], Content_Length=str(len(raw)))


def _cut_gzip(shop: Web, raw: bytes) -> None:
    shop.put("care.json", gzip.compress(raw)[:-20], Content_Encoding="gzip")


def _bomb(shop: Web, raw: bytes) -> None:
    shop.put("care.json", gzip.compress(b" " * 3_000_000), Content_Encoding="gzip")


def _utf_16(shop: Web, raw: bytes) -> None:
    shop.put("care.json", raw.decode().encode("utf-16"))


# Each case: what the server answers in place of the export, and what is told after the address.
BAD: dict[str, tuple[Callable[[Web, bytes], object], str]] = {
    "nothing there": (lambda shop, raw: shop.pages.pop("/care.json"), "is not there (404): correct the address"),
    "a login": (
        lambda shop, raw: shop.put("care.json", b"", 403),
        "asks who is there (403): give an address that needs no login",
    ),
    "a server in trouble": (
        lambda shop, raw: shop.put("care.json", b"", 503),
        "the server answers 503 Service Unavailable",
    ),
    "a web page": (_html, "is a web page and no export: give the address of the file itself, which needs no login"),
    "other JSON": (
        lambda shop, raw: shop.put("care.json", b'{"a": 1}'),
        "is no JSON export of a catalogue: `flowviz export --format json` makes one",
    ),
    "another encoding": (_utf_16, "1:1: is UTF-16 or UTF-32: save it as UTF-8"),
    "half of it": (_cut, "broke off midway: try again"),
    "half of what was packed": (_cut_gzip, "broke off midway: try again"),
    "too much": (lambda shop, raw: shop.put("care.json", b" " * 2_000_001), "is larger than 2 MB: split it"),
    "too much when unpacked": (_bomb, "is larger than 2 MB: split it"),
    "packed otherwise": (
        lambda shop, raw: shop.put("care.json", raw, Content_Encoding="br"),
        "is packed as 'br', which was not asked for",
    ),
    "a file of the server's visitor": (
        lambda shop, raw: shop.put("care.json", b"", 302, Location="file:///etc/passwd"),
        "leads on to file:///etc/passwd, which is not fetched: give the address where the file lies",
    ),
    "somebody without encryption": (
        lambda shop, raw: shop.put("care.json", b"", 302, Location="http://example.org/care.json"),
        "is not encrypted: give an address that begins with https://, or allow it with --allow-http",
    ),
    "errors": (
        lambda shop, raw: shop.put("care.json", changed(raw, '"to": "clients"', '"to": "nobody"')),
        "feeds/0/to: unknown item 'nobody'",
    ),
    "a later form": (
        lambda shop, raw: shop.put("care.json", changed(raw, '"version": 1,', '"version": 9,')),
        "version: 9 is of a later flowviz; this one reads versions up to 2",
    ),
    "another catalogue": (
        lambda shop, raw: shop.put("care.json", changed(raw, '"id": "c",', '"id": "parks",')),
        "holds the catalogue 'parks', and so far it was 'c': see whether that is meant, and take it with --force",
    ),
    "another version than is asked for": (
        lambda shop, raw: shop.put("care.json", changed(raw, '"version": "1.2"', '"version": "1.3"')),
        "has version '1.3', and '1.2' is asked for in the joining file: the copy stays as it was",
    ),
}


def test_what_does_not_hold_leaves_the_copy(town: Path, shop: Web, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_BYTES", 2_000_000)
    run("fetch", str(town))
    copy, lock = town.parent / "copies" / "care.json", town.parent / "town.lock.json"
    before, pins = copy.read_bytes(), lock.read_bytes()
    told = {}
    for bad, (answer, line) in BAD.items():
        answer(shop, before)
        code, out, err = run("fetch", str(town), "care")
        told[bad] = code, out, err.splitlines()[0][: len(f"error: care: {shop.url('care.json')}: {line}")]
    assert told == {bad: (1, "", f"error: care: {shop.url('care.json')}: {line}") for bad, (_, line) in BAD.items()}
    assert (copy.read_bytes(), lock.read_bytes()) == (before, pins)
    assert run("check", str(town))[0] == 0


def test_one_that_cannot_be_taken_stops_no_other(town: Path, shop: Web, exports: dict[str, bytes], run: Run) -> None:
    run("fetch", str(town))
    del shop.pages["/care.json"]
    shop.put("works.json", changed(exports["works"], '"Sites"', '"Places"'))
    code, out, err = run("fetch", str(town))
    assert (code, out) == (1, "works: version 1 of 2026-11-01\n")
    assert err.splitlines()[1] == f"{town}: 2 members, 1 new, 0 unchanged, 1 not fetched"


def test_two_commands_at_once_lose_nothing_of_each_other(
    town: Path, shop: Web, exports: dict[str, bytes], run: Run
) -> None:
    run("fetch", str(town))
    shop.put("care.json", changed(exports["care"], '"Daycare resource"', '"Nurseries"'))
    shop.put("works.json", changed(exports["works"], '"Sites"', '"Places"'))
    shop.meanwhile.append(lambda: list(fetching.fetch(town, {"works": None})))
    assert [outcome.state for outcome in fetching.fetch(town, {"care": None})] == ["new"]
    for id_, name in (("care", "Nurseries"), ("works", "Places")):
        assert name in (town.parent / "copies" / f"{id_}.json").read_text()
    assert run("check", str(town))[0] == 0


KILLED = """
import os, pathlib, sys
from flowviz.federation import fetching
left = int(sys.argv[2])
def hook(event, _):
    global left
    left -= event == "os.rename"
    if not left:
        os._exit(9)
sys.addaudithook(hook)
list(fetching.fetch(pathlib.Path(sys.argv[1]), {"care": None}))
"""


def test_a_fetch_that_is_killed_between_two_files_leaves_each_whole_and_the_next_one_mends_it(
    town: Path, shop: Web, exports: dict[str, bytes], run: Run
) -> None:
    run("fetch", str(town))
    copy, lock = town.parent / "copies" / "care.json", town.parent / "town.lock.json"
    told = set()
    for at in (1, 2):
        before = lock.read_text(), copy.read_bytes()
        after = changed(exports["care"], '"Daycare resource"', f'"Nurseries {at}"')
        shop.put("care.json", after)
        killed = subprocess.run([sys.executable, "-c", KILLED, str(town), str(at)], check=False, timeout=60)
        assert killed.returncode == 9
        assert lock.read_text() == before[0]
        told.add(copy.read_bytes() == after)
        assert copy.read_bytes() in (before[1], after)
        assert run("fetch", str(town), "care")[0] == 0
        assert copy.read_bytes() == after
        assert run("check", str(town))[0] == 0
    assert told == {False, True}


def test_another_catalogue_is_taken_when_that_is_meant(
    town: Path, shop: Web, exports: dict[str, bytes], run: Run
) -> None:
    run("fetch", str(town))
    shop.put("works.json", changed(exports["works"], '"id": "c",', '"id": "parks",'))
    assert run("fetch", str(town), "works")[0] == 1
    assert run("fetch", str(town), "works", "--force")[0] == 0
    assert run("fetch", str(town), "works")[:2] == (0, "")


def test_an_address_of_the_command_line_is_fetched_from_again(town: Path, shop: Web, run: Run) -> None:
    text = town.read_text()
    town.write_text(text.replace(f", url: {shop.url('works.json')!r}", ""))
    shop.put("moved.json", b"", 301, Location="/works.json")
    assert run("fetch", str(town), f"works={shop.url('moved.json')}")[0] == 0
    assert run("fetch", str(town))[2].endswith("2 members, 1 new, 1 unchanged, 0 not fetched\n")
    assert [path for path, _ in shop.asked[:2]] == ["/moved.json", "/works.json"]


def test_a_folder_or_a_file_that_somebody_wrote_is_not_written_over(town: Path, shop: Web, run: Run) -> None:
    own = town.parent / "works" / "c.yaml"
    before = own.read_bytes()
    text = town.read_text()
    for copy, told in (
        ("works/c.yaml", f"'{own}' is no copy of an export"),
        ("works", "is a folder"),
    ):
        town.write_text(text.replace("copies/works.json", copy))
        code, _, err = run("fetch", str(town), "works")
        assert (code, told in err) == (1, True), err
        assert own.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_with_a_cure_of_this_command(town: Path, run: Run) -> None:
    (town.parent / "copies").write_text("in the way")
    code, _, err = run("fetch", str(town), "care")
    assert code == 1
    assert "a file stands where a folder should be; allow it, or name another file as `catalogue`\n" in err


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["wroks"], "no member has the id 'wroks' (did you mean 'works'?)"),
        (["commons"], "'commons' has no url: write one into '{town}', or give it here: commons=https://…"),
    ],
)
def test_what_cannot_be_fetched_is_misuse(words: list[str], line: str, town: Path, run: Run) -> None:
    assert run("fetch", str(town), *words) == (2, "", f"error: {line.format(town=town)}\n")


def test_a_copy_goes_to_a_path_and_to_no_address(town: Path, run: Run) -> None:
    town.write_text(town.read_text().replace("copies/care.json", "https://example.org/care.json"))
    line = "an address of the web is not read: write it as `url`, the path of its copy as `catalogue`, and run `flowviz fetch`"
    assert run("fetch", str(town), "care") == (2, "", f"error: https://example.org/care.json: {line}\n")


def test_a_file_without_addresses_and_one_that_joins_nothing_are_misuse(tmp_path: Path, run: Run) -> None:
    path = write_town(tmp_path)
    line = f"no member of '{path}' has a url: write one beside its catalogue, or give it here: MEMBER=https://…"
    assert run("fetch", str(path)) == (2, "", f"error: {line}\n")
    one = tmp_path / "care" / "c.yaml"
    line = f"'{one}' joins no catalogues: name the file that has their addresses"
    assert run("fetch", str(one)) == (2, "", f"error: {line}\n")


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("http://example.org/a.json", "is not encrypted: "),
        ("http://localhost.example.org/a.json", "is not encrypted: "),
        ("https://user:secret@example.org/a.json", "has a user or a password in it: "),
        ("file:///etc/passwd", "is no address that begins with https://"),
        ("ftp://example.org/a.json", "is no address that begins with https://"),
        ("https:///a.json", "is no address that begins with https://"),
        ("https://no.such.name.invalid/a.json", "no server of that name is found"),
        ("https://häme.invalid/ä.json", "no server of that name is found"),
        (f"https://{'a' * 70}.invalid/a.json", "no server of that name is found"),
        (
            "http://127.0.0.1:1/a.json",
            "cannot be reached (Connection refused): correct the address, or try again later",
        ),
    ],
)
def test_what_cannot_be_reached_is_told_in_a_line(url: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    web._opener.cache_clear()
    with pytest.raises(InputError) as caught:
        web.fetch(url)
    assert str(caught.value).startswith(f"{url}: {line}")


def test_a_certificate_that_does_not_hold_and_a_server_that_says_nothing(
    shop: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        error = ssl.SSLCertVerificationError(1, "x")
        error.verify_message = "self-signed certificate"
        raise error

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(InputError, match="does not hold: self-signed certificate"):
        web.fetch(shop.url("a.json"))
    monkeypatch.undo()
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(web, "_SILENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(InputError, match="no answer within"):
        web.fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/a.json")


def test_no_change_since_nothing_is_no_answer(shop: Web) -> None:
    shop.put("a.json", b"", 304)
    with pytest.raises(InputError, match="the server answers 304 Not Modified"):
        web.fetch(shop.url("a.json"))


def test_a_proxy_of_the_environment_is_asked(shop: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", shop.url(""))
    shop.pages["http://inside.example/a.json"] = 200, {}, b"{}"
    web._opener.cache_clear()
    try:
        assert web.fetch("http://inside.example/a.json", plain=True).raw == b"{}"
    finally:
        web._opener.cache_clear()


def test_a_copy_that_is_not_there_or_was_changed_is_told_with_the_cure(town: Path, shop: Web, run: Run) -> None:
    code, out, _ = run("check", str(town))
    assert (code, out.splitlines()) == (
        1,
        [
            f"{town}:{line}:{23 + len(id_)}: there is no copy of '{id_}' yet: `flowviz fetch {town} {id_}` fetches it from"
            f" {shop.url(f'{id_}.json')}"
            for line, id_ in ((5, "care"), (6, "works"))
        ],
    )
    run("fetch", str(town))
    live = Live(town, every=0)
    copy = town.parent / "copies" / "works.json"
    copy.write_bytes(changed(copy.read_bytes(), '"Sites"', '"Places"'))
    told = f"'works' is not the copy that was fetched from {shop.url('works.json')}: `flowviz fetch {town} works` fetches it again"
    assert run("check", str(town))[1] == f"{town}:6:28: {told}\n"
    assert [str(one) for one in live.look().problems] == [f"{town}:6:28: {told}"]
    assert run("fetch", str(town))[0] == 0
    assert live.look().problems == ()


def test_pins_that_are_wrong_are_told_with_their_place(town: Path, run: Run) -> None:
    run("fetch", str(town))
    lock = town.parent / "town.lock.json"
    lock.write_text(lock.read_text().replace('"date"', '"day"', 1))
    with pytest.raises(CatalogueError, match=r"town\.lock\.json:\d+:\d+: unknown key 'day'"):
        federation.load(town)
    lock.unlink()
    lock.mkdir()
    with pytest.raises(CatalogueError, match=r"town\.lock\.json:1:1: is a folder"):
        federation.load(town)


def test_nothing_is_fetched_while_anything_else_is_done(
    town: Path, shop: Web, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something is fetched")

    asked = [
        ("check", str(town)),
        ("diff", str(town), str(town)),
        ("impact", "commons/money", "--catalogue", str(town)),
        ("site", "--catalogue", str(town), "--lang", "en", "-o", str(tmp_path / "site")),
    ]
    with monkeypatch.context() as without_net:
        for name in ("create_connection", "getaddrinfo"):
            without_net.setattr(socket, name, refuse)
        without_net.setattr(socket.socket, "connect", refuse)
        assert {run(*one)[0] for one in asked} == {1}
        with pytest.raises(CatalogueError, match="there is no copy of 'care' yet"):
            create_app(Settings(catalogue=town))
    run("fetch", str(town))
    shop.asked.clear()
    with monkeypatch.context() as without_net:
        for name in ("create_connection", "getaddrinfo"):
            without_net.setattr(socket, name, refuse)
        without_net.setattr(socket.socket, "connect", refuse)
        assert {run(*one)[0] for one in asked} == {0}
        client = create_app(Settings(catalogue=town)).server.test_client()
        assert client.get("/?lang=en").status_code == 200
    assert shop.asked == []
