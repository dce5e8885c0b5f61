"""A chatcalc.toml as read, and on which line each of its keys stands, which tomllib does not keep."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from chatcalc.extracts.files import small_text
from chatcalc.reports.request import RequestError

Key = tuple[str, ...]
"""A key with the tables that it is in, e.g. `("targets", "cin_rate", "tolerance")`."""

BACKSLASHES: Final = "write a path with / or between single quotes, where \\ means itself"

_HEADER: Final = re.compile(r"\s*\[(?P<one_of>\[)?(?P<key>[^\[\]]+)\]\]?\s*(#.*)?$")
_NAME: Final = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEY: Final = re.compile(rf"\s*(?P<key>{_NAME}(?:\s*\.\s*{_NAME})*)\s*=")
_PART: Final = re.compile(r""""([^"]*)"|'([^']*)'|([\w-]+)""")
_AT: Final = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")


@dataclass(frozen=True)
class ConfigFile:
    """The file: its keys as written, and its text."""

    path: Path
    raw: dict[str, Any]
    text: str

    @cached_property
    def _lines(self) -> dict[Key, int]:
        found: dict[Key, int] = {}
        for key, line in _keys(self.text):
            for end in range(1, len(key) + 1):
                found.setdefault(key[:end], line)
        return found

    def place(self, key: Sequence[object]) -> str:
        """`chatcalc.toml, line 4` for a key, or for the nearest table around it that stands in the file."""
        line = self.line(key)
        return f"{self.path.name}, line {line}" if line else self.path.name

    def line(self, key: Sequence[object]) -> int:
        """The line of a key, or of the nearest table around it; 0 where neither stands in the file."""
        names = tuple(str(part) for part in key)
        while names and names not in self._lines:
            names = names[:-1]
        return self._lines.get(names, 0)


def read_config(path: Path) -> ConfigFile:
    """The file as TOML.

    Raises:
        RequestError: It is missing, no text, or no TOML; with line and column.
    """
    try:
        text = small_text(path)
        return ConfigFile(path, tomllib.loads(text), text)
    except FileNotFoundError:
        raise RequestError(f"{path}: no such config file") from None
    except (OSError, UnicodeDecodeError):
        raise RequestError(f"{path}: the config file cannot be read as UTF-8 text") from None
    except RecursionError:
        raise RequestError(f"{path.name}: is nested too deeply to be a config") from None
    except ValueError as error:  # TOML that is none, or a number of thousands of digits
        at = _AT.search(str(error))
        where = f", line {at[1]}, column {at[2]}" if at and at[1] else ", at its end" if at else ""
        reason = _AT.sub("", str(error))
        advice = (
            BACKSLASHES if "\\" in reason or "hex" in reason else "text stands in quotes, see https://toml.io"
        )
        raise RequestError(f"{path.name}{where}: {reason}; {advice}") from None


def _keys(text: str) -> Iterator[tuple[Key, int]]:
    """Every key at the start of a line with the tables it is in; what is inside a value may look like one."""
    table: Key = ()
    before: Counter[Key] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            table = _parts(header["key"])
            if header["one_of"]:  # `[[output]]` is the next of a list, with its number as pydantic counts
                table, place = (*table, str(before[table])), table
                before[place] += 1
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, *_parts(key["key"])), number


def _parts(key: str) -> Key:
    return tuple(next(filter(None, part), "") for part in _PART.findall(key))
