"""Things, feeds and evidence in words: the sentences that drawings, tables, details and exports share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.locales import only_in, words
from flowviz.model import Model, member_organisation, name_of, scopes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Catalogue, Evidence, Feed, SourceDocument, Text

__all__ = [
    "all_only_told",
    "by_source",
    "cited",
    "evidence_parts",
    "evidence_text",
    "feed_text",
    "feeds_text",
    "foreign_names",
    "home_line",
    "home_name",
    "kind_word",
    "languages_of",
    "marks_of",
    "of_department",
    "only_told",
    "option",
    "own_word",
    "request_subject",
    "scope_name",
    "thing_text",
    "titles_of",
]


def scope_name(model: Model, scope: str, language: str) -> str:
    """The name of a scope in ``language``."""
    found = scopes_of(model).get(scope)
    return found.name.get(language) if found else scope


def kind_word(model: Model, node: str, language: str) -> str:
    """What a node is: information resource, party, register …; a department by its own word."""
    return own_word(model, node, language) or words(language)(f"kind.{model.nodes[node]['kind']}")


def own_word(model: Model, node: str, language: str) -> str | None:
    """A department's own word for what it is; None for what has none."""
    called: Text | None = getattr(model.nodes[node]["thing"], "called", None)
    return called.get(language) if called else None


def of_department(model: Model, department: str, key: str, language: str, **blanks: object) -> str:
    """The sentence ``key`` of a department, with its own word for what it is where it has one."""
    word = own_word(model, department, language)
    told = words(language)(f"{key}.called", word=word, **blanks) if word else words(language)(key, **blanks)
    return told[0].upper() + told[1:] if key == "department.whole" else told


def thing_text(model: Model, node: str, language: str) -> str:
    """The name of a node, what it is and where it lives, for those who do not see its box."""
    parts = [name_of(model, node, language), kind_word(model, node, language)]
    if model.nodes[node]["kind"] in ("shared", "party"):
        parts.append(scope_name(model, model.nodes[node]["scope"], language).lower())
    return ", ".join(parts)


def feed_text(
    model: Model,
    feed: Feed,
    language: str,
    *,
    ends: bool = True,
    besides: bool = True,
    titles: Mapping[str, str] | None = None,
) -> str:
    """A feed in one sentence: who gives what to whom, how often, on what condition, stated or implied, and where.

    ``besides`` adds what is known of its data in few words; ``titles`` are those of documents, for their ids.
    """
    w = words(language)
    parts = [f"{name_of(model, feed.source, language)} → {name_of(model, feed.target, language)}"] if ends else []
    parts.append(feed.content.get(language) if feed.content else w("content.unstated"))
    if feed.frequency:
        parts.append(feed.frequency.get(language))
    if feed.condition:
        parts.append(f"{w('condition').lower()}: {feed.condition.get(language)}")
    if besides:
        parts += _data_of(model, feed, language)
    parts.append(w(f"basis.{feed.basis}"))
    parts.append(evidence_text(feed.evidence, language, titles))
    return "; ".join(part for part in parts if part)


def _data_of(model: Model, feed: Feed, language: str) -> Iterator[str]:
    w = words(language)
    if feed.carries:
        names = ", ".join(name_of(model, dataset, language) for dataset in feed.carries)
        yield f"{w('field.carries').lower()}: {names}"
    if feed.legal_basis:
        yield f"{w('field.legal_basis').lower()}: {feed.legal_basis.get(language)}"
    yield from marks_of(feed, language)


def first_names(names: Sequence[str], most: int, language: str, total: int | None = None) -> str:
    """The first ``most`` of some names, and how many more there are; of ``total`` names, where not all are given."""
    more = (len(names) if total is None else total) - most
    return ", ".join(names[:most]) + (f" {words(language)('names.more', n=more)}" if more > 0 else "")


def marks_of(feed: Feed, language: str) -> list[str]:
    """That a feed carries personal data, and of special categories, where that is known."""
    w = words(language)
    personal = [] if feed.personal is None else [w(f"feed.personal.{'yes' if feed.personal else 'no'}")]
    return personal + ([w(f"feed.special.{feed.special}")] if feed.special else [])


def feeds_text(model: Model, feeds: Iterable[Feed], language: str) -> str:
    """The feeds of one connection, one sentence each. Several drawings tell each feed: its sentence is kept with the model."""
    told: dict[Feed, str] = model.once(("feeds told", language), dict)
    feeds = [*feeds]
    told.update((feed, feed_text(model, feed, language)) for feed in feeds if feed not in told)
    return "\n".join([told[feed] for feed in feeds])


def cited(
    sources: Sequence[SourceDocument], evidence: Sequence[Evidence], language: str
) -> Iterator[tuple[SourceDocument, list[tuple[str, str | None]]]]:
    """The documents among ``sources`` of some evidence, each with its words for a reader in parts, as `evidence_parts` has them.

    Its title stands where there are several documents that the lines could be of, or where there are no lines. What members
    of a joined catalogue cite alike from the same page is there once.
    """
    found = by_source(evidence)
    told = set()
    for source in sources:
        if entries := found.get(source.id):
            lines = any(entry.lines for entry in entries)
            name = "" if len(sources) == 1 and lines else source.title.get(language)
            parts = list(evidence_parts(entries, language, {source.id: name}))
            said = source.url or source.id, "".join(text for text, _ in parts)
            if said not in told:
                yield source, parts
            told.add(said)


