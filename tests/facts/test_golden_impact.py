"""What a few removals do to the example catalogue, by its files and the definitions of docs/impact.md.

As in `test_golden_tables`, no golden file came out of flowviz: who is hit, how hard, how surely and by which way was
worked out by hand, and a script that knows only the catalogue's files and the locales put in the words. Nothing renews
them.

`MORE` has what the example lacks: people, a feed that loses only a part of what it carries, a giver of whom something is
left in general only, data that are said not to be personal, and issues of both ends of a feed, one of them of spelling
alone. A file has the sentences, then every table that has rows: a row a line, and nothing between two bars is what the
source does not state.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowviz import loading
from flowviz.facts.impact import COMPARED, IMPACT, RANKING, Answered
from flowviz.impact import Removal, compare, critical, impact, load_scenario
from flowviz.locales import LANGUAGES, words
from flowviz.model import build_model
from flowviz.telling.impact import consequences, removal_names
from flowviz.telling.plain import cells
from flowviz.telling.words import headings

if TYPE_CHECKING:
    from flowviz.facts.columns import Table
    from flowviz.model import Model

TESTS = Path(__file__).parent.parent
GOLDEN = TESTS / "golden" / "tables"

MORE = """\
source: fortegnelse

shared:
  - id: soekort
    name: {da: Søkort, en: Sea charts}
    scope: state
    no_own_systems: [66]
    datasets:
      - id: dybder
        name: {da: Dybder, en: Depths}
        groups: [{name: {da: Dybde, en: Depth}, personal: false, evidence: [67]}]
        evidence: [67]
      - id: vagthold
        name: {da: Vagthold, en: Watches}
        groups: [{name: {da: Telefon, en: Telephone}, personal: true, evidence: [69]}]
        evidence: [69]
    evidence: [66]

parties:
  - {id: paaroerende, name: {da: Pårørende, en: Relatives}, form: people, evidence: [64]}
  - {id: lodser, name: {da: Lodser, en: Pilots}, form: company, scope: state, evidence: [68]}

feeds:
  - from: soekort
    to: lodser
    content: {da: Dybder, en: Depths}
    carries: [dybder]
    personal: false
    basis: stated
    evidence: [68]
  - from: visitation
    to: paaroerende
    content: {da: Besked, en: Notice}
    carries: [besoeg, skift]
    personal: true
    special: possible
    personal_basis: implied
    personal_evidence: [40]
    basis: stated
    evidence: [39]
  - {from: borgere, to: pleje, basis: stated, evidence: [65]}

issues:
  - id: i2
    kind: gap
    about: [loen, pleje]
    text: {da: "Hvilke løndata plejen får, nævnes ikke.", en: Which pay data the care gets is not named.}
    evidence: [71]
  - id: i3
    kind: typo
    about: [soekort, lodser]
    text: {da: Søkort staves på to måder., en: Sea charts are spelt in two ways.}
    evidence: [72]
"""

SCENARIO = """\
name: {da: Ny vagtplan, en: A new duty roster}
remove: [nordhavne]
replace:
  - {what: vagtplan, by: ny-vagtplan}
add:
  - {id: ny-vagtplan, name: {da: Ny vagtplan, en: New duty roster}, kind: resource, department: pleje}
feeds:
  - {from: loen, to: sundhedsdata}
  - {from: loen, to: kajpladser}
"""

THINGS = (
    ("omsorg",),
    ("cura",),
    ("pleje",),
    ("toldvaesen",),
    ("besoeg",),
    ("borgere",),
    ("loen",),
    ("sundhedsdata",),
    ("soekort",),
    ("dybder",),
    ("leverandoer", "safeseanet", "hjemmepleje", "nordhavne"),
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Model:
    folder = tmp_path_factory.mktemp("golden") / "example"
    shutil.copytree(TESTS / "example", folder)
    (folder / "common" / "more.yaml").write_text(MORE, "utf-8")
    return build_model(loading.load(folder))


def lines(table: Table, of: Answered, language: str) -> list[str]:
    """A table as the golden files have it."""
    rows = [headings(table.columns, language), *cells(table.rows(of), language)]
    return [" | ".join("" if cell is None else str(cell) for cell in row).rstrip() for row in rows]


def told(model: Model, removal: Removal, language: str, *, stated_only: bool = False) -> list[str]:
    answer = impact(model, removal, stated_only=stated_only)
    title = f"# {removal_names(model, answer, language)}"
    found = "\n\n".join([title, *consequences(model, answer, language)]).splitlines()
    for name, table in IMPACT.items():
        heading, *rows = lines(table, Answered(model, answer), language)
        if rows:
            found += ["", f"## {words(language)(f'impact.table.{name}')}", heading, *rows]
    return found


def golden(name: str, language: str) -> list[str]:
    return (GOLDEN / f"{name}-{language}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("things", THINGS, ids="-".join)
def test_a_removal_says_what_was_worked_out_by_hand(example: Model, things: tuple[str, ...], language: str) -> None:
    removal = Removal.of(example, things)
    assert told(example, removal, language) == golden(f"impact-{'-'.join(things)}", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_does_that_of_a_single_feed(example: Model, language: str) -> None:
    removal = Removal.of(example, (), [("loen", "pleje")])
    assert told(example, removal, language) == golden("impact-loen-pleje", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("thing", ["anloeb", "hjemmepleje"])
def test_so_does_that_of_the_stated_feeds_only(example: Model, thing: str, language: str) -> None:
    removal = Removal.of(example, [thing])
    assert told(example, removal, language, stated_only=True) == golden(f"impact-{thing}-stated-only", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_so_does_a_scenario_beside_the_plain_removal(example: Model, tmp_path: Path, language: str) -> None:
    (tmp_path / "scenario.yaml").write_text(SCENARIO, "utf-8")
    compared = compare(example, load_scenario(tmp_path / "scenario.yaml", example))
    assert lines(COMPARED, Answered(compared.model, compared), language) == golden("compared", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stated_only", [False, True], ids=["", "stated-only"])
def test_so_does_the_ranking(example: Model, language: str, stated_only: bool) -> None:
    name = "ranking-stated-only" if stated_only else "ranking"
    ranking = critical(example, stated_only=stated_only)
    assert lines(RANKING, Answered(example, ranking), language) == golden(name, language)
