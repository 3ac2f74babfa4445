"""Every panel shows what the catalogue says, in three languages, with every link leading somewhere."""

from __future__ import annotations

import dataclasses
import inspect
import json
import shlex
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from looking import ask, at, contents, elements, links, text_of

from drawn import graph_from, made
from flowviz.catalogue import Evidence
from flowviz.cli import draw_command, main
from flowviz.diagrams import department
from flowviz.ends import Pair, end_of
from flowviz.explorer import PANELS, create_app, drawings, frame, pages, pieces, rows
from flowviz.explorer.drawings import drawing_of
from flowviz.explorer.ends import feeds_of_pair
from flowviz.explorer.live import Live, State
from flowviz.explorer.panels import drawing
from flowviz.explorer.query import Query
from flowviz.explorer.views import VIEWS
from flowviz.facts.tables import TABLES
from flowviz.filters import Filters
from flowviz.locales import LANGUAGES, sentences

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from flowviz.model import Model


def addresses(department: str, resource: str, shared: str, party: str) -> list[str]:
    """An address of every view, of the things of an authority."""
    return [
        "?view=overview",
        f"?view=department&of={department}",
        f"?view=feeds&of={department}&node={resource}~{party}",
        f"?view=neighbourhood&of={shared}&depth=2",
        f"?view=paths&of={party}&to={shared}",
        "?view=figures",
        f"?view=find&q={shared[:5]}",
        "?view=request",
        "?view=about",
        "?view=nowhere",
        *(f"?view=table&table={name}" for name in TABLES),
    ]


ADDRESSES = addresses("strategiaosasto", "vaestotieto", "asiakastietovaranto", "dvv")
EVERYWHERE = [
    *(("built-in", address) for address in ADDRESSES),
    *(("example", address) for address in addresses("havn", "anloeb", "nordhavne", "toldvaesen")),
]
"""The addresses of both authorities."""


def test_every_panel_has_a_place_in_the_frame_and_a_callback_that_fills_it(client: FlaskClient) -> None:
    ids = {getattr(each, "id", None) for each in elements(frame())}
    assert {f"panel-{name}" for name in PANELS} <= ids
    dependencies = client.get("/_dash-dependencies").json or []
    show = next(each for each in dependencies if "page.data" in each["output"])
    assert all(f"panel-{name}.children" in show["output"] for name in PANELS)


def test_every_panel_is_one_file_and_the_other_way_round() -> None:
    files = {path.stem for path in Path(inspect.getfile(drawing)).parent.glob("*.py")} - {"__init__"}
    assert files == set(PANELS)


def test_the_same_application_can_be_made_twice() -> None:
    assert create_app() is not create_app()


@pytest.mark.parametrize(("authority", "search"), EVERYWHERE)
def test_every_view_has_one_first_heading_and_only_known_links(
    states: dict[str, State], authority: str, search: str
) -> None:
    state = states[authority]
    for language in LANGUAGES:
        found = contents(state, f"{search}&lang={language}")
        headings = [each for each in elements(found) if each._type == "H1"]
        assert len(headings) == 1, language
        for href in set(links(found)):
            if href.startswith("?"):
                query = Query.read(href)
                assert str(query) == href
                assert query.view in VIEWS
                assert all(node is None or node in state.model for node in (query.of, query.to))


def test_all_that_is_named_in_the_locales_of_the_explorer_is_used_and_nothing_else() -> None:
    for language in LANGUAGES:
        keys = {key for key in sentences(language) if key.startswith("explorer.")}
        assert keys == {key for key in sentences("en") if key.startswith("explorer.")}


def test_the_details_of_a_resource_say_all_that_is_known_and_what_is_not(state: State) -> None:
    said = text_of(contents(state, "?view=neighbourhood&of=vaestotieto&lang=en")["details"])
    for expected in (
        "Helsinki Population Information System",
        "Strategy Department",
        "Department's own",
        "personal data",
        "possibly special",
        "Population Part of the Municipal Register",
        "Customer information resource",
        "Once a week",
        "line\N{NO-BREAK SPACE}350",
        "not stated in the source",
        "The source does not say where to send a request about this.",
    ):
        assert expected in said, expected


def test_a_city_wide_resource_names_its_request_channel(state: State) -> None:
    said = text_of(contents(state, "?view=neighbourhood&of=asiakastietovaranto&lang=en")["details"])
    assert "Information requests to the City Executive Office's information resources" in said


def test_a_feed_between_two_things_has_its_evidence(state: State) -> None:
    said = text_of(contents(state, "?view=department&of=strategiaosasto&node=vaestotieto~dvv&lang=en")["details"])
    assert "line\N{NO-BREAK SPACE}350" in said


