"""The one file finds the ways that the explorer finds, in the same order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flowviz import page as one_file
from flowviz.lineage import ways
from flowviz.page.ways import ways_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from flowviz.model import Model

SCRIPTS = Path(one_file.__file__).with_name("static")
FIND = "([data, pairs]) => pairs.map(([from, to]) => window.flowvizWays.ways(data, from, to))"


def test_a_browser_finds_the_ways_of_the_explorer(browser: Browser, any_model: Model) -> None:
    data = ways_of(any_model, "en")
    ids = data["ids"]
    pairs = [(i, j) for i in range(0, len(ids), 1 + len(ids) // 25) for j in range(len(ids))]
    page = browser.new_page()
    for name in ("pieces", "ways"):
        page.add_script_tag(path=SCRIPTS / f"{name}.js")
    found = page.evaluate(FIND, [data, pairs])
    page.close()
    long = 0
    for (i, j), mine in zip(pairs, found, strict=True):
        expected = ways(any_model, ids[i], ids[j])
        assert [[ids[node] for node in way] for way in mine] == expected, (ids[i], ids[j])
        long += any(len(way) > 2 for way in expected)
    assert long > 5
