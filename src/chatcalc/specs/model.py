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

Unit = Literal["percent", "rate_per_10000", "count", "mean", "median", "max", "days"]
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
    "permanence",
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
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class PeriodRule(_Part):
    """Which rows of the counted table a period holds."""

    during: Name | None = None
    """A date column: the case counts in the period that holds its date."""
    open_on: Literal["period_end"] | None = None
    """The case counts where it is open on the snapshot."""
    overlapping: Literal["period"] | None = None
    """The case counts where it is open at any time in the period."""
    all: Literal["period_end"] | None = None
    """Every row of the return's year counts."""
    start: Name | None = Field(default=None, alias="from")
    """The date column on which a row starts, where not the table's own."""
    end: Name | None = Field(default=None, alias="to")
    """The date column on which a row ends, where not the table's own."""
    year: Name | None = None
    """The date column that says of which year's return a row is."""

    @model_validator(mode="after")
    def _one_kind(self) -> PeriodRule:
        kinds = [self.during, self.open_on, self.overlapping, self.all]
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("give one of during, open_on, overlapping or all")
        return self


class Window(_Part):
    """Another length than the report's: so many months to the last such day by the snapshot, or earlier."""

    months: Annotated[int, Field(ge=1, le=120)]
    """How long."""
    ending: str
    """The day and month it ends on, such as 31 March, or for what needs time to follow a case up,
    12 months before the snapshot."""

    @field_validator("ending")
    @classmethod
    def _a_day(cls, value: str) -> str:
        if not re.fullmatch(
            r"([1-9]|[12][0-9]|3[01]) (January|February|March|April|May|June|July|August|"
            r"September|October|November|December)|[1-9]\d?\d? months before the snapshot",
            value,
        ):
            raise ValueError("write a day and a month, such as 31 March, or 12 months before the snapshot")
        return value

    @property
    def months_before(self) -> int | None:
        """How many months before the snapshot it ends; None where it ends on a day of the year."""
        number, _, rest = self.ending.partition(" ")
        return int(number) if rest == "months before the snapshot" else None


class Related(_Part):
    """Other records of the same child in the same authority."""

    table: Name
    """The table they stand in."""
    where: Condition | None = None
    """Which of them, as a condition over `name.column` and the case; all where left out."""
    values: dict[Name, Condition] = Field(default_factory=dict)
    """Named expressions over the pair of case and related row."""


class Distinct(_Part):
    """Children are counted, not rows."""

    by: Literal["child"]
    """Whose rows count once."""
    keep: Literal["any", "latest", "earliest"]
    """Which of a child's rows counts: any (one in the numerator if there is one), the latest or the
    earliest."""


class Exclude(_Part):
    """Cases the definition leaves out, and why."""

    when: Condition
    """The cases that are left out, as a condition."""
    reason: Annotated[str, Field(min_length=3)]
    """Why, as it is printed."""


class DistinctPer(_Part):
    """The figure is cases for each distinct value of a column."""

    distinct: Name
    """The column."""


class Part(_Part):
    """A further figure over the same cases."""

    title: str
    """As it is printed."""
    denominator: Condition | None = None
    """Which cases the part is of; all where left out."""
    numerator: Condition | None = None
    """Which of them count; all where left out."""
    unit: Unit | None = None
    """Where it is not the indicator's."""
    published: dict[str, Any] | None = None
    """What published statistics call the part."""


class Split(_Part):
    """A mix: one part for each code."""

    by: Condition
    """The code of a case, or the list of its codes."""
    parts: dict[str, str]
    """The title of each code."""


class LookBack(_Part):
    """How far before the period the figure reads, and what more data would do to it."""

    months: Annotated[int, Field(ge=1, le=600)]
    """How many months before the period."""
    more_data: Literal["adds", "either"] = "adds"
    """Whether earlier data could only add cases, or also take some away."""


