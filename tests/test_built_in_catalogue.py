"""The built-in catalogue against what its source fixes: names, numbers, feeds and gaps, told by line numbers."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from flowviz.catalogue import PEOPLE, UNSTATED, Evidence, Text
from flowviz.connections import connections, scope_of
from flowviz.facts.tables import TABLES
from flowviz.loading import load_with_warnings
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from flowviz.site.public import public_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Catalogue, Department, Feed, Party, Register, Resource, System, Thing
    from flowviz.loading import Loaded

UNITS = {
    "sisainen-tarkastus": (),
    "elinkeino-osasto": (19, 20, 21, 22, 23, 24),
    "hallinto-osasto": (117, 118, 119, 120),
    "henkilostoosasto": (198, 199, 200, 201, 202),
    "strategiaosasto": (293, 294, 295, 296),
    "talous-ja-suunnitteluosasto": (413, 414, 415, 416, 417, 418),
    "viestintaosasto": (458, 459, 460, 461, 462),
}

CAPTIONS = {
    "hallinto-osasto": (113, ("city-wide", "national")),
    "henkilostoosasto": (206, ("city-wide", "national")),
    "strategiaosasto": (300, ("city-wide", "national", "international", "other-sector")),
    "talous-ja-suunnitteluosasto": (422, ("city-wide", "metropolitan")),
    "viestintaosasto": (466, ("city-wide", "national", "other-sector")),
}

OWN_RESOURCES = {
    "sisainen-tarkastus": ("tarkastustieto",),
    "elinkeino-osasto": (
        "tyovoima",
        "yritystoiminta",
        "yritysneuvonta",
        "yksinyrittajatuki",
        "tule-liikuttamaan",
        "kestava-liikkuminen",
        "matkailu",
    ),
    "hallinto-osasto": ("paatostieto", "arkisto", "kirjasto", "kunnalliskalenteri"),
    "henkilostoosasto": (
        "koulutus",
        "vuorovaikutus",
        "luvat",
        "rekrytoinnit",
        "palvelussuhde",
        "uudelleensijoittuvat",
        "tapaturmat",
    ),
    "strategiaosasto": (
        "vaestotieto",
        "sahkoinen-asiointi",
        "tilastot",
        "kayttajatunnukset",
        "palvelurekisteri",
        "pks-toimipisterekisteri",
        "kokonaisarkkitehtuuri",
        "tilastorekisteri",
        "tiedonhallintamalli",
        "turvallisuus",
    ),
    "talous-ja-suunnitteluosasto": ("konserniohjaus", "asuminen"),
    "viestintaosasto": ("yhteistietovaranto", "digiopastus", "asiakasviestinta"),
}

SHARED_SCOPES = {
    "paatostietovaranto": "city-wide",
    "taloustietovaranto": "city-wide",
    "tiedonhallintatietovaranto": "city-wide",
    "toiminnanohjaustietovaranto": "city-wide",
    "henkilostotietovaranto": "city-wide",
    "asiakastietovaranto": "city-wide",
    "palvelutietovaranto": "city-wide",
    "tutkimus-ja-selvitystietovaranto": "city-wide",
    "raportointitietovaranto": "city-wide",
    "kehittamistietovaranto": "city-wide",
    "turvallisuustietovaranto": "city-wide",
    "kohdetietovaranto": "city-wide",
    "tiedotus-ja-viestintatietovaranto": "city-wide",
    "suomi-fi-palvelutietovaranto": "national",
    "seudulliset-tilastotietokannat": "metropolitan",
    "valtakunnalliset-tilastotietokannat": "national",
    "tiedonohjaussuunnitelma": "city-wide",
}

SYSTEMS_BY_LINE = {
    79: 1,
    93: 6,
    97: 10,
    107: 6,
    178: 5,
    182: 1,
    186: 1,
    190: 1,
    285: 7,
    350: 1,
    381: 1,
    385: 1,
    389: 2,
    393: 1,
    397: 1,
    401: 1,
    405: 4,
    450: 7,
    492: 1,
    510: 1,
    512: 5,
    516: 1,
    531: 1,
}

STATED_FEEDS = {
    17: {("elinkeino-yksikot", "elinkeino-osasto"), ("elinkeino-osasto", "elinkeino-yksikot")},
    30: {("tyovoima", "paatostietovaranto"), ("tyovoima", "taloustietovaranto")},
    38: {("yritystoiminta", "paatostietovaranto"), ("yritystoiminta", "taloustietovaranto")},
    44: {
        ("matkailupalveluprosessi", "matkailu"),
        ("matkailuneuvonta-prosessi", "matkailu"),
        ("matkailun-sidosryhmat", "matkailu"),
    },
    51: {("kykyviisari", "tyoterveyslaitos")},
    53: {("ohjaamo", "ohjaamo-vastaanottaja"), ("ohjaamo", "palvelun-jarjestaja")},
    124: {
        ("hallinto-osasto", "paatostietovaranto"),
        ("hallinto-osasto", "tiedonhallintatietovaranto"),
        ("hallinto-osasto", "toiminnanohjaustietovaranto"),
        ("hallinto-osasto", "henkilostotietovaranto"),
        ("hallinto-osasto", "kirjasto"),
        ("hallinto-osasto", "kunnalliskalenteri"),
    },
    128: {("paatostieto", "paatostietovaranto")},
    77: {("kokeilun-rekisteroity", "kokeilun-yritykset")},
    178: {
        ("asianhallintajarjestelma", "paatostietovaranto"),
        ("oikeuspalvelujen-jarjestelmat", "paatostietovaranto"),
        ("luottamushenkiloportaali", "paatostietovaranto"),
        ("organisaatiotietojen-jarjestelmat", "paatostietovaranto"),
        ("paatostietovaranto", "kansalliset-viranomaispalvelut"),
        ("kansalliset-viranomaispalvelut", "paatostietovaranto"),
        ("paatostietovaranto", "lupapiste"),
        ("lupapiste", "paatostietovaranto"),
    },
    298: {
        ("strategiaosasto", "asiakastietovaranto"),
        ("strategiaosasto", "palvelutietovaranto"),
        ("strategiaosasto", "tutkimus-ja-selvitystietovaranto"),
        ("strategiaosasto", "raportointitietovaranto"),
        ("strategiaosasto", "kehittamistietovaranto"),
        ("strategiaosasto", "turvallisuustietovaranto"),
        ("strategiaosasto", "henkilostotietovaranto"),
        ("henkilostotietovaranto", "strategiaosasto"),
    },
    306: {("vaestotieto", "asiakastietovaranto"), ("sahkoinen-asiointi", "asiakastietovaranto")},
    320: {("tilastot", "tutkimus-ja-selvitystietovaranto")},
    332: {("palvelurekisteri", "palvelutietovaranto"), ("palvelurekisteri", "suomi-fi-palvelutietovaranto")},
    342: {("turvallisuus", "turvallisuustietovaranto")},
    365: {("palvelurekisteri", "toimipisterekisteri")},
    350: {("muutostietopalvelu", "vaestotieto")},
    369: {("tiedonohjaussuunnitelma", "avoimen-rajapinnan-kayttajat")},
    420: {
        ("talous-ja-suunnitteluosasto", "taloustietovaranto"),
        ("talous-ja-suunnitteluosasto", "kohdetietovaranto"),
    },
    464: {
        ("viestintaosasto", "tiedotus-ja-viestintatietovaranto"),
        ("viestintaosasto", "asiakastietovaranto"),
    },
    474: {
        ("yhteistietovaranto", "tiedotus-ja-viestintatietovaranto"),
        ("digiopastus", "tiedotus-ja-viestintatietovaranto"),
        ("asiakasviestinta", "tiedotus-ja-viestintatietovaranto"),
        ("sisallontuotantojarjestelma", "tiedotus-ja-viestintatietovaranto"),
    },
    498: {("digiopastus", "asiakastietovaranto")},
    516: {("kirjaamo", "tietopyynnon-tekija")},
    518: {("tietopyynnon-tekija", "kirjaamo"), ("kirjaamo", "oikea-taho")},
}

IMPLIED_FEEDS = {
    44: {("visit-finland", "matkailu")},
    50: {("tyollisyyspalvelujen-asiakas", "tyollisyyspalvelurekisteri")},
    51: {("tyoterveyslaitos", "kykyviisari"), ("kuntakokeilun-asiakas", "kykyviisari")},
    53: {("ohjaamon-asiakas", "ohjaamo")},
    55: {("osaajan-puoliso", "puoliso-ohjelma")},
    59: {("yritysasiakas", "yritystoiminta")},
    65: {("yritysasiakas", "yritysneuvonta")},
    73: {("yksinyrittaja", "yksinyrittajatuki")},
    79: {("colossus", "kestava-liikkuminen")},
    82: {("kotimaan-kaupungit", "matkailu"), ("euroopan-kaupungit", "matkailu")},
    93: {("kela", "tyollisyyspalvelurekisteri"), ("te-hallinto", "tyollisyyspalvelurekisteri")},
    97: {("asiakastieto", "yritystoiminta")},
    132: {("oma-toiminta", "arkisto")},
    158: {("kirjaston-asiakas", "kirjasto")},
    164: {("luottamushenkilo", "kunnalliskalenteri")},
    165: {("viranhaltija", "kunnalliskalenteri")},
    166: {("ammattijarjestot", "kunnalliskalenteri")},
    167: {("konserniyhteisot", "kunnalliskalenteri"), ("yhteistyotahot", "kunnalliskalenteri")},
    210: {("koulutukseen-osallistuja", "koulutus")},
    216: {("esihenkilo-ja-tyontekija", "vuorovaikutus")},
    220: {("kaupungin-henkilosto", "luvat")},
    224: {("tyonhakija", "rekrytoinnit"), ("rekrytoinnit", "tyonhakija")},
    228: {("kaupungin-henkilosto", "palvelussuhde")},
    266: {("ilmoituksen-tekija", "tapaturmat")},
    285: {("henkilostoosasto", "henkilostotietovaranto")},
    320: {("tietoaineistojen-lahteet", "tilastot")},
    326: {("kayttajatunnuksen-haltija", "kayttajatunnus-rekisteri")},
    350: {("dvv", "muutostietopalvelu")},
    353: {("asioiva-kaupunkilainen", "sahkoinen-asiointi")},
    357: {("seudulliset-tilastotietokannat", "tilastot"), ("valtakunnalliset-tilastotietokannat", "tilastot")},
    365: {("palvelurekisteri", "avoimen-rajapinnan-kayttajat")},
    389: {("tilastot", "datapalvelun-kayttajat")},
    426: {("toimialat", "taloustietovaranto"), ("taloustietovaranto", "talousarvion-laadinta")},
    439: {("konserniyhteisot", "konserniohjaus"), ("toimielimen-jasen", "konserniohjaus")},
    472: {("tiedotus-ja-viestintatietovaranto", "kuntalaiset")},
    474: {
        ("kuntalaiset", "tiedotus-ja-viestintatietovaranto"),
        ("henkilostoosasto", "tiedotus-ja-viestintatietovaranto"),
        ("kaupungin-henkilosto", "tiedotus-ja-viestintatietovaranto"),
        ("tiedotus-ja-viestintatietovaranto", "kaupungin-henkilosto"),
    },
    480: {("etaopastuksen-pyytaja", "digiopastus")},
    484: {("asiakasviestinta", "asiakastietovaranto"), ("asiakasviestinnan-rekisteroity", "asiakasviestinta")},
    492: {
        ("kuntalaiset", "kerrokantasi"),
        ("kerrokantasi", "tiedotus-ja-viestintatietovaranto"),
        ("kirjastotoimi", "tiedotus-ja-viestintatietovaranto"),
    },
    498: {("kuntalaiset", "viestintaosasto")},
    516: {("kirjaamo", "ilmoitukset-ja-kuulutukset")},
}

RESOURCES_WITHOUT_FEEDS = {
    "tule-liikuttamaan": "i119",
    "uudelleensijoittuvat": "i115",
    "pks-toimipisterekisteri": "i57",
    "kokonaisarkkitehtuuri": "i57",
    "tilastorekisteri": "i57",
    "tiedonhallintamalli": "i57",
    "asuminen": "a11",
    "tarkastustieto": "i116",
}
PARTIES_WITHOUT_FEEDS = {"hotellit": "a04", "dealroom": "i117", "rakennushankkeet": "a12"}
"""What nothing is said to give to or get from, and the issue of the source that says why."""

CAPTION_SCOPES_WITHOUT_FEEDS = (
    ("henkilostoosasto", "national"),
    ("strategiaosasto", "international"),
    ("strategiaosasto", "other-sector"),
    ("talous-ja-suunnitteluosasto", "metropolitan"),
    ("viestintaosasto", "national"),
)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_with_warnings(CATALOGUE)


@pytest.fixture(scope="module")
def catalogue(loaded: Loaded) -> Catalogue:
    return loaded.catalogue


def lines(evidence: tuple[Evidence, ...], source: str = "sivu") -> set[int]:
    """The lines of one source that some evidence names: of the first page, where no other is asked for."""
    ours = [e for e in evidence if e.source == source]
    return {line for e in ours if e.first and e.last for line in range(e.first, e.last + 1)}


SAME_IN_EVERY_LANGUAGE = {"phone", "email", "secure-email"}


def nouns(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every dataclass in a catalogue but texts and evidence, with a path that names it."""
    if isinstance(value, tuple):
        for i, one in enumerate(value):
            yield from nouns(one, f"{path}/{getattr(one, 'id', i)}")
    elif dataclasses.is_dataclass(value) and not isinstance(value, Text | Evidence):
        yield path, value
        for field in dataclasses.fields(value):
            yield from nouns(getattr(value, field.name), f"{path}.{field.name}")


