"""The nouns of a catalogue: small and frozen, in the words of the people who own the data.

They are written once, here, and everything follows: the YAML that is accepted, the JSON Schema that
editors use, the details on the screen, the tables and the exports. A field's ``doc`` is its description in
all of them. A field without a value means *not stated by the source*, never *no*.

How a field is known stands beside it, under its own name: ``scope`` has ``scope_basis`` and ``scope_evidence``, and a reading
of ours may have its reason (``personal_why``). These are told with the field that they are of.
"""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar, Final, Literal, Self

from msgspec.structs import force_setattr

from flowviz.errors import one_line
from flowviz.nouns import Noun, item

__all__ = [
    "OWN",
    "PEOPLE",
    "STROKE",
    "UNCOLOURED",
    "UNSTATED",
    "Alias",
    "Basis",
    "Caption",
    "Catalogue",
    "Contact",
    "DataGroup",
    "Dataset",
    "Department",
    "Document",
    "Evidence",
    "Feed",
    "Header",
    "Holding",
    "Keyword",
    "Openness",
    "Organisation",
    "Party",
    "RecordsClass",
    "Reference",
    "Register",
    "RequestChannel",
    "Resource",
    "Retention",
    "Scope",
    "SourceDocument",
    "SourceIssue",
    "System",
    "SystemUse",
    "Text",
    "Thing",
    "Unit",
    "Update",
    "as_file",
    "member_of",
    "of_file",
    "outside",
]

OWN: Final = "own"
"""The reserved scope of a department's own resources."""
UNSTATED: Final = "unstated"
"""The reserved scope of a thing of which the source does not say where it lives."""
PEOPLE: Final = "people"
"""The reserved scope of people, staff and the public: they live in none, and nobody asks for theirs."""
UNCOLOURED: Final = (OWN, PEOPLE, UNSTATED)
"""The scopes that tell of no place elsewhere, and so have no colour."""

STROKE: Final = "/"
"""Between the id of a member and that of its thing where catalogues are joined; no id of a catalogue has one."""

Basis = Literal["stated", "implied", "known"]
"""How something is known: the source says it, its wording implies it, or it is generally known and not in the description."""


def member_of(id_: str) -> str | None:
    """The member of a joined catalogue that an id, of a thing or a source, belongs to; None in one that was not joined.

    >>> member_of("talpa/kirjanpito"), member_of("kirjanpito")
    ('talpa', None)
    """
    member, stroke, _ = id_.partition(STROKE)
    return member if stroke else None


def outside(member: str, id_: str) -> str:
    """What an id of a member is called where its catalogue is joined with others; `member_of` finds the member again."""
    return member + STROKE + id_


_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")
"""What Windows takes for a device, whatever ending follows."""


def as_file(id_: str) -> str:
    """An id as the name of a file or a folder on any machine; `of_file` gives the id again.

    >>> as_file("kirjanpito"), as_file("con"), of_file("con_")
    ('kirjanpito', 'con_', 'con')
    """
    return f"{id_}_" if _DEVICES.fullmatch(id_) else id_


def of_file(name: str) -> str:
    """The id of what is called so as a file: no id has such an end of its own."""
    return name.removesuffix("_")


class Text(Noun, kw_only=False, array_like=True):
    """A name or a sentence in one or more languages.

    >>> Text((("fi", "tietovaranto"), ("en", "information resource"))).get("en")
    'information resource'
    """

    values: tuple[tuple[str, str], ...]

    def get(self, language: str) -> str:
        """The text in ``language``, or else in the language that comes first (the source's own)."""
        for code, value in self.values:
            if code == language:
                return value
        return self.values[0][1]

    def language(self, wanted: str) -> str:
        """The language that `get` answers in, for ``lang`` attributes."""
        return wanted if any(code == wanted for code, _ in self.values) else self.values[0][0]

    def as_dict(self) -> dict[str, str]:
        return dict(self.values)

    @classmethod
    def of(cls, **values: str) -> Self:
        return cls(tuple(values.items()))


