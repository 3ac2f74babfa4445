"""The codes of problems: short, for programs, and the same from version to version; sentences may change.

A code is what stands before the first dot of a message's key (`flowviz.messages`). Of problems at the same place, those
whose code comes first here are told first.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["CODES", "Code"]


class Code(NamedTuple):
    """What a code means, an example of what it tells of, and what to do."""

    meaning: str
    example: str
    cure: str


CODES: Final[dict[str, Code]] = {
    # the text of a file
    "unreadable": Code("A file or folder cannot be read", "a broken link", "See to the path and its permissions"),
    "too-much": Code(
        "The files, or their problems, are more than a catalogue has", "20,000 wrong rows", "Mend the first"
    ),
    "no-files": Code("The folder holds no catalogue", "`--catalogue docs`", "Name the folder with the `.yaml` files"),
    "not-utf-8": Code("A file is in another encoding", "a file saved as UTF-16", "Save it as UTF-8 without BOM"),
    "not-yaml": Code("A file is not YAML", "`name: a: b`", "Quote the text, or mend the indentation"),
    "empty-file": Code("A file has nothing in it", "comments alone", "Write into it or remove it"),
    "alias": Code("An alias refers to another value", "`keywords: *a`", "Write the value itself"),
    "tag": Code("A tag says what a value is", "`!!int 5`", "Remove the tag"),
    "key-no-word": Code("A key is a list or a mapping", "`? [a, b]`", "Write a word"),
    "duplicate-key": Code("A key is there twice in one mapping", "`name: A` and `name: B`", "Keep one of them"),
    "ambiguous-number": Code(
        "Programs read the number differently", "`1.0`, `012`", "Write a whole number, or quote it"
    ),
    "bad-character": Code("A character cannot be seen, or reorders text", "U+202E", "Remove it"),
    "pasted-character": Code("A character that came with pasting was left out", "a soft hyphen", "Retype the text"),
    # the form of a value
    "missing": Code("A key that must be there is not", "a feed without `basis`", "Write it"),
    "unknown-key": Code("There is no such key here", "`freqency: often`", "Spell it as the format does"),
    "no-value": Code("A key has no value", "`shared:`", "Remove the key, or write a value"),
    "blank": Code("A text or mapping has nothing in it", "`name: ' '`", "Remove the key, or write something"),
    "wrong-type": Code("A value is of another type", "`text: 5`", "Quote the text; write a list as a list"),
    "wrong-choice": Code("A word is not one of those that may stand here", "`kind: gpa`", "Choose one of the words"),
    "malformed-id": Code(
        "An id has other characters than it may", "`id: Customer_Register 1`", "`customer-register-1`"
    ),
    "malformed": Code("A value is not written in its form", "`date: 31.1.2026`", "Write it as the sentence shows"),
    "no-such-day": Code("The calendar has no such day", "`2026-02-31`", "Correct the date"),
    "out-of-range": Code("A number is too small or too large", "line `0`", "Lines are counted from 1"),
    "too-long": Code("A text or id is too long", "an id of 81 characters", "Shorten it"),
    "no-language": Code("A key of a text is no language code", "`{EN: Care}`", "Two or three small letters"),
    "repeated": Code("A list holds the same value twice", "`about: [care, care]`", "Remove one"),
    # what it means
    "missing-part": Code("No file has a part that a catalogue needs", "no `catalogue:`", "Add it to one file"),
    "second-part": Code("A part that may be there once is in two files", "two `organisation:`", "Keep one"),
    "duplicate-id": Code("An id is used by two things", "two `id: people`", "Give one of them another"),
    "unknown-thing": Code("Nothing of this kind has the id", "`to: poeple`", "Write the id, not the name"),
    "unknown-scope": Code("There is no such scope", "`scope: cty`", "Write the id of a scope"),
    "unknown-source": Code("There is no such source document", "`evidence: ['pgae:4']`", "Write the id of a source"),
    "unknown-records-class": Code(
        "No department lists the class", "`records_classes: ['00 01']`", "List it, or correct it"
    ),
    "wrong-kind": Code(
        "The id is that of another kind of thing", "a feed to a unit", "Write the id of a thing that fits"
    ),
    "lines-backwards": Code("Lines run backwards", "`31-30`", "Write the first line first"),
    "no-such-line": Code("The source document is shorter", "line 91 of 90", "Correct the line"),
    "no-document": Code(
        "It is not said of which document a line is", "`evidence: [4]`", "`source: …` at the top of the file"
    ),
    "undeclared-language": Code(
        "A text is in a language that the catalogue does not have", "`{fi: …}`", "Add it to `languages`"
    ),
    "own-scope": Code(
        "A department's own resource has another scope", "`scope: city`", "Move it to `shared`, or remove it"
    ),
    "no-scope": Code("A shared resource has no scope", "`scope: own`", "`scope: unstated`, if the source is silent"),
    "dark-colour": Code("Text cannot be read on the colour of a scope", "`'#000080'`", "Choose a lighter one"),
    "long-sign": Code("The sign of a scope is longer than two letters", "`letter: XYZ`", "One or two letters"),
    "part-elsewhere": Code(
        "A whole and its part are in different departments", "`part_of: clients`", "Correct `part_of`"
    ),
    "part-circle": Code("A resource is a part of itself", "`part_of` of x is y, of y is x", "Remove one `part_of`"),
    "wrong-retention": Code(
        "A retention is both years and permanent, or says nothing", "`{years: 10, permanent: true}`", "Remove one"
    ),
    "own-word": Code(
        "A source is the organisation's own statement, without the person or the day",
        "`kind: own-word`",
        "Write `said_by` and `date`",
    ),
    "self-feed": Code("A feed ends where it starts", "from care to care", "Correct one end"),
    "no-evidence": Code("A feed has no evidence", "`evidence: []`", "Write the lines that say it"),
    "repeated-feed": Code("The same feed is there already", "same ends, content, frequency, condition", "Remove one"),
    # warnings
    "unused": Code(
        "No feed touches the thing, or nothing uses the system", "a party without feeds", "Is a feed missing?"
    ),
    "unfounded": Code(
        "No lines are given for what passes on, for the department that describes a resource, a purpose, a legal basis, search keys, owners, users and the like",
        "`passes_on: true`",
        "Write `passes_on_evidence`",
    ),
    "own-described": Code(
        "A department's own resource says which department describes it", "`described_by: care`", "Remove it"
    ),
    "wrong-owner": Code(
        "A system is said to be a department's and owned by a party",
        "`{owner: department, owned_by: supplier}`",
        "Correct one",
    ),
    "known-undated": Code(
        "Something is generally known, but no source of it has a day",
        "`basis: known`",
        "Write its evidence, or `date` or `retrieved` of the source",
    ),
    "untranslated": Code("A name is missing in a language of the catalogue", "`name: {fi: …}`", "Add it"),
    "look-alike": Code("Two names look the same but are not", "a Cyrillic а in one", "Retype both"),
    "caption-scope": Code(
        "A caption names a scope that no feed leads to", "`caption: {scopes: [city]}`", "Is a feed missing?"
    ),
    "explains-nothing": Code(
        "An issue explains gaps where there are none (any more)", "`explains_gaps: true`", "Remove the mark"
    ),
    # files to import
    "not-importable": Code("A file is of another kind", "an old `.xls`", "Save it as the sentence says"),
    "damaged": Code("A workbook, a ZIP or a CSV file is damaged", "half of a file", "Save it again"),
    "not-json": Code("A file is not JSON", "`{'a': 1}`", "Export it again"),
    "misfit": Code("JSON does not fit the schema of the export", "no `nodes`", "Export it again, or correct it"),
    # their sheets and cells
    "hidden-sheet": Code("A sheet of a catalogue is hidden", "`Feeds`, hidden", "Show it or delete it"),
    "second-sheet": Code("Two sheets are the same part", "`Feeds` and `Tietovirrat`", "Keep one of them"),
    "unknown-sheet": Code("A sheet has nearly the name of a part", "`Feedz`", "Rename it"),
    "unknown-column": Code("A heading means nothing", "`Bassi`", "Rename it, delete it, or start it with `#`"),
    "second-column": Code("Two columns are the same", "`Basis` and `Peruste`", "Keep one of them"),
    "missing-column": Code("A column that every row needs is not there", "`Feeds` without `Basis`", "Add it"),
    "merged-cells": Code("Cells are merged", "`D2:E3`", "Split them and fill each"),
    "no-heading": Code("A value stands in a column without a heading", "a note beside a table", "Write a heading"),
    "formula": Code("A cell holds a formula", "`=B1`", "Replace it by its value"),
    "error-value": Code("A cell holds an error", "`#REF!`", "Write the value itself"),
    "broken-cell": Code("A cell cannot be read", "a number that is none", "Write it again"),
    "long-cell": Code("A cell holds more than it may", "40,000 characters", "Is a quotation mark missing?"),
    "made-date": Code("A spreadsheet made a date of a value", "`5-3` in `Evidence`", "Format the cell as text"),
    "made-decimals": Code("A spreadsheet made a number of a list", "`30,5` in `Evidence`", "Format the cell as text"),
    "example": Code("An example of the template is still there", "the head of the template", "Write your own"),
    "second-row": Code("A sheet that has one row has more", "two rows in `Catalogue`", "Delete one"),
    "no-owner": Code("A row does not say what it lies in", "a unit without a department", "Write the id"),
    "unknown-owner": Code("What a row lies in is not there", "`customer-dta`", "Write the id of what is there"),
    "no-sheet": Code("A list has no sheet of that name", "`sheet: Regsiters`", "Write the name of its sheet"),
    "no-column": Code(
        "A list has no column with that heading", "`keeper: Authority`", "Write the heading as it stands"
    ),
    "no-resource": Code("A row of a list names no resource", "an empty first cell", "Name it, or delete the row"),
    "two-keepers": Code("A list names two keepers of one resource", "two authorities", "Decide who keeps it"),
    # catalogues that are joined
    "unknown-member": Code("No member has this id", "`ref: hab/people`", "Write the id of a member, or `hub`"),
    "stands-for-itself": Code(
        "A party stands for the member that tells of it", "`stands_for: [its own id]`", "Write the organisation"
    ),
    "no-member": Code("A member's catalogue cannot be read", "a moved folder", "Correct its path or revision"),
    "member-moved": Code("A member has another version or date", "`1.1.0` for `1.0.0`", "Take one and write it down"),
    "no-copy": Code("A member's export was not fetched yet", "a new `url:`", "Run `flowviz fetch`"),
    "copy-changed": Code("A copy is not what was fetched", "an edit by hand", "Run `flowviz fetch`"),
    "no-such-scope": Code("The hub has no such scope", "`regional` in one member", "Use a scope of the hub"),
    "scope-differs": Code("A scope looks otherwise than in the hub", "another colour", "Take over the hub's"),
    "circular-ref": Code(
        "References that lead back to where they start",
        "`ref: hub/a` of what is `ref: care/a` there",
        "Take it away at the owner",
    ),
    "unknown-ref": Code("The owner has no such thing", "`ref: hub/pepole`", "Write its id there"),
    "old-name": Code("The owner calls it otherwise now", "an alias in `ref`", "Write the id of today"),
    "told-otherwise": Code("Members say different things of one", "two purposes", "Agree, or leave it to the owner"),
    "scope-of-owner": Code(
        "A member puts it in another scope",
        "national, not city-wide",
        "Write the scope that the sentence names, or ask the owner",
    ),
    "namesake": Code("Things of two members are called the same", "two `Kela`", "Write `ref:` if they are one"),
    # files that ask
    "wrong-rules": Code("A file of rules for `flowviz gate` is wrong", "an unknown rule", "As the sentence says"),
    "wrong-scenario": Code("A scenario does not fit the catalogue", "an id that is used", "As the sentence says"),
    "wrong-story": Code("A slide of a story has no view", "`view: '?view=mapp'`", "Copy the address of the view"),
}
"""Every code that a problem may have; those of a catalogue itself, before the files to import, are what `check` gives."""
