"""What has changed since an earlier check: the loop of checking, mending and checking again."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chatcalc.extracts.files import small_text
from chatcalc.reports.check import Check
from chatcalc.reports.request import RequestError

_ROW: Final = re.compile(r"\b(?:line|row) \d+,? ?")
_MOST_BYTES: Final = 50_000_000


@dataclass(frozen=True)
class Change:
    """Cases of one code in one field, then and now. The month's files may be called otherwise."""

    code: str
    source: str
    field: str
    then: int
    now: int


def changes_since(check: Check, earlier: Path) -> list[Change]:
    """The codes and fields of which there are more or fewer cases than in an earlier check.

    Args:
        check: The check of today.
        earlier: What an earlier one wrote as JSON.

    Raises:
        RequestError: The file is no such thing.
    """
    now = _cases([(each.code, each.source, each.where, each.count) for each in check.findings])
    then = _cases(_read(earlier))
    return [
        Change(*key, then[key], now[key]) for key in sorted(now.keys() | then.keys()) if now[key] != then[key]
    ]


def _cases(found: list[tuple[str, str, str, int]]) -> Counter[tuple[str, str, str]]:
    cases: Counter[tuple[str, str, str]] = Counter()
    for code, source, where, count in found:
        cases[code, source, _ROW.sub("", where).strip(", ")] += count
    return cases


def _read(path: Path) -> list[tuple[str, str, str, int]]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise RequestError(f"--since {path}: too large to be a check; give the .json of an earlier check")
        content = json.loads(small_text(path))
        return [_finding(each) for each in content["findings"]]
    except FileNotFoundError:
        raise RequestError(f"--since {path}: no such file") from None
    except (OSError, UnicodeDecodeError):
        raise RequestError(f"--since {path}: cannot be read") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RequestError(f"--since {path}: not the .json of an earlier `chatcalc check`") from None


def _finding(each: Mapping[str, Any]) -> tuple[str, str, str, int]:
    return str(each["code"]), str(each["source"]), str(each["where"]), int(each["count"])
