"""The plain data of a catalogue -> YAML files that people like to read and edit.

One file for each department, one for each other part. Short lists and texts stand on one line, long texts are
folded, entries of a list of things have an empty line between them.
"""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import as_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["files_of", "scalar"]

_WIDTH: Final = 110
_FIRST_LINE: Final = "# yaml-language-server: $schema={}catalogue.schema.json"
_PLAIN: Final = re.compile(r"[^\W_][^\n\r\t\x85\u2028\u2029]*\Z")
_NUMBERLIKE: Final = re.compile(r"[0-9.][0-9A-Za-z.+_:-]*\Z")
_WORDS: Final = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
_BARE_LINES: Final = re.compile(r"[1-9][0-9]*-[1-9][0-9]*\Z")
_LINE: Final = re.compile(r"\S(?:.*\S)?\Z")
_HEAD: Final = ("catalogue", "organisation", "sources")


def files_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The YAML texts of the plain data of a catalogue (`flowviz.documents.document`) by file name.

    The names sort in the order of the catalogue, so that loading them gives it again.
    """
    language = data["catalogue"]["language"]
    files = {"catalogue.yaml": {key: data[key] for key in _HEAD if key in data}}
    departments = data.get("departments", [])
    for name, department in zip(_names([entry["id"] for entry in departments]), departments, strict=True):
        files[f"departments/{name}.yaml"] = {"departments": [department]}
    for key, value in data.items():
        if key not in (*_HEAD, "departments", "source"):
            files[f"{key}.yaml"] = {key: value}
    source = {"source": data["source"]} if "source" in data else {}
    return {name: _text({**source, **parts}, language, "../" * name.count("/")) for name, parts in files.items()}


def _names(ids: list[str]) -> list[str]:
    """A file name for each department that sorts in their order: the id, with a number where it needs one."""
    names = [as_file(id_) for id_ in ids]
    if sorted(f"{name}.yaml" for name in names) == [f"{name}.yaml" for name in names]:
        return names
    width = len(str(len(ids)))
    return [f"{number:0{width}}-{id_}" for number, id_ in enumerate(ids, 1)]


def _text(parts: Mapping[str, Any], language: str, up: str) -> str:
    lines = [_FIRST_LINE.format(up)]
    for key, value in parts.items():
        lines += ["", *_entry(key, value, 0, language)] if key != "source" else _entry(key, value, 0, language)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any, indent: int, language: str) -> Iterator[str]:
    """The lines of ``key: value``."""
    pad = " " * indent
    if isinstance(value, dict) and list(value) == [language] and isinstance(value[language], str):
        value = value[language]
    if isinstance(value, str):
        yield from _string(f"{pad}{key}:", value, indent)
        return
    if value == []:
        yield f"{pad}{key}: []"
        return
    flow = _flow(value)
    if flow is not None and len(pad) + len(key) + 2 + len(flow) <= _WIDTH:
        yield f"{pad}{key}: {flow}"
        return
    yield f"{pad}{key}:"
    if isinstance(value, dict):
        for inner, one in _ordered(value):
            yield from _entry(inner, one, indent + 2, language)
    else:
        yield from _list(value, indent + 2, language)


def _ordered(entry: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The items of an entry: what it says of itself, then its evidence and note, then what lies in it."""

    def rank(item: tuple[str, Any]) -> int:
        key, value = item
        if isinstance(value, list) and any(isinstance(one, dict) for one in value) and key != "aliases":
            return 3
        return {"evidence": 1, "note": 2}.get(key, 0)

    return sorted(entry.items(), key=rank)


def _list(values: list[Any], indent: int, language: str) -> Iterator[str]:
    pad = " " * indent
    for number, value in enumerate(values):
        if not isinstance(value, dict):
            yield f"{pad}- {scalar(value)}"
            continue
        if number:
            yield ""
        lines = [line for key, one in _ordered(value) for line in _entry(key, one, indent + 2, language)]
        yield f"{pad}- {lines[0].lstrip()}"
        yield from lines[1:]


def _flow(value: Any) -> str | None:
    """A scalar, a short list of scalars or a text in several languages on one line; None for the rest."""
    if isinstance(value, list):
        return (
            None
            if any(isinstance(one, (dict, list)) for one in value)
            else f"[{', '.join(_in_flow(one) for one in value)}]"
        )
    if isinstance(value, dict):
        texts = all(isinstance(one, str) and re.fullmatch("[a-z]{2,3}", key) for key, one in value.items())
        return f"{{{', '.join(f'{_key(key)}: {_in_flow(one)}' for key, one in value.items())}}}" if texts else None
    return scalar(value)


def _key(key: str) -> str:
    return f'"{key}"' if key in _WORDS else key


def _in_flow(value: Any) -> str:
    text = scalar(value)
    risky = text[0] not in '"' and re.search(r"[,\[\]{}?]|:$", text)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) and risky else text


def _string(head: str, value: str, indent: int) -> Iterator[str]:
    """A text after its key: plain, folded, literal or in quotes, the first that says it exactly."""
    pad = " " * (indent + 2)
    lines = value.removesuffix("\n").split("\n")
    if "\n" in value and all(_LINE.match(line) and line.isprintable() for line in lines):
        yield f"{head} {'|' if value.endswith(chr(10)) else '|-'}"
        yield from (pad + line for line in lines)
    elif len(head) + 1 + len(value) > _WIDTH and " " in value and _folds(value):
        yield f"{head} >-"
        wrapped = textwrap.wrap(value, _WIDTH - len(pad), break_long_words=False, break_on_hyphens=False)
        yield from (pad + line for line in wrapped)
    else:
        yield f"{head} {scalar(value)}"


def _folds(value: str) -> bool:
    return value.isprintable() and value.split(" ") == value.split()


def scalar(value: Any) -> str:
    """A number, truth value or text as it stands after a colon.

    >>> scalar("no"), scalar("1e3"), scalar("50-51"), scalar("Kela: tiedot"), scalar(30), scalar(True)
    ('"no"', '"1e3"', '50-51', '"Kela: tiedot"', '30', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _BARE_LINES.match(value) or _is_plain(value):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in quoted)


def _is_plain(value: str) -> bool:
    return (
        _PLAIN.match(value) is not None
        and value.isprintable()
        and not _NUMBERLIKE.match(value)
        and value.lower() not in _WORDS
        and not value.endswith((":", " "))
        and ": " not in value
        and " #" not in value
    )
