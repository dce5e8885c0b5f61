"""What a comparison gives: everything the right half of the ChAT table shows."""

from __future__ import annotations

from dataclasses import dataclass, field

from chatcalc.comparison.direction import Direction
from chatcalc.comparison.quartiles import Position


@dataclass(frozen=True)
class Shown:
    """A published value: unrounded, and as it is shown (rounded once, or the symbol the file prints)."""

    value: float | None = None
    display: str = "-"


@dataclass(frozen=True)
class PublishedFigures:
    """The published figures beside a result.

    Attributes:
        period: The published period, e.g. `2017-18`; None where nothing is published.
        year: The year ending 31 March it is of.
        la: The authority's own figure.
        statistical_neighbours: Mean of the neighbours that have a figure, without the authority.
        neighbours_used: How many those were; None where there is no list.
        neighbours_list: Which list it was.
        lower_quartile, upper_quartile: Ends of the middle 50% of all authorities, unrounded.
        position: The authority's figure against them, both at published precision.
        position_is_good: None in range and without a polarity.
        rank: 1 is best by polarity, ties share the better one; None without a polarity.
        of: How many authorities have a figure; None where only a small CSV is known.
        all_las: Code and figure of every authority that has one, smallest first, for a picture of where the
            authority stands; the data formats leave them out. Empty where only a small CSV is known.
        neighbour_codes: Those of the statistical neighbours that the mean is of.
        region: The figure of the region the authority lies in, as published.
        region_name: Which region that is; None where the authority is not known.
        group: Mean of a group of authorities that was asked for, without the authority.
        group_name: What the group is called; None where none was asked for.
        group_used: How many of the group have a figure.
        edition: The newest year in the file the figures were read from; None for a small CSV.
        file: That file.
    """

    period: str | None = None
    year: int | None = None
    la: Shown = field(default=Shown())
    statistical_neighbours: Shown = field(default=Shown())
    neighbours_used: int | None = None
    neighbours_list: str | None = None
    england: Shown = field(default=Shown())
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    position: Position | None = None
    position_is_good: bool | None = None
    rank: int | None = None
    of: int | None = None
    all_las: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    neighbour_codes: tuple[str, ...] = field(default=(), repr=False)
    region: Shown = field(default=Shown())
    region_name: str | None = None
    group: Shown = field(default=Shown())
    group_name: str | None = None
    group_used: int | None = None
    edition: int | None = None
    file: str | None = None


@dataclass(frozen=True)
class PastYear:
    """What was published of a year: the authority's figure and those it is compared with."""

    period: str
    year: int
    la: Shown = field(default=Shown())
    statistical_neighbours: Shown = field(default=Shown())
    england: Shown = field(default=Shown())


@dataclass(frozen=True)
class Comparison:
    """A figure beside the published statistics.

    Attributes:
        direction: The latest value against the authority's own published figure.
        direction_is_good: None for no change and without a polarity.
        latest_position: Where the latest value would stand against the published quartiles.
        latest_position_is_good: None in range and without a polarity.
        published: What is published.
        years: The last years published, oldest first.
    """

    direction: Direction | None = None
    direction_is_good: bool | None = None
    latest_position: Position | None = None
    latest_position_is_good: bool | None = None
    published: PublishedFigures = field(default=PublishedFigures())
    years: tuple[PastYear, ...] = ()
