"""Which children moved the figures between two runs: a history holds none, so their extracts are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from chatcalc.reports.asking import sound_specs
from chatcalc.reports.history_compare import Moved, RunFigure
from chatcalc.reports.making import Tell
from chatcalc.reports.reconcile import reconcile
from chatcalc.reports.reconcile_sides import AskedExtracts
from chatcalc.reports.reconciliation import Reconciled
from chatcalc.reports.request import Request, RequestError

_COUNTED: Final = ("numerator", "denominator")


@dataclass(frozen=True)
class MovedChildren:
    """Who moved the figures.

    Attributes:
        rows: A row an indicator or part (`indicator_id`, as the history calls it) and record: `child_id`,
            `what` (new, gone or changed), `cause`, `fields`, and the other columns of
            `chatcalc.reports.reconcile.COLUMNS`.
        notes: Where the extracts do not give the figure that a run showed.
    """

    rows: pl.DataFrame
    notes: tuple[str, ...]


def moved_children(
    moved: Sequence[Moved], before: Request, after: Request, tell: Tell = lambda _: None
) -> MovedChildren:
    """The children between the figures of two runs.

    Args:
        moved: The figures that moved.
        before: The extracts of the first run, asked as the run was.
        after: The same of the second.
        tell: Hears what is being done.

    Raises:
        RequestError: None of the figures can be computed from the extracts; and what `make_report` raises.
    """
    known = sound_specs(after).indicators
    ids = tuple(dict.fromkeys(id_ for each in moved if (id_ := _indicator(each.indicator_id)) in known))
    if not ids:
        raise RequestError("no figure that moved is of an indicator that is defined now")
    sides = [replace(each, indicators=ids, families=()) for each in (before, after)]
    found = reconcile(AskedExtracts("before", sides[0]), AskedExtracts("after", sides[1]), tell=tell)
    called = (
        pl.when(pl.col("part").is_null())
        .then(pl.col("indicator_id"))
        .otherwise(pl.concat_str("indicator_id", "part", separator="|"))
    )
    whose = {each.indicator_id: each for each in moved}
    rows = (
        found.children.with_columns(called.alias("indicator_id"), _what().alias("what"))
        .filter(pl.col("indicator_id").is_in(list(whose)))
        .drop("part")
    )
    first = ["indicator_id", "la_code", "child_id", "what", "cause", "fields"]
    notes = tuple(note for line in found.indicators for note in _notes(line, whose))
    return MovedChildren(rows.select(*first, pl.exclude(first)), notes)


def _what() -> pl.Expr:
    """What became of a record among those that count: new, gone, or counted otherwise."""
    before, after = (pl.col(f"{side}_status").is_in(_COUNTED).fill_null(value=False) for side in "ab")
    return (
        pl.when(after & ~before)
        .then(pl.lit("new"))
        .when(before & ~after)
        .then(pl.lit("gone"))
        .otherwise(pl.lit("changed"))
    )


def _indicator(id_: str) -> str:
    return id_.partition("|")[0]


def _notes(line: Reconciled, whose: Mapping[str, Moved]) -> Iterator[str]:
    """What a run showed and the extracts do not give: they are not the run's, or the rules have changed."""
    each = whose.get(line.id if line.part is None else f"{line.id}|{line.part}")
    if each is None:
        return
    for words, said, side in (("before", each.old, line.a), ("after", each.new, line.b)):
        if said is not None and not _same(said, side.figure.value):
            now = f"the extracts given with --{words} come to {side.figure.display}"
            yield f"{each.indicator_id}: the run showed {said.display}, {now}"


def _same(said: RunFigure, value: float | None) -> bool:
    """Whether a figure is the run's, as far as the run showed it: a hidden one may be any."""
    if said.value is None or value is None:
        return said.status == "suppressed" or said.value == value
    return abs(said.value - value) < 1e-9 * max(1.0, abs(value))
