"""Which figures of a breakdown must be hidden: none, or those of two groups or more.

The numbers of an indicator by group are columns that add up to its totals. Where one of them is small, it is
hidden together with those of further groups, so many that what is hidden of a column is no small number
either. All numerators of an indicator and its parts are hidden for the same groups; so are columns that hold
the same numbers in different indicators, for they may count the same cases.

Then two cases of two hidden groups could change places and nothing shown would be different: that is why
nothing hidden can be worked out, not even from several breakdowns, as long as they share nothing but totals.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chatcalc.indicators.results import Unit
from chatcalc.reports.lines import Line, Number
from chatcalc.reports.suppression import SHOWN, Counts, Mask, Row, is_small

Column = Mapping[str, Number]
"""A number for each group; groups with 0 are left out."""


@dataclass(frozen=True)
class _Columns:
    """Columns of one line that are hidden for the same groups: its numerators, or its denominators.

    Attributes:
        numbers: The columns; of numerators also what is left of the denominators.
        small: Groups of which a number is small.
        total_is_hidden: Whether one of their totals is.
    """

    line_id: str
    kind: str
    groups: tuple[str, ...]
    numbers: tuple[Column, ...]
    small: frozenset[str]
    total_is_hidden: bool


def hidden_groups(
    lines: Sequence[Line], by: str, totals: Mapping[Row, Mask], limit: int
) -> dict[tuple[str, str], Mask]:
    """What is hidden of a breakdown, by the line's id and the group.

    Args:
        lines: The lines of one authority.
        by: The breakdown.
        totals: What is hidden of their totals.
        limit: Counts from 1 to below it are hidden.
    """
    columns = [each for line in lines for each in _columns(line, by, totals, limit)]
    clusters = list(_of_the_same_numbers(columns, limit))
    hidden: dict[tuple[str, str], frozenset[str]] = {}
    before: dict[tuple[str, str], frozenset[str]] | None = None
    while before != hidden:
        before = dict(hidden)
        for cluster in clusters:
            # Where a denominator is hidden its numerator is too.
            forced = [
                hidden.get((each.line_id, kind), frozenset())
                for each in cluster
                for kind in (each.kind, "cases")
            ]
            chosen = _chosen(cluster, frozenset().union(*forced), limit)
            hidden |= {(each.line_id, each.kind): chosen for each in cluster}
    masks: dict[tuple[str, str], Mask] = {}
    for (line_id, kind), groups in hidden.items():
        for group in groups:
            there = masks.get((line_id, group), SHOWN)
            masks[line_id, group] = Mask(numerator=True, denominator=there.denominator or kind == "cases")
    return masks


def _columns(line: Line, by: str, totals: Mapping[Row, Mask], limit: int) -> Iterator[_Columns]:
    units: dict[str | None, Unit] = {None: line.unit, **{part.id: part.unit for part in line.parts}}
    rows: dict[str | None, dict[str, Counts]] = defaultdict(dict)
    for group in line.breakdowns:
        if group.by == by:
            rows[group.part][group.group] = Counts(units[group.part], group.numerator, group.denominator)
    groups = tuple(dict.fromkeys(group for row in rows.values() for group in row))
    masks = {part: totals.get((line.id, part), SHOWN) for part in units}
    for kind, names in (("cases", ("cases",)), ("numerator", ("numerator", "rest"))):
        numbers = [_column(row, name, kind) for row in rows.values() for name in names]
        if kind == "numerator":
            numbers.append(_together(rows, masks))
        yield _Columns(
            line_id=line.id,
            kind=kind,
            groups=groups,
            numbers=tuple(each for each in numbers if each),
            small=frozenset(
                g for column in numbers for g, number in column.items() if is_small(number, limit)
            ),
            total_is_hidden=any(
                getattr(mask, "denominator" if kind == "cases" else kind) for mask in masks.values()
            ),
        )


def _column(row: Mapping[str, Counts], name: str, kind: str) -> Column:
    """The numbers of one name; the sum behind a mean is hidden with its cases, and small only with them."""
    return {group: number for group, counts in row.items() if (number := getattr(counts, name))}


def _together(rows: Mapping[str | None, Mapping[str, Counts]], masks: Mapping[str | None, Mask]) -> Column:
    """The parts whose totals are hidden, added up: what is known of them is no small number either."""
    sums: dict[str, Number] = defaultdict(int)
    for part, row in rows.items():
        if part is not None and masks[part].numerator:
            for group, counts in row.items():
                sums[group] += counts.numerator or 0
    return {group: number for group, number in sums.items() if number}


def _of_the_same_numbers(columns: Iterable[_Columns], limit: int) -> Iterator[list[_Columns]]:
    """The columns in clusters: those that hold the same numbers may count the same cases."""
    clusters: list[tuple[list[_Columns], set[frozenset[tuple[str, Number]]]]] = []
    for each in columns:
        members, held = [each], {frozenset(n.items()) for n in each.numbers if sum(n.values()) >= limit}
        apart = []
        for other, theirs in clusters:
            if held & theirs:
                members, held = other + members, held | theirs
            else:
                apart.append((other, theirs))
        clusters = [*apart, (members, held)]
    yield from (members for members, _ in clusters)


def _chosen(cluster: Sequence[_Columns], forced: frozenset[str], limit: int) -> frozenset[str]:
    """The groups to hide: those that must be, and as many more as hide them; of nothing to hide, none."""
    groups = list(dict.fromkeys(group for each in cluster for group in each.groups))
    numbers = [column for each in cluster for column in each.numbers]
    hidden = set(forced).union(*(each.small for each in cluster))
    if len(groups) < 2 or not (hidden or any(each.total_is_hidden for each in cluster)):
        return frozenset(hidden)
    size = {group: sum(column.get(group, 0) for column in numbers) for group in groups}
    while (wanting := _wanting(hidden, numbers, limit)) is not None:
        left = sorted(
            (group for group in groups if group not in hidden), key=lambda g: (not size[g], size[g])
        )
        useful = [group for group in left if not wanting or wanting.get(group)]
        if not useful:
            break
        hidden.add(useful[0])
    return frozenset(hidden)


def _wanting(hidden: Collection[str], numbers: Sequence[Column], limit: int) -> Column | None:
    """A column of which too little is hidden, an empty one where any group will do, None if none."""
    if len(hidden) < 2:
        return {}
    for column in numbers:
        together = sum(column.get(group, 0) for group in hidden)
        if is_small(together, limit) and together < sum(column.values()):
            return column
    return None
