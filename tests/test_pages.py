"""Drawings for a page: what one holds, what goes on to the next, and what is told where a kind cannot be cut."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import flowviz
from drawn import all_wishes, graph_from, made
from flowviz import drawing, typography
from flowviz.cli import main
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.diagrams.page import FITS, Page
from flowviz.diagrams.scene import Card, Scene
from flowviz.drawing_many import draw_many
from flowviz.locales import LANGUAGES
from flowviz.remarks import remarks
from pdf_reader import Pdf

if TYPE_CHECKING:
    from conftest import Run
    from flowviz.model import Model

EXAMPLE = str(Path(__file__).parent / "example")
HAVN = "havn"


def tower(model: Model, wish: Wish, floors: int, number: int = 0) -> Scene:
    """A drawing of a department as high as it has floors, each of 500 pixels."""
    cards = [
        Card(
            id=f"floor-{i}",
            kind="party",
            scope="own",
            text=f"Floor {i}",
            lines=[f"Floor {i}"],
            x=0,
            y=500 * i,
            w=300,
            h=480,
        )
        for i in range(number, number + floors)
    ]
    for card in cards:
        card.y -= 500 * number
    return Scene(
        kind="feeds", name=f"feeds-{wish.of}", title="Tower", subtitle="All floors", description="A tower.",
        language=wish.language, cards=cards, placed=True, width=300, height=500 * floors,
    )  # fmt: skip


@pytest.fixture
def towers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The feeds of a department are a tower of five floors, of which an A4 page holds two."""
    floors = 5

    def pages(model: Model, wish: Wish) -> list[Scene]:
        return [tower(model, wish, min(2, floors - first), first) for first in range(0, floors, 2)]

    kind = dataclasses.replace(DIAGRAMS["feeds"], draw=lambda model, wish: tower(model, wish, floors), pages=pages)
    monkeypatch.setitem(DIAGRAMS, "feeds", kind)


@pytest.fixture
def run(run: Run) -> Run:
    """Runs the command line on the example, in English."""
    return lambda *arguments: run(*arguments, "--catalogue", EXAMPLE, "--lang", "en")


def feeds(*options: str) -> list[str]:
    return ["draw", "--kind", "feeds", "--department", HAVN, *options]


# --- pages


@pytest.mark.usefixtures("towers")
@pytest.mark.parametrize(("language", "said"), [("fi", "sivu 2/3"), ("sv", "sida 2 av 3"), ("en", "page 2 of 3")])
def test_what_a_page_does_not_hold_goes_on_to_the_next_and_each_says_which_it_is(
    example: Model, language: str, said: str
) -> None:
    wish = Wish(kind="feeds", of=HAVN, language=language, page=FITS["a4"])
    scenes = drawing.pages_of(example, wish)
    assert [scene.name for scene in scenes] == ["feeds-havn-1", "feeds-havn-2", "feeds-havn-3"]
    assert scenes[1].subtitle == f"All floors · {said}"
    assert [len(scene.cards) for scene in scenes] == [2, 2, 1]
    assert all(scene.page == FITS["a4"] for scene in scenes)
    assert f"All floors · {said}" in drawing.finish(example, scenes[1])