class Evidence(Noun, kw_only=False, order=True, array_like=True):
    """Where something is said: a source document and lines of it, counted from 1; no lines mean the whole.

    Written in YAML as ``30``, ``50-51``, ``other-document:7`` or ``other-document``; some words of the document may follow:
    ``30 "as it says"``.
    """

    source: str
    first: int | None = None
    last: int | None = None
    quote: str | None = None
    """Words of the document, in its language."""

    @property
    def lines(self) -> str:
        """``"30"``, ``"50-51"``, or ``""`` for the whole document."""
        if self.first is None:
            return ""
        return str(self.first) if self.last in (None, self.first) else f"{self.first}-{self.last}"

    @property
    def short(self) -> str:
        """What is written for it in YAML."""
        place = f"{self.source}:{self.lines}" if self.lines else self.source
        return f'{place} "{self.quote}"' if self.quote else place


class SourceDocument(Noun):
    """A document that the catalogue is made from."""

    id: str = item("Short name of the document, used in evidence.", of="id")
    title: Text = item("Title of the document.")
    publisher: Text | None = item("Who published it.", default=None)
    language: str = item("Language of the document, such as fi.", of="language")
    kind: Literal["page", "document", "law", "own-word"] = item(
        "What it is; 'own-word' is what the organisation says of itself, with the person and the day.",
        default="document",
    )
    said_by: Text | None = item("Person or role whose word it is.", default=None)
    date: str | None = item("Day of the document, or when it was said, as YYYY-MM-DD.", default=None, of="date")
    text: str | None = item("Name of the file that holds its text.", default=None)
    retrieved: str | None = item("Day when it was retrieved, as YYYY-MM-DD.", default=None, of="date")
    lines: int | None = item("How many lines it has; evidence beyond them is refused.", default=None)
    url: str | None = item("Address of the document.", default=None, of="url")
    note: Text | None = item("What a reader of the evidence should know.", default=None)


class Scope(Noun):
    """Where a resource lives: a colour, and a letter and a shape because colour alone is not enough."""

    id: str = item("Short name of the scope; 'own', 'people' and 'unstated' are reserved.", of="id")
    name: Text = item("Name of the scope.")
    colour: str = item("Fill colour, such as #ffcab3; dark text must be readable on it.", of="colour")
    letter: str = item("One or two letters that tell the scope apart without colour.")
    shape: Literal["circle", "diamond", "square", "triangle", "hexagon", "pentagon", "octagon", "house", "person"] = (
        item("Shape that tells the scope apart without colour.")
    )
    note: Text | None = item("What the scope means.", default=None)


class Alias(Noun):
    """Another name that the source uses for the same thing."""

    text: str = item("The name as the source writes it.")
    evidence: tuple[Evidence, ...] = item("Where it is written so.", default=())
    note: Text | None = item("For example that it is a misspelling.", default=None)


class DataGroup(Noun):
    """A group of data (tietoryhmä) in a data set."""

    name: Text = item("Name of the data group.")
    personal: bool | None = item(
        "Whether it holds personal data; leave out when there is no ground to say.", default=None
    )
    special: Literal["yes", "possible", "no"] | None = item(
        "Whether it holds special categories of personal data (GDPR article 9).", default=None
    )
    personal_basis: Basis = item(
        "Whether the source says so (stated) or the name implies it (implied).", default="implied"
    )
    why: Text | None = item("Why it is marked so.", default=None)
    evidence: tuple[Evidence, ...] = item("Where it is said.", default=())


class SystemUse(Noun):
    """A resource or register is kept in, or used with, an information system."""

    system: str = item("Id of the system.", of="-> system")
    basis: Basis = item(
        "Whether the source says so (stated), it follows from the wording (implied) or it is generally known (known).",
        default="stated",
    )
    evidence: tuple[Evidence, ...] = item("Where it is said.", default=())
    note: Text | None = item("What should be known of it.", default=None)


class Openness(Noun):
    """What is said of who may have the data and how."""

    kind: Literal[
        "open-interface",
        "publication",
        "restriction",
        "internal-only",
        "participation",
        "public-notice",
        "public-service",
        "principle",
    ] = item("What kind of remark it is.")
    text: Text = item("The remark, in our own words.")
    basis: Basis = item(
        "Whether the source says so (stated), it follows from the wording (implied) or it is generally known (known).",
        default="stated",
    )
    evidence: tuple[Evidence, ...] = item("Where it is said.", default=())
    url: str | None = item("Address of the open interface, or of what is published.", default=None, of="url")
    secrecy: Text | None = item("Ground of secrecy, such as a section of a law.", default=None)