@pytest.mark.parametrize("query", ["view=department&of=strategiaosasto", "view=neighbourhood&of=asiakastietovaranto"])
def test_a_line_of_a_rolled_up_drawing_opens_the_feeds_that_are_counted_on_it(state: State, query: str) -> None:
    scene = drawing_of(state, at(state, f"?{query}&lang=en").query, 3).scene
    assert scene.kind == "rollup"
    assert scene.lines
    for line in scene.lines:
        found = contents(state, f"?{query}&node={line.source}~{line.target}&lang=en")["details"]
        counted = sum(getattr(each, "className", None) == "feed" for each in elements(found))
        assert line.label.split()[:1] == ([str(counted)] if counted > 1 else [])
        assert line.target not in text_of(found)


@pytest.mark.parametrize(("authority", "department"), [("built-in", "strategiaosasto"), ("example", "pleje")])
@pytest.mark.parametrize("kind", ["department", "feeds", "overview"])
def test_a_dot_or_line_opens_exactly_its_feeds(
    states: dict[str, State], authority: str, department: str, kind: str
) -> None:
    state = states[authority]
    of = "" if kind == "overview" else f"&of={department}"
    place = at(state, f"?view={kind}{of}&lang=en")
    scene = drawing_of(state, place.query, place.most).scene
    pairs = [(dot.owner, dot.target) for dot in scene.dots] + [(line.source, line.target) for line in scene.lines]
    assert pairs
    for one, other in pairs:
        found = contents(state, f"?view={kind}{of}&node={one}~{other}&lang=en")["details"]
        text = next((line.text for line in scene.lines if (line.source, line.target) == (one, other)), None)
        text = text or next(dot.text for dot in scene.dots if (dot.owner, dot.target) == (one, other))
        count = sum(getattr(each, "className", None) == "feed" for each in elements(found))
        told = int(text.split(": ")[-1].split(" ")[0]) if kind == "overview" else text.count(" → ")
        assert count == told, (one, other, text)


def test_every_view_answers_through_the_server_too(client: FlaskClient) -> None:
    for search in ADDRESSES:
        answer = ask(client, search)
        assert set(answer) == {*(f"panel-{name}" for name in PANELS), "page"}


def test_an_unknown_thing_gives_a_friendly_page_with_near_matches(state: State) -> None:
    found = contents(state, "?view=neighbourhood&of=asiakastietovaronto&lang=en")
    assert "Not found" in text_of(found["missing"])
    assert any("of=asiakastietovaranto" in href for href in links(found["missing"]))
    assert found["drawing"] == []


@pytest.mark.parametrize(
    ("search", "things", "feeds"),
    [
        ("?view=neighbourhood&of=vaestotieto", 3, 2),
        ("?view=neighbourhood&of=tiedonhallintamalli", 1, 0),
        ("?view=feeds&of=viestintaosasto", None, 10),
    ],
)
def test_what_is_counted_above_a_drawing_is_what_its_tables_have(
    state: State, search: str, things: int | None, feeds: int
) -> None:
    found = contents(state, f"{search}&lang=en")
    lead = next(text_of(each) for each in elements(found["drawing"]) if getattr(each, "className", "") == "lead")
    captions = [text_of(each) for each in elements(found["table"]) if each._type == "Caption"]
    if things:
        assert f", {things} item" in lead
        assert f"Items in the diagram ({things})" in captions
    else:
        assert lead.startswith(f"{feeds} feeds")
    assert (f"Feeds in the diagram ({feeds})" in captions) == bool(feeds)


def test_no_view_brings_a_library_of_pictures(state: State) -> None:
    for search in ADDRESSES:
        assert not any(each._type == "Graph" for each in elements(contents(state, search))), search


def test_the_matrix_comes_first_and_every_picture_has_its_facts_in_a_table(states: dict[str, State]) -> None:
    # vagtplan -> loen tells by name what the sentence of the department, pleje -> loen, tells again; loen -> pleje is another
    known = {"built-in": ("viestintaosasto", "asiakastietovaranto", 3), "example": ("pleje", "loen", 2)}
    for name, pair in known.items():
        found = contents(states[name], "?view=figures&lang=en")["figures"]
        assert [text_of(each) for each in elements(found) if each._type == "H2"] == [
            "Who uses which shared resource",
            "Departments, scopes and shared resources",
            "How much is known of the connections",
        ]
        drawn = json.loads(
            next(getattr(each, "data-bands", "") for each in elements(found) if getattr(each, "data-bands", ""))
        )
        assert pair in {(one, other, n) for one, other, n, _, _ in drawn}
        rows = [row for row in elements(found) if row._type == "Tr"]
        told = [[text_of(cell) for cell in row.children] for row in rows]
        assert sum(len(row) == 5 and row[3].isdigit() and not row[2].isdigit() for row in told) == len(drawn)


