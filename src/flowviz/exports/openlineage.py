"""OpenLineage events of the design, one JSON object a line: what exists and what feeds it, with no invented runs.

Every thing that a feed joins, and every resource, is a dataset event; every feed is a job event with its giver as
input and its receiver as output. Departments, systems and parties are named as datasets too, because OpenLineage
knows no other ends; the facet ``flowviz`` says what each really is, and whether a feed is stated or implied.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from flowviz import __version__
from flowviz.model import Model, feed_level, name_of
from flowviz.wording import evidence_text, feed_text, thing_text

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue, Feed, Text
    from flowviz.exports.order import Order

__all__ = ["write"]

PRODUCER: Final = f"urn:flowviz:producer:{__version__}"
"""Names what made the events and claims no address: flowviz has none of its own."""
_FACET: Final = "urn:flowviz:facet:openlineage:1"
"""Names what is in the facet ``flowviz``; the number changes when that does."""
_SPEC: Final = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/"
_DOCUMENTATION: Final = "https://openlineage.io/spec/facets/1-0-1/Documentation{}Facet.json#/$defs/Documentation{}Facet"
_OWNERSHIP: Final = "https://openlineage.io/spec/facets/1-0-1/OwnershipDatasetFacet.json#/$defs/OwnershipDatasetFacet"


def write(model: Model, order: Order) -> bytes:
    """The events, those of datasets first, in the order of the catalogue."""
    catalogue: Catalogue = model.catalogue
    joined = {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
    nodes = [node for node, data in model.nodes(data=True) if node in joined or data["kind"] in ("resource", "shared")]
    events = [_event(catalogue, "Dataset", {"dataset": _dataset(model, node, order.language)}) for node in nodes]
    for source, target, key, data in model.edges(keys=True, data=True):
        if data["kind"] == "feed":
            events.append(
                _event(catalogue, "Job", _job(model, data["feed"], f"{source}--{target}--{key}", order.language))
            )
    return "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events).encode()


def _event(catalogue: Catalogue, kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return {
        "producer": PRODUCER,
        "eventTime": f"{catalogue.header.date}T00:00:00Z",
        "schemaURL": f"{_SPEC}{kind}Event",
        **body,
    }


def _named(model: Model, name: str) -> dict[str, str]:
    return {"namespace": f"flowviz://{model.catalogue.header.id}", "name": name}


def _facet(schema: str, **values: Any) -> dict[str, Any]:
    return {"_producer": PRODUCER, "_schemaURL": schema, **values}


def _own_facet(**values: Any) -> dict[str, Any]:
    return _facet(_FACET, **{key: value for key, value in values.items() if value is not None})


def _dataset(model: Model, node: str, language: str) -> dict[str, Any]:
    data = model.nodes[node]
    thing = data["thing"]
    description = thing.description.get(language) if thing.description else thing_text(model, node, language)
    facets = {
        "documentation": _facet(_DOCUMENTATION.format("Dataset", "Dataset"), description=description),
        "flowviz": _own_facet(
            kind=data["kind"],
            scope=data["scope"],
            label=name_of(model, node, language),
            names=thing.name.as_dict(),
            evidence=evidence_text(thing.evidence, language) or None,
        ),
    }
    if data["department"]:
        owner = {"name": f"department:{data['department']}", "type": "OWNER"}
        facets["ownership"] = _facet(_OWNERSHIP, owners=[owner])
    return {**_named(model, node), "facets": facets}


def _job(model: Model, feed: Feed, name: str, language: str) -> dict[str, Any]:
    facets = {
        "documentation": _facet(_DOCUMENTATION.format("Job", "Job"), description=feed_text(model, feed, language)),
        "flowviz": _own_facet(
            basis=feed.basis,
            level=feed_level(model, feed),
            content=_dict(feed.content),
            frequency=_dict(feed.frequency),
            condition=_dict(feed.condition),
            carries=list(feed.carries) or None,
            personal=feed.personal,
            special=feed.special,
            evidence=[entry.short for entry in feed.evidence],
        ),
    }
    ends = {"inputs": [_named(model, feed.source)], "outputs": [_named(model, feed.target)]}
    return {"job": {**_named(model, name), "facets": facets}, **ends}


def _dict(text: Text | None) -> dict[str, str] | None:
    return text.as_dict() if text else None
