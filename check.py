"""Sets up what the project needs and runs its checks: ``python3 check.py``, or ``python3 check.py lint types …``.

Needs nothing but Python 3.11: the virtual environment, the packages, a browser and its fonts are found or installed.
The first step that fails ends the run with its exit code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / ".flowviz-set-up"

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
STEPS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports"],
    "tests": ["pytest", "-n", "2"],
}
"""Every step by name, with the program of the virtual environment that it runs."""

INSTALLERS: dict[str, dict[str, list[str]]] = {
    "apt-get": {
        "venv": ["python3-venv"],
        "browser": ["chromium", "fonts-dejavu-core", "fonts-liberation", "fonts-noto-core"],
    },
    "dnf": {
        "venv": [],
        "browser": ["chromium", "dejavu-sans-fonts", "liberation-fonts", "google-noto-sans-fonts"],
    },
    "apk": {"venv": [], "browser": ["chromium", "font-dejavu", "font-liberation", "font-noto"]},
    "brew": {"venv": [], "browser": ["chromium"]},
}
"""What the package manager of the system calls the packages that we may need."""


def main(wanted: list[str]) -> int:
    """The exit code of the first step that fails, or 0."""
    unknown = [step for step in wanted if step not in STEPS]
    if unknown:
        print(f"no such step: {', '.join(unknown)}; there are {', '.join(STEPS)}", file=sys.stderr)
        return 2
    steps = wanted or list(STEPS)
    if code := set_up():
        return code
    environment = dict(os.environ)
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


def run(name: str, command: list[str], environment: dict[str, str] | None = None) -> int:
    """The exit code of ``command``, run at the top of the project."""
    print(f"== {name}: {' '.join(command)}", flush=True)
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code:
        print(f"== {name} failed with exit code {code}", file=sys.stderr, flush=True)
    return code


def set_up() -> int:
    """Makes the virtual environment and installs the project in it, where that has not been done."""
    wanted = (ROOT / "pyproject.toml").read_text("utf-8")
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") == wanted:
        return 0
    if not PYTHON.exists() and (code := make_venv()):
        return code
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    code = run("install pip", [*pip, "--upgrade", "pip>=25.1"])  # the first to know dependency groups
    code = code or run("install", [*pip, "--editable", ".", "--group", "dev"])
    if not code:
        STAMP.write_text(wanted, "utf-8")
    return code


def make_venv() -> int:
    """Makes ``.venv``, with the system's package for it where Python came without."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        install("venv")
    return run("virtual environment", command)


def find_browser() -> str | None:
    """The path of a Chromium or Chrome, installed if there is none and we may."""
    return browser_on_path() or (browser_on_path() if install("browser") else None)


def browser_on_path() -> str | None:
    """The path of a Chromium or Chrome."""
    asked = os.environ.get("FLOWVIZ_BROWSER")
    return next((found for name in (asked, *BROWSERS) if name and (found := shutil.which(name))), None)


def install(what: str) -> bool:
    """Whether the system's package manager installed ``what``."""
    for manager, packages in INSTALLERS.items():
        if not shutil.which(manager) or not packages[what]:
            continue
        rights = [] if manager == "brew" or os.geteuid() == 0 else ["sudo", "-n"]
        if rights and not shutil.which("sudo"):
            return False
        add = {"apk": ["add"], "apt-get": ["install", "-y", "--no-install-recommends"]}.get(manager, ["install", "-y"])
        if manager == "brew":
            add = ["install"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if manager == "apt-get":
            run("package lists", [*rights, manager, "update", "-q"], quiet)
        return run(f"install {what}", [*rights, manager, *add, *packages[what]], quiet) == 0
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