class Retention(Noun):
    """How long data are kept (säilytysaika): in words, for a number of years, or permanently."""

    text: Text | None = item("How long, in words.", default=None)
    years: int | None = item("How many years.", default=None, of="years")
    permanent: bool = item("True when the data are kept permanently.", default=False)
    legal_basis: Text | None = item("The law or the decision that sets it.", default=None)
    basis: Basis = item(
        "Whether the source says so (stated), it follows from the wording (implied) or it is generally known (known).",
        default="stated",
    )
    evidence: tuple[Evidence, ...] = item("Where it is said.", default=())
    note: Text | None = item("What should be known of it.", default=None)


class Reference(Noun):
    """A document that tells more of a thing: its privacy notice, its documentation."""

    title: Text | None = item("Title of the document.", default=None)
    url: str = item("Address of the document.", of="url")
    kind: Literal["privacy-notice", "documentation", "instructions", "decision", "other"] = item("What it is.")
    evidence: tuple[Evidence, ...] = item("Where the address is told.", default=())


class Thing(Noun):
    """What every named thing of a catalogue has."""

    kind: ClassVar[str]
    id: str = item("Short, final, readable id: a-z, 0-9 and hyphens.", of="id")
    name: Text = item("Name, in one language or in several: {fi: …, sv: …, en: …}.")
    aliases: tuple[Alias, ...] = item("Other names that the source uses.", default=())
    description: Text | None = item("What it is, in our own words.", default=None)
    passes_on: bool | None = item(
        "Whether what it gets travels on along its other feeds. Leave out when nothing is said: then resources, registers, "
        "data sets and systems may pass on, and departments, units, parties and the rest do not.",
        default=None,
    )
    passes_on_basis: Basis = item(
        "Whether the source says so (stated), it follows from the wording (implied) or it is generally known (known).",
        default="stated",
    )
    passes_on_evidence: tuple[Evidence, ...] = item("Where it is said that it passes on, or does not.", default=())
    evidence: tuple[Evidence, ...] = item("Lines of the source that speak of it.", default=())
    note: Text | None = item("What a reader should know of this entry.", default=None)


class Holding(Thing):
    """What everything that holds data has: resources, registers, data sets and systems."""

    purpose: Text | None = item("What the data are for, in our own words.", default=None)
    purpose_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    purpose_evidence: tuple[Evidence, ...] = item("Where the purpose is said.", default=())
    purpose_why: Text | None = item("Why this is read to be its purpose.", default=None)
    legal_basis: Text | None = item(
        "The law that the data are kept by, such as 'Archives Act, section 8'.", default=None
    )
    legal_basis_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    legal_basis_evidence: tuple[Evidence, ...] = item("Where the legal basis is said.", default=())
    legal_basis_why: Text | None = item("Why this is read to be its legal basis.", default=None)
    search_keys: tuple[Text, ...] = item("Keys (hakutekijät) by which data are found.", default=())
    search_keys_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    search_keys_evidence: tuple[Evidence, ...] = item("Where the search keys are said.", default=())
    search_keys_why: Text | None = item("Why the data are read to be found by them.", default=None)
    openness: tuple[Openness, ...] = item("Who may have the data and how.", default=())
    retention: Retention | None = item("How long the data are kept.", default=None)
    documents: tuple[Reference, ...] = item("Its privacy notice and other documents on it.", default=())
    controller: Text | None = item("Controller of its personal data (rekisterinpitäjä).", default=None)
    controller_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    controller_evidence: tuple[Evidence, ...] = item("Where the controller is said.", default=())
    controller_why: Text | None = item("Why this is read to be the controller.", default=None)
    processor: Text | None = item("Who processes its personal data for the controller.", default=None)
    processor_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    processor_evidence: tuple[Evidence, ...] = item("Where the processor is said.", default=())
    processor_why: Text | None = item("Why this is read to be the processor.", default=None)
    managed_by: str | None = item(
        "Id of the party, another organisation, that manages it.", default=None, of="-> party"
    )
    managed_by_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    managed_by_evidence: tuple[Evidence, ...] = item("Where it is said who manages it.", default=())
    managed_by_why: Text | None = item("Why it is read to be managed by it.", default=None)
    responsible: Text | None = item("Person or role that answers for it.", default=None)
    responsible_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    responsible_evidence: tuple[Evidence, ...] = item("Where it is said who answers for it.", default=())
    responsible_why: Text | None = item("Why this is read to be who answers for it.", default=None)
    reviewed: str | None = item(
        "Day when what is told of it was last reviewed, as YYYY-MM-DD.", default=None, of="date"
    )
    reviewed_evidence: tuple[Evidence, ...] = item("Where the day is said.", default=())


