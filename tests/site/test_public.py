from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest

from conftest import write_catalogue
from flowviz import loading
from flowviz.model import build_model
from flowviz.site import build
from flowviz.site.public import internal, public_model
from made_site import site_of

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue, Department
    from flowviz.model import Model


SECRET = """
source: page
shared:
  - {id: vault, name: {en: Quiet vault, da: Stille hvælving}, scope: city, internal_only: true, evidence: [4],
     registers: [{id: vault-list, name: {en: List of keys, da: Nøgleliste}}],
     systems: [{system: lock, evidence: [4]}, {system: mail, evidence: [4]}]}
systems:
  - {id: lock, name: {en: Lock, da: Lås}, evidence: [4]}
  - {id: mail, name: {en: Mail, da: Post}, evidence: [4]}
parties:
  - {id: keeper, name: {en: Keeper, da: Vogter}, form: people, evidence: [4]}
  - {id: citizen, name: {en: Citizen, da: Borger}, form: people, evidence: [4], note: Never enters the quiet vaults.}
feeds:
  - {from: keeper, to: vault, basis: stated, evidence: [4]}
  - {from: citizen, to: clients, content: Mail, basis: stated, evidence: [4]}
  - {from: mail, to: people, basis: stated, evidence: [4]}
  - {from: clients, to: vault-list, basis: stated, evidence: [4]}
issues:
  - {id: one, kind: gap, about: [vault, clients], text: Not said., evidence: [4]}
  - {id: two, kind: gap, about: [clients], text: Is it kept in the Quiet Vault?, evidence: [4]}
  - {id: three, kind: gap, about: [clients], text: Not said either., evidence: [4]}
keywords:
  - {text: keys, about: [vault], evidence: [4]}
  - {text: people, about: [vault, people], evidence: [4]}
"""


@pytest.fixture
def secret(tmp_path: Path) -> Model:
    return build_model(loading.load(write_catalogue(tmp_path, secret=SECRET)))


def test_what_is_there_only_for_something_internal_is_internal_too(secret: Model) -> None:
    assert internal(secret) == {"vault", "vault-list", "lock", "keeper"}


def test_the_public_model_has_no_internal_thing_and_no_feed_to_one(secret: Model) -> None:
    public = public_model(secret)
    assert set(secret) - set(public) == {"vault", "vault-list", "lock", "keeper"}
    assert [(feed.source, feed.target) for feed in public.catalogue.feeds] == [
        ("clients", "people"),
        ("citizen", "clients"),
        ("mail", "people"),
    ]


def test_issues_keywords_and_remarks_that_tell_of_something_internal_are_left_out(secret: Model) -> None:
    catalogue: Catalogue = public_model(secret).catalogue
    assert [issue.id for issue in catalogue.issues] == ["three"]
    assert [word.about for word in catalogue.keywords] == [("people",)]
    assert all(party.note is None for party in catalogue.parties)


def test_a_catalogue_without_anything_internal_is_published_as_it_is(tmp_path: Path) -> None:
    model = build_model(loading.load(write_catalogue(tmp_path)))
    assert public_model(model) is model


def _with_internal(catalogue: Catalogue, id_: str) -> Catalogue:
    """The catalogue with one resource marked internal."""

    def marked(department: Department) -> Department:
        resources = (dataclasses.replace(one, internal_only=one.id == id_) for one in department.resources)
        return dataclasses.replace(department, resources=tuple(resources))

    return dataclasses.replace(catalogue, departments=tuple(map(marked, catalogue.departments)))


def _found(pattern: re.Pattern[str], words: set[str], text: str) -> list[str]:
    """What the pattern finds in a text: it is asked only where one of its words is in there at all."""
    lowered = text.lower()
    return pattern.findall(text) if any(word.lower() in lowered for word in words) else []


def test_the_whole_site_is_silent_of_what_is_internal(catalogue: Catalogue) -> None:
    model = build_model(_with_internal(catalogue, "kirjasto"))
    site, hidden = dict(build(model)), internal(model)
    assert {"kirjasto", "lainausjarjestelmat"} <= hidden
    words = hidden | {
        text
        for node in hidden
        for thing in [model.nodes[node]["thing"]]
        for text in (*(name for _, name in thing.name.values), *(alias.text for alias in thing.aliases))
    }
    pattern = re.compile("|".join(rf"(?<![\w-]){re.escape(word)}(?![\w-])" for word in sorted(words)), re.IGNORECASE)
    told = {path: _found(pattern, words, data.decode()) for path, data in site.items()}
    assert {path: found for path, found in told.items() if found} == {}
    assert not [path for path in site for node in hidden if f"/{node}.html" in path]


def test_a_library_for_internal_use_is_published_where_the_authority_describes_it_in_public(model: Model) -> None:
    """Lines 134, 156 and 184 of the source limit who may use it; the page that describes it is public."""
    assert internal(model) == set()
    page = site_of(model)["en/resource/kirjasto.html"].decode()
    assert "Current loans and reservations" in page
    assert "The library is only for the organisation's own use." in page.replace("&#x27;", "'").replace("&#39;", "'")


def test_the_internal_site_has_it_all_and_says_so(secret: Model) -> None:
    files = dict(build(secret, languages=["en"], internal=True))
    assert "Quiet vault" in files["en/resource/vault.html"].decode()
    assert "Internal version" in files["en/index.html"].decode()
    assert "Internal version" not in dict(build(secret, languages=["en"]))["en/index.html"].decode()
