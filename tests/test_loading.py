from __future__ import annotations

import errno
import gc
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import EXAMPLE, HEAD, write_catalogue
from flowviz import loading
from flowviz.errors import CatalogueError
from flowviz.limits import MOST_DEPTH
from flowviz.loading import yaml_events, yaml_plain, yaml_text
from flowviz.loading.characters import unfit, without_stray
from flowviz.loading.codes import CODES
from flowviz.loading.problems import Problem
from flowviz.near import near
from flowviz.places import CATALOGUE
from flowviz.reading import sent

if TYPE_CHECKING:
    pass


def problems(folder: Path) -> list[str]:
    """The problems of a catalogue without the name of its folder."""
    with pytest.raises(CatalogueError) as caught:
        loading.load(folder)
    return [line.removeprefix(f"{folder}{os.sep}") for line in str(caught.value).splitlines()]


def warnings(folder: Path) -> list[str]:
    found = loading.load_with_warnings(folder).warnings
    return [str(problem).removeprefix(f"{folder}{os.sep}") for problem in found]


def test_the_small_catalogue_of_these_tests_is_sound(tmp_path: Path) -> None:
    assert warnings(write_catalogue(tmp_path)) == []


# Each case: what the file more.yaml holds beside HEAD, with a broken bar at the place of the mistake, and how its
# one line begins.
HOSTILE: dict[str, tuple[str, str]] = {
    # keys
    "an unknown key": ("source: page\nfeeds:\n  - {from: care, to: people, basis: stated, evidence: [1], ¦freqency: often}", "unknown key 'freqency' (did you mean 'frequency'?)"),
    "an unknown part": ("¦resources: []", "unknown key 'resources'"),
    "a duplicate key": ("shared:\n  - id: x\n    name: X\n    scope: city\n    ¦name: Y", "duplicate key 'name': keep one of them"),
    "a merge key": ("shared:\n  - {id: x, name: X, scope: city, ¦<<: {note: y}}", "unknown key '<<': merge keys are not allowed"),
    "a key that is a number": ("¦1: x", "unknown key '1'"),
    "a key that is true": ("¦true: x", "unknown key 'true'"),
    "a key that is null": ("¦~: x", "unknown key '~'"),
    "a key that is a list": ("? ¦[a, b]\n: c", "a key must be a word"),
    "a key with a tag": ("¦!!str shared: []", "tags such as tag:yaml.org,2002:str are not allowed: remove it"),
    "a key with a hidden mark": ('¦"sha\\u202ered": []', "unknown key 'sha\\u202ered' (did you mean 'shared'?)"),
    "a key of ten thousand characters": (f"? ¦{'k' * 10_000}\n: x", f"unknown key '{'k' * 57}…'"),
    # ids
    "an id used twice in a file": ("shared:\n  - {id: x, name: X, scope: city}\n  - {id: ¦x, name: Y, scope: city}", "id 'x' is already used at "),
    "an id used in another file": ("shared:\n  - {id: ¦people, name: X, scope: city}", "id 'people' is already used at "),
    "an id of a unit and a party": ("parties:\n  - {id: ¦ward, name: X, form: people}", "id 'ward' is already used at "),
    "a scope used twice": ("scopes:\n  - {id: ¦city, name: X, colour: '#ffffff', letter: X, shape: circle}", "id 'city' is already used at "),
    "an issue used twice": ("issues:\n  - {id: i, kind: gap, text: x}\n  - {id: ¦i, kind: gap, text: y}", "id 'i' is already used at "),
    "a records class used by nobody's list": ("shared:\n  - {id: x, name: X, scope: city, records_classes: [¦'00 01']}", "unknown records plan class '00 01'"),
    "an id with a capital": ("shared:\n  - {id: ¦People2, name: X, scope: city}", "'People2': an id is a-z, 0-9 and single hyphens (did you mean 'people2'?)"),
    "an id in other letters": ("shared:\n  - {id: ¦люди, name: X, scope: city}", "'люди': an id is a-z, 0-9 and single hyphens, such as 'asiakastietovaranto'"),
    "an id with a space": ("shared:\n  - {id: ¦peo ple, name: X, scope: city}", "'peo ple': an id is a-z"),
    "an id with an accent": ("shared:\n  - {id: ¦päiväkoti, name: X, scope: city}", "'päiväkoti': an id is a-z, 0-9 and single hyphens (did you mean 'paivakoti'?)"),
    "an empty id": ("shared:\n  - {id: ¦'', name: X, scope: city}", "'': an id is a-z"),
    "an id that is a number": ("shared:\n  - {id: ¦12, name: X, scope: city}", "the number 12 where text should stand, put it in quotes"),
    # references
    "a feed from nowhere": ("source: page\nfeeds:\n  - {from: ¦poeple, to: care, basis: stated, evidence: [1]}", "unknown item 'poeple' (did you mean 'people'?)"),
    "a feed to a name": ("source: page\nfeeds:\n  - {from: care, to: ¦'PÉRSONER ', basis: stated, evidence: [1]}", "unknown item 'PÉRSONER ' (did you mean 'people'?)"),
    "a feed to a name in another language": ("source: page\nfeeds:\n  - {from: care, to: ¦Klienter, basis: stated, evidence: [1]}", "unknown item 'Klienter' (did you mean 'clients'?)"),
    "a feed to an id with capitals": ("source: page\nfeeds:\n  - {from: care, to: ¦PEOPLE, basis: stated, evidence: [1]}", "unknown item 'PEOPLE' (did you mean 'people'?)"),
    "the name of a scope": ("shared:\n  - {id: x, name: X, scope: ¦STATE}", "unknown scope 'STATE' (did you mean 'state'?)"),
    "a feed to a unit": ("source: page\nfeeds:\n  - {from: care, to: ¦ward, basis: stated, evidence: [1]}", "'ward' is the id of a unit: it must be that of a department, organisation, resource"),
    "an unknown scope": ("shared:\n  - {id: x, name: X, scope: ¦cty}", "unknown scope 'cty' (did you mean 'city'?)"),
    "an unknown system": ("shared:\n  - {id: x, name: X, scope: city, systems: [{system: ¦sap}]}", "unknown system 'sap'"),
    "an unknown unit": ("shared:\n  - {id: x, name: X, scope: city, unit: ¦wards}", "unknown unit 'wards' (did you mean 'ward'?)"),
    "an unknown whole": ("shared:\n  - {id: x, name: X, scope: city, part_of: ¦y}", "unknown resource 'y'"),
    "a whole that is a department": ("shared:\n  - {id: x, name: X, scope: city, part_of: ¦care}", "'care' is the id of a department: it must be that of a resource"),
    "an unknown party": ("systems:\n  - {id: x, name: X, party: ¦y}", "unknown party 'y'"),
    "an unknown thing of a keyword": ("keywords:\n  - {text: x, about: [care, ¦y]}", "unknown item 'y'"),
    "an unknown scope of a request": ("requests:\n  - {id: x, name: X, covers: [¦stat]}", "unknown scope or item 'stat' (did you mean 'state'?)"),
    "an unknown source of the file": ("source: ¦pgae\nkeywords:\n  - {text: x, evidence: [1, 2-3]}", "unknown source 'pgae' (did you mean 'page'?)"),
    "an unknown source of a line": ("keywords:\n  - {text: x, evidence: [¦'pgae:4']}", "unknown source 'pgae' (did you mean 'page'?)"),
    "lines of no source": ("keywords:\n  - {text: x, evidence: [¦4, 5]}", "a line of which document? Write 'source: …' at the top of the file"),
    # wrong types and YAML's traps
    "a list for a mapping": ("organisation: ¦[a]", "a list where a mapping (key: value) should stand"),
    "a mapping for a list": ("shared: ¦{id: x}", "a mapping where a list should stand"),
    "text for a list": ("keywords:\n  - {text: x, about: ¦care}", "'care' where a list should stand"),
    "a list for text": ("keywords:\n  - {text: ¦[x]}", "a list where text or {fi: …, sv: …} should stand"),
    "text for a mapping": ("keywords:\n  - ¦x", "'x' where a mapping (key: value) should stand"),
    "no for false": ("shared:\n  - {id: x, name: X, scope: city, internal_only: ¦no}", "'no' where true or false should stand"),
    "a number for text": ("keywords:\n  - {text: ¦5}", "the number 5 where text or {fi: …, sv: …} should stand, put it in quotes"),
    "true for text": ("keywords:\n  - {text: ¦true}", "true where text or {fi: …, sv: …} should stand, put it in quotes"),
    "nothing for text": ("keywords:\n  - {text: ¦}", "has no value: remove the key or write text"),
    "a part without a value": ("shared:¦", "has no value: remove the key or write a list"),
    "a decimal": ("keywords:\n  - {text: ¦1.0}", "1.0 is read as a number, and not by all alike: write a whole number, or quote it"),
    "an exponent": ("source: page\nkeywords:\n  - {text: x, evidence: [¦1e3]}", "1e3 is read as a number"),
    "a decimal line": ("source: page\nkeywords:\n  - {text: x, evidence: [¦30.0]}", "30.0 is read as a number"),
    "an old octal": ("source: page\nkeywords:\n  - {text: x, evidence: [¦012]}", "012 is read as a number"),
    "a new octal": ("keywords:\n  - {text: ¦0o17}", "0o17 is read as a number"),
    "a hexadecimal": ("keywords:\n  - {text: ¦0xFF}", "0xFF is read as a number"),
    "infinity": ("keywords:\n  - {text: ¦-.inf}", "-.inf is read as a number"),
    "not a number": ("keywords:\n  - {text: ¦.nan}", ".nan is read as a number"),
    "an enormous number": (f"source: page\nkeywords:\n  - {{text: x, evidence: [¦{'9' * 5_000}]}}", f"{'9' * 57}… is read as a number"),
    "a line beyond all": ("source: page\nkeywords:\n  - {text: x, evidence: [¦9999999999]}", "the number 9999999999 is too large"),
    "a day that is not": ("departments:\n  - {id: x, name: X, updated: {date: ¦2026-02-31}}", "'2026-02-31': there is no such day"),
    "a date the other way": ("departments:\n  - {id: x, name: X, updated: {date: ¦31.1.2026}}", "'31.1.2026': a date is written YYYY-MM-DD"),
    "a time of day": ("departments:\n  - {id: x, name: X, updated: {date: ¦2026-01-31T10:00:00}}", "'2026-01-31T10:00:00': a date is written YYYY-MM-DD"),
    "a wrong choice": ("issues:\n  - {id: x, kind: ¦gpa, text: x}", "'gpa' is not one of contradiction, gap, ambiguity, typo, stale (did you mean 'gap'?)"),
    "a comment for a colour": ("scopes:\n  - id: x\n    name: X\n    colour:¦ #ffffff\n    letter: X\n    shape: circle", "has no value: remove the key or write text"),
    "a colour in capitals": ("scopes:\n  - {id: x, name: X, colour: ¦'#FFFFFF', letter: X, shape: circle}", "'#FFFFFF': a colour is a hash sign"),
    "a dark colour": ("scopes:\n  - {id: x, name: X, colour: ¦'#000080', letter: X, shape: circle}", "#000080 is too dark"),
    "a long sign": ("scopes:\n  - {id: x, name: X, colour: '#ffffff', letter: ¦XYZ, shape: circle}", "a scope's sign is one or two letters"),
    "an address of no kind": ("sources:\n  - {id: x, title: X, language: en, url: ¦'javascript:alert(1)'}", "'javascript:alert(1)': an address starts with http"),
    # missing and empty
    "a missing name": ("shared:\n  - ¦{id: x, scope: city}", "'name' is missing"),
    "a missing basis": ("source: page\nfeeds:\n  - ¦{from: care, to: people, evidence: [1]}", "'basis' is missing"),
    "a feed without evidence": ("source: page\nfeeds:\n  - {from: care, to: people, basis: stated, evidence: ¦[]}", "a feed needs evidence"),
    "a blank name": ("shared:\n  - {id: x, name: ¦'  ', scope: city}", "is blank: remove the key or write something"),
    "a name in no language": ("shared:\n  - {id: x, name: ¦{}, scope: city}", "is empty: remove the key or write something"),
    "an id too long for the name of a file": (f"shared:\n  - {{id: ¦{'n' * 81}, name: X, scope: city}}", "is too long (81 characters): 80 are the most"),
    "a name of ten thousand characters": (f"shared:\n  - {{id: x, name: ¦{'n' * 10_000}, scope: city}}", "is too long (10000 characters): 2000 are the most"),
    # meaning
    "a part of itself": ("shared:\n  - {id: x, name: X, scope: city, part_of: ¦x}", "part_of runs in a circle: x -> x"),
    "parts in a circle": ("shared:\n  - {id: w, name: W, scope: city, part_of: x}\n  - {id: x, name: X, scope: city, part_of: ¦y}\n  - {id: y, name: Y, scope: city, part_of: x}", "part_of runs in a circle: x -> y -> x"),
    "a part of another department's": ("shared:\n  - {id: x, name: X, scope: city, part_of: ¦clients}", "'x' cannot be a part of 'clients'"),
    "a feed that carries what is not there": ("source: page\nfeeds:\n  - {from: care, to: people, basis: stated, carries: [¦visit], evidence: [1]}\nshared:\n  - {id: x, name: X, scope: city, datasets: [{id: visits, name: V}]}", "unknown data set 'visit' (did you mean 'visits'?)"),
    "a feed that carries no data set": ("source: page\nfeeds:\n  - {from: care, to: people, basis: stated, carries: [¦people], evidence: [1]}", "'people' is the id of a resource: it must be that of a data set"),
    "a feed that carries a data set twice": ("source: page\nfeeds:\n  - {from: care, to: people, basis: stated, carries: [v, ¦v], evidence: [1]}\nshared:\n  - {id: x, name: X, scope: city, datasets: [{id: v, name: V}]}", "'v' is in the list already: remove it"),
    "a feed that maybe carries personal data": ("source: page\nfeeds:\n  - {from: care, to: people, basis: stated, personal: ¦maybe, evidence: [1]}", "'maybe' where true or false should stand"),
    "a thing that passes on, beyond the last line": ("source: page\nparties:\n  - {id: x, name: X, form: people, passes_on: true, passes_on_evidence: [¦91]}", "line 91 does not exist"),
    "a resource described by a party": ("source: page\nshared:\n  - {id: x, name: X, scope: city, described_by: ¦ward, described_by_evidence: [1]}", "'ward' is the id of a unit: it must be that of a department"),
    "a retention of years and for ever": ("shared:\n  - {id: x, name: X, scope: city, retention: ¦{years: 10, permanent: true}}", "the retention of 'x' is both years and permanent: remove one"),
    "a retention that says nothing": ("source: page\nshared:\n  - {id: x, name: X, scope: city, retention: ¦{evidence: [1]}}", "nothing is said of the retention of 'x'"),
    "a privacy notice without an address": ("systems:\n  - {id: x, name: X, documents: [¦{kind: privacy-notice}]}", "'url' is missing"),
    "an open interface that is no address": ("shared:\n  - {id: x, name: X, scope: city, openness: [{kind: open-interface, text: X, url: ¦api}]}", "'api': an address starts with http"),
    "a system that a resource uses as its owner": ("systems:\n  - {id: x, name: X, users: [¦people]}", "'people' is the id of a resource: it must be that of a organisation, department, unit or party"),
    "a system that holds what it cannot": ("systems:\n  - {id: x, name: X, holds: ¦cases}", "'cases' is not one of case-register, services, both"),
    "a day of review that is not": ("systems:\n  - {id: x, name: X, reviewed: ¦2026-02-31}", "'2026-02-31': there is no such day"),
    "a request channel for nothing known": ("requests:\n  - {id: x, name: X, covers: [¦cty]}", "unknown scope or item 'cty' (did you mean 'city'?)"),
    "a request channel for another party": ("requests:\n  - {id: x, name: X, covers: [¦y]}\nparties:\n  - {id: y, name: Y, form: company}", "'y' is the id of a party: it must be that of a"),
    "an own word of nobody": ("sources:\n  - {id: x, title: X, language: en, kind: ¦own-word, date: '2026-01-01'}", "source 'x' is the organisation's own statement: write 'said_by' and 'date'"),
    "a basis that is none": ("shared:\n  - {id: x, name: X, scope: city, scope_basis: ¦guessed}", "'guessed' is not one of stated, implied, known"),
    "a feed to itself": ("source: page\nfeeds:\n  - {from: care, to: ¦care, basis: stated, evidence: [1]}", "'care' feeds itself"),
    "the same feed again": ("source: page\nfeeds:\n  - ¦{from: clients, to: people, basis: implied, evidence: [9]}", "the same feed from 'clients' to 'people' is already at "),
    "a line that is not there": ("source: page\nkeywords:\n  - {text: x, evidence: [1, ¦80-91]}", "line 91 does not exist: 'page' has 90 lines"),
    "lines that run backwards": ("source: page\nkeywords:\n  - {text: x, evidence: [¦31-30]}", "lines run backwards: 31-30"),
    "line nought": ("source: page\nkeywords:\n  - {text: x, evidence: [¦0]}", "the number 0 is too small: lines are counted from 1"),
    "three lines in a row": ("source: page\nkeywords:\n  - {text: x, evidence: [¦1-2-3]}", "'1-2-3': evidence is a line (30), lines (50-51), or a document"),
    "a scope of its own for an own resource": ("departments:\n  - id: x\n    name: X\n    resources: [{id: y, name: Y, scope: ¦city}]", "a department's own resource has no other scope"),
    "a shared resource without a scope": ("shared:\n  - ¦{id: x, name: X}", "shared resource 'x' needs a scope"),
    "a shared resource of the scope own": ("shared:\n  - {id: x, name: X, scope: ¦own}", "shared resource 'x' needs a scope"),
    "a capital language": ("shared:\n  - {id: x, name: {¦EN: X}, scope: city}", "'EN' is no language code"),
    "a language with a country": ("shared:\n  - {id: x, name: {en: X, ¦en-GB: Y}, scope: city}", "'en-GB' is no language code"),
    "a language of another catalogue": ("shared:\n  - {id: x, name: {en: X, ¦fi: Y}, scope: city}", "language 'fi' is not among the catalogue's languages (en, da)"),
    "an item twice": ("keywords:\n  - {text: x, about: [care, ¦care]}", "'care' is in the list already: remove it"),
    "a second catalogue": ("¦organisation: {id: x, name: X}", "'organisation' is already in "),
    # text
    "a tab for indentation": ("shared:\n¦\t- id: x", "a tab where only spaces may stand: indent with spaces"),
    "an alias": ("shared: &a []\nkeywords: ¦*a", "aliases (*name) are not allowed"),
    "an unknown alias": ("keywords: ¦*a", "aliases (*name) are not allowed"),
    "an alias within itself": ("shared: &a [¦*a]", "aliases (*name) are not allowed"),
    "an alias bomb": ("a: &a [x, x]\nb: &b [¦*a]\n" + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n" for a, b in zip("bcdefgh", "cdefghi", strict=True)), "aliases (*name) are not allowed"),
    "a merged alias": ("shared: [&a {id: x, name: X, scope: city}, {<<: ¦*a}]", "aliases (*name) are not allowed"),
    "a Python object": ("keywords: ¦!!python/object/apply:os.system ['true']", "tags such as tag:yaml.org,2002:python/object/apply:os.system are not allowed"),
    "a tagged number": ("keywords:\n  - {text: ¦!!int '5'}", "tags such as tag:yaml.org,2002:int are not allowed"),
    "two documents": ("keywords: []\n¦---\nkeywords: []", "more than one document (---) in the file"),
    "a list on top": ("¦- a\n- b", "a list where a mapping (key: value) should stand"),
    "a word on top": ("¦word", "'word' where a mapping (key: value) should stand"),
    "a number on top": ("¦5", "the number 5 where a mapping (key: value) should stand"),
    "nothing on top": ("¦~", "the file is empty"),
    "an empty file": ("¦", "the file is empty"),
    "comments alone": ("¦# nothing yet\n", "the file is empty"),
    "an open bracket": ("shared: [¦", "is not YAML"),
    "a wrong indentation": ("shared:\n  - id: x\n   ¦name: X", "is not YAML"),
    "a bare colon": ("keywords:\n  - text: a¦: b", "is not YAML: "),
    "an escaped control character": ('keywords:\n  - {text: ¦"a\\x07b"}', "invisible control character U+0007: remove it"),
    "an escaped bidi override": ('keywords:\n  - {text: ¦"a\\u202eb"}', "invisible control character U+202E: remove it"),
    "a raw control character": ("keywords:\n  - {text: ä¦\x07b}\n  - {text: \x08}", "invisible control character U+0007: remove it"),
    "a raw bidi override": ("keywords:\n  - {text: a¦\u202eb}", "invisible control character U+202E: remove it"),
    "a next-line character": ("keywords:\n  - {text: a¦\u0085b}", "invisible control character U+0085: remove it"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), HOSTILE.values(), ids=HOSTILE)
def test_one_mistake_gives_one_line_at_its_place(tmp_path: Path, text: str, expected: str) -> None:
    before, _, after = text.partition("¦")
    found = problems(write_catalogue(tmp_path, more=before + after))
    assert len(found) == 1, found
    line, column = before.count("\n") + 1, len(before.split("\n")[-1]) + 1
    assert found[0].startswith(f"more.yaml:{line}:{column}: {expected}")
    assert len(found[0]) < 500


HEADS: dict[str, tuple[str, str, str]] = {
    "a language not among the languages": ("languages: [en, da]", "languages: [da]", "7:13: language 'en' is not among the catalogue's languages"),
    "the same language twice": ("languages: [en, da]", "languages: [en, da, en]", "8:23: 'en' is in the list already: remove it"),
    "no languages": ("languages: [en, da]", "languages: []", "7:13: language 'en' is not among the catalogue's languages"),
    "a bad language": ("language: en\n  lang", "language: english\n  lang", "7:13: 'english': a language code is two or three small letters"),
    "a version that is a number": ('version: "1"', "version: 1.0", "5:12: 1.0 is read as a number"),
    "a version with a leading nought": ('version: "1"', "version: 010", "5:12: 010 is read as a number"),
    "a date that is not": ("2026-01-31", "2026-13-31", "6:9: '2026-13-31': there is no such day"),
    "a missing version": ('  version: "1"\n', "", "3:3: 'version' is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "expected"), HEADS.values(), ids=HEADS)
def test_one_mistake_in_the_head_gives_one_line(tmp_path: Path, good: str, bad: str, expected: str) -> None:
    assert good in HEAD
    found = problems(write_catalogue(tmp_path, head=HEAD.replace(good, bad, 1)))
    assert len(found) == 1, found
    assert found[0].startswith(f"head.yaml:{expected}")


@pytest.mark.parametrize("part", ["catalogue", "organisation"])
def test_a_part_that_no_file_has_is_asked_for(tmp_path: Path, part: str) -> None:
    lines = HEAD.splitlines(keepends=True)
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{part}:"))
    end = next(i for i in range(start + 1, len(lines)) if not lines[i].startswith(" "))
    with pytest.raises(CatalogueError, match=rf"{tmp_path}:1:1: no file has '{part}:': add") as caught:
        loading.load(write_catalogue(tmp_path, head="".join(lines[:start] + lines[end:])))
    assert len(caught.value.problems) == 1


BYTES: dict[str, tuple[bytes, str]] = {
    "latin-1": ("keywords:\n  - {text: öä}".encode("latin-1"), "2:12: byte 0xf6 is not UTF-8: save the file as UTF-8"),
    "a cut character": ("keywords:\n  - {text: öä".encode()[:-1], "2:13: byte 0xc3 is not UTF-8"),
    "UTF-16": ("keywords: []".encode("utf-16"), "1:1: is UTF-16 or UTF-32: save it as UTF-8"),
    "UTF-16 without a mark": ("keywords: []".encode("utf-16-be"), "1:1: is UTF-16 or UTF-32: save it as UTF-8"),
    "UTF-32": ("keywords: []".encode("utf-32"), "1:1: is UTF-16 or UTF-32: save it as UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbfkeywords: []", "1:1: starts with a byte order mark: save it as UTF-8 without BOM"),
    "noughts": (b"keywords: []\n" + b"\0" * 1_000_000, "2:1: invisible control character U+0000: remove it"),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "expected"), BYTES.values(), ids=BYTES)
def test_what_is_no_plain_utf_8_gives_one_line(tmp_path: Path, raw: bytes, expected: str) -> None:
    found = problems(write_catalogue(tmp_path, more=raw))
    assert len(found) == 1
    assert found[0].startswith(f"more.yaml:{expected}")


def test_windows_line_ends_are_fine(tmp_path: Path) -> None:
    write_catalogue(tmp_path, more=b"source: page\r\nkeywords:\r\n  - {text: x, evidence: [1]}\r\n")
    assert len(loading.load(tmp_path).keywords) == 1


def test_words_that_other_readers_take_for_something_else_are_text(tmp_path: Path) -> None:
    write_catalogue(
        tmp_path, more="keywords: [{text: no}, {text: on}, {text: 2026-01-31}, {text: 12:30:45}, {text: 1-2}]"
    )
    found = [keyword.text.get("en") for keyword in loading.load(tmp_path).keywords]
    assert found == ["no", "on", "2026-01-31", "12:30:45", "1-2"]


def test_stars_in_text_are_no_aliases(tmp_path: Path) -> None:
    write_catalogue(tmp_path, more="keywords: [{text: a *b* c}, {text: '*d'}]")
    assert len(loading.load(tmp_path).keywords) == 2


DEEP = {
    "flow lists": "[" * 100_000,
    "closed flow lists": "[" * 100_000 + "]" * 100_000,
    "flow mappings": "{a: " * 100_000,
    "flow lists that look closed": '["]", ' * 100_000,
    "flow lists that look commented": "".join("[ # ]\n" for _ in range(100_000)),
    "lists in lists": "- " * 100_000 + "x",
    "questions": "? " * 100_000 + "x",
    "answers": "? x\n: " + "- ? " * 50_000 + "x",
    "mixed": "- ? " * 10 + "[{a: " * 25_000,
    "tagged lists": "[!t " * 100_000,
    "named lists": "".join(f"[&a{i} " for i in range(50_000)),
    "blocks": "".join(f"{' ' * i}a:\n" for i in range(3_000)),
    "blocks of lists": "".join(f"{' ' * i}-\n" for i in range(3_000)),
    "keys in keys": "{" * 100_000,
    "implicit pairs": "[a: " * 100_000,
    "a mistake deep down": "[" * 60 + "}",
}


@pytest.mark.parametrize("form", DEEP)
def test_nesting_without_end_gives_one_line(tmp_path: Path, form: str) -> None:
    write_catalogue(tmp_path, deep=DEEP[form])
    command = f"from pathlib import Path; from flowviz import loading; loading.load(Path({str(tmp_path)!r}))"
    ended = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.count("deep.yaml:") == 1
    assert f"nested more than {MOST_DEPTH} deep" in ended.stderr


def test_what_is_no_file_or_folder_is_said(tmp_path: Path) -> None:
    for path, message in {
        tmp_path / "none": "no such file or folder",
        tmp_path / "no\0ne": "cannot be read: ",
        tmp_path: "no .yaml file in this folder: is it the folder of a catalogue?",
    }.items():
        with pytest.raises(CatalogueError) as caught:
            loading.load(path)
        assert str(caught.value).startswith(f"{path}:1:1: {message}".replace("\0", r"\x00"))


def test_a_folder_a_pipe_a_broken_link_and_a_loop_are_each_one_line(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    (tmp_path / "a.yaml").mkdir()
    os.mkfifo(tmp_path / "b.yaml")
    (tmp_path / "c.yaml").symlink_to("nowhere")
    (tmp_path / "d.yaml").symlink_to("d.yaml")
    (tmp_path / "e").symlink_to("e")
    assert problems(tmp_path) == [
        "a.yaml:1:1: is a folder: a folder's name must not end as a file's does",
        "b.yaml:1:1: is no regular file",
        f"c.yaml:1:1: cannot be read: {os.strerror(errno.ENOENT)}",
        f"d.yaml:1:1: cannot be read: {os.strerror(errno.ELOOP)}",
    ]


def test_a_file_or_folder_that_may_not_be_read_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    write_catalogue(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse)
        assert problems(tmp_path) == ["head.yaml:1:1: cannot be read: Permission denied"]
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        assert problems(tmp_path) == [f"{tmp_path}:1:1: cannot be read: Permission denied"]


def test_folders_are_read_all_the_way_down_links_once_hidden_ones_never(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    for name in ("one/two/deep.yml", "UPPER.YAML", ".hidden/x.yaml", "one/.hidden.yaml"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"keywords: [{{text: {file.stem}}}]")
    (tmp_path / "one" / "loop").symlink_to(tmp_path)
    assert [keyword.text.get("en") for keyword in loading.load(tmp_path).keywords] == ["UPPER", "deep"]


def test_a_single_file_is_a_catalogue(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    assert loading.load(tmp_path / "head.yaml").header.id == "small"


def test_every_problem_of_every_file_is_told_at_once_and_sorted(tmp_path: Path) -> None:
    write_catalogue(
        tmp_path,
        a="shared:\n  - {id: x, nam: X, scope: cty}\n  - {id: y, name: Y, scope: cty, part_of: z}",
        b="source: page\nkeywords:\n  - {text: k, about: [x, nobody], evidence: [99]}\n  - {text: 7, about: [nothing]}",
        c="keywords: [",
        d="shared: []\nshared:\n  - {id: z, name: Z, scope: city}",
    )
    without_syntax_error = [
        "a.yaml:2:5: 'name' is missing",
        "a.yaml:2:13: unknown key 'nam' (did you mean 'name'?)",
        "a.yaml:3:29: unknown scope 'cty' (did you mean 'city'?)",
        "b.yaml:3:26: unknown item 'nobody'",
        "b.yaml:3:46: line 99 does not exist: 'page' has 90 lines",
        "b.yaml:4:12: the number 7 where text or {fi: …, sv: …} should stand, put it in quotes",
        "d.yaml:2:1: duplicate key 'shared': keep one of them",
    ]
    found = problems(tmp_path)
    [unreadable] = [line for line in found if line.startswith("c.")]
    assert unreadable.startswith("c.yaml:1:12: is not YAML: ")
    # what the unreadable file defines is not known, so nothing is called unknown
    assert [line for line in found if not line.startswith("c.")] == [
        line for line in without_syntax_error if "unknown item" not in line and "unknown scope" not in line
    ]
    (tmp_path / "c.yaml").unlink()
    assert problems(tmp_path) == without_syntax_error


def test_a_broken_head_hides_nothing_else_and_makes_no_false_alarm(tmp_path: Path) -> None:
    head = (
        HEAD.replace("id: office", "id: Office").replace("id: small", "ident: small").replace("lines: 90", "lines: -1")
    )
    write_catalogue(
        tmp_path, head=head, more="source: page\nkeywords:\n  - {text: {fi: x}, about: [care, cares], evidence: [9-8]}"
    )
    assert problems(tmp_path) == [
        "head.yaml:3:3: 'id' is missing",
        "head.yaml:3:3: unknown key 'ident'",
        "head.yaml:9:20: 'Office': an id is a-z, 0-9 and single hyphens (did you mean 'office'?)",
        "head.yaml:11:50: the number -1 is too small: lines are counted from 1",
        "more.yaml:3:35: unknown item 'cares' (did you mean 'care'?)",
        "more.yaml:3:54: lines run backwards: 9-8",
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("id: Clients!", "'Clients!': an id is a-z, 0-9 and single hyphens (did you mean 'clients'?)"),
        ("id: Klienter 1", "'Klienter 1': an id is a-z, 0-9 and single hyphens (did you mean 'klienter-1'?)"),
        ("ident: clients", "'id' is missing"),
    ],
    ids=["as it is named", "as nothing is named", "none"],
)
def test_what_refers_to_a_thing_without_a_sound_id_is_counted_with_the_cause(
    tmp_path: Path, wrong: str, said: str
) -> None:
    head = HEAD.replace("id: clients", wrong)
    more = "keywords:\n  - {text: x, about: [clients]}\n  - {text: y, about: [clients, pepole]}"
    found = problems(write_catalogue(tmp_path, head=head, more=more))
    first, *others = [line for line in found if "unknown key" not in line]
    assert first.startswith("head.yaml:20:")
    assert first.endswith(f"{said} (3 more follow from this)")
    assert others == ["more.yaml:3:32: unknown item 'pepole' (did you mean 'people'?)"]


def test_causes_come_before_the_problems_of_files_before_theirs(tmp_path: Path) -> None:
    write_catalogue(
        tmp_path,
        a="keywords:\n  - {text: x, about: [desk]}\n  - {txt: x}",
        b="shared:\n  - {id: Desk, name: Front desk, scope: city}",
    )
    assert problems(tmp_path) == [
        "b.yaml:2:10: 'Desk': an id is a-z, 0-9 and single hyphens (did you mean 'desk'?) (1 more follows from this)",
        "a.yaml:3:5: 'text' is missing",
        "a.yaml:3:6: unknown key 'txt' (did you mean 'text'?)",
    ]


@pytest.mark.parametrize("word", ["nobody", "somebody"])
def test_a_word_that_another_wrong_id_cannot_mean_is_told(tmp_path: Path, word: str) -> None:
    more = f"scopes:\n  - {{id: A B, name: A, colour: '#ffffff', letter: X, shape: circle}}\nkeywords: [{{text: x, about: [{word}]}}]"
    found = problems(write_catalogue(tmp_path, more=more))
    assert any(f"unknown item '{word}'" in line for line in found), found


def test_a_problem_is_one_line_whatever_the_file_is_called(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    name = os.fsdecode(b"a\nb\x1b[31m\xff.yaml")
    (tmp_path / name).write_text("- a")
    [line] = problems(tmp_path)
    assert line.startswith(r"a\nb\x1b[31m\udcff.yaml:1:1: a list")
    assert line.encode()


WARNINGS: dict[str, tuple[str, list[str]]] = {
    "a resource without feeds": ("shared: [{id: x, name: {en: X, da: X}, scope: city}]", ["1:15: warning: no feed touches resource 'x'"]),
    "a whole with a fed part": ("source: page\nshared:\n  - {id: x, name: {en: X, da: X}, scope: city}\n  - {id: y, name: {en: Y, da: Y}, scope: city, part_of: x}\nfeeds: [{from: y, to: care, basis: stated, evidence: [1]}]", []),
    "a resource with a fed register": ("source: page\nshared:\n  - {id: x, name: {en: X, da: X}, scope: city, registers: [{id: y, name: {en: Y, da: Y}}]}\nfeeds: [{from: y, to: care, basis: stated, evidence: [1]}]", []),
    "a name missing in a language": ("requests: [{id: x, name: {da: X}}]", ["1:17: warning: the name of 'x' is missing in en"]),
    "a plain name": ("requests: [{id: x, name: X}]", ["1:17: warning: the name of 'x' is missing in da"]),
    "a caption scope with no resource": ("departments: [{id: x, name: {en: X, da: X}, caption: {scopes: [state]}}]", ["1:20: warning: the caption of 'x' names scope 'state', but no feed leads to such an item"]),
    "a caption scope with a resource": ("source: page\ndepartments: [{id: x, name: {en: X, da: X}, caption: {scopes: [city]}}]\nfeeds: [{from: x, to: people, basis: stated, evidence: [1]}]", []),
    "an orphan party": ("parties: [{id: x, name: {en: X, da: X}, form: people}]", ["1:16: warning: no feed touches party 'x'"]),
    "a party that runs a system": ("parties: [{id: x, name: {en: X, da: X}, form: company}]\nsystems: [{id: y, name: {en: Y, da: Y}, party: x}]", ["2:16: warning: nothing uses system 'y'"]),
    "a thing that passes on, nobody says where": ("source: page\nparties: [{id: x, name: {en: X, da: X}, form: people, passes_on: true}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:16: warning: it is not said which lines tell 'passes_on' of 'x': write 'passes_on_evidence'"]),
    "an owner of another kind": ("source: page\nsystems: [{id: x, name: {en: X, da: X}, owner: external, owned_by: care, owned_by_evidence: [1]}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:16: warning: the owner of 'x' is another by 'owner' than by 'owned_by': correct one of them"]),
    "a purpose, nobody says where": ("source: page\nshared: [{id: x, name: {en: X, da: X}, scope: city, purpose: Care}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:15: warning: it is not said which lines tell 'purpose' of 'x': write 'purpose_evidence'"]),
    "a known scope without a day": ("source: page\nshared: [{id: x, name: {en: X, da: X}, scope: city, scope_basis: known, scope_evidence: [1]}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:15: warning: 'scope' of 'x' is generally known: its source needs a day ('date' or 'retrieved')"]),
    "a known scope, nobody says where": ("source: page\nshared: [{id: x, name: {en: X, da: X}, scope: city, scope_basis: known}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:15: warning: 'scope' of 'x' is generally known: write 'scope_evidence', of a source that has a day ('date' or 'retrieved')"]),
    "a resource that is described, nobody says where": ("source: page\nshared: [{id: x, name: {en: X, da: X}, scope: city, described_by: care}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:15: warning: it is not said which lines tell 'described_by' of 'x': write 'described_by_evidence'"]),
    "a gap that an issue explains": ("parties: [{id: x, name: {en: X, da: X}, form: people}]\nissues: [{id: i, kind: gap, about: [x, care], text: No feed is told., explains_gaps: true}]", []),
    "an issue that explains no gap": ("source: page\nparties: [{id: x, name: {en: X, da: X}, form: people}]\nissues: [{id: i, kind: gap, about: [x], text: No feed is told., explains_gaps: true}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:16: warning: issue 'i' explains gaps, but feeds or uses of what it is about are told"]),
    "an own resource that a department describes": ("source: page\ndepartments: [{id: y, name: {en: Y, da: Y}, resources: [{id: x, name: {en: X, da: X}, described_by: care}]}]\nfeeds: [{from: x, to: care, basis: stated, evidence: [1]}]", ["2:62: warning: 'x' is described by the department that it stands in: remove 'described_by'"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WARNINGS.values(), ids=WARNINGS)
def test_what_is_worth_a_look_is_a_warning(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert warnings(write_catalogue(tmp_path, more=text)) == [f"more.yaml:{line}" for line in expected]


def test_a_gap_that_an_issue_explains_is_told_apart(tmp_path: Path) -> None:
    loaded = loading.load_with_warnings(write_catalogue(tmp_path, more=WARNINGS["a gap that an issue explains"][0]))
    assert [problem.sentence("en") for problem in loaded.explained] == ["no feed touches party 'x'"]


SHY, ZERO_WIDTH, TAG = "\u00ad", "\u200b", "\U000e0041"


def test_every_problem_has_a_code_and_every_code_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pasted = (
        f"requests: [{{id: x, name: {{en: 'Pe{SHY}ople', da: P}}}}, {{id: y, name: {{en: 'Pe\u00a0ople', da: P}}}}]"
    )
    alike = "requests: [{id: x, name: {en: A a, da: P}}, {id: y, name: {en: 'A\u00a0a', da: P}}]"
    texts: list[str] = [
        *(text.replace("¦", "") for text, _ in HOSTILE.values()),
        *(text for text, _ in WARNINGS.values()),
    ]
    heads = [*(HEAD.replace(good, bad) for good, bad, _ in HEADS.values()), HEAD.partition("org")[0]]
    cases: list[dict[str, str | bytes]] = [{"more": text} for text in (*texts, pasted, alike)]
    cases += [{"head": head} for head in heads]
    cases.append({"more": b"\xff\xfe"})
    found: list[Problem] = []
    for number, files in enumerate(cases):
        (tmp_path / str(number)).mkdir()
        found += all_problems(write_catalogue(tmp_path / str(number), **files))
    (tmp_path / "none").mkdir()
    found += all_problems(tmp_path / "none") + all_problems(tmp_path / "nowhere")
    monkeypatch.setattr(loading, "MOST_BYTES_TOGETHER", 200)
    found += all_problems(tmp_path / "0")
    assert {str(problem) for problem in found if problem.code not in CODES} == set()
    own = list(CODES)[: list(CODES).index("explains-nothing") + 1]
    assert {problem.code for problem in found} == set(own)  # tests/importing/test_codes.py has the others
    assert {problem.code for problem in found if problem.warning}.isdisjoint(
        problem.code for problem in found if not problem.warning
    )


def all_problems(folder: Path) -> list[Problem]:
    """The errors and warnings of a catalogue."""
    try:
        return list(loading.load_with_warnings(folder).warnings)
    except CatalogueError as error:
        return [problem for problem in error.problems if isinstance(problem, Problem)]


def test_what_pasting_brings_along_is_left_out_of_names_with_a_warning(tmp_path: Path) -> None:
    more = f"shared:\n  - {{id: x, name: {{en: Asia{SHY}kas{ZERO_WIDTH}tiedot, da: X}}, scope: city}}\nfeeds: []"
    write_catalogue(tmp_path, more=more)
    names = [resource.name.get("en") for resource in loading.load(tmp_path).shared]
    assert names == ["People", "Asiakastiedot"]
    assert [line for line in warnings(tmp_path) if "pasting" in line] == [
        "more.yaml:2:24: warning: an invisible character that came with pasting was left out (U+00AD): retype the text"
    ]


@pytest.mark.parametrize(
    "name", [ZERO_WIDTH, SHY * 3, "\u3164", "\u200d", "\u2800\u2800", "\u200f", "\ufe0f", "\u034f"]
)
def test_a_name_that_nobody_can_see_is_told(tmp_path: Path, name: str) -> None:
    write_catalogue(tmp_path, more=f"shared:\n  - {{id: x, name: '{name}', scope: city}}")
    (line,) = problems(tmp_path)
    assert line.startswith("more.yaml:2:19: ")
    assert "seen" in line or "blank" in line


@pytest.mark.parametrize("more", [f"keywords: [{{text: a{TAG}b}}]", 'keywords: [{text: "a\\U000E0041b"}]'])
def test_tags_hidden_in_a_text_are_told(tmp_path: Path, more: str) -> None:
    (line,) = problems(write_catalogue(tmp_path, more=more))
    assert "invisible control character U+E0041: remove it" in line


@pytest.mark.parametrize(
    "other", ["Cafe\u0301 data", "Caf\u00e9\u200d data", "Caf\u00e9\u00a0data", "Caf\u00e9 \u2062data"], ids=ascii
)
def test_names_that_only_a_program_tells_apart_are_a_warning(tmp_path: Path, other: str) -> None:
    names = {"one": "Café data", "two": other}
    lines = [f"  - {{id: {id_}, name: {{en: {name}, da: {id_}}}, scope: city}}\n" for id_, name in names.items()]
    found = warnings(write_catalogue(tmp_path, more=f"shared:\n{''.join(lines)}"))
    said = "the name of 'two' looks like that of 'one' but has other characters: retype both"
    assert [line.partition("warning: ")[2] for line in found if "looks like" in line] == [said]


def test_the_same_name_for_two_things_is_no_look_alike(tmp_path: Path) -> None:
    lines = "".join(f"  - {{id: {id_}, name: {{en: Café, da: Café}}, scope: city}}\n" for id_ in ("one", "two"))
    assert not [line for line in warnings(write_catalogue(tmp_path, more=f"shared:\n{lines}")) if "looks like" in line]


def test_a_sign_of_several_characters_is_left_as_it_is(tmp_path: Path) -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    write_catalogue(tmp_path, more=f"keywords: [{{text: {family}}}]")
    assert loading.load(tmp_path).keywords[0].text.get("en") == family


def test_the_built_in_catalogue_is_read_the_same_twice_and_leaves_the_collector_on() -> None:
    assert loading.load_with_warnings(CATALOGUE) == loading.load_with_warnings(CATALOGUE)
    assert gc.isenabled()


def test_the_collector_is_away_until_the_last_of_several_that_read_is_through() -> None:
    with ExitStack() as other:
        with ExitStack() as one:
            one.enter_context(loading.no_garbage_collection())
            other.enter_context(loading.no_garbage_collection())
        assert not gc.isenabled()
    assert gc.isenabled()


def test_many_slips_among_many_ids_are_told_in_good_time(tmp_path: Path) -> None:
    shared = "".join(f"  - {{id: thing-number-{i}, name: X, scope: city}}\n" for i in range(5_000))
    keywords = "".join(f"  - {{text: x, about: [thing-numbre-{i}]}}\n" for i in range(2_000))
    found = problems(write_catalogue(tmp_path, a=f"shared:\n{shared}", b=f"keywords:\n{keywords}"))
    assert len(found) == 201
    assert found[0].endswith("(did you mean 'thing-number-0'?)")


def test_a_chain_of_thousands_of_parts_is_read_in_good_time(tmp_path: Path) -> None:
    lines = [f"  - {{id: r{i}, name: X, scope: city, part_of: r{i + 1}}}\n" for i in range(5_000)]
    more = f"shared:\n{''.join(lines)}  - {{id: r5000, name: X, scope: city, part_of: r0}}"
    [line] = problems(write_catalogue(tmp_path, more=more))
    assert line.endswith("part_of runs in a circle: r0 -> r1 -> r2 -> r3 -> r4 -> … -> r0")


@given(st.text(st.sampled_from("ab:- \n?[]{}*&!|>#'\"%@`\t,~0.1\\"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_gets_past_the_reader_but_as_data_or_a_problem(text: str) -> None:
    file = yaml_text.YamlFile("x.yaml")
    file.compose(text)
    assert (file.data is None) <= bool(file.problems)
    assert all(problem.line >= 1 and problem.column >= 1 for problem in file.problems)


@given(st.binary(max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_the_loader_fall(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = write_catalogue(tmp_path_factory.mktemp("bytes"), more=b"note: " + raw)
    assert all(line.startswith("more.yaml:") for line in problems(folder))


def test_the_nearest_words_come_first() -> None:
    assert near("kelo", ["melto", "kela", "x"]) == ["kela", "melto"]
    assert near("x" * 81, ["x" * 80]) == []


def test_without_the_c_library_the_same_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = Path(__file__).parent / "example"
    expected = loading.load(example)
    monkeypatch.setattr(yaml_text, "_Loader", yaml_text._PureLoader)
    assert loading.load(example) == expected
    for form in ("flow lists", "lists in lists", "questions", "mixed"):
        [line] = problems(write_catalogue(tmp_path, deep=DEEP[form]))
        assert line.endswith(f"nested more than {MOST_DEPTH} deep")


def test_more_values_than_fit_into_memory_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_text, "MOST_VALUES", 100)
    lines = problems(write_catalogue(tmp_path, more=b"parties:\n- [" + b"a," * 200 + b"]\n"))
    assert "more.yaml:2:3: more than 100 values: split it" in lines


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_catalogue(tmp_path, more=b"# " + b"x" * 200)
    size = sum(file.stat().st_size for file in folder.glob("*.yaml"))
    monkeypatch.setattr(loading, "MOST_BYTES_TOGETHER", size - 1)
    with pytest.raises(CatalogueError, match="MB in all its files"):
        loading.load(folder)
    monkeypatch.setattr(loading, "MOST_BYTES_TOGETHER", size)
    assert "more.yaml:1:1" in problems(folder)[0]


def test_all_files_together_have_a_limit_of_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_catalogue(tmp_path, more="parties: [{id: x, name: {en: X, da: X}, form: people}]")
    number = sum(count_of_values(yaml.safe_load(file.read_text("utf-8"))) for file in folder.glob("*.yaml"))
    monkeypatch.setattr(loading, "MOST_VALUES_TOGETHER", number)
    loading.load(folder)
    monkeypatch.setattr(loading, "MOST_VALUES_TOGETHER", number - 1)
    with pytest.raises(CatalogueError, match="values in all its files"):
        loading.load(folder)


def count_of_values(value: object) -> int:
    if isinstance(value, dict):
        return 1 + len(value) + sum(map(count_of_values, value.values()))
    return 1 + sum(map(count_of_values, value)) if isinstance(value, list) else 1


def test_of_many_broken_files_the_first_are_looked_at_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "bogus: 1\nparties: [{id: %s, name: {en: X, da: X}, form: people}]\nfeeds: [{from: %s, to: care, basis: stated, evidence: [page:1]}]\n"
    folder = write_catalogue(tmp_path, a=broken % ("x", "no-one"), b=broken % ("y", "nobody"), c=broken % ("z", "y"))
    unknown = [f"{name}.yaml:1:1: unknown key 'bogus'" for name in "abc"]
    dangling = ["a.yaml:3:16: unknown item 'no-one'", "b.yaml:3:16: unknown item 'nobody'"]
    assert sorted(problems(folder)) == sorted([*unknown, *dangling])
    monkeypatch.setattr(loading, "MOST_VALUES", 30)
    assert sorted(problems(folder)) == sorted([*unknown, dangling[0]])


def test_what_is_made_again_to_find_places_goes_when_it_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    room = yaml_text.Room()
    files = [yaml_text.read(sent(b"# c\na: {b: c}\n", name), room) for name in "abc"]
    monkeypatch.setattr(yaml_text, "MOST_VALUES", 2 * files[0].values)
    for file in files:
        file.forget_data()
    assert [file.place(("a", "b")) for file in files] == [(2, 8)] * 3
    assert [file.node is None for file in files] == [True, False, False]
    assert files[0].place(("a", "b")) == (2, 8)
    assert [file.node is None for file in files] == [False, True, False]
    assert [file.data for file in files] == [{"a": {"b": "c"}}] * 3


def test_of_very_many_problems_the_first_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "MOST_PROBLEMS", 10)
    lines = problems(write_catalogue(tmp_path, more=b"".join(b"k%d: 1\n" % i for i in range(50))))
    assert len(lines) == 11
    assert "more.yaml:1:1: more than 10 problems: the rest was not looked at" in lines


def test_the_first_of_equal_keys_is_the_place(tmp_path: Path) -> None:
    lines = problems(write_catalogue(tmp_path, more=b"bogus: 1\n? [a]\n: 2\nbogus: 3\n"))
    assert [line for line in lines if "unknown" in line] == ["more.yaml:1:1: unknown key 'bogus'"]


def test_what_is_read_from_events_is_what_the_nodes_say(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted([*CATALOGUE.rglob("*.yaml"), *EXAMPLE.rglob("*.yaml")])
    fast = [yaml_text.read(sent(path.read_bytes(), path.name)) for path in files]
    assert all(yaml_events.read(path.read_text("utf-8"), 10_000, 40) for path in files)
    monkeypatch.setattr(yaml_plain, "read", lambda *_: None)
    assert [yaml_text.read(sent(path.read_bytes(), path.name)).data for path in files] == [file.data for file in fast]
    monkeypatch.setattr(yaml_events, "read", lambda *_: None)
    slow = [yaml_text.read(sent(path.read_bytes(), path.name)) for path in files]
    assert [file.data for file in fast] == [file.data for file in slow]
    assert [file.place(("feeds", 1, "to")) for file in fast] == [file.place(("feeds", 1, "to")) for file in slow]


@pytest.mark.parametrize(
    "text",
    ["a: 1\na: 2", "a: !x 1", "a: &b 1", "a: [*b]", "a: 1.5", "a: 0x1", "? [a]\n: b", "[a]", "a", "", "a: 1\n---\nb: 1", "a: [", "a: \u00ad", '"\\x07": 1\nb: "\\x07"'],
)  # fmt: skip
def test_what_is_wrong_or_unusual_is_left_to_the_nodes(text: str) -> None:
    assert yaml_events.read(text, 1_000, 40) is None
    assert yaml_events.read("a: [1, b]", 1_000, 40) is not None


def test_each_letter_that_is_let_through_at_once_may_stand_in_a_text() -> None:
    letters = [chr(code) for code in (*range(0x20, 0x7F), *range(0xC0, 0x2B0), 0x2013)]
    assert [one for one in letters if unfit(f"a{one}") or without_stray(one)[1]] == []
    assert [one for one in letters if not one.isascii() and unfit(one)] == []