class Dataset(Holding):
    """A data set (tietoaineisto)."""

    kind: ClassVar[str] = "dataset"
    groups: tuple[DataGroup, ...] = item("Its data groups.", default=())


class Register(Holding):
    """A register kept in a resource."""

    kind: ClassVar[str] = "register"
    datasets: tuple[Dataset, ...] = item("Data sets of the register.", default=())
    systems: tuple[SystemUse, ...] = item("Systems it is used with.", default=())
    no_own_systems: tuple[Evidence, ...] = item("Lines that say that there are no own systems.", default=())


class Resource(Holding):
    """An information resource (tietovaranto): a department's own, or a shared one with a scope."""

    kind: ClassVar[str] = "resource"
    ref: str | None = item(
        "What it is in the catalogue that owns it, as 'hub/its-id', where an organisation joins others: name, scope and "
        "description are then those of the owner.",
        default=None,
        of="ref",
    )
    scope: str = item("Where it lives; own ones inside a department need no scope.", default=OWN, of="-> scope")
    scope_basis: Basis = item("Whether the source says the scope in words (stated) or implies it.", default="stated")
    scope_evidence: tuple[Evidence, ...] = item("Where the scope is said.", default=())
    part_of: str | None = item("Id of the resource that it is a part of.", default=None, of="-> resource")
    unit: str | None = item("Id of the unit that manages it.", default=None, of="-> unit")
    described_by: str | None = item(
        "Id of the department whose section describes a shared resource.", default=None, of="-> department"
    )
    described_by_basis: Basis = item(
        "Whether the source says so (stated), it follows from the wording (implied) or it is generally known (known).",
        default="stated",
    )
    described_by_evidence: tuple[Evidence, ...] = item("Lines of that section that describe it.", default=())
    registers: tuple[Register, ...] = item("Registers kept in it.", default=())
    datasets: tuple[Dataset, ...] = item("Data sets that are not in a register.", default=())
    systems: tuple[SystemUse, ...] = item("Systems it is used with.", default=())
    no_own_systems: tuple[Evidence, ...] = item("Lines that say that there are no own systems.", default=())
    records_classes: tuple[str, ...] = item(
        "Codes of the records plan classes of this resource.", default=(), of="-> records class"
    )
    records_classes_basis: Basis = item(
        "Whether the source ties the classes to the resource (stated), or names or sections do (implied).",
        default="stated",
    )
    records_classes_evidence: tuple[Evidence, ...] = item("Where the classes are listed.", default=())
    records_classes_why: Text | None = item("Why they are read to be those of this resource.", default=None)
    internal_only: bool = item(
        "True when its description is not to be published. That only the organisation's own people use it is a remark of "
        "`openness`: internal-only.",
        default=False,
    )


class System(Holding):
    """An information system or service."""

    kind: ClassVar[str] = "system"
    ref: str | None = item(
        "What it is in the catalogue that owns it, as 'hub/its-id', where an organisation joins others: name, scope and "
        "description are then those of the owner.",
        default=None,
        of="ref",
    )
    form: Literal["system", "service", "website", "channel", "register", "data"] = item(
        "What it is; 'register' and 'data' are things that the source lists among systems.", default="system"
    )
    owner: Literal["department", "organisation", "external", "unstated"] = item("Whose it is.", default="unstated")
    party: str | None = item("Id of the outside party that runs it.", default=None, of="-> party")
    holds: Literal["case-register", "services", "both"] | None = item(
        "Whether it holds data of the case register (asiarekisteri), of the management of services, or of both.",
        default=None,
    )
    holds_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    holds_evidence: tuple[Evidence, ...] = item("Where it is said what it holds.", default=())
    holds_why: Text | None = item("Why it is read to hold them.", default=None)
    owned_by: str | None = item(
        "Id of the organisation, department, unit or party that owns it.", default=None, of="-> actor"
    )
    owned_by_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    owned_by_evidence: tuple[Evidence, ...] = item("Where it is said whose it is.", default=())
    owned_by_why: Text | None = item("Why it is read to be theirs.", default=None)
    users: tuple[str, ...] = item(
        "Ids of the organisation, departments, units or parties that use it.", default=(), of="-> actor"
    )
    users_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    users_evidence: tuple[Evidence, ...] = item("Where it is said who uses it.", default=())
    users_why: Text | None = item("Why they are read to use it.", default=None)


