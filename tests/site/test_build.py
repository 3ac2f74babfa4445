from __future__ import annotations

import gc
import json
import re
import weakref
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import html5lib
import pytest

from conftest import write_catalogue
from flowviz import loading
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from flowviz.site import build
from flowviz.site.addresses import address, has_page
from flowviz.site.checker import Gists, check, gist
from flowviz.site.public import public_model
from made_site import BASE, site_of, tales_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flowviz.model import Model


@pytest.fixture
def site(model: Model) -> Mapping[str, bytes]:
    return site_of(model)


@pytest.fixture
def any_site(any_model: Model) -> Mapping[str, bytes]:
    return site_of(any_model)


HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>&\"'"


def pages(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: data.decode() for path, data in files.items() if path.endswith(".html")}


def machine_data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found.group(1))
    return data


def test_the_checker_finds_nothing(any_site: Mapping[str, bytes]) -> None:
    assert check(any_site) == []


def test_a_strict_parser_finds_nothing_either(any_site: Mapping[str, bytes]) -> None:
    parser = html5lib.HTMLParser(strict=True)
    for text in list(pages(any_site).values())[::4]:
        parser.parse(text)


def test_the_same_catalogue_gives_the_same_bytes(any_site: Mapping[str, bytes], any_model: Model) -> None:
    assert dict(build(any_model, base=f"{BASE}/", tales=tales_of(any_model))) == any_site


def test_every_thing_has_a_page_or_a_place_on_one_in_every_language(
    any_site: Mapping[str, bytes], any_model: Model
) -> None:
    public = public_model(any_model)
    for node in public:
        path, _, place = str(address(public, node)).partition("#")
        for language in LANGUAGES:
            page = any_site[f"{language}/{path}"].decode()
            assert not place or f'id="{place}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_links_to_itself_in_the_other_languages(any_site: Mapping[str, bytes], language: str) -> None:
    for path, text in pages(any_site).items():
        if path.startswith(f"{language}/"):
            own = path.partition("/")[2]
            for other in LANGUAGES:
                assert (
                    f'<link rel="alternate" hreflang="{other}" href="https://example.org/information/{other}/{own}">'
                    in text
                )
            assert f'<html lang="{language}">' in text


def test_every_feed_stands_on_the_pages_of_both_its_ends(any_site: Mapping[str, bytes], any_model: Model) -> None:
    public = public_model(any_model)
    for feed in public.catalogue.feeds:
        for end, other in ((feed.source, feed.target), (feed.target, feed.source)):
            if has_page(public, end):
                page = any_site[f"fi/{address(public, end)}"].decode()
                assert f"/{other}.html" in page or f"#{other}" in page or f'"{other}.html' in page


def test_what_the_source_does_not_state_is_said_so(site: Mapping[str, bytes]) -> None:
    page = site["en/resource/tiedonhallintatietovaranto.html"].decode()
    assert page.count("not stated in the source") > 3


def test_evidence_names_the_document_and_its_lines(site: Mapping[str, bytes]) -> None:
    page = site["en/resource/asiakastietovaranto.html"].decode()
    assert re.search(
        r'<a href="[^"]*">Information resources of the City Executive Office, lines\N{NO-BREAK SPACE}[\d–, ]+</a>', page
    )


