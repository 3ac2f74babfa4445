"""Plain data put into those of an existing catalogue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from flowviz.errors import FlowvizError
from flowviz.loading.schema import QUOTE

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AnotherCatalogue", "check_same", "merged", "put_into", "translated"]

_BARE: Final = re.compile(rf"[0-9]+(-[0-9]+)?({QUOTE})?")
_TELLING: Final = ("title", "url", "lines")
"""What two documents cannot differ in and be the same."""


class AnotherCatalogue(FlowvizError):  # noqa: N818
    """What is to be merged is of another catalogue, or made from other documents under the same ids."""


def check_same(old: dict[str, Any], new: dict[str, Any], name: str) -> None:
    """Nothing when ``new`` is data of the catalogue ``old``, from the same documents; raises `AnotherCatalogue`.

    ``name`` is what that calls the file of ``new``.
    """
    theirs, ours = new.get("catalogue", {}).get("id"), old["catalogue"]["id"]
    if theirs not in (None, ours):
        raise AnotherCatalogue(
            f"{name}: this is the catalogue '{theirs}', not '{ours}': import it into a folder of its own"
        )
    if differences := list(_other_documents(old.get("sources", ()), new.get("sources", ()))):
        raise AnotherCatalogue(*(f"{name}: {difference}" for difference in differences))


def put_into(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The data of the catalogue ``old`` with those of ``new`` in them, as `merged`; all evidence stays at its document."""
    if "source" in old and new.get("source", old["source"]) != old["source"]:
        new = _named(new, new["source"]) | {"source": old["source"]}
    return merged(old, new)


def _other_documents(old: Any, new: Any) -> Iterator[str]:
    known = {entry["id"]: entry for entry in old}
    for entry in new:
        for field in _TELLING:
            ours, theirs = known.get(entry.get("id"), {}).get(field), entry.get(field)
            if isinstance(ours, dict) and isinstance(theirs, dict):  # a text, in the languages that both have it in
                language = next((code for code in ours if theirs.get(code, ours[code]) != ours[code]), None)
                ours, theirs = ours.get(language), theirs.get(language)
            if None not in (ours, theirs) and str(ours) != str(theirs):
                yield (
                    f"source '{entry['id']}' is another document here ({field} '{theirs}', not '{ours}'): give it an id "
                    f"of its own, or correct it in the catalogue first if it is the same"
                )
                break


def _named(data: Any, source: str) -> Any:
    """``data`` with ``source`` named wherever evidence is bare lines."""
    if isinstance(data, list):
        return [_named(entry, source) for entry in data]
    if not isinstance(data, dict):
        return data
    return {
        key: [f"{source}:{one}" if _BARE.fullmatch(str(one)) else one for one in value]
        if key.endswith("evidence") and isinstance(value, list)
        else _named(value, source)
        for key, value in data.items()
    }


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The data of ``old`` with those of ``new`` in them; both are left as they are.

    An entry with an id or code is put into the one that has it; fields that ``new`` does not state stay. Feeds
    between two things replace the old ones between them. Everything else is replaced where ``new`` has it.

    >>> merged({"systems": [{"id": "a", "note": "x"}]}, {"systems": [{"id": "a", "name": "A"}, {"id": "b"}]})
    {'systems': [{'id': 'a', 'note': 'x', 'name': 'A'}, {'id': 'b'}]}
    """
    result = dict(old)
    for key, value in new.items():
        if key in old and _has_keys(value) and _has_keys(old[key]):
            result[key] = _merged_lists(old[key], value)
        elif key in old and isinstance(value, dict) and isinstance(old[key], dict):
            result[key] = merged(old[key], value)
        else:
            result[key] = value
    return result


def _has_keys(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and _key(one) is not None for one in value)
    )


def _key(entry: dict[str, Any]) -> object:
    if "from" in entry:
        return entry["from"], entry["to"]
    return entry.get("id") or entry.get("code")


def _merged_lists(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    feeds = "from" in new[0]
    by_key: dict[object, list[dict[str, Any]]] = {}
    for entry in new:
        by_key.setdefault(_key(entry), []).append(entry)
    result = []
    for entry in old:
        found = by_key.get(_key(entry))
        if found is None:
            result.append(entry)
        elif feeds:  # where the first of the old ones stood
            result += found
            found.clear()
        else:
            result.append(merged(entry, found.pop(0)))
    return result + [entry for entries in by_key.values() for entry in entries]


def translated(steps: tuple[str | int, ...], data: Any, part: Any) -> tuple[str | int, ...]:
    """As much of the path ``steps`` in merged ``data`` as leads to the same place in ``part``, one of what was merged."""
    found: list[str | int] = []
    for step in steps:
        there = _same_step(step, data, part)
        if there is None:
            break
        found.append(there)
        data, part = data[step], part[there]
    return tuple(found)


def _same_step(step: str | int, data: Any, part: Any) -> str | int | None:
    if isinstance(step, str):
        return step if isinstance(part, dict) and step in part else None
    if not isinstance(part, list):
        return None
    key = _key(data[step]) if isinstance(data[step], dict) else None
    if key is None:
        return step if step < len(part) else None
    before = sum(_key(entry) == key for entry in data[:step])
    same = [index for index, entry in enumerate(part) if _key(entry) == key]
    return same[before] if before < len(same) else None