def test_of_very_many_the_busiest_are_shown_and_the_others_counted_together(tmp_path: Path) -> None:
    departments = [
        {"id": f"d{i}", "name": f"Department {i}", "resources": [{"id": f"r{i}", "name": f"Register {i}"}]}
        for i in range(30)
    ]
    shared = [{"id": f"s{i}", "name": f"Shared {i}", "scope": "city-wide"} for i in range(40)]
    feeds = [
        {"from": f"r{i}", "to": f"s{j}", "basis": "stated", "evidence": [1]}
        for i in range(30)
        for j in range(40)
        if i + j < 40
    ]
    text = {
        "source": "page",
        "catalogue": {"id": "big", "name": "Big", "version": "1", "date": "2026-01-31"}
        | {"language": "en", "languages": ["en"]},
        "organisation": {"id": "city", "name": "City"},
        "sources": [{"id": "page", "title": "Page", "language": "en"}],
        "scopes": [{"id": "city-wide", "name": "City-wide", "letter": "C", "shape": "circle", "colour": "#ffc9b3"}],
        "departments": departments,
        "shared": shared,
        "feeds": feeds,
    }
    found = contents(State(graph_from(tmp_path, json.dumps(text)), "1"), "?view=figures&lang=en")["figures"]
    drawn = json.loads(
        next(getattr(each, "data-bands", "") for each in elements(found) if getattr(each, "data-bands", ""))
    )
    assert len({one for one, *_ in drawn}) == 17
    assert len({other for _, other, *_ in drawn}) == 25
    assert sum(n for _, _, n, *_ in drawn) == len(feeds)
    assert "30 departments and 40 resources" in text_of(found)


@pytest.mark.parametrize(
    "search",
    [
        "?view=overview&scope=own,city-wide&basis=stated",
        "?view=department&of=strategiaosasto&kind=resource,shared&lang=sv",
        "?view=feeds&of=elinkeino-osasto&department=elinkeino-osasto&lang=en",
        "?view=neighbourhood&of=asiakastietovaranto&depth=2&direction=up&personal=yes",
        "?view=overview&keyword={keyword}&system={system}",
        "?view=paths&of=dvv&to=asiakastietovaranto&scope=own",
    ],
)
def test_the_command_that_is_shown_makes_the_same_bytes(
    state: State, client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, search: str
) -> None:
    catalogue = state.model.catalogue
    search = search.format(keyword=quote(catalogue.keywords[0].text.values[0][1]), system=catalogue.systems[0].id)
    texts = [text_of(each) for each in elements(contents(state, search)["drawing"]) if each._type == "Code"]
    program, *arguments = shlex.split(texts[0])
    assert program == "flowviz"
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code == 0
    assert (tmp_path / arguments[-1]).read_bytes() == client.get(f"/drawing.svg{search}").data


def test_every_filter_is_an_option_of_the_command() -> None:
    options = {name for option in draw_command.command.params for name in option.opts}
    assert {f"--{field.name}" for field in dataclasses.fields(Filters)} <= options


@pytest.mark.parametrize(
    ("authority", "view", "groups"),
    [
        ("built-in", "overview", ("parties:national", "scope:city-wide", "in:strategiaosasto")),
        ("built-in", "department&of=strategiaosasto", ("parties:national", "scope:city-wide", "in:strategiaosasto")),
        ("example", "overview", ("parties:state", "scope:municipal", "in:pleje")),
    ],
)
def test_a_group_leads_to_the_rows_of_what_it_stands_for(
    states: dict[str, State], authority: str, view: str, groups: tuple[str, ...]
) -> None:
    state = states[authority]
    for group in groups:
        found = contents(state, f"?view={view}&node={group}")["details"]
        query = next(query for query in map(Query.read, links(found)) if query.view == "table")
        shown = rows.shown(state, query)
        assert 0 < len(shown.listing.rows) < shown.total
        department, scope = (query.filters.departments, query.filters.scopes)
        assert (department or scope) == (group.partition(":")[2],)


