"""The questions that staff and reviewers come with, each answered in three clicks, at a desk and on a phone.

A click is a click or an Enter; typing is none, and comes all at once: others type letter by letter. Whoever asks has just come to the first page, and has never seen it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator
    from visitor import Visitor

MOST: Final = 3
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
_COUNT: Final = """() => {
    window.clicks = 0;
    if (window.counted) return;
    window.counted = true;
    addEventListener("click", (event) => (window.clicks += event.isTrusted && event.detail > 0), true);
    addEventListener("keydown", (event) => (window.clicks += event.isTrusted && event.key === "Enter"), true);
}"""


class Asker:
    """A visitor who counts what it takes."""

    def __init__(self, visitor: Visitor, *, phone: bool) -> None:
        self.visitor, self.page, self.phone = visitor, visitor.page, phone

    def menu(self, name: str) -> Asker:
        """Follows a link of the menu; on a phone what is asked most stands beside it."""
        beside = self.page.locator(".asked-first").get_by_role("link", name=name)
        if self.phone and not beside.is_visible():
            self.page.locator("#panel-rail summary").click()
        (
            beside
            if self.phone and beside.is_visible()
            else self.page.locator("#panel-rail .menu").get_by_role("link", name=name)
        ).first.click()
        self.visitor.settled()
        return self

    def find(self, text: str, name: str) -> Asker:
        """Types into the search box at the top and takes what is called ``name``."""
        self.page.locator("#find-text").click()
        self.page.keyboard.insert_text(text)
        self.page.locator("#find-results").get_by_role("option", name=name).first.click()
        self.visitor.settled()
        return self

    def choose(self, text: str) -> Asker:
        """Types into the search box that has the focus, and takes the first that is found."""
        assert self.page.evaluate("() => document.activeElement.matches('.pick input')")
        before = self.page.evaluate("() => location.search")
        self.page.keyboard.insert_text(text)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function("before => location.search !== before", arg=before)
        self.visitor.settled()
        return self

    def click(self, what: Locator) -> Asker:
        what.first.click()
        self.visitor.settled()
        return self

    def sees(self, what: Locator) -> None:
        """Fails unless some of it is on the screen without scrolling."""
        what.first.wait_for()
        box, size = what.first.bounding_box(), self.page.viewport_size
        assert box is not None
        assert size is not None
        assert 0 <= box["y"] < size["height"], f"{box['y']} of {size['height']}"


def in_three_clicks(question: Callable[[Asker], None]) -> Callable[[Visitor], None]:
    """The question asked at a desk and on a phone."""

    def asked(visitor: Visitor) -> None:
        visitor.look("?lang=en")
        for size in (DESK, PHONE):
            visitor.page.set_viewport_size(size)  # type: ignore[arg-type]
            visitor.go("?lang=en") if size is PHONE else visitor.settled()
            visitor.page.evaluate(_COUNT)
            question(Asker(visitor, phone=size is PHONE))
            took = visitor.page.evaluate("() => window.clicks")
            assert 1 <= took <= MOST, f"{took} clicks at {size['width']} px"

    asked.__doc__ = question.__doc__
    return asked


# --- staff


@in_three_clicks
def test_what_does_my_department_hold(asker: Asker) -> None:
    asker.menu("Strategy Department")
    resources = "#stage :is(g.node[data-kind=resource], g.frame.whole)"  # a resource with its registers is a frame
    assert asker.page.locator(resources).count() == 10
    asker.sees(asker.page.locator("#stage"))
    things = asker.page.get_by_role("region", name="Items")
    assert things.get_by_role("link", name="Helsinki Population Information System").is_visible()


@in_three_clicks
def test_where_does_this_resources_data_go_and_who_feeds_it(asker: Asker) -> None:
    asker.find("population information", "Helsinki Population Information System")
    gives = asker.page.get_by_role("region", name="Provides data to (1)")
    gets = asker.page.get_by_role("region", name="Receives data from (1)")
    assert "Customer information resource" in gives.inner_text()
    assert "Digital and Population Data Services Agency" in gets.inner_text()
    assert "Once a week" in gets.inner_text()
    asker.click(asker.page.get_by_role("link", name="Draw its surroundings"))
    asker.sees(asker.visitor.part("asiakastietovaranto"))
    asker.sees(asker.visitor.part("muutostietopalvelu"))


@in_three_clicks
def test_which_systems_and_registers_are_behind_it(asker: Asker) -> None:
    asker.find("e-services", "E-services")
    details = asker.page.locator("#panel-details")
    assert "Register of e-services" in details.locator("section", has_text="Registers").first.inner_text()
    assert details.locator("section", has_text="Information systems").locator("a").count() > 0


@in_three_clicks
def test_who_else_uses_the_city_wide_customer_resource(asker: Asker) -> None:
    asker.find("custmer resource", "Customer information resource")  # a slip of the finger
    edges = asker.page.locator("#stage .unfolded .edge title")
    for name in ("Communications Department", "Strategy Department"):
        edges.filter(has_text=name).first.wait_for(state="attached")
    assert "Communications Department" in asker.visitor.details


@in_three_clicks
def test_how_does_data_get_from_a_to_b(asker: Asker) -> None:
    asker.menu("From A to B").choose("digital and population data services agency").choose("customer information")
    assert "The only shortest way, 3 hops" in asker.visitor.main
    asker.sees(asker.visitor.part("vaestotieto"))


@in_three_clicks
def test_where_is_that_said(asker: Asker) -> None:
    asker.find("population information", "Helsinki Population Information System")
    line = "Information resources of the City Executive Office, line 350"
    asker.click(asker.page.locator("#panel-details").get_by_role("link", name=line))
    asker.sees(asker.page.locator("#details-heading"))
    assert "Open the document" in asker.visitor.details
    assert (
        "Digital and Population Data Services Agency → Helsinki Population Information System" in asker.visitor.details
    )
    asker.sees(asker.page.locator("#stage"))  # what it is said of stays beside it


@in_three_clicks
def test_where_do_i_send_an_information_request(asker: Asker) -> None:
    asker.menu("Information request")
    asker.sees(asker.page.locator('#main a[href^="mailto:helsinki.kirjaamo@hel.fi"]'))
    asker.sees(asker.page.locator('#main a[href="tel:+358931013700"]'))
    assert "City of Helsinki Registry" in asker.visitor.main
    assert asker.page.locator('#main a[href="https://securemail.hel.fi/"]').count() > 0


# --- reviewers


@in_three_clicks
def test_what_happens_if_this_goes(asker: Asker) -> None:
    asker.menu("What if this is removed?").choose("customer information resource")
    asker.sees(asker.page.locator(".consequences"))
    assert "Have no other known receiver of their data (3)" in asker.visitor.main
    asker.sees(asker.visitor.part("asiakastietovaranto"))


@in_three_clicks
def test_what_happens_if_several_go(asker: Asker) -> None:
    asker.menu("What if this is removed?").choose("financial information resource")
    asker.page.locator("#gone-text").focus()  # as the Tab key does
    asker.choose("decision-making information resource")
    assert asker.page.locator(".chips li").count() == 2
    asker.sees(asker.page.locator(".consequences"))
    cross = asker.page.locator(".chips").get_by_role("link", name="Restore: Financial information resource")
    assert cross.is_visible()


@in_three_clicks
def test_what_would_be_missed_most(asker: Asker) -> None:
    asker.menu("Single points of failure")
    asker.sees(asker.page.get_by_role("rowheader", name="Employment and immigration services"))


@in_three_clicks
def test_what_changed_since_another_version(asker: Asker) -> None:
    asker.menu("Another version").click(asker.page.get_by_role("link", name="Compare with an example"))
    asker.sees(asker.page.get_by_text("Organisation and decision-making information resource"))
    assert asker.page.get_by_role("region", name="Changes").get_by_role("row").count() > 1


@in_three_clicks
def test_the_answer_goes_into_the_assessment(asker: Asker) -> None:
    asker.menu("What if this is removed?").choose("customer information resource")
    with asker.page.expect_download() as taken:
        asker.page.get_by_role("link", name="DOCX").click()
    assert taken.value.suggested_filename == "impact.docx"
