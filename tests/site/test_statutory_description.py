"""The site as the description that the law asks for: what it is, who decides, what is held where, what is open."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from conftest import HEAD, write_catalogue
from flowviz import importing, loading, site
from flowviz.catalogue import Text
from flowviz.exports import EXPORTS, Order
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from made_site import site_of

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model

LAW = {
    "fi": "Laki julkisen hallinnon tiedonhallinnasta (906/2019), 28 § (asiakirjajulkisuuskuvaus)",
    "sv": "Lagen om informationshantering inom den offentliga förvaltningen (906/2019), 28 § "
    "(beskrivning av handlingars offentlighet)",
    "en": "Act on Information Management in Public Administration (906/2019), section 28 "
    "(document publicity description)",
}
CHANGED = {
    "fi": "Kuvaus muutettu viimeksi: 31.1.2026 (versio 1)",
    "sv": "Beskrivningen senast ändrad: 31.1.2026 (version 1)",
    "en": "Description last changed: 31 January 2026 (version 1)",
}


def made(folder: Path, head: str = HEAD, **files: str) -> dict[str, str]:
    """The pages in English of a small catalogue, by path."""
    model = build_model(loading.load(write_catalogue(folder, **{"head": head, **files})))
    return {path: data.decode() for path, data in site.build(model) if path.endswith(".html")}


def words(page: str) -> str:
    """The words of a page as somebody reads them who gets nothing but its text."""
    text = re.sub(r"<(script|style|title)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


# --- what the description is


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_and_the_foot_of_every_page_name_the_law(model: Model, language: str) -> None:
    for path, data in site_of(model).items():
        if path.startswith(f"{language}/"):
            wanted = 2 if path.endswith(("/index.html", "/about.html")) else 1
            assert words(data.decode()).count(LAW[language]) == wanted, path


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_tells_when_the_catalogue_was_last_changed(tmp_path: Path, language: str) -> None:
    for path, page in made(tmp_path).items():
        assert path == "index.html" or not path.startswith(language) or CHANGED[language] in words(page)


def test_every_page_tells_how_old_the_sources_are(tmp_path: Path) -> None:
    sources = """
        sources:
          - {id: old, title: Old, language: en, kind: document, date: "2019-05-01"}
          - {id: word, title: Word, language: en, kind: own-word, said_by: Me, date: "2026-01-05"}
          - {id: act, title: Act, language: en, kind: law, date: "1999-01-01"}
          - {id: web, title: Web, language: en, kind: page, url: "https://example.org/", retrieved: "2026-01-30"}
    """
    text = words(made(tmp_path, sources=sources)["en/index.html"])
    assert text.count("Dates of the sources: 1 May 2019 – 5 January 2026") == 2
    assert text.count("Sources retrieved: 30 January 2026") == 2


def test_a_source_without_a_day_is_said_to_have_none(tmp_path: Path) -> None:
    assert "Dates of the sources: not stated in the source" in words(made(tmp_path)["en/index.html"])


def test_an_authority_elsewhere_is_not_told_to_follow_a_finnish_act(example: Model) -> None:
    for path, data in site_of(example).items():
        for act in ("906/2019", "28 §", "306/2019", "Traficom"):
            assert act not in data.decode(), path


@pytest.mark.parametrize("form", [("json", "x.json"), ("xlsx", "x.xlsx"), ("csv-set", "x.zip")])
def test_the_law_comes_back_from_what_is_exported(model: Model, form: tuple[str, str]) -> None:
    kind, name = form
    back = importing.from_bytes(EXPORTS[kind].write(model, Order(language="fi")), name).catalogue
    assert back is not None
    assert back.header.legal_basis == Text.of(**LAW)


@pytest.mark.parametrize(("language", "wanted"), [("en", False), ("sv", True)])
def test_the_accessibility_statement_tells_of_other_languages_only_where_there_are_any(
    tmp_path: Path, language: str, wanted: bool
) -> None:
    said = {"en": "Some descriptions are in the language of the source only.", "sv": "finns bara på källans språk"}
    assert (said[language] in words(made(tmp_path)[f"{language}/accessibility.html"])) is wanted


# --- who decides, and how to ask

ASKED = """
source: page
departments:
  - id: archive
    name: {en: Archive, da: Arkiv}
    resources:
      - id: files
        name: {en: "Files & \\"maps\\"", da: Filer}
        registers:
          - id: cases
            name: {en: Cases, da: Sager}
            datasets:
              - {id: letters, name: {en: Letters, da: Breve}, evidence: [4]}
              - {id: replies, name: {en: Replies, da: Svar}, evidence: [4]}
      - {id: photos, name: {en: Photos, da: Fotos}}
