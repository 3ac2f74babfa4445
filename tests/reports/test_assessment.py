"""The assessment report: in three languages and three formats, every fact is in it, and every blank is left blank."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest

from flowviz.locales import LANGUAGES, date, words
from flowviz.model import name_of
from flowviz.reports import FORMATS, ask, markdown
from flowviz.reports.assessment import SECTIONS, Blank, Command, Picture, assessment

if TYPE_CHECKING:
    from flowviz.model import Model
    from flowviz.reports import Question

CLAIMS = re.compile(
    r"\b(906/2019|\d+ §|§|pykälä\w*|lain mukaan|laki edellyttää|laki vaatii|enligt lagen|lagen kräver|paragraf\w*"
    r"|under the act|the act requires|the law requires|legally required|lainmukainen)\b|§",
    re.IGNORECASE,
)
FORMS = ("md", "docx", "html")


def text_of(form: str, data: bytes) -> str:
    """The text of a report as a reader sees it."""
    if form == "docx":
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    text = data.decode()
    if form == "html":
        text = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\\(.)", r"\1", text)


@pytest.fixture(scope="module", params=LANGUAGES)
def question(model: Model, request: pytest.FixtureRequest) -> Question:
    return ask(model, ["viestintaosasto", "dvv"], language=request.param)


@pytest.fixture(scope="module")
def reports(question: Question) -> dict[str, bytes]:
    """The report in each of `FORMS`."""
    return {form: FORMATS[form](question) for form in FORMS}


@pytest.mark.parametrize("form", FORMS)
def test_it_has_every_name_the_headings_the_version_the_date_and_the_command(
    question: Question, reports: dict[str, bytes], form: str
) -> None:
    say, header = words(question.language), question.catalogue.header
    text = " ".join(text_of(form, reports[form]).split())
    answer = question.answer
    ids = (
        [one.id for one in answer.removed] + [row.id for row in answer.downstream] + [row.id for row in answer.upstream]
    )
    for id_ in ids:
        assert " ".join(name_of(question.model, id_, question.language).split()) in text
    for row in question.answer.records_classes:
        assert row.code in text
    for section in (*SECTIONS, "unknown", "method"):
        assert say(f"report.section.{section}") in text
    assert header.version in text
    assert date(header.date, question.language) in text
    assert question.command(form) in text


@pytest.mark.parametrize("form", FORMS)
def test_it_says_that_it_is_a_template_and_never_claims_to_be_law(
    question: Question, reports: dict[str, bytes], form: str
) -> None:
    text = text_of(form, reports[form])
    told = " ".join(text.split())
    assert words(question.language)("report.template").split(".")[1].strip() in told
    own = [block.text for block in assessment(question, form) if hasattr(block, "text")]
    own += [block.question for block in assessment(question, form) if isinstance(block, Blank)]
    assert [line for line in own if CLAIMS.search(line)] == []


@pytest.mark.parametrize("form", FORMS)
def test_every_blank_is_there_and_empty(question: Question, reports: dict[str, bytes], form: str) -> None:
    blanks = [block for block in assessment(question, form) if isinstance(block, Blank)]
    text = " ".join(text_of(form, reports[form]).split())
    assert len(blanks) == 2 + sum(count for _, count in SECTIONS.values()) + 1
    assert all(blank.question in text for blank in blanks)
    label = words(question.language)("report.blank")
    assert text.count(f"{label}:") == len(blanks) - 2


def test_every_sentence_of_the_report_is_in_every_language() -> None:
    from flowviz.locales import sentences

    keys = [
        {key for key in sentences(language) if key.startswith(("report.", "impact.", "critical."))}
        for language in LANGUAGES
    ]
    plurals = [{key for key in found if not key.endswith(".one")} for found in keys]
    assert plurals[0] == plurals[1] == plurals[2]


def test_the_document_opens_with_its_picture_described_and_its_language_set(
    question: Question, reports: dict[str, bytes]
) -> None:
    data = reports["docx"]
    document = docx.Document(io.BytesIO(data))
    assert len(document.inline_shapes) == 1
    picture = next(block for block in assessment(question, "docx") if isinstance(block, Picture))
    assert document.inline_shapes[0]._inline.docPr.get("descr") == picture.text
    assert document.core_properties.language == question.language
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert f'w:val="{question.language}-' in packed.read("word/styles.xml").decode()


def test_the_page_holds_the_drawing_and_asks_for_nothing_else(question: Question, reports: dict[str, bytes]) -> None:
    page = reports["html"].decode()
    assert page.count("<svg") == 1
    assert not re.search(r'(?:src|href)="', page)
    assert "<script" not in page


def test_markdown_shows_the_drawing_beside_it_or_the_command_for_it(question: Question) -> None:
    assert "](<impact.svg>)" in markdown.write(question, "impact.svg").decode()
    commands = [block for block in assessment(question, "md") if isinstance(block, Command)]
    assert all(command.text in markdown.write(question).decode() for command in commands)
    assert question.command("svg") in markdown.write(question).decode()


def test_a_name_that_is_markup_stays_text(tmp_path: object) -> None:
    from conftest import HEAD
    from flowviz.loading import load
    from flowviz.model import build_model

    folder = tmp_path
    text = HEAD.replace("{en: Clients, da: Klienter}", '"<script>alert(1)</script> | *a*"')
    (folder / "head.yaml").write_text(text, "utf-8")  # type: ignore[operator]
    question = ask(build_model(load(folder)), ["clients"], language="en")  # type: ignore[arg-type]
    assert "<script>" not in FORMATS["html"](question).decode()
    assert "<script>" not in FORMATS["md"](question).decode()
    assert r"\| \*a\*" in FORMATS["md"](question).decode()
