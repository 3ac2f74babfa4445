"""What is to be told, before it is words: a key of the locales and the values of its blanks. It is worded last, once."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias, Union

from flowviz.locales import sentences, words

__all__ = ["Message", "OneOf", "Value", "said"]

Value: TypeAlias = Union[str, int, float, "Message", tuple["Value", ...], None]
"""What fills a blank: names and ids as they are, numbers, messages that are parts of others, and lists of all these."""


class Message(NamedTuple):
    """What is to be told: its sentence is ``problem.<key>`` of the locales, what stands before the first dot its code.

    A ``proposal`` among the values needs no blank: it is what was probably meant, and told at the end.

    >>> message = said("unknown-scope", id="cty", proposal="city")
    >>> message.told("en"), message.told("fi")
    ("unknown scope 'cty' (did you mean 'city'?)", 'tuntematon taso ”cty” (tarkoititko ”city”?)')
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def code(self) -> str:
        return self.key.partition(".")[0]

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """The message in words."""
        blanks = {name: _worded(value, language) for name, value in self.values}
        proposal = blanks.pop("proposal", None)
        sentence = words(language)(f"problem.{self.key}", **blanks)
        return sentence if proposal is None else sentence + said("proposal", name=str(proposal)).told(language)


class OneOf(tuple["Value", ...]):
    """A list of which one is meant: its last two have an "or" between them."""

    __slots__ = ()


def said(key: str, /, **values: Value) -> Message:
    """The message with this key and these values."""
    return Message(key, tuple(values.items()))


class _Number(int):
    """A number whose thousands are apart as a language has it, where the sentence asks for that."""

    between: str

    def __format__(self, form: str) -> str:
        return int(self).__format__(form).replace(",", self.between)


def _worded(value: Value, language: str) -> object:
    if isinstance(value, Message):
        return value.told(language)
    if isinstance(value, tuple):
        told = [str(_worded(one, language)) for one in value]
        if isinstance(value, OneOf) and len(told) > 1:
            return said("one-of", first=", ".join(told[:-1]), last=told[-1]).told(language)
        return ", ".join(told)
    if isinstance(value, int):
        number = _Number(value)
        number.between = sentences(language)["language.thousands"]
        return number
    return value
