"""What is read line by line is what the parser of all of YAML says, value by value and place by place, or nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any, Final

import pytest

from conftest import EXAMPLE
from flowviz.limits import MOST_DEPTH, MOST_VALUES
from flowviz.loading import yaml_events, yaml_plain
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.loading.yaml_events import Read

_WORDS: Final = [
    *("x", "care", "Väestö ja palvelut", "a-b", "it's", "kanslia:4", "2016–2020", "null", "true", "Null", "~", "no", "12", "012", "1e3"),
    *("0x1F", "-5", "+358 9", "(x)", "§ 8", "http://x.fi/a?b=c", "a#b", "a # b", "a: b", "a :b", "x:", "?x", "- x", "30-31", "<<", "=", "..."),
    *("---", "%x", "@x", "`x`", "&a", "*a", "!x", "|", ">-", ">", "[", "{}", "[]", "Ⅷ", "\u3164", "\u00ad", "\u200b", "e\u0301", "漢字", "\U0001f600"),
]  # fmt: skip
_PIECES: Final = [
    *(" ", "  ", "\n", "\n\n", "\n  ", ":", ": ", " #", "# c\n", "-", "- ", ",", ", ", "[", "]", "{", "}", "'", '"', "\\", "\t", "\r\n"),
    *("''", '""', "?", "? ", "&a ", "*a", "!", "|\n", ">-\n", ">\n", "\n\n   # c\n", "---\n", "...\n", "\u00a0", "\u2028", "id: y\n", "id", "é"),
]  # fmt: skip


def read(text: str, most_values: int = MOST_VALUES, most_depth: int = MOST_DEPTH) -> Read | None:
    return yaml_plain.read(text, most_values, most_depth)


def told(found: Read) -> Any:
    """Values with their types, of each mapping the place of its ``id``, and how many values there are."""
    data, ids, values = found

    def tell(value: Any) -> Any:
        if isinstance(value, dict):
            return ids.get(id(value)), [(key, tell(one)) for key, one in value.items()]
        return [tell(one) for one in value] if isinstance(value, list) else repr(value)

    return tell(data), values


class _Writer:
    """YAML as people write it, well and badly."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def word(self) -> str:
        word = self.rng.choice(_WORDS if self.rng.random() < 0.1 else _WORDS[:8])
        return self.rng.choice((word, word, word, f"'{word}'", f'"{word}"'))

    def key(self) -> str:
        return self.rng.choice(("id", "name", "fi", "a_b", "x-1", "true")) + self.rng.choice(
            ("", "", str(self.rng.randrange(9)))
        )

    def inside(self, depth: int) -> str:
        """A value on one line."""
        kind = self.rng.random() if depth else 1.0
        many = range(self.rng.randrange(4))
        if kind < 0.3:
            return f"[{', '.join(self.inside(depth - 1) for _ in many)}]"
        return (
            f"{{{', '.join(f'{self.key()}: {self.inside(depth - 1)}' for _ in many)}}}" if kind < 0.5 else self.word()
        )

    def block(self, indent: int, depth: int, listed: float = 0.4) -> str:
        """The lines of a mapping or a list."""
        dash = "- " if indent and self.rng.random() < listed else ""
        lines = ""
        for _ in range(self.rng.randrange(1, 4)):
            start = " " * indent + dash
            if self.rng.random() < 0.1:
                lines += self.rng.choice(("\n", " " * indent + "# c\n", "# c\n", "   \n"))
            if dash and self.rng.random() < 0.6:
                inner = self.block(indent + 2, depth - 1, 0.05) if depth else f"{' ' * (indent + 2)}a: b\n"
                lines += start + inner[indent + 2 :]
            else:
                lines += start + ("" if dash else f"{self.key()}:") + self.value(indent, depth, dash)
        return lines

    def value(self, indent: int, depth: int, dash: str) -> str:
        kind = self.rng.random()
        gap = "" if dash else " "
        inner = indent + self.rng.choice((*[2] * 12, 0, 4))
        if kind < 0.3 and depth and not dash:
            return "\n" + self.block(inner, depth - 1)
        if kind < 0.45:
            words = "".join(f"{' ' * inner}{self.word()}\n" for _ in range(self.rng.choice((0, 1, 1, 2, 2, 3))))
            return f"{gap}>-\n{words}{self.rng.choice(('', '', '', chr(10), ' ' * inner + chr(10)))}"
        return f"{gap}{self.inside(2)}{self.rng.choice(('', '', '', ' # c', ' '))}\n"


