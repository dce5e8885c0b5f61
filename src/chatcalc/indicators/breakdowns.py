"""Dimensions by which cases are broken down, and which of them an extract knows.

A dimension is one of `DIMENSIONS` or a column of the lookup that an authority gives; two are crossed as
`sex,age_band`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.related import OWNER, with_child_columns
from chatcalc.specs.definition import Definition
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.dates import age_on

AGE_BANDS: Final = ("unborn", "under 1", "1-4", "5-9", "10-15", "16-17", "18+", "unknown")
SEXES: Final = ("male", "female", "other or unknown")
ETHNIC_GROUPS: Final = ("White", "Mixed", "Asian", "Black", "Other", "not known")
NOT_RECORDED: Final = "not recorded"
DISABILITIES: Final = ("yes", "no", NOT_RECORDED)

_NO_AUTHORITY: Final = "local"
_SOURCE_NAMES: Final = {
    "cin_census": "the CIN census",
    "ssda903": "the SSDA903 return",
    "annex_a": "Annex A",
}


@dataclass(frozen=True)
class Dimension:
    """How cases fall into groups.

    Attributes:
        groups: All there are, in their order; None where they are those that occur.
        reads: Columns of the children table; without the first there is no breakdown.
        group: The group of a case; None for `team`, `la` and the columns of a lookup.
    """

    groups: tuple[str, ...] | None = None
    reads: tuple[str, ...] = ()
    group: Callable[[Definition], pl.Expr] | None = None


def dimensions_of(by: Iterable[str]) -> list[str]:
    """The single dimensions of breakdowns, each once: `sex` and `age_band` of `sex,age_band`."""
    return list(dict.fromkeys(name for each in by for name in each.split(",")))


def groups_of(name: str) -> tuple[str, ...] | None:
    """All groups of a dimension in their order; None where they are those that occur."""
    return DIMENSIONS.get(name, Dimension()).groups


def why_not_by(by: str, definition: Definition, extract: Extract) -> str | None:
    """Why an indicator cannot be broken down by a dimension or by two crossed, or None where it can."""
    reasons = (_why_not(name, definition, extract) for name in by.split(","))
    return next((f"no breakdown by {by}: {reason}" for reason in reasons if reason), None)


def _why_not(name: str, definition: Definition, extract: Extract) -> str | None:
    source = _SOURCE_NAMES[extract.source]
    if name == "la":
        return f"{source} names no authority" if extract.la_codes == (_NO_AUTHORITY,) else None
    if reads := DIMENSIONS.get(name, Dimension()).reads:
        recorded = extract.source in TABLES["children"].filled_by(reads[0])
        return None if recorded else f"{source} records no {reads[0]}"
    if name in _looked_up(extract) or (name == "team" and _records_team(definition)):
        return None
    return f"{source} records no {name} in {definition.table.replace('_', ' ')}, and no lookup gives one"


def with_dimensions(
    frame: pl.LazyFrame, definition: Definition, extract: Extract, by: Iterable[str]
) -> pl.LazyFrame:
    """The cases with a column `by:NAME` for each dimension asked for; `not recorded` where none is known."""
    wanted = dimensions_of(by)
    if not wanted:
        return frame
    read = sorted({column for name in wanted for column in DIMENSIONS.get(name, Dimension()).reads})
    absent = [column for column in read if f"child.{column}" not in frame.collect_schema().names()]
    frame = with_child_columns(frame, extract, absent) if absent else frame
    frame = _with_lookup(frame, extract, wanted)
    return frame.with_columns(_group(name, definition, extract).alias(f"by:{name}") for name in wanted)


def _looked_up(extract: Extract) -> tuple[str, ...]:
    """What the lookup says of a child."""
    return () if extract.lookup is None else tuple(c for c in extract.lookup.columns if c not in OWNER)


def _records_team(definition: Definition) -> bool:
    table = TABLES[definition.table]
    return "team" in table.columns and definition.source in table.filled_by("team")


def _with_lookup(frame: pl.LazyFrame, extract: Extract, wanted: Iterable[str]) -> pl.LazyFrame:
    columns = [name for name in wanted if name in _looked_up(extract)]
    if extract.lookup is None or not columns:
        return frame
    said = extract.lookup.lazy().select(*OWNER, *(pl.col(name).alias(f"lookup.{name}") for name in columns))
    return frame.join(said, on=OWNER, how="left")


def _group(name: str, definition: Definition, extract: Extract) -> pl.Expr:
    dimension = DIMENSIONS.get(name, Dimension())
    if dimension.group is not None and dimension.groups is not None:
        return dimension.group(definition).cast(pl.Enum(dimension.groups))
    if name == "la":
        return pl.col("la_code")
    # The team of the row itself comes first: it is whose case it was, the lookup's is whose child it is now.
    own = [_said("team")] if name == "team" and _records_team(definition) else []
    looked_up = [_said(f"lookup.{name}")] if name in _looked_up(extract) else []
    return pl.coalesce(*own, *looked_up, pl.lit(NOT_RECORDED))


def _said(column: str) -> pl.Expr:
    stripped = pl.col(column).str.strip_chars()
    return pl.when(stripped != "").then(stripped)


def _sex(_definition: Definition) -> pl.Expr:
    groups = {"M": "male", "F": "female"}
    return pl.col("child.sex").replace_strict(groups, default="other or unknown", return_dtype=pl.String)


def _age_band(definition: Definition) -> pl.Expr:
    """The band at the snapshot for stocks, at the event for events (clarification 24)."""
    event = definition.period.start if definition.period.kind == "during" else None
    day = pl.col(event or "period_end")
    age = age_on(pl.col("child.date_of_birth"), day)
    return (
        pl.when(pl.col("child.unborn").fill_null(value=False) | (age < 0))
        .then(pl.lit("unborn"))
        .when(age.is_null())
        .then(pl.lit("unknown"))
        .when(age < 1)
        .then(pl.lit("under 1"))
        .when(age <= 4)
        .then(pl.lit("1-4"))
        .when(age <= 9)
        .then(pl.lit("5-9"))
        .when(age <= 15)
        .then(pl.lit("10-15"))
        .when(age <= 17)
        .then(pl.lit("16-17"))
        .otherwise(pl.lit("18+"))
    )


# The five groups of the census of population, in which Chinese has been Asian since 2011.
_CODES_OF_GROUPS: Final[Mapping[str, str]] = {
    "White": "WBRI WIRI WIRT WROM WOTH",
    "Mixed": "MWBC MWBA MWAS MOTH",
    "Asian": "AIND APKN ABAN CHNE AOTH",
    "Black": "BCRB BAFR BOTH",
    "Other": "OOTH",
}


def _ethnic_group(_definition: Definition) -> pl.Expr:
    """The census group of the code; refused (REFU), not yet obtained (NOBT) and blank are not known."""
    groups = {code: group for group, codes in _CODES_OF_GROUPS.items() for code in codes.split()}
    return pl.col("child.ethnicity").replace_strict(groups, default="not known", return_dtype=pl.String)


def _disability(_definition: Definition) -> pl.Expr:
    disabled = pl.col("child.disability")
    answer = pl.when(disabled).then(pl.lit("yes")).otherwise(pl.lit("no"))
    return pl.when(disabled.is_not_null()).then(answer).otherwise(pl.lit(NOT_RECORDED))


DIMENSIONS: Final[Mapping[str, Dimension]] = {
    "sex": Dimension(SEXES, ("sex",), _sex),
    "age_band": Dimension(AGE_BANDS, ("date_of_birth", "unborn"), _age_band),
    "ethnic_group": Dimension(ETHNIC_GROUPS, ("ethnicity",), _ethnic_group),
    "disability": Dimension(DISABILITIES, ("disability",), _disability),
    "team": Dimension(),
    "la": Dimension(),
}
