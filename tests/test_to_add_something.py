"""What CONTRIBUTING says of adding something is so: in a copy of flowviz it is added as its table says, and looked for
wherever the table promises it. A catalogue field has a file of its own, `test_a_new_field`."""

from __future__ import annotations

from typing import Any

import pytest

from added import Copy

DANISH = {
    "language: English": "language: Dansk",
    "language.tag: en-GB": "language.tag: da-DK",
    "language.alphabet: abcdefghijklmnopqrstuvwxyz": "language.alphabet: abcdefghijklmnopqrstuvwxyzæøå",
    'language.day: "{day} {name} {year}"': 'language.day: "{day}. {name} {year}"',
    "January February March": "januar februar marts",
    "\nscope.unstated: Scope not stated": "\nscope.unstated: Ikke oplyst",
    "\nfield.name: Name\n": "\nfield.name: Navn\n",
    "\nkind.department: department\n": "\nkind.department: afdeling\n",
    "\nsheet.resources: Information resources\n": "\nsheet.resources: Informationsressourcer\n",
    "\nexplorer.view.about: About\n": "\nexplorer.view.about: Om\n",
}
"""What the Danish locale says otherwise than the English one that it was copied from."""

FORMAT = '''
"""The number of things."""

def write(model, order):
    return f"{len(model)} things in {order.language}".encode()
'''
KIND = '''
"""The departments alone."""

from flowviz.diagrams.neighbourhood import draw_nodes
from flowviz.locales import words

def draw(model, *, names, language):
    found = [node for node, data in model.nodes(data=True) if data["kind"] == "department"]
    scene = draw_nodes(model, dict.fromkeys(found, 0), language=language)
    scene.kind = scene.name = "alone"
    scene.title = scene.description = words(language)("drawing.kind.alone")
    scene.subtitle = f"{names} names"
    return scene
'''
PANEL = '''
"""A greeting."""

from dash import html

from flowviz.explorer.pieces import heading

def layout():
    return html.Div(id="panel-hello", className="panel")

def view(at):
    return [heading(at.w("explorer.view.hello"), html.P(f"{at.query.of} in {at.language}"))]
'''
SCOPE = """
  - {id: world, name: {da: Verden, en: World}, colour: "#e0e0e0", letter: V, shape: hexagon}
"""

