"""The catalogue in DCAT-AP 3, for open data portals and other catalogues of data: Turtle or JSON-LD, the same graph.

Resources, registers and data sets are data sets, each a part of what it lies in; departments and the organisation
are their publishers. Texts have the tags of their languages. What DCAT-AP demands and the source does not state is
made of what is known and nothing else: the description of a data set without one says what it is and whose.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import Holding, Resource, Text
from flowviz.exports import json_text
from flowviz.facts.things import channels_for
from flowviz.model import Model
from flowviz.telling.reach import address_of
from flowviz.wording import evidence_text, thing_text
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Catalogue, RecordsClass, SourceDocument
    from flowviz.exports.order import Order

__all__ = ["write", "write_json"]

_PREFIXES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGES: Final = {
    "da": "DAN",
    "de": "DEU",
    "en": "ENG",
    "es": "SPA",
    "et": "EST",
    "fi": "FIN",
    "fr": "FRA",
    "is": "ISL",
    "it": "ITA",
    "lt": "LIT",
    "lv": "LAV",
    "nb": "NOB",
    "nl": "NLD",
    "nn": "NNO",
    "no": "NOR",
    "pl": "POL",
    "pt": "POR",
    "sv": "SWE",
}
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|\\^`]')
_LANGUAGE: Final = "http://publications.europa.eu/resource/authority/language/"
_NON_PUBLIC: Final = "http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC"
_REACHED: Final = {"email": "vcard:hasEmail", "phone": "vcard:hasTelephone"}
_DATASETS: Final = ("resource", "shared", "register", "dataset")


@dataclass(frozen=True, slots=True)
class _Iri:
    value: str


@dataclass(frozen=True, slots=True)
class _Literal:
    value: str
    language: str = ""
    type: str = ""


@dataclass(slots=True)
class _Node:
    """A subject with its classes and statements; nameless when it has no IRI."""

    types: str
    """Parted by blanks. The classes that DCAT-AP demands are said, for whoever checks a file does not infer them."""
    iri: str = ""
    statements: list[tuple[str, Any]] = field(default_factory=list)

    def say(self, predicate: str, *objects: Any) -> None:
        self.statements += [(predicate, one) for one in objects]


def write(model: Model, order: Order) -> bytes:
    """The Turtle text."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in _PREFIXES.items())
    nodes = "".join(f"\n{_turtle(node)} .\n" for node in _Builder(model, order.language).nodes())
    return f"# {GENERATOR}\n{prefixes}{nodes}".encode()


def write_json(model: Model, order: Order) -> bytes:
    """The JSON-LD text."""
    # a term that means null is no statement, so the note on the maker is for people only
    nodes = [json_text.written(_json(node)) for node in _Builder(model, order.language).nodes()]
    data = {"@context": {**_PREFIXES, "note": None}, "note": GENERATOR, "@graph": nodes}
    return json_text.indented(data) + b"\n"