class Party(Thing):
    """A party (toimija): a body, group or process that gives or gets data and is no resource of ours."""

    kind: ClassVar[str] = "party"
    ref: str | None = item(
        "What it is in the catalogue that owns it, as 'hub/its-id', where an organisation joins others: name, scope and "
        "description are then those of the owner.",
        default=None,
        of="ref",
    )
    stands_for: tuple[str, ...] = item(
        "Ids of the organisations, as the file that joins catalogues calls them, that it stands for.",
        default=(),
        of="code",
    )
    form: Literal["authority", "company", "organisation", "people", "staff", "public", "process", "unit", "unnamed"] = (
        item("What it is; 'unnamed' when the source does not name it.")
    )
    scope: str = item(
        "Where it lives; 'unstated' when no word of the source says so. People, staff and the public live in none: 'people'.",
        default=UNSTATED,
        of="-> scope",
    )
    scope_basis: Basis = item("Whether the source says the scope in words (stated) or implies it.", default="stated")
    scope_evidence: tuple[Evidence, ...] = item("Where the scope is said.", default=())
    department: str | None = item(
        "Id of the department that a process or unit works in.", default=None, of="-> department"
    )

    def __post_init__(self) -> None:
        if self.scope == UNSTATED and self.form in ("people", "staff", "public"):
            force_setattr(self, "scope", PEOPLE)


class Unit(Thing):
    """A unit of a department."""

    kind: ClassVar[str] = "unit"


class RecordsClass(Noun):
    """A class of the records plan (TOS) that the source gives for a department."""

    code: str = item("Code, such as '00 01 04'.", of="code")
    name: Text = item("Title of the class.")
    evidence: tuple[Evidence, ...] = item("Where it is listed.", default=())
    note: Text | None = item("What should be known of it.", default=None)


class Update(Noun):
    """When the source says that the description was last updated."""

    date: str = item("The day, as YYYY-MM-DD.", of="date")
    evidence: tuple[Evidence, ...] = item("Where it is said.", default=())


class Caption(Noun):
    """What the caption of the department's own drawing says of scopes."""

    scopes: tuple[str, ...] = item("Scopes that the caption names.", of="-> scope")
    evidence: tuple[Evidence, ...] = item("Where the caption stands.", default=())
    note: Text | None = item("What should be known of it.", default=None)


class Department(Thing):
    """A department of the organisation."""

    kind: ClassVar[str] = "department"
    form: Literal["department", "function"] = item(
        "A department, or a function outside the departments.", default="department"
    )
    called: Text | None = item(
        "Its own word for what it is: toimiala, liikelaitos, virasto, division, enterprise …; told in place of 'department'.",
        default=None,
    )
    called_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    called_evidence: tuple[Evidence, ...] = item("Where it is called so.", default=())
    called_why: Text | None = item("Why this is read to be its word.", default=None)
    purpose: Text | None = item("What it is for, in our own words.", default=None)
    updated: Update | None = item("When the source says it was updated.", default=None)
    caption: Caption | None = item("What the caption of its drawing says of scopes.", default=None)
    units: tuple[Unit, ...] = item("Its units.", default=())
    records_classes: tuple[RecordsClass, ...] = item("Records plan classes given for it.", default=())
    resources: tuple[Resource, ...] = item("Its own information resources.", default=())


class Organisation(Thing):
    """The organisation whose catalogue this is."""

    kind: ClassVar[str] = "organisation"
    purpose: Text | None = item("What it is for, in our own words.", default=None)


