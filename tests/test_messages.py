"""Problems are codes with values until they are told: in every language the same values, and no sentence is read by us."""

from __future__ import annotations

import ast
import functools
import re
import string
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import flowviz
from flowviz import locales
from flowviz.loading.codes import CODES
from flowviz.loading.problems import Cell, Problem
from flowviz.locales import LANGUAGES, sentences
from flowviz.messages import OneOf, said

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(flowviz.__file__).parent
PREFIX = "problem."
PARTS = ("at", "following", "form", "kind", "more", "one-of", "proposal", "type", "value")
"""What messages are made of besides problems."""
FAMILIES = {"form.", "kind.", "type.", "missing-part.", "unknown-"}
"""Beginnings of keys whose ends are names of the schema or of kinds of things."""
READERS = {
    *(
        "compile",
        "count",
        "endswith",
        "find",
        "findall",
        "finditer",
        "fullmatch",
        "index",
        "match",
        "partition",
        "rfind",
    ),
    *(
        "removeprefix",
        "removesuffix",
        "replace",
        "rindex",
        "rpartition",
        "rsplit",
        "search",
        "split",
        "startswith",
        "sub",
    ),
}
"""Functions that look for something in a text."""
SUFFIX = re.compile(r"\.(one|cell)\Z")
"""Of a sentence for one, and of one for a problem in a sheet."""
LIKE_A_SENTENCE = re.compile(r"[a-z] [a-z]+ [a-z]|[a-z'][,:(] |[,:(] [a-z']")
"""Three words, or a word beside a sign: two words alone are names of fields and of kinds too."""


@functools.cache
def told(language: str) -> dict[str, str]:
    """The sentences of problems by key."""
    return {key.removeprefix(PREFIX): one for key, one in sentences(language).items() if key.startswith(PREFIX)}


def blanks(sentence: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(sentence) if name})


@functools.cache
def trees() -> dict[str, ast.Module]:
    return {path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8")) for path in SOURCE.rglob("*.py")}


def texts_in(node: ast.AST) -> set[str]:
    return {
        one.value.decode("latin-1") if isinstance(one.value, bytes) else one.value
        for one in ast.walk(node)
        if isinstance(one, ast.Constant) and isinstance(one.value, (str, bytes))
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_a_sentence_in_every_language_with_the_same_values(language: str) -> None:
    expected = {key: blanks(one) for key, one in told("en").items() if key != "type.text"}
    assert {key: blanks(one) for key, one in told(language).items() if key != "type.text"} == expected


def test_every_sentence_is_that_of_a_code_and_every_code_has_one() -> None:
    codes = {key.partition(".")[0] for key in told("en")}
    assert codes - set(PARTS) == CODES.keys()


def test_every_sentence_is_said_by_the_code_and_nothing_else_is() -> None:
    texts = {text for tree in trees().values() for text in texts_in(tree)}
    unsaid = {key for key in told("en") if key not in texts and SUFFIX.sub("", key) not in texts}
    assert {key for key in unsaid if not key.startswith(tuple(FAMILIES))} == set()
    calls = [
        call.args[0].value
        for tree in trees().values()
        if "flowviz.messages" in {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "said"
        if isinstance(call.args[0], ast.Constant)
    ]
    assert len(calls) > 150
    assert {key for key in calls if key not in told("en")} <= {""}  # of a message that is never told


def test_our_own_code_reads_no_finished_sentence() -> None:
    ours = "\n".join(told("en").values())
    found = [
        f"{file}:{node.lineno}: {text!r}"
        for file, tree in trees().items()
        for node in readings(tree)
        for text in texts_in(node)
        if LIKE_A_SENTENCE.search(text) and text in ours
    ]
    assert found == []


def readings(tree: ast.Module) -> Iterator[ast.expr]:
    """What looks for something in a text: comparisons, and calls of `READERS`."""
    for node in ast.walk(tree):
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS
        if isinstance(node, ast.Compare) or named:
            assert isinstance(node, ast.expr)
            yield node


@pytest.mark.parametrize("code", ["if 'a feed needs evidence' in message: pass", "meaning.partition(', such')"])
def test_a_reading_of_a_sentence_would_be_found(code: str) -> None:
    (found,) = readings(ast.parse(code))
    (text,) = texts_in(found)
    assert LIKE_A_SENTENCE.search(text)
    assert any(text in one for one in told("en").values())


def test_a_message_is_told_in_the_language_that_is_asked_for_down_to_its_parts() -> None:
    wanted = OneOf((said("type.string"), said("type.integer"), said("type.boolean")))
    message = said("wrong-type", value=said("value.mapping"), wanted=wanted)
    assert message.told("en") == "a mapping where text, a whole number or true or false should stand"
    assert message.told("fi").endswith("pitäisi olla teksti, kokonaisluku tai true tai false")
    assert message.told("sv").startswith("en uppsättning nycklar och värden där")


@pytest.mark.parametrize(("language", "shown"), [("en", "10,000"), ("fi", "10\u00a0000"), ("sv", "10\u00a0000")])
def test_thousands_are_apart_as_the_language_has_it(language: str, shown: str) -> None:
    assert shown in said("too-much.problems", most=10_000).told(language)


def test_a_problem_of_a_cell_is_told_by_row_column_and_heading_and_printed_as_a_place() -> None:
    message = said("unknown-thing", kind=said("kind.thing"), id="kella", proposal="kela")
    problem = Problem("Feeds", 2, 3, message, following=1, cell=Cell("C", "To (id)"))
    assert str(problem) == "Feeds:2:3: C2: unknown item 'kella' (did you mean 'kela'?) (1 more follows from this)"
    assert problem.told("en").startswith("Feeds, row 2, column 'To (id)' (C): unknown item 'kella'")
    assert problem.told("fi") == (
        "Feeds, rivi 2, sarake ”To (id)” (C): tuntematon kohde ”kella” (tarkoititko ”kela”?) (tästä seuraa 1 muu)"
    )
    assert problem.told("sv").startswith("Feeds, rad 2, kolumn ”To (id)” (C): okänd identifierare ”kella” (objekt)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_problem_of_a_line_has_the_same_place_in_every_language(language: str) -> None:
    assert Problem("a.yaml", 3, 5, said("blank")).told(language).startswith("a.yaml:3:5: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentences_are_what_a_parser_reads(language: str) -> None:
    text = Path(locales.__file__).with_name(f"{language}.yaml").read_text("utf-8")
    assert dict(sentences(language)) == yaml.load(text, Loader=yaml.SafeLoader)
