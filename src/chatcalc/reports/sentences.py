"""One plain sentence about a figure, made from what the report shows of it and nothing else.

It says the value, how it has moved, where it stands, and how much one case weighs where there are few. The
lines must have passed disclosure control: what is hidden in them cannot come into a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from chatcalc.indicators.results import Polarity, Unit
from chatcalc.reports.lines import (
    Ago,
    Change,
    Commentary,
    Line,
    Part,
)
from chatcalc.reports.plain import number_of
from chatcalc.reports.rows import readable
from chatcalc.reports.wording import long_date, short_month

FEW: Final = 20
"""Of fewer cases, one is more than five percentage points."""
_AGO: Final[tuple[Ago, ...]] = ("year", "quarter")


def with_sentences(lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines, each of which nobody wrote anything with a generated sentence."""
    return tuple(
        line if line.commentary else replace(line, commentary=Commentary(sentence(line), generated=True))
        for line in lines
    )


def sentence(line: Line) -> str:
    """The sentence about an indicator, in the same words for the same figures."""
    if line.status == "not_computed":
        reason = next(iter(line.caveats or line.notes), "the extracts do not tell").rstrip(".")
        return f"Not computed: {reason}."
    said = "; ".join(_clauses(line))
    return f"{said[:1].upper()}{said[1:]}."


def _clauses(line: Line) -> Iterator[str]:
    if line.parts and line.value is None and line.numerator is None and line.status != "suppressed":
        yield _largest(line)
        return
    yield _value(line)
    if line.value is None:
        return
    if line.status == "partial":
        yield "the data do not reach back far enough for all of it"
    elif moved := _moved(line):
        yield moved
    yield from _standing(line)
    yield from _weight(line)


def _largest(line: Line) -> str:
    """Of a mix its largest part; where some are hidden, the largest of those shown."""
    shown = [part for part in line.parts if part.value]
    if not shown:
        hidden = any(part.status == "suppressed" for part in line.parts)
        return "not shown: the counts are small, or would give small ones away" if hidden else "no cases"
    largest = max(shown, key=lambda part: (part.value or 0, part.id))
    which = "part shown" if any(part.status == "suppressed" for part in line.parts) else "part"
    return f"the largest {which} is {_unbracketed(largest.title)}: {_value(largest)}"


def _unbracketed(title: str) -> str:
    return title.removesuffix("(%)").removesuffix("(number)").strip()


def _value(figure: Line | Part) -> str:
    if figure.status == "suppressed":
        return "not shown: the count is small, or would give a small one away"
    if figure.value is None:
        return _no_value(figure)
    of = _of(figure)
    if number_of(figure.display) is None and "≥" not in figure.display:  # `low`
        return f"more than none, but rounds to 0{of}"
    if figure.numerator == 0 and figure.unit in ("percent", "count", "rate_per_10000"):
        known = " so far known" if "≥" in figure.display else ""
        cases = f" of {figure.denominator:,}" if figure.unit == "percent" else ""
        return f"none{known}{cases}"
    words = {"mean": "a mean of ", "median": "a median of ", "max": "at most "}
    return f"{words.get(figure.unit, '')}{_amount(figure.display, figure.unit)}{of}"


def _no_value(figure: Line | Part) -> str:
    if figure.unit == "rate_per_10000" and figure.numerator is not None:
        return f"{figure.numerator:,} counted; no rate, for no population is known"
    return "no figure: there were no cases"


def _of(figure: Line | Part) -> str:
    """What a figure is made of: `(703 of 923)`, `(979 counted)`, `(78 cases)`."""
    if figure.unit == "percent" and figure.numerator is not None and figure.denominator is not None:
        return f" ({figure.numerator:,} of {figure.denominator:,})"
    if figure.unit == "rate_per_10000" and figure.numerator is not None:
        return f" ({figure.numerator:,} counted)"
    if figure.unit in ("mean", "median", "max", "days") and figure.denominator is not None:
        return f" ({_cases(figure.denominator)})"
    return ""


def _cases(number: float) -> str:
    return f"{number:,} {'case' if number == 1 else 'cases'}"


def _amount(display: str, unit: Unit) -> str:
    """A figure with its unit in words: `at least 13%`, `271 per 10,000 children`, `1 day`."""
    at_least, plain = ("at least " if "≥" in display else ""), readable(display.replace("≥", ""))
    days = " day" if plain == "1" else " days"
    units = {"percent": "%", "rate_per_10000": " per 10,000 children", "days": days}
    return f"{at_least}{plain}{units.get(unit, '')}"


