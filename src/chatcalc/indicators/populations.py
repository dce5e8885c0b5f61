"""The populations that rates are of: mid-year estimates of children aged 0 to 17 (convention C13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """How many children aged 0 to 17 lived in an authority.

    Attributes:
        count: Children.
        mid_year: The June of which the estimate is.
        edition: The year for whose statistics the file was published.
        file: The file.
    """

    count: int
    mid_year: int
    edition: int
    file: str

    @property
    def first_day(self) -> dt.date:
        """The first snapshot it is for: the end of the year in which its June lies (convention C13).

        Until the next year ends it stays the one behind the published figures (clarification 25).
        """
        return dt.date(self.mid_year + 1, 3, 31)

    @property
    def source(self) -> str:
        """What a reader of a rate is told."""
        return (
            f"children aged 0 to 17: {self.count:,} by the mid-{self.mid_year} estimate of the Office for "
            f"National Statistics, as used in the statistics of {self.edition}"
        )


def estimate_on(estimates: Sequence[Estimate], day: dt.date) -> Estimate | None:
    """The estimate that a rate at a snapshot is of; None where there are none.

    Where there is none of its own June, the newest before it stands in, and before all of them the oldest.

    Args:
        estimates: Those of one authority, oldest first.
        day: The snapshot.
    """
    begun = [each for each in estimates if each.first_day <= day]
    return begun[-1] if begun else next(iter(estimates), None)
