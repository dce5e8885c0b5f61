"""A commentary.toml: what people wrote of indicators, which no run of chatcalc ever changes.

[commentary]
cin_rate = "Rose with the new front door."
assessments_45wd_pct = { text = "Sickness in the north.", author = "A. Analyst", date = 2018-04-12 }
"cla_placement_types_pct.fostering" = "Two carers retired."
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chatcalc.cli.config_file import ConfigFile, read_config
from chatcalc.reports.lines import Commentary
from chatcalc.reports.request import RequestError, SettingsError, WrittenLine

_TABLE: Final = "commentary"
_OWN: Final = frozenset({"text", "author", "date"})
_LONGEST: Final = 2_000


def read_commentary(path: Path) -> tuple[WrittenLine, ...]:
    """The lines of a file, in its order.

    Raises:
        RequestError: It is missing or no TOML.
        SettingsError: Something in it is no commentary; all that is, each with its line.
    """
    if not path.exists():
        raise RequestError(f"--commentary {path}: no such file")
    file = read_config(path)
    problems = [
        RequestError(f"{file.place((name,))}: {name}: only [{_TABLE}] may stand in this file")
        for name in file.raw
        if name != _TABLE
    ]
    table = file.raw.get(_TABLE, {})
    if not isinstance(table, dict):
        problems.append(RequestError(f"{file.place((_TABLE,))}: write it as a table, [{_TABLE}]"))
        table = {}
    entries = [each for key, value in table.items() for each in _entries(file, key, value)]
    problems += [each for each in entries if isinstance(each, RequestError)]
    if problems:
        raise SettingsError(problems)
    return tuple(each for each in entries if isinstance(each, WrittenLine))


def _entries(file: ConfigFile, key: str, value: Any) -> Iterator[WrittenLine | RequestError]:
    """What is written under a key: of an indicator, of a part (`"id.part"`), or of both in one table."""
    id_, dot, part = key.partition(".")
    place = (_TABLE, key)
    if dot or not isinstance(value, dict) or not value:
        yield _entry(file.place(place), id_, part if dot else None, value)
        return
    own = {name: each for name, each in value.items() if name in _OWN}
    if own:
        yield _entry(file.place(place), id_, None, own)
    for name, each in value.items():
        if name not in _OWN:
            yield _entry(file.place((*place, name)), id_, name, each)


def _entry(place: str, id_: str, part: str | None, value: Any) -> WrittenLine | RequestError:
    name = f"{id_}.{part}" if part else id_
    said: Mapping[str, Any] = value if isinstance(value, dict) else {"text": value}
    text, author, date = said.get("text"), said.get("author"), said.get("date")
    if not isinstance(text, str) or not text.strip() or not set(said) <= _OWN:
        return RequestError(f"{place}: {name}: write a line of text, or a table with text, author and date")
    if len(text) > _LONGEST:
        return RequestError(f"{place}: {name}: is longer than {_LONGEST:,} characters")
    if author is not None and not isinstance(author, str):
        return RequestError(f"{place}: {name}: author is a name in quotes")
    if date is not None and (not isinstance(date, dt.date) or isinstance(date, dt.datetime)):
        return RequestError(f"{place}: {name}: write the date as 2024-03-31, without quotes")
    return WrittenLine(id_, part, Commentary(" ".join(text.split()), author, date), place)