def thing(catalogue: Catalogue, id_: str) -> Thing:
    return next(thing for thing, _ in catalogue.things() if thing.id == id_)


def department(catalogue: Catalogue, id_: str) -> Department:
    return next(department for department in catalogue.departments if department.id == id_)


def resources(catalogue: Catalogue) -> list[Resource]:
    return [resource for department in catalogue.departments for resource in department.resources] + [*catalogue.shared]


def registers(catalogue: Catalogue) -> list[Register]:
    return [register for resource in resources(catalogue) for register in resource.registers]


def of_registers(resource: Resource) -> list[str]:
    return [register.id for register in resource.registers]


def keepers(catalogue: Catalogue) -> list[Resource | Register]:
    return [*resources(catalogue), *registers(catalogue)]


def feed(catalogue: Catalogue, source: str, target: str) -> Feed:
    (found,) = (feed for feed in catalogue.feeds if (feed.source, feed.target) == (source, target))
    return found


# --- the organisation


def test_the_office_has_one_function_and_six_departments_in_the_order_of_the_source(catalogue: Catalogue) -> None:
    assert [department.id for department in catalogue.departments if department.form == "function"] == [
        "sisainen-tarkastus"
    ]
    assert {department.id for department in catalogue.departments} == set(UNITS)
    assert all(11 in lines(department.evidence) for department in catalogue.departments)


@pytest.mark.parametrize("id_", UNITS)
def test_each_department_has_the_units_that_the_source_lists(catalogue: Catalogue, id_: str) -> None:
    units = department(catalogue, id_).units
    assert len(units) == len(UNITS[id_])
    for unit, line in zip(units, UNITS[id_], strict=True):
        assert line in lines(unit.evidence), unit.id


def test_there_are_thirty_units_and_not_the_fifth_of_administration_that_is_only_counted(catalogue: Catalogue) -> None:
    assert sum(len(department.units) for department in catalogue.departments) == 30
    told = [issue for issue in catalogue.issues if 115 in lines(issue.evidence) and issue.kind == "contradiction"]
    assert [issue.about for issue in told] == [("hallinto-osasto",)]


def test_only_one_department_says_when_it_was_updated(catalogue: Catalogue) -> None:
    assert [(d.id, d.updated.date, lines(d.updated.evidence)) for d in catalogue.departments if d.updated] == [
        ("elinkeino-osasto", "2022-06-16", {13})
    ]


def test_captions_name_the_scopes_of_the_drawings_and_one_department_has_none(catalogue: Catalogue) -> None:
    found = {d.id: (min(lines(d.caption.evidence)), d.caption.scopes) for d in catalogue.departments if d.caption}
    assert found == CAPTIONS


def test_twenty_nine_records_classes_stand_on_their_own_lines(catalogue: Catalogue) -> None:
    first = [d for d in catalogue.departments if d.id != "sisainen-tarkastus"]
    listed = {d.id: [max(lines(entry.evidence)) for entry in d.records_classes] for d in first}
    assert listed == {
        "elinkeino-osasto": [85, 86, 87],
        "hallinto-osasto": [169, 170, 171, 172],
        "henkilostoosasto": list(range(269, 282)),
        "strategiaosasto": [],
        "talous-ja-suunnitteluosasto": [442, 443, 444, 445, 446],
        "viestintaosasto": [501, 502, 503, 504],
    }
    assert sum(map(len, listed.values())) == 29


def test_internal_audit_has_a_resource_a_register_and_a_class_by_the_newer_page_only(catalogue: Catalogue) -> None:
    audit = department(catalogue, "sisainen-tarkastus")
    (resource,) = audit.resources
    (register,) = resource.registers
    (records_class,) = audit.records_classes
    assert (records_class.code, resource.records_classes) == ("00 03 03", ("00 03 03",))
    for only_there, line in ((resource, 2), (register, 2), (records_class, 3)):
        assert {e.source for e in only_there.evidence} == {"kanslia-uusi"}
        assert line in lines(only_there.evidence, "kanslia-uusi")
        assert only_there.note
        assert "newer page" in only_there.note.get("en")


