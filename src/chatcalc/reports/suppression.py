"""Which figures of a report must be hidden so that no small count is shown or can be worked out.

A count from 1 to below the limit is hidden, and so is one that two others would give: what is left of a
denominator beside its numerator, a group beside the total and the other groups, a part beside the other
parts. Zeros are shown. What is hidden is found here; `chatcalc.reports.suppression_symbols` hides it.

This module looks at the figures of one authority at one time; `suppression_groups` at breakdowns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatcalc.indicators.results import Unit
from chatcalc.reports.lines import Number

Row = tuple[str, str | None]
"""A line's id and a part of it, None for the line's own figure."""


@dataclass(frozen=True)
class Counts:
    """The counts behind a figure; a rate's population is public and is none of them."""

    unit: Unit
    numerator: Number | None
    denominator: Number | None

    @property
    def cases(self) -> Number | None:
        """The denominator, where it counts cases."""
        return None if self.unit in ("rate_per_10000", "count") else self.denominator

    @property
    def rest(self) -> Number | None:
        """The cases that are not in the numerator, which whoever sees both can work out."""
        if self.unit != "percent" or self.numerator is None or self.cases is None:
            return None
        return self.cases - self.numerator

    def holds_small(self, limit: int) -> bool:
        """Whether a count from 1 to below the limit is among them."""
        return any(is_small(each, limit) for each in (self.numerator, self.cases, self.rest))


@dataclass(frozen=True)
class Mask:
    """What of a figure is hidden; its value is hidden with either."""

    numerator: bool = False
    denominator: bool = False

    def __bool__(self) -> bool:
        return self.numerator or self.denominator


SHOWN = Mask()
ALL = Mask(numerator=True, denominator=True)


def is_small(count: Number | None, limit: int) -> bool:
    """Whether a count is from 1 to below the limit."""
    return count is not None and 0 < count < limit


def hidden_totals(rows: Mapping[Row, Counts], limit: int) -> dict[Row, Mask]:
    """What is hidden of the figures of one authority at one time.

    Args:
        rows: The counts behind every indicator and part.
        limit: Counts from 1 to below it are hidden.
    """
    masks = {row: _alone(counts, limit) for row, counts in rows.items()}
    before: dict[Row, Mask] = {}
    while before != masks:
        before = dict(masks)
        _hide_equals(rows, masks, limit)
        for line_id in dict.fromkeys(line_id for line_id, part in rows if part is not None):
            _hide_among_parts(line_id, rows, masks, limit)
    return masks


def _alone(counts: Counts, limit: int) -> Mask:
    """What must be hidden of a figure, whatever stands beside it."""
    if is_small(counts.cases, limit):
        return ALL
    if counts.holds_small(limit):
        return ALL if counts.unit in ("mean", "median", "max", "days") else Mask(numerator=True)
    return SHOWN


def _hide_equals(rows: Mapping[Row, Counts], masks: dict[Row, Mask], limit: int) -> None:
    """Hide a number wherever else it stands: it may be the same cases in another indicator."""
    numbers = set()
    for row, mask in masks.items():
        counts = rows[row]
        numbers |= {counts.numerator} if mask.numerator else set()
        numbers |= {counts.cases} if mask.denominator else set()
    numbers = {each for each in numbers if each is not None and each >= limit}
    for row, counts in rows.items():
        if counts.cases in numbers:
            masks[row] = ALL
        elif counts.numerator in numbers:
            masks[row] = Mask(numerator=True, denominator=masks[row].denominator)


def _hide_among_parts(line_id: str, rows: Mapping[Row, Counts], masks: dict[Row, Mask], limit: int) -> None:
    """Hide further parts, where the parts add up to something shown."""
    own = rows.get((line_id, None))
    of: dict[Number | None, list[Row]] = defaultdict(list)
    for row, counts in rows.items():
        if row[0] == line_id and row[1] is not None and counts.numerator is not None:
            of[counts.cases].append(row)
    for whole, parts in of.items():
        total = sum(rows[part].numerator or 0 for part in parts)
        sums = {whole, *((own.numerator, own.cases) if own else ())}
        if total in sums:
            _hide_more_parts(parts, rows, masks, limit)


def _hide_more_parts(
    parts: Sequence[Row], rows: Mapping[Row, Counts], masks: dict[Row, Mask], limit: int
) -> None:
    def number(part: Row) -> Number:
        return rows[part].numerator or 0

    hidden = [part for part in parts if masks[part].numerator]
    shown = sorted(
        (part for part in parts if not masks[part].numerator), key=lambda p: (not number(p), number(p))
    )
    while hidden and shown and (len(hidden) < 2 or is_small(sum(map(number, hidden)), limit)):
        part = shown.pop(0)
        masks[part] = Mask(numerator=True, denominator=masks[part].denominator)
        hidden.append(part)
    if hidden and is_small(sum(map(number, hidden)), limit):
        for part in parts:  # nothing is left to hide it among, so what they add up to goes too
            masks[part] = ALL
