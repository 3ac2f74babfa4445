"""The site and the one-file explorer of joined catalogues: each member's part under its own address, with links across."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from federation.town import write_town
from flowviz import federation, page, site
from flowviz.model import build_model
from flowviz.page.contents import contents
from flowviz.site.checker import check

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model


@pytest.fixture
def town(tmp_path: Path) -> Model:
    return build_model(federation.load(write_town(tmp_path)))


def test_what_a_member_owns_lies_in_a_folder_of_its_own_and_links_lead_across(town: Model) -> None:
    files = dict(site.build(town, languages=["en"], base="https://example.org/town"))
    assert check(files) == []
    deep = {path for path in files if path.startswith("en/") and path.count("/") > 1}
    assert deep == {
        "en/commons/resource/customers.html",
        "en/commons/resource/money.html",
        "en/care/department/children.html",
        "en/care/resource/daycare.html",
        "en/works/department/streets.html",
        "en/works/resource/sites.html",
        *(f"en/{member}/index.html" for member in ("commons", "care", "works")),
    }
    daycare = files["en/care/resource/daycare.html"].decode()
    assert 'href="../../commons/resource/customers.html"' in daycare
    trail = re.findall(r'href="([^"]+)"', daycare.partition('aria-label="Where you are"')[2].partition("</nav>")[0])
    assert trail == ["../../index.html", "../index.html", "../department/children.html"]
    start = files["en/index.html"].decode()
    assert all(f'href="{member}/index.html"' in start for member in ("commons", "care", "works"))


def test_the_page_of_an_organisation_has_its_departments_what_it_shares_and_its_version(town: Model) -> None:
    files = dict(site.build(town, languages=["en"]))
    care, commons = (files[f"en/{member}/index.html"].decode() for member in ("care", "commons"))
    assert "<h1>Care Division</h1>" in care
    assert 'href="department/children.html"' in care
    assert "Care resources · 1 November 2026 (version 1.2)" in care
    assert 'href="resource/customers.html"' in commons


def test_who_asks_about_what_is_a_members_own_is_led_to_its_organisation(tmp_path: Path) -> None:
    desk = "requests: [{id: desk, name: Works desk, covers: [works], contacts: [{kind: email, value: desk@example.org}]}]\n"
    ferry = "parties: [{id: ferry, name: Ferry, form: company}]\n"
    feed = "feeds:\n  - {from: sites, to: ferry, basis: stated, evidence: [5]}\n"
    path = write_town(tmp_path, works=("feeds:\n", desk + ferry + feed))
    files = dict(site.build(build_model(federation.load(path)), languages=["en"]))
    pages = {name.removeprefix("en/"): text.decode() for name, text in files.items() if name.endswith(".html")}
    assert {name for name, text in pages.items() if 'class="button" href="mailto:desk@example.org' in text} == {
        *("works/index.html", "works/department/streets.html", "works/resource/sites.html", "works/party/ferry.html")
    }


def test_every_link_of_the_one_file_leads_to_a_page_in_it(town: Model) -> None:
    assert page.build(town)
    found = contents(town, "en", ["en"])
    links = set(re.findall(r'href="(\?view=(?:department|neighbourhood|organisation)[^"#]*)"', str(found["pages"])))
    links = {link.replace("&amp;", "&") for link in links}
    assert "?view=organisation&of=care&lang=en" in links
    assert "?view=neighbourhood&of=commons%2Fmoney&lang=en" in links
    assert links <= found["pages"].keys()
    assert set(found["places"].values()) <= {*found["pages"], "?view=overview&lang=en"}
    assert "?view=reconciliation" in found["drawings"]