CLASSES_BY_NAME = {
    "tyovoima": {87: "14 05"},
    "paatostieto": {170: "00 02"},
    "kirjasto": {172: "12 02 02 02"},
    "koulutus": {278: "01 03"},
    "vuorovaikutus": {274: "01 01 03 06", 277: "01 01 03 14", 279: "01 03 00 01", 281: "01 04 02 03"},
    "rekrytoinnit": {271: "01 01 01"},
    "palvelussuhde": {270: "01 01"},
    "uudelleensijoittuvat": {276: "01 01 03 11"},
    "tapaturmat": {275: "01 01 03 08", 280: "01 04 01"},
    "konserniohjaus": {442: "00 01 04"},
    "asuminen": {446: "10 07"},
    "asiakasviestinta": {503: "00 04 06"},
    "asiakastietovaranto": {501: "00 01 02 03"},
    "tiedotus-ja-viestintatietovaranto": {502: "00 04 00"},
}
CLASSES_BY_DEPARTMENT = {
    "taloustietovaranto": {443: "02 02", 444: "02 06"},
    "henkilostotietovaranto": {269: "01"},
    "paatostietovaranto": {170: "00 02"},
}


def test_the_first_page_says_no_records_class_of_a_single_resource_so_names_and_sections_tie_them(
    catalogue: Catalogue,
) -> None:
    tied = {resource.id: resource for resource in resources(catalogue) if resource.records_classes}
    assert tied.pop("tarkastustieto").records_classes_basis == "stated", "the newer page lists it with the resource"
    expected = CLASSES_BY_NAME | CLASSES_BY_DEPARTMENT
    assert {id_: resource.records_classes for id_, resource in tied.items()} == {
        id_: tuple(codes.values()) for id_, codes in expected.items()
    }
    for id_, resource in tied.items():
        assert resource.records_classes_basis == "implied", id_
        assert resource.records_classes_why, id_
        assert expected[id_].keys() <= lines(resource.records_classes_evidence), id_


def test_a_class_that_is_tied_to_a_resource_is_one_of_the_department_that_has_or_describes_it(
    catalogue: Catalogue,
) -> None:
    for found, owners in catalogue.things():
        for code in getattr(found, "records_classes", ()) if found.kind == "resource" else ():
            home = owners.get("department") or getattr(found, "described_by", None)
            assert home, found.id
            assert code in [entry.code for entry in department(catalogue, home).records_classes], (found.id, code)


def test_eight_shared_resources_are_described_in_the_section_of_a_department(catalogue: Catalogue) -> None:
    described = {resource.id: resource for resource in catalogue.shared if resource.described_by}
    assert {id_: (resource.described_by, resource.described_by_basis) for id_, resource in described.items()} == {
        "paatostietovaranto": ("hallinto-osasto", "stated"),
        "taloustietovaranto": ("talous-ja-suunnitteluosasto", "stated"),
        "henkilostotietovaranto": ("henkilostoosasto", "implied"),
        "asiakastietovaranto": ("viestintaosasto", "stated"),
        "palvelutietovaranto": ("strategiaosasto", "stated"),
        "tutkimus-ja-selvitystietovaranto": ("strategiaosasto", "stated"),
        "turvallisuustietovaranto": ("strategiaosasto", "stated"),
        "tiedotus-ja-viestintatietovaranto": ("viestintaosasto", "stated"),
    }
    starts = {122: "hallinto-osasto", 204: "henkilostoosasto", 302: "strategiaosasto"}
    starts |= {424: "talous-ja-suunnitteluosasto", 468: "viestintaosasto", 514: ""}
    for id_, resource in described.items():
        sections = {
            starts[max(start for start in starts if start <= line)] for line in lines(resource.described_by_evidence)
        }
        assert sections == {resource.described_by}, id_


# --- resources, registers and systems


@pytest.mark.parametrize("id_", OWN_RESOURCES)
def test_each_department_has_its_own_resources(catalogue: Catalogue, id_: str) -> None:
    assert {resource.id for resource in department(catalogue, id_).resources} == set(OWN_RESOURCES[id_])


def test_line_61_makes_five_resources_parts_of_business_support(catalogue: Catalogue) -> None:
    parts = {resource.id for resource in resources(catalogue) if resource.part_of == "yritystoiminta"}
    assert parts == {"yritysneuvonta", "yksinyrittajatuki", "tule-liikuttamaan", "kestava-liikkuminen", "matkailu"}
    assert all(resource.part_of in (None, "yritystoiminta") for resource in resources(catalogue))
    assert all(61 in lines(thing(catalogue, id_).evidence) for id_ in parts)


def test_shared_resources_have_the_scopes_that_a_word_of_the_source_gives_them(catalogue: Catalogue) -> None:
    assert {resource.id: resource.scope for resource in catalogue.shared} == SHARED_SCOPES
    implied = {resource.id for resource in catalogue.shared if resource.scope_basis == "implied"}
    assert implied == {
        "seudulliset-tilastotietokannat",
        "tiedonohjaussuunnitelma",
        "tiedonhallintatietovaranto",
        "toiminnanohjaustietovaranto",
    }
    for id_ in ("tiedonhallintatietovaranto", "toiminnanohjaustietovaranto"):
        (read,) = (resource for resource in catalogue.shared if resource.id == id_)
        assert lines(read.scope_evidence) == {124}, "one list with two city-wide resources"
        assert read.note
        assert "city-wide" in read.note.get("en")


OWN_IN_WORDS = {
    30: {"tyovoima"},
    38: {"yritystoiminta"},
    44: {"matkailu"},
    61: {"yritysneuvonta", "yksinyrittajatuki", "tule-liikuttamaan", "kestava-liikkuminen"},
    304: {*OWN_RESOURCES["strategiaosasto"]} - {"tiedonhallintamalli", "turvallisuus"},
    474: {"yhteistietovaranto"},
    478: {"digiopastus", "asiakasviestinta"},
}
OWN_BY_SECTION = {
    122: {*OWN_RESOURCES["hallinto-osasto"]},
    204: {*OWN_RESOURCES["henkilostoosasto"]},
    302: {"tiedonhallintamalli", "turvallisuus"},
    424: {"konserniohjaus", "asuminen"},
}


@pytest.mark.parametrize(("basis", "expected"), [("stated", OWN_IN_WORDS), ("implied", OWN_BY_SECTION)])
def test_a_resource_is_a_departments_own_by_a_word_of_the_source_or_by_the_section_that_it_stands_in(
    catalogue: Catalogue, basis: str, expected: dict[int, set[str]]
) -> None:
    own = [resource for department in catalogue.departments for resource in department.resources]
    own = [resource for resource in own if resource.id != "tarkastustieto"]
    found = {resource.id: max(lines(resource.scope_evidence)) for resource in own if resource.scope_basis == basis}
    assert found == {id_: line for line, ids in expected.items() for id_ in ids}


def test_thirteen_registers_are_told_and_promised_register_descriptions_are_not_made_into_others(
    catalogue: Catalogue,
) -> None:
    assert {register.id for register in registers(catalogue) if lines(register.evidence)} == {
        "tyollisyyspalvelurekisteri",
        "kykyviisari",
        "ohjaamo",
        "puoliso-ohjelma",
        "tule-liikuttamaan-rekisteri",
        "asiointi-rekisteri",
        "kayttajatunnus-rekisteri",
        "palvelurekisteri-rekisteri",
        "toimipisterekisteri",
        "pks-toimipisterekisteri-rekisteri",
        "tilastorekisteri-rekisteri",
        "digiopastusrekisteri",
        "asiakasviestinta-rekisteri",
    }


def test_both_that_line_478_counts_among_personal_data_registers_hold_the_data_of_their_persons(
    catalogue: Catalogue,
) -> None:
    """478: the following registers of personal data are the department's; 480 and 484 follow."""
    found = {register.id: register for register in registers(catalogue) if 478 in lines(register.evidence)}
    assert {id_: [one.id for one in register.datasets] for id_, register in found.items()} == {
        "digiopastusrekisteri": ["digiopastus-aineisto"],
        "asiakasviestinta-rekisteri": ["asiakasviestinta-aineisto"],
    }
    assert found["asiakasviestinta-rekisteri"].note, "the source gives it no name of its own"


def test_six_registers_are_of_another_page_only_and_five_say_so(catalogue: Catalogue) -> None:
    """The newer page lists the registers of a department; which resource they lie in is our reading."""
    others = {register.id: register for register in registers(catalogue) if not lines(register.evidence)}
    assert {id_: lines(register.evidence, "kanslia-uusi") for id_, register in others.items()} == {
        "tarkastusrekisteri": {2},
        "etaneuvontarekisteri": {5},
        "business-helsinki-rekisteri": {6},
        "tyovoimapalvelujen-asiakasrekisteri": {7},
        "vastaanoton-asiakasrekisteri": {8},
        "asiarekisteri": set(),
    }
    notes = {id_: register.note.get("en") for id_, register in others.items() if register.note}
    assert all("Only the newer page mentions the register" in notes[id_] for id_ in others.keys() - {"asiarekisteri"})


