"""The JSON of an impact fits its published schema, whatever is asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz.facts.impact import EFFECTS, Selection
from flowviz.impact import load_scenario
from flowviz.loading import load
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from flowviz.reports import FORMATS, ask, contract

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model

VALIDATOR = jsonschema.Draft202012Validator(contract.schema())
BUILT_IN = build_model(load(CATALOGUE))
TAKEN = [id_ for id_, node in BUILT_IN.nodes(data=True) if node["kind"] not in ("organisation", "request")]


def told(data: bytes) -> Any:
    found = json.loads(data)
    VALIDATOR.validate(found)
    return found


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(contract.schema())


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(TAKEN), min_size=1, max_size=4, unique=True),
    st.sampled_from(["both", "up", "down"]),
    st.booleans(),
    st.sets(st.sampled_from(EFFECTS)),
)
def test_every_answer_fits_the_schema_and_names_all_that_it_speaks_of(
    things: list[str], direction: Any, stated: bool, effects: set[str]
) -> None:
    selection = Selection(direction=direction, effects=tuple(sorted(effects)))
    found = told(FORMATS["json"](ask(BUILT_IN, things, stated_only=stated, selection=selection)))
    assert (found["downstream"] is None) == (direction == "up")
    assert (found["upstream"] is None) == (direction == "down")
    ids = {row["id"] for name in ("removed", "downstream", "upstream", "systems") for row in found[name] or ()}
    assert ids <= set(found["things"])
    assert all(row["effect"] in (effects or EFFECTS) for row in found["downstream"] or ())


def test_a_scenario_tells_how_each_thing_compares(model: Model, tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    file.write_text(
        "name: New\nreplace: [{what: taloustietovaranto, by: new-finance}]\n"
        "add: [{id: new-finance, name: New finance, kind: shared, scope: city-wide}]\n",
        "utf-8",
    )
    question = ask(model, scenario=load_scenario(file, model), scenario_file=str(file))
    found = told(FORMATS["json"](question))
    assert {row["id"]: (row["plain"], row["scenario"]) for row in found["scenario"]["rows"]} == {
        "talousarvion-laadinta": ("cut off", None)
    }
    assert "new-finance" in {card.id for card in question.scene().cards}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_question_gives_the_same_bytes(model: Model, form: str) -> None:
    once, again = (FORMATS[form](ask(model, ["dvv"], language="sv")) for _ in range(2))
    assert once == again