def test_texts_that_the_catalogue_has_in_another_language_only_are_marked(example: Model) -> None:
    files = site_of(example)
    danish = '<span lang="da">Alt om dem der får hjælp.</span>'
    assert danish in files["sv/resource/omsorg.html"].decode()
    assert danish not in files["en/resource/omsorg.html"].decode()
    described = machine_data(files["sv/resource/omsorg.html"].decode())["description"]
    assert described == {"@language": "da", "@value": "Alt om dem der får hjælp."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_built_in_catalogue_is_in_another_language_than_its_page(
    site: Mapping[str, bytes], language: str
) -> None:
    others = "|".join(other for other in LANGUAGES if other != language)
    marked = {
        text
        for path, page in pages(site).items()
        if path.startswith(f"{language}/")
        for text in re.findall(rf'<span lang="(?:{others})">(.*?)</span>', page)
    }
    assert marked <= {"+358 9 310 13700", "helsinki.kirjaamo@hel.fi", "https://securemail.hel.fi/"}


def test_drawings_link_to_the_pages_of_what_they_show(site: Mapping[str, bytes]) -> None:
    drawing = re.search(r"<svg .*?</svg>", site["fi/department/strategiaosasto.html"].decode(), re.DOTALL)
    assert drawing
    assert '<a href="../resource/vaestotieto.html">' in drawing.group()
    assert '<a href="../department/strategiaosasto.html' not in drawing.group()


def test_structured_data_names_every_resource_as_a_data_set(any_site: Mapping[str, bytes], any_model: Model) -> None:
    public = public_model(any_model)
    wanted = {node for node, data in public.nodes(data=True) if data["kind"] in ("resource", "shared")}
    catalogue = machine_data(any_site["sv/index.html"].decode())
    assert {entry["@id"].rsplit("/", 1)[1].removesuffix(".html") for entry in catalogue["dataset"]} == wanted


def test_structured_data_name_a_resource_in_the_language_of_the_page(site: Mapping[str, bytes]) -> None:
    resource = machine_data(site["sv/resource/vaestotieto.html"].decode())
    assert resource["@type"] == ["Dataset", "dcat:Dataset"]
    assert resource["name"] == "Helsingfors befolkningsdatasystem"
    assert resource["description"]["@language"] == "sv"


def test_the_sitemap_holds_every_page_once(any_site: Mapping[str, bytes]) -> None:
    found = ET.fromstring(any_site["sitemap.xml"]).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    paths = [str(entry.text).removeprefix("https://example.org/information/") for entry in found]
    assert sorted(paths) == sorted(path for path in pages(any_site) if path != "index.html")


def test_without_an_address_there_is_no_sitemap_and_no_whole_address(example: Model) -> None:
    files = dict(build(example, languages=["en"]))
    assert "sitemap.xml" not in files
    assert "canonical" not in files["en/index.html"].decode()
    assert check(files) == []


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    name = json.dumps({"en": HOSTILE, "da": HOSTILE})
    more = f"""
        source: page
        parties:
          - {{id: nobody, name: {name}, form: people, evidence: [3], description: {json.dumps(HOSTILE)}}}
        feeds:
          - {{from: nobody, to: people, content: {json.dumps(HOSTILE)}, basis: stated, evidence: [3]}}
        keywords:
          - {{text: {name}, about: [nobody], evidence: [3]}}
    """
    files = dict(build(build_model(loading.load(write_catalogue(tmp_path, more=more))), languages=["en"]))
    assert check(files) == []
    for text in pages(files).values():
        assert "<script>alert" not in text
        assert "<img src=x" not in text
    assert machine_data(files["en/party/nobody.html"].decode())["name"] == HOSTILE


def test_ids_and_codes_that_look_alike_or_like_parts_of_pages_do_not_meet(tmp_path: Path) -> None:
    more = """
        source: page
        departments:
          - id: main
            name: {en: Main, da: Hoved}
            units: [{id: feeds, name: {en: Feeds, da: Strømme}}]
            records_classes: [{code: "1.2", name: A}, {code: "1 2", name: B}, {code: 1-2, name: C}]
            resources:
              - id: issues
                name: {en: Issues, da: Sager}
                registers: [{id: details, name: {en: Details, da: Detaljer}}]
                datasets: [{id: out, name: {en: Out, da: Ud}}]
    """
    assert check(dict(build(build_model(loading.load(write_catalogue(tmp_path, more=more))), languages=["en"]))) == []


def test_a_public_thing_that_is_called_like_an_internal_one_keeps_its_page(example: Model) -> None:
    files = site_of(example)
    assert "Duty roster" in files["en/resource/havnevagt.html"].decode()
    assert not [path for path, data in files.items() if "vagtplan.html" in path or b"vagtplan.html" in data]


def test_a_pasted_text_keeps_its_lines_and_signs(example: Model) -> None:
    page = site_of(example)["en/resource/havnevagt.html"].decode()
    for line in ("=Who is on\u00a0duty – ", "*Only* &lt;the quay&gt; | west &amp; south", "See\u00a0§\u00a04 …"):
        assert line in page


def test_pages_in_order_are_told_so_without_parsing_them(any_site: Mapping[str, bytes]) -> None:
    pages = {path: data for path, data in any_site.items() if path.endswith(".html")}
    gists = Gists()
    for path, data in pages.items():
        found = gist(path, data.decode())
        assert found is not None, path
        gists.add(path, found)
    assert gists.in_order(any_site)
    assert not gists.in_order({path: data for path, data in any_site.items() if path != "site.css"})


def test_no_catalogue_stays_in_memory_because_its_site_was_made(tmp_path: Path) -> None:
    model = build_model(loading.load(write_catalogue(tmp_path)))
    dict(build(model))
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None