@pytest.mark.parametrize("node", ["vaestotieto", "dvv~vaestotieto", "scope:national", "in:strategiaosasto", '%01 & "ö'])
def test_what_is_kept_of_a_page_is_what_would_be_made_for_any_choice(state: State, node: str) -> None:
    for view in ("department&of=strategiaosasto", "overview&scope=own,national", "table&q=a"):
        asked = "" if "%" in node else f"&node={node}"  # no id is like this
        for chosen, told in (("kela", "&node=kela"), (node, asked), ("", "")):
            here = at(state, f"?view={view}&lang=en&node={quote(chosen)}")
            sent = {name: text.replace("&node=%01", told) for name, text in pages.beside_as_json(here).items()}
            assert sent == {name: pages.as_json(made) for name, made in pages.beside(here).items()}


def test_the_command_draws_the_same_view() -> None:
    assert drawing.command_of(Query(view="neighbourhood", of="kela", depth=2, direction="up", language="sv")) == (
        "flowviz draw --kind neighbourhood --node kela --depth 2 --direction up --lang sv -o kela.svg"
    )


def test_evidence_names_its_document_by_its_title_and_leads_to_its_lines(states: dict[str, State]) -> None:
    details = contents(states["example"], "?view=neighbourhood&of=anloeb&lang=en")["details"]
    cited = {text_of(each): vars(each)["href"] for each in elements(details) if "href" in vars(each)}
    assert (
        cited["Harbour regulations, line\N{NO-BREAK SPACE}4"]
        == "?view=neighbourhood&of=anloeb&said=havneregulativ:4&lang=en"
    )


def test_words_of_a_source_are_marked_with_its_language(state: State) -> None:
    here = at(state, "?lang=en")
    told = pieces.evidence(here, [Evidence("sivu", 30, 30, "hoitaa asiat")])
    assert (
        "".join(map(text_of, told.children[0].children))
        == "Information resources of the City Executive Office, line\N{NO-BREAK SPACE}30 (“hoitaa asiat”)"
    )
    assert [tongue for part in elements(told) if (tongue := getattr(part, "lang", None))] == ["fi"]


def test_a_phone_has_as_many_hops_as_can_be_read_and_the_drawing_says_so(state: State) -> None:
    said = "To keep the diagram readable, only what is at most 1 hop away is drawn; the tables have all rows."
    for view, narrow in (
        ("?view=neighbourhood&of=vaestotieto&depth=6&lang=en", True),
        ("?view=neighbourhood&of=vaestotieto&depth=1&lang=en", False),
        ("?view=impact&gone=taloushallinnan-jarjestelmat,vaestotieto&lang=en", False),
    ):
        phone = drawing_of(state, Query.read(f"{view}&room=320x640"), 250)
        assert len(phone.scene.cards) <= 36
        assert len(phone.scene.lines) <= 30
        assert [note.text for note in phone.scene.notes if note.aloud] == [
            said.replace("1 hop", f"{phone.depth} hops")
        ] * narrow
        assert not drawing_of(state, Query.read(f"{view}&room=1280x800"), 250).scene.notes


def test_letters_that_a_png_lacks_are_told_beside_its_download(state: State, tmp_path: Path) -> None:
    names = [{"id": "plain", "name": "Åbo – Öljy"}, {"id": "odd", "name": "目录 register"}]
    (tmp_path / "catalogue.yaml").write_text(made(resources=names), encoding="utf-8")
    told = "PNG and PDF have no letters for 目录: � stands in their place. SVG keeps them."
    for one, of, said in ((state, "strategiaosasto", False), (Live(tmp_path).now(), "care", True)):
        shown = text_of(contents(one, f"?view=department&of={of}&lang=en")["drawing"])
        assert (told in shown) == said


def test_a_folded_dot_of_a_department_opens_the_feeds_of_its_box_alone(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}"} for i in range(9)]
    feeds = [*(("hub", entry["id"]) for entry in shared), ("s3", "hub"), ("other", "s1"), ("care", "s2")]
    model = graph_from(tmp_path, made(resources=[{"id": "hub"}, {"id": "other"}], shared=shared, feeds=feeds))
    (dot,) = (dot for dot in department.draw(model, "care", language="en").dots if dot.owner == "hub")
    found = feeds_of_pair(model, Pair(end_of(dot.owner), end_of(dot.target)), within="care")
    assert [(feed.source, feed.target) for feed in found] == feeds[:10]


def test_no_page_waits_for_the_filters_of_another(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    filtered, whole = at(state, "?view=table&scope=own"), at(state, "?view=table")
    real = drawings.model_of
    others: list[Model] = []

    def meanwhile(state: State, query: Query) -> Model:
        if query.filters.count:
            other = threading.Thread(target=lambda: others.append(whole.model), daemon=True)
            other.start()
            other.join(60)
            assert others == [state.model]
        return real(state, query)

    monkeypatch.setattr(pieces, "model_of", meanwhile)
    assert filtered.model is filtered.model
    assert len(filtered.model) < len(whole.model)
