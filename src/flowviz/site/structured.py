"""Structured data for search engines and data portals: JSON-LD in the words of schema.org and DCAT."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from flowviz.catalogue import Catalogue, Keyword, Party, Resource, System, Thing
from flowviz.model import Model, inside
from flowviz.site.addresses import address

__all__ = ["catalogue_data", "script", "thing_data"]

_CONTEXT: Final = {
    "@vocab": "https://schema.org/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
}
_TYPES: Final = {
    "department": "GovernmentOrganization",
    "resource": ["Dataset", "dcat:Dataset"],
    "shared": ["Dataset", "dcat:Dataset"],
    "system": "SoftwareApplication",
}


def script(data: dict[str, Any]) -> str:
    """``data`` as text that no HTML can break out of."""
    text = json.dumps({"@context": _CONTEXT, **data}, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def catalogue_data(model: Model, language: str, base: str) -> dict[str, Any]:
    """The whole catalogue with the names and addresses of its data sets."""
    catalogue: Catalogue = model.catalogue
    header = catalogue.header
    datasets = [node for node, data in model.nodes(data=True) if data["kind"] in ("resource", "shared")]
    return {
        "@type": ["DataCatalog", "dcat:Catalog"],
        "@id": f"{base}index.html#catalogue",
        "identifier": header.id,
        "name": header.name.get(language),
        "version": header.version,
        "dateModified": header.date,
        "inLanguage": language,
        "publisher": _organisation(catalogue, language, base),
        "dataset": [
            {"@type": "Dataset", "@id": _id(model, node, base), "name": _text(model, node, language)}
            for node in datasets
        ],
    }


def thing_data(model: Model, node: str, language: str, base: str) -> dict[str, Any]:
    """A thing: a data set, an organisation or an application."""
    catalogue: Catalogue = model.catalogue
    data = model.nodes[node]
    thing: Thing = data["thing"]
    found: dict[str, Any] = {
        "@type": _type(thing, data["kind"]),
        "@id": _id(model, node, base),
        "identifier": node,
        "name": thing.name.get(language),
    }
    if len(thing.name.values) > 1:
        found["alternateName"] = [value for code, value in thing.name.values if code != language]
    if description := thing.description or getattr(thing, "purpose", None):
        found["description"] = {"@value": description.get(language), "@language": description.language(language)}
    if isinstance(thing, Resource):
        found |= _dataset(model, node, thing, language, base)
    elif data["kind"] == "department":
        found["parentOrganization"] = _organisation(catalogue, language, base)
    elif isinstance(thing, System) and thing.party:
        found["provider"] = {"@id": _id(model, thing.party, base), "name": _text(model, thing.party, language)}
    return found


def _type(thing: Thing, kind: str) -> Any:
    if isinstance(thing, Party):
        return "Organization" if thing.form in ("authority", "company", "organisation", "unit") else "Thing"
    return _TYPES[kind]


def _dataset(model: Model, node: str, thing: Resource, language: str, base: str) -> dict[str, Any]:
    catalogue: Catalogue = model.catalogue
    found: dict[str, Any] = {
        "includedInDataCatalog": {"@id": f"{base}index.html#catalogue", "name": catalogue.header.name.get(language)},
        "dateModified": catalogue.header.date,
    }
    department = model.nodes[node]["department"]
    if department:
        found["creator"] = {
            "@type": "GovernmentOrganization",
            "@id": _id(model, department, base),
            "name": _text(model, department, language),
        }
        found["publisher"] = _organisation(catalogue, language, base)
    members = set(inside(model, node))
    if words := _keywords(catalogue.keywords, members, language):
        found["keywords"] = words
    variables = [group.name.get(language) for dataset in _datasets(thing) for group in dataset.groups]
    if variables:
        found["variableMeasured"] = variables
    if thing.part_of:
        found["isPartOf"] = {"@id": _id(model, thing.part_of, base), "name": _text(model, thing.part_of, language)}
    return found


def _datasets(thing: Resource) -> Iterable[Any]:
    yield from thing.datasets
    for register in thing.registers:
        yield from register.datasets


def _keywords(keywords: Iterable[Keyword], nodes: set[str], language: str) -> list[str]:
    return [word.text.get(language) for word in keywords if nodes & set(word.about)]


def _organisation(catalogue: Catalogue, language: str, base: str) -> dict[str, Any]:
    own = catalogue.organisation
    return {"@type": "GovernmentOrganization", "@id": f"{base}index.html#{own.id}", "name": own.name.get(language)}


def _id(model: Model, node: str, base: str) -> str:
    return base + str(address(model, node))


def _text(model: Model, node: str, language: str) -> str:
    name: str = model.nodes[node]["thing"].name.get(language)
    return name
