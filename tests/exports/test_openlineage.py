from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator

from flowviz import __version__
from flowviz.exports import EXPORTS, Order

if TYPE_CHECKING:
    from flowviz.model import Model

FACETS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["_producer", "_schemaURL"],
        "properties": {"_producer": {"format": "uri"}, "_schemaURL": {"format": "uri"}},
    },
}
NAMED = {
    "type": "object",
    "required": ["namespace", "name"],
    "additionalProperties": False,
    "properties": {"namespace": {"type": "string"}, "name": {"type": "string"}, "facets": FACETS},
}
BASE = {
    "eventTime": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00:00Z$"},
    "producer": {"type": "string", "pattern": "^urn:flowviz:producer:[0-9]+[.][0-9]+[.][0-9]+$"},
    "schemaURL": {
        "type": "string",
        "pattern": r"^https://openlineage\.io/spec/2-0-2/OpenLineage\.json#/\$defs/(Dataset|Job)Event$",
    },
}
EVENT = {
    "oneOf": [
        {
            "required": ["eventTime", "producer", "schemaURL", "dataset"],
            "additionalProperties": False,
            "properties": {**BASE, "dataset": NAMED},
        },
        {
            "required": ["eventTime", "producer", "schemaURL", "job", "inputs", "outputs"],
            "additionalProperties": False,
            "properties": {
                **BASE,
                "job": NAMED,
                "inputs": {"type": "array", "items": NAMED},
                "outputs": {"type": "array", "items": NAMED},
            },
        },
    ]
}
"""What OpenLineage 2.0.2 says of design-time events, and that no run is among them."""


def events(model: Model) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in EXPORTS["openlineage"].write(model, Order(language="en")).decode().splitlines()
    ]


def test_every_event_is_a_dataset_or_job_event_without_a_run(any_model: Model) -> None:
    validator = Draft202012Validator(EVENT)
    for event in events(any_model):
        assert not list(validator.iter_errors(event)), event


def test_no_address_is_claimed_that_is_not_of_openlineage(model: Model) -> None:
    text = EXPORTS["openlineage"].write(model, Order(language="en")).decode()
    assert set(re.findall(r"https?://[^/\"]*", text)) == {"https://openlineage.io"}
    facets = [facet for event in events(model) for facet in _named(event)["facets"].values()]
    assert {facet["_producer"] for facet in facets} == {f"urn:flowviz:producer:{__version__}"}
    assert all(
        re.fullmatch(r"urn:flowviz:facet:openlineage:\d+|https://openlineage.io/.*", facet["_schemaURL"])
        for facet in facets
    )


def _named(event: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = event.get("dataset") or event["job"]
    return found


def test_every_feed_is_a_job_from_its_giver_to_its_receiver(any_model: Model) -> None:
    jobs = [event for event in events(any_model) if "job" in event]
    found = sorted(
        (job["inputs"][0]["name"], job["outputs"][0]["name"], job["job"]["facets"]["flowviz"]["basis"]) for job in jobs
    )
    assert found == sorted((feed.source, feed.target, feed.basis) for feed in any_model.catalogue.feeds)
    names = [job["job"]["name"] for job in jobs]
    assert len(names) == len(set(names))


def test_every_end_of_a_job_has_its_dataset_event(any_model: Model) -> None:
    datasets = {event["dataset"]["name"] for event in events(any_model) if "dataset" in event}
    ends = {
        end["name"] for event in events(any_model) if "job" in event for end in (*event["inputs"], *event["outputs"])
    }
    assert ends <= datasets
    assert {node for node, data in any_model.nodes(data=True) if data["kind"] in ("resource", "shared")} <= datasets
