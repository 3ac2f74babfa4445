"""YAML text -> plain data, with the place of every value. YAML 1.2 scalars, and nothing that surprises.

PyYAML's C parser composes the nodes; the constructor here is ours because PyYAML's own reads YAML 1.1
(``no`` is false, ``1:30`` is ninety) and takes the last of two equal keys in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flowviz.loading.problems import Problem

__all__ = ["Place", "YamlFile", "read"]

MAX_DEPTH = 40
MAX_BYTES = 200_000_000

_PLAIN, _QUOTED = "plain", "quoted"
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_FIRST_OF_NUMBER = frozenset("+-.0123456789")
# C0 and C1 controls but tab and line breaks, line separators, and the marks that reorder or hide text
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEP_BLOCKS = re.compile(r"(?m)^ {80,}\S|(?:[-?:] +){20}")

Place = tuple[int, int]
"""Line and column, counted from 1."""

_Base: Any = yaml.cyaml.CParser if yaml.__with_libyaml__ else object


class _FastLoader(_Base):  # type: ignore[misc]
    """The C parser with the least resolver that there is: it tells plain scalars from quoted ones."""

    def descend_resolver(self, parent: object, index: object) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: type[Node], value: str | None, implicit: Any) -> str:
        return (_PLAIN if implicit[0] else _QUOTED) if kind is ScalarNode else ""


class _PureLoader(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser, yaml.composer.Composer):
    """The same for a PyYAML without its C library."""

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)
        yaml.composer.Composer.__init__(self)

    descend_resolver = _FastLoader.descend_resolver
    ascend_resolver = _FastLoader.ascend_resolver
    resolve = _FastLoader.resolve


_Loader: Any = _FastLoader if yaml.__with_libyaml__ else _PureLoader


class YamlFile:
    """A YAML file as plain data (`data`), with the problems of its text (`problems`).

    ``data`` is None when the text cannot be read at all.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.data: Any = None
        self.problems: list[Problem] = []
        self._node: Node | None = None

    def problem(self, path: Sequence[str | int], message: str, *, key: str | None = None, warning: bool = False) -> Problem:
        """A problem at the value that ``path`` leads to, or at the key of that name inside it."""
        return Problem(self.name, *self.place(path, key=key), message, warning=warning)

    def place(self, path: Sequence[str | int], *, key: str | None = None) -> Place:
        """Line and column of the value at ``path``; of its parent where the path leads nowhere."""
        node = self._node
        for step in path:
            inner = _child(node, step)
            if inner is None:
                break
            node = inner
        if key is not None and isinstance(node, MappingNode):
            for key_node, _ in node.value:
                if key_node.value == key:
                    node = key_node
                    break
        return (1, 1) if node is None else _place(node.start_mark)

    def _add(self, mark: Any, message: str) -> None:
        self.problems.append(Problem(self.name, *_place(mark), message))


def read(path: Path, name: str) -> YamlFile:
    """The file at ``path``, which problems call ``name``. Whatever is wrong with it is in ``problems``."""
    file = YamlFile(name)
    text = _text(path, file)
    if text is None or not _is_safe(text, file):
        return file
    try:
        file._node = _compose(text)
    except yaml.MarkedYAMLError as error:
        file._add(error.problem_mark or error.context_mark, _syntax(error))
        return file
    if file._node is None:
        file.problems.append(Problem(name, 1, 1, "the file is empty: write the catalogue's parts into it or remove it"))
        return file
    file.data = _Constructor(file).construct(file._node, 0)
    return file


def _compose(text: str) -> Node | None:
    loader = _Loader(text)
    try:
        node: Node | None = loader.get_single_node()
        return node
    finally:
        if hasattr(loader, "dispose"):
            loader.dispose()


