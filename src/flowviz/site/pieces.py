"""The pieces that pages are full of, as HTML: facts, feeds and things with their links and evidence.

The templates ask for them by the macros of the same names. They are joined here, and not there, because a site has some
hundred thousand of them: a macro takes ten times as long. Everything is escaped where it is put in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

from flowviz.wording import cited

if TYPE_CHECKING:
    from flowviz.catalogue import Evidence, Feed, Text
    from flowviz.site.facts import Fact, Value
    from flowviz.site.place import Place
    from flowviz.site.tables import FeedTable, ThingRow

__all__ = ["Pieces", "in_language", "pieces"]

_MOST_KEPT: Final = 8_000
"""So much evidence is kept as it is told: that of a feed stands on the pages of both its ends, and in lists."""
_KNOWN: Final = ("implied", "known")
Said = Callable[[Any], Markup]


def pieces(at: Place, said: Said) -> Pieces:
    """The pieces for a page; pages that lie at the same depth share them."""
    return at.model.once(("pieces", at.language, at.to("about.html#_source")), lambda: Pieces(at, said))


def in_language(text: str, code: str | None) -> Markup:
    """A text, marked with its language where that is given."""
    return Markup(f'<span lang="{escape(code)}">{escape(text)}</span>') if code else escape(text)


class Pieces:
    """The pieces of pages in a language that lie in one folder."""

    def __init__(self, at: Place, said: Said) -> None:
        self._at, self._said = at, said
        self._kept = functools.lru_cache(_MOST_KEPT)(self._evidence)
        self._words = functools.cache(lambda key: str(escape(at.w(key))))
        self.unknown = Markup(f'<span class="unknown">{self._words("not.stated")}</span>')

    def evidence(self, entries: Sequence[Evidence]) -> Markup:
        """The documents and lines of some evidence, as links."""
        return self._kept(tuple(entries)) if entries else Markup()

    def _evidence(self, entries: Sequence[Evidence]) -> Markup:
        """Words of a document are marked with its language. A document that has an address is linked to there."""
        at, found = self._at, []
        for source, parts in cited(at.catalogue, entries, at.language):
            title = source.title.get(at.language)
            link = source.url or at.to(f"about.html#_source-{source.id}")
            text = Markup("").join(
                in_language(part, source.language) if quoted else self._said(part) for part, quoted in parts
            )
            told = "" if title in text.striptags() else f' title="{escape(title)}"'
            found.append(f'<a href="{escape(link)}"{told}>{text}</a>')
        return Markup(f'<span class="evidence">{"; ".join(found)}</span>')

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
        text = self._said(value.text)
        linked = f'<a href="{escape(value.href)}">{text}</a>' if value.href else text
        return f"{self._sign(value.scope)} {linked}" if value.scope else linked

    def _sign(self, scope: str) -> str:
        link = escape(self._at.sign(scope))
        return f'<img class="sign" src="{link}" alt="" width="22" height="22">'

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
        return f' <span class="more"><span class="label">{escape(label)}:</span> {html}</span>'

    def fact_list(self, facts: Sequence[Fact]) -> Markup:
        """Facts as a list of their labels with their values."""
        if not facts:
            return Markup()
        found = ['<dl class="facts">\n']
        for fact in facts:
            values = [f"<dd>{self._value(one)}</dd>\n" for one in fact.values] or [f"<dd>{self.unknown}</dd>\n"]
            found += [f"<div>\n<dt>{escape(fact.label)}</dt>\n", *values, "</div>\n"]
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
                self._beside(self._at.w(f"field.{field}"), self._said(text))
                for field in ("frequency", "condition", "note")
                if (text := getattr(row.feed, field))
            ]
            told = self.evidence(row.feed.evidence) or self.unknown
            parts.append(f"</td>\n<td>{self.basis(row.feed.basis)}</td>\n<td>{told}</td>\n</tr>\n")
        return self._region(caption, "", parts)

    def _content(self, feed: Feed) -> str:
        content: Text | None = feed.content
        return self._said(content) if content else f'<span class="unknown">{self._words("content.unstated")}</span>'

    def things(self, rows: Sequence[ThingRow], caption: str, home: str | None, scope: bool) -> Markup:
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