class Feed(Noun):
    """A stated or implied flow of data from one thing to another. A two-way exchange is two feeds."""

    source: str = item("Id of the thing that gives the data.", key="from", of="-> endpoint")
    target: str = item("Id of the thing that gets the data.", key="to", of="-> endpoint")
    content: Text | None = item("What is carried, in words.", default=None)
    carries: tuple[str, ...] = item("Ids of the data sets that are carried.", default=(), of="-> dataset")
    frequency: Text | None = item("How often.", default=None)
    condition: Text | None = item("On what condition: anonymised, by consent …", default=None)
    legal_basis: Text | None = item("The law that the data are handed over by.", default=None)
    legal_basis_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    legal_basis_evidence: tuple[Evidence, ...] = item("Where the legal basis is said.", default=())
    legal_basis_why: Text | None = item("Why this is read to be its legal basis.", default=None)
    personal: bool | None = item(
        "Whether it carries personal data; leave out when there is no ground to say.", default=None
    )
    special: Literal["yes", "possible", "no"] | None = item(
        "Whether it carries special categories of personal data (GDPR article 9).", default=None
    )
    personal_basis: Basis = item(
        "Whether the source says so (stated) or the content implies it (implied).", default="implied"
    )
    personal_evidence: tuple[Evidence, ...] = item("Where it is said.", default=())
    personal_why: Text | None = item("Why it is marked so.", default=None)
    basis: Basis = item(
        "Whether the source says it (stated), it follows from the wording (implied) or it is generally known (known)."
    )
    evidence: tuple[Evidence, ...] = item("Where it is said.")
    note: Text | None = item("Why it is read so, when it is implied or unclear.", default=None)


class SourceIssue(Noun):
    """Something in the source that is contradictory, missing, unclear, misspelt or out of date."""

    id: str = item("Short id.", of="id")
    kind: Literal["contradiction", "gap", "ambiguity", "typo", "stale"] = item("What kind of issue it is.")
    about: tuple[str, ...] = item(
        "Ids of the things it is about; empty when it is about the whole source.", default=(), of="-> thing"
    )
    text: Text = item("What is wrong, in our own words.")
    decision: Text | None = item("What this catalogue decided.", default=None)
    explains_gaps: bool = item(
        "True when it says why no feed or use of what it is about is known: then `flowviz check` does not warn of that.",
        default=False,
    )
    evidence: tuple[Evidence, ...] = item("Where it shows.", default=())


class Contact(Noun):
    """One way to reach the request channel, or one fact of it."""

    kind: Literal[
        "role",
        "postal-address",
        "visiting-address",
        "hours",
        "phone",
        "email",
        "secure-email",
        "website",
        "more",
        "wording",
        "handling",
        "time-limit",
        "fees",
    ] = item("What it is; the last four tell how to word a request, what happens then, in what time and at what price.")
    value: Text = item("The address, number or sentence; lines are separated by line breaks.")
    note: Text | None = item("What should be known to use it.", default=None)
    evidence: tuple[Evidence, ...] = item("Where it is said.", default=())


class RequestChannel(Thing):
    """Where a request for information is sent."""

    kind: ClassVar[str] = "request"
    covers: tuple[str, ...] = item(
        "Ids of what it takes requests for: scopes, or the organisation, departments, resources, registers, data sets or systems. "
        "Of the channels that cover a thing, the one nearest to it answers.",
        default=(),
        of="-> scope-or-thing",
    )
    decides: Text | None = item("Who decides on giving information.", default=None)
    decides_basis: Basis = item(
        "Whether the source says so (stated), it is read from it (implied) or it is generally known (known).",
        default="stated",
    )
    decides_evidence: tuple[Evidence, ...] = item("Where it is said who decides.", default=())
    decides_why: Text | None = item("Why it is read to decide.", default=None)
    contacts: tuple[Contact, ...] = item("How to reach it.", default=())


class Keyword(Noun):
    """A keyword (asiasana) of the source, and the things that we read it to mean."""

    text: Text = item("The keyword.")
    about: tuple[str, ...] = item("Ids of the things it points at, by our reading.", default=(), of="-> thing")
    evidence: tuple[Evidence, ...] = item("Where it is listed.", default=())
    note: Text | None = item("What should be known of it.", default=None)


class Header(Noun):
    """What the catalogue is, in which version and languages."""

    id: str = item("Short id of the catalogue.", of="id")
    name: Text = item("Name of the catalogue.")
    version: str = item("Version of the catalogue, such as '1.0.0'.")
    date: str = item("Date of this version, as YYYY-MM-DD.", of="date")
    language: str = item("Language of the source and of plain strings, such as fi.", of="language")
    languages: tuple[str, ...] = item("Languages that names should have.", of="language")
    legal_basis: Text | None = item(
        "The law that asks for this description, as an official letter names it; the site names it on every page.",
        default=None,
    )
    not_covered: Text | None = item(
        "What the catalogue does not have of the organisation; where it says so, nothing is concluded from what it does not tell.",
        default=None,
    )
    translations: Text | None = item("Who made the translations.", default=None)
    note: Text | None = item("What every reader should know of the catalogue.", default=None)


