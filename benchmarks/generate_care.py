"""Writes yearly SSDA903 returns of made-up children: a folder a year with `header.csv` and `episodes.csv`.

    python -m benchmarks.generate_care 263000 benchmarks/data/care_263000

The same seed gives the same bytes. A return holds what its year touched, so most episodes stand in several
returns, open in the older and ended in the newer ones; a few are dated otherwise in an older return.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

SEED = 11
YEARS = range(2015, 2025)
FIRST_ENTRY = dt.date(2010, 4, 1)
LAST_DAY = dt.date(YEARS[-1], 3, 31)
EPISODE_FIELDS = (
    *("CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC", "REASON_PLACE_CHANGE"),
    *("HOME_POST", "PL_POST", "URN"),
)
HEADER_FIELDS = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")

STATUSES = ("C1",) * 3 + ("C2",) * 8 + ("E1",) * 2 + ("V2",) * 5
PLACES = ("U1", "U3", "U4", "U5", "U6", "U6", "U6", "U6", "K2", "K2", "H5", "P1", "P2", "Z1")
ENDS = ("E4A", "E4A", "E4A", "E2", "E3", "E13", "E41", "E45", "E8")


@dataclass(frozen=True)
class Episode:
    """An episode of care as it truly was; the end may lie after every return."""

    start: dt.date
    end: dt.date
    rne: str
    status: str
    need: str
    place: str
    provider: str
    reason: str
    home: str
    stay: str
    urn: str

    def row(self, child: str, last_day: dt.date) -> list[str]:
        """What a return that ends on `last_day` says of it."""
        ended = self.end <= last_day
        moved = "CHILD" if ended and self.reason == "X1" and self.rne == "P" else ""
        return [
            *(child, f"{self.start:%d/%m/%Y}", self.rne, self.status, self.need, self.place, self.provider),
            *(f"{self.end:%d/%m/%Y}" if ended else "", self.reason if ended else "", moved),
            *(self.home, self.stay, self.urn),
        ]


def write_returns(folder: Path, rows: int) -> Path:
    """Writes returns with about so many rows of episodes, unless they are there already."""
    if folder.exists():
        return folder
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    rng = random.Random(SEED)
    headers: dict[int, list[list[str]]] = {year: [] for year in YEARS}
    episodes: dict[int, list[list[str]]] = {year: [] for year in YEARS}
    number = 0
    while sum(map(len, episodes.values())) < rows:
        number += 1
        _add_child(rng, f"{number:06}", headers, episodes)
    for year in YEARS:
        _write(unfinished / str(year) / "header.csv", HEADER_FIELDS, headers[year])
        _write(unfinished / str(year) / "episodes.csv", EPISODE_FIELDS, episodes[year])
    return unfinished.replace(folder)


def _add_child(
    rng: random.Random, child: str, headers: dict[int, list[list[str]]], episodes: dict[int, list[list[str]]]
) -> None:
    born = FIRST_ENTRY + dt.timedelta(days=rng.randrange(-4000, 5000))
    about = [
        child,
        rng.choice("12"),
        f"{born:%d/%m/%Y}",
        rng.choice(("WBRI", "WBRI", "MWBC", "BAFR")),
        "",
        "0",
        "",
    ]
    history = list(_history(rng))
    for year in YEARS:
        first_day, last_day = dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
        held = [one for one in history if one.start <= last_day and one.end >= first_day]
        if held:
            headers[year].append(about)
        for one in held:
            told = one
            if year < YEARS[-1] and rng.random() < 0.003 and (one.end - one.start).days > 5:
                told = replace(one, start=one.start + dt.timedelta(days=rng.choice((-2, 2))))
            episodes[year].append(told.row(child, last_day))


def _history(rng: random.Random) -> Iterator[Episode]:
    """One to three periods of care, each a chain of episodes."""
    start = FIRST_ENTRY + dt.timedelta(days=rng.randrange((LAST_DAY - FIRST_ENTRY).days))
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        for one in _period_of_care(rng, start):
            start = one.end
            yield one
        start += dt.timedelta(days=rng.randrange(30, 900))


def _period_of_care(rng: random.Random, start: dt.date) -> Iterator[Episode]:
    home, need = _postcode(rng), rng.choice(("N1", "N1", "N1", "N4", "N5", "N8"))
    status = rng.choice(("V3", "V4")) if rng.random() < 0.02 else rng.choice(STATUSES)
    count = rng.choice((1, 2, 3, 3, 4, 5, 6, 8))
    rne, settled = "S", _stay(rng)
    stay = settled
    for position in range(count):
        days = rng.choice((0, 1)) if rng.random() < 0.01 else int(rng.expovariate(1 / 240)) + 2
        reason = "X1" if position < count - 1 else rng.choice(("E11", "E12") if stay[0][0] == "A" else ENDS)
        end = start + dt.timedelta(days=days)
        yield Episode(start, end, rne, status, need, stay[0], stay[1], reason, home, stay[2], stay[3])
        start = end
        rne = rng.choice("PPPPLLLLTUB") if rng.random() > 0.005 else ""
        if rne in ("L", "B", "U"):
            status = rng.choice(STATUSES)
        if stay[0][0] == "T":
            rne, stay = "P", settled if rng.random() < 0.8 else _stay(rng)
        elif rne in ("P", "B", ""):
            stay = (
                ("T" + rng.choice("01234"), "PR4", _postcode(rng), "") if rng.random() < 0.1 else _stay(rng)
            )
        elif rne in ("T", "U"):
            stay = (rng.choice(("U3", "U5", "A3", "A5")), stay[1], stay[2], stay[3])
        settled = settled if stay[0][0] == "T" else stay


def _stay(rng: random.Random) -> tuple[str, str, str, str]:
    """Type, provider, postcode and URN of a placement."""
    place = rng.choice(PLACES) if rng.random() > 0.04 else rng.choice(("A4", "A6"))
    return place, rng.choice(("PR1", "PR1", "PR4")), _postcode(rng), f"SC{rng.randrange(400_000, 460_000)}"


def _postcode(rng: random.Random) -> str:
    area = f"{rng.choice(('LS', 'EX', 'B', 'M', 'NE'))}{rng.randrange(1, 30)}"
    return f"{area} {rng.randrange(10)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}"


def _write(path: Path, fields: tuple[str, ...], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(fields)
        writer.writerows(rows)


if __name__ == "__main__":
    print(write_returns(Path(sys.argv[2]), int(sys.argv[1])))
