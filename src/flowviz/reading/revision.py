"""A revision of a git repository. Its files are read in memory, never written anywhere.

A revision is named as git names it: ``HEAD~3:data`` is the folder ``data`` as it was three commits ago, counted from the
top of the repository; ``HEAD~3:./data`` counts from the present folder.
"""

from __future__ import annotations

import functools
import os
import posixpath
import subprocess
import unicodedata
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.errors import InputError, RevisionError
from flowviz.limits import MOST_BYTES, MOST_FILES
from flowviz.messages import Message, said
from flowviz.reading.disk import IRREGULAR, LEADS_OUT
from flowviz.reading.entry import Entry, ending, refused, too_large

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = ["Commit", "Revision", "at_commit", "commits"]

_PATIENCE: Final = 60.0
"""Seconds that git may take for one answer."""
_MOST_LISTED: Final = 20_000_000
"""Bytes of a list of files: a few trees that hold each other ten times each would list billions."""
_MOST_SAID: Final = 100_000
"""Bytes of what git complains about."""
_UNSHOWN: Final = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of characters that hide or reorder others, or are none."""
_FILE: Final = "100"
"""How the mode of a regular file starts."""
_LINK: Final = "120000"


@dataclass(frozen=True, slots=True)
class Revision:
    """What ``name``, such as ``HEAD~3:data``, names in the repository of ``folder``, or of the present folder."""

    name: str
    folder: Path | None = None

    def entries(self, endings: Collection[str]) -> list[Entry]:
        """The files of the revision's folder whose names end so, or its one file; see `flowviz.reading.Source`.

        Names that could lead anywhere else, and what is no regular file, are entries that say so when they are read; a
        link to something else in the folder is none, for that is there itself. Raises `RevisionError`.
        """
        revision, colon, inner = self.name.partition(":")
        if not colon or not revision:
            raise self._fail(said("unreadable.not-revision"))
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if not commit:
            raise self._fail(said("unreadable.no-revision", revision=revision))
        inner = self._from_the_top(inner)
        at = f"{_text(commit).strip()}:{inner}"
        kind = _text(self._git("cat-file", "-t", at)).strip()
        if not kind:
            raise self._fail(said("unreadable.not-in-revision", revision=revision, path=inner))
        if kind == "tree":
            return self._files(at, endings)
        if _text(self._git("ls-tree", "-z", "--full-tree", at.split(":", 1)[0], "--", inner)).startswith(_LINK):
            raise self._fail(said("unreadable.link"))
        return [Entry(self.name, functools.partial(self._blob, self.name, at))]

    def beside(self, path: str, revision: str | None = None) -> Revision:
        """What lies at ``path``, counted from the folder of this file, in the same revision or another one.

        >>> Revision("v1:city/city.yaml").beside("../care").name, Revision("v1:./city.yaml").beside("care", "v2").name
        ('v1:care', 'v2:./care')
        """
        own, _, inner = self.name.partition(":")
        found = posixpath.normpath(posixpath.join(posixpath.dirname(inner), path.replace(os.sep, "/")))
        if inner.startswith(("./", "../")) and not found.startswith("../"):
            found = f"./{found}"
        return Revision(f"{revision or own}:{found}", self.folder)

    def _from_the_top(self, inner: str) -> str:
        """The path counted from the top of the repository."""
        if inner == "." or inner.startswith(("./", "../")):
            here = _text(self._git("rev-parse", "--show-prefix")).removesuffix("\n")
            inner = posixpath.normpath(posixpath.join(here, inner))
            if inner.startswith(".."):
                raise self._fail(said("unreadable.out-of-repository"))
        return inner.removeprefix("./").removesuffix("/") if inner != "." else ""

    def _files(self, tree: str, endings: Collection[str]) -> list[Entry]:
        raw = self._git("ls-tree", "-r", "-t", "-z", "--full-tree", tree, whole=True)
        files = [_listed(line) for line in raw.split(b"\0")[:-1]]
        listed = Counter(file.path for file in files)
        start = self.name if self.name.endswith((":", "/")) else f"{self.name}/"
        found: list[Entry] = []
        targets: dict[str, str] = {}
        for file in files:
            if len(found) + len(targets) > MOST_FILES:
                raise self._fail(said("unreadable.files", most=MOST_FILES))
            name = f"{start}{file.path}"
            if ending(file.path) not in endings:
                continue
            if trouble := _trouble(file.path):
                found.append(refused(name, trouble))
            elif any(part.startswith(".") for part in file.path.split("/")):
                continue
            elif listed[file.path] > 1:
                found.append(refused(name, said("unreadable.twice")))
            elif file.mode.startswith(_FILE):
                found.append(Entry(name, functools.partial(self._blob, name, file.id)))
            elif file.mode != _LINK:
                found.append(refused(name, IRREGULAR))
            else:
                if file.id not in targets:
                    targets[file.id] = _text(self._blob(name, file.id))
                if not _leads_to(file.path, targets[file.id], listed):
                    found.append(refused(name, LEADS_OUT))
        return sorted(found, key=lambda entry: entry.name)

    def _blob(self, name: str, blob: str) -> bytes:
        """The bytes of an object. Raises `InputError`."""
        size = self._git("cat-file", "-s", blob, whole=True)
        if int(size) > MOST_BYTES:
            raise InputError(name, too_large(MOST_BYTES))
        return self._git("cat-file", "blob", blob, whole=True, most=MOST_BYTES)

    def _git(self, *arguments: str, whole: bool = False, most: int = _MOST_LISTED) -> bytes:
        """What git answers: nothing where it finds nothing, which is an error when the ``whole`` of it must be there."""
        environment = {
            **os.environ,
            "LC_ALL": "C",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
        }
        there = ["-C", str(self.folder)] if self.folder else []
        command = ["git", *there, "--no-pager", "-c", "core.fsmonitor=false", *arguments]
        try:
            done = _answer(command, environment, most)
        except FileNotFoundError:
            raise self._fail(said("unreadable.no-git")) from None
        except ValueError:  # a name that no command can have
            raise self._fail(said("unreadable.none")) from None
        except TimeoutError:
            raise self._fail(said("unreadable.git-slow", seconds=round(_PATIENCE))) from None
        except OSError as error:
            raise self._fail(said("unreadable.git", reason=error.strerror)) from None
        if len(done.stdout) > most:
            raise self._fail(said("unreadable.files", most=MOST_FILES))
        if b"not a git repository" in done.stderr:
            raise self._fail(said("unreadable.no-repository"))
        if b"dubious ownership" in done.stderr:
            raise self._fail(said("unreadable.owner"))
        if whole and done.returncode:
            raise self._fail(said("unreadable.damaged"))
        return done.stdout

    def _fail(self, reason: Message) -> RevisionError:
        return RevisionError(f"'{self.name}'", reason)


@dataclass(frozen=True, slots=True)
class Commit:
    """A revision in which something changed."""

    id: str
    date: str
    """The day, as 2026-01-31."""
    subject: str
    """The first line of its message."""


def commits(path: Path, most: int, others: Sequence[Path] = ()) -> list[Commit]:
    """The latest revisions in which ``path`` or one of ``others`` beside it in its repository changed, the newest first.

    [] where it lies in no repository that can be read.
    """
    folder, inner = _lies_in(path)
    wanted = ["log", f"-n{most}", "-z", "--no-show-signature", "--format=%H%x1f%cs%x1f%s", "--", inner]
    try:
        if others:
            top = _text(Revision("", folder)._git("rev-parse", "--show-toplevel")).removesuffix("\n")
            wanted += [
                str(found) for one in others if top and (found := one.resolve()).is_relative_to(Path(top).resolve())
            ]
        lines = _text(Revision("", folder)._git(*wanted)).split("\0")
    except RevisionError:
        return []
    parts = [line.strip().split("\x1f", 2) for line in lines if line.count("\x1f") == 2]
    return [Commit(id_, date, "".join(filter(str.isprintable, subject))) for id_, date, subject in parts]


def at_commit(path: Path, commit: str) -> Revision:
    """What stood at ``path`` in a commit of its repository."""
    folder, inner = _lies_in(path)
    return Revision(f"{commit}:{inner}", folder)


def _lies_in(path: Path) -> tuple[Path, str]:
    """A folder, and what is meant as git counts it from there."""
    return (path, ".") if path.is_dir() else (path.parent, f"./{path.name}")


def _answer(command: Sequence[str], environment: Mapping[str, str], most: int) -> subprocess.CompletedProcess[bytes]:
    """What a command answers, one byte more than ``most`` at the most. Raises `TimeoutError`, and as `subprocess.Popen` does."""
    with (
        ThreadPoolExecutor(2) as readers,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        answering = readers.submit(process.stdout.read, most + 1)
        complaining = readers.submit(process.stderr.read, _MOST_SAID)
        try:
            answer = answering.result(_PATIENCE)
            if len(answer) > most:
                process.kill()
            complaint = complaining.result(_PATIENCE)
            return subprocess.CompletedProcess(command, process.wait(_PATIENCE), answer, complaint)
        except subprocess.TimeoutExpired as error:
            raise TimeoutError from error
        finally:
            process.kill()


@dataclass(frozen=True, slots=True)
class _Listed:
    """A line of what a tree holds."""

    mode: str
    id: str
    path: str


def _listed(line: bytes) -> _Listed:
    about, _, path = line.partition(b"\t")
    mode, _, blob = _text(about).split()
    return _Listed(mode, blob, _text(path))


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _trouble(path: str) -> Message | None:
    """What is wrong with a path of a tree; git itself makes none such, but a tree made by hand may have any."""
    if not all(part not in ("", ".", "..") for part in path.split("/")):
        return said("unreadable.path")
    if "\\" in path or any(unicodedata.category(letter) in _UNSHOWN for letter in path):
        return said("unreadable.name")
    return None


def _leads_to(path: str, target: str, listed: Iterable[str]) -> bool:
    """Whether a link at ``path`` leads to something that is ``listed``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in listed