CASE_REGISTER = {
    "asianhallintajarjestelma": (4, "stated", "hallinto-osasto"),
    "oikeuspalvelujen-jarjestelmat": (5, "stated", "oikeuspalvelut-yksikko"),
    "henkilostohallintajarjestelmat": (6, "implied", "henkilostoosasto"),
    "rekrytointijarjestelma": (7, "stated", "henkilostoosasto"),
    "kilpailutus-ja-sopimusjarjestelmat": (8, "implied", "talous-ja-suunnitteluosasto"),
    "taloushallinnan-jarjestelmat": (9, "stated", None),
}
"""The systems of the case register, by the line of their page that names them: how we know them to be ours, and the owner."""


def test_six_systems_hold_the_case_register_and_five_have_an_owner(catalogue: Catalogue) -> None:
    holding = {system.id: system for system in catalogue.systems if system.holds}
    assert {id_: system.holds for id_, system in holding.items()} == dict.fromkeys(CASE_REGISTER, "case-register")
    for id_, (line, basis, owner) in CASE_REGISTER.items():
        system = holding[id_]
        assert (system.holds_basis, system.owned_by) == (basis, owner), id_
        assert lines(system.holds_evidence, "jarjestelmat") == {1, line}
        assert owner is None or (system.owned_by_basis, lines(system.owned_by_evidence, "jarjestelmat")) == (
            basis,
            {line},
        )
    users = {id_: system.users for id_, system in holding.items() if lines(system.users_evidence, "jarjestelmat")}
    whole = ("kaupunginkanslia", "toimialat")
    assert users.pop("oikeuspalvelujen-jarjestelmat") == ("toimeksiantojen-hoitajat",)
    assert users == dict.fromkeys(
        CASE_REGISTER.keys() - {"oikeuspalvelujen-jarjestelmat", "taloushallinnan-jarjestelmat"}, whole
    )


IN_USE_FOR = {
    285: ("henkilostoosasto", 5),
    381: ("strategiaosasto", 1),
    450: ("talous-ja-suunnitteluosasto", 6),
    510: ("viestintaosasto", 1),
    512: ("viestintaosasto", 5),
}
"""Lines that say of systems that they are in use for a department's part, and how many of them have no other users."""


def test_systems_that_are_in_use_for_a_departments_part_have_it_as_their_user(catalogue: Catalogue) -> None:
    told = [system for system in catalogue.systems if lines(system.users_evidence)]
    found = Counter((min(lines(system.users_evidence)), system.users) for system in told)
    assert found == {(line, (home,)): many for line, (home, many) in IN_USE_FOR.items()}
    assert {system.users_basis for system in told} == {"implied"}
    assert all(system.users_why for system in told)


def test_the_case_register_is_a_register_of_the_decision_making_resource(catalogue: Catalogue) -> None:
    (home,) = (resource for resource in resources(catalogue) if "asiarekisteri" in of_registers(resource))
    (register,) = home.registers
    assert home.id == "paatostietovaranto"
    assert lines(register.evidence, "jarjestelmat") == {1, 2}
    assert {use.system: use.basis for use in register.systems} == {
        id_: basis for id_, (_, basis, _) in CASE_REGISTER.items()
    }
    assert any({"asiarekisteri", "paatostietovaranto"} <= {*issue.about} for issue in catalogue.issues)


def test_what_no_source_says_of_search_keys_decisions_and_secrecy_is_left_open_and_told(catalogue: Catalogue) -> None:
    assert [found.id for found, _ in catalogue.things() if getattr(found, "search_keys", ())] == []
    assert [channel.decides for channel in catalogue.requests] == [None]
    assert [keeper.id for keeper in keepers(catalogue) for remark in keeper.openness if remark.secrecy] == []
    texts = [issue.text.get("en") for issue in catalogue.issues]
    assert [sum(word in text for text in texts) for word in ("search keys", "who decides", "secrecy")] == [1, 1, 1]


def test_two_resources_say_how_long_their_data_are_kept(catalogue: Catalogue) -> None:
    """154: permanently; 350: as long as an agreement is in force, of which no end is said."""
    kept = {keeper.id: keeper.retention for keeper in keepers(catalogue) if keeper.retention}
    assert {id_: (kept[id_].permanent, kept[id_].years) for id_ in kept} == {
        "arkisto": (True, None),
        "vaestotieto": (False, None),
    }
    assert (lines(kept["arkisto"].evidence), lines(kept["vaestotieto"].evidence)) == ({132, 154}, {350})


def test_laws_that_the_page_names_are_the_legal_basis_of_what_it_names_them_with(catalogue: Catalogue) -> None:
    found = {keeper.id: lines(keeper.legal_basis_evidence) for keeper in keepers(catalogue) if keeper.legal_basis}
    assert found == {
        "arkisto": {132},
        "luvat": {220},
        "tiedonhallintamalli": {338},
        "tiedotus-ja-viestintatietovaranto": {472},
    }


def test_five_registers_are_named_among_systems_and_are_found_with_the_registers(catalogue: Catalogue) -> None:
    named = {system.id: lines(system.evidence) for system in catalogue.systems if system.form == "register"}
    assert named == {
        "tyovoiman-asiakasrekisteri": {93},
        "kuntarekisterin-vaestoosa": {381},
        "palvelu-ja-toimipisterekisteri": {397},
        "asuntotuotannon-rekisteri": {450},
        "kehittajayhteison-jasenrekisteri": {512},
    }
    assert named.keys() < {row[0] for row in TABLES["registers"].rows(build_model(catalogue))}


def test_the_register_of_offices_gets_the_hours_and_lies_in_the_service_resource_not_in_its_sender(
    catalogue: Catalogue,
) -> None:
    (receiver,) = (resource for resource in resources(catalogue) if "toimipisterekisteri" in of_registers(resource))
    assert receiver.id == "palvelutietovaranto"
    hours = feed(catalogue, "palvelurekisteri", "toimipisterekisteri")
    assert (hours.basis, lines(hours.evidence)) == ("stated", {363, 365})
    assert "operating hours" in hours.content.get("en") if hours.content else False
    assert 365 not in lines(feed(catalogue, "palvelurekisteri", "palvelutietovaranto").evidence)


def test_the_change_information_service_is_a_service_of_the_agency_that_keeps_the_population_data_up_to_date(
    catalogue: Catalogue,
) -> None:
    service = thing(catalogue, "muutostietopalvelu")
    assert (getattr(service, "form", ""), getattr(service, "party", "")) == ("service", "dvv")
    assert feed(catalogue, "dvv", "muutostietopalvelu").basis == "implied"
    assert feed(catalogue, "muutostietopalvelu", "vaestotieto").basis == "stated"
    assert lines(service.evidence) == {350}
    (population,) = (resource for resource in resources(catalogue) if resource.id == "vaestotieto")
    (use,) = (use for use in population.systems if use.system == "muutostietopalvelu")
    assert (use.basis, lines(use.evidence)) == ("stated", {350})


def test_only_the_registry_is_said_to_pass_on_what_it_gets(catalogue: Catalogue) -> None:
    said = {found.id: found for found, _ in catalogue.things() if found.passes_on is not None}
    assert said.keys() == {"kirjaamo"}
    assert (said["kirjaamo"].passes_on, said["kirjaamo"].passes_on_basis) == (True, "stated")
    assert lines(said["kirjaamo"].passes_on_evidence) == {518}


def test_the_library_is_for_internal_use_and_its_description_is_published_as_in_the_source(
    catalogue: Catalogue,
) -> None:
    """134, 156, 184: in a page that the city publishes, so every description of it is public."""
    assert [resource.id for resource in resources(catalogue) if resource.internal_only] == []
    internal = {
        (keeper.id, remark.basis): lines(remark.evidence)
        for keeper in keepers(catalogue)
        for remark in keeper.openness
        if remark.kind == "internal-only"
    }
    assert internal[("kirjasto", "stated")] == {134, 156, 184}
    assert "kirjasto" in public_model(build_model(catalogue))


def test_four_times_the_source_says_that_there_are_no_own_systems(catalogue: Catalogue) -> None:
    assert {keeper.id: lines(keeper.no_own_systems) for keeper in keepers(catalogue) if keeper.no_own_systems} == {
        "puoliso-ohjelma": {93},
        "yksinyrittajatuki": {99},
        "tule-liikuttamaan-rekisteri": {101},
        "kestava-liikkuminen": {103},
    }


def test_every_list_of_systems_has_as_many_as_the_source_names(catalogue: Catalogue) -> None:
    found = Counter(
        next(line for line in SYSTEMS_BY_LINE if line in lines(system.evidence)) for system in catalogue.systems
    )
    assert found == SYSTEMS_BY_LINE


