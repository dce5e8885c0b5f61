"""The table `[return]` of chatcalc.toml: the template of a return in long form."""

from __future__ import annotations

import difflib
import re
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from chatcalc.cli.config_values import as_list
from chatcalc.reports.report import ReturnColumn, ReturnTemplate
from chatcalc.reports.return_periods import OF_THE_YEAR, check_return_period
from chatcalc.reports.return_template import FIELDS

_DATE_PARTS: Final = re.compile(r"(%[dmYy]|[^%])*")


class Constant(BaseModel):
    """A column that says the same in every row."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    constant: str


def _column(value: object) -> object:
    if isinstance(value, dict):
        if set(value) != {"constant"} or not isinstance(value["constant"], str | int):
            raise ValueError('write a field, or {constant = "TEXT"}')
        return {"constant": str(value["constant"])}
    if not isinstance(value, str) or value in FIELDS:
        return value
    close = difflib.get_close_matches(value, FIELDS, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"there are {', '.join(FIELDS)}"
    raise ValueError(f"there is no field '{value}'; {hint}")


def _date_format(value: str) -> str:
    if not _DATE_PARTS.fullmatch(value) or "%" not in value:
        raise ValueError(f"'{value}' is no format of dates; write one such as %d/%m/%Y")
    return value


Names = Annotated[list[str], BeforeValidator(as_list)]
AskedPeriods = Annotated[list[Annotated[str, AfterValidator(check_return_period)]], BeforeValidator(as_list)]


class ReturnTable(BaseModel):
    """What stands in a return: periods, indicators, and columns in their order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    periods: AskedPeriods = [OF_THE_YEAR]
    indicators: Names = []
    families: Names = []
    columns: dict[str, Annotated[str | Constant, BeforeValidator(_column)]] = {}
    refs: dict[str, str] = {}
    date_format: Annotated[str, AfterValidator(_date_format)] = "%Y-%m-%d"

    def template(self) -> ReturnTemplate:
        """The same for the report."""
        return ReturnTemplate(
            periods=tuple(self.periods),
            indicators=tuple(self.indicators),
            families=tuple(self.families),
            columns=tuple(
                ReturnColumn(head, constant=each.constant)
                if isinstance(each, Constant)
                else ReturnColumn(head, field=each)
                for head, each in self.columns.items()
            ),
            refs=dict(self.refs),
            date_format=self.date_format,
        )
