"""Writes the sample authority: Annex A, CIN censuses, SSDA903 returns and localities of made-up children.

    python sample_data/generate.py [FOLDER]

The same seed gives the same rows on every machine. No child in them exists. Only xlsxwriter is needed beside
the standard library.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.care import LookedAfter
from generator.census import write_census
from generator.localities import write_localities
from generator.need import ChildrenInNeed
from generator.past import make_past
from generator.people import SEED, Child, Dice, People
from generator.returns import write_return
from generator.workbook import write_workbook

CENSUS_YEARS = (2017, 2018)
RETURN_YEARS = (2016, 2017, 2018)


def main(folder: Path) -> None:
    dice = Dice(SEED)
    children = make_children(dice)
    write_workbook(folder / "Annex_A.xlsx", children, dice)
    children += make_past(dice)
    for year in CENSUS_YEARS:
        write_census(folder / f"cin_{year}.xml", children, year)
    for year in RETURN_YEARS:
        write_return(folder / "ssda903" / str(year), children, year, dice)
    write_localities(folder / "localities.csv", children)


def make_children(dice: Dice) -> list[Child]:
    people = People(dice)
    in_need = ChildrenInNeed(dice, people)
    in_need.make()
    LookedAfter(dice, people, in_need).make()
    in_need.referred_again()
    return people.children


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