def test_a_system_has_an_owner_only_where_the_source_has_a_word_for_it(catalogue: Catalogue) -> None:
    def owned(owner: str) -> set[str]:
        return {system.id for system in catalogue.systems if system.owner == owner}

    assert owned("department") == {id_ for id_, (_, _, owner) in CASE_REGISTER.items() if owner}
    assert owned("organisation") == {
        "ohjaamo-sivusto",
        "arkistointijarjestelma",
        "ilmoitukset-ja-kuulutukset",
    }
    assert owned("external") == {
        "kelan-avustusjarjestelmat",
        "te-hallinnon-palvelut",
        "kykyviisari-palvelu",
        "asiakastieto-palvelu",
        "kuormapyorajarjestelma",
        "lupapiste",
        "muutostietopalvelu",
    }


def test_a_system_of_a_party_is_an_outside_one(catalogue: Catalogue) -> None:
    run_by_others: list[System] = [system for system in catalogue.systems if system.party]
    assert all(system.owner == "external" for system in run_by_others)


def test_every_implied_use_of_a_system_says_why(catalogue: Catalogue) -> None:
    uses = [(keeper.id, use) for keeper in keepers(catalogue) for use in keeper.systems if use.basis == "implied"]
    assert uses
    assert [(id_, use.system) for id_, use in uses if not use.note] == []


def test_two_open_interfaces_are_named_and_both_lead_to_their_users(catalogue: Catalogue) -> None:
    interfaces = {
        (keeper.id, remark.basis): lines(remark.evidence)
        for keeper in keepers(catalogue)
        for remark in keeper.openness
        if remark.kind == "open-interface"
    }
    assert interfaces == {("palvelurekisteri", "stated"): {365}, ("tiedonohjaussuunnitelma", "stated"): {369}}
    users = {feed.source: feed.basis for feed in catalogue.feeds if feed.target == "avoimen-rajapinnan-kayttajat"}
    assert users == {"palvelurekisteri": "implied", "tiedonohjaussuunnitelma": "stated"}


# --- data groups


def groups(catalogue: Catalogue) -> list[tuple[str, Any]]:
    return [(found.id, group) for found, _ in catalogue.things() for group in getattr(found, "groups", ())]


def test_every_mark_for_personal_data_says_why(catalogue: Catalogue) -> None:
    marked = [(id_, group) for id_, group in groups(catalogue) if group.personal is not None or group.special]
    assert [(id_, group.name.get("fi")) for id_, group in marked if not group.why] == []


def test_nothing_is_declared_free_of_special_categories_while_its_persons_are_unknown(catalogue: Catalogue) -> None:
    unknown = [(id_, group) for id_, group in groups(catalogue) if group.personal is None]
    assert [(id_, group.name.get("fi")) for id_, group in unknown if group.special == "no"] == []
    assert [
        id_ for id_, group in groups(catalogue) if group.personal is False and group.special not in ("no", None)
    ] == []


def test_personal_data_are_stated_only_on_lines_that_speak_of_them(catalogue: Catalogue) -> None:
    words = {30, 38, 50, 53, 59, 65, 158, 210, 228, 242, 314, 326, 348, 350, 353, 361, 439, 478, 484}
    stated = [(id_, group) for id_, group in groups(catalogue) if group.personal_basis == "stated"]
    assert stated
    assert [(id_, group.name.get("fi")) for id_, group in stated if not lines(group.evidence) & words] == []


GIVEN_BY_PEOPLE = {
    "asiakastietovaranto-aineisto": {"Feedback given by residents", "Residents' participation in developing services"},
    "tiedotus-ja-viestinta-aineisto": {
        "Feedback from residents",
        "Enquiries to the HR advice service",
        "Material from public hearings",
        "Residents' ideas and the plans combined from them",
        "Employees' ideas",
        "Opinions in the Kerrokantasi.fi service and the summary of the hearing",
    },
    "rekrytoinnit-aineisto": {"Applications", "Communication with applicants"},
    "puoliso-ohjelma-aineisto": {"Application to the employment programme"},
}
"""What people write or say of themselves, by the data set (474, 492, 498; 224; 55)."""


def test_what_people_write_of_themselves_is_personal_and_may_be_of_a_special_category(catalogue: Catalogue) -> None:
    marks = {(id_, group.name.get("en")): (group.personal, group.special) for id_, group in groups(catalogue)}
    for id_, names in GIVEN_BY_PEOPLE.items():
        for name in names:
            assert marks[id_, name] == (True, "possible"), name


def test_watched_premises_hold_personal_data(catalogue: Catalogue) -> None:
    (premises,) = (
        group for id_, group in groups(catalogue) if group.name.get("en") == "Security of real estate and premises"
    )
    assert (premises.personal, premises.personal_basis, premises.special) == (True, "implied", None)
    assert 405 in lines(premises.evidence)


def test_three_kinds_of_discussion_are_apart_and_only_early_support_may_concern_health(catalogue: Catalogue) -> None:
    discussions = {
        group.name.get("fi"): (group.special, lines(group.evidence))
        for id_, group in groups(catalogue)
        if id_ == "vuorovaikutus-aineisto" and "keskustelut" in group.name.get("fi")
    }
    assert discussions == {
        "Onnistumiskeskustelut": ("no", {216, 246}),
        "Työn sujuvuuden keskustelut": ("no", {216, 246}),
        "Varhaisen tuen keskustelut": ("possible", {216, 246}),
    }


def test_statistics_of_cities_in_finland_and_in_europe_are_two_groups_and_so_are_three_kinds_of_city_level_figures(
    catalogue: Catalogue,
) -> None:
    names = [group.name.get("en") for _, group in groups(catalogue)]
    for name in (
        *("Tourism statistics collected by cities in Finland", "Tourism statistics collected by cities in Europe"),
        *("City-level budget forecasts", "City-level budgeting", "City-level financial statements"),
    ):
        assert names.count(name) == 1, name


def test_special_categories_are_certain_for_health_party_and_trade_union_only(catalogue: Catalogue) -> None:
    assert Counter(id_ for id_, group in groups(catalogue) if group.special == "yes") == {
        "tyovoima-aineisto": 1,
        "tyollisyyspalvelurekisteri-aineisto": 1,
        "kykyviisari-aineisto": 2,
        "kunnalliskalenteri-aineisto": 2,
        "luvat-aineisto": 1,
        "palvelussuhde-aineisto": 1,
        "tapaturmat-aineisto": 1,
    }


# --- parties


def test_no_party_of_people_has_a_scope_question(catalogue: Catalogue) -> None:
    """People, staff and the public live in no scope: neither one nor the lack of one is told of them."""
    for party in catalogue.parties:
        people = party.form in ("people", "staff", "public")
        assert (party.scope == PEOPLE) == people, party.id
        assert not (people and party.scope_evidence), party.id


def test_only_what_no_source_places_is_a_dot_with_a_question(catalogue: Catalogue) -> None:
    """53: the organiser and the receiver of the guidance; 44, 167: stakeholders and partners that are not named; 166: local
    branches of unions, of which no word tells where they belong; 320: sources of data sets."""
    model = build_model(catalogue)
    asked = {
        found.other
        for department in catalogue.departments
        for found in connections(model, department.id)
        if scope_of(model, found.other) == UNSTATED
    }
    assert asked == {
        *("palvelun-jarjestaja", "ohjaamo-vastaanottaja", "matkailun-sidosryhmat", "tietoaineistojen-lahteet"),
        *("yhteistyotahot", "ammattijarjestot"),
    }


def test_national_bodies_are_so_by_a_second_page_or_by_a_statute_with_its_day(catalogue: Catalogue) -> None:
    days = {source.id: source.date for source in catalogue.sources if source.kind == "law"}
    found = {
        party.id: (party.scope_basis, lines(party.scope_evidence, "yhteiset"), days.get(party.scope_evidence[0].source))
        for party in catalogue.parties
        if party.scope == "national" and not lines(party.scope_evidence)
    }
    assert found == {
        "kela": ("stated", {5}, None),
        "dvv": ("stated", {5}, None),
        "te-hallinto": ("implied", {5}, None),
        "tyoterveyslaitos": ("known", set(), "1978-02-24"),
        "visit-finland": ("known", set(), "2017-12-28"),
    }
    assert all(party.note for party in catalogue.parties if party.id in found)


CITY_WIDE_ELSEWHERE = {
    "asiakastietovaranto": {("yhteiset", 1), ("yhteiset", 3), ("kasko", 5), ("kasko", 10), ("kuva", 10)},
    "taloustietovaranto": {("stara", 11), ("talpa", 6)},
    "henkilostotietovaranto": {("stara", 11), ("talpa", 7)},
    "paatostietovaranto": {("stara", 11)},
    "kohdetietovaranto": {("stara", 4)},
    "tiedotus-ja-viestintatietovaranto": {("talpa", 8)},
}