class _Builder:
    def __init__(self, model: Model, language: str) -> None:
        self.model = model
        self.language = language
        self.catalogue: Catalogue = model.catalogue
        self.contacts = [_Iri(self._name("contact", channel.id)) for channel in self.catalogue.requests]
        self.keywords: dict[str, list[Text]] = {}
        for keyword in self.catalogue.keywords:
            for about in keyword.about:
                self.keywords.setdefault(about, []).append(keyword.text)

    def _name(self, kind: str, id_: str) -> str:
        return f"urn:flowviz:{self.catalogue.header.id}:{kind}:{id_}"

    def nodes(self) -> Iterator[_Node]:
        """The catalogue, its agents, concepts and contacts, then its data sets."""
        datasets = [node for node, data in self.model.nodes(data=True) if data["kind"] in _DATASETS]
        yield self._catalogue(datasets)
        for entry in (self.catalogue.organisation, *self.catalogue.departments):
            agent = _Node("foaf:Agent", self._name("agent", entry.id))
            agent.say("foaf:name", *_literals(entry.name))
            yield agent
        for source in self.catalogue.sources:
            document = _Node("foaf:Document", self._source(source))
            document.say("dct:title", *_literals(source.title))
            yield document
        for code in self._languages():
            yield _Node("dct:LinguisticSystem", f"{_LANGUAGE}{code}")
        if any(_Iri(_NON_PUBLIC) in self._rights(self.model.nodes[dataset]["thing"]) for dataset in datasets):
            yield _Node("dct:RightsStatement", _NON_PUBLIC)
        yield from self._documents(datasets)
        yield from self._concepts()
        yield from self._channels()
        for node in datasets:
            yield self._dataset(node)

    def _catalogue(self, datasets: list[str]) -> _Node:
        header = self.catalogue.header
        node = _Node("dcat:Catalog", self._name("catalogue", header.id))
        node.say("dct:title", *_literals(header.name))
        node.say("dct:description", *_literals(header.note or header.name))
        node.say("dct:publisher", _Iri(self._name("agent", self.catalogue.organisation.id)))
        node.say("dct:modified", _Literal(header.date, type="xsd:date"))
        node.say("dct:language", *(_Iri(f"{_LANGUAGE}{code}") for code in self._languages()))
        for source in self.catalogue.sources:
            node.say("dct:source", _Iri(self._source(source)))
        node.say("dcat:dataset", *(_Iri(self._name("dataset", dataset)) for dataset in datasets))
        return node

    def _languages(self) -> list[str]:
        return list(dict.fromkeys(_LANGUAGES[code] for code in self.catalogue.header.languages if code in _LANGUAGES))

    def _source(self, source: SourceDocument) -> str:
        return source.url or self._name("source", source.id)

    def _concepts(self) -> Iterator[_Node]:
        """The records plan classes and the scopes as concepts, each in its scheme."""
        scheme = self._name("scheme", "records-classes")
        for entry in self._classes().values():
            concept = _Node("skos:Concept", self._class(entry.code))
            concept.say("skos:prefLabel", *_literals(entry.name))
            concept.say("skos:notation", _Literal(entry.code))
            concept.say("skos:inScheme", _Iri(scheme))
            yield concept
        for scope in self.catalogue.scopes:
            concept = _Node("skos:Concept", self._name("scope", scope.id))
            concept.say("skos:prefLabel", *_literals(scope.name))
            concept.say("skos:definition", *_literals(scope.note))
            concept.say("skos:inScheme", _Iri(self._name("scheme", "scopes")))
            yield concept
        for scheme_id in ("records-classes", "scopes"):
            node = _Node("skos:ConceptScheme", self._name("scheme", scheme_id))
            node.say("dct:title", _Literal(scheme_id, "en"))
            yield node

    def _classes(self) -> dict[str, RecordsClass]:
        return {
            entry.code: entry
            for department in reversed(self.catalogue.departments)
            for entry in department.records_classes
        }

    def _class(self, code: str) -> str:
        return self._name("records-class", "".join(c if c.isalnum() or c in "-." else "_" for c in code))

    def _channels(self) -> Iterator[_Node]:
        for channel, iri in zip(self.catalogue.requests, self.contacts, strict=True):
            node = _Node("vcard:Organization vcard:Kind", iri.value)
            node.say("vcard:fn", *_literals(channel.name))
            for contact in channel.contacts:
                address = address_of(contact.kind, contact.value.get(self.language))
                if address and contact.kind in _REACHED:
                    node.say(_REACHED[contact.kind], _Iri(address))
            yield node

    def _dataset(self, id_: str) -> _Node:
        data = self.model.nodes[id_]
        thing = data["thing"]
        node = _Node("dcat:Dataset", self._name("dataset", id_))
        node.say("dct:title", *_literals(thing.name))
        node.say("dct:alternative", *(_Literal(alias.text, self.catalogue.header.language) for alias in thing.aliases))
        known = _Literal(thing_text(self.model, id_, self.language), self.language)
        node.say("dct:description", *(_literals(thing.description) or [known]))
        node.say("dct:identifier", _Literal(id_))
        if data["department"]:
            node.say("dct:publisher", _Iri(self._name("agent", data["department"])))
        node.say("dcat:contactPoint", *self._contact_points(id_))
        node.say("dcat:keyword", *(literal for text in self.keywords.get(id_, ()) for literal in _literals(text)))
        node.say("dct:isPartOf", *(_Iri(self._name("dataset", whole)) for whole in self._wholes(id_)))
        if data["scope"]:
            node.say("dct:subject", _Iri(self._name("scope", data["scope"])))
        if isinstance(thing, Resource):
            node.say("dct:subject", *(_Iri(self._class(code)) for code in thing.records_classes))
        node.say("dcatap:applicableLegislation", *self._laws(thing))
        node.say("dct:accessRights", *self._rights(thing))
        node.say("dcat:distribution", *self._interfaces(thing))
        node.say("foaf:page", *(_Iri(entry.url) for entry in thing.documents))
        node.say("dct:provenance", *self._provenance(thing.evidence))
        node.say("dct:source", *(_Iri(self._name("dataset", giver)) for giver in self._givers(id_)))
        return node

    def _contact_points(self, id_: str) -> list[_Iri]:
        return [_Iri(self._name("contact", channel.id)) for channel in channels_for(self.model, id_)]

    def _wholes(self, id_: str) -> list[str]:
        return self.model.targets(id_, "part of", "held in")

    def _rights(self, thing: Holding) -> list[Any]:
        remarks = thing.openness
        if getattr(thing, "internal_only", False) or any(remark.kind == "internal-only" for remark in remarks):
            return [_Iri(_NON_PUBLIC)]
        if not remarks:
            return []
        node = _Node("dct:RightsStatement")
        texts = [text for remark in remarks for text in (remark.text, remark.secrecy)]
        node.say("rdfs:label", *(literal for text in texts for literal in _literals(text)))
        return [node]

    def _laws(self, thing: Holding) -> list[_Node]:
        if thing.legal_basis is None:
            return []
        node = _Node("eli:LegalResource")
        node.say("dct:title", *_literals(thing.legal_basis))
        return [node]

    def _interfaces(self, thing: Holding) -> Iterator[_Node]:
        """Where the data are open."""
        for remark in thing.openness:
            if remark.kind == "open-interface" and remark.url:
                node = _Node("dcat:Distribution")
                node.say("dct:description", *_literals(remark.text))
                node.say("dcat:accessURL", _Iri(remark.url))
                yield node

    def _documents(self, datasets: list[str]) -> Iterator[_Node]:
        """The documents on data sets, each once."""
        told = {entry.url: entry for id_ in datasets for entry in self.model.nodes[id_]["thing"].documents}
        for url, entry in told.items():
            node = _Node("foaf:Document", url)
            node.say("dct:title", *_literals(entry.title))
            yield node

    def _provenance(self, evidence: Any) -> list[_Node]:
        if not evidence:
            return []
        node = _Node("dct:ProvenanceStatement")
        node.say("rdfs:label", _Literal(evidence_text(evidence, self.language), self.language))
        return [node]

    def _givers(self, id_: str) -> list[str]:
        """The data sets that a stated feed comes from."""
        feeds = self.model.into[id_]
        kinds = {giver: self.model.nodes[giver]["kind"] for giver in feeds}
        return [
            giver
            for giver, found in feeds.items()
            if kinds[giver] in _DATASETS and any(feed.basis == "stated" for feed in found)
        ]


