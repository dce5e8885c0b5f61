"""Writes the sample authority: an Annex A workbook of made-up children.

    python sample_data/generate.py [FOLDER]

The same seed gives the same rows on every machine. No child in them exists. Only xlsxwriter is needed beside
the standard library.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.care import LookedAfter
from generator.need import ChildrenInNeed
from generator.people import SEED, Child, Dice, People
from generator.workbook import write_workbook


def main(folder: Path) -> None:
    dice = Dice(SEED)
    write_workbook(folder / "Annex_A.xlsx", make_children(dice), dice)


def make_children(dice: Dice) -> list[Child]:
    people = People(dice)
    in_need = ChildrenInNeed(dice, people)
    in_need.make()
    LookedAfter(dice, people, in_need).make()
    in_need.referred_again()
    return people.children


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
