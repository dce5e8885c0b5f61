"""Values of options as people write them, in chatcalc.toml and on the command line."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from chatcalc.indicators.asked_periods import asked_period


def as_date(value: object) -> object:
    """ISO dates, and 31/03/2024 as it is written in England."""
    if isinstance(value, str) and (found := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", value.strip())):
        day, month, year = (int(group) for group in found.groups())
        value = f"{year}-{month:02}-{day:02}"
    try:
        return dt.date.fromisoformat(value.strip()) if isinstance(value, str) else value
    except ValueError:
        raise ValueError("write the date as 2024-03-31") from None


def as_periods(value: object) -> object:
    """Periods by name or by their days, one or several."""
    return [asked_period(each) if isinstance(each, str) else each for each in as_list(value)]


def as_baseline(value: object) -> object:
    """A date where it reads as one, else the path of a report."""
    written = value.strip() if isinstance(value, str) else ""
    return as_date(value) if re.fullmatch(r"[\d/-]+", written) else Path(written) if written else value


def as_list(value: object) -> list[object]:
    """One thing is a list of one."""
    return list(value) if isinstance(value, list | tuple) else [value]


def as_text(value: object) -> object:
    """A code that was written as a number."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def as_dimension(value: object) -> object:
    """`sex, age_band` is `sex,age_band`."""
    return ",".join(part.strip() for part in value.split(",")) if isinstance(value, str) else value
