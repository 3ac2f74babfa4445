"""Sets up ``.venv`` with flowviz and the very versions that the tests passed with: ``python3 set_up.py``.

Needs nothing but Python 3.11. Every package is named in a lock file, with the hashes of the only files that pip may take.
"""

from __future__ import annotations

import hashlib
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

LOCK = "requirements.txt"
DEV_LOCK = "requirements-dev.txt"
"""All of `LOCK`, and what checks and tests need."""

_APT_FONTS = ["fonts-dejavu-core", "fonts-liberation", "fonts-noto-core"]
INSTALLERS: dict[str, dict[str, list[str]]] = {
    "apt-get": {
        "venv": ["python3-venv"],
        "browser": ["chromium-headless-shell", *_APT_FONTS],
        "another browser": ["chromium", *_APT_FONTS],
    },
    "dnf": {
        "venv": [],
        "browser": ["chromium", "dejavu-sans-fonts", "liberation-fonts", "google-noto-sans-fonts"],
    },
    "brew": {"venv": [], "browser": ["chromium"]},
}
"""What the package manager of the system calls the packages that we may need; another browser where it has not the first."""


def set_up(lock: str) -> int:
    """The exit code of making ``.venv`` as ``lock`` says, where that has not been done."""
    if sys.version_info < (3, 11):  # noqa: UP036 - older ones get this far
        print(f"flowviz needs Python 3.11 or newer, and this is {sys.version.split()[0]}", file=sys.stderr)
        return 2
    done = STAMP.read_text("utf-8") if PYTHON.exists() and STAMP.exists() else ""
    if done in (_stamp(lock), _stamp(DEV_LOCK)):
        return 0
    if not PYTHON.exists() and (code := _make_venv()):
        return code
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    code = run("install what is locked", [*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", lock])
    code = code or run("install flowviz", [*pip, "--no-deps", "--no-build-isolation", "--editable", "."])
    if not code:
        STAMP.write_text(_stamp(lock), "utf-8")
    return code


def _stamp(lock: str) -> str:
    """What tells whether ``lock`` or the project has changed since it was installed."""
    content = b"".join((ROOT / name).read_bytes() for name in (lock, "pyproject.toml"))
    return f"{lock} {hashlib.sha256(content).hexdigest()}"


def _make_venv() -> int:
    """Makes ``.venv``, with the system's package for it where Python came without."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        install("venv")
    return run("virtual environment", [sys.executable, "-m", "venv", str(VENV)])


def run(name: str, command: list[str], environment: dict[str, str] | None = None) -> int:
    """The exit code of ``command``, run at the top of the project."""
    print(f"== {name}: {' '.join(command)}", flush=True)
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code:
        print(f"== {name} failed with exit code {code}", file=sys.stderr, flush=True)
    return code


def install(what: str) -> bool:
    """Whether the system's package manager installed ``what``."""
    for manager, packages in INSTALLERS.items():
        if not shutil.which(manager) or not packages.get(what):
            continue
        rights = [] if manager == "brew" or os.geteuid() == 0 else ["sudo", "-n"]
        if rights and not shutil.which("sudo"):
            return False
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if manager == "apt-get":
            run("package lists", [*rights, manager, "update", "-q"], quiet)
        yes = {"apt-get": ["-y", "--no-install-recommends"], "dnf": ["-y"], "brew": []}[manager]
        return run(f"install {what}", [*rights, manager, "install", *yes, *packages[what]], quiet) == 0
    return False


if __name__ == "__main__":
    sys.exit(set_up(LOCK))