@pytest.mark.usefixtures("towers")
def test_a_subtitle_of_sentences_tells_its_page_in_one(example: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    cut = DIAGRAMS["feeds"].pages
    assert cut

    def pages(model: Model, wish: Wish) -> list[Scene]:
        scenes = cut(model, wish)
        for scene in scenes:
            scene.subtitle = "All floors. And the roof."
        return scenes

    monkeypatch.setitem(DIAGRAMS, "feeds", dataclasses.replace(DIAGRAMS["feeds"], pages=pages))
    scenes = drawing.pages_of(example, Wish(kind="feeds", of=HAVN, language="en", page=FITS["a4"]))
    assert scenes[2].subtitle == "All floors. And the roof. Page 3 of 3."


@pytest.mark.usefixtures("towers")
@pytest.mark.parametrize("page", [FITS["screen"], FITS["a1"].holding(400, 2700)])
def test_a_drawing_that_its_page_holds_and_one_on_a_screen_is_not_cut(example: Model, page: Page) -> None:
    (scene,) = drawing.pages_of(example, Wish(kind="feeds", of=HAVN, page=page))
    assert (scene.name, scene.subtitle, len(scene.cards)) == ("feeds-havn", "All floors", 5)


@pytest.mark.usefixtures("towers")
def test_files_of_several_pages_are_numbered_and_leafed_through_in_their_order(run: Run, tmp_path: Path) -> None:
    code, out, err = run("draw", "--department", HAVN, "--fit", "a4", "-o", "memo")
    assert code == 0
    assert [Path(line).name for line in out.split()] == [
        "department-havn.svg", "feeds-havn-1.svg", "feeds-havn-2.svg", "feeds-havn-3.svg", "index.html",
    ]  # fmt: skip
    index = (tmp_path / "memo/index.html").read_text("utf-8")
    assert re.findall(r'<img src="(.*?)"', index) == [
        "department-havn.svg", "feeds-havn-1.svg", "feeds-havn-2.svg", "feeds-havn-3.svg",
    ]  # fmt: skip
    assert re.findall(r'<li><a href="#.*?">(.*?)</a>', index)[1:] == ["Feeds 1", "Feeds 2", "Feeds 3"]
    assert err.startswith("2 drawings: open memo")
    assert "larger" not in err


@pytest.mark.usefixtures("towers")
def test_a_file_of_several_pages_is_numbered_too_but_a_pdf_has_them_all(run: Run, tmp_path: Path) -> None:
    assert run(*feeds("--fit", "a4", "-o", "x.png"))[:2] == (0, "x-1.png\nx-2.png\nx-3.png\n")
    assert run(*feeds("--fit", "a4", "-o", "x.pdf"))[:2] == (0, "x.pdf\n")
    assert run(*feeds("--fit", "a4", "--format", "pdf", "-o", "y"))[1].strip().endswith("feeds-havn.pdf")
    pdf = Pdf((tmp_path / "x.pdf").read_bytes())
    assert [page["MediaBox"] for page in pdf.pages] == [
        [0, 0, pytest.approx(595.28, abs=0.01), pytest.approx(841.89, abs=0.01)]
    ] * 3
    assert pdf.info["Title"] == "Tower – Information resources of the Municipality of Sundhavn"
    assert [page.kids[1].text[-11:] for page in pdf.structure().kids] == ["page 1 of 3", "page 2 of 3", "page 3 of 3"]
    assert run(*feeds("-o", "z.svg"))[:2] == (0, "z.svg\n")


@pytest.mark.usefixtures("towers")
@pytest.mark.parametrize(("place", "stem"), [("x.svg", "x"), (".", "feeds-havn")])
def test_pages_of_an_earlier_run_go_if_they_are_surely_that(run: Run, tmp_path: Path, place: str, stem: str) -> None:
    def names() -> list[str]:
        return sorted(path.name for path in tmp_path.glob("*.svg"))

    assert run(*feeds("--fit", "a4", "-o", place))[0] == 0
    three = [f"{stem}-{page}.svg" for page in (1, 2, 3)]
    assert names() == three
    assert run(*feeds("-o", place))[0] == 0
    assert names() == [f"{stem}.svg"]
    assert run(*feeds("--fit", "a4", "-o", place))[0] == 0
    assert names() == three
    # one was changed by hand, and one is a drawing of its own with such a name
    with (tmp_path / three[1]).open("a") as file:
        file.write("<!-- mine -->")
    assert run("draw", "--department", "pleje", "--kind", "department", "-o", three[2], "--force")[0] == 0
    assert run(*feeds("-o", place))[0] == 0
    assert names() == [*three[1:], f"{stem}.svg"]


@pytest.mark.usefixtures("towers")
def test_several_pages_go_to_standard_output_as_a_pdf_alone(run: Run) -> None:
    code, out, err = run(*feeds("--fit", "a4", "-o", "-"))
    assert (code, out) == (2, "")
    assert "3 pages cannot go to standard output as svg: take --format pdf" in err


@pytest.mark.usefixtures("towers")
def test_a_page_of_somebody_else_is_left_alone_and_no_other_is_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x-2.svg").write_text("<svg/>")
    code, out, err = run(*feeds("--fit", "a4", "-o", "x.svg"))
    assert (code, out) == (2, "")
    assert "x-2.svg' was not written by flowviz" in err
    assert [path.name for path in tmp_path.iterdir()] == ["x-2.svg"]


@pytest.mark.usefixtures("towers")
def test_two_processes_give_the_same_pages_as_one(example: Model) -> None:
    wishes = [Wish(kind="feeds", of=department, page=FITS["a4"]) for department in (HAVN, "pleje")]
    alone = list(draw_many(example, wishes, "svg", jobs=1))
    assert [(one.name, one.page, one.pages) for one in alone] == [
        (f"feeds-{name}-{i}", i, 3) for name in (HAVN, "pleje") for i in (1, 2, 3)
    ]
    assert {one.whole for one in alone} == {"feeds-havn", "feeds-pleje"}


@pytest.mark.usefixtures("towers")
def test_a_drawing_of_the_library_has_its_pages(example: Model, tmp_path: Path) -> None:
    found = flowviz.draw(flowviz.load(EXAMPLE), "feeds", of=HAVN, fit="a4", language="en")
    assert len(found.pages) == 3
    assert found.svg == found.pages[0]
    assert found.save(tmp_path / "x.svg") == tmp_path / "x-1.svg"
    assert found.save(tmp_path / "x.pdf") == tmp_path / "x.pdf"
    assert sorted(path.name for path in tmp_path.glob("x*")) == ["x-1.svg", "x-2.svg", "x-3.svg", "x.pdf"]
    assert (tmp_path / "x-3.svg").read_text("utf-8") == found.pages[2]
    assert (found.text, found.dot.count("Floor 4") > 0) == ("Tower. All floors. A tower.", True)
    with pytest.raises(flowviz.FlowvizError, match="there is no fit 'a5'; there are: screen, slide, a4"):
        flowviz.draw(flowviz.load(EXAMPLE), "feeds", of=HAVN, fit="a5")


@pytest.mark.parametrize("short_by", [0, 60])
def test_a_drawing_that_reckoned_with_too_little_around_it_is_made_for_less_before_it_is_cut(
    example: Model, monkeypatch: pytest.MonkeyPatch, short_by: float
) -> None:
    asked = []

    def draw(model: Model, wish: Wish) -> Scene:
        """A drawing as high as its page, less what it thinks will stand around it."""
        asked.append(wish.page.h)
        scene = tower(model, wish, 1)
        scene.height = wish.page.h - short_by
        return scene

    kind = dataclasses.replace(DIAGRAMS["feeds"], draw=draw, pages=lambda model, wish: [])
    monkeypatch.setitem(DIAGRAMS, "feeds", kind)
    (scene,) = drawing.pages_of(example, Wish(kind="feeds", of=HAVN, language="en", page=FITS["a4"]))
    svg = drawing.finish(example, scene)
    height = re.search(r' height="([\d.]+)"', svg)
    assert height
    assert FITS["a4"].h - 1 < float(height[1]) < FITS["a4"].h + 0.1
    assert scene.page == FITS["a4"]
    assert len(asked) == 2


# --- what does not fit


@pytest.fixture
def uncut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The feeds of a department are a tower of three floors that cannot be cut: 1,664 pixels with its margins, on an A4 page of 1,323."""
    kind = dataclasses.replace(DIAGRAMS["feeds"], draw=lambda model, wish: tower(model, wish, 3), pages=None)
    monkeypatch.setitem(DIAGRAMS, "feeds", kind)


@pytest.mark.usefixtures("uncut")
def test_a_drawing_larger_than_its_page_is_told_with_the_size_of_its_text_and_a_page_that_holds_it(
    run: Run, tmp_path: Path
) -> None:
    code, out, err = run(*feeds("--fit", "a4", "-o", "x.svg"))
    assert (code, out) == (0, "x.svg\n")
    told = re.fullmatch(
        r"feeds-havn: larger than a4, on which its smallest text would have ([\d.]+) pt: not made smaller; use --fit a1\n",
        err,
    )
    svg = (tmp_path / "x.svg").read_text("utf-8")
    height = re.search(r' height="([\d.]+)"', svg)
    assert told
    assert height
    assert 0 <= 7 * 297 / 25.4 * 72 * 11 / 7 / float(height[1]) - float(told[1]) < 0.1
    code, out, err = run(*feeds("--fit", "a4", "-o", "x.pdf"))
    assert "not made smaller, its page is 1.4 times as wide and high; use" in err
    assert Pdf((tmp_path / "x.pdf").read_bytes()).pages[0]["MediaBox"][2:] == [
        pytest.approx(841.89, abs=0.1), pytest.approx(1190.55, abs=0.1),
    ]  # fmt: skip


@pytest.mark.usefixtures("uncut")
def test_on_a_slide_text_is_told_in_pixels_and_on_a_screen_nothing_is(example: Model) -> None:
    svg = drawing.draw(example, Wish(kind="feeds", of=HAVN, page=FITS["slide"]))
    (told,) = remarks([svg], "svg", FITS["slide"])
    assert re.search(r"larger than slide, on which its smallest text would have 4\.\d px", told)
    assert remarks([svg], "svg") == ()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["draw", "--fit", "a4", "--format", "dot", "-o", "x"], "--fit a4 does not go with DOT"),
        (["draw", "--fit", "a5"], "'a5' is not one of 'screen', 'slide', 'a4', 'a4-landscape', 'a3', 'a1', 'column'"),
        (["impact", "havn", "--fit", "a4"], "--fit goes with --format svg or md"),
    ],
)
def test_a_page_that_there_is_not_or_that_has_no_meaning_is_refused(run: Run, arguments: list[str], told: str) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    assert told in err
    assert len(err.splitlines()) == 1


# --- sizes


@pytest.mark.parametrize("fit", FITS)
def test_no_text_is_smaller_than_7_points_on_paper_or_11_pixels_on_a_screen(any_model: Model, fit: str) -> None:
    page = FITS[fit]
    least = 11 if fit in ("screen", "slide") else 7 / page.points - 0.001
    home = any_model.catalogue.departments[-1].id
    for wish in all_wishes(any_model, "sv"):
        if DIAGRAMS[wish.kind].of != "thing" or wish.of == home:
            for scene in drawing.pages_of(any_model, dataclasses.replace(wish, page=page)):
                svg = drawing.finish(any_model, scene)
                assert min(float(size) for size in re.findall(r'font-size="([\d.]+)"', svg)) >= least
                assert not re.search(r'transform="[^"]*(?:scale|matrix)', svg)


# --- letters


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_letters_that_a_picture_does_not_show_are_told_with_what_keeps_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    graph_from(tmp_path / "c", made(name="Care 中文 🏙️ ทะเบียน"))
    arguments = ["draw", "--catalogue", str(tmp_path / "c"), "--lang", "en", "--kind", "overview", "-o"]
    with pytest.raises(SystemExit) as end:
        main([*arguments, str(tmp_path / f"x.{form}")])
    assert end.value.code == 0
    assert capsys.readouterr().err == (
        f"overview: {form.upper()} has no letters for 中文🏙ทะเบยน: \ufffd stands in their place. "
        "SVG keeps them, and shows them in the fonts of whoever reads it\n"
    )
    with pytest.raises(SystemExit):
        main([*arguments, str(tmp_path / "x.svg")])
    assert capsys.readouterr().err == ""


def test_of_many_letters_the_first_are_named() -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>{"".join(map(chr, range(0x4E00, 0x4E20)))}</text></svg>'
    (told,) = remarks([svg, svg], "png")
    assert "no letters for 一丁丂七丄丅丆万丈三上下 and 20 more:" in told


def test_a_drawing_of_the_library_warns_of_letters_that_its_picture_does_not_show(tmp_path: Path) -> None:
    graph_from(tmp_path / "c", made(name="中"))
    found = flowviz.draw(flowviz.load(tmp_path / "c"), "overview", language="en")
    with pytest.warns(UserWarning, match="Office: PNG has no letters for 中"):
        found.save(tmp_path / "x.png")
    found.save(tmp_path / "x.svg")


# --- what stands around


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("fit", ["a4", "column"])
def test_head_and_small_print_keep_to_the_width_of_the_page(example: Model, fit: str, language: str) -> None:
    wish = Wish(kind="feeds", of=HAVN, language=language, page=FITS[fit])
    scene = tower(example, wish, 1)
    scene.title, scene.subtitle, scene.page = (
        "A title of many words " * 3,
        "Many words below the title, " * 6,
        FITS[fit],
    )
    svg = drawing.finish(example, scene)
    width = re.search(r'<svg [^>]*?width="([\d.]+)"', svg)
    assert width
    assert float(width[1]) <= FITS[fit].w
    head = re.search(r'<g class="title">(.*?)</g>', svg)
    assert head
    lines = re.findall(r'y="([\d.]+)" font-size="(\d+)"[^>]*>([^<]*)<', head[1])
    assert len(lines) > 2
    assert not any("…" in text for _, _, text in lines)
    assert all(typography.width(text, float(size), bold=size == "22") <= FITS[fit].w - 56 for _, size, text in lines)
    heights = [float(y) for y, _, _ in lines]
    assert heights == sorted(heights)
    top = re.search(r'class="drawing" transform="translate\(28 ([\d.]+)\)"', svg)
    assert top
    assert float(top[1]) >= heights[-1] + 11