parties:
  - {id: visitor, name: {en: Visitor, da: Gæst}, form: people, evidence: [4]}
feeds:
  - {from: visitor, to: photos, basis: stated, evidence: [4]}
requests:
  - id: registry
    name: {en: Registry, da: Registratur}
    covers: [office]
    decides: The director
    decides_evidence: [5]
    contacts:
      - {kind: phone, value: "+45 12 34 (56)", evidence: [5]}
      - {kind: email, value: registry@office.example, evidence: [5]}
      - {kind: secure-email, value: "https://secure.office.example/", evidence: [5]}
      - {kind: time-limit, value: Two weeks, evidence: [6]}
      - {kind: fees, value: Copies cost a crown., note: Reading is free., evidence: [7]}
    evidence: [5]
  - id: reading-room
    name: {en: Reading room, da: Læsesal}
    covers: [archive]
    contacts: [{kind: email, value: room@office.example, evidence: [8]}]
    evidence: [8]
  - id: secretary
    name: {en: Secretary, da: Sekretær}
    covers: [letters]
    decides: The secretary
    decides_evidence: [9]
    contacts: [{kind: email, value: secretary@office.example, evidence: [9]}]
    evidence: [9]
"""


def section(page: str, name: str) -> str:
    """The part of a page under the heading ``name``."""
    found = re.search(rf'<section[^>]*aria-labelledby="{name}">.*', page, re.DOTALL)
    assert found, name
    depth, end = 0, 0
    for tag in re.finditer(r"<(/?)section\b", found.group()):
        depth += -1 if tag.group(1) else 1
        end = tag.start()
        if not depth:
            break
    return found.group()[:end]


def links(part: str) -> list[str]:
    return [html.unescape(link) for link in re.findall(r'href="([^"]*)"', part)]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return made(tmp_path_factory.mktemp("asked"), asked=ASKED)


@pytest.mark.parametrize(
    ("page", "email"),
    [
        ("resource/photos", "mailto:room@office.example?subject=Information%20request%3A%20Photos"),
        (
            "resource/files",
            "mailto:room@office.example?subject=Information%20request%3A%20Files%20%26%20%22maps%22",
        ),
        ("department/archive", "mailto:room@office.example?subject=Information%20request%3A%20Archive"),
        ("department/care", "mailto:registry@office.example?subject=Information%20request%3A%20Care"),
        ("resource/people", "mailto:registry@office.example?subject=Information%20request%3A%20People"),
        ("party/visitor", "mailto:registry@office.example?subject=Information%20request%3A%20Visitor"),
    ],
)
def test_each_page_has_a_link_that_writes_to_the_nearest_and_says_what_about(
    asked: dict[str, str], page: str, email: str
) -> None:
    part = section(asked[f"en/{page}.html"], "_request")
    assert {link for link in links(part) if link.startswith("mailto:")} == {email}
    assert "../request.html" in links(part)


def test_a_register_and_a_data_set_that_is_asked_for_elsewhere_have_links_of_their_own(asked: dict[str, str]) -> None:
    of_files = "%2C%20Files%20%26%20%22maps%22"
    found = [link for link in links(asked["en/resource/files.html"]) if link.startswith("mailto:")]
    assert found[2:] == [
        f"mailto:room@office.example?subject=Information%20request%3A%20Cases{of_files}",
        f"mailto:secretary@office.example?subject=Information%20request%3A%20Letters{of_files}",
    ]


def test_who_decides_is_the_word_of_the_nearest_that_has_one(asked: dict[str, str]) -> None:
    assert "Who decides on giving information The director" in words(
        section(asked["en/department/care.html"], "_request")
    )
    photos = words(section(asked["en/resource/photos.html"], "_request"))
    assert "Where to send an information request Reading room" in photos
    assert re.search(r"Who decides on giving information The director .* request channel: Registry", photos)
    assert "The secretary" in words(asked["en/resource/files.html"])


def test_numbers_and_secure_email_are_links(asked: dict[str, str]) -> None:
    for page, part in (("en/department/care.html", "_request"), ("en/request.html", "_where")):
        found = links(section(asked[page], part))
        assert "tel:+45123456" in found
        assert "https://secure.office.example/" in found


def test_the_page_of_requests_tells_time_limits_and_fees_or_that_they_are_not_told(asked: dict[str, str]) -> None:
    way = words(section(asked["en/request.html"], "_way"))
    assert "Registry how a request is handled not stated in the source time limit Two weeks line 6" in way
    assert "fees Copies cost a crown. line 7 note: Reading is free." in way.replace("Note", "note")
    assert way.endswith("time limit not stated in the source fees not stated in the source")


def test_without_a_channel_for_a_thing_its_page_says_so_and_names_those_that_there_are(tmp_path: Path) -> None:
    one = """
        source: page
        requests: [{id: desk, name: Desk, covers: [state], contacts: [{kind: email, value: d@o.example}], evidence: [5]}]
    """
    part = section(made(tmp_path, one=one)["en/resource/clients.html"], "_request")
    assert "The source does not say where to send a request about this." in words(part)
    assert "Request channels that this description tells of: Desk" in words(part)
    assert "../request.html#desk" in links(part)
    assert "mailto:d@o.example?subject=Information%20request%3A%20Clients" in links(part)


def test_without_any_channel_every_page_says_so(tmp_path: Path) -> None:
    pages = made(tmp_path)
    for path, name in (("en/resource/clients.html", "_request"), ("en/request.html", "_where")):
        assert "The catalogue has no request channels." in words(section(pages[path], name))


HOSTILE = {
    "email": [
        "a@b.example?bcc=thief@x.example",
        'a"@b.example',
        "javascript:alert(1)",
        "a@b.example\\n",
        "a b@c.example",
    ],
    "phone": ["+358;ext=1", "call me", "112?x=1", "<b>112</b>"],
    "website": [
        "javascript:alert(1)",
        "data:text/html,x",
        "https://hel.fi@evil.example/",
        "//evil.example",
        "https:///",
    ],
    "secure-email": ["mailto:x@y.example", "ftp://x.example/"],
}


def test_what_is_not_plainly_an_address_is_told_as_text(tmp_path: Path) -> None:
    contacts = [
        f"{{kind: {kind}, value: {json.dumps(value)}, evidence: [5]}}"
        for kind, values in HOSTILE.items()
        for value in values
    ]
    more = f"source: page\nrequests: [{{id: desk, name: Desk, covers: [office], contacts: [{', '.join(contacts)}], evidence: [5]}}]"
    for path, page in made(tmp_path, more=more).items():
        scheme = [link for link in links(page) if not re.match(r"[\w./#-]*$", link)]
        assert scheme == [], path


def test_somebody_who_asks_about_himself_finds_where_there_are_personal_data_and_the_privacy_notices(
    example: Model, tmp_path: Path
) -> None:
    own = section(site_of(example)["en/request.html"].decode(), "_own")
    assert links(own) == [
        "resource/omsorg.html#borgerjournal",
        "https://sundhavn.example/privat",
        "resource/omsorg.html",
    ]
    none = words(section(made(tmp_path)["en/request.html"], "_own"))
    assert "The source gives no addresses of privacy notices." in none
    assert "Where there are personal data" not in none


def test_the_title_of_a_document_is_the_link_to_it(example: Model) -> None:
    page = site_of(example)["en/resource/omsorg.html"].decode()
    assert '<a href="https://sundhavn.example/privat">How we use your data</a>' in page
    assert ">https://sundhavn.example/privat<" not in page


def test_the_name_of_a_thing_cannot_add_to_the_request(tmp_path: Path) -> None:
    name = 'Maps&bcc=thief@x.example?body=%0A"><script>'
    more = f"""
        source: page
        shared: [{{id: maps, name: {{en: {json.dumps(name)}, da: Kort}}, scope: city}}]
        requests: [{{id: desk, name: Desk, covers: [office], contacts: [{{kind: email, value: d@o.example}}], evidence: [5]}}]
    """
    pages = made(tmp_path, more=more)
    (link,) = {link for link in links(pages["en/resource/maps.html"]) if link.startswith("mailto:")}
    parts = urlsplit(link)
    assert parts.path == "d@o.example"
    assert parse_qs(parts.query) == {"subject": [f"Information request: {name}"]}


# --- what is held where

HELD = """
source: page
systems:
  - {id: desk, name: {en: Desk, da: Bord}, holds: case-register, holds_evidence: [11], evidence: [11]}
  - {id: shop, name: {en: Shop, da: Butik}, holds: services, holds_basis: known, holds_evidence: [12], evidence: [12]}
  - {id: both, name: {en: Hall, da: Hal}, holds: both, holds_basis: implied, holds_evidence: [13], holds_why: Both., evidence: [13]}
  - {id: idle, name: {en: Idle, da: Ledig}, evidence: [14]}
