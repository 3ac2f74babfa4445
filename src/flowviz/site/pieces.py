"""The pieces that pages are full of, as HTML: facts, feeds and things with their links and evidence.

They are joined here, and not in the templates that ask for them, because a site has some
hundred thousand of them: a macro takes ten times as long. Everything is escaped where it is put in.
"""

from __future__ import annotations

import contextlib
import functools
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

from flowviz.locales import words
from flowviz.wording import cited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Evidence, Feed, SourceDocument, Text
    from flowviz.site.facts import Fact, Value
    from flowviz.site.place import Place
    from flowviz.site.tables import FeedTable, ThingRow

__all__ = ["Pieces", "Said", "in_language", "pieces"]

_MOST_KEPT: Final = 8_000
"""So much evidence is kept as it is told: that of a feed stands on the pages of both its ends, and in lists."""
_MOST_SAID: Final = 20_000
_KNOWN: Final = ("implied", "known")


class Said:
    """Tells texts of the catalogue in a language, and remembers for `listening` which plain texts it told, and how.

    How a plain text is told hangs on all names of the catalogue: they may stand in it, and are marked with their language.
    """

    def __init__(self, plain: Callable[[str], Markup], text: Callable[[Text], Markup]) -> None:
        self._plain, self._text = (functools.lru_cache(_MOST_SAID)(tell) for tell in (plain, text))
        self._heard: list[dict[str, str]] = []

    def tell(self, text: Text | str) -> Markup:
        """A text, marked with its language when that is not the language of the page."""
        if not isinstance(text, str):
            return self._text(text)
        found = self._plain(text)
        if self._heard:
            self._heard[-1][text] = found
        return found

    def told(self, heard: Mapping[str, str]) -> None:
        """Remembers what was told when something was made that now is there already."""
        if self._heard:
            self._heard[-1].update(heard)

    @contextlib.contextmanager
    def listening(self) -> Iterator[dict[str, str]]:
        """The plain texts that are told meanwhile, each as it is told."""
        heard: dict[str, str] = {}
        self._heard.append(heard)
        try:
            yield heard
        finally:
            self._heard.pop()
            self.told(heard)


def pieces(at: Place, said: Said) -> Pieces:
    """The pieces for a page; pages that lie at the same depth share them."""
    key = ("pieces", at.language, at.to("about.html#_source"))
    return at.model.once(key, lambda: Pieces(at.to, at.sign, at.language, at.catalogue.sources, said))


@functools.lru_cache(_MOST_SAID)
def _safe(text: str) -> str:
    """A text escaped: most links and labels stand in many places."""
    return str(escape(text))


def in_language(text: str, code: str | None) -> Markup:
    """A text, marked with its language where that is given."""
    return Markup(f'<span lang="{escape(code)}">{escape(text)}</span>') if code else escape(text)


