"""The two questions that a city asks of all its catalogues together, in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from visitor import Served, Visitor

from federation.test_federation import CITY
from flowviz.explorer import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CUSTOMERS = "yhteiset/asiakastietovaranto"


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Visitor]:
    """A visitor of the explorer of the whole city."""
    served = Served(Settings(catalogue=CITY))
    someone = Visitor(browser.new_page(viewport={"width": 1280, "height": 800}), served.address)
    someone.page.set_default_timeout(60_000)
    yield someone
    someone.page.close()
    served.close()
    assert someone.complaints == []


def test_who_else_feeds_the_customer_resource_and_what_breaks_in_the_city_if_it_goes(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open(f"?view=neighbourhood&of={CUSTOMERS}&lang=en")
    names = " ".join(page.locator("#stage g.node [role=button]").evaluate_all("all => all.map(e => e.ariaLabel)"))
    for organisation in ("Education Division", "Urban Environment Division", "Culture and Leisure Division"):
        assert organisation in names
    assert "City Executive Office: Strategy Department" in visitor.main
    visitor.go(f"?view=impact&gone={CUSTOMERS}&lang=en")
    told = page.locator(".consequences").inner_text()
    assert "Organisations to consult (4): City Executive Office, Education Division, Urban Environment Division" in told
    visitor.go("?view=reconciliation&lang=en")
    page.get_by_role("button", name="E-services → Customer information resource").press("Enter")
    page.locator("#panel-details h2", has_text="E-services – Customer information resource").wait_for()
    assert "Not confirmed: 6, not known: 51, confirmed: 7." in visitor.main
    assert page.locator("#panel-table").get_by_role("row").count() > 20
    visitor.go("?view=table&table=reconciliation&lang=en")
    assert "What one tells and the other confirms" in visitor.main
    assert page.get_by_role("row").count() > 20
