"""Sets up what the project needs and runs its checks: ``python3 check.py``, or ``python3 check.py lint types …``.

Needs nothing but Python 3.11: the virtual environment, the packages, a browser and its fonts are found or installed.
The first step that fails ends the run with its exit code. ``python3 check.py renew`` locks the newest versions of all
packages and runs everything on them; the new locks stay only if all of it holds.
"""

from __future__ import annotations

import os
import shutil
import sys
import tomllib

from set_up import BIN, DEV_LOCK, LOCK, ROOT, install, run, set_up

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
"""The first is a Chromium without a window, in which the tests take three quarters of the time."""
STEPS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports"],
    # three on two cores: while one waits for a browser or a server, its core is there for another
    "tests": ["pytest", "-n", "3", "--dist", "worksteal"],
}
"""Every step by name, with the program of the virtual environment that it runs."""

SYSTEMS = ("linux", "aarch64-unknown-linux-gnu", "macos", "x86_64-apple-darwin", "windows")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
"""What the locks can be installed on."""


def main(wanted: list[str]) -> int:
    """The exit code of the first step that fails, or 0."""
    if wanted == ["renew"]:
        return renew()
    unknown = [step for step in wanted if step not in STEPS]
    if unknown:
        print(f"no such step: {', '.join(unknown)}; there are {', '.join(STEPS)}, and renew", file=sys.stderr)
        return 2
    return set_up(DEV_LOCK) or check(wanted or list(STEPS))


def check(steps: list[str]) -> int:
    """The exit code of the first of ``steps`` that fails, or 0."""
    environment = dict(os.environ)
    # what Python compiles is kept: the tests start hundreds of processes that would each compile it again
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if "tests" in steps:
        browser = find_browser()
        if browser:
            environment["FLOWVIZ_BROWSER"] = browser
        else:
            print("no Chromium and no way to install one: put 'chromium' on PATH", file=sys.stderr)
            return 2
    for step in steps:
        program, *arguments = STEPS[step]
        if code := run(step, [str(BIN / program), *arguments], environment):
            return code
    return 0


def renew() -> int:
    """The exit code of locking and checking the newest versions; unless it is 0, the locks are as they were."""
    if code := set_up(DEV_LOCK):
        return code
    locks = (ROOT / LOCK, ROOT / DEV_LOCK)
    old = [lock.read_bytes() for lock in locks]
    code = 1
    try:
        code = lock_newest() or set_up(DEV_LOCK) or check(list(STEPS))
    finally:
        if code:
            for lock, content in zip(locks, old, strict=True):
                lock.write_bytes(content)
            print("== the locks are as they were", file=sys.stderr, flush=True)
    return code or set_up(DEV_LOCK)


def lock_newest() -> int:
    """The exit code of writing both locks anew, and of asking each system and Python whether it could install them."""
    pip = [str(BIN / "uv"), "--quiet", "pip"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    how = [
        "--universal",
        "--python-version",
        project["requires-python"].removeprefix(">="),
        "--fork-strategy",
        "fewest",
    ]
    how += ["--generate-hashes", "--only-binary", ":all:", "--no-annotate", "--upgrade"]
    how += ["--custom-compile-command", "python3 check.py renew"]
    lock = [*pip, "compile", "pyproject.toml", *how]
    code = run("lock all", [*lock, "--group", "dev", "--output-file", DEV_LOCK])
    code = code or run("lock", [*lock, "--group", "build", "--constraints", DEV_LOCK, "--output-file", LOCK])
    nowhere = ["--dry-run", "--target", str(BIN.parent / "nowhere"), "--require-hashes", "--only-binary", ":all:"]
    for system in SYSTEMS:
        for python in PYTHONS:
            where = ["--python-platform", system, "--python-version", python]
            code = code or run(f"{system} {python}", [*pip, "install", *nowhere, *where, "--requirements", DEV_LOCK])
    return code


def find_browser() -> str | None:
    """The path of a Chromium or Chrome, installed if there is none and we may."""
    return browser_on_path() or (browser_on_path() if install("browser") or install("another browser") else None)


def browser_on_path() -> str | None:
    """The path of a Chromium or Chrome."""
    asked = os.environ.get("FLOWVIZ_BROWSER")
    return next((found for name in (asked, *BROWSERS) if name and (found := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