def _mutant(text: str, rng: random.Random) -> str:
    for _ in range(rng.choice((0, 1, 1, 2))):
        at = rng.randrange(len(text) + 1)
        end = at + rng.choice((0, 0, 1, 2))
        text = text[:at] + rng.choice((rng.choice(_PIECES), "")) + text[end:]
    return text


def check(seeds: range, start: Callable[[random.Random], str]) -> int:
    """How many of the texts were read line by line; each of those is what the parser says."""
    times = 0
    for seed in seeds:
        text = _mutant(start(random.Random(seed)), random.Random(-seed - 1))
        found = read(text)
        if found is not None:
            times += 1
            expected = yaml_events.read(text, MOST_VALUES, MOST_DEPTH)
            assert expected is not None, (seed, text)
            assert told(found) == told(expected), (seed, text)
    return times


def test_made_texts_are_read_as_the_parser_reads_them() -> None:
    assert check(range(2500), lambda rng: _Writer(rng).block(0, 3)) > 400


def test_damaged_catalogues_are_read_as_the_parser_reads_them() -> None:
    blocks = [
        block
        for path in sorted([*CATALOGUE.rglob("*.yaml"), *EXAMPLE.rglob("*.yaml")])
        for block in path.read_text("utf-8").split("\n\n")
        if len(block) < 1500 and not block.startswith((" ", "#"))
    ]
    assert len(blocks) > 30
    assert check(range(1500), lambda rng: rng.choice(blocks)) > 500


def test_nearly_all_files_of_the_catalogues_are_read_line_by_line() -> None:
    files = sorted([*CATALOGUE.rglob("*.yaml"), *EXAMPLE.rglob("*.yaml")])
    texts = [path.read_text("utf-8") for path in files]
    both = [(found, yaml_events.read(text, MOST_VALUES, MOST_DEPTH)) for text in texts if (found := read(text))]
    assert len(both) >= len(files) - 2
    assert all(expected and told(found) == told(expected) for found, expected in both)


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\nb: [2, 3-4, x:5]\n", {"a": 1, "b": [2, "3-4", "x:5"]}),
        ("a:\n- b: c\n  d:\n- 'e: #'\n", {"a": [{"b": "c", "d": None}, "e: #"]}),
        ("a:\n  - {b: [], c: {d: \"e, f\", g: null}}", {"a": [{"b": [], "c": {"d": "e, f", "g": None}}]}),
        ("# c\na: >-\n  # no\n  comment\n\n# c\nb: x # c\n", {"a": "# no comment", "b": "x"}),
        ("a: >-\n    x\nb:\n    c: -5\n", None),
        ("a: x\n  y\n", None),
        ("a: >-\n  x\n\n  y\n", None),
        ("a: >-\n  x\n\n  # y\n", None),
        ("a: x\n b: y\n", None),
        ("a: 1\na: 2\n", None),
        ("a: [b, c: d]\n", None),
        ("a: [b,\n  c]\n", None),
        ("a: \u3164\n", None),
        ("a: x\u200by\n", None),
        ("[a]\n", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_left_to_the_parser(text: str, data: object) -> None:
    found = read(text)
    assert (found and found[0]) == data


def test_the_place_of_an_id_is_that_of_its_value() -> None:
    found = read("# c\n\na:\n  - >-\n    x\n    y\n  - id: b\n    c: {d: e, id: f}\n")
    assert found is not None
    data, ids, _ = found
    assert ids == {id(data["a"][1]): (7, 9), id(data["a"][1]["c"]): (8, 19)}


def test_there_is_no_more_of_it_than_there_may_be() -> None:
    for text in ("a: [[b]]", "a: {b: [c]}", "a: {b: {c: d}}", "a:\n  b:\n    - c", "a:\n- [b]", "a:\n- b: c"):
        depths = range(1, 8)
        expected = [yaml_events.read(text, MOST_VALUES, depth) is not None for depth in depths]
        assert [read(text, most_depth=depth) is not None for depth in depths] == expected
    assert read("a: " + "[" * 90 + "b" + "]" * 90) is None
    for text in ("a: [1, 2, 3]", "a: [[1], {b: [2]}]", "a:\n- 1\n- 2", "a: {b: c, d: 'e'}", "a: >-\n  b\nc: []"):
        numbers = range(1, 12)
        expected = [yaml_events.read(text, most, MOST_DEPTH) is not None for most in numbers]
        assert [read(text, most_values=most) is not None for most in numbers] == expected
        assert expected.count(True) > 1 < expected.count(False)
