"""What may stand in the template of a return: its fields, and whether what it names is there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from chatcalc.reports.report import ReturnColumn, ReturnTemplate
from chatcalc.reports.request import RequestError
from chatcalc.specs.definition import Indicator

FIELDS: Final = (
    *("indicator_id", "ref", "title", "family", "unit", "polarity", "la_code", "la_name"),
    *("period", "period_start", "period_end", "as_at", "numerator", "denominator", "value", "display"),
    *("status", "source", "comparable", "notes", "classification"),
)
DEFAULT_COLUMNS: Final = (
    ReturnColumn("LA code", "la_code"),
    ReturnColumn("LA name", "la_name"),
    ReturnColumn("Indicator", "indicator_id"),
    ReturnColumn("Title", "title"),
    ReturnColumn("Period", "period"),
    ReturnColumn("Period start", "period_start"),
    ReturnColumn("Period end", "period_end"),
    ReturnColumn("Numerator", "numerator"),
    ReturnColumn("Denominator", "denominator"),
    ReturnColumn("Value", "value"),
    ReturnColumn("Unit", "unit"),
    ReturnColumn("Status", "status"),
)


def template_problems(
    template: ReturnTemplate, indicators: Mapping[str, Indicator], reported: Sequence[str]
) -> Iterator[RequestError]:
    """Indicators, parts and families that the template names and the run does not have.

    Args:
        template: As the config says it.
        indicators: All there are.
        reported: The ids that the run calculates.
    """
    families = {indicators[id_].spec.family for id_ in reported}
    for id_ in template.indicators:
        if id_ in indicators and id_ not in reported:
            yield RequestError(f"return.indicators: this run leaves {id_} out", ("return", "indicators"))
        elif id_ not in reported:
            yield _problem("indicators", id_, "indicator", reported)
    for family in template.families:
        if family not in families:
            yield _problem("families", family, "family", sorted(families))
    names = [name for id_ in indicators for name in (id_, *_parts(indicators[id_]))]
    for name in template.refs:
        if name not in names:
            yield _problem("refs", name, "indicator or part", names, (name,))


def _problem(key: str, name: str, kind: str, known: Sequence[str], more: Sequence[str] = ()) -> RequestError:
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"; did you mean '{close[0]}'?" if close else ""
    return RequestError(f"return.{key}: this run has no {kind} '{name}'{hint}", ("return", key, *more))


def _parts(indicator: Indicator) -> Iterator[str]:
    for definition in indicator.definitions.values():
        yield from (f"{indicator.id}|{part.id}" for part in definition.parts)
