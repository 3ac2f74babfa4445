from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import check
import set_up
from set_up import DEV_LOCK, LOCK, ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
RUN = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
WANTED = {LOCK: RUN, DEV_LOCK: [*RUN, *(line for line in GROUPS["dev"] if isinstance(line, str))]}


def locked(lock: str) -> dict[str, str]:
    """The version of every package, by its name and the machines it is for."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    heads = [line.removesuffix(" \\") for line in lines if "==" in line and not line.startswith((" ", "#"))]
    pins = [Requirement(head) for head in heads]
    return {f"{pin.name} {pin.marker or ''}".strip(): str(pin.specifier).removeprefix("==") for pin in pins}


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_names_every_package_that_the_project_asks_for_in_the_range_it_asks_for(lock: str) -> None:
    pins = locked(lock)
    for line in WANTED[lock]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)]), line


def test_what_builds_flowviz_is_locked_as_it_is_declared() -> None:
    assert GROUPS["build"] == PROJECT["build-system"]["requires"]


def test_what_runs_is_what_is_tested() -> None:
    assert locked(LOCK).items() <= locked(DEV_LOCK).items()


@pytest.mark.parametrize("lock", WANTED)
def test_a_lock_holds_names_versions_and_hashes_and_no_address(lock: str) -> None:
    pin = r"[a-z0-9-]+==[\w.]+(?: ; [\w.'<>=! ]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
    text = "".join(re.findall(pin, (ROOT / lock).read_text("utf-8")))
    comments = [line for line in (ROOT / lock).read_text("utf-8").splitlines() if line.startswith("#")]
    assert "".join(f"{line}\n" for line in comments) + text == (ROOT / lock).read_text("utf-8")


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that are run in a copy of what set-up reads; each of them goes well."""
    for name in (LOCK, DEV_LOCK, "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for module in (set_up, check):
        monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(set_up, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(set_up, "STAMP", tmp_path / "stamp")
    (tmp_path / "python").touch()
    seen: list[list[str]] = []

    def run(name: str, command: list[str], environment: dict[str, str] | None = None) -> int:
        seen.append(command)
        return 0

    monkeypatch.setattr(set_up, "run", run)
    return seen


@pytest.mark.parametrize("lock", WANTED)
def test_set_up_installs_what_is_locked_and_nothing_else(commands: list[list[str]], lock: str) -> None:
    assert set_up.set_up(lock) == 0
    packages, project = commands
    assert packages[-1] == lock
    assert {"--require-hashes", "--only-binary"} <= set(packages)
    assert {"--no-deps", "--no-build-isolation"} <= set(project)


def test_set_up_is_done_once_and_again_when_a_lock_or_the_project_changes(
    commands: list[list[str]], tmp_path: Path
) -> None:
    for _ in range(2):
        assert set_up.set_up(DEV_LOCK) == 0
        assert len(commands) == 2
    assert set_up.set_up(LOCK) == 0
    assert len(commands) == 2, "all that runs is among what is tested"
    for name in (DEV_LOCK, "pyproject.toml"):
        commands.clear()
        (tmp_path / name).write_text("# other\n", "utf-8")
        assert set_up.set_up(DEV_LOCK) == 0
        assert len(commands) == 2


def test_a_failed_installation_is_tried_again(commands: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(set_up, "run", lambda *_: 7)
        assert set_up.set_up(LOCK) == 7
    assert set_up.set_up(LOCK) == 0
    assert len(commands) == 2


@pytest.mark.parametrize(("fails", "expected"), [(0, "new"), (1, "old")])
def test_renewed_locks_stay_only_if_everything_holds_on_them(
    commands: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int, expected: str
) -> None:
    def lock_newest() -> int:
        for name in (LOCK, DEV_LOCK):
            (tmp_path / name).write_text("new", "utf-8")
        return 0

    for name in (LOCK, DEV_LOCK):
        (tmp_path / name).write_text("old", "utf-8")
    checked: list[tuple[list[str], str]] = []

    def everything(steps: list[str]) -> int:
        checked.append((steps, (tmp_path / DEV_LOCK).read_text("utf-8")))
        return fails

    monkeypatch.setattr(check, "lock_newest", lock_newest)
    monkeypatch.setattr(check, "check", everything)
    assert check.main(["renew"]) == fails
    assert checked == [(list(check.STEPS), "new")]
    assert {(tmp_path / name).read_text("utf-8") for name in (LOCK, DEV_LOCK)} == {expected}


def test_a_step_that_does_not_exist_is_told_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["lint", "polish"]) == 2
    assert "no such step: polish; there are format, lint" in capsys.readouterr().err


@pytest.mark.parametrize(("on_offer", "found"), [("shell", "shell"), ("full", "full"), ("", None)])
def test_where_the_package_manager_has_not_the_first_browser_it_is_asked_for_another(
    monkeypatch: pytest.MonkeyPatch, on_offer: str, found: str | None
) -> None:
    there = {"apt-get"}

    def run(name: str, command: list[str], environment: dict[str, str] | None = None) -> int:
        if "update" in command:
            return 0
        there.update({command[-1]} & {on_offer})
        return 0 if command[-1] == on_offer else 100

    monkeypatch.setattr(set_up, "run", run)
    monkeypatch.setattr(set_up, "INSTALLERS", {"apt-get": {"browser": ["shell"], "another browser": ["full"]}})
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("shutil.which", lambda name: name if name in there else None)
    monkeypatch.setattr(check, "BROWSERS", ("shell", "full"))
    monkeypatch.delenv("FLOWVIZ_BROWSER", raising=False)
    assert check.find_browser() == found
