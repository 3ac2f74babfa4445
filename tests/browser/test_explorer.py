"""What a person does in the explorer, in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from axe import violations
from measuring import CHROMIUM
from visitor import ARGUMENTS, Served, Visitor

from conftest import EXAMPLE
from flowviz.explorer import Settings
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_back_forward_and_reload_lead_to_the_same_views(visitor: Visitor) -> None:
    visitor.open("?lang=en").link("Strategy Department", within="#panel-rail")
    visitor.part("vaestotieto").click()
    visitor.settled()
    chosen = visitor.page.url
    visitor.link("Draw its surroundings")
    visitor.page.go_back()
    visitor.settled()
    assert visitor.page.url == chosen
    assert visitor.details.startswith("×\nHelsinki Population") or "Helsinki Population" in visitor.details
    visitor.page.go_back()
    visitor.settled()
    assert "node=" not in visitor.page.url
    visitor.page.go_forward()
    visitor.settled()
    visitor.page.reload()
    visitor.settled()
    assert visitor.page.url == chosen
    assert visitor.page.locator("#stage g.node.chosen").get_attribute("data-id") == "vaestotieto"


def test_the_language_changes_and_the_view_stays(visitor: Visitor) -> None:
    visitor.look("?view=neighbourhood&of=vaestotieto&depth=2&lang=fi").link("svenska", within="#panel-bar")
    assert visitor.page.locator("#heading").inner_text() == "Helsingfors befolkningsdatasystem"
    assert visitor.page.evaluate("() => document.documentElement.lang") == "sv"
    assert "depth=2" in visitor.page.url
    assert "Helsingfors befolkningsdatasystem" in visitor.page.title()


def test_a_browser_set_to_swedish_sees_swedish_until_somebody_chooses_otherwise(served: str, browser: Browser) -> None:
    swedish = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--accept-lang=sv-FI"])
    reader = Visitor(swedish.new_page(), served).open()

    def language() -> str:
        found: str = reader.page.evaluate("() => document.documentElement.lang")
        return found

    assert (language(), reader.page.title().split(" – ")[0]) == ("sv", "Karta")
    assert "Avdelningar" in reader.page.locator("#panel-rail").inner_text()
    reader.page.fill("#find-text", "befolkning")
    reader.page.locator("#find-results").get_by_text("informationslager").first.wait_for(timeout=60_000)
    reader.page.fill("#find-text", "")
    reader.part("strategiaosasto").click()
    reader.settled()
    assert language() == "sv"
    reader.link("English", within="#panel-bar")
    assert language() == "en"
    reader.link("flowviz", within=".top")
    assert (language(), reader.page.title().split(" – ")[0]) == ("en", "Map")
    reader.page.reload()
    reader.settled()
    assert language() == "en"
    assert reader.complaints == []
    swedish.close()


def test_the_theme_follows_the_system_until_it_is_chosen_and_then_is_kept(visitor: Visitor) -> None:
    def theme() -> str:
        found: str = visitor.page.evaluate("() => document.documentElement.dataset.theme")
        return found

    visitor.page.emulate_media(color_scheme="dark")
    visitor.open("?lang=en")
    assert theme() == "dark"
    assert "dark" in (visitor.page.locator("#stage svg").get_attribute("class") or "")
    visitor.page.get_by_role("button", name="Theme").click()
    visitor.page.wait_for_selector("#stage svg.light")
    visitor.page.reload()
    visitor.settled()
    assert theme() == "light"
    assert "theme" not in visitor.page.url


def test_pointing_at_a_thing_lights_its_neighbours_and_dims_the_rest(visitor: Visitor) -> None:
    visitor.look("?view=overview&lang=en")
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.part("viestintaosasto").hover()
    lit = visitor.page.locator("#stage g.node.lit").evaluate_all("all => all.map(e => e.dataset.id)")
    assert "asiakastietovaranto" in lit
    assert "taloustietovaranto" not in lit
    assert visitor.page.locator("#stage svg.dimmed").count() == 1
    visitor.page.mouse.move(5, 5)
    assert visitor.page.locator("#stage svg.dimmed").count() == 0
    assert [url for url in asked if not url.endswith("/state")] == []


def test_one_hop_more_and_one_way_only(visitor: Visitor) -> None:
    visitor.look("?view=neighbourhood&of=asiakastietovaranto&lang=en")
    near = visitor.page.locator("#stage g.node").count()
    visitor.link("One hop more")
    assert "2 hops" in visitor.main
    assert visitor.page.locator("#stage g.node").count() > near
    visitor.link("Where to", within=".toolbar")
    assert visitor.page.locator("#stage g.node").count() == 1


def test_a_drawing_is_zoomed_by_buttons_keys_and_wheel(visitor: Visitor) -> None:
    visitor.open("?view=department&of=strategiaosasto&lang=en")

    def width() -> float:
        found: float = visitor.page.locator("#stage svg").evaluate("e => e.getBoundingClientRect().width")
        return found

    fitting = width()
    visitor.page.get_by_role("button", name="Zoom in").click()
    assert width() == pytest.approx(fitting * 1.25, rel=0.01)
    visitor.page.locator("#stage [role=button]").first.focus()
    visitor.press("-")
    assert width() == pytest.approx(fitting, rel=0.01)
    visitor.page.mouse.move(600, 500)
    visitor.page.keyboard.down("Control")
    visitor.page.mouse.wheel(0, -200)
    visitor.page.keyboard.up("Control")
    visitor.page.wait_for_function(
        f"() => document.querySelector('#stage svg').getBoundingClientRect().width > {fitting * 1.3}"
    )
    visitor.press("0")
    assert width() <= fitting * 1.01


def test_filters_change_drawing_tables_and_counts_together(visitor: Visitor) -> None:
    visitor.open("?view=department&of=strategiaosasto&lang=en")
    visitor.page.get_by_text("Filters", exact=True).click()
    visitor.page.get_by_role("checkbox", name="City-wide").click()
    visitor.settled()
    assert visitor.page.locator("#stage g.dot.scope-city-wide").count() == 0
    assert visitor.page.locator("#stage g.dot.scope-national").count() == 3
    assert "Reporting information resource" not in visitor.main
    assert visitor.page.get_by_role("checkbox", name="City-wide").get_attribute("aria-checked") == "false"
    assert visitor.page.locator("#filters").get_attribute("open") is not None, "the filters stay open"
    visitor.link("Clear filters")
    assert visitor.page.locator("#stage g.dot.scope-city-wide").count() > 5


def test_a_table_is_sorted_and_narrowed_and_taken_along(visitor: Visitor) -> None:
    visitor.open("?view=table&table=feeds&lang=en").link("From", within="thead")
    assert visitor.page.locator("thead th").first.get_attribute("aria-sort") == "ascending"
    names = visitor.page.locator("tbody th").all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    visitor.link("Next page")
    assert visitor.page.locator(".pager .shown").inner_text().startswith("Rows 51–100 of ")
    assert visitor.focused == "Next page: Feeds"
    assert visitor.page.locator("tbody th").first.inner_text().casefold() >= names[-1].casefold()
    assert visitor.page.locator(".paged .scroller").evaluate("each => each.scrollTop") == 0
    visitor.page.get_by_label("Filter rows").fill("population")
    visitor.press("Enter")
    visitor.page.wait_for_function("() => location.search.includes('q=population')")
    visitor.settled()
    rows = visitor.page.locator("tbody tr").count()
    assert 0 < rows < len(names)
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download CSV").click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == rows + 1


def test_a_drawing_is_taken_along_with_link_and_command(visitor: Visitor) -> None:
    visitor.open("?view=feeds&of=viestintaosasto&lang=en")
    visitor.page.get_by_text("Export", exact=True).click()
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="Download SVG").click()
    assert download.value.suggested_filename == "feeds-viestintaosasto.svg"
    assert "<svg" in download.value.path().read_text("utf-8")
    visitor.page.get_by_role("button", name="Copy link to this view").click()
    visitor.page.wait_for_function("() => document.getElementById('announcer').textContent === 'Copied'")
    assert visitor.page.evaluate("() => navigator.clipboard.readText()") == visitor.page.url
    assert "flowviz draw --kind feeds --department viestintaosasto" in visitor.main


def test_a_button_that_copies_has_its_own_words_again_however_often_it_is_pressed(visitor: Visitor) -> None:
    page = visitor.open("?view=feeds&of=viestintaosasto&lang=en").page
    page.evaluate(
        "() => { const wait = setTimeout; window.setTimeout = (act, ms) => ms === 1500 ? (window.later ??= []).push(act) : wait(act, ms); }"
    )
    page.get_by_text("Export", exact=True).click()
    button = page.locator("#take [data-copy=link]")
    words = button.inner_text()
    for _ in range(2):
        button.click()
        page.wait_for_function("() => document.querySelector('#take [data-copy=link]').textContent === 'Copied'")
    page.evaluate("() => window.later.splice(0).forEach(act => act())")
    assert button.text_content() == words
    button.click()
    page.wait_for_function("() => window.later.length")
    visitor.go("?view=feeds&of=viestintaosasto&lang=fi")
    page.evaluate("() => window.later.forEach(act => act())")
    assert button.text_content() == "Kopioi linkki tähän näkymään"
    visitor.open("?lang=en")


def test_filters_say_what_is_shown_where_one_chose_and_went_elsewhere_at_once(visitor: Visitor) -> None:
    page = visitor.open("?view=table&lang=en").page
    page.evaluate(
        """() => {
            const choice = document.getElementById('filter-department');
            choice.selectedIndex = 2;
            choice.dispatchEvent(new Event('change', { bubbles: true }));
            window.flowviz.go('?view=table&table=feeds&lang=en');
        }"""
    )
    visitor.settled()
    assert page.locator("#filter-department").evaluate("choice => choice.selectedOptions[0].textContent") == "All"
    page.fill("#row-filter", "kela")
    page.get_by_role("link", name="Parties").first.click()
    visitor.settled()
    page.wait_for_function("() => location.search.includes('parties')")
    assert page.locator("#row-filter").input_value() == ""


def test_what_is_sent_to_compare_with_is_sent_once_and_brings_nobody_back(visitor: Visitor) -> None:
    page = visitor.open("?view=changes&lang=en").page
    file: Any = {"name": "then.json", "mimeType": "application/json", "buffer": b"{}"}
    for answer in ({"version": "then"}, {"problems": ["None."]}):
        visitor.go("?view=changes&lang=en")
        page.set_input_files("#version-file", file)
        with visitor.held("**/compare?*", answer=answer) as sent:
            page.dblclick("#version-send")
            visitor.go("?view=table&lang=en")
        assert len(sent) == 1
        assert "view=table" in page.url
    assert visitor.complaints == []


def test_the_box_at_the_top_has_found_what_it_shows_in_the_language_of_the_page(visitor: Visitor) -> None:
    page = visitor.open("?lang=fi").page
    page.fill("#find-text", "kela")
    found = page.locator("#find-results a.hit").first
    found.wait_for()
    visitor.go("?view=about&lang=en")
    page.click("#find-text")
    page.wait_for_function("() => document.querySelector('#find-results a.hit').href.includes('lang=en')")
    assert "Kela (Social Insurance Institution of Finland)" in found.inner_text()


def test_enter_opens_nothing_when_the_box_was_closed_or_emptied_before_the_answer_came(visitor: Visitor) -> None:
    page = visitor.open("?view=paths&lang=en").page
    for text, leave in (("kela", "Escape"), ("newco", "Tab")):
        with visitor.held("**/_dash-update-component*", of="from-results"):
            page.fill("#from-text", text)
            visitor.press("Enter", leave)
        page.wait_for_selector(f"#from-results [data-for={text}]", state="attached")
        assert page.url.endswith("?view=paths&lang=en")
    page.fill("#from-text", "")
    page.wait_for_function("() => !document.querySelector('#from-results [data-for]')")
    visitor.press("Enter")
    assert page.url.endswith("?view=paths&lang=en")


QUICK = "const wait = setInterval; window.setInterval = (look, ms) => wait(look, ms / 20)"
"""The page looks for changes twenty times as often."""


def test_a_page_whose_answer_was_lost_comes_by_itself(browser: Browser, served: str) -> None:
    visitor = Visitor(browser.new_page(), served)
    page = visitor.page
    page.add_init_script(QUICK)
    visitor.open("?lang=en")
    page.route("**/_dash-update-component*", lambda route: route.abort(), times=1)
    visitor.go("?view=figures&lang=en")
    assert page.locator("#heading").inner_text() == "In figures"
    page.close()


def test_a_change_is_seen_however_long_its_answer_takes(browser: Browser, served: str) -> None:
    visitor = Visitor(browser.new_page(), served)
    page = visitor.page
    page.add_init_script(QUICK)
    visitor.open("?lang=en")
    page.evaluate("() => { window.shows = 0; document.addEventListener('flowviz:page', () => (window.shows += 1)); }")
    with visitor.held("**/_dash-update-component*") as asked:
        page.route("**/state", lambda route: route.fulfill(json={"mark": "another"}))
        page.wait_for_function("() => window.dash_stores[0].getState().isLoading")
        page.evaluate(
            "() => new Promise(over => { let looks = 0; setInterval(() => (looks += 1) === 5 && over(), 3000); })"
        )
        page.unroute("**/state")
    page.wait_for_function("() => window.shows > 0")
    assert len(asked) == 1
    page.close()


def test_a_click_on_a_figure_leads_to_the_drawing_behind_it(visitor: Visitor) -> None:
    visitor.open("?view=figures&lang=en")
    bands = visitor.page.locator(".bands path")
    bands.first.wait_for()
    size = "e => [e.offsetWidth, e.offsetHeight]"
    room = visitor.page.locator(".bands").evaluate(size)
    department = visitor.page.locator('.sankey [data-end="strategiaosasto"] a')
    department.focus()
    lit = visitor.page.locator(".bands path.lit")
    assert 0 < lit.count() < bands.count()
    assert visitor.page.locator(".bands").evaluate(size) == room, "to follow it moves nothing"
    assert all(one.startswith("Strategy Department – ") for one in lit.locator("title").all_text_contents())
    texts = visitor.page.evaluate(
        """() => [...document.querySelectorAll(".sankey li a, .sankey .scope")].map((one) => {
            const [box, room] = [one.getBoundingClientRect(), document.querySelector(".bands").getBoundingClientRect()];
            return box.right <= room.left || box.left >= room.right;
        })"""
    )
    assert len(texts) > 20
    assert all(texts), "no name lies over the bands"
    department.click()
    visitor.page.wait_for_function("() => location.search.includes('view=department')")
    visitor.settled()
    assert visitor.page.locator("#stage g.node").count() > 0


def test_an_unknown_thing_and_an_unknown_view_are_friendly(visitor: Visitor) -> None:
    visitor.open("?view=neighbourhood&of=asiakastietovaronto&lang=en")
    assert "Not found" in visitor.main
    visitor.link("Customer information resource", within="#main")
    assert visitor.part("asiakastietovaranto").is_visible()
    visitor.open("?view=secrets&lang=en")
    assert "Not found" in visitor.main


def test_a_drawing_that_cannot_be_loaded_says_so_and_can_be_tried_again(visitor: Visitor) -> None:
    visitor.open("?lang=en")
    visitor.page.route("**/drawing.svg*", lambda route: route.abort())
    visitor.go("?view=department&of=viestintaosasto&lang=en")
    assert "could not be loaded" in visitor.page.get_by_role("alert").inner_text()
    visitor.page.unroute("**/drawing.svg*")
    visitor.page.get_by_role("button", name="Try again").click()
    visitor.page.wait_for_selector("#stage svg")
    visitor.complaints.clear()


def test_a_broken_edit_is_told_on_the_page_and_a_good_one_is_seen(browser: Browser, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(CATALOGUE, folder)
    server = Served(Settings(catalogue=folder))
    visitor = Visitor(browser.new_page(), server.address)
    visitor.page.add_init_script(QUICK)
    visitor.open("?lang=fi")
    file = folder / "departments" / "viestintaosasto.yaml"
    good = file.read_text("utf-8")
    file.write_text(good + "\nnonsense: [", "utf-8")
    notice = visitor.page.locator("#panel-notice")
    notice.get_by_text("viestintaosasto.yaml:").wait_for()
    assert re.search(r"viestintaosasto\.yaml:\d+:\d+: ", notice.inner_text())
    file.write_text(good.replace("Viestintäosasto", "Tiedotusosasto"), "utf-8")
    visitor.page.get_by_role("link", name="Tiedotusosasto").first.wait_for()
    assert not notice.is_visible()
    visitor.page.close()
    server.close()


def test_things_of_one_name_and_feeds_beside_each_other_are_told_apart(browser: Browser) -> None:
    server = Served(Settings(catalogue=EXAMPLE))
    visitor = Visitor(browser.new_page(), server.address).open("?view=neighbourhood&of=havnevagt&lang=en")
    for id_, department in (("vagtplan", "Elderly and Care"), ("havnevagt", "Sundhavn Harbour")):
        visitor.part(id_).click()
        visitor.settled()
        assert visitor.page.locator("#panel-details h2").first.inner_text() == "Duty roster"
        assert department in visitor.details
    visitor.page.get_by_role("combobox", name="Find a resource").fill("duty roster")
    visitor.page.wait_for_selector("#find-results a[href*=vagtplan]")
    assert visitor.page.locator("#find-results a[href*=havnevagt]").count() == 1
    visitor.go("?view=feeds&of=havn&node=anloeb~nordhavne&lang=en")
    assert "hourly" in visitor.details
    assert "Dangerous goods" in visitor.details
    assert violations(visitor.page) == []
    assert visitor.complaints == []
    visitor.page.close()
    server.close()


def test_hostile_names_do_nothing_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    evil = json.dumps("<img src=x onerror=document.title='pwned'><script>document.title='pwned'</script>")
    (tmp_path / "c.yaml").write_text(
        f"""
