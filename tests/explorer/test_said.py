"""Where something is said: the lines of a document beside the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from looking import contents, elements, text_of

from flowviz.explorer.live import Live
from flowviz.explorer.said import Said

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.explorer.live import State

LINES = st.lists(st.tuples(st.integers(1, 999), st.integers(0, 20)).map(lambda pair: (pair[0], sum(pair))), max_size=5)


@given(source=st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True), lines=LINES)
def test_lines_print_themselves_and_read_themselves_back(source: str, lines: list[tuple[int, int]]) -> None:
    said = Said(source, tuple(lines))
    assert Said.read(str(said)) == said


def test_the_text_of_a_document_is_lit_at_its_lines_and_numbers_lead_on(state: State) -> None:
    details = contents(state, "?view=department&of=strategiaosasto&said=kasko:5&lang=en")["details"]
    lit = [each for each in elements(details) if type(each).__name__ == "Mark"]
    assert [text_of(mark) for mark in lit] == [state.texts["kasko"][4]]
    links = {text_of(each): vars(each)["href"] for each in elements(details) if "href" in vars(each)}
    assert links["10"] == "?view=department&of=strategiaosasto&said=kasko:10&lang=en"
    assert "4" not in links, "nothing rests on that line"
    assert "Customer information resource" in links


def test_a_document_without_a_text_tells_so_and_leads_to_its_address(state: State) -> None:
    details = contents(state, "?view=table&table=feeds&said=sivu:350&lang=en")["details"]
    told = text_of(details)
    assert "The text of the document is not in this catalogue." in told
    outside = [each for each in elements(details) if getattr(each, "target", None) == "_blank"]
    assert [vars(each)["href"].startswith("https://") for each in outside] == [True]


@pytest.mark.parametrize("asked", ["nowhere:3", "kasko:99999", "kasko:x", "kasko"])
def test_lines_that_are_not_there_are_no_error(state: State, asked: str) -> None:
    assert contents(state, f"?view=overview&said={asked}&lang=fi")["details"]


@pytest.mark.parametrize(
    ("named", "bytes_", "there"),
    [
        ("notes.txt", b"one\ntwo", True),
        ("../secret.txt", b"one", False),
        ("missing.txt", None, False),
        ("latin.txt", b"\xe4\xf6", False),
        ("link.txt", "../secret.txt", False),
    ],
)
def test_only_texts_that_lie_in_the_folder_of_the_catalogue_are_shown(
    tmp_path: Path, named: str, bytes_: bytes | str | None, there: bool
) -> None:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    if isinstance(bytes_, str):
        (folder / named).symlink_to(bytes_)
    elif bytes_ is not None:
        (folder / named).write_bytes(bytes_)
    (folder / "catalogue.yaml").write_text(
        "catalogue: {id: c, name: {en: C}, version: '1', date: 2026-01-01, language: en, languages: [en]}\n"
        "organisation: {id: o, name: {en: O}}\n"
        f"sources: [{{id: page, title: {{en: Page}}, language: en, text: {named}}}]\n"
    )
    assert bool(Live(folder).now().texts) is there