def test_pages_of_other_organisations_confirm_what_is_city_wide(catalogue: Catalogue) -> None:
    found = {
        resource.id: {(e.source, e.first) for e in resource.scope_evidence if e.source != "sivu"}
        for resource in catalogue.shared
    }
    assert {id_: elsewhere for id_, elsewhere in found.items() if elsewhere} == CITY_WIDE_ELSEWHERE


def test_a_party_has_a_scope_only_where_a_word_of_a_source_gives_one(catalogue: Catalogue) -> None:
    placed = [party for party in catalogue.parties if party.scope not in (PEOPLE, UNSTATED)]
    assert {party.id: (party.scope, party.scope_basis) for party in placed if lines(party.scope_evidence)} == {
        "elinkeino-yksikot": ("own", "stated"),
        "matkailupalveluprosessi": ("own", "implied"),
        "matkailuneuvonta-prosessi": ("own", "implied"),
        "kotimaan-kaupungit": ("national", "implied"),
        "asiakastieto": ("national", "implied"),
        "colossus": ("national", "implied"),
        "oma-toiminta": ("city-wide", "implied"),
        "konserniyhteisot": ("city-wide", "implied"),
        "kirjastotoimi": ("other-sector", "implied"),
        "euroopan-kaupungit": ("international", "implied"),
        "kansalliset-viranomaispalvelut": ("national", "stated"),
        "toimialat": ("other-sector", "implied"),
        "kirjaamo": ("city-wide", "implied"),
    }


def test_a_party_is_called_an_authority_or_a_company_only_where_the_source_does(catalogue: Catalogue) -> None:
    assert {party.id for party in catalogue.parties if party.form == "authority"} == {
        "dvv",
        "kansalliset-viranomaispalvelut",
    }
    assert {party.id for party in catalogue.parties if party.form == "company"} == {"colossus", "kokeilun-yritykset"}


def test_receivers_that_the_source_does_not_name_are_unnamed(catalogue: Catalogue) -> None:
    assert {party.id for party in catalogue.parties if party.form == "unnamed"} == {
        "palvelun-jarjestaja",
        "ohjaamo-vastaanottaja",
        "tietoaineistojen-lahteet",
        "oikea-taho",
    }


# --- feeds


@pytest.mark.parametrize(("basis", "expected"), [("stated", STATED_FEEDS), ("implied", IMPLIED_FEEDS)])
def test_feeds_are_those_of_the_sentences(
    catalogue: Catalogue, basis: str, expected: dict[int, set[tuple[str, str]]]
) -> None:
    told = [feed for feed in catalogue.feeds if feed.basis == basis and lines(feed.evidence)]
    pairs = Counter((feed.source, feed.target) for feed in told)
    assert pairs == Counter(pair for found in expected.values() for pair in found)


def test_feeds_of_other_organisations_are_left_to_their_own_catalogues_and_an_issue_says_so(
    catalogue: Catalogue,
) -> None:
    assert [(one.source, one.target) for one in catalogue.feeds if not lines(one.evidence)] == []
    (issue,) = (issue for issue in catalogue.issues if issue.id == "i112")
    told = {
        source: lines(issue.evidence, source)
        for source in ("kasko", "kuva", "stara", "talpa", "talpa-uusi", "yhteiset")
    }
    assert told == {
        "kasko": {5, 10},
        "kuva": {10},
        "stara": {4, 11},
        "talpa": {6, 7, 8},
        "talpa-uusi": {8},
        "yhteiset": {4, 5},
    }
    assert set(issue.about) == {
        *("asiakastietovaranto", "taloustietovaranto", "henkilostotietovaranto", "paatostietovaranto"),
        *("kohdetietovaranto", "tiedotus-ja-viestintatietovaranto"),
    }


@pytest.mark.parametrize("expected", [STATED_FEEDS, IMPLIED_FEEDS])
def test_every_feed_shows_the_line_that_it_comes_from(
    catalogue: Catalogue, expected: dict[int, set[tuple[str, str]]]
) -> None:
    for line, pairs in expected.items():
        for source, target in pairs:
            assert line in lines(feed(catalogue, source, target).evidence), (source, target)


def test_every_implied_feed_has_a_note(catalogue: Catalogue) -> None:
    assert [(f.source, f.target) for f in catalogue.feeds if f.basis == "implied" and not f.note] == []


def test_the_population_register_is_updated_once_a_week(catalogue: Catalogue) -> None:
    update = feed(catalogue, "muutostietopalvelu", "vaestotieto")
    assert update.frequency == Text.of(fi="Kerran viikossa", sv="En gång i veckan", en="Once a week")
    assert lines(update.evidence) == {350}
    assert update.condition


def test_only_two_feeds_say_how_often(catalogue: Catalogue) -> None:
    often = {(feed.source, feed.target) for feed in catalogue.feeds if feed.frequency}
    assert often == {("muutostietopalvelu", "vaestotieto"), ("kirjaamo", "tietopyynnon-tekija")}


def test_conditions_are_anonymity_consent_and_an_agreement(catalogue: Catalogue) -> None:
    assert {(f.source, f.target): f.condition.get("en").split(",")[0] for f in catalogue.feeds if f.condition} == {
        ("kykyviisari", "tyoterveyslaitos"): "In anonymised form",
        ("ohjaamo", "ohjaamo-vastaanottaja"): "In accordance with consent",
        ("muutostietopalvelu", "vaestotieto"): "Agreement on the change information service",
    }


def test_both_sentences_of_line_178_are_about_the_decision_making_resource(catalogue: Catalogue) -> None:
    said = [feed for feed in catalogue.feeds if 178 in lines(feed.evidence)]
    assert len(said) == 8
    assert all("paatostietovaranto" in (feed.source, feed.target) for feed in said)
    exchanged = {"kansalliset-viranomaispalvelut", "lupapiste"}
    assert {feed.target for feed in said if feed.source == "paatostietovaranto"} == exchanged
    assert exchanged < {feed.source for feed in said if feed.target == "paatostietovaranto"}
    (issue,) = (issue for issue in catalogue.issues if issue.id == "i26")
    assert issue.decision
    assert "päätöksenteon tietovaranto" in issue.decision.get("fi")


CARRIED = {
    30: ("tyovoima", "taloustietovaranto", "tyovoima-aineisto"),
    38: ("yritystoiminta", "paatostietovaranto", "yritystoiminta-aineisto"),
    44: ("matkailuneuvonta-prosessi", "matkailu", "matkailu-aineisto"),
    51: ("kykyviisari", "tyoterveyslaitos", "kykyviisari-aineisto"),
    53: ("ohjaamo", "palvelun-jarjestaja", "ohjaamo-aineisto"),
    128: ("paatostieto", "paatostietovaranto", "paatostieto-aineisto"),
    320: ("tilastot", "tutkimus-ja-selvitystietovaranto", "tilastot-aineisto"),
    332: ("palvelurekisteri", "suomi-fi-palvelutietovaranto", "palvelurekisteri-aineisto"),
    342: ("turvallisuus", "turvallisuustietovaranto", "turvallisuus-aineisto"),
    348: ("vaestotieto", "asiakastietovaranto", "vaestotieto-aineisto"),
    350: ("muutostietopalvelu", "vaestotieto", "vaestotieto-aineisto"),
    365: ("palvelurekisteri", "toimipisterekisteri", "toimipisterekisteri-aineisto"),
    437: ("talous-ja-suunnitteluosasto", "taloustietovaranto", "taloustietovaranto-aineisto"),
    496: ("sisallontuotantojarjestelma", "tiedotus-ja-viestintatietovaranto", "tiedotus-ja-viestinta-aineisto"),
    498: ("viestintaosasto", "asiakastietovaranto", "asiakastietovaranto-aineisto"),
}


@pytest.mark.parametrize("line", CARRIED)
def test_a_feed_carries_the_data_set_whose_content_its_sentence_tells(catalogue: Catalogue, line: int) -> None:
    source, target, dataset = CARRIED[line]
    told = feed(catalogue, source, target)
    assert told.carries == (dataset,)
    assert line in lines(told.evidence)


def test_a_feed_carries_nothing_where_no_content_is_told(catalogue: Catalogue) -> None:
    assert [(feed.source, feed.target) for feed in catalogue.feeds if feed.carries and not feed.content] == []


def test_a_feed_and_a_data_set_that_it_carries_share_a_line(catalogue: Catalogue) -> None:
    for told in catalogue.feeds:
        for id_ in told.carries:
            own: Any = thing(catalogue, id_)
            known = lines(own.evidence) | {line for group in own.groups for line in lines(group.evidence)}
            assert known & lines(told.evidence), (told.source, told.target, id_)


