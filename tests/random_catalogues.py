"""Random catalogues that the loader accepts: what round trips are tried on."""

from __future__ import annotations

import functools
import typing
from typing import Any

from hypothesis import strategies as st

from flowviz.catalogue import (
    OWN,
    Alias,
    Catalogue,
    Contact,
    DataGroup,
    Dataset,
    Department,
    Evidence,
    Feed,
    Header,
    Keyword,
    Openness,
    Organisation,
    Party,
    RecordsClass,
    Reference,
    Register,
    RequestChannel,
    Resource,
    Retention,
    Scope,
    SourceDocument,
    SourceIssue,
    System,
    SystemUse,
    Text,
    Unit,
)
from flowviz.loading import reserved_scopes
from flowviz.loading.schema import FORMS, fields, is_noun

LANGUAGES = ("en", "no")
AWKWARD = [
    *(
        "no",
        "1e3",
        "050",
        "=1+2",
        "+358 9 310",
        "-",
        "–",
        "@x",
        "'quoted'",
        "'=1",
        "''=",
        " edge ",
        "a: b",
        "a #b",
        "#",
        "<b>&amp;",
    ),
    *(
        "line\nline",
        "line\n",
        "\nline",
        "a\tb",
        "[x]",
        "{y}",
        "x,y; z",
        "_x0041_",
        "true",
        "~",
        "null",
        "2026-01-31",
        "1:30",
        "?",
        "!",
    ),
    *(
        "ä–ö\u00a0å",
        "日本",
        "\U0001f600",
        "%TAG",
        "& *",
        "word " * 40,
        "a  b",
        "x:",
        '"',
        "\\n",
        "cr\rcr",
        "0x1f",
        "- a",
        "|",
        ">",
    ),
]
strings = st.sampled_from(AWKWARD) | st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20
)
strings = strings.filter(lambda text: bool(text.strip()))


_ORDERS = st.permutations(LANGUAGES)


@st.composite
def _texts(draw: st.DrawFn) -> Text:
    codes = draw(_ORDERS)[: draw(st.integers(1, 2))]
    return Text(tuple((code, draw(strings)) for code in codes))


texts = _texts()
quotes = st.none() | strings.map(lambda text: text.replace("\n", " ").replace('"', "'"))
evidence = st.one_of(
    st.builds(lambda a, b: Evidence("page", min(a, b), max(a, b)), st.integers(1, 90), st.integers(1, 90)),
    st.builds(lambda a, quote: Evidence("other-page", a, a, quote), st.integers(1, 999), quotes),
    st.builds(lambda quote: Evidence("other-page", quote=quote), quotes),
)


_choices = functools.cache(st.sampled_from)