departments:
  - id: store
    name: {en: Store, da: Lager}
    resources:
      - id: goods
        name: {en: Goods, da: Varer}
        search_keys: [{en: Number, da: Nummer}]
        search_keys_evidence: [15]
        systems: [{system: shop, evidence: [12]}]
        datasets:
          - {id: prices, name: {en: Prices, da: Priser}, groups: [{name: {en: Price, da: Pris}, personal: false}]}
        registers:
          - id: buyers
            name: {en: Buyers, da: Købere}
            search_keys: [{en: Surname, da: Efternavn}]
            datasets:
              - {id: addresses, name: {en: Addresses, da: Adresser}, groups: [{name: {en: Street, da: Vej}, personal: true}]}
          - id: disputes
            name: {en: Disputes, da: Tvister}
            systems: [{system: desk, evidence: [11]}]
            datasets:
              - {id: claims, name: {en: Claims, da: Krav}, groups: [{name: {en: Illness, da: Sygdom}, personal: true, special: "yes"}]}
        openness:
          - {kind: open-interface, text: Prices by program., url: "https://store.example/api", evidence: [16]}
          - {kind: restriction, text: Not the buyers., secrecy: "Secrecy Act, 3", evidence: [17]}
          - {kind: publication, text: A printed list., basis: implied, evidence: [18]}
      - {id: empty, name: {en: Shelf, da: Hylde}}