MARKED = {
    30: {
        ("tyovoima", "paatostietovaranto"): ("stated", "yes"),
        ("tyovoima", "taloustietovaranto"): ("stated", "yes"),
    },
    38: {
        ("yritystoiminta", "paatostietovaranto"): ("stated", "no"),
        ("yritystoiminta", "taloustietovaranto"): ("stated", "no"),
    },
    50: {
        ("kuntakokeilun-asiakas", "kykyviisari"): ("implied", "yes"),
        ("tyoterveyslaitos", "kykyviisari"): ("implied", "yes"),
        ("tyollisyyspalvelujen-asiakas", "tyollisyyspalvelurekisteri"): ("implied", None),
    },
    53: {
        ("ohjaamo", "ohjaamo-vastaanottaja"): ("stated", "possible"),
        ("ohjaamo", "palvelun-jarjestaja"): ("implied", "possible"),
        ("ohjaamon-asiakas", "ohjaamo"): ("implied", "possible"),
    },
    55: {("osaajan-puoliso", "puoliso-ohjelma"): ("implied", "possible")},
    59: {("yritysasiakas", "yritystoiminta"): ("implied", "no")},
    65: {("yritysasiakas", "yritysneuvonta"): ("implied", "no")},
    73: {("yksinyrittaja", "yksinyrittajatuki"): ("implied", "no")},
    77: {("kokeilun-rekisteroity", "kokeilun-yritykset"): ("stated", None)},
    158: {("kirjaston-asiakas", "kirjasto"): ("implied", "no")},
    164: {("luottamushenkilo", "kunnalliskalenteri"): ("implied", "yes")},
    165: {("viranhaltija", "kunnalliskalenteri"): ("implied", "no")},
    166: {("ammattijarjestot", "kunnalliskalenteri"): ("implied", "yes")},
    167: {
        ("konserniyhteisot", "kunnalliskalenteri"): ("implied", "possible"),
        ("yhteistyotahot", "kunnalliskalenteri"): ("implied", "possible"),
    },
    210: {("koulutukseen-osallistuja", "koulutus"): ("implied", None)},
    216: {("esihenkilo-ja-tyontekija", "vuorovaikutus"): ("implied", "possible")},
    220: {("kaupungin-henkilosto", "luvat"): ("implied", "yes")},
    224: {
        ("tyonhakija", "rekrytoinnit"): ("implied", "possible"),
        ("rekrytoinnit", "tyonhakija"): ("implied", "possible"),
    },
    228: {("kaupungin-henkilosto", "palvelussuhde"): ("implied", None)},
    266: {("ilmoituksen-tekija", "tapaturmat"): ("implied", "yes")},
    306: {("vaestotieto", "asiakastietovaranto"): ("stated", "possible")},
    326: {("kayttajatunnuksen-haltija", "kayttajatunnus-rekisteri"): ("implied", "no")},
    350: {
        ("dvv", "muutostietopalvelu"): ("implied", "possible"),
        ("muutostietopalvelu", "vaestotieto"): ("stated", "possible"),
    },
    353: {("asioiva-kaupunkilainen", "sahkoinen-asiointi"): ("implied", "possible")},
    439: {
        ("konserniyhteisot", "konserniohjaus"): ("implied", "no"),
        ("toimielimen-jasen", "konserniohjaus"): ("implied", "no"),
    },
    474: {
        ("kuntalaiset", "tiedotus-ja-viestintatietovaranto"): ("implied", "possible"),
        ("henkilostoosasto", "tiedotus-ja-viestintatietovaranto"): ("implied", "possible"),
        ("kaupungin-henkilosto", "tiedotus-ja-viestintatietovaranto"): ("implied", "possible"),
    },
    480: {("etaopastuksen-pyytaja", "digiopastus"): ("implied", "no")},
    484: {
        ("asiakasviestinta", "asiakastietovaranto"): ("implied", "no"),
        ("asiakasviestinnan-rekisteroity", "asiakasviestinta"): ("implied", "no"),
    },
    492: {("kuntalaiset", "kerrokantasi"): ("implied", "possible")},
    498: {
        ("viestintaosasto", "asiakastietovaranto"): ("implied", "possible"),
        ("digiopastus", "asiakastietovaranto"): ("implied", "no"),
        ("kuntalaiset", "viestintaosasto"): ("implied", "possible"),
    },
}
"""Feeds of personal data by the line that speaks of people: how that is known, and whether it may be of a special category."""


def test_feeds_are_marked_for_personal_data_where_their_own_sentence_speaks_of_people(catalogue: Catalogue) -> None:
    marked: dict[int, dict[tuple[str, str], tuple[str, str | None]]] = {}
    for told in catalogue.feeds:
        if told.personal:
            line = marked.setdefault(min(lines(told.personal_evidence)), {})
            line[told.source, told.target] = (told.personal_basis, told.special)
    assert marked == MARKED
    (anonymous,) = (feed for feed in catalogue.feeds if feed.personal is False)
    assert (anonymous.source, anonymous.target, anonymous.special) == ("kykyviisari", "tyoterveyslaitos", "no")
    assert lines(anonymous.personal_evidence) == {51}
    assert all(feed.personal_why for feed in catalogue.feeds if feed.personal is not None)


def test_what_people_give_of_themselves_is_personal_and_implied_where_the_feed_is(catalogue: Catalogue) -> None:
    people = {party.id for party in catalogue.parties if party.form in ("people", "staff")}
    given = [feed for feed in catalogue.feeds if feed.source in people and feed.carries]
    assert given
    assert [(feed.source, feed.target) for feed in given if not feed.personal] == []
    assert [
        (feed.source, feed.target)
        for feed in catalogue.feeds
        if feed.basis == "implied" and feed.personal and feed.personal_basis != "implied"
    ] == []


# --- requests and keywords


def test_the_request_channel_has_every_contact_of_the_source(catalogue: Catalogue) -> None:
    (channel,) = catalogue.requests
    assert channel.covers == ("city-wide",)
    assert Counter(contact.kind for contact in channel.contacts) == {
        "role": 3,
        "postal-address": 1,
        "visiting-address": 1,
        "hours": 1,
        "phone": 1,
        "email": 1,
        "secure-email": 1,
        "website": 1,
        "more": 1,
    }
    values = {contact.kind: contact.value.get("fi") for contact in channel.contacts}
    assert values["postal-address"].splitlines() == [
        "Helsingin kaupungin kirjaamo",
        "PL 10",
        "00099 Helsingin kaupunki",
    ]
    assert "Pohjoisesplanadi 11–13" in values["visiting-address"]
    assert "8.15–16.00" in values["hours"]
    assert values["phone"] == "+358 9 310 13700"
    assert values["email"] == "helsinki.kirjaamo@hel.fi"
    assert values["secure-email"] == "https://securemail.hel.fi/"


def test_seventy_three_keywords_follow_the_lines_of_the_source(catalogue: Catalogue) -> None:
    assert [lines(keyword.evidence) for keyword in catalogue.keywords] == [{line} for line in range(537, 610)]
    assert len(catalogue.keywords) == 73


def test_three_keywords_are_nowhere_else_in_the_source_and_point_at_nothing(catalogue: Catalogue) -> None:
    lonely = [keyword for keyword in catalogue.keywords if not keyword.about]
    assert [keyword.text.get("fi") for keyword in lonely] == ["aineistopankki", "leanlab", "omistajatieto"]
    assert all(keyword.note for keyword in lonely)


# --- the whole


def texts(catalogue: Catalogue) -> Iterator[tuple[str, Text]]:
    """Every text in a catalogue that differs by language, with a path that names it."""
    for path, noun in nouns(catalogue):
        for field in dataclasses.fields(noun):
            value = getattr(noun, field.name)
            if field.name == "value" and noun.kind in SAME_IN_EVERY_LANGUAGE:
                continue
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, Text):
                    yield f"{path}.{field.name}", text


def test_every_text_is_in_three_languages(catalogue: Catalogue) -> None:
    found = [(path, text.as_dict()) for path, text in texts(catalogue)]
    assert len(found) > 1300
    assert [path for path, text in found if set(text) != {"fi", "sv", "en"}] == []
    assert [path for path, text in found if not all(value.strip() for value in text.values())] == []


def test_an_address_that_is_the_same_in_every_language_is_written_once(catalogue: Catalogue) -> None:
    once = [contact for channel in catalogue.requests for contact in channel.contacts if len(contact.value.values) == 1]
    assert {contact.kind for contact in once} == SAME_IN_EVERY_LANGUAGE


def test_the_three_languages_tell_the_same_lines_codes_and_years(catalogue: Catalogue) -> None:
    def numbers(value: str) -> list[str]:
        return sorted(re.findall(r"\d{2,}", value))

    differing = [
        path for path, text in texts(catalogue) if len({tuple(numbers(value)) for _, value in text.values}) > 1
    ]
    assert differing == []


