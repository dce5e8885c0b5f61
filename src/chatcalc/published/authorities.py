"""The local authorities of England since 2009: names, regions, and the years in which each existed.

A dated table (`authorities.csv`), because published files keep rows of authorities that are gone or were not
yet there, sometimes with a stray figure (clarification 26). Reorganisations that kept the code and the
borders (Buckinghamshire 2020, Somerset and North Yorkshire 2023) are no change here. London is inner and
outer London, as DfE reports its regions.
"""

from __future__ import annotations

import csv
import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Authority:
    """A local authority with responsibility for children's services.

    Attributes:
        code: DfE's three-digit code.
        exists_from: First day, None where it is before 2009.
        exists_to: Last day, None where it still exists.
        successors: Codes of those that took its place; empty where it still exists.
    """

    code: str
    name: str
    region: str
    exists_from: dt.date | None = None
    exists_to: dt.date | None = None
    successors: tuple[str, ...] = ()

    def exists_on(self, day: dt.date) -> bool:
        """Whether it existed on a day, first and last day included."""
        return (self.exists_from or dt.date.min) <= day <= (self.exists_to or dt.date.max)

    @property
    def label(self) -> str:
        """Name and code, with the end where it is gone: two authorities were called Dorset."""
        gone = f", until {self.exists_to.year}" if self.exists_to else ""
        return f"{self.code} {self.name}{gone}"


class UnknownAuthorityError(ValueError):
    """No authority has that code or name; the message names the nearest. A wrong argument: exit code 2."""


@cache
def authorities() -> Mapping[str, Authority]:
    """Every authority since 2009 by code, in order of code."""
    text = files("chatcalc.published").joinpath("authorities.csv").read_text(encoding="utf-8")
    return {row["la_code"]: _authority(row) for row in csv.DictReader(text.splitlines())}


@cache
def existing(year: int) -> frozenset[str]:
    """The codes of the authorities that existed on 31 March of the year (152 in 2018, 153 in 2024)."""
    day = dt.date(year, 3, 31)
    return frozenset(code for code, authority in authorities().items() if authority.exists_on(day))


def existed(la_code: str, year: int) -> bool:
    """Whether an authority takes part in the figures of a year ending 31 March.

    A code that the table does not know counts as existing: a reorganisation after this version of chatcalc
    must not take an authority's published figures away.
    """
    return la_code not in authorities() or la_code in existing(year)


def no_history(la_code: str | None, since: int) -> str | None:
    """Why nothing is published of an authority for earlier years; None where it existed by then.

    Args:
        la_code: The authority, or None where it is not known.
        since: A year ending 31 March.
    """
    authority = authorities().get(la_code or "")
    start = authority.exists_from if authority else None
    if authority is None or start is None or start <= dt.date(since, 3, 31):
        return None
    return (
        f"{authority.name} ({authority.code}) has existed since {start.day} {start:%B %Y}: "
        "nothing is published of it for the years before."
    )


def find_authority(text: str, on: dt.date | None = None) -> Authority:
    """The authority of a code or a name, whatever its case and punctuation.

    Args:
        text: `878`, `Devon`, `bristol, city of`.
        on: A day that decides where two authorities had one name (Dorset); default: the present one.

    Raises:
        UnknownAuthorityError: No authority is called so; the nearest are named.
    """
    wanted = _plain(text)
    if wanted in authorities():
        return authorities()[wanted]
    named = [authority for authority in authorities().values() if _plain(authority.name) == wanted]
    if named:
        day = on or dt.date.max
        return max(named, key=lambda authority: (authority.exists_on(day), authority.code))
    raise UnknownAuthorityError(f"no local authority '{text}'; {_did_you_mean(wanted)}")


def _did_you_mean(wanted: str) -> str:
    names = {_plain(authority.name): authority for authority in authorities().values()}
    held = [authority for name, authority in names.items() if len(wanted) > 3 and wanted in name]
    close = difflib.get_close_matches(wanted, [*names, *authorities()], n=3, cutoff=0.6)
    nearest = held or [names.get(text) or authorities()[text] for text in close]
    if not nearest:
        return "give the three-digit code of DfE (878) or the name (Devon)"
    return "did you mean " + " or ".join(authority.label for authority in nearest[:3]) + "?"


_OTHER_NAMES = {
    "bedfordborough": "bedford", "bcp": "bournemouthchristchurchandpoole", "hull": "kingstonuponhull",
    "bristolcityof": "bristol", "cityofbristol": "bristol", "kingstonuponhullcityof": "kingstonuponhull",
    "herefordshirecountyof": "herefordshire", "countydurham": "durham", "durhamcounty": "durham",
    "southend": "southendonsea", "telford": "telfordandwrekin",
}  # fmt: skip


def _plain(text: str) -> str:
    letters = re.sub(r"[^a-z0-9]", "", text.lower().replace("&", "and").replace("saint ", "st "))
    return _OTHER_NAMES.get(letters, letters)


def _authority(row: Mapping[str, str]) -> Authority:
    def day(text: str) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    return Authority(
        code=row["la_code"],
        name=row["name"],
        region=row["region"],
        exists_from=day(row["exists_from"]),
        exists_to=day(row["exists_to"]),
        successors=tuple(row["successors"].split()),
    )