"""


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return made(tmp_path_factory.mktemp("held"), held=HELD)


def rows(part: str) -> list[list[str]]:
    """The rows of the tables of a part, each as the words of its cells."""
    body = re.findall(r"<tr>(.*?)</tr>", part, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)] for row in body]


def test_systems_with_the_case_register_and_with_services_are_listed_with_how_that_is_known(
    held: dict[str, str],
) -> None:
    page = held["en/systems.html"]
    cases, services = (words(section(page, name)) for name in ("_case-register", "_services"))
    assert cases == ("Systems with data of the case register 2 Desk line 11 Hall implied line 13 Reason: Both.")
    assert services.startswith("Systems with data of services 2 Shop generally known line 12 Hall implied")


def test_a_system_is_listed_with_its_owner_by_name(model: Model) -> None:
    listed = {row[0]: row for row in rows(site_of(model)["en/systems.html"].decode())}
    assert listed["City's case management system"][2] == "Administration Department"
    assert listed["Benefit systems of Kela"][2] == "outside body"
    page = words(site_of(model)["en/system/asianhallintajarjestelma.html"].decode())
    assert "Owned by Administration Department" in page
    assert "Owner department" not in page


def test_where_no_system_is_said_to_hold_them_one_sentence_says_so(tmp_path: Path) -> None:
    systems = 'systems: [{id: mail, name: {en: Mail, da: Post}, evidence: ["page:4"]}]'
    page = made(tmp_path, systems=systems)["en/systems.html"]
    assert words(page).count("The source does not say which systems hold the case register or data of services.") == 1
    assert "Kind of data held" not in words(page)


@pytest.mark.parametrize(
    ("system", "found"),
    [
        ("shop", [["Goods", "Prices", "Price"], ["Buyers", "Addresses", "Street: personal data"]]),
        ("desk", [["Disputes", "Claims", "Illness: personal data, special categories of personal data"]]),
    ],
)
def test_a_system_tells_the_data_groups_of_what_uses_it(
    held: dict[str, str], system: str, found: list[list[str]]
) -> None:
    assert rows(section(held[f"en/system/{system}.html"], "_datasets"))[1:] == found


def test_a_system_that_nothing_uses_says_that_its_data_are_not_told(held: dict[str, str]) -> None:
    part = section(held["en/system/idle.html"], "_datasets")
    assert "The source does not say which data sets are in the system." in words(part)


def test_data_sets_are_listed_by_data_group_with_the_nearest_search_keys(held: dict[str, str]) -> None:
    page = held["en/datasets.html"]
    assert [row for row in rows(page) if row[0] in ("Goods", "Buyers", "Disputes")] == [
        ["Goods", "Prices", "Price", "Number line 15"],
        ["Buyers", "Addresses", "Street: personal data", "Surname"],
        ["Disputes", "Claims", "Illness: personal data, special categories of personal data", "Number line 15"],
    ]
    assert "The source does not tell the data sets of these: Shelf" in words(page)


def test_search_keys_of_systems_are_listed_with_the_systems(tmp_path: Path) -> None:
    systems = """
        source: page
        systems:
          - {id: mail, name: {en: Mail, da: Post}, search_keys: [{en: Sender, da: Afsender}], search_keys_evidence: [15], evidence: [4]}
          - {id: wiki, name: {en: Wiki, da: Wiki}, evidence: [4]}
    """
    pages = made(tmp_path, systems=systems)
    listed = [row for row in rows(pages["en/systems.html"]) if row[0] in ("Mail", "Wiki")]
    assert [row[3] for row in listed] == ["Sender line 15", "not stated in the source"]
    assert "does not tell the search keys" not in words(pages["en/datasets.html"])


def test_where_no_search_keys_are_told_one_sentence_says_so_and_there_is_no_column(tmp_path: Path) -> None:
    page = made(tmp_path)["en/datasets.html"]
    said = "The source does not tell the search keys of any information resource, register or system."
    assert words(page).count(said) == 1
    assert ">Search keys</th>" not in page


def test_what_is_open_is_listed_with_its_address_and_restrictions(held: dict[str, str]) -> None:
    page = held["en/open.html"]
    limit = "Not the buyers. line 17 Ground of secrecy: Secrecy Act, 3"
    assert rows(page)[1] == ["Goods Store", "Prices by program. line 16", "https://store.example/api", limit]
    assert rows(section(page, "_published"))[1:] == [
        ["Goods Store", "A printed list. implied line 18", "not stated in the source", limit]
    ]
    assert 'href="https://store.example/api"' in page


def test_a_service_for_the_public_is_not_told_to_be_published(any_model: Model) -> None:
    """Ohjaamo's site and a citizen's own record are services; what they keep of their clients is not open to all."""
    for name in ("Ohjaamotoiminnan rekisteri", "Ohjaamo guidance register", "Citizen&#39;s record"):
        for language in ("fi", "en"):
            assert name not in site_of(any_model)[f"{language}/open.html"].decode()


def test_where_nothing_is_open_a_sentence_says_that_none_is_told(tmp_path: Path) -> None:
    text = words(made(tmp_path)["en/open.html"])
    assert "The source tells of no open technical interface." in text
    assert "What else is said of publishing" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_leads_to_each_part_that_the_law_asks_for(model: Model, language: str) -> None:
    found = links(section(site_of(model)[f"{language}/index.html"].decode(), "_contents"))
    assert found == ["systems.html", "request.html", "datasets.html", "open.html", "feeds.html"]


def test_a_data_set_tells_its_own_openness_and_retention(example: Model) -> None:
    page = site_of(example)["en/resource/omsorg.html"].decode()
    visits = words(page[page.index('id="besoeg"') :].partition("</section>")[0])
    assert "By consent only." in visits
    assert "1 year" in visits


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_heading_says_none_of_what_the_source_is_silent_about(any_model: Model, language: str) -> None:
    for path, data in site_of(any_model).items():
        if path.startswith(f"{language}/") and path.endswith(".html"):
            assert '<span class="count">0</span>' not in data.decode(), path


def test_a_list_counts_the_feeds_that_the_page_of_the_thing_lists(model: Model) -> None:
    """Its registers give and get five and seven of them."""
    listed = {row[0]: row[1:] for row in rows(site_of(model)["en/resources.html"].decode())}
    assert listed["Employment and immigration services"] == ["5", "7"]
    feeds = section(site_of(model)["en/resource/tyovoima.html"].decode(), "_feeds")
    assert "Provides data to 5" in words(feeds)
    assert "Receives data from 7" in words(feeds)


def test_the_name_of_a_data_group_heads_its_row_alone(model: Model) -> None:
    """A screen reader says the heading of a row before each of its cells."""
    page = site_of(model)["en/resource/kirjasto.html"].decode()
    assert '<th scope="row">Identification and contact details</th>' in page
    assert "Reason: The source speaks of the data of the data subject." in words(section(page, "_datasets"))


def test_resources_and_registers_with_personal_data_are_named_with_where_they_lie(model: Model) -> None:
    own = words(section(site_of(model)["en/request.html"].decode(), "_own"))
    assert "Employment services register register · Employment and immigration services" in own


# --- where it is said, and how it is known

CITED = """
source: page
sources:
  - {id: act, title: Act on Ships, language: en, kind: law, date: "2001-02-03", url: "https://law.example/ships?a=1&b=2"}
