"""Whose report it is: the authority asked for, and those that the extracts hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.published.authorities import UnknownAuthorityError, authorities, find_authority
from chatcalc.reports.report import NO_AUTHORITY, SEVERAL, Authority
from chatcalc.reports.request import Request, RequestError


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
