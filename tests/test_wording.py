from __future__ import annotations

import pytest

from flowviz.catalogue import Evidence
from flowviz.wording import evidence_parts, evidence_text

SAID = [Evidence("page", 30, 30, "the city collects"), Evidence("letter", quote="all of it"), Evidence("page", 50, 51)]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "page, lines 30 (“the city collects”), 50–51; letter (“all of it”)"),
        ("fi", "page, rivit 30 (”the city collects”), 50–51; letter (”all of it”)"),
        ("sv", "page, rader 30 (”the city collects”), 50–51; letter (”all of it”)"),
    ],
)
def test_evidence_tells_documents_lines_and_words_of_them(language: str, told: str) -> None:
    assert evidence_text(SAID, language) == told


def test_the_words_of_a_document_are_known_apart_from_ours() -> None:
    assert [part for part in evidence_parts(SAID, "en") if part[1]] == [
        ("the city collects", "page"),
        ("all of it", "letter"),
    ]