QUESTIONS = """
E = HERE / "tests/example"
OUT = HERE / "out"
DANISH = ("--catalogue", E, "--lang", "da")

from zipfile import ZipFile

import openpyxl

from flowviz import drawing, loading
from flowviz.diagrams import Wish
from flowviz.explorer import Settings, create_app, frame
from flowviz.explorer.live import Live
from flowviz.explorer.pages import PANELS, as_json, facts, page, resolved
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query
from flowviz.explorer.views import VIEWS
from flowviz.exports import EXPORTS, Order, everything
from flowviz.importing import from_bytes
from flowviz.page.contents import contents
from flowviz.telling.keys import alphabetical

state = Live(E).now()
client = create_app(Settings(catalogue=E)).server.test_client()

def told(content):
    return json.dumps(json.loads(as_json(content)), ensure_ascii=False)

def place(search):
    return Place(state, resolved(state.model, Query.read(search)))

# --- a language
answers["list"] = run("list", "departments", *DANISH)
answers["scopes"] = json.loads(run("list", "scopes", *DANISH, "--format", "json"))
answers["show"] = run("show", "havn", *DANISH)
answers["help"] = run("draw", "--help")
for form in ("docx", "html", "md", "json", "csv", "xlsx", "svg"):
    run("impact", "omsorg", *DANISH, "--format", form, "-o", OUT / f"impact.{form}")
run("critical", *DANISH)
answers["diff"] = run("diff", E, HERE / "data", "--lang", "da")
for name, export in EXPORTS.items():
    if name != "zip":
        assert export.write(state.model, Order(language="da"))
written = EXPORTS["xlsx"].write(state.model, Order(language="da"))
answers["sheets"] = openpyxl.load_workbook(io.BytesIO(written)).sheetnames
answers["read back"] = from_bytes(written, "danish.xlsx").catalogue == loading.load(E)
run("template", "--lang", "da", "-o", OUT / "template.xlsx")
run("page", *DANISH, "-o", OUT / "page.html")
run("site", "--catalogue", E, "--lang", "da", "--lang", "en", "-o", OUT / "site")
answers["page"] = (OUT / "page.html").read_text("utf-8")
answers["site"] = {
    name: (OUT / "site" / name).read_text("utf-8")
    for name in ("index.html", "da/index.html", "da/accessibility.html")
}
answers["views"] = {}
for view in sorted(VIEWS):
    at = place(f"?view={view}&lang=da&of=pleje&gone=omsorg")
    page(at)
    answers["views"][view] = facts(at)["lang"]
answers["bar"] = told(page(place("?view=about&lang=da"))[0]["bar"])
answers["title"] = facts(place("?view=about&lang=da"))["title"]
answers["docx"] = ZipFile(OUT / "impact.docx").read("word/styles.xml").decode()
answers["sorted"] = sorted(["Ål", "Zebra", "Ørn", "Æble", "Abe", "Öre"], key=lambda text: alphabetical(text, "da"))

# --- a format
answers["format"] = run("export", "--format", "counting", *DANISH, "-o", "-")
everything._FORMS = ()  # the drawings in it are told of elsewhere, and take long
packed = ZipFile(io.BytesIO(EXPORTS["zip"].write(state.model, Order(language="en"))))
answers["zip"] = packed.read("sundhavn.count").decode()
answers["offered"] = told(page(place("?view=overview&lang=en"))[0]["drawing"])
answers["sent"] = client.get("/export/counting?lang=sv").text

# --- a kind of drawing
for form in drawing.FORMATS:
    run("draw", "--kind", "alone", *DANISH, "--theme", "dark", "--format", form, "-o", OUT / f"alone.{form}")
answers["drawings"] = sorted(path.name for path in OUT.glob("alone.*") if path.stat().st_size)
answers["drawn"] = {
    code: drawing.draw(state.model, Wish(kind="alone", language=code)) for code in ("fi", "sv", "en", "da")
}
run("draw", *DANISH, "-o", OUT / "all")
answers["asked"] = run("draw", "--kind", "alone", "--names", "long", *DANISH, "-o", "-")
asking = place("?view=alone&names=long&lang=en")
answers["asked address"] = [str(asking.query), str(place("?view=alone&names=other&lang=en").query)]
answers["asked screen"] = told(page(asking)[0]["drawing"])
answers["asked file"] = client.get("/drawing.svg?view=alone&names=long&lang=en").text
packed = contents(state.model, "en")
answers["packed"] = [name for name, drawn in packed["drawings"].items() if "<svg" in drawn and "alone" in name]
answers["packed page"] = packed["pages"]["?view=alone&lang=en"]
answers["packed menu"] = packed["parts"]
answers["gallery"] = (OUT / "all/index.html").read_text("utf-8")

# --- a panel
at = place("?view=hello&of=pleje&lang=da")
answers["hello"] = told(page(at)[0]["hello"])
answers["hello elsewhere"] = page(place("?view=about"))[0]["hello"]
answers["hello title"] = facts(at)["title"]
answers["hello page"] = client.get("/?view=hello&of=pleje&lang=da").text
answers["frame"] = told(frame())
answers["wiring"] = client.get("/_dash-dependencies").text
answers["style"] = client.get("/assets/hello.css").text

# --- a column
answers["column"] = {
    "list": run("list", "resources", *DANISH),
    "csv": run("list", "resources", *DANISH, "--format", "csv"),
    "json": json.loads(run("list", "resources", *DANISH, "--format", "json")),
    "screen": told(page(place("?view=table&table=resources&lang=en"))[0]["table"]),
    "file": client.get("/table.csv?view=table&table=resources&lang=en").text,
    "sorted": client.get("/table.csv?view=table&table=resources&lang=en&sort=aliases").text,
}
book = openpyxl.load_workbook(io.BytesIO(client.get("/table.xlsx?view=table&table=resources&lang=en").data))
answers["column"]["workbook"] = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]

# --- a scope
def dot(kind):
    scene = drawing.scene_of(state.model, Wish(kind=kind, of="pleje", language="en"))
    return drawing.write(state.model, scene, "dot").decode()

answers["scope"] = {
    "legend": drawing.draw(state.model, Wish(kind="department", of="pleje", language="en")),
    "dots": dot("department"),
    "lanes": dot("feeds"),
    "table": run("list", "scopes", "--catalogue", E, "--lang", "en"),
    "screen": told(page(place("?view=table&table=resources&lang=en"))[0]["table"]),
    "filters": told(page(place("?view=overview&lang=en"))[0]["filters"]),
    "sign": client.get("/sign/world.svg").text,
}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was found in a copy to which one of each was added."""
    copy = Copy(tmp_path_factory.mktemp("added"))
    _add_a_format(copy)
    _add_a_kind_of_drawing(copy)
    _add_a_panel(copy)
    _add_a_column(copy)
    _add_a_scope(copy)
    _add_a_language(copy)  # the last: its file is a copy of what the locale says by now
    answers: dict[str, Any] = copy.ask(QUESTIONS)
    return answers


