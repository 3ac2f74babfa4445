"""The questions that staff come with, each answered in the browser by somebody who has never seen it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitor import Visitor


def test_what_does_my_department_hold(visitor: Visitor) -> None:
    visitor.open("?lang=en").link("Strategy Department", within="#panel-rail")
    resources = "#stage :is(g.node[data-kind=resource], g.frame.whole)"  # a resource with its registers is a frame
    assert visitor.page.locator(resources).count() == 10
    assert "Helsinki Population Information System" in visitor.details
    things = visitor.page.get_by_role("region", name="Items")
    assert things.get_by_role("link", name="Helsinki Population Information System").is_visible()


def test_where_does_this_resources_data_go_and_who_feeds_it(visitor: Visitor) -> None:
    visitor.open("?lang=en").link("Strategy Department", within="#panel-rail")
    visitor.part("vaestotieto").click()
    visitor.settled()
    gives = visitor.page.get_by_role("region", name="Provides data to (1)")
    gets = visitor.page.get_by_role("region", name="Receives data from (1)")
    assert "Customer information resource" in gives.inner_text()
    assert "Digital and Population Data Services Agency" in gets.inner_text()
    assert "Once a week" in gets.inner_text()
    visitor.link("Draw its surroundings")
    assert visitor.part("muutostietopalvelu").is_visible()
    assert visitor.part("asiakastietovaranto").is_visible()


def test_which_systems_and_registers_are_behind_it(visitor: Visitor) -> None:
    visitor.open("?lang=en")
    visitor.page.get_by_role("searchbox").fill("e-services")
    visitor.page.locator("#find-results").get_by_role("link", name="E-services").first.click()
    visitor.settled()
    details = visitor.page.locator("#panel-details")
    assert "Register of e-services" in details.locator("section", has_text="Registers").first.inner_text()
    assert details.locator("section", has_text="Information systems").locator("a").count() > 0


def test_who_else_uses_the_city_wide_customer_resource(visitor: Visitor) -> None:
    visitor.open("?lang=en")
    visitor.page.get_by_role("searchbox").fill("customer resource")
    visitor.page.locator("#find-results").get_by_role("link", name="Customer information resource").first.click()
    visitor.settled()
    visitor.page.locator("#stage .unfolded .edge").first.wait_for(state="attached")
    names = " ".join(
        visitor.page.locator("#stage .unfolded .edge [role=button]").evaluate_all("all => all.map(e => e.ariaLabel)")
    )
    assert "Communications Department" in names
    assert "Strategy Department" in names
    assert "Communications Department" in visitor.details


def test_how_does_data_get_from_a_to_b(visitor: Visitor) -> None:
    visitor.open("?lang=en").link("From A to B", within="#panel-rail")
    visitor.page.get_by_label("From", exact=True).select_option(label="Digital and Population Data Services Agency")
    visitor.settled()
    visitor.page.get_by_label("To", exact=True).select_option(label="Customer information resource")
    visitor.settled()
    assert "Way 1 of 1, 3 hops" in visitor.main
    assert visitor.part("vaestotieto").is_visible()


def test_where_is_that_said(visitor: Visitor) -> None:
    visitor.open("?lang=en").link("Strategy Department", within="#panel-rail")
    visitor.page.locator('#stage g.dot[data-owner="vaestotieto"][data-id="dvv"]').click()
    visitor.settled()
    assert "stated" in visitor.details
    visitor.link("Information resources of the City Executive Office, line 350", within="#panel-details")
    assert "Open the document" in visitor.details
    assert "Digital and Population Data Services Agency → Helsinki Population Information System" in visitor.details
    assert visitor.part("vaestotieto").is_visible(), "the drawing stays beside it"


def test_where_do_i_send_an_information_request(visitor: Visitor) -> None:
    visitor.open("?view=neighbourhood&of=asiakastietovaranto&lang=en")
    visitor.link("Information requests", within="#panel-details")
    assert "P.O. Box 10" in visitor.details or "P.O. Box 10" in visitor.main
    visitor.link("Information request", within="#panel-rail")
    assert "00099 City of Helsinki" in visitor.main