def _short(display: str, unit: Unit) -> str:
    """The same of the figures that it is compared with, whose unit is known by then."""
    return readable(display) + ("%" if unit == "percent" else "")


def _size(by: Decimal) -> str:
    return readable(f"{float(abs(by)):g}")


def _moved(line: Line) -> str:
    """How it has moved: since the baseline, a year, a quarter, the last published, or the trend's first."""
    then = line.baseline
    if then and then.change is not None:
        since = f"on {long_date(then.as_at)} ({_short(then.display, line.unit)})"
        return _since(Decimal(str(then.change)), line, since)
    changes = {each.ago: each for each in line.changes if each.change is not None}
    for ago in _AGO:
        if ago in changes:
            return _change(changes[ago], line)
    return _from_published(line) or _from_trend(line)


def _change(change: Change, line: Line) -> str:
    since = f"a {change.ago} earlier ({_short(change.display, line.unit)})"
    by = Decimal(str(change.change))
    if change.unit != "percent" or not by:
        return _since(by, line, since)
    which = "more" if by > 0 else "fewer"
    return f"{_size(by)}% {which} than {since}{_verdict(by, line.polarity)}"


def _since(by: Decimal, line: Line, since: str) -> str:
    if not by:
        return f"the same as {since}"
    size = _size(by)
    points = f" {'point' if size == '1' else 'points'}" if line.unit == "percent" else ""
    if line.unit == "days":
        points = " day" if size == "1" else " days"
    return f"{size}{points} {'higher' if by > 0 else 'lower'} than {since}{_verdict(by, line.polarity)}"


def _verdict(by: Decimal, polarity: Polarity) -> str:
    if polarity == "none" or not by:
        return ""
    return ", which is better" if (by > 0) == (polarity == "high") else ", which is worse"


def _from_published(line: Line) -> str:
    published = line.published
    if line.direction is None or published is None or published.la.value is None:
        return ""
    last = f"last published ({_short(published.la.display, line.unit)}, {published.period})"
    if line.direction == "No change":
        return f"the same as {last}"
    up = line.direction == "Increase"
    chance = ", though that may be chance" if line.direction_within_chance else ""
    verdict = _verdict(Decimal(1 if up else -1), line.polarity)
    return f"{'higher' if up else 'lower'} than {last}{verdict}{chance}"


def _from_trend(line: Line) -> str:
    """Against the first of the trend's figures that is whole."""
    known = [
        point
        for point in line.trend
        if point.part is None and point.status == "ok" and point.period_end < line.period.end
    ]
    if not known:
        return ""
    first = min(known, key=lambda point: point.period_end)
    now, then = number_of(line.display), number_of(first.display)
    if now is None or then is None:
        return ""
    return _since(
        now - then, line, f"in {short_month(first.period_end)} ({_short(first.display, line.unit)})"
    )


def _standing(line: Line) -> Iterator[str]:
    """Where it stands to what statistical neighbours and England published, and to the middle half of all."""
    published, now = line.published, number_of(line.display)
    if published is None or now is None or line.comparable == "no":
        return
    beside = {"statistical neighbours": published.statistical_neighbours, "England": published.england}
    known = {
        name: (each.display, other)
        for name, each in beside.items()
        if each.value is not None and (other := number_of(each.display)) is not None
    }
    if not known:
        return
    words = {name: _against(now, other) for name, (_, other) in known.items()}
    figures = {name: f"{name} ({_short(display, line.unit)})" for name, (display, _) in known.items()}
    if len(set(words.values())) == 1:
        said = f"{next(iter(words.values()))} {' and '.join(figures.values())}"
    else:
        said = " and ".join(f"{words[name]} {figures[name]}" for name in known)
    middle = {"Lower": "below", "In range": "in", "Higher": "above"}
    where = f", {middle[line.latest_position]} the middle half of authorities" if line.latest_position else ""
    proxy = ", as a proxy" if line.comparable == "proxy" else ""
    yield f"{said} in {published.period}{where}{proxy}"


def _against(now: Decimal, other: Decimal) -> str:
    if now == other:
        return "level with"
    return "above" if now > other else "below"


def _weight(line: Line) -> Iterator[str]:
    """How much one case is, where there are few."""
    cases = line.numerator if line.unit == "rate_per_10000" else line.denominator
    if cases is None or not 0 < cases < FEW:
        return
    if line.unit == "percent":
        yield f"of {_cases(cases)}, so one case is {_points(int(cases))} points"
    elif line.unit != "count":
        yield f"from {_cases(cases)} only"


def _points(cases: int) -> str:
    return f"{(Decimal(200) / cases + 1) // 2:f}"
