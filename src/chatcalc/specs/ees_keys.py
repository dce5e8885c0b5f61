"""The keys of `published: {ees: ...}`: which figure of Explore Education Statistics is the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

KEYS: Final = ("file", "where", "column", "numerator", "denominator", "per", "decimals")
PER: Final = "children_0_17"


class Mistake(NamedTuple):
    """What is wrong with the keys: at which of them (None is the whole), the problem's code, and in words."""

    key: str | None
    code: str
    message: str
    hint: str | None = None


def ees_mistake(keys: Any) -> Mistake | None:
    """The first thing wrong with the keys, None where they are sound."""
    if not isinstance(keys, Mapping):
        return Mistake(None, "wrong-value", "`ees` is a mapping", "write {file: ..., column: ...}")
    return _unknown(keys) or _missing(keys) or _wrong(keys)


def _unknown(keys: Mapping[Any, Any]) -> Mistake | None:
    for key in keys:
        if key not in KEYS:
            return Mistake(
                str(key), "unknown-key", f"`ees` has no key '{key}'", f"known are {', '.join(KEYS)}"
            )
    return None


def _missing(keys: Mapping[Any, Any]) -> Mistake | None:
    if "file" not in keys:
        return Mistake(None, "missing-key", "`ees` names no `file`", "a table, without its years")
    if not {"column", "numerator"} & set(keys):
        return Mistake(None, "missing-key", "`ees` names neither a `column` nor a `numerator`")
    if "numerator" in keys and not {"denominator", "per"} & set(keys):
        hint = f"add `denominator`, or `per: {PER}` for a rate"
        return Mistake("numerator", "missing-key", "the numerator is divided by nothing", hint)
    return None


def _wrong(keys: Mapping[Any, Any]) -> Mistake | None:
    if keys.get("per", PER) != PER:
        return Mistake("per", "wrong-value", f"`per` is {PER} or left out")
    where, added = keys.get("where", {}), keys.get("numerator", "")
    if not (isinstance(where, Mapping) and all(isinstance(text, str) for text in where.values())):
        return Mistake("where", "wrong-value", "`where` gives a text for each heading")
    added = added if isinstance(added, list) else [added]
    texts = [keys["file"], keys.get("column", ""), keys.get("denominator", ""), *added]
    if not all(isinstance(text, str) for text in texts):
        return Mistake(None, "wrong-value", "files and columns are names")
    decimals = keys.get("decimals", 1)
    if isinstance(decimals, bool) or not isinstance(decimals, int) or not 0 <= decimals <= 4:
        return Mistake("decimals", "wrong-value", "`decimals` is a number from 0 to 4")
    return None
