"""The shape of a specification: what the keys of a YAML file may hold.

Meaning (names, types, functions) is checked when a specification is compiled; here only the shape.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)
from pydantic_core import CoreSchema, core_schema

Unit = Literal["percent", "rate_per_10000", "count", "mean", "median", "days"]
Polarity = Literal["high", "low", "none"]
Source = Literal["cin_census", "ssda903", "annex_a"]
Family = Literal[
    "referrals",
    "assessments",
    "section_47",
    "icpc",
    "cin",
    "cpp",
    "visits",
    "reviews",
    "cla",
    "missing",
    "placement_stability",
    "health",
    "leaving_care",
    "adoption",
]


def _keep(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    """The very object that was read, and with it its place; pydantic would give a plain text."""
    handler(value)
    return value


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60), WrapValidator(_keep)]


class Condition(str):
    """An expression of the condition language, with its place in the file where it was read from one."""

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        # A plain validator keeps the very object, and with it the place that the reader gave it.
        return core_schema.no_info_plain_validator_function(
            cls._keep, json_schema_input_schema=core_schema.str_schema(min_length=1)
        )

    @staticmethod
    def _keep(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("a condition is text, such as days_taken <= 45")
        return value


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PeriodRule(_Part):
    """Which rows of the counted table a period holds."""

    during: Name | None = None
    open_on: Literal["period_end"] | None = None
    overlapping: Literal["period"] | None = None
    all: Literal["period_end"] | None = None
    start: Name | None = Field(default=None, alias="from")
    end: Name | None = Field(default=None, alias="to")
    year: Name | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> PeriodRule:
        kinds = [self.during, self.open_on, self.overlapping, self.all]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("give one of during, open_on, overlapping or all")
        return self


class Window(_Part):
    """Another length than the report's: so many months ending on the last such day by the snapshot."""

    months: Annotated[int, Field(ge=1, le=120)]
    ending: str

    @field_validator("ending")
    @classmethod
    def _a_day(cls, value: str) -> str:
        if not re.fullmatch(
            r"([1-9]|[12][0-9]|3[01]) (January|February|March|April|May|June|July|August|"
            r"September|October|November|December)",
            value,
        ):
            raise ValueError("write a day and a month, such as 31 March")
        return value


class Related(_Part):
    """Other records of the same child in the same authority."""

    table: Name
    where: Condition | None = None
    values: dict[Name, Condition] = Field(default_factory=dict)


class Distinct(_Part):
    """Children are counted, not rows."""

    by: Literal["child"]
    keep: Literal["any", "latest", "earliest"]


class Exclude(_Part):
    """Cases the definition leaves out, and why."""

    when: Condition
    reason: Annotated[str, Field(min_length=3)]


class DistinctPer(_Part):
    """The figure is cases for each distinct value of a column."""

    distinct: Name


class Part(_Part):
    """A further figure over the same cases."""

    title: str
    denominator: Condition | None = None
    numerator: Condition | None = None
    unit: Unit | None = None
    published: dict[str, Any] | None = None


class Split(_Part):
    """A mix: one part for each code."""

    by: Condition
    parts: dict[str, str]


class LookBack(_Part):
    """How far before the period the figure reads, and what more data would do to it."""

    months: Annotated[int, Field(ge=1, le=600)]
    more_data: Literal["adds", "either"] = "adds"


class Needs(_Part):
    """The figure exists only where a table has rows of the snapshot's year, or any value in a column."""

    table: Name
    year: Name | None = None
    column: Name | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Needs:
        if (self.year is None) == (self.column is None):
            raise ValueError("give one of year or column")
        return self


class Reference(_Part):
    """Where a definition comes from."""

    name: str
    publisher: str
    year: int | None = None
    url: str | None = None


class Equivalent(_Part):
    """A change of a condition that alters no figure, and why: the tests need not notice it."""

    condition: str
    change: str
    reason: Annotated[str, Field(min_length=10)]


class Test(_Part):
    """A worked case: rows in, a status for each, and the figure."""

    title: str
    period: str
    source: Source | None = None
    population: int | None = None
    known_from: str | None = None
    parameters: dict[Name, float] = Field(default_factory=dict)
    given: dict[Name, list[dict[str, Any]]]
    expect: dict[str, Literal["numerator", "denominator", "excluded", "not counted"]] = Field(
        default_factory=dict
    )
    result: str | dict[str, str] | None = None

    @field_validator("expect", mode="before")
    @classmethod
    def _keys_are_text(cls, value: Any) -> Any:
        return {str(k): v for k, v in value.items()} if isinstance(value, dict) else value

    @field_validator("result", mode="before")
    @classmethod
    def _result_is_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | float) else value


class Calculation(_Part):
    """The keys that decide a figure; cohorts and variants may give them too."""

    count: Name | None = None
    period: PeriodRule | None = None
    window: Window | None = None
    related: dict[Name, Related] = Field(default_factory=dict)
    values: dict[Name, Condition] = Field(default_factory=dict)
    distinct: Distinct | None = None
    denominator: Condition | None = None
    exclude: list[Exclude] = Field(default_factory=list)
    look_back: LookBack | None = None
    needs: Needs | None = None
    parameters: dict[Name, float] = Field(default_factory=dict)

    @field_validator("look_back", mode="before")
    @classmethod
    def _months(cls, value: Any) -> Any:
        if isinstance(value, str):
            found = re.fullmatch(r"(\d+) months?", value.strip())
            if not found:
                raise ValueError("write a number of months, such as 12 months")
            return {"months": int(found.group(1))}
        return value


class Spec(Calculation):
    """One indicator."""

    id: Name
    title: str
    family: Family
    unit: Unit
    polarity: Polarity
    summary: str
    source: list[Reference]
    published: dict[str, Any] = Field(default_factory=dict)
    notes: str | list[str] = Field(default_factory=list)
    cohort: Name | None = None
    numerator: Condition | None = None
    value: Condition | None = None
    per: Literal["children_0_17"] | DistinctPer | None = None
    parts: dict[str, Part] = Field(default_factory=dict)
    split: Split | None = None
    split_each: Split | None = None
    decimals: Annotated[int, Field(ge=0, le=4)] | None = None
    comparable: Literal["yes", "period", "proxy", "no"] = "yes"
    chat_row: int | None = None
    overrides: Name | None = None
    equivalent: list[Equivalent] = Field(default_factory=list)
    variants: dict[Source, dict[str, Any]] = Field(default_factory=dict)
    tests: list[Test] = Field(default_factory=list)

    @property
    def all_notes(self) -> tuple[str, ...]:
        """Notes as a list."""
        return (self.notes,) if isinstance(self.notes, str) else tuple(self.notes)


FIXED_KEYS = ("id", "unit", "polarity")
"""Keys that a variant may not replace."""
