# ruff: noqa: SIM905 - a list of words reads best as words
"""Made-up catalogues of any size, for measuring: the same folder for the same size and seed.

    python benchmarks/models.py FOLDER --resources 300 --seed 1

About two thirds of the resources belong to departments of eight or so, the rest are shared, in five scopes.
Feeds: 1.6 for each resource; 65 % of them from an own resource to a shared one, 25 % back, 10 % between departments.
Which shared resource a feed touches follows Zipf's law (exponent 1.1), so that a few are touched by very many.
Names are made up and only look Finnish; the Swedish and English ones say what the Finnish ones do.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCE_LINES: Final = 5_000

SCOPES: Final = {
    "city-wide": ("Kaupunkiyhteinen", "Gemensam för staden", "City-wide", "#ffcab3", "K", "circle", 8),
    "metropolitan": ("Pääkaupunkiseudun yhteinen", "Huvudstadsregionens", "Metropolitan", "#a3e3c2", "P", "diamond", 4),
    "national": ("Kansallinen", "Nationell", "National", "#ffe977", "V", "square", 10),
    "international": ("Kansainvälinen", "Internationell", "International", "#f5a3c7", "I", "triangle", 2),
    "other-sector": ("Muu toimiala", "Annan sektor", "Other sector", "#dedfe1", "T", "hexagon", 5),
}
"""Finnish, Swedish and English name, colour, letter, shape and weight of each scope."""

DEPARTMENTS: Final = """Rakennusvalvonta Kaupunkimittaus Pelastuslaitos Opetusvirasto Terveyskeskus
Sosiaalivirasto Liikennelaitos Satamalaitos Kiinteistövirasto Ympäristökeskus Kulttuuriasiainkeskus
Kaupunginkirjasto Liikuntavirasto Nuorisoasiainkeskus Tietokeskus Henkilöstökeskus Talouspalvelu
Hankintakeskus Rakennusvirasto Kaupunkisuunnitteluvirasto Vesilaitos Energialaitos Varhaiskasvatusvirasto
Työllisyyspalvelut Oikeuspalvelut Viestintäosasto Taidemuseo Eläintarha Tukkutori Palvelukeskus
Asuntotuotantotoimisto Työterveyskeskus""".split()
OWNERS: Final = """Rakennusvalvonnan Kaupungin Yhteisen Asiakkaiden Päiväkotien Koulujen Kiinteistöjen
Henkilöstön Pelastustoimen Terveysasemien Sähköinen Keskitetty Alueellinen Väestön Ympäristöterveyden
Pysäköinnin Venepaikkojen Jätehuollon Hammashoidon Vanhuspalvelujen Joukkoliikenteen Katujen Maaperän
Tilojen Asuntojen Kirjastojen Sisäilman Hankintojen Nuorten Työttömien Toimitilojen Oppilaiden Yritysten
Meriväylien Lähiöiden""".split()
TOPICS: Final = """lupapäätös asiakas osoite kiinteistö potilastieto oppilas hakemus sopimus lasku henkilöstö
paikkatieto kaavoitus liikenne pysäköinti tarkastus mittaus päätös kokous arkisto kunnossapito energia
väestö rakennus ilmanlaatu hälytys palaute varaus maksu koulutus hankinta vuokra toimitila jätevesi palvelu
etuus tapahtuma aineisto kuvaus viranhaltija""".split()
FORMS: Final = """rekisteri järjestelmä tietovaranto tietokanta luettelo aineisto kartta tilasto tietovarasto
portaali seuranta kirjaamo hakemisto kokoelma""".split()
TAILS: Final = (
    "", "", "", "", " ja seurantatiedot", " (Oracle)", " 2010–2016", " – julkinen osa", " / varmistus",
    " ja päätöshistoria", ", uusi", " (käytöstä poistuva)", " sekä liitetiedostot", " & raportointi",
)  # fmt: skip
GIVERS: Final = {
    "city-wide": ("Kaupungin yhteinen", "Keskushallinnon", "Kaupunkikonsernin", "Toimialojen yhteinen"),
    "metropolitan": ("Seudullinen", "Pääkaupunkiseudun", "Kuntayhtymän"),
    "national": ("Maanmittauslaitoksen", "Verohallinnon", "Kelan", "Valtakunnallinen", "Tilastokeskuksen"),
    "international": ("Euroopan ympäristökeskuksen", "Eurostatin", "EU:n", "Kansainvälinen"),
    "other-sector": ("Yritysten", "Pankkien", "Teleoperaattorien", "Järjestöjen", "Palveluntuottajien"),
}
DATA_GROUPS: Final = """perustiedot osoitetiedot yhteystiedot tapahtumatiedot luokitukset sijaintitiedot
maksutiedot päätökset liitteet historiatiedot mittaustulokset tilastoaineisto""".split()
SYSTEMS: Final = """Effica Pegasos Facta Hijat Kuntanetti AutoCAD MapInfo Ahjo Wilma Primus SAP Travel Xcity
Koha Rondo Raindance Titania Timmi Merlot Webropol""".split()
FREQUENCIES: Final = ("päivittäin", "viikoittain", "eräajona yöllä", "ajantasaisesti", "kuukausittain", "tilauksesta")

PLAIN: Final = re.compile(r"[A-Za-zÅÄÖåäö][A-Za-zÅÄÖåäö0-9 ()–/&:,-]*\Z")


@dataclass(frozen=True)
class Resource:
    """A made-up resource: of the department with number ``home``, or shared in a scope."""

    id: str
    name: str
    home: int | None
    scope: str


def make_catalogue(folder: Path, resources: int, seed: int = 1, feeds_each: float = 1.6) -> Path:
    """``folder``, now with the YAML files of a catalogue of so many ``resources`` (two or more)."""
    rng = random.Random(seed)
    homes, own = _own(rng, resources)
    shared = _shared(rng, resources - len(own), len(own), {resource.name for resource in own})
    feeds = _feeds(rng, round(feeds_each * resources), own, shared)
    (folder / "departments").mkdir(parents=True, exist_ok=True)
    _write(folder / "catalogue.yaml", _head(resources, seed))
    _write(folder / "scopes.yaml", _scopes())
    _write(folder / "systems.yaml", ["source: page", "", "systems:", *_flat(map(_system, SYSTEMS))])
    shared_lines = _flat(_resource(rng, resource, "  ") for resource in shared)
    _write(folder / "shared.yaml", ["source: page", "", "shared:", *shared_lines])
    for i, home in enumerate(homes):
        lines = _department(rng, i, home, feeds.get(i, []))
        _write(folder / "departments" / f"d{i}.yaml", lines)
    return folder


def _own(rng: random.Random, resources: int) -> tuple[list[list[Resource]], list[Resource]]:
    count = max(1, round(resources / 12))
    wanted = max(1, round(resources * 2 / 3))
    shares = [rng.randint(5, 11) for _ in range(count)]
    ends = [round(end * wanted / sum(shares)) for end in itertools.accumulate(shares)]
    taken: set[str] = set()
    homes: list[list[Resource]] = [[] for _ in range(count)]
    for i, (first, last) in enumerate(itertools.pairwise([0, *ends])):
        for number in range(first, last):
            name = _unique(taken, lambda: _name(rng, rng.choice(OWNERS)))
            homes[i].append(Resource(f"r{number}", name, i, "own"))
    return homes, [resource for home in homes for resource in home]


def _shared(rng: random.Random, count: int, first: int, taken: set[str]) -> list[Resource]:
    weights = [scope[-1] for scope in SCOPES.values()]
    found = []
    for number in range(first, first + count):
        scope = rng.choices(list(SCOPES), weights)[0]
        name = _unique(taken, lambda scope=scope: _name(rng, rng.choice(GIVERS[scope])))  # type: ignore[misc]
        found.append(Resource(f"r{number}", name, None, scope))
    return found


def _name(rng: random.Random, whose: str) -> str:
    return f"{whose} {rng.choice(TOPICS)}{rng.choice(FORMS)}{rng.choice(TAILS)}"


def _unique(taken: set[str], make: Callable[[], str]) -> str:
    for attempt in itertools.count():
        name = make() if attempt < 40 else f"{make()[:50]} {len(taken)}"
        if 15 <= len(name) <= 60 and name not in taken:
            taken.add(name)
            return name
    raise AssertionError("unreachable")


def _feeds(
    rng: random.Random, wanted: int, own: list[Resource], shared: list[Resource]
) -> dict[int, list[tuple[str, str]]]:
    zipf = list(itertools.accumulate(1 / (rank + 1) ** 1.1 for rank in range(len(shared))))
    found: dict[int, list[tuple[str, str]]] = {}
    seen: set[tuple[str, str]] = set()
    while len(seen) < wanted:
        kind = rng.random()
        mine = rng.choice(own)
        if kind < 0.9:
            other = rng.choices(shared, cum_weights=zipf)[0]
            pair = (mine.id, other.id) if kind < 0.65 else (other.id, mine.id)
        else:
            other = rng.choice(own)
            pair = mine.id, other.id
            if other.home == mine.home and (own[-1].home != 0 or other is mine):
                continue
        if pair not in seen:
            seen.add(pair)
            found.setdefault(mine.home or 0, []).append(pair)
    return found


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _flat(blocks: Iterator[list[str]]) -> list[str]:
    return [line for block in blocks for line in block]


def _text(key: str, indent: str, fi: str, sv: str, en: str) -> list[str]:
    return [
        f"{indent}{key}:",
        *(f"{indent}  {code}: {_scalar(text)}" for code, text in zip(("fi", "sv", "en"), (fi, sv, en), strict=True)),
    ]


def _scalar(text: str) -> str:
    return text if PLAIN.match(text) and ": " not in text else f'"{text}"'


def _lines(rng: random.Random) -> str:
    first = rng.randint(1, SOURCE_LINES - 10)
    return f"[{first}, {first + 2}-{first + rng.randint(3, 9)}]"


def _head(resources: int, seed: int) -> list[str]:
    return [
        "catalogue:",
        f"  id: made-{resources}-{seed}",
        *_text(
            "name",
            "  ",
            f"Keksitty luettelo {resources}",
            f"Påhittad katalog {resources}",
            f"Made-up catalogue {resources}",
        ),
        '  version: "1.0.0"',
        '  date: "2026-01-01"',
        "  language: fi",
        "  languages: [fi, sv, en]",
        "",
        "organisation:",
        "  id: office",
        *_text("name", "  ", "Keksitty virasto", "Påhittade verket", "Made-up Office"),
        "",
        "sources:",
        "  - id: page",
        *_text("title", "    ", "Keksitty sivu", "Påhittad sida", "Made-up page"),
        "    language: fi",
        f"    lines: {SOURCE_LINES}",
    ]


def _scopes() -> list[str]:
    lines = ["scopes:"]
    for id_, (fi, sv, en, colour, letter, shape, _) in SCOPES.items():
        lines += [f"  - id: {id_}", *_text("name", "    ", fi, sv, en)]
        lines += [f'    colour: "{colour}"', f"    letter: {letter}", f"    shape: {shape}"]
    return lines


def _system(name: str) -> list[str]:
    return [f"  - id: {name.lower()}", *_text("name", "    ", name, name, name), "    evidence: [1]"]


def _resource(rng: random.Random, resource: Resource, indent: str) -> list[str]:
    inner = f"{indent}  "
    name = resource.name
    lines = [f"{indent}- id: {resource.id}", *_text("name", inner, name, f"{name} (sv)", f"{name} (en)")]
    if resource.home is None:
        lines += [f"{inner}scope: {resource.scope}", f"{inner}scope_evidence: {_lines(rng)}"]
    lines += [
        f"{inner}description: >-",
        f"{inner}  {rng.choice(TOPICS).capitalize()}tietoja, joita käytetään päätösten valmistelussa ja seurannassa.",
        f"{inner}evidence: {_lines(rng)}",
        f"{inner}datasets:",
        f"{inner}  - id: {resource.id}-data",
        *_text("name", f"{inner}    ", f"{name}, aineisto", f"{name}, material", f"{name}, data set"),
        f"{inner}    groups:",
    ]
    for group in rng.sample(DATA_GROUPS, rng.randint(1, 4)):
        lines.append(f"{inner}      - {{name: {group.capitalize()}, personal: false, evidence: {_lines(rng)}}}")
    uses = rng.sample(SYSTEMS, rng.randint(0, 3))
    if uses:
        lines.append(f"{inner}systems:")
        lines += [f"{inner}  - {{system: {use.lower()}, basis: stated, evidence: {_lines(rng)}}}" for use in uses]
    return lines


def _department(rng: random.Random, i: int, resources: list[Resource], feeds: list[tuple[str, str]]) -> list[str]:
    name = DEPARTMENTS[i % len(DEPARTMENTS)] + ("" if i < len(DEPARTMENTS) else f" {i // len(DEPARTMENTS) + 1}")
    lines = [
        "source: page",
        "",
        "departments:",
        f"  - id: d{i}",
        *_text("name", "    ", name, f"{name} (sv)", f"{name} (en)"),
    ]
    lines += [f"    evidence: {_lines(rng)}", "    caption:", f"      scopes: [{', '.join(SCOPES)}]", "    resources:"]
    lines += _flat(_resource(rng, resource, "      ") for resource in resources)
    if feeds:
        lines += ["", "feeds:"]
    for source, target in feeds:
        lines += [f"  - from: {source}", f"    to: {target}", f"    frequency: {rng.choice(FREQUENCIES)}"]
        lines += [f"    basis: {'stated' if rng.random() < 0.8 else 'implied'}", f"    evidence: {_lines(rng)}"]
    return lines


def main() -> None:
    """Write a catalogue where the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--resources", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(make_catalogue(arguments.folder, arguments.resources, arguments.seed))


if __name__ == "__main__":
    main()