def _text(path: Path, file: YamlFile) -> str | None:
    def fail(message: str, line: int = 1, column: int = 1) -> None:
        file.problems.append(Problem(file.name, line, column, message))

    try:
        if path.stat().st_size > MAX_BYTES:
            return fail(f"the file is larger than {MAX_BYTES // 1_000_000} MB: split it")
        raw = path.read_bytes()
    except OSError as error:
        return fail(f"cannot be read: {error.strerror or error}")
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return fail("is UTF-16: save it as UTF-8")
    if raw.startswith(b"\xef\xbb\xbf"):
        return fail("starts with a byte order mark: save it as UTF-8 without BOM")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        return fail(f"byte 0x{raw[error.start]:02x} is not UTF-8: save the file as UTF-8", before.count(b"\n") + 1, column)
    for match in _CONTROL.finditer(text):
        line, column = _position(text, match.start())
        fail(f"invisible control character U+{ord(match.group()):04X}: remove it", line, column)
    return None if file.problems else text


def _position(text: str, offset: int) -> Place:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _is_safe(text: str, file: YamlFile) -> bool:
    """False, with the reason in ``problems``, for aliases and for nesting that would exhaust the C stack."""
    if "*" not in text and not _maybe_deep(text):
        return True
    depth = 0
    loader: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                file._add(event.start_mark, "aliases (*name) are not allowed: write the value out")
                return False
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    file._add(event.start_mark, f"nested more than {MAX_DEPTH} deep")
                    return False
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.MarkedYAMLError as error:
        file._add(error.problem_mark or error.context_mark, _syntax(error))
        return False
    return True


def _maybe_deep(text: str) -> bool:
    if _DEEP_BLOCKS.search(text):
        return True
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth += 1 if match.group() in "[{" else -1
        if depth > MAX_DEPTH // 2:
            return True
    return False


def _syntax(error: yaml.MarkedYAMLError) -> str:
    problem = (error.problem or str(error)).replace("\n", " ")
    if "\\t" in problem or "'\t'" in problem or "tab character" in problem:
        return "a tab where only spaces may stand: indent with spaces"
    if "expected a single document" in f"{error.context} {problem}":
        return "more than one document (---) in the file: use one file for each"
    context = f" ({error.context})" if error.context else ""
    return f"is not YAML: {problem}{context}"


def _place(mark: Any) -> Place:
    return (mark.line + 1, mark.column + 1)


def _child(node: Node | None, step: str | int) -> Node | None:
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: Node = node.value[step]
        return found
    return None


class _Constructor:
    def __init__(self, file: YamlFile) -> None:
        self.file = file

    def construct(self, node: Node, depth: int) -> Any:
        kind = node.__class__
        if kind is ScalarNode:
            return self._scalar(node)
        if depth > MAX_DEPTH:
            self.file._add(node.start_mark, f"nested more than {MAX_DEPTH} deep")
            return None
        if node.tag:
            self.file._add(node.start_mark, f"tags such as {node.tag} are not allowed: remove it")
        if kind is SequenceNode:
            return [self.construct(child, depth + 1) for child in node.value]
        return self._mapping(node, depth + 1)

    def _mapping(self, node: Node, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.__class__ is not ScalarNode:
                self.file._add(key_node.start_mark, "a key must be a word")
            elif key in data:
                self.file._add(key_node.start_mark, f"duplicate key '{key}': keep one of them")
            else:
                data[key] = self.construct(value_node, depth)
        return data

    def _scalar(self, node: Node) -> Any:
        value: str = node.value
        tag = node.tag
        if tag is _QUOTED or tag == _QUOTED:
            return self._clean(value, node)
        if tag != _PLAIN:
            self.file._add(node.start_mark, f"tags such as {tag} are not allowed: remove it")
            return value
        if value in _NULLS:
            return None
        if value in _WORDS:
            return _WORDS[value]
        if value[0] in _FIRST_OF_NUMBER:
            if _INT.match(value):
                return int(value) if len(value) < 19 else float(value)
            if _FLOAT.match(value) and not (value.isdigit() and value[0] == "0"):
                return float(value)
        return value

    def _clean(self, value: str, node: Node) -> str:
        # escapes such as "\x07" bring in what the text itself may not hold
        match = _CONTROL.search(value)
        if match:
            self.file._add(node.start_mark, f"invisible control character U+{ord(match.group()):04X}: remove it")
            return _CONTROL.sub("", value)
        return value
