"""The one file finds of a removal what the program finds, however many things go at once."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowviz import page as one_file
from flowviz.impact import Removal, impact
from flowviz.model import build_model
from flowviz.page.removals import removals_of
from flowviz.page.ways import ways_of
from impact_oracles import random_catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser

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