def _literals(text: Text | None) -> list[_Literal]:
    return [_Literal(value, language) for language, value in text.values] if text else []


# --- Turtle


def _turtle(node: _Node, indent: str = "    ") -> str:
    grouped: dict[str, dict[str, None]] = {}
    for predicate, one in node.statements:
        grouped.setdefault(predicate, {})[_turtle_object(one, indent)] = None
    lines = [
        f"a {', '.join(node.types.split())}",
        *(f"{predicate} {', '.join(objects)}" for predicate, objects in grouped.items()),
    ]
    head = f"<{_iri(node.iri)}> " if node.iri else ""
    return head + f" ;\n{indent}".join(lines)


def _turtle_object(one: Any, indent: str) -> str:
    if isinstance(one, _Iri):
        return f"<{_iri(one.value)}>"
    if isinstance(one, _Literal):
        # the escapes of JSON are those of Turtle
        text = json.dumps(one.value, ensure_ascii=False).replace("\x7f", "\\u007F")
        return f"{text}@{one.language}" if one.language else f"{text}^^{one.type}" if one.type else text
    return f"[ {_turtle(one, indent + '    ')} ]"


def _iri(text: str) -> str:
    """An IRI without the signs that it may not hold."""
    return _NOT_IN_IRI.sub(lambda found: f"%{ord(found[0]):02X}", text)


# --- JSON-LD


def _json(node: _Node) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": _iri(node.iri)} if node.iri else {}
    found["@type"] = types if len(types := node.types.split()) > 1 else types[0]
    told = set()
    for predicate, one in node.statements:
        value = _json_object(one)
        values = found.setdefault(predicate, [])
        if isinstance(one, _Node):
            if value not in values:
                values.append(value)
        elif (about := (predicate, *value.items())) not in told:  # a catalogue has as many as it has data sets
            told.add(about)
            values.append(value)
    return found


def _json_object(one: Any) -> dict[str, Any]:
    if isinstance(one, _Iri):
        return {"@id": _iri(one.value)}
    if isinstance(one, _Literal):
        return {
            "@value": one.value,
            **({"@language": one.language} if one.language else {"@type": one.type} if one.type else {}),
        }
    return _json(one)
