"""Plain data put into those of an existing catalogue."""

from __future__ import annotations

from typing import Any

__all__ = ["merged", "translated"]


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
