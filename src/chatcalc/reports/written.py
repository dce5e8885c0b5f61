"""What people wrote of figures: checked against the indicators, and set beside their lines."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from chatcalc.reports.lines import Line
from chatcalc.reports.request import RequestError, WrittenLine
from chatcalc.specs.definition import Indicator


def written_problems(
    written: Iterable[WrittenLine], indicators: Mapping[str, Indicator]
) -> Iterator[RequestError]:
    """What is written of indicators and parts that are not there, each with its line."""
    for each in written:
        indicator = indicators.get(each.indicator)
        if indicator is None:
            yield RequestError(
                f"{each.place}: no indicator '{each.indicator}'; {_nearest(each.indicator, indicators)}"
            )
        elif each.part is not None and each.part not in (parts := _parts(indicator)):
            hint = _nearest(each.part, parts) if parts else "it has none"
            yield RequestError(f"{each.place}: {each.indicator} has no part '{each.part}'; {hint}")


def with_written(lines: Iterable[Line], written: Sequence[WrittenLine]) -> tuple[Line, ...]:
    """The lines with what people wrote of them and of their parts."""
    by_name = {(each.indicator, each.part): each.commentary for each in written}
    return tuple(
        replace(
            line,
            commentary=by_name.get((line.id, None)),
            parts=tuple(replace(part, commentary=by_name.get((line.id, part.id))) for part in line.parts),
        )
        for line in lines
    )


def _parts(indicator: Indicator) -> list[str]:
    found = (part.id for definition in indicator.definitions.values() for part in definition.parts)
    return list(dict.fromkeys(found))


def _nearest(name: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(name, known, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"its parts are {', '.join(known)}" if len(known) < 20 else "`chatcalc specs list` shows all"
