"""Where an authority stands among all of them, as geometry: a stroke for each along one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from chatcalc.comparison.comparison import PublishedFigures, Shown
from chatcalc.reports.charts import WIDTH, Anchor, Label, Scale, scale

STRIP_HEIGHT: Final = 84
AXIS: Final = 42
_EDGE: Final = 8
_STROKE: Final = 7
_TALL: Final = 11
_HALF_LABEL: Final = 60


@dataclass(frozen=True)
class Place:
    """A figure on the line at `x`, and the text that names it, kept inside the picture."""

    x: float
    label: Label


@dataclass(frozen=True)
class Strip:
    """All authorities along a line, from the smallest figure to the largest.

    Attributes:
        others, neighbours: A path with a stroke for each authority, taller for the neighbours.
        band: Left end and width of the middle half; None where it is not known.
        own, england: Where they stand and what is written there; None where they have no figure.
        ends: The smallest and the largest figure.
        said: The strip in words.
    """

    others: str
    neighbours: str
    band: tuple[float, float] | None
    own: Place | None
    england: Place | None
    ends: tuple[Label, ...]
    said: str


def strip(published: PublishedFigures | None, la_code: str, la_name: str) -> Strip | None:
    """The strip of what all authorities published; None where that is not known.

    Args:
        published: With `all_las`.
        la_code: The authority to mark.
        la_name: What it is called there.
    """
    if published is None or len(published.all_las) < 2:
        return None
    values = dict(published.all_las)
    smallest, largest = published.all_las[0][1], published.all_las[-1][1]
    across = scale(smallest, largest, _EDGE, WIDTH - _EDGE)
    near = set(published.neighbour_codes)
    return Strip(
        others=_strokes([value for code, value in published.all_las if code not in near], across, _STROKE),
        neighbours=_strokes([value for code, value in published.all_las if code in near], across, _TALL),
        band=_band(published, across),
        own=_place(la_name, published.la, values.get(la_code), across, 12),
        england=_place("England", published.england, published.england.value, across, STRIP_HEIGHT - 18),
        ends=(
            Label(_EDGE, STRIP_HEIGHT - 4, f"{smallest:,g}", "start"),
            Label(WIDTH - _EDGE, STRIP_HEIGHT - 4, f"{largest:,g}", "end"),
        ),
        said=_said(published, la_name),
    )


def _strokes(values: Iterable[float], across: Scale, half: int) -> str:
    return "".join(f"M{across(value):g} {AXIS - half}v{2 * half}" for value in values)


def _band(published: PublishedFigures, across: Scale) -> tuple[float, float] | None:
    lower, upper = published.lower_quartile, published.upper_quartile
    if lower is None or upper is None:
        return None
    return across(lower), round(across(upper) - across(lower), 1)


def _place(name: str, shown: Shown, value: float | None, across: Scale, y: float) -> Place | None:
    if value is None:
        return None
    x = min(max(across(value), _EDGE), WIDTH - _EDGE)
    anchor: Anchor = "start" if x < _HALF_LABEL else "end" if x > WIDTH - _HALF_LABEL else "middle"
    return Place(x, Label(x, y, f"{name} {shown.display}", anchor))


def _said(published: PublishedFigures, la_name: str) -> str:
    sentences = [f"{la_name} {published.la.display}"]
    if published.rank:
        sentences[0] += f", rank {published.rank} of {published.of}, where 1 is best"
    if published.neighbours_used:
        mean = published.statistical_neighbours.display
        sentences.append(f"Mean of {published.neighbours_used} statistical neighbours {mean}")
    sentences.append(f"England {published.england.display}")
    if published.lower_quartile is not None and published.upper_quartile is not None:
        sentences.append(f"Middle half {published.lower_quartile:,.4g} to {published.upper_quartile:,.4g}")
    return ". ".join([*sentences, f"{len(published.all_las)} authorities"]) + "."
