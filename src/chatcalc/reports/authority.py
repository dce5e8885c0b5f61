"""Whose report it is: the authority asked for, and those that the extracts hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.results import Result
from chatcalc.published.authorities import UnknownAuthorityError, authorities, find_authority
from chatcalc.reports.report import NO_AUTHORITY, SEVERAL, Authority
from chatcalc.reports.request import Request, RequestError
from chatcalc.reports.wording import authority_name, long_date
from chatcalc.specs.definition import Indicator
from chatcalc.tables.dates import shift_months


def known_authority(request: Request) -> Authority | None:
    """The authority asked for, None where none was.

    Raises:
        RequestError: There is no such authority; the nearest are named.
    """
    if request.la is None:
        return None
    try:
        found = find_authority(request.la, request.as_at)
    except UnknownAuthorityError as error:
        raise RequestError(f"--la: {error}") from error
    return Authority(found.code, found.name)


def authority_of(asked: Authority | None, held: Sequence[str]) -> Authority:
    """Whose report it is: who was asked for, else who the extracts are of."""
    if asked:
        return asked
    if len(held) == 1:
        return named(held[0])
    return Authority(SEVERAL, f"{len(held)} authorities") if held else Authority(NO_AUTHORITY)


def without_history(codes: Iterable[str], since: dt.date) -> tuple[str, ...]:
    """A note on each authority that did not exist on a day that its figures look back to.

    Args:
        codes: Whose figures are shown.
        since: The first day that anything in the report is about.
    """
    known = (authorities().get(code) for code in sorted(set(codes)))
    return tuple(
        f"{each.name} ({each.code}) has existed since {long_date(each.exists_from)}; "
        "earlier figures are of its predecessors."
        for each in known
        if each and each.exists_from and each.exists_from > since
    )


def ended_before(codes: Iterable[str], as_at: dt.date) -> tuple[str, ...]:
    """A note on each authority that was gone by the snapshot, with those that took its place.

    Args:
        codes: Whose figures are shown.
        as_at: The snapshot.
    """
    known = (authorities().get(code) for code in sorted(set(codes)))
    return tuple(
        f"{each.name} ({each.code}) ceased to exist on {long_date(each.exists_to)}; "
        f"its place was taken by {' and '.join(authority_name(named(code)) for code in each.successors)}."
        for each in known
        if each and each.exists_to and each.exists_to < as_at
    )


def looks_back_to(results: Iterable[Result], indicators: Mapping[str, Indicator], as_at: dt.date) -> dt.date:
    """The first day that a figure of a report reads, look-backs and trends among them."""
    days = [as_at]
    for result in results:
        definition = indicators[result.id].definitions.get(result.source or "")
        look_back = definition.look_back if definition else None
        first = min(result.period.start, *(point.period.start for point in result.trend), as_at)
        days.append(shift_months(first, -look_back.months) if look_back else first)
    return min(days)


def held_authorities(extracts: Iterable[Extract]) -> tuple[str, ...]:
    """The authorities that the extracts name; an extract that names none belongs to any of them."""
    return tuple(sorted({code for extract in extracts for code in extract.la_codes} - {NO_AUTHORITY}))


def labelled(extract: Extract, code: str) -> Extract:
    """An extract that names no authority, as one of the authority given; any other as it is."""
    if extract.la_codes != (NO_AUTHORITY,):
        return extract
    tables = {
        name: frame.with_columns(pl.lit(code).alias("la_code")) for name, frame in extract.tables.items()
    }
    return replace(extract, tables=tables, la_codes=(code,))


def named(code: str) -> Authority:
    """An authority with its name, where the dated table knows it."""
    known = authorities().get(code)
    return Authority(code, known.name if known else None)