class Member(Noun):
    """A catalogue that is joined with others: its organisation, and which version of it was taken."""

    id: str
    header: Header
    organisation: Organisation
    hub: bool = False
    """Whether it owns what the others share."""


class Document(Noun):
    """What one YAML file of a catalogue may hold; every part is optional and files are put together."""

    source: str | None = item("Document that bare line numbers in this file refer to.", default=None, of="-> source")
    catalogue: Header | None = item("What the catalogue is; in one file only.", default=None)
    organisation: Organisation | None = item("The organisation; in one file only.", default=None)
    sources: tuple[SourceDocument, ...] = item("Documents that the catalogue is made from.", default=())
    scopes: tuple[Scope, ...] = item("Scopes, in the order of the legend.", default=())
    departments: tuple[Department, ...] = item("Departments with their units and resources.", default=())
    shared: tuple[Resource, ...] = item("Shared resources, each with a scope.", default=())
    systems: tuple[System, ...] = item("Information systems and services.", default=())
    parties: tuple[Party, ...] = item("Parties that give or get data.", default=())
    feeds: tuple[Feed, ...] = item("Feeds between things.", default=())
    issues: tuple[SourceIssue, ...] = item("What is wrong or unclear in the source.", default=())
    requests: tuple[RequestChannel, ...] = item("Where requests for information are sent.", default=())
    keywords: tuple[Keyword, ...] = item("Keywords of the source.", default=())


class Catalogue(Noun):
    """An organisation's catalogue: everything that its YAML files say, checked and put together."""

    header: Header
    organisation: Organisation
    sources: tuple[SourceDocument, ...] = ()
    scopes: tuple[Scope, ...] = ()
    departments: tuple[Department, ...] = ()
    shared: tuple[Resource, ...] = ()
    systems: tuple[System, ...] = ()
    parties: tuple[Party, ...] = ()
    feeds: tuple[Feed, ...] = ()
    issues: tuple[SourceIssue, ...] = ()
    requests: tuple[RequestChannel, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    members: tuple[Member, ...] = ()
    """The catalogues that it was joined from: the ids of what is theirs begin with that of the member and a stroke."""

    def __repr__(self) -> str:
        resources = sum(len(department.resources) for department in self.departments) + len(self.shared)
        counts = {"department": len(self.departments), "resource": resources, "feed": len(self.feeds)}
        told = ", ".join(f"{n} {what}{'' if n == 1 else 's'}" for what, n in counts.items())
        return one_line(f"<Catalogue {self.header.id} {self.header.version}: {told}>")

    def things(self) -> Iterator[tuple[Thing, Mapping[str, str]]]:
        """Every thing with what it belongs to, in the order of the catalogue.

        The mapping may hold ``organisation`` (of a department in a joined catalogue), ``department``, ``resource`` and
        ``register``: the ids of its owners.
        """
        yield self.organisation, {}
        for member in self.members:
            yield member.organisation, {}
        organisations = {member.id: member.organisation.id for member in self.members}
        for department in self.departments:
            home = {"department": department.id}
            whole = organisations.get(member_of(department.id) or "")
            yield department, {"organisation": whole} if whole else {}
            for unit in department.units:
                yield unit, home
            for resource in department.resources:
                yield from _within(resource, home)
        for resource in self.shared:
            yield from _within(resource, {})
        for system in self.systems:
            yield system, {}
        for party in self.parties:
            yield party, {"department": party.department} if party.department else {}
        for channel in self.requests:
            yield channel, {}


def _within(resource: Resource, home: Mapping[str, str]) -> Iterator[tuple[Thing, Mapping[str, str]]]:
    yield resource, home
    inside = {**home, "resource": resource.id}
    for register in resource.registers:
        yield register, inside
        for dataset in register.datasets:
            yield dataset, {**inside, "register": register.id}
    for dataset in resource.datasets:
        yield dataset, inside
