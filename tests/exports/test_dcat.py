"""The DCAT-AP export, read by rdflib and checked by pySHACL with what DCAT-AP 3 demands of these classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import rdflib
from pyshacl import validate
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS

from flowviz.exports import EXPORTS, Order
from hostile import hostile_model

if TYPE_CHECKING:
    from flowviz.model import Model

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix : <urn:shapes:> .

:Catalog sh:targetClass dcat:Catalog ; sh:property
  [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ],
  [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ],
  [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ],
  [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ],
  [ sh:path dct:modified ; sh:maxCount 1 ; sh:datatype xsd:date ],
  [ sh:path dct:language ; sh:nodeKind sh:IRI ; sh:pattern "^http://publications.europa.eu/resource/authority/language/[A-Z]{3}$" ] .
:Dataset sh:targetClass dcat:Dataset ; sh:property
  [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ],
  [ sh:path dct:description ; sh:minCount 1 ; sh:nodeKind sh:Literal ; sh:uniqueLang true ],
  [ sh:path dct:identifier ; sh:nodeKind sh:Literal ],
  [ sh:path dcat:keyword ; sh:datatype <http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> ],
  [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ],
  [ sh:path dcat:contactPoint ; sh:class vcard:Organization ],
  [ sh:path dct:accessRights ; sh:maxCount 1 ; sh:nodeKind sh:BlankNodeOrIRI ],
  [ sh:path dct:provenance ; sh:class dct:ProvenanceStatement ],
  [ sh:path dct:source ; sh:class dcat:Dataset ],
  [ sh:path dct:isPartOf ; sh:class dcat:Dataset ],
  [ sh:path dct:subject ; sh:class skos:Concept ] .
:Agent sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:name ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
:Concept sh:targetClass skos:Concept ; sh:property
  [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:nodeKind sh:Literal ],
  [ sh:path skos:inScheme ; sh:minCount 1 ; sh:class skos:ConceptScheme ] .
:Scheme sh:targetClass skos:ConceptScheme ; sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
:Kind sh:targetClass vcard:Organization ; sh:property
  [ sh:path vcard:fn ; sh:minCount 1 ],
  [ sh:path vcard:hasEmail ; sh:nodeKind sh:IRI ; sh:pattern "^mailto:" ],
  [ sh:path vcard:hasTelephone ; sh:nodeKind sh:IRI ; sh:pattern "^tel:" ] .
:Rights sh:targetClass dct:RightsStatement ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ; sh:nodeKind sh:Literal ] .
"""


def read(model: Model, name: str = "dcat", language: str = "fi") -> rdflib.Graph:
    form = {"dcat": "turtle", "dcat-json": "json-ld"}[name]
    return rdflib.Graph().parse(data=EXPORTS[name].write(model, Order(language=language)), format=form)


@pytest.mark.parametrize("which", ["built-in", "hostile"])
def test_it_conforms_to_what_dcat_ap_demands(model: Model, which: str) -> None:
    found = read(model if which == "built-in" else hostile_model())
    conforms, _, report = validate(found, shacl_graph=rdflib.Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, report


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # within rdflib
@pytest.mark.parametrize("which", ["built-in", "hostile"])
def test_turtle_and_json_ld_are_the_same_graph(model: Model, which: str) -> None:
    chosen = model if which == "built-in" else hostile_model()
    assert isomorphic(read(chosen), read(chosen, "dcat-json"))


def test_every_resource_register_and_data_set_is_a_data_set_of_the_catalogue(any_model: Model) -> None:
    found = read(any_model)
    held = [
        node
        for node, data in any_model.nodes(data=True)
        if data["kind"] in ("resource", "shared", "register", "dataset")
    ]
    assert {str(name) for name in found.objects(None, DCTERMS.identifier)} == set(held)
    assert len(set(found.objects(None, DCAT.dataset))) == len(held)


def test_names_have_the_tags_of_their_languages(model: Model) -> None:
    found = read(model)
    node = next(found.subjects(DCTERMS.identifier, rdflib.Literal("taloustietovaranto")))
    titles = [title for title in found.objects(node, DCTERMS.title) if isinstance(title, rdflib.Literal)]
    names = model.nodes["taloustietovaranto"]["thing"].name.values
    assert {(title.language, str(title)) for title in titles} == set(names)


def test_departments_publish_what_is_their_own_and_nothing_else(any_model: Model) -> None:
    found = read(any_model)
    for node in found.subjects(RDF.type, DCAT.Dataset):
        publisher = found.value(node, DCTERMS.publisher)
        home = any_model.nodes[str(found.value(node, DCTERMS.identifier))]["department"]
        assert (publisher is None) == (home is None)
        assert home is None or str(publisher).endswith(f":agent:{home}")
        assert home is None or found.value(publisher, FOAF.name)


def test_only_stated_feeds_make_sources(any_model: Model) -> None:
    found = read(any_model)
    for giver, receiver in (
        (a, b) for b, a in found.subject_objects(DCTERMS.source) if (a, RDF.type, DCAT.Dataset) in found
    ):
        ends = str(giver).rpartition(":")[2], str(receiver).rpartition(":")[2]
        assert any(feed.basis == "stated" for feed in any_model.out[ends[0]][ends[1]])


def test_records_plan_classes_are_concepts(any_model: Model) -> None:
    codes = {str(code) for code in read(any_model).objects(None, SKOS.notation)}
    assert codes == {
        entry.code for department in any_model.catalogue.departments for entry in department.records_classes
    }
