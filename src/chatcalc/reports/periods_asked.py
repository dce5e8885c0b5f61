"""The periods of a request as days, and what is said of those that the snapshot cuts short."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from chatcalc.indicators.asked_periods import AskedPeriod
from chatcalc.indicators.results import Period
from chatcalc.reports.request import RequestError
from chatcalc.reports.wording import long_period


def periods_of(asked: Sequence[AskedPeriod], as_at: dt.date) -> tuple[Period, ...]:
    """Their days at a snapshot, the report's own first.

    Raises:
        RequestError: The first ends on another day than the snapshot, or another after it.
    """
    for place, each in enumerate(asked):
        if each.fixed and each.fixed.end > as_at:
            raise RequestError(f"--period {each.name}: ends after the snapshot, {as_at}")
        if each.fixed and not place and each.fixed.end < as_at:
            raise RequestError(
                f"--period {each.name}: the first period is the report's own and ends on the snapshot: "
                f"give --as-at {each.fixed.end}, or name another first"
            )
    return tuple(each.up_to(as_at) for each in asked)


def to_date_note(asked: Sequence[AskedPeriod], as_at: dt.date) -> tuple[str, ...]:
    """That a month or a quarter is not over at the snapshot."""
    return tuple(
        f"The {each.name} is not over: it stands to date, {long_period(each.up_to(as_at))}."
        for each in asked
        if each.is_to_date(as_at)
    )
