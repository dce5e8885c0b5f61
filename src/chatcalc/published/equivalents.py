"""What a specification says of its published equivalents, and the figures that follow from several columns.

    published:
      lait: Continue_Assess_Comp
      ees:
        file: c2_children_in_need_assessments_duration
        numerator: [Same_day, 1-10_days, 11-20_days, 21-30_days, 31-40_days, 41-45_days]
        denominator: Assessments_completed

`lait` is a short name. `ees` names a table (its file without the years) and a `column`; or what the figure is
calculated from where the file of a year has no such column: a `numerator` (a column, or several that are
added) and a `denominator` or `per: children_0_17`. `where` gives the texts that say what a row counts.
Columns and texts are called as the newest edition calls them (`ees_tables.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from chatcalc.published.ees import CHILDREN_0_17, measure_name
from chatcalc.published.statistics import CALCULATED, EES, POPULATION, SCHEMA
from chatcalc.specs.definition import Indicator
from chatcalc.specs.ees_keys import ees_mistake

_UNKNOWN: Final = "its headings were not known when this version of chatcalc was made"
NOT_COMPARED: Final[Mapping[str, str]] = {
    "b5_children_in_need_duration_of_ended_episode": f"{_UNKNOWN}; LAIT has the same figures",
    "d2_cpps_starting_by_category_of_abuse": "of plans that start; the indicator is of plans that are open",
    "d4_cpps_at31march_by_category_of_abuse": f"{_UNKNOWN}; nothing else publishes these figures",
    "la_cla_swcount": f"{_UNKNOWN}; LAIT has the same figures",
}
"""Tables of Explore Education Statistics that an indicator could be compared with and is not, and why."""

_AREA: Final = ("year", "period", "level", "la_code", "edition")


@dataclass(frozen=True)
class EesFigure:
    """A figure of Explore Education Statistics.

    Attributes:
        column: The measure in which it stands ready made, if any.
        numerator: The measures that are added to its numerator; none where it is never calculated.
        denominator: The measure of its denominator, or that of the populations for a rate per 10,000.
        decimals: The digits to which DfE would print it.
    """

    column: str | None
    numerator: tuple[str, ...] = ()
    denominator: str | None = None
    decimals: int = 1

    @property
    def name(self) -> str:
        """The measure it is in the tidy frame."""
        return self.column or f"{CALCULATED}{' + '.join(self.numerator)}) / {self.denominator}"

    @property
    def measures(self) -> frozenset[str]:
        """What has to be read of it."""
        made_of = {self.column, *self.numerator, self.denominator}
        return frozenset(each for each in made_of if each is not None)


def ees_figure(keys: Mapping[str, Any]) -> EesFigure:
    """The figure that the key `ees` of a specification means.

    Raises:
        ValueError: The keys are not sound; loading specifications finds that before.
    """
    mistake = ees_mistake(keys)
    if mistake:
        raise ValueError(mistake.message)
    table, where = str(keys["file"]), dict(keys.get("where", {}))

    def measure(heading: str) -> str:
        return measure_name(table, where, str(heading))

    parts = keys.get("numerator", [])
    below = measure(keys["denominator"]) if "denominator" in keys else keys.get("per")
    return EesFigure(
        column=measure(keys["column"]) if "column" in keys else None,
        numerator=tuple(measure(each) for each in (parts if isinstance(parts, list) else [parts])),
        denominator=below,
        decimals=int(keys.get("decimals", 1)),
    )


def measure_names(published: Mapping[str, Any]) -> dict[str, str]:
    """What each kind of file calls the figure of a specification; LAIT comes first."""
    names = {}
    if isinstance(published.get("lait"), str):
        names["lait"] = published["lait"]
    if isinstance(published.get("ees"), Mapping):
        names["ees"] = ees_figure(published["ees"]).name
    return names


def equivalents_of(indicators: Iterable[Indicator]) -> dict[str, Mapping[str, Any]]:
    """What specifications say of the published equivalents, by indicator and `indicator|part`."""
    found: dict[str, Mapping[str, Any]] = {}
    for each in indicators:
        found[each.id] = each.spec.published
        found |= {f"{each.id}|{id_}": part.published or {} for id_, part in each.spec.parts.items()}
    return found


def why_not_compared(table: str, indicators: Iterable[Indicator]) -> str | None:
    """Why no report compares with a table of Explore Education Statistics; None where one does.

    Args:
        table: Its name, as specifications call it.
        indicators: All that reports may show.
    """
    named = (each.get("ees") for each in equivalents_of(indicators).values())
    if any(isinstance(keys, Mapping) and keys["file"] == table for keys in named):
        return None
    return NOT_COMPARED.get(table, "no indicator has its equivalent there")


def with_calculated(frame: pl.DataFrame, wanted: Iterable[EesFigure]) -> pl.DataFrame:
    """A tidy frame (`statistics.SCHEMA`) and, after it, what is to be calculated from its rows.

    Numerator and denominator are of one edition; the population is the newest estimate of that edition's
    time. What the same edition of a file gives ready made is not calculated.
    """
    rows = frame.filter(pl.col("origin").is_in([EES, POPULATION]))
    if rows.is_empty():
        return frame
    calculated = [_calculated(rows, each) for each in dict.fromkeys(wanted) if each.numerator]
    return pl.concat([frame, *calculated])


def _calculated(rows: pl.DataFrame, figure: EesFigure) -> pl.DataFrame:
    parts = rows.filter(pl.col("measure").is_in(figure.numerator)).unique(
        subset=["measure", *_AREA], keep="last"
    )
    value, symbol = pl.col("value"), pl.col("symbol")
    above = parts.group_by([*_AREA, "file"]).agg(
        pl.when((value.count() == len(figure.numerator)) & symbol.is_null().all()).then(value.sum()),
        symbol.drop_nulls().first(),
    )
    per_population = figure.denominator == CHILDREN_0_17
    below = _populations(rows, above) if per_population else _denominators(rows, figure)
    exact = value * (10_000 if per_population else 100) / pl.col("below")
    ready = rows.filter(pl.col("measure") == (figure.column or "")).select(*_AREA)
    return (
        above.join(below, on=["year", "level", "la_code", "edition"], how="left", nulls_equal=True)
        .join(ready, on=_AREA, how="anti", nulls_equal=True)
        .with_columns(
            pl.lit(EES).alias("origin"),
            pl.lit(figure.name).alias("measure"),
            pl.when(pl.col("below") > 0).then(_half_up(exact, figure.decimals)).alias("value"),
            pl.coalesce(symbol, "symbol_below").alias("symbol"),
            pl.lit(figure.decimals).alias("decimals"),
        )
        .with_columns(pl.when(value.is_null()).then(symbol.fill_null("z")).alias("symbol"))
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )


def _denominators(rows: pl.DataFrame, figure: EesFigure) -> pl.DataFrame:
    return rows.filter(pl.col("measure") == figure.denominator).select(
        "year", "level", "la_code", "edition", below="value", symbol_below="symbol"
    ).unique(subset=["year", "level", "la_code", "edition"], keep="last")  # fmt: skip


def _populations(rows: pl.DataFrame, above: pl.DataFrame) -> pl.DataFrame:
    """The estimates to set below each edition: the newest of its time, else the oldest there are."""
    estimates = rows.filter(pl.col("measure") == CHILDREN_0_17)
    known = sorted(set(estimates["edition"]))
    of_edition = [
        estimates.filter(pl.col("edition") == _edition_for(edition, known)).with_columns(
            pl.lit(edition, dtype=pl.Int32).alias("edition")
        )
        for edition in (set(above["edition"]) if known else ())
    ]
    return pl.concat([estimates.clear(), *of_edition]).select(
        "year", "level", "la_code", "edition", below="value", symbol_below="symbol"
    ).unique(subset=["year", "level", "la_code", "edition"], keep="last")  # fmt: skip


def _edition_for(edition: int, known: list[int]) -> int:
    return max((each for each in known if each <= edition), default=known[0])


def _half_up(exact: pl.Expr, decimals: int) -> pl.Expr:
    # Quotients of whole numbers: a half falls at most a rounding error of floats short of itself.
    scale = 10.0**decimals
    return ((exact * scale + 0.5 + 1e-9).floor() / scale).round(decimals)
