"""Panels are made by a script of ours from what the server tells: what has not changed stays as it is, and Dash keeps its boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visitor import Visitor


def test_panels_change_in_place_and_follow_what_is_chosen(visitor: Visitor) -> None:
    visitor.open("?view=department&of=strategiaosasto&lang=en")
    page = visitor.page
    of_dash = "() => Object.keys(window.dash_stores?.[0]?.getState().paths.strs ?? {}).length"
    assert page.evaluate(of_dash) < 60, "Dash follows only the frame of the page and its search box"

    # what is chosen comes into the addresses of filters and languages, which are not made anew for it
    page.evaluate("() => (window.kept = [...document.querySelectorAll('#panel-filters a, #panel-bar .languages a')])")
    visitor.go("?view=department&of=strategiaosasto&node=vaestotieto&lang=en")
    with_it, without = "node=vaestotieto", "node="
    assert page.evaluate("() => window.kept.every((link) => link.isConnected)")
    assert page.evaluate("text => window.kept.every(({ href }) => href.includes(text))", with_it)
    visitor.go("?view=department&of=strategiaosasto&lang=en")
    assert not page.evaluate("text => window.kept.some(({ href }) => href.includes(text))", without)

    # a long list is asked for when the filters are opened, and its choice keeps the rest of the address
    assert page.locator("#filter-system option").count() == 1
    page.click("#filters > summary")
    page.wait_for_function("() => document.querySelectorAll('#filter-system option').length === 67")
    page.select_option("#filter-system", label="Newco.fi")
    page.wait_for_function("() => new URLSearchParams(location.search).get('system')")
    assert "of=strategiaosasto" in page.url
    visitor.go("?view=department&of=strategiaosasto&lang=en")
    page.click("#filters > summary")

    # the stage stays, with the drawing before on it, until there is another
    page.evaluate("() => (window.kept = document.getElementById('stage'))")
    visitor.go("?view=neighbourhood&of=vaestotieto&lang=en")
    assert page.evaluate("() => window.kept === document.getElementById('stage')")

    # a filter that is typed goes when it is cleared, and a panel with a search box is left to Dash and back
    visitor.go("?view=table&q=kela&lang=en")
    assert page.locator("#row-filter").input_value() == "kela"
    visitor.go("?view=table&lang=en")
    assert page.locator("#row-filter").input_value() == ""
    visitor.go("?view=paths&lang=en")
    assert page.locator("#from-text").count() == 1
    visitor.go("?view=table&lang=en")
    assert page.locator("#from-text").count() == 0
    assert visitor.complaints == []