class Needs(_Part):
    """The figure exists only where a table has rows of the snapshot's year, or any value in a column."""

    table: Name
    """The table."""
    year: Name | None = None
    """Its column of the return's year."""
    column: Name | None = None
    """The column that must hold a value."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Needs:
        if (self.year is None) == (self.column is None):
            raise ValueError("give one of year or column")
        return self


class Reference(_Part):
    """Where a definition comes from."""

    name: str
    """The publication."""
    publisher: str
    """Who published it."""
    year: int | None = None
    """When."""
    url: str | None = None
    """Where it can be read."""


class Equivalent(_Part):
    """A change of a condition that alters no figure, and why: the tests need not notice it."""

    condition: str
    """Which condition, as `specs test --mutants` names it."""
    change: str
    """The change, as it names it."""
    reason: Annotated[str, Field(min_length=10)]
    """Why no figure changes."""


class Due(_Part):
    """The last day on which a case would still be in time if nothing happened until then."""

    title: Annotated[str, Field(min_length=3)]
    """What falls due, such as the review."""
    date: Condition
    """That day; blank where nothing falls due."""
    of: Literal["counted", "counted or excluded", "all"] = "counted"
    """Which cases of the period it is asked of."""


class Test(_Part):
    """A worked case: rows in, a status for each, and the figure."""

    title: str
    """What the case shows, in a sentence."""
    period: str
    """First and last day, such as 2024-01-01 to 2024-03-31."""
    source: Source | None = None
    """The extract it is computed from; the first that can where left out."""
    population: int | None = None
    """Children aged 0 to 17, for rates."""
    known_from: str | None = None
    """The first day the data speak of."""
    parameters: dict[Name, float] = Field(default_factory=dict)
    """Limits that differ from the definition's."""
    given: dict[Name, list[dict[str, Any]]]
    """Rows by table; `id` names a row, `child` the child where it is not the row's id."""
    expect: dict[str, Literal["numerator", "denominator", "excluded", "not counted"]] = Field(
        default_factory=dict
    )
    """What becomes of each named row."""
    due: dict[str, str] = Field(default_factory=dict)
    """The day on which a named row falls due, or never."""
    result: str | dict[str, str] | None = None
    """The figure: `numerator / denominator` or as displayed; by part where there are several."""

    @field_validator("expect", "due", mode="before")
    @classmethod
    def _keys_are_text(cls, value: Any) -> Any:
        return {str(k): v for k, v in value.items()} if isinstance(value, dict) else value

    @field_validator("result", mode="before")
    @classmethod
    def _result_is_text(cls, value: Any) -> Any:
        if isinstance(value, dict):
            return {part: cls._result_is_text(figure) for part, figure in value.items()}
        return str(value) if isinstance(value, int | float) else value


class Calculation(_Part):
    """The keys that decide a figure; cohorts and variants may give them too."""

    count: Name | None = None
    """The table whose rows are the cases."""
    period: PeriodRule | None = None
    """Which rows a period holds."""
    window: Window | None = None
    """Another length than the report's."""
    related: dict[Name, Related] = Field(default_factory=dict)
    """Other records of the same child in the same authority, by name."""
    values: dict[Name, Condition] = Field(default_factory=dict)
    """Named expressions, usable in all conditions."""
    distinct: Distinct | None = None
    """Where children are counted, not rows."""
    denominator: Condition | None = None
    """Which cases count; every case of the period where left out."""
    exclude: list[Exclude] = Field(default_factory=list)
    """Cases the definition leaves out, each with its reason."""
    look_back: LookBack | None = None
    """How far before the period the definition reads, such as 12 months."""
    needs: Needs | None = None
    """What must be recorded for there to be a figure."""
    parameters: dict[Name, float] = Field(default_factory=dict)
    """Named limits that an authority may set."""

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
    """Short name, unique."""
    title: str
    """As it is printed; {name} prints a parameter."""
    family: Family
    """The group of indicators it is printed with."""
    unit: Unit
    """What the figure is."""
    polarity: Polarity
    """Which is good: high, low or neither."""
    summary: str
    """What is counted out of what, in a sentence or two."""
    source: list[Reference]
    """Where the definition comes from."""
    published: dict[str, Any] = Field(default_factory=dict)
    """What published statistics call the figure: `lait`, `ees`."""
    notes: str | list[str] = Field(default_factory=list)
    """What a reader should know besides."""
    cohort: Name | None = None
    """A shared definition of who is counted, from cohorts.yaml."""
    numerator: Condition | None = None
    """Which cases count, as a condition."""
    value: Condition | None = None
    """The number of a case, for means, medians, the largest and days."""
    per: Literal["children_0_17"] | DistinctPer | None = None
    """What the cases are divided by, where not by themselves."""
    parts: dict[str, Part] = Field(default_factory=dict)
    """Further figures over the same cases, by id."""
    split: Split | None = None
    """A mix: a part for each code."""
    split_each: Split | None = None
    """A mix of a list column: a case counts in each part it holds."""
    due: Due | None = None
    """When a case falls due, for `chatcalc children --due`."""
    decimals: Annotated[int, Field(ge=0, le=4)] | None = None
    """Digits that are printed."""
    comparable: Literal["yes", "period", "proxy", "no"] = "yes"
    """Whether the figure may stand beside the published one."""
    chat_row: int | None = None
    """The row of the ChAT table."""
    overrides: Name | None = None
    """The built-in indicator that an authority's own one replaces."""
    equivalent: list[Equivalent] = Field(default_factory=list)
    """Changes of a condition that alter no figure."""
    variants: dict[Source, dict[str, Any]] = Field(default_factory=dict)
    """What differs where another extract is read, by extract; null leaves a key out."""
    tests: list[Test] = Field(default_factory=list)
    """Worked cases."""

    @property
    def all_notes(self) -> tuple[str, ...]:
        """Notes, one line each."""
        notes = [self.notes] if isinstance(self.notes, str) else self.notes
        return tuple(" ".join(note.split()) for note in notes)


FIXED_KEYS = ("id", "unit", "polarity")
"""Keys that a variant may not replace."""
