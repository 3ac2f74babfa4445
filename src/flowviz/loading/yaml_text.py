"""YAML text -> plain data, with the place of every value. YAML 1.2 scalars, and nothing that surprises.

The events of PyYAML's C parser become data as they come (`flowviz.loading.yaml_events`), which takes half the time and a tenth
of the memory of nodes. Nodes are composed where anything is wrong, or unusual, and of a file whose places are asked for. Their
constructor is ours because PyYAML's own reads YAML 1.1 (``no`` is false, ``1:30`` is ninety) and takes the last of two equal keys
in silence.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flowviz.errors import InputError
from flowviz.limits import MOST_DEPTH, MOST_VALUES
from flowviz.loading import yaml_events, yaml_plain
from flowviz.loading.characters import CONTROL, control, unfit, without_stray
from flowviz.loading.problems import Problem, short
from flowviz.loading.yaml_events import FIRST_OF_NUMBER, INT, NUMBER, WORDS
from flowviz.messages import Message, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.reading import Entry

__all__ = ["Place", "YamlFile", "read"]

_PLAIN, _QUOTED = "plain", "quoted"
_MAYBE_ALIAS = re.compile(r"\*[A-Za-z0-9_-]")
_EMPTY = said("empty-file")
_NO_ALIASES = said("alias")

Place = tuple[int, int]
"""Line and column, counted from 1."""

_Base: Any = getattr(yaml.cyaml, "CParser", object) if yaml.__with_libyaml__ else object


class _TooMuch(yaml.MarkedYAMLError):
    """Nested deeper than `MOST_DEPTH`, where each level is a level of the C stack, or more than `MOST_VALUES`."""

    def __init__(self, message: Message, mark: Any) -> None:
        super().__init__(problem_mark=mark)
        self.message = message


class _FastLoader(_Base):  # type: ignore[misc]
    """The C parser with the least resolver that there is: it tells plain scalars from quoted ones.

    The composer calls ``descend_resolver`` as it enters a node, so that is where depth and number are bounded: no form
    of nesting gets past it.
    """

    depth = values = 0

    def descend_resolver(self, parent: Node | None, _index: object) -> None:
        self.depth += 1
        self.values += 1
        if parent is None:
            return
        if self.depth > MOST_DEPTH:
            raise _TooMuch(said("not-yaml.deep", most=MOST_DEPTH), parent.start_mark)
        if self.values > MOST_VALUES:
            raise _TooMuch(said("not-yaml.values", most=MOST_VALUES), parent.start_mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1

    def resolve(self, kind: type[Node], _value: str | None, implicit: Any) -> str:
        return (_PLAIN if implicit[0] else _QUOTED) if kind is ScalarNode else ""


class _PureLoader(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer):
    """The same for a PyYAML without its C library."""

    depth = values = 0
    descend_resolver = _FastLoader.descend_resolver
    ascend_resolver = _FastLoader.ascend_resolver
    resolve = _FastLoader.resolve

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)


_Loader: Any = _FastLoader if yaml.__with_libyaml__ else _PureLoader


class YamlFile:
    """A YAML file as plain data (`data`), with the problems of its text (`problems`).

    ``data`` is None when the text cannot be read at all; ``dropped`` are values that found no place in it, such as
    that of the second of two equal keys. The nodes that know the places take many times the
    room of the data, and the data as much again as the nouns that are made of them: `forget_places` and `forget_data` let go of
    either, and it is read again when it is asked for.
    """

    def __init__(self, name: str, room: Room | None = None) -> None:
        self.name = name
        self._room = room or Room()
        self._data: Any = None
        self.dropped: list[Any] = []
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.values = 0
        """How many values it has."""
        self.node: Node | None = None
        self._source: str | bytes = ""
        self._keys: dict[int, dict[str, tuple[Node, Node]]] = {}
        self._ids: dict[int, Place] = {}
        self._places = array("Q")
        """Line and column, by turns, of what is told of when the data are let go of."""
        self._forgotten = False

    @property
    def data(self) -> Any:
        if self._forgotten:
            source = self._source
            self.compose(self._text())
            self._source, self._forgotten = source, False
            self._room.take(self)
        return self._data

    @data.setter
    def data(self, data: Any) -> None:
        self._data = data

    def problem(
        self, path: Sequence[str | int], message: Message, *, key: str | None = None, warning: bool = False
    ) -> Problem:
        """A problem at the value that ``path`` leads to, or at the key of that name inside it."""
        return Problem(self.name, *self.place(path, key=key), message, warning=warning)

    def place(self, path: Sequence[str | int], *, key: str | None = None) -> Place:
        """Line and column of the value at ``path``; of its parent where the path leads nowhere."""
        if self.node is None and self._source:
            self.node = _compose(self._text())
            self._room.take(self)
        node = self.node
        for step in path:
            inner = self._child(node, step)
            if inner is None:
                break
            node = inner
        if key is not None and isinstance(node, MappingNode):
            node = self._entries(node).get(key, (node,))[0]
        return (1, 1) if node is None else _place(node.start_mark)

    def where(self, path: Sequence[str | int]) -> str:
        """File and line of the value at ``path``."""
        return f"{self.name}:{self.place(path)[0]}"

    def keep_place(self, mapping: dict[str, Any]) -> None:
        self._places.extend(self._ids[id(mapping)])

    def warning_at(self, number: int, message: Message) -> Problem:
        line, column = self._places[2 * number : 2 * number + 2]
        return Problem(self.name, line, column, message, warning=True)

    def keep_place_of_id(self, mapping: dict[str, Any], mark: Any) -> None:
        self._ids[id(mapping)] = _place(mark)

    def forget_places(self) -> None:
        self.node = None
        self._keys.clear()

    def forget_data(self) -> None:
        if not (self.problems or self.warnings or self.dropped):
            self._data, self._ids, self._forgotten = None, {}, True

    def keep(self, raw: bytes) -> None:
        """Keeps the bytes of the file, which are smaller, in place of its text."""
        if self._source:
            self._source = raw

    def _text(self) -> str:
        return self._source if isinstance(self._source, str) else self._source.decode()

    def _child(self, node: Node | None, step: str | int) -> Node | None:
        if isinstance(node, MappingNode):
            return self._entries(node).get(str(step), (None, None))[1]
        if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            found: Node = node.value[step]
            return found
        return None

    def _entries(self, node: MappingNode) -> dict[str, tuple[Node, Node]]:
        """Key and value by the word of the key; of two equal keys, the first."""
        if id(node) not in self._keys:
            # the places of ten thousand slips are not each looked for from the start
            words = ((key, value) for key, value in reversed(node.value) if isinstance(key, ScalarNode))
            self._keys[id(node)] = {key.value: (key, value) for key, value in words}
        return self._keys[id(node)]

    def compose(self, text: str) -> None:
        """Read ``text`` into `data` and `problems`."""
        plain = yaml_plain.read(text, MOST_VALUES, MOST_DEPTH)
        if plain is None:
            _refuse_controls(text)
            plain = yaml_events.read(text, MOST_VALUES, MOST_DEPTH)
        if plain is not None:
            self._source = text
            self._data, self._ids, self.values = plain
            return
        try:
            node = _compose(text)
            alias = _first_alias(text)
        except yaml.MarkedYAMLError as error:
            self.problems.append(_syntax_problem(self.name, text, error))
            return
        if alias is not None:
            self.add(alias, _NO_ALIASES)
            return
        if node is None:
            self.problems.append(Problem(self.name, 1, 1, _EMPTY))
            return
        self._source, self.node = text, node
        constructor = _Constructor(self)
        self._data = constructor.construct(node)
        self.values = constructor.values
        if self._data is None and not self.problems:
            self.add(node.start_mark, _EMPTY)

    def add(self, mark: Any, message: Message) -> None:
        """Note a problem of the text at a mark of the parser."""
        self.problems.append(Problem(self.name, *_place(mark), message))


class Room:
    """Room for what is made of files again when something is wrong: what was made first goes when there is much of it."""

    def __init__(self) -> None:
        self._files: dict[YamlFile, None] = {}
        self._values = 0

    def take(self, file: YamlFile) -> None:
        """Takes room for a file, and lets go of others if need be."""
        if file not in self._files:
            self._files[file] = None
            self._values += file.values
        while self._values > MOST_VALUES and len(self._files) > 1:
            first = next(iter(self._files))
            del self._files[first]
            self._values -= first.values
            if not first.problems:  # of a broken one, what was taken out of the data is no more in the nodes either
                first.forget_places()
                first.forget_data()


def read(entry: Entry, room: Room | None = None) -> YamlFile:
    """The file that ``entry`` is. Whatever is wrong with it is in ``problems``."""
    file = YamlFile(entry.name, room)
    try:
        raw = entry.read()
        file.compose(_text(raw))
        file.keep(raw)
    except InputError as error:
        file.problems.append(Problem(entry.name, 1, 1, error.reason))
    except _UnreadableError as error:
        file.problems.append(Problem(entry.name, error.line, error.column, error.message))
    return file


def _compose(text: str) -> Node | None:
    try:
        return _node(text)
    except yaml.MarkedYAMLError as error:
        # the parser reads ahead, and may fall over a limit of its own before our composer sees how deep the text is
        mark: Any = error.problem_mark or error.context_mark
        try:
            _node(text[: mark.index])
        except _TooMuch:
            raise
        except yaml.MarkedYAMLError:
            pass
        raise


def _node(text: str) -> Node | None:
    loader = _Loader(text)
    try:
        node: Node | None = loader.get_single_node()
        return node
    finally:
        if hasattr(loader, "dispose"):
            loader.dispose()


def _first_alias(text: str) -> Any:
    """The mark of the first alias of a text that composes, or None."""
    if not _MAYBE_ALIAS.search(text):
        return None
    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    events = yaml.parse(text, Loader=loader)
    return next((event.start_mark for event in events if isinstance(event, yaml.AliasEvent)), None)


class _UnreadableError(Exception):
    """Why a file is no text, and where."""

    def __init__(self, message: Message, line: int = 1, column: int = 1) -> None:
        super().__init__(message, line, column)
        self.message, self.line, self.column = message, line, column


def _text(raw: bytes) -> str:
    """The text of a file. Raises `_UnreadableError`."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        raise _UnreadableError(said("not-utf-8.utf-16"))
    if raw.startswith(b"\xef\xbb\xbf"):
        raise _UnreadableError(said("not-utf-8.mark"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        place = _end(raw[: error.start].decode("utf-8"))
        raise _UnreadableError(said("not-utf-8.byte", byte=f"{raw[error.start]:02x}"), *place) from None
    return text


def _refuse_controls(text: str) -> None:
    match = CONTROL.search(text)
    if match:
        raise _UnreadableError(control(match), *_end(text[: match.start()]))


def _end(text: str) -> Place:
    """The place that follows ``text``."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _syntax_problem(name: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    line, column = _place(error.problem_mark or error.context_mark)
    lines = text.split("\n")
    if line > len(lines) or (line == len(lines) > 1 and not lines[-1]):
        # the parser's end of the file is a line that no editor shows
        lines = text.rstrip("\n").split("\n")
        line, column = len(lines), len(lines[-1]) + 1
    is_tab = lines[line - 1][column - 1 : column] == "\t"
    return Problem(name, line, column, said("not-yaml.tab") if is_tab else _syntax(error))


def _syntax(error: yaml.MarkedYAMLError) -> Message:
    if isinstance(error, _TooMuch):
        return error.message
    problem = (error.problem or str(error)).replace("\n", " ")
    parser = f"{error.context} {problem}"
    if "expected a single document" in parser:
        return said("not-yaml.documents")
    if "undefined alias" in parser:
        return _NO_ALIASES
    context = f" ({error.context})" if error.context else ""
    return said("not-yaml.indentation" if "block" in parser else "not-yaml.parser", detail=f"{problem}{context}")


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1)


class _Constructor:
    """Nodes -> dicts, lists, strings, whole numbers, true, false and None."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.values = 0

    def construct(self, node: Node) -> Any:
        kind = node.__class__
        self.values += 1
        if kind is ScalarNode:
            return self._scalar(node)
        data = [self.construct(child) for child in node.value] if kind is SequenceNode else self._mapping(node)
        if node.tag:
            self._refuse_tag(node)
            self.file.dropped.append(data)
            return None
        return data

    def _mapping(self, node: Node) -> dict[str, Any]:
        data: dict[str, Any] = {}
        self.values += len(node.value)
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.__class__ is not ScalarNode:
                self.file.add(key_node.start_mark, said("key-no-word"))
            elif key_node.tag not in (_PLAIN, _QUOTED):
                self._refuse_tag(key_node)
            elif key in data:
                self.file.add(key_node.start_mark, said("duplicate-key", key=short(key)))
            else:
                data[key] = self.construct(value_node)
                if key == "id":
                    self.file.keep_place_of_id(data, value_node.start_mark)
                continue
            self.file.dropped.append(self.construct(value_node))
        return data

    def _scalar(self, node: Node) -> Any:
        value: str = node.value
        tag = node.tag
        if tag == _QUOTED:
            return self._clean(value, node)
        if tag != _PLAIN:
            self._refuse_tag(node)
            return None
        if value in WORDS:
            return WORDS[value]
        if value[0] in FIRST_OF_NUMBER:
            if INT.match(value):
                return int(value)
            if NUMBER.match(value):
                self.file.add(node.start_mark, said("ambiguous-number", value=short(value)))
                return None
        return value if value.isascii() else self._clean(value, node)

    def _refuse_tag(self, node: Node) -> None:
        self.file.add(node.start_mark, said("tag", tag=short(node.tag)))

    def _clean(self, value: str, node: Node) -> str:
        if value.isascii() and value.isprintable():
            return value
        value, dropped = without_stray(value)
        if dropped:
            self.file.warnings.append(Problem(self.file.name, *_place(node.start_mark), dropped, warning=True))
        # escapes such as "\x07" bring in what the text itself may not hold
        if trouble := unfit(value):
            self.file.add(node.start_mark, trouble)
            return CONTROL.sub("", value)
        return value
