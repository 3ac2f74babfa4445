"""What is true of things of the example catalogue, as typed values; `telling/test_golden_details` has the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.catalogue import Evidence, Text
from flowviz.facts.things import (
    besides,
    class_names,
    facts_of,
    feeds_of,
    home_of,
    issues_about,
    keywords_about,
    kind_of,
    related,
    resources_of_class,
    scope_ref,
    value_of,
    way,
)
from flowviz.facts.values import NOT_STATED, Choice, Count, Day, Fact, Flag, Item, Lines, Many, Ref, Sentence, Way

if TYPE_CHECKING:
    from flowviz.model import Model

CURA = Ref("cura", Text.of(da="Cura", en="Cura"), "system")
PLEJE = Ref("pleje", Text.of(da="Ældre og Pleje", en="Elderly and Care"), "department")
OMSORG = Ref("omsorg", Text.of(da="Omsorgsdata", en="Care data"), "resource")
BORGERJOURNAL = Ref("borgerjournal", Text.of(da="Borgerjournal", en="Citizen's record"), "register")
BESOEG = Ref("besoeg", Text.of(da="Besøg", en="Visits"), "dataset")
VAGTPLAN = Ref("vagtplan", Text.of(da="Vagtplan", en="Duty roster"), "resource")
LOEN = Ref("loen", Text.of(da="Løn og personale", en="Pay and staff"), "shared")
STATED, IMPLIED = Choice("basis.stated", "stated"), Choice("basis.implied", "implied")


def at(line: int) -> tuple[Evidence, ...]:
    return (Evidence("fortegnelse", line, line),)


def told(model: Model, id_: str) -> dict[str, Fact]:
    return {fact.key: fact for fact in facts_of(model, id_)}


def test_the_fields_of_a_resource_are_typed_values(example: Model) -> None:
    facts = told(example, "omsorg")
    assert facts["systems"].values == (
        Item((Fact("system", (CURA,)), Fact("basis", (STATED,)), Fact("note", ())), at(16)),
    )
    assert facts["records_classes"].values == (
        Item(
            (
                Fact("records_classes", (Ref("27.36", Text.of(en="27.36"), "records class"),)),
                Fact("basis", (STATED,)),
                Fact("why", ()),
            )
        ),
    )
    own = Ref("own", Text.of(da="Forvaltningens egen", en="Department's own"), "scope")
    assert facts["scope"].values == (Item((Fact("scope", (own,)),)),)
    none = Item((Fact("systems", (Sentence("field.no_own_systems"),)),), at(18))
    assert told(example, "vagtplan")["systems"].values == (none,)
    assert told(example, "vagtplan")["internal_only"].values == (Flag(yes=True),)


def test_only_silence_that_a_reader_would_wonder_about_is_worth_a_line(example: Model) -> None:
    quiet = {key for id_ in example for key, fact in told(example, id_).items() if fact.quiet}
    assert quiet == {
        "aliases", "note", "part_of", "internal_only", "caption", "party", "department", "passes_on", "described_by",
        "called", "legal_basis", "retention", "documents", "controller", "processor", "managed_by", "responsible",
        "reviewed", "owned_by", "users", "ref", "stands_for",
    }  # fmt: skip


def test_silence_is_no_fact_of_what_a_thing_of_its_kind_cannot_have(example: Model) -> None:
    having = {
        key: {example.nodes[id_]["kind"] for id_ in example if key in told(example, id_)}
        for key in ("described_by", "passes_on")
    }
    assert having["described_by"] == {"shared"}
    assert having["passes_on"] == {"department", "resource", "shared", "register", "system", "party"}


def test_a_field_has_its_values_together_and_its_evidence_as_one(example: Model) -> None:
    omsorg = example.nodes["omsorg"]["thing"]
    cpr = Text.of(da="CPR-nummer", en="Civil registration number")
    assert value_of(example, omsorg, "search_keys") == Many((cpr,))
    assert value_of(example, omsorg, "evidence") == Lines(at(13))
    assert value_of(example, omsorg, "unit") == Ref("hjemmepleje", Text.of(da="Hjemmeplejen", en="Home Care"), "unit")
    assert value_of(example, omsorg, "datasets") == NOT_STATED
    assert value_of(example, omsorg, "internal_only") == NOT_STATED
    assert value_of(example, example.catalogue.sources[0], "lines") == Count(120)
    update = example.nodes["pleje"]["thing"].updated
    assert value_of(example, update, "date") == Day("2026-02-28")
    assert kind_of(example, "cura") == Choice("kind.system", "system")
    form = Choice("option.Party.form.process", "process")
    assert value_of(example, example.nodes["visitation"]["thing"], "form") == form
    assert scope_ref(example, "elsewhere") == Ref("elsewhere", Text.of(en="elsewhere"), "scope")


def test_what_a_thing_lies_in_and_is_related_to(example: Model) -> None:
    assert home_of(example, "besoeg") == [BORGERJOURNAL, OMSORG, PLEJE]
    assert home_of(example, "pleje") == home_of(example, "loen") == []
    assert related(example, "omsorg", "part of") == [VAGTPLAN]
    assert related(example, "cura", "uses system") == [OMSORG, BORGERJOURNAL]
    assert [issue.id for issue in issues_about(example, "havn")] == ["i1"]
    assert [keyword.text.get("en") for keyword in keywords_about(example, "anloeb")] == ["ship"]
    assert not issues_about(example, "pleje")
    assert not keywords_about(example, "pleje")


def test_feeds_of_the_same_two_things_stand_together(example: Model) -> None:
    assert [(feed.target, feed.evidence[0].first) for feed in feeds_of(example, "anloeb", "out")] == [
        ("nordhavne", 8),
        ("nordhavne", 42),
        ("kajpladser", 9),
    ]
    assert [(feed.source, feed.basis) for feed in feeds_of(example, "anloeb", "in")] == [
        ("nordhavne", "stated"),
        ("toldvaesen", "implied"),
    ]


def test_a_feed_tells_its_data_and_how_they_are_known(example: Model) -> None:
    (feed, _) = feeds_of(example, "borgerjournal", "out")
    why = Text.of(da="Journalen er om helbred.", en="The record is about health.")
    personal = (Fact("personal", (Flag(yes=True),)), Fact("basis", (STATED,)), Fact("why", (why,)))
    act = Text.of(da="Sundhedsloven, § 41", en="Health Act, section 41")
    told_there = Text.of(da="Samtykket nævnes der.", en="The consent is told there.")
    law = (Fact("legal_basis", (act,)), Fact("basis", (IMPLIED,)), Fact("why", (told_there,)))
    assert besides(example, feed) == [
        Fact("carries", (BESOEG,)),
        Fact("legal_basis", (Item(law, at(32)),)),
        Fact("personal", (Item(personal, at(32)),)),
        Fact("special", (Choice("option.Feed.special.yes", "yes"),)),
    ]
    assert besides(example, feeds_of(example, "borgere", "out")[0]) == []


def test_a_feed_and_the_sentence_that_tells_it_in_general_know_each_other(example: Model) -> None:
    by_name, in_general = feeds_of(example, "loen", "in")
    assert way(example, [by_name]) == Way((VAGTPLAN, LOEN))
    assert way(example, [by_name, *feeds_of(example, "loen", "out")]) == Way((VAGTPLAN, LOEN, PLEJE))
    assert way(example, []) == Way(())
    assert besides(example, by_name)[-1] == Fact("refines", (Way((PLEJE, LOEN)),))
    assert besides(example, in_general) == [Fact("refined_by", (Way((VAGTPLAN, LOEN)),))]


def test_a_records_class_has_its_title_from_the_department_whose_resource_it_is(example: Model) -> None:
    titles = {"27.36": Text.of(da="Pleje og omsorg", en="Care"), "27.40": Text.of(da="Vagter", en="Duties")}
    for id_ in ("pleje", "omsorg", "loen"):  # the department itself, its own resource, a shared one that it describes
        assert class_names(example, example.nodes[id_]["thing"]) == titles
    assert class_names(example, example.nodes["borgere"]["thing"]) == {}
    pleje = example.nodes["pleje"]["thing"]
    assert resources_of_class(example, pleje, "27.36") == [OMSORG]
    assert resources_of_class(example, pleje, "27.40") == [LOEN]
    assert resources_of_class(example, example.nodes["havn"]["thing"], "27.40") == []