feeds:
  - {from: people, to: clients, content: Known, basis: known, evidence: [act]}
  - {from: people, to: clients, content: Implied, basis: implied, evidence: [4, "5-6"]}
"""


def test_evidence_names_its_document_and_links_to_its_address(tmp_path: Path) -> None:
    page = made(tmp_path, cited=CITED)["en/resource/clients.html"]
    assert '<a href="https://law.example/ships?a=1&amp;b=2">Act on Ships</a>' in page
    assert '<a href="../about.html#_source-page">Page, lines\N{NO-BREAK SPACE}4, 5–6</a>' in page


def test_evidence_of_the_only_document_is_its_lines(tmp_path: Path) -> None:
    page = made(tmp_path)["en/resource/clients.html"]
    assert '<a href="../about.html#_source-page" title="Page">line\N{NO-BREAK SPACE}3</a>' in page


def test_what_is_generally_known_has_words_and_a_sign_of_its_own(tmp_path: Path) -> None:
    page = made(tmp_path, cited=CITED)["en/resource/clients.html"]
    told = {row[1]: row[2] for row in rows(section(page, "_feeds")) if row[0] == "People" and row[2] != "stated"}
    assert told == {"Known": "generally known", "Implied": "implied"}
    assert '<span class="badge known">generally known</span>' in page
    assert '<span class="badge implied">implied</span>' in page
    css = dict(site.build(build_model(loading.load(tmp_path))))["site.css"].decode()
    assert ".badge.known{border-style:dotted}" in css
    assert ".badge.implied{border-style:dashed}" in css


def test_no_two_parts_of_a_fact_run_into_each_other(any_model: Model) -> None:
    """Where a page is read as text alone, as by a screen reader or when it is copied."""
    for path, data in site_of(any_model).items():
        if path.startswith("en/"):
            found = re.search(
                r'(</a></span>|</span>|</a>|[\w.)])<span class="(more|badge|evidence|label)', data.decode()
            )
            assert not found, (path, found)


def test_words_of_a_document_are_marked_with_its_language(tmp_path: Path) -> None:
    quoted = """
        source: page
        sources: [{id: avis, title: Newspaper, language: da, lines: 9}]
        feeds: [{from: people, to: clients, basis: stated, evidence: ['avis:2 "<Så> sagde han"']}]
    """
    page = made(tmp_path, quoted=quoted)["en/resource/clients.html"]
    assert 'Newspaper, line\N{NO-BREAK SPACE}2 (“<span lang="da">&lt;Så&gt; sagde han</span>”)</a>' in page
