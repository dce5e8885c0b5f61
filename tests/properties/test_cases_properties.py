"""What must hold of every indicator, whatever the data: built-in specifications over random tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import polars as pl
import pytest

from chatcalc.indicators.breakdowns import DIMENSIONS
from chatcalc.indicators.calculation import Request, calculate
from chatcalc.indicators.cases import cases
from chatcalc.indicators.counting import totals
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.results import Figure, Period
from chatcalc.specs.definition import Definition
from chatcalc.specs.loading import load_specs
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import SOURCES
from reference.fuzzing import seeds
from reference.random_tables import PERIODS, Row, extract_of, pools_for, random_row, random_tables

INDICATORS = load_specs().indicators
DEFINITIONS = [
    pytest.param(definition, id=f"{indicator.id}-{source}")
    for indicator in INDICATORS.values()
    for source, definition in indicator.definitions.items()
]
BY = tuple(DIMENSIONS)
KEYS = ("la_code", "period_row")


@dataclass(frozen=True)
class Drawn:
    """Random tables and periods for one definition."""

    definition: Definition
    tables: Mapping[str, Sequence[Row]]
    periods: Sequence[Period]

    def cases(self, by: Sequence[str] = ()) -> pl.DataFrame:
        return self.of(self.tables, by)

    def of(self, tables: Mapping[str, Sequence[Row]], by: Sequence[str] = ()) -> pl.DataFrame:
        frame = period_frame(self.periods, self.definition.window)
        return cases(self.definition, extract_of(tables, self.definition.source), frame, by).collect()

    def counts(self, found: pl.DataFrame, *by: str) -> pl.DataFrame:
        counted = totals(found.lazy(), self.definition, by).collect()
        return counted.sort(*KEYS, *(f"by:{name}" for name in by))


def drawn(definition: Definition, seed: int) -> tuple[Drawn, Random]:
    rng = Random(f"properties of {definition.spec.id} {definition.source} {seed}")
    periods = rng.sample(PERIODS, 2)
    tables = random_tables(rng, definition.tables, pools_for(rng, [definition], periods))
    return Drawn(definition, tables, periods), rng


def by_parts(definition: Definition) -> list[str]:
    names = [f"numerator:{part.id}" for part in definition.parts]
    return names + [f"denominator:{part.id}" for part in definition.parts]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_numerators_stay_within_denominators_and_breakdowns_sum_to_the_whole(definition: Definition) -> None:
    for seed in seeds(1):
        draw, _ = drawn(definition, seed)
        found = draw.cases(BY)
        whole = draw.counts(found)
        assert (whole["numerator"] + whole["unknown"] <= whole["denominator"]).all()
        for part in definition.parts:
            assert (whole[f"numerator:{part.id}"] <= whole[f"denominator:{part.id}"]).all()
            assert (whole[f"denominator:{part.id}"] <= whole["denominator"]).all()
        summed = ["denominator", "numerator", "unknown", *by_parts(definition)]
        for name in BY:
            groups = draw.counts(found, name).group_by(KEYS).agg(pl.col(summed).sum()).sort(KEYS)
            assert groups.equals(whole.select(*KEYS, *summed))


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_several_periods_in_one_pass_are_each_alone(definition: Definition) -> None:
    draw, _ = drawn(definition, 0)
    together = draw.cases()
    for number, period in enumerate(draw.periods):
        alone = Drawn(definition, draw.tables, [period]).cases().sort("case_row")
        same = together.filter(pl.col("period_row") == number).sort("case_row")
        assert same.drop("period_row").equals(alone.drop("period_row"))


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_case_stands_once_in_a_period(definition: Definition) -> None:
    draw, _ = drawn(definition, 1)
    assert not draw.cases().select("case_row", "period_row").is_duplicated().any()


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_another_child_changes_nobody_elses_cases(definition: Definition) -> None:
    for seed in seeds(1):
        draw, rng = drawn(definition, seed)
        pools = pools_for(rng, [definition], draw.periods)
        newcomer = ("101", "newcomer")
        added = {
            name: [*rows, *(random_row(rng, name, newcomer, pools) for _ in range(2))]
            for name, rows in draw.tables.items()
        }
        before = draw.cases().sort("case_row", "period_row")
        after = draw.of(added).sort("case_row", "period_row")
        assert after.filter(pl.col("child_id") != "newcomer").equals(before)


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_an_authority_in_two_halves_adds_up_to_the_whole(definition: Definition) -> None:
    draw, _ = drawn(definition, 0)
    halves = {
        name: [{**row, "la_code": f"{row['la_code']}{row['child_id'] in 'ab'}"} for row in rows]
        for name, rows in draw.tables.items()
    }
    whole = draw.cases().sort("case_row", "period_row")
    split = draw.of(halves).sort("case_row", "period_row")
    ignoring = ("la_code",)
    assert split.drop(ignoring).equals(whole.drop(ignoring))
    apart = draw.counts(split).with_columns(pl.col("la_code").str.head(3))
    summed = ["denominator", "numerator", "unknown", *by_parts(definition)]
    added = apart.group_by(KEYS).agg(pl.col(summed).sum()).sort(KEYS)
    assert added.equals(draw.counts(whole).select(*KEYS, *summed))


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_order_of_rows_does_not_matter(definition: Definition) -> None:
    """Where no two rows of a child share the date by which the first or latest is chosen.

    Of several rows in which a child may be counted once, the file's order chooses: only the count is fixed.
    """
    for seed in seeds(1):
        draw, rng = drawn(definition, seed)
        tables = {name: _without_ties(rows, TABLES[name].date) for name, rows in draw.tables.items()}
        tables[definition.table] = _without_ties(tables[definition.table], definition.period.start)
        shuffled = {name: rng.sample(rows, len(rows)) for name, rows in tables.items()}
        counts = [draw.counts(draw.of(rows)) for rows in (tables, shuffled)]
        fixed = ["numerator", "denominator"]
        if definition.distinct != "any":
            fixed += ["unknown", *by_parts(definition)]
        one, other = (found.select(*KEYS, *fixed) for found in counts)
        assert one.equals(other)


def _without_ties(rows: Sequence[Row], date: str | None) -> list[Row]:
    """One row for each child and date, or for each child where there is no date."""
    return list(
        {(row["la_code"], row["child_id"], row[date] if date else None): row for row in rows}.values()
    )


def test_a_period_without_cases_is_nobody_of_nobody() -> None:
    request = Request(PERIODS[0].end, period=PERIODS[0], population=1000, trend=2, by=BY)
    for source in SOURCES:
        known = [i for i in INDICATORS.values() if source in i.definitions]
        results = calculate(known, [extract_of({}, source)], request)
        shown = [result for result in results if result.status != "not_computed"]
        without_needs = [i.id for i in known if i.definitions[source].needs is None]
        assert {(r.id, r.la_code) for r in shown} == {
            (id_, la) for id_ in without_needs for la in ("101", "102")
        }
        for result in shown:
            parts = [part.figure for part in result.parts]
            points = [row.figure for row in result.breakdowns] + [point.figure for point in result.trend]
            assert [p for p in (result.figure, *parts, *points) if not _is_nobody(p)] == []
            assert len(result.trend) == 2 * (1 + len(parts))


def _is_nobody(figure: Figure) -> bool:
    """0 of 0 and no value; a count and a rate of nobody are 0."""
    if figure.unit in ("count", "rate_per_10000") and figure.numerator is not None:
        return figure.numerator == 0 and figure.exact in (0, None)
    return (figure.numerator or 0, figure.denominator, figure.exact) == (0, 0, None)
