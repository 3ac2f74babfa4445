"""Every error that flowviz words for its user, as one family; anything else that is raised is a bug of ours.

::

    FlowvizError                    what the caller asked for cannot be done
    ├── CatalogueError              the catalogue has problems, all of them told at once
    │   ├── CatalogueUnreadable     there is no catalogue there to be read
    │   └── RulesError              the file of rules for a comparison has problems
    ├── InputError                  a file or a folder cannot be read, or must not be
    │   └── RevisionError           no such version of a catalogue, or git cannot give it
    ├── UnknownThing                no such id in the catalogue
    ├── NoSuchFeed                  no feed leads from the one thing to the other
    ├── DrawingError                the drawing cannot be made
    │   └── TooMuchToDraw           it would have more boxes or lines than anyone could read
    └── OutputError                 the file cannot be written, or would be overwritten

The command line catches `FlowvizError`, prints it and ends with its ``exit_code``: 1 says that a catalogue was
read and found wanting, 2 that the command could not do its work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Protocol

from flowviz.messages import Message, said
from flowviz.near import suggestion

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

__all__ = [
    "MOST_TOLD",
    "CatalogueError",
    "CatalogueUnreadable",
    "DrawingError",
    "FlowvizError",
    "InputError",
    "NoSuchFeed",
    "OutputError",
    "PlaceError",
    "RevisionError",
    "RulesError",
    "Told",
    "TooMuchToDraw",
    "UnknownThing",
    "lines",
    "one_line",
]

MOST_TOLD: Final = 200
"""Problems that are printed at once; of the others it is only said how many there are."""
_LONGEST: Final = 1_000


class Told(Protocol):
    """What has words in every language, and as ``str`` those for a terminal, in English."""

    def told(self, language: str) -> str:
        """What there is to say, for a reader who sees no files."""


def lines(problems: Sequence[object], most: int = MOST_TOLD, more: int = 0) -> list[str]:
    """A line for each of ``problems``, or for the first ``most`` of them and one more that counts the others.

    ``more`` are those that are not there to be told.

    >>> lines(["a: wrong", "b: wrong", "c: wrong"], most=1)
    ['a: wrong', 'and 2 more']
    """
    return _counted(list(map(str, problems[:most])), len(problems[most:]) + more, "en")


def _counted(told: Sequence[str], more: int, language: str) -> list[str]:
    cut = [line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…" for line in map(one_line, told)]
    return cut + [said("more", n=more).told(language)] * (more > 0)


def one_line(what: object) -> str:
    r"""What is printed of ``what``, with what would break or hide a line escaped.

    >>> one_line("a\nb")
    'a\\nb'
    """
    text = str(what)
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


class FlowvizError(Exception):
    r"""What the caller asked for cannot be done; the message says why, and what to do. Each argument is a line of it.

    >>> print(FlowvizError("'a\nb' is no name"))
    'a\nb' is no name
    """

    exit_code: ClassVar[int] = 2

    def __str__(self) -> str:
        return "\n".join(map(one_line, self.args))

    def told(self, language: str) -> str:  # noqa: ARG002 - those that have words in every language override it
        """The error in the words of ``language``, or in English where it has no others."""
        return str(self)


class CatalogueError(FlowvizError):
    """The problems of a catalogue, each with its place; printed one per line, the first `MOST_TOLD` of them."""

    exit_code = 1

    def __init__(self, problems: Sequence[Told], more: int = 0) -> None:
        self.problems: tuple[Told, ...] = tuple(problems)
        self.more = more
        """How many others there are."""
        super().__init__(self.problems, more)

    def __str__(self) -> str:
        return "\n".join(lines(self.problems, more=self.more))

    def told(self, language: str) -> str:
        told = [problem.told(language) for problem in self.problems[:MOST_TOLD]]
        return "\n".join(_counted(told, len(self.problems[MOST_TOLD:]) + self.more, language))

    def first(self, most: int) -> Self:
        """The same with no more than ``most`` problems; of the others it is known how many there are."""
        return type(self)(self.problems[:most], len(self.problems[most:]) + self.more)


class CatalogueUnreadable(CatalogueError):  # noqa: N818 - its kin say in their names what is wrong
    """No catalogue can be read there: no such file or folder, no permission, or no YAML in it."""

    exit_code = 2


class RulesError(CatalogueError):
    """The problems of a file of rules, each with its place."""

    exit_code = 2


class InputError(FlowvizError):
    """A file or a folder that cannot be read, or must not be, and why.

    >>> print(InputError("data/a.yaml", said("unreadable.irregular")))
    data/a.yaml: is no regular file
    """

    def __init__(self, name: str, reason: Message) -> None:
        self.name, self.reason = name, reason
        super().__init__(name, reason)

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        told = self.reason.told(language)
        return one_line(f"{self.name}: {told}" if self.name else told)


class RevisionError(InputError):
    """A version of a catalogue that is not there, or that git cannot give."""


class UnknownThing(FlowvizError):  # noqa: N818
    """An id that the catalogue does not have, or not for the ``kind`` of thing that is wanted, and those nearest to it.

    >>> print(UnknownThing("kla", ["kela", "kala"]))
    nothing in the catalogue has the id 'kla' (did you mean 'kela' or 'kala'?)
    >>> print(UnknownThing("kela", kind="department"))
    there is no department 'kela'
    """

    def __init__(self, thing: str, near: Sequence[str] = (), kind: str = "") -> None:
        self.id = thing
        self.near = tuple(near)
        self.kind = kind
        super().__init__(self.id, self.near, self.kind)

    def __str__(self) -> str:
        what = (
            f"there is no {self.kind} '{self.id}'" if self.kind else f"nothing in the catalogue has the id '{self.id}'"
        )
        return one_line(what + suggestion(self.near))


class NoSuchFeed(FlowvizError):  # noqa: N818
    """No feed leads from ``source`` to ``target``.

    >>> print(NoSuchFeed("kela", "ohjaamo"))
    no feed leads from 'kela' to 'ohjaamo': `flowviz show kela` lists the feeds that there are
    """

    def __init__(self, source: str, target: str) -> None:
        self.source, self.target = source, target
        super().__init__(source, target)

    def __str__(self) -> str:
        hint = f"`flowviz show {self.source}` lists the feeds that there are"
        return one_line(f"no feed leads from '{self.source}' to '{self.target}': {hint}")


class DrawingError(FlowvizError):
    """The drawing cannot be made."""


class TooMuchToDraw(DrawingError):  # noqa: N818
    """A drawing would have more boxes or lines than anyone could read. Found by counting, before it is laid out.

    >>> print(TooMuchToDraw("Care", 812, 3400))
    the drawing 'Care' would have 812 boxes and 3,400 lines, more than can be read: ask for fewer hops, one direction or fewer departments
    """

    def __init__(self, title: str, boxes: int, lines: int) -> None:
        self.title, self.boxes, self.lines = title, boxes, lines
        super().__init__(title, boxes, lines)

    def __str__(self) -> str:
        return one_line(
            f"the drawing '{self.title}' would have {self.boxes:,} boxes and {self.lines:,} lines, more than can be read: "
            "ask for fewer hops, one direction or fewer departments"
        )


class OutputError(FlowvizError):
    """A file cannot be written, or is there already."""


class PlaceError(OutputError):
    """A place cannot be written. ``cure`` is what to do about it, for which a command may have its own.

    >>> print(PlaceError("cannot write 'x'", "choose another place"))
    cannot write 'x'; choose another place
    """

    def __init__(self, what: str, cure: str) -> None:
        self.what, self.cure = what, cure
        super().__init__(what, cure)

    def __str__(self) -> str:
        return one_line(f"{self.what}; {self.cure}")