def foreign_names(model: Model, language: str) -> Mapping[str, str]:
    """The names of a catalogue that it does not have in ``language``, each with the language that it is told in."""
    return model.once(("foreign names", language), lambda: _foreign_names(model.catalogue, language))


def _foreign_names(catalogue: Catalogue, language: str) -> dict[str, str]:
    names = (
        catalogue.header.name,
        *(source.title for source in catalogue.sources),
        *(scope.name for scope in catalogue.scopes),
        *(thing.name for thing, _ in catalogue.things()),
        *(department.called for department in catalogue.departments if department.called),
        *(keyword.text for keyword in catalogue.keywords),
    )
    return {name.get(language): found for name in names if (found := name.language(language)) != language}


def only_told(catalogue: Catalogue, text: Text, language: str) -> str | None:
    """That a sentence is in other languages alone; None where it is in ``language``, and where no sentence is."""
    said = text.get(language)
    lacking = text.language(language) != language and language in languages_of(catalogue)
    return only_in(text.as_dict(), language) if lacking and said.endswith((".", "!", "?")) else None


def all_only_told(catalogue: Catalogue, language: str) -> str | None:
    """That a whole catalogue is in other languages alone; None where it is in ``language`` too."""
    codes = languages_of(catalogue)
    if language in codes:
        return None
    return words(language)("language.only.catalogue", languages=only_in(codes, language))


def languages_of(catalogue: Catalogue) -> tuple[str, ...]:
    """The languages that a catalogue is in, its own first."""
    return tuple(dict.fromkeys((catalogue.header.language, *catalogue.header.languages)))


def titles_of(catalogue: Catalogue, language: str) -> dict[str, str]:
    """The titles of the documents of a catalogue by their ids."""
    return {source.id: source.title.get(language) for source in catalogue.sources}


def evidence_text(evidence: Sequence[Evidence], language: str, titles: Mapping[str, str] | None = None) -> str:
    """The documents and lines of some evidence, and words of these: ``sivu, rivit 30, 50–51``.

    ``titles`` are those of documents, for their ids.

    >>> from flowviz.catalogue import Evidence
    >>> evidence_text([Evidence("sivu", 30, 30), Evidence("sivu", 50, 51, "as it says")], "en")
    'sivu, lines 30, 50–51 (“as it says”)'
    """
    if len(evidence) == 1 and evidence[0].lines and not evidence[0].quote and not titles:  # the most by far
        (entry,) = evidence
        label = words(language)("lines" if "-" in entry.lines else "line").lower()
        return f"{entry.source}{', ' if entry.source else ''}{label} {entry.lines.replace('-', '–')}"
    return "".join(text for text, _ in evidence_parts(evidence, language, titles, gap=" "))


def evidence_parts(
    evidence: Sequence[Evidence], language: str, names: Mapping[str, str] | None = None, gap: str = "\N{NO-BREAK SPACE}"
) -> Iterator[tuple[str, str | None]]:
    """The same in parts: what we say, with None, and words of a document, with its id. ``names`` are those of documents,
    ``gap`` stands before the first number: on a screen no line ends there."""
    w = words(language)
    for i, (source, entries) in enumerate(by_source(evidence).items()):
        name = names[source] if names else source
        yield ("; " if i else "") + name, None
        yield from (part for entry in entries if not entry.lines for part in _quoted(entry, language))
        lines = [entry for entry in entries if entry.lines]
        label = w("lines" if len(lines) > 1 or any("-" in entry.lines for entry in lines) else "line").lower()
        first = f", {label}" if name else label
        for j, entry in enumerate(lines):
            yield f"{', ' if j else first + gap}{entry.lines.replace('-', '–')}", None
            yield from _quoted(entry, language)


def by_source(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """Some evidence by the ids of its documents."""
    found: dict[str, list[Evidence]] = {}
    for entry in evidence:
        found.setdefault(entry.source, []).append(entry)
    return found


def _quoted(entry: Evidence, language: str) -> Iterator[tuple[str, str | None]]:
    if entry.quote:
        before, after = words(language)("evidence.quote", words="\n").split("\n")
        yield from ((f" ({before}", None), (entry.quote, entry.source), (f"{after})", None))


def home_name(model: Model, home: str, language: str) -> str:
    """The name of a department or an organisation; of a department in a joined catalogue after that of its organisation."""
    whole = member_organisation(model, home) or home
    names = dict.fromkeys(name_of(model, one, language) for one in (whole, home))
    return ": ".join(names)


def home_line(model: Model, node: str, language: str) -> str | None:
    """What stands small below the name of a thing: the department of a resource or a register, and the organisation of a
    department where catalogues are joined."""
    data = model.nodes[node]
    if data["department"] and data["kind"] in ("resource", "register"):
        return home_name(model, data["department"], language)
    whole = member_organisation(model, node) if data["kind"] == "department" else None
    return name_of(model, whole, language) if whole else None


def request_subject(model: Model, node: str, language: str) -> str:
    """What a request for information about a thing is headed; what lies in a resource is named with it."""
    home = model.nodes[node]["resource"]
    names = [name_of(model, one, language) for one in (node, home) if one]
    return words(language)("request.subject", name=", ".join(dict.fromkeys(names)))


def option(noun: type, field: str, value: str, language: str) -> str:
    """The word for one of the values that a field of ``noun`` may have.

    >>> from flowviz.catalogue import Party
    >>> option(Party, "form", "company", "sv")
    'företag'
    """
    return words(language)(f"option.{noun.__name__}.{field}.{value}")