def _add_a_language(copy: Copy) -> None:
    text = (copy.package / "locales/en.yaml").read_text("utf-8")
    for english, danish in DANISH.items():
        assert text.count(english) == 1, english
        text = text.replace(english, danish)
    copy.write("locales/da.yaml", text)
    copy.edit("src/flowviz/locales/__init__.py", '("fi", "sv", "en")', '("fi", "sv", "en", "da")')


def _add_a_format(copy: Copy) -> None:
    copy.write("exports/counting.py", FORMAT)
    line = '    "counting": Export("counting", ".count", "text/plain", "the number of things"),\n'
    copy.edit("src/flowviz/exports/__init__.py", '    "zip": Export(', f'{line}    "zip": Export(')


def _add_a_kind_of_drawing(copy: Copy) -> None:
    copy.write("diagrams/alone.py", KIND)
    name = "src/flowviz/diagrams/__init__.py"
    copy.edit(name, "import department, feeds", "import alone, department, feeds")
    made = "lambda model, wish: alone.draw(model, names=wish.names, language=wish.language)"
    line = f'    "alone": Kind({made}, options=("names",)),\n'
    copy.edit(name, '    "overview": Kind(', f'{line}    "overview": Kind(')
    option = 'field(default="short", metadata={"values": ("short", "long"), "help": "Which names."})'
    copy.edit(name, "    @property\n    def asked(", f"    names: str = {option}\n\n    @property\n    def asked(")
    copy.say(drawing__kind__alone="Departments alone", explorer__names="Which names")
    copy.say(explorer__names__short="Short names", explorer__names__long="Long names")


def _add_a_panel(copy: Copy) -> None:
    copy.write("explorer/panels/hello.py", PANEL)
    name = "src/flowviz/explorer/pages.py"
    copy.edit(name, "    impact,\n    missing,", "    hello,\n    impact,\n    missing,")
    line = '    "hello": Panel(hello.layout, hello.view),\n'
    copy.edit(name, '    "about": Panel(', f'{line}    "about": Panel(')
    line = '    "hello": View(("hello",), asks=("of",)),\n'
    copy.edit("src/flowviz/explorer/views.py", '    "about": View(', f'{line}    "about": View(')
    copy.say(explorer__view__hello="Good day")
    (copy.folder / "assets/hello.css").write_text("#panel-hello { color: inherit }\n")


def _add_a_column(copy: Copy) -> None:
    line = '        _field("aliases", brief=True),\n'
    where = '        _field("internal_only"),\n'
    copy.edit("src/flowviz/facts/tables.py", where, where + line)


def _add_a_scope(copy: Copy) -> None:
    path = copy.folder / "tests/example/scopes.yaml"
    path.write_text(path.read_text("utf-8") + SCOPE.lstrip("\n"), "utf-8")
    (copy.folder / "tests/example/world.yaml").write_text(
        "source: fortegnelse\n"
        "shared: [{id: klima, name: {da: Klimadata, en: Climate data}, scope: world, evidence: [100]}]\n"
        "feeds: [{from: vagtplan, to: klima, basis: stated, evidence: [100]}]\n",
        "utf-8",
    )


def test_a_language_is_offered_and_spoken_by_every_command(found: dict[str, Any]) -> None:
    assert "[fi|sv|en|da]" in found["help"]
    assert "Navn" in found["list"]
    assert "28. februar 2026" in found["list"]
    assert "afdeling" in found["show"]
    assert {row["name"] for row in found["scopes"] if row["id"] == "unstated"} == {"Ikke oplyst"}
    assert found["diff"]


