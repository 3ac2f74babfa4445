"""The assessment report: in three languages and three formats, every fact is in it, and every blank is left blank.

It begins with what happens, never says that there is nothing where nothing is known, and ends with how it is made again.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest

from flowviz.facts.impact import Selection
from flowviz.loading import load
from flowviz.locales import LANGUAGES, date, words
from flowviz.model import build_model, name_of
from flowviz.reports import FORMATS, ask, markdown
from flowviz.reports.assessment import SECTIONS, assessment
from flowviz.reports.blocks import Blank, Command, Form, Heading, Paragraph, Picture, TableBlock
from flowviz.reports.tongues import tag
from flowviz.telling.impact import consequences

if TYPE_CHECKING:
    from flowviz.model import Model
    from flowviz.reports import Question
    from flowviz.reports.blocks import Block

EXAMPLE = Path(__file__).parents[1] / "example"

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
    for section in ("brief", *SECTIONS, "unknown", "method"):
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
    assert len(blanks) == sum(section.blanks for section in SECTIONS.values())
    assert all(blank.question in text for blank in blanks)
    label = words(question.language)("report.blank")
    assert text.count(f"{label}:") == len(blanks)


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

    folder = tmp_path
    text = HEAD.replace("{en: Clients, da: Klienter}", '"<script>alert(1)</script> | *a*"')
    (folder / "head.yaml").write_text(text, "utf-8")  # type: ignore[operator]
    question = ask(build_model(load(folder)), ["clients"], language="en")  # type: ignore[arg-type]
    assert "<script>" not in FORMATS["html"](question).decode()
    assert "<script>" not in FORMATS["md"](question).decode()
    assert r"\| \*a\*" in FORMATS["md"](question).decode()


def blocks(question: Question) -> list[Block]:
    return list(assessment(question, "docx"))


def beneath(question: Question, section: str) -> list[Block]:
    """The blocks beneath a heading, up to the next one of its level."""
    found, title = blocks(question), words(question.language)(f"report.section.{section}")
    start = found.index(Heading(title)) + 1
    ends = (
        place for place, block in enumerate(found) if place > start and isinstance(block, Heading) and block.level < 3
    )
    return found[start : next(ends, None)]


def told(found: list[Block]) -> list[str]:
    return [block.text for block in found if isinstance(block, Paragraph)]


def forms(question: Question) -> dict[str, Form]:
    return {block.title: block for block in blocks(question) if isinstance(block, Form)}


def test_it_begins_with_the_consequences_and_the_drawing(question: Question) -> None:
    brief = beneath(question, "brief")
    sentences = consequences(question.model, question.whole, question.language)
    assert [text for text in told(brief) if text in sentences] == sentences
    assert any(isinstance(block, Picture) for block in brief)
    first = next(block for block in blocks(question) if isinstance(block, Heading) and block.level == 2)
    assert first.text == words(question.language)("report.section.brief")


@pytest.mark.parametrize("form", FORMS)
def test_it_ends_with_the_commands_that_make_it_again(question: Question, form: str) -> None:
    found = list(assessment(question, form))
    commands = [block for block in found if isinstance(block, Command)]
    assert found[-len(commands) :] == commands
    assert question.command(form) in [command.text for command in commands]


def test_every_heading_says_what_is_to_be_done_with_it(question: Question) -> None:
    for name in (*SECTIONS, "unknown"):
        first = beneath(question, name)[0]
        assert isinstance(first, Paragraph), name
        assert first.role == "guide", name


def test_it_asks_for_case_person_and_date_at_its_beginning_and_for_its_approval_at_its_end(question: Question) -> None:
    say = words(question.language)
    for name, parts in (("identity", ("case", "who", "when")), ("approval", ("name", "when", "case", "decision"))):
        asked = forms(question)[say(f"report.{name}")]
        assert asked.rows == tuple((say(f"report.{name}.{part}"), "") for part in parts)
    found = blocks(question)
    first, last = (
        next(
            place
            for place, block in enumerate(found)
            if isinstance(block, Form) and block.title == say(f"report.{name}")
        )
        for name in ("identity", "approval")
    )
    sections = [found.index(Heading(say(f"report.section.{name}"))) for name in SECTIONS]
    assert first < min(sections)
    assert last > max(sections)


def test_every_action_waits_for_its_owner_and_its_date(question: Question) -> None:
    say = words(question.language)
    asked = forms(question)[say("report.actions")]
    assert asked.headings == tuple(say(f"report.actions.{name}") for name in ("what", "who", "when"))
    assert all(row[1:] == ("", "") for row in asked.rows)
    assert asked.rows[-2:] == (("", "", ""),) * 2
    texts = [what for what, *_ in asked.rows]
    for row in question.whole.downstream:
        named = any(name_of(question.model, row.id, question.language) in text for text in texts)
        assert named == (row.felt != "touched" or row.rests_on_implied), row.id
    for department in question.whole.departments:
        assert name_of(question.model, department.id, question.language) in texts[0]
    assert say("report.action.model") in texts


def test_outside_parties_are_to_be_consulted_and_the_people_concerned_are_named(model: Model) -> None:
    question = ask(model, ["elinkeino-osasto"], language="en")
    tables = {
        block.table.name: block.table for block in beneath(question, "organising") if isinstance(block, TableBlock)
    }
    assert len(tables["outside"].rows) == len(question.whole.outside) > 0
    assert len(tables["data-subjects"].rows) == len(question.whole.data_subjects) > 0


def test_existing_resources_that_the_same_givers_feed_are_offered(model: Model) -> None:
    question = ask(model, ["taloustietovaranto"], language="en")
    offered = " ".join(told(beneath(question, "existing")))
    assert "Financial information resource" not in offered
    receivers = {feed.target for feed in model.catalogue.feeds if feed.source == "yritystoiminta"} - {
        "taloustietovaranto"
    }
    assert all(name_of(model, id_, "en") in offered for id_ in receivers if model.nodes[id_]["kind"] == "shared")
    assert "line" in offered


def _plain(folder: Path, text: str, language: str = "en") -> Question:
    (folder / "head.yaml").write_text(text, "utf-8")
    return ask(build_model(load(folder)), ["clients"], language=language)


def test_what_is_not_known_is_never_told_as_none(tmp_path: Path) -> None:
    from conftest import HEAD

    for language in LANGUAGES:
        question = _plain(tmp_path, HEAD, language)
        say = words(language)
        text = " ".join(told(blocks(question)))
        assert question.whole.none_known == ()
        assert say("impact.answer.personal.none") not in text
        assert say("report.protection.none") not in text
        assert say("report.protection.unknown") in told(beneath(question, "publicity"))
        nothing = say("impact.nothing.none").split("{")[0]
        assert nothing not in text
        unknown = [
            line for line in told(blocks(question)) if line.startswith(say("impact.nothing.unknown").split("{")[0])
        ]
        assert any(say("impact.table.personal-data").lower() in line.lower() for line in unknown)


def test_what_the_source_says_there_is_none_of_is_told_as_none(tmp_path: Path) -> None:
    import dataclasses

    from conftest import HEAD

    question = _plain(tmp_path, HEAD)
    whole = dataclasses.replace(question.whole, none_known=("personal_data", "personal_feeds"))
    question = dataclasses.replace(question, whole=whole)
    found = told(beneath(question, "publicity"))
    say = words("en")
    assert say("report.protection.none") in found
    titles = [say(f"impact.table.{name}") for name in ("personal-data", "personal-feeds")]
    lowered = "; ".join(title[:1].lower() + title[1:] for title in titles)
    assert say("impact.nothing.none", tables=lowered) in found
    assert say("report.action.protection") not in [row[0] for row in forms(question)[say("report.actions")].rows]


def test_empty_tables_are_one_line_and_those_that_filters_empty_say_so(model: Model) -> None:
    whole = ask(model, ["taloustietovaranto"], language="en")
    assert not any(isinstance(block, TableBlock) and not block.table.rows for block in blocks(whole))
    narrow = Selection(effects=("touched",), departments=("viestintaosasto",))
    filtered = ask(model, ["taloustietovaranto"], language="en", selection=narrow)
    hidden = words("en")("impact.nothing.hidden").split("{")[0]
    assert [line for line in told(blocks(whole)) if line.startswith(hidden)] == []
    assert [line for line in told(beneath(filtered, "datasets")) if line.startswith(hidden)] == [
        f"{hidden}what receives data from it; what provides data to it."
    ]


def test_remarks_on_the_source_are_about_what_is_removed_and_none_is_about_spelling(model: Model) -> None:
    issues = {issue.id: issue for issue in model.catalogue.issues}
    for id_ in ("taloustietovaranto", "henkilostotietovaranto", "vaestotieto"):
        answer = ask(model, [id_]).whole
        gone = {one.id for one in answer.removed}
        expected = [key for key, issue in issues.items() if issue.kind != "typo" and gone.intersection(issue.about)]
        assert list(answer.source_issues) == expected
    cut = ask(model, pairs=[("muutostietopalvelu", "vaestotieto")]).whole
    assert cut.source_issues
    assert all({"muutostietopalvelu", "vaestotieto"} <= {*issues[id_].about} for id_ in cut.source_issues)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_run_of_the_document_says_its_language_and_danish_names_stay_danish(language: str) -> None:
    question = ask(build_model(load(EXAMPLE)), ["borgere"], language=language)
    namespace = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    document = docx.Document(io.BytesIO(FORMATS["docx"](question)))
    found: dict[str, set[str]] = {}
    for run in document.element.body.iter(f"{namespace}r"):
        text = "".join(part.text or "" for part in run.iter(f"{namespace}t"))
        if text:
            mark = run.find(f"{namespace}rPr/{namespace}lang")
            assert mark is not None, text
            found.setdefault(mark.get(f"{namespace}val"), set()).add(text)
    name = question.model.nodes["borgere"]["thing"].name
    assert name.get(language) in found[tag(name.language(language))]
    assert words(language)("report.section.aim") in found[tag(language)]
    page = FORMATS["html"](question).decode()
    marked = f'<span lang="{name.language(language)}">{name.get(language)}</span>'
    assert (marked in page) == (name.language(language) != language)


def test_what_is_not_said_in_the_language_of_the_report_is_marked_as_what_it_is(example: Model) -> None:
    question = ask(example, ["omsorg"], language="sv")
    description = example.nodes["omsorg"]["thing"].description
    assert description.language("sv") == "da"
    text = description.get("sv")
    assert any(text in paragraph for paragraph in told(beneath(question, "present")))
    document = docx.Document(io.BytesIO(FORMATS["docx"](question)))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs if text == run.text)
    assert 'w:lang w:val="da' in run._r.xml
    assert f'<span lang="da">{html.escape(text)}</span>' in FORMATS["html"](question).decode()


def test_a_drawing_of_any_size_fits_an_upright_page(tmp_path: Path) -> None:
    from conftest import HEAD

    many = "".join(f"  - {{from: clients, to: r{n}, basis: stated, evidence: [3]}}\n" for n in range(150))
    shared = "".join(f"  - {{id: r{n}, name: Receiver {n}, scope: city}}\n" for n in range(150))
    text = HEAD.replace("feeds:\n", f"{shared}feeds:\n{many}")
    document = docx.Document(io.BytesIO(FORMATS["docx"](_plain(tmp_path, text))))
    page: Any = document.sections[0]
    picture = document.inline_shapes[0]
    assert page.page_height > page.page_width
    assert picture.width <= page.page_width - page.left_margin - page.right_margin
    assert picture.height <= page.page_height - page.top_margin - page.bottom_margin


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_signs_is_told_what_to_write_where(model: Model, language: str) -> None:
    written = docx.Document(io.BytesIO(FORMATS["docx"](ask(model, ["vaestotieto"], language=language))))
    day = {"fi": "[pp.kk.vvvv]", "sv": "[dd.mm.åååå]", "en": "[dd.mm.yyyy]"}[language]
    say = words(language)
    told = {row.cells[0].text: row for table in written.tables for row in table.rows if len(row.cells) == 2}
    for name in ("identity.when", "approval.when"):
        assert told[say(f"report.{name}")].cells[1].text == day
    signature = told[say("report.approval.decision")]
    assert signature.cells[1].text == f"[{say('report.blank.hint')}]"
    assert signature.height.cm >= 0.8


def test_a_table_of_parties_and_people_has_no_column_that_is_always_empty(model: Model) -> None:
    question = ask(model, ["viestintaosasto", "muutostietopalvelu"], language="en")
    tables = {block.table.title: block.table for block in blocks(question) if isinstance(block, TableBlock)}
    for name in ("outside", "data-subjects"):
        assert [column.key for column in tables[f"impact.table.{name}"].columns] == ["name", "evidence"]


def test_a_records_class_is_not_broken_over_two_lines(model: Model) -> None:
    written = docx.Document(io.BytesIO(FORMATS["docx"](ask(model, ["viestintaosasto"], language="en"))))
    found = {cell.text for table in written.tables for row in table.rows for cell in row.cells}
    assert "00\N{NO-BREAK SPACE}01\N{NO-BREAK SPACE}02\N{NO-BREAK SPACE}03" in found