class _Maker:
    """Draws nouns field by field, with ids that are all different and references to them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0
        self.ids: dict[str, list[str]] = {}

    def id(self, kind: str) -> str:
        self.count += 1
        self.ids.setdefault(kind, []).append(f"{kind}-{self.count}")
        return self.ids[kind][-1]

    def many(self, cls: type, most: int = 2, **given: Any) -> tuple[Any, ...]:
        return tuple(self.one(cls, **given) for _ in range(self.draw(st.integers(0, most))))

    def one(self, cls: type, **given: Any) -> Any:
        values = dict(given)
        for field in fields(cls):
            if field.name in values:
                continue
            if field.name == "id":
                values["id"] = self.id(cls.__name__.lower())
            elif is_noun(field.type):
                continue
            elif field.required or self.draw(st.booleans()):
                value = self.value(field.type, field.of)
                if value is not None:
                    many = (value, *([self.value(field.type, field.of)] if field.type is Evidence else []))
                    values[field.name] = many if field.many else value
                elif field.required:
                    values[field.name] = ()
        return cls(**values)

    def value(self, type_: Any, of: str | None) -> Any:
        if type_ is Text:
            return self.draw(texts)
        if type_ is Evidence:
            return self.draw(evidence)
        if typing.get_origin(type_) is typing.Literal:
            return self.draw(_choices(typing.get_args(type_)))
        if type_ is bool:
            return self.draw(st.booleans())
        if type_ is int:
            return self.draw(st.integers(1, 999))
        if of in FORMS:
            return {
                "date": "2026-01-31",
                "code": "00 01.2",
                "colour": "#ffcab3",
                "url": "https://a.example/?b=c",
                "ref": "hub/a-b",
            }.get(of or "", "en")
        if of is not None and of.startswith("-> "):
            known = self.ids.get({"records class": "code"}.get(of[3:], of[3:]), [])
            return self.draw(st.sampled_from(known)) if known else None
        return self.draw(strings)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """A catalogue with something of everything."""
    m = _Maker(draw)
    m.ids["scope"] = ["own", "city", "unstated"]
    header = m.one(Header, id="small", language="en", languages=LANGUAGES, date="2026-01-31")
    sources = (
        SourceDocument(id="page", title=draw(texts), language="en", lines=90),
        m.one(SourceDocument, id="other-page", kind="law", language="en", lines=None),
    )
    scopes = (
        m.one(Scope, id="city", letter="C"),
        *(() if draw(st.booleans()) else (m.one(Scope, id="unstated", letter="U"),)),
    )
    scopes += tuple(scope for scope in reserved_scopes() if scope.id not in {other.id for other in scopes})

    def aliased(cls: type, **given: Any) -> Any:
        return m.one(cls, aliases=m.many(Alias), **given)

    m.ids["department"] = [f"department-{i}" for i in range(draw(st.integers(1, 2)))]
    parties = tuple(aliased(Party) for _ in range(2))
    systems = tuple(aliased(System) for _ in range(2))

    def resource(**given: Any) -> Resource:
        inside = {"systems": m.many(SystemUse), "openness": m.many(Openness), "documents": m.many(Reference)}
        groups = m.many(DataGroup)
        registers = tuple(
            aliased(Register, datasets=(aliased(Dataset, groups=groups),), **inside)
            for _ in range(draw(st.integers(0, 1)))
        )
        keys = tuple(draw(texts) for _ in range(draw(st.integers(0, 2))))
        found: Resource = aliased(
            Resource,
            registers=registers,
            datasets=m.many(Dataset, 1),
            search_keys=keys,
            retention=m.one(Retention, years=3, permanent=False),
            part_of=None,
            **inside,
            **given,
        )
        return found

    departments: list[Department] = []
    for id_ in reversed(m.ids["department"]):
        m.ids["code"] = [f"0{len(departments)} 0{i}" for i in range(2)]
        classes = tuple(m.one(RecordsClass, code=code) for code in m.ids["code"])
        m.ids["unit"] = []
        units = m.many(Unit)
        resources = tuple(resource(scope=OWN) for _ in range(draw(st.integers(0, 2))))
        departments.append(aliased(Department, id=id_, units=units, records_classes=classes, resources=resources))
    m.ids["unit"] = []
    m.ids["code"] = []
    shared = tuple(resource(scope="city", unit=None) for _ in range(draw(st.integers(0, 2))))
    m.ids["thing"] = [
        id_ for kind in ("department", "system", "party", "resource", "dataset") for id_ in m.ids.get(kind, ())
    ]
    feeds = [
        m.one(
            Feed,
            source=parties[i % 2].id,
            target=systems[i // 2].id,
            content=Text.of(en=f"{i}"),
            evidence=(draw(evidence),),
        )
        for i in range(draw(st.integers(0, 3)))
    ]
    return Catalogue(
        header=header,
        organisation=aliased(Organisation, id="office"),
        sources=sources,
        scopes=scopes,
        departments=tuple(departments),
        shared=shared,
        systems=systems,
        parties=parties,
        feeds=tuple(feeds),
        issues=m.many(SourceIssue),
        requests=tuple(aliased(RequestChannel, contacts=m.many(Contact)) for _ in range(1)),
        keywords=m.many(Keyword),
    )