class Pieces:
    """The pieces of pages in a language that lie in one folder."""

    def __init__(
        self,
        to: Callable[[str], str],
        sign: Callable[[str], str],
        language: str,
        sources: Sequence[SourceDocument],
        said: Said,
    ) -> None:
        self._to, self._sign_of, self._language, self._sources, self._said = to, sign, language, sources, said
        self._kept = functools.lru_cache(_MOST_KEPT)(self._evidence)
        self._words = functools.cache(lambda key: str(escape(words(language)(key))))
        self.unknown = Markup(f'<span class="unknown">{self._words("not.stated")}</span>')

    def evidence(self, entries: Sequence[Evidence]) -> Markup:
        """The documents and lines of some evidence, as links."""
        if not entries:
            return Markup()
        html, heard = self._kept(tuple(entries))
        self._said.told(heard)
        return html

    def _evidence(self, entries: Sequence[Evidence]) -> tuple[Markup, Mapping[str, str]]:
        """Words of a document are marked with its language. A document that has an address is linked to there."""
        found = []
        with self._said.listening() as heard:
            for source, parts in cited(self._sources, entries, self._language):
                title = source.title.get(self._language)
                link = source.url or self._to(f"about.html#_source-{source.id}")
                text = "".join(
                    [in_language(part, source.language) if quoted else self._said.tell(part) for part, quoted in parts]
                )
                plain = " ".join("".join([part for part, _ in parts]).split())
                told = "" if title in plain else f' title="{_safe(title)}"'
                found.append(f'<a href="{_safe(link)}"{told}>{text}</a>')
        return Markup(f'<span class="evidence">{"; ".join(found)}</span>'), heard

    def basis(self, value: str | None) -> Markup:
        """How something is known, as a badge."""
        if value not in (*_KNOWN, "stated"):
            return Markup()
        return Markup(
            f'<span class="badge{f" {value}" if value in _KNOWN else ""}">{self._words(f"basis.{value}")}</span>'
        )

    def words(self, value: Value) -> Markup:
        """The words of a value, as a link where they lead anywhere, behind the sign of a scope."""
        return Markup(self._linked(value))

    def _linked(self, value: Value) -> str:
        text = self._said.tell(value.text)
        linked = f'<a href="{_safe(value.href)}">{text}</a>' if value.href else text
        return f"{self.sign(value.scope)} {linked}" if value.scope else linked

    def sign(self, scope: str) -> Markup:
        """The sign of a scope."""
        link = _safe(self._sign_of(scope))
        return Markup(f'<img class="sign" src="{link}" alt="" width="22" height="22">')

    def hit(self, rows: Sequence[tuple[Value, str, str]]) -> Markup:
        """Things that a removal hits as entries of a list, each with how hard and the key of its word."""
        found = (
            f'<li>{self._linked(one)} <span class="badge {effect.replace(" ", "-")}">{self._words(word)}</span></li>'
            for one, effect, word in rows
        )
        return Markup("".join(found))

    def value(self, one: Value) -> Markup:
        """A value with how it is known."""
        return Markup(self._value(one))

    def _value(self, one: Value) -> str:
        return f"{self._linked(one)}{self._known_by(one)}\n"

    def known_by(self, one: Value) -> Markup:
        """How a value is known, and what is told besides."""
        return Markup(self._known_by(one))

    def _known_by(self, one: Value) -> str:
        basis = f" {self.basis(one.basis)}" if one.basis in _KNOWN else ""
        evidence = f" {self.evidence(one.evidence)}" if one.evidence else ""
        return basis + evidence + "".join(map(self._more, one.more))

    def _more(self, fact: Fact) -> str:
        return self._beside(fact.label, "; ".join(map(self._value, fact.values)))

    def _beside(self, label: str, html: str) -> str:
        return f' <span class="more"><span class="label">{_safe(label)}:</span> {html}</span>'

    def fact_list(self, facts: Sequence[Fact]) -> Markup:
        """Facts as a list of their labels with their values."""
        if not facts:
            return Markup()
        found = ['<dl class="facts">\n']
        for fact in facts:
            values = [f"<dd>{self._value(one)}</dd>\n" for one in fact.values] or [f"<dd>{self.unknown}</dd>\n"]
            found += [f"<div>\n<dt>{_safe(fact.label)}</dt>\n", *values, "</div>\n"]
        return Markup("".join([*found, "</dl>\n"]))

    def feeds(self, table: FeedTable, caption: str) -> Markup:
        """Feeds as a table."""
        heads = [
            *(["field.source"] if table.givers else []),
            *(["field.target"] if table.receivers else []),
        ]
        parts = [f'<caption class="unseen">{escape(caption)}</caption>\n<thead><tr>\n']
        parts += [f'<th scope="col">{self._words(key)}</th>' for key in heads]
        parts += [f'<th scope="col">{self._words(f"field.{key}")}</th>\n' for key in ("content", "basis", "evidence")]
        parts.append("</tr></thead>\n<tbody>\n")
        for row in table.rows:
            parts.append("<tr>\n")
            ends = [row.giver] * table.givers + [row.receiver] * table.receivers
            parts += [
                f"<td>{self._linked(end)}</td>" if i else f'<th scope="row">{self._linked(end)}</th>'
                for i, end in enumerate(ends)
            ]
            parts.append(f"<td>\n{self._content(row.feed)}{''.join(map(self._more, row.carried))}")
            parts += [
                self._beside(words(self._language)(f"field.{field}"), self._said.tell(text))
                for field in ("frequency", "condition", "note")
                if (text := getattr(row.feed, field))
            ]
            told = self.evidence(row.feed.evidence) or self.unknown
            parts.append(f"</td>\n<td>{self.basis(row.feed.basis)}</td>\n<td>{told}</td>\n</tr>\n")
        return self._region(caption, "", parts)

    def _content(self, feed: Feed) -> str:
        content: Text | None = feed.content
        return (
            self._said.tell(content) if content else f'<span class="unknown">{self._words("content.unstated")}</span>'
        )

    def things(self, rows: Sequence[ThingRow], caption: str, home: str | None = None, *, scope: bool = False) -> Markup:
        """Things as a table, with where they lie under the heading ``home`` and with their scope where that is asked for."""
        parts = [f'<caption class="unseen">{escape(caption)}</caption>\n<thead><tr>\n']
        parts.append(f'<th scope="col">{self._words("field.name")}</th>\n')
        parts += [f'<th scope="col">{escape(home)}</th>'] if home else []
        parts += [f'<th scope="col">{self._words("field.scope")}</th>'] if scope else []
        parts += [f'<th scope="col" class="number">{self._words(f"field.feeds_{way}")}</th>\n' for way in ("out", "in")]
        parts.append("</tr></thead>\n<tbody>\n")
        for row in rows:
            parts.append(f'<tr>\n<th scope="row">{self._linked(row.thing)}</th>\n')
            if home:
                parts.append(f"<td>{self._linked(row.home) if row.home else self.unknown}</td>")
            if scope:
                parts.append(f"<td>{self._linked(row.scope) if row.scope else ''}</td>")
            parts.append(f'<td class="number">{row.feeds_out}</td>\n<td class="number">{row.feeds_in}</td>\n</tr>\n')
        return self._region(caption, ' class="things"', parts)

    def _region(self, caption: str, attributes: str, parts: Sequence[str]) -> Markup:
        """A table in an area of its own, which scrolls where it is too wide."""
        return Markup(
            f'<div class="scroller" role="region" tabindex="0" aria-label="{escape(caption)}"><table{attributes}>\n'
            + "".join(parts)
            + "</tbody>\n</table>\n</div>\n"
        )
