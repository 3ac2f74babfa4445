"""The DCAT-AP export, read by rdflib and checked by pySHACL with the official shapes of DCAT-AP 3."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyshacl import validate
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, SKOS, Namespace

from flowviz.exports import EXPORTS, Order
from hostile import hostile_model

if TYPE_CHECKING:
    from flowviz.model import Model

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SHAPES = Path(__file__).with_name("dcat-ap-3.0.1.ttl")


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    """The official shapes of DCAT-AP 3.0.1, with ranges of classes."""
    return rdflib.Graph().parse(SHAPES)


def read(model: Model, name: str = "dcat", language: str = "fi") -> rdflib.Graph:
    form = {"dcat": "turtle", "dcat-json": "json-ld"}[name]
    return rdflib.Graph().parse(data=EXPORTS[name].write(model, Order(language=language)), format=form)


@pytest.mark.parametrize("language", ["fi", "en"])
def test_it_conforms_to_the_official_shapes_and_nothing_is_inferred(
    any_model: Model, shapes: rdflib.Graph, language: str
) -> None:
    conforms, _, report = validate(read(any_model, language=language), shacl_graph=shapes, inference=None)
    assert conforms, report


def test_hostile_names_conform_too(shapes: rdflib.Graph) -> None:
    conforms, _, report = validate(read(hostile_model()), shacl_graph=shapes, inference=None)
    assert conforms, report


def test_a_data_set_without_a_title_does_not_conform(model: Model, shapes: rdflib.Graph) -> None:
    found = read(model)
    found.remove((next(found.subjects(RDF.type, DCAT.Dataset)), DCTERMS.title, None))
    assert not validate(found, shacl_graph=shapes, inference=None)[0]


def test_what_the_shapes_leave_open_is_as_portals_expect_it(model: Model) -> None:
    found = read(model)
    authority = "http://publications.europa.eu/resource/authority/language/"
    assert {str(one) for one in found.objects(None, DCTERMS.language)} == {
        authority + code for code in ("FIN", "SWE", "ENG")
    }
    contacts = set(found.objects(None, DCAT.contactPoint))
    assert contacts
    for contact in contacts:
        assert {VCARD.Kind, VCARD.Organization} <= set(found.objects(contact, RDF.type))
        assert all(str(one).startswith("mailto:") for one in found.objects(contact, VCARD.hasEmail))
        assert all(str(one).startswith("tel:") for one in found.objects(contact, VCARD.hasTelephone))
    for concept in found.subjects(RDF.type, SKOS.Concept):
        assert (found.value(concept, SKOS.inScheme), RDF.type, SKOS.ConceptScheme) in found


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
