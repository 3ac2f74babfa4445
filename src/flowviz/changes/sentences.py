"""Differences in words that need no knowledge of files: what is new, gone or changed, of what, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flowviz.catalogue import Evidence, Text
from flowviz.changes.compare import Change, Comparison
from flowviz.changes.entries import HEADER, HOME, KIND, KINDS, Entry
from flowviz.facts.things import one_value
from flowviz.locales import in_languages, words
from flowviz.model import Model, name_of
from flowviz.telling.words import line
from flowviz.wording import evidence_text, feed_text, scope_name, titles_of

__all__ = ["Wording"]

_LONGEST, _NAME, _LEAD = 160, 80, 40
_INNER = ("register", "dataset")
"""Kinds of things that lie in another thing, not in a department."""


class Wording:
    """Words the changes of a comparison in one language."""

    def __init__(self, comparison: Comparison, language: str) -> None:
        self.comparison = comparison
        self.language = language
        self.words = words(language)
        self._titles = {id(model): titles_of(model.catalogue, language) for model in (comparison.old, comparison.new)}

    # --- the parts of a change, for tables

    def kind(self, entry: Entry) -> str:
        """What an entry is: information resource, feed, scope …"""
        return self.words(f"changes.kind.{entry.kind}" if entry.kind in KINDS else f"kind.{entry.kind}")

    def name(self, entry: Entry, model: Model) -> str:
        """What an entry is called; a feed by its ends."""
        if entry.kind == "feed":
            return f"{name_of(model, entry.noun.source, self.language)} → {name_of(model, entry.noun.target, self.language)}"
        if entry.kind == "records-class":
            return f"{entry.id} {entry.noun.name.get(self.language)}"
        if entry.kind in ("keyword", "issue"):
            return _cut(entry.noun.text.get(self.language), _NAME)
        return entry.name.get(self.language) if entry.name else entry.id

    def field(self, change: Change) -> str:
        """The label of the field that changed; "" where it is the whole entry."""
        if change.field is None:
            return ""
        if change.field is HOME:
            return self.words("details.home" if change.kind in _INNER else "field.department")
        return self.words(f"field.{change.field.name}")

    def before(self, change: Change) -> str:
        """What was, in full; "" for nothing."""
        return self._values(change, change.old, change.before, self.comparison.old)

    def after(self, change: Change) -> str:
        """What is, in full; "" for nothing."""
        return self._values(change, change.new, change.after, self.comparison.new)

    def _values(self, change: Change, entry: Entry | None, values: Sequence[Any], model: Model) -> str:
        field = change.field
        if entry is None or field is None:
            return "; ".join(map(str, values))
        if field.type is Evidence:
            return evidence_text(values, self.language, self._titles[id(model)])
        if values and isinstance(values[0], Text) and not field.many:
            return self._text(change, values[0])
        if field is KIND:
            return self.words(f"kind.{values[0]}")
        told = (one_value(model, entry.noun, field, value) for value in values)
        return "; ".join(line(value, self.language, ids=False, titles=self._titles[id(model)]) for value in told)

    def _text(self, change: Change, text: Text) -> str:
        """A text in the languages in which it changed."""
        differing = self._differing(change)
        said = [(code, value) for code, value in text.values if code in differing]
        if len(said) == len(text.values) == 1:
            return said[0][1]
        return "; ".join(f"{code}: {value}" for code, value in said)

    def _differing(self, change: Change) -> list[str]:
        texts = [dict(values[0].values) if values else {} for values in (change.before, change.after)]
        return [code for code in {**texts[0], **texts[1]} if texts[0].get(code) != texts[1].get(code)]

    # --- the sentence

    def sentence(self, change: Change) -> str:
        """The whole difference in one sentence."""
        if change.action in ("added", "removed"):
            model = self.comparison.new if change.new else self.comparison.old
            return self.words(f"changes.sentence.{change.action}", subject=self._told(change.entry, model))
        old, new = change.old, change.new
        assert old is not None
        assert new is not None
        # a thing is called what it is called now, but where the sentence is about its name
        named = (old, self.comparison.old) if change.action == "renamed" else (new, self.comparison.new)
        subject = self.subject(*named)
        before, after = self._short(change)
        if change.field is None:
            return self.words("changes.sentence.new-id", subject=subject, before=before, after=after)
        if change.field is HOME and change.kind in _INNER:
            form = "relocated"
        elif change.field.many:
            form = "swapped" if before and after else "gained" if after else "lost"
        else:
            form = {(True, False): "unset", (False, True): "set"}.get((bool(before), bool(after)), change.action)
        label = self.field(change)
        return self.words(f"changes.sentence.{form}", subject=subject, field=_inner(label), before=before, after=after)

    def subject(self, entry: Entry, model: Model) -> str:
        """An entry in a sentence: what it is, and its name."""
        if entry.kind == HEADER:
            return self.kind(entry)
        name = self.name(entry, model)
        return f"{_inner(self.kind(entry))} {name if entry.kind == 'feed' else self.words('changes.quoted', text=name)}"

    def _told(self, entry: Entry, model: Model) -> str:
        subject = self.subject(entry, model)
        if entry.kind == "feed":
            return (
                f"{subject}: {feed_text(model, entry.noun, self.language, ends=False, titles=self._titles[id(model)])}"
            )
        if entry.kind in ("shared", "party"):
            return f"{subject} ({_inner(scope_name(model, entry.noun.scope, self.language))})"
        return subject

    def _short(self, change: Change) -> tuple[str, str]:
        """What was and what is, cut to what a sentence can hold."""
        texts = [
            values[0].get(self.language) if values and isinstance(values[0], Text) else ""
            for values in (change.before, change.after)
        ]
        is_text = change.field is not None and change.field.type is Text and not change.field.many
        if is_text and texts[0] != texts[1]:
            quoted = [self.words("changes.quoted", text=text) if text else "" for text in _excerpts(*texts)]
            return quoted[0], quoted[1]
        if is_text:
            return self._translations(change)
        return _cut(self.before(change)), _cut(self.after(change))

    def _translations(self, change: Change) -> tuple[str, str]:
        """The texts in the other languages that changed."""
        sides = []
        for values in (change.before, change.after):
            texts = dict(values[0].values) if values else {}
            told = []
            for code in self._differing(change):
                value = (
                    self.words("changes.quoted", text=_cut(texts[code]))
                    if code in texts
                    else self.words("changes.missing")
                )
                told.append(f"{in_languages([code], self.language)} {value}")
            sides.append(", ".join(told))
        return sides[0], sides[1]


def _inner(text: str) -> str:
    """A label as it stands inside a sentence."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _excerpts(before: str, after: str) -> tuple[str, str]:
    """Two texts, cut to the part in which they differ where they are long.

    >>> _excerpts("to be", "not to be")
    ('to be', 'not to be')
    """
    before, after = " ".join(before.split()), " ".join(after.split())
    same = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    start = before.rfind(" ", 0, max(same - _LEAD, 0)) + 1 if max(len(before), len(after)) > _LONGEST else 0
    told = [_cut(text[start:]) for text in (before, after)]
    if start and before and after:
        told = [f"…{text}" for text in told]
    return told[0], told[1]


def _cut(text: str, most: int = _LONGEST) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
