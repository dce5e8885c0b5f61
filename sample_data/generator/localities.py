"""Where the children live: a lookup, as an authority would draw it from its own records for a scorecard."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from generator.people import SEED, Child, Dice

LOCALITIES = ("Coast", "City", "Moor", "North")
WEIGHTS = (30, 35, 15, 20)


def write_localities(path: Path, children: Iterable[Child]) -> None:
    """A row a child. The dice are its own, so that the children stay the same whatever is drawn here."""
    dice = Dice(SEED + 1)
    rows = sorted(child.identifier for child in children)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("child_id", "locality"))
        writer.writerows((each, dice.choices(LOCALITIES, WEIGHTS)[0]) for each in rows)