def test_a_language_is_that_of_documents_workbooks_and_what_is_read_back(found: dict[str, Any]) -> None:
    assert 'w:val="da-DK"' in found["docx"]
    assert "Informationsressourcer" in found["sheets"]
    assert found["read back"] is True


def test_a_language_has_the_page_the_site_and_the_explorer(found: dict[str, Any]) -> None:
    assert 'id="contents-da"' in found["page"]
    assert "Dansk" in found["packed menu"]
    site = found["site"]
    assert "Dansk" in site["index.html"]
    assert '<html lang="da"' in site["da/index.html"]
    assert "31. marts 2026" in site["da/accessibility.html"]
    assert set(found["views"].values()) == {"da"}
    assert "Dansk" in found["bar"]
    assert found["title"].startswith("Om – ")


def test_a_language_sorts_by_its_own_alphabet(found: dict[str, Any]) -> None:
    assert found["sorted"] == ["Abe", "Öre", "Zebra", "Æble", "Ørn", "Ål"]


def test_a_format_is_exported_offered_and_packed(found: dict[str, Any]) -> None:
    assert found["format"].endswith("things in da")
    assert found["zip"].endswith("things in en")
    assert "export/counting?" in found["offered"]
    assert found["sent"].endswith("things in sv")


def test_a_kind_of_drawing_is_drawn_in_every_format_and_language_leafed_through_and_packed(
    found: dict[str, Any],
) -> None:
    assert found["drawings"] == ["alone.dot", "alone.pdf", "alone.png", "alone.svg"]
    for language, drawn in found["drawn"].items():
        assert f'lang="{language}"' in drawn
        assert "Departments alone" in drawn
    assert found["packed"] == ["?view=alone"]
    assert found["packed page"]["title"] == "Departments alone"
    assert (
        'href="?view=alone&amp;lang=en"><span class="icon icon-other" aria-hidden="true"></span><span>Departments alone<'
        in found["packed menu"]
    )
    assert 'href="#alone"' in found["gallery"]
    assert "Departments alone" in found["gallery"]


def test_an_option_of_a_kind_of_drawing_has_its_option_its_address_its_control_and_its_command(
    found: dict[str, Any],
) -> None:
    assert "--names [short|long]" in found["help"]
    assert "long names" in found["asked"]
    assert "short names" in found["drawn"]["en"]
    assert found["asked address"] == ["?view=alone&names=long&lang=en", "?view=alone&lang=en"]
    assert "Short names" in found["asked screen"]
    assert "flowviz draw --kind alone --names long --lang en" in found["asked screen"]
    assert "long names" in found["asked file"]


def test_a_panel_has_its_place_its_address_its_words_and_its_style(found: dict[str, Any]) -> None:
    assert "Good day" in found["hello"]
    assert "pleje in da" in found["hello"]
    assert found["hello elsewhere"] == []
    assert "Good day" in found["hello title"]
    assert 'lang="da"' in found["hello page"]
    assert "assets/hello.css" in found["hello page"]
    assert "panel-hello" in found["frame"]
    assert "panel-hello.children" in found["wiring"]
    assert "#panel-hello" in found["style"]


def test_a_column_is_listed_shown_sorted_and_written(found: dict[str, Any]) -> None:
    column = found["column"]
    assert "Other names" in column["list"]
    assert "Anløbsjournalen" in column["list"]
    assert "Other names" in column["csv"].splitlines()[0]
    assert {row["aliases"] for row in column["json"] if row["id"] == "anloeb"} == {"Anløbsjournalen"}
    assert "Other names" in column["screen"]
    assert "Anløbsjournalen" in column["screen"]
    assert "sort=aliases" in column["screen"]
    assert "Anløbsjournalen" in column["file"]
    assert column["sorted"].splitlines()[1].startswith("anloeb,")
    heads, *rows = column["workbook"]
    assert "Anløbsjournalen" in [row[heads.index("Other names")] for row in rows]


def test_a_scope_is_in_the_legend_the_dots_the_lanes_and_the_tables(found: dict[str, Any]) -> None:
    scope = found["scope"]
    assert "World" in scope["legend"]
    assert 'class="dot scope-world' in scope["dots"]
    assert "lane-out-world" in scope["lanes"]
    assert "World" in scope["table"]
    assert "World" in scope["screen"]
    assert "World" in scope["filters"]
    assert "<svg" in scope["sign"]