@pytest.mark.parametrize(("language", "opening", "closing"), [("fi", "”", "”"), ("sv", "”", "”"), ("en", "“", "”")])
def test_words_of_the_source_stand_in_the_quotation_marks_of_the_language(
    catalogue: Catalogue, language: str, opening: str, closing: str
) -> None:
    quoted = [(path, re.findall('["“”„»«]', text.get(language))) for path, text in texts(catalogue)]
    assert [path for path, marks in quoted if marks != [opening, closing] * (len(marks) // 2)] == []


def test_every_fact_shows_its_evidence(catalogue: Catalogue) -> None:
    about_the_page = ("i82", "i92", "i93", "i98", "i99", "i110")
    bare = [path for path, noun in nouns(catalogue) if hasattr(noun, "evidence") and not noun.evidence]
    assert bare == []
    assert all(issue.about or issue.id in (*about_the_page, "i88") for issue in catalogue.issues)


TEXTS = {"kanslia-uusi", "yhteiset", "jarjestelmat", "kasko", "kuva", "stara", "talpa", "talpa-uusi"}
"""The sources whose text, in our own words, lies beside the catalogue."""


def test_a_digest_lies_beside_the_catalogue_and_has_the_lines_that_its_source_says(catalogue: Catalogue) -> None:
    sources = {source.id: source for source in catalogue.sources if source.text}
    assert sources.keys() == TEXTS
    for source in sources.values():
        assert source.text
        assert len((CATALOGUE / source.text).read_text(encoding="utf-8").splitlines()) == source.lines, source.id
        assert (source.kind, source.retrieved is None, source.url is None) == ("page", False, False), source.id
    beside = {path.relative_to(CATALOGUE).as_posix() for path in (CATALOGUE / "sources").iterdir()}
    assert beside == {source.text for source in sources.values()}


def test_every_line_that_is_cited_is_in_the_text_of_its_source_and_says_something(catalogue: Catalogue) -> None:
    texts = {
        source.id: (CATALOGUE / source.text).read_text(encoding="utf-8").splitlines()
        for source in catalogue.sources
        if source.text
    }
    cited = {
        entry
        for _, noun in nouns(catalogue)
        for field in dataclasses.fields(noun)
        if isinstance(value := getattr(noun, field.name), tuple)
        for entry in value
        if isinstance(entry, Evidence) and entry.source in texts
    }
    assert {entry.source for entry in cited} == texts.keys(), "a source that nothing cites is none"
    empty = [e for e in cited for line in lines((e,), e.source) if not texts[e.source][line - 1].strip()]
    assert empty == []
    assert [e for e in cited if e.first is None] == [], "a digest is cited by its lines"


def test_a_law_is_cited_as_a_whole_and_has_its_day(catalogue: Catalogue) -> None:
    laws = [source for source in catalogue.sources if source.kind == "law"]
    assert {source.id: source.date for source in laws} == {
        "laki-tyovoimapalvelut": "2023-03-23",
        "laki-tyoterveyslaitos": "1978-02-24",
        "laki-business-finland": "2017-12-28",
        "tiedonhallintalaki": "2019-08-09",
    }
    assert all(source.url and source.note for source in laws)


def test_every_scope_that_is_said_shows_where(catalogue: Catalogue) -> None:
    placed: list[Resource | Party] = [*catalogue.shared, *catalogue.parties]
    assert [one.id for one in placed if (one.scope not in (PEOPLE, UNSTATED)) != bool(one.scope_evidence)] == []


def test_every_line_of_the_source_that_says_something_is_evidence_of_a_thing(catalogue: Catalogue) -> None:
    without_issues = dataclasses.replace(catalogue, issues=())
    cited: set[int] = set()
    for _, noun in nouns(without_issues):
        for field in dataclasses.fields(noun):
            value = getattr(noun, field.name)
            if isinstance(value, tuple) and value and isinstance(value[0], Evidence):
                cited |= lines(value)
    (source,) = (source for source in catalogue.sources if source.id == "sivu")
    assert (min(cited), max(cited), source.lines) == (3, 609, 609)
    assert {1, 7, 535}.isdisjoint(cited), "a link, a list without items and a heading say nothing of the office"
    assert len(cited) == 373, "of 376 lines with text"


def test_aliases_are_as_the_source_writes_them_and_never_the_name_itself(catalogue: Catalogue) -> None:
    for found, _ in catalogue.things():
        own = found.name.get("fi")
        texts = [alias.text for alias in found.aliases]
        assert own not in texts, found.id
        assert len(set(texts)) == len(texts), found.id


def test_every_misspelling_among_the_aliases_is_an_issue_of_the_source(catalogue: Catalogue) -> None:
    misspelt = [
        (found.id, line)
        for found, _ in catalogue.things()
        for alias in found.aliases
        if alias.note and re.match("kirjoitusvirhe", alias.note.get("fi"), re.IGNORECASE)
        for line in lines(alias.evidence)
    ]
    known = {(id_, line) for issue in catalogue.issues for id_ in issue.about for line in lines(issue.evidence)}
    assert misspelt
    assert [one for one in misspelt if one not in known] == []


def test_issues_are_numbered_without_gaps(catalogue: Catalogue) -> None:
    def numbered(letter: str, most: int) -> list[str]:
        return [f"{letter}{n:02}" for n in range(1, most + 1)]

    assert [issue.id for issue in catalogue.issues] == [*numbered("i", 119), *numbered("a", 13), *numbered("t", 36)]


def test_seventeen_promised_register_descriptions_are_missing(catalogue: Catalogue) -> None:
    (issue,) = (issue for issue in catalogue.issues if issue.id == "i81")
    assert len(lines(issue.evidence)) == 17
    for line in lines(issue.evidence):
        keepers = [id_ for id_ in issue.about if line in lines(thing(catalogue, id_).evidence)]
        assert keepers, f"whose description line {line} promises"


def test_a_remark_is_about_what_it_touches(catalogue: Catalogue) -> None:
    """13: a day of one department; 357: a group of the statistics; 85, 15 and 22, 86: what is odd is in one section."""
    about = {issue.id: issue.about for issue in catalogue.issues}
    assert about["i04"] == ("elinkeino-osasto",)
    assert about["i55"] == ("tilastot",)
    assert about["i83"] == ("tiedonohjaussuunnitelma", "elinkeino-osasto")
    assert about["i85"] == ("elinkeino-osasto", "tyovoima-ja-maahanmuutto-yksikko")
    assert about["i90"] == ("tiedonohjaussuunnitelma", "elinkeino-osasto", "henkilostoosasto")


def test_nothing_is_warned_of_and_the_gaps_that_issues_explain_are_those_of_the_source(loaded: Loaded) -> None:
    expected = {
        *((id_,) for id_ in RESOURCES_WITHOUT_FEEDS | PARTIES_WITHOUT_FEEDS),
        *CAPTION_SCOPES_WITHOUT_FEEDS,
        ("securemail",),
    }
    told = [tuple(re.findall(r"'([^']+)'", str(gap.message))) for gap in loaded.explained]
    assert Counter(told) == Counter(expected)
    assert loaded.warnings == ()


def test_an_issue_of_the_source_says_why_a_resource_or_a_party_has_no_connection(catalogue: Catalogue) -> None:
    issues = {issue.id: issue for issue in catalogue.issues}
    for id_, issue in (RESOURCES_WITHOUT_FEEDS | PARTIES_WITHOUT_FEEDS).items():
        assert id_ in issues[issue].about, id_
        assert issues[issue].decision, id_


GIVEN_BY_THEMSELVES = {
    50: ("tyollisyyspalvelujen-asiakas", "tyollisyyspalvelurekisteri"),
    65: ("yritysasiakas", "yritysneuvonta"),
    164: ("luottamushenkilo", "kunnalliskalenteri"),
    165: ("viranhaltija", "kunnalliskalenteri"),
    166: ("ammattijarjestot", "kunnalliskalenteri"),
    167: ("yhteistyotahot", "kunnalliskalenteri"),
    210: ("koulutukseen-osallistuja", "koulutus"),
    220: ("kaupungin-henkilosto", "luvat"),
    228: ("kaupungin-henkilosto", "palvelussuhde"),
    326: ("kayttajatunnuksen-haltija", "kayttajatunnus-rekisteri"),
    439: ("toimielimen-jasen", "konserniohjaus"),
    484: ("asiakasviestinnan-rekisteroity", "asiakasviestinta"),
}
MADE_BY_OTHERS = {232: "uudelleensijoittuvat", 348: "vaestotieto", 405: "turvallisuus"}
"""Measures and plans; data that an agency gives; what cameras see."""


def test_one_rule_decides_whether_people_feed_what_holds_their_data(catalogue: Catalogue) -> None:
    people = {party.id for party in catalogue.parties if party.scope == PEOPLE}
    for line, (giver, holder) in GIVEN_BY_THEMSELVES.items():
        told = feed(catalogue, giver, holder)
        assert (told.basis, line in lines(told.evidence)) == ("implied", True), (giver, holder)
        assert told.note
        assert told.content
    assert [
        one.target for one in catalogue.feeds if one.source in people and one.target in MADE_BY_OTHERS.values()
    ] == []