source: page
catalogue: {{id: small, name: {evil}, version: "1", date: "2026-01-31", language: en, languages: [en]}}
organisation: {{id: office, name: {evil}}}
sources: [{{id: page, title: {evil}, language: en}}]
departments:
  - {{id: care, name: {evil}, resources: [{{id: clients, name: {evil}, description: {evil}}}]}}
parties: [{{id: body, name: {evil}, form: company}}]
feeds: [{{from: clients, to: body, content: {evil}, basis: stated, evidence: [1]}}]
issues: [{{id: i1, kind: gap, about: [clients], text: {evil}}}]
""",
        "utf-8",
    )
    server = Served(Settings(catalogue=tmp_path))
    visitor = Visitor(browser.new_page(), server.address).open("?lang=en")
    for query in (
        "?view=department&of=care",
        "?view=feeds&of=care&node=clients~body",
        "?view=neighbourhood&of=clients&node=clients",
        "?view=table&table=feeds&wide=yes",
        "?view=table&table=issues",
        "?view=paths&of=clients&to=body",
        "?view=figures",
        "?view=about",
        "?view=find&q=%3Cimg%20src=x%20onerror=alert(1)%3E",
        "?view=%3Cimg%20src=x%20onerror=alert(1)%3E",
    ):
        visitor.open(query) if "%3C" in query else visitor.go(query)
        assert (
            visitor.page.evaluate("() => document.querySelectorAll('#main img:not(.sign), #main script').length") == 0
        )
        assert visitor.page.title() != "pwned"
    visitor.page.get_by_role("combobox", name="Find a resource").fill("img")
    visitor.page.wait_for_selector("#find-results a")
    assert visitor.complaints == []
    visitor.page.close()
    server.close()


def test_the_scripts_bring_a_drawing_on_any_page_alive(browser: Browser, served: str) -> None:
    page = browser.new_page()
    page.goto(f"{served}healthz")
    page.set_content("<div id='stage' style='width:900px;height:600px;overflow:auto'></div>")
    page.evaluate(
        "async address => { document.getElementById('stage').innerHTML = await (await fetch(address)).text() }",
        f"{served}drawing.svg?view=overview",
    )
    page.add_script_tag(url=f"{served}assets/drawing.js")
    page.evaluate("() => document.addEventListener('flowviz:choose', event => (window.chosen = event.detail))")
    page.wait_for_selector("#stage [role=button][tabindex='0']")
    page.locator('#stage [data-id="strategiaosasto"]').first.click()
    assert page.evaluate("() => window.chosen") == "strategiaosasto"
    page.close()


def test_open_filters_lie_beside_the_drawing_and_leave_it_where_it_is(visitor: Visitor) -> None:
    visitor.open("?view=department&of=strategiaosasto&lang=en")
    boxes = "() => ['#stage', '.filters .choices'].map(each => document.querySelector(each).getBoundingClientRect().toJSON())"
    for width, height in ((1440, 900), (1280, 800), (390, 844)):
        visitor.page.set_viewport_size({"width": width, "height": height})
        visitor.settled()
        before, _ = visitor.page.evaluate(boxes)
        visitor.page.locator("#filters > summary").click()
        stage, choices = visitor.page.evaluate(boxes)
        assert (stage["top"], stage["width"]) == (before["top"], before["width"])
        if width > 1200:
            assert choices["left"] >= stage["right"], "nothing of the drawing is covered"
        else:
            assert choices["top"] > height / 2, "half of the screen is left to the drawing"
        visitor.page.get_by_role("button", name="Close the filters").focus()
        visitor.press("Escape")
        assert not visitor.page.locator(".filters .choices").is_visible()
        assert visitor.focused == "Filters"


def test_what_was_looked_at_last_is_offered_and_forgotten_at_will(visitor: Visitor) -> None:
    visitor.open("?view=neighbourhood&of=dvv&lang=en").go("?view=neighbourhood&of=asiakastietovaranto&lang=en")
    visitor.go("?view=paths&lang=en")
    recent = visitor.page.locator("#recent li")
    names = ["Customer information resource", "Digital and Population Data Services Agency"]
    assert recent.all_inner_texts() == names
    visitor.page.locator("#recent").get_by_role("link", name=names[1]).click()
    visitor.settled()
    assert "of=dvv" in visitor.page.url
    assert visitor.page.evaluate("() => document.activeElement.id") == "to-text"
    option = visitor.page.locator("#to-results").get_by_role("option", name=names[0])
    option.click()
    visitor.settled()
    assert visitor.part("vaestotieto").is_visible()
    visitor.go("?view=impact&lang=en")
    assert (
        visitor.page.locator("#recent a").first.get_attribute("href") == "?view=impact&gone=asiakastietovaranto&lang=en"
    )
    visitor.page.get_by_role("button", name="Forget these").click()
    assert recent.count() == 0
    assert visitor.page.evaluate("() => Object.keys(localStorage).filter(each => each.includes('recent'))") == []
