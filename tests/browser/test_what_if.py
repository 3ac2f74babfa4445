"""The one file finds of a removal what the program finds, however many things go at once."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from still import gone_to

from flowviz import page as one_file
from flowviz.explorer.drawings import drawing_of
from flowviz.explorer.query import Query
from flowviz.impact import Removal, impact
from flowviz.model import build_model
from flowviz.page.removals import removals_of
from flowviz.page.ways import ways_of
from impact_oracles import random_catalogue
from made_site import page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

    from flowviz.explorer.live import State
    from flowviz.model import Model

SCRIPT = Path(one_file.__file__).with_name("static") / "removals.js"
ASK = """(cases) => cases.map(({ data, removals }) => {
  const net = window.flowvizImpact.read(data);
  return removals.map((chosen) => {
    const found = window.flowvizImpact.impact(net, chosen);
    return {
      downstream: found.downstream.map((row) => [
        row.id, row.distance, row.effect, row.felt, row.certain, row.lost, row.of, row.implied, row.general,
      ]),
      upstream: found.upstream.map((row) => [row.id, row.lost, row.of, row.without]),
      holders: found.holders.map((row) => [row.id, row.without]),
      keepers: found.keepers,
      feeds: [found.ended.size, found.less.size],
    };
  });
})"""


LIT = """() => Object.fromEntries(
  [...document.querySelectorAll("#stage :is(.node, .frame[data-id], .edge)")].map((part) => [
    part.dataset.id ?? `${part.dataset.source}~${part.dataset.target}`,
    ([...part.classList].find((name) => name.startsWith("mark-")) ?? "").replace("mark-", ""),
  ]),
)"""


def test_what_is_lit_is_what_the_explorer_lights(browser: Browser, state: State, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_bytes(page_of(state.model))
    page = browser.new_page()
    page.goto(target.as_uri())
    page.wait_for_selector("#stage svg")
    marks: set[str] = set()
    for gone in ("vaestotieto,paatostietovaranto", "muutostietopalvelu,yritystoiminta-aineisto", "hallinto-osasto"):
        for view in (
            "view=overview",
            "view=map",
            "view=department&of=elinkeino-osasto",
            "view=feeds&of=strategiaosasto",
        ):
            address = f"?{view}&gone={gone}&lang=en"
            gone_to(page, address)
            page.wait_for_selector("#stage svg")
            lit = page.evaluate(LIT)
            scene = drawing_of(state, Query.read(address).but(room=(760, 640)), 300).scene
            drawn = {
                **{str(frame.thing): frame.mark for frame in scene.frames if frame.thing},
                **{card.id: card.mark for card in scene.cards},
                # the shortest ways are told in the tables
                **{f"{line.source}~{line.target}": line.mark.replace("way", "").strip("-") for line in scene.lines},
            }
            both = lit.keys() & drawn.keys()
            assert len(both) > 5
            assert {key: lit[key] for key in both} == {key: drawn[key] for key in both}, address
            marks |= {*lit.values()}
    page.close()
    assert {"removed", "cut-off", "weakened", "upstream", "lost"} <= marks


def told(model: Model, chosen: Sequence[str]) -> dict[str, Any]:
    found = impact(model, Removal(tuple(chosen)))
    return {
        "downstream": [
            [
                *(row.id, row.distance, row.effect, row.felt, row.certain, row.feeds_lost, row.feeds_before),
                *(row.rests_on_implied, bool(row.in_general)),
            ]
            for row in found.downstream
        ],
        "upstream": [[row.id, row.feeds_lost, row.feeds_before, row.without_receiver] for row in found.upstream],
        "holders": [[row.id, row.without_system] for row in found.holders],
        "keepers": [row.id for row in found.systems if row.keeper_removed and not row.removed],
        "feeds": [len(found.feeds), len(found.losses)],
    }


def test_a_browser_finds_what_the_program_finds_of_one_removal_and_of_several(
    browser: Browser, model: Model, example: Model
) -> None:
    rng = random.Random(7)
    models = [model, example, *(build_model(random_catalogue(seed)) for seed in range(60))]
    cases: list[dict[str, Any]] = []
    for one in models:
        data = {"removals": removals_of(one, "en"), "ways": ways_of(one, "en")}
        able = data["removals"]["able"]
        several = [rng.sample(able, min(len(able), rng.randint(2, 4))) for _ in range(20)]
        cases.append({"data": data, "removals": [*([id_] for id_ in able), *several]})
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    found = page.evaluate(ASK, cases)
    page.close()
    hit: set[str] = set()
    for one, case, mine in zip(models, cases, found, strict=True):
        for chosen, answer in zip(case["removals"], mine, strict=True):
            assert answer == told(one, chosen), chosen
            hit.update(row[3] for row in answer["downstream"])
    assert hit == {"cut off", "weakened", "touched", "alone"}
