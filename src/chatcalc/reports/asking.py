"""A request made definite by the extracts: which indicators, and at which snapshot."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from chatcalc.comparison.groups import group_of
from chatcalc.extracts.extract import Extract, Finding
from chatcalc.indicators.breakdowns import DIMENSIONS
from chatcalc.published.authorities import UnknownAuthorityError
from chatcalc.reports.layout import FAMILY_TITLES
from chatcalc.reports.request import InvalidSpecsError, Request, RequestError, SettingsError
from chatcalc.reports.return_template import template_problems
from chatcalc.reports.targets import target_problems
from chatcalc.reports.written import written_problems
from chatcalc.specs.definition import Indicator
from chatcalc.specs.loading import SpecSet, load_specs


def sound_specs(request: Request) -> SpecSet:
    """The specifications, the request's own among them.

    Raises:
        RequestError: A folder of specifications is missing.
        InvalidSpecsError: Any of them has a problem.
    """
    missing = next((path for path in request.specs if not path.exists()), None)
    if missing:
        raise RequestError(f"{missing}: no such folder of specifications")
    specs = load_specs(request.specs, parameters=request.parameters)
    if specs.problems:
        raise InvalidSpecsError(specs.problems)
    _check_names(request, specs)
    return specs


def _check_names(request: Request, specs: SpecSet) -> None:
    """What a config sets must be there to be set.

    Raises:
        SettingsError: An indicator, one of its parameters or parts or a member of a group is unknown, or an
            indicator cannot have a target; all that are.
    """
    problems = [
        *_unknown_names(request, specs),
        *target_problems(request.targets, specs.indicators),
        *written_problems(request.commentary, specs.indicators),
        *_template_problems(request, specs),
    ]
    if problems:
        raise SettingsError(problems)


def _template_problems(request: Request, specs: SpecSet) -> Iterator[RequestError]:
    if request.template:
        reported = wanted_ids(request, specs.indicators)
        yield from template_problems(request.template, specs.indicators, reported)


def _unknown_names(request: Request, specs: SpecSet) -> Iterator[RequestError]:
    tables = {"sources": request.sources, "parameters": request.parameters, "targets": request.targets}
    for table, named in tables.items():
        for id_ in named:
            if id_ not in specs.indicators:
                hint = _nearest(id_, specs.indicators)
                yield RequestError(f"{table}.{id_}: there is no such indicator; {hint}", (table, id_))
    for id_, limits in request.parameters.items():
        known = specs.indicators[id_].spec.parameters if id_ in specs.indicators else limits
        hint = f"its limits are {', '.join(known)}" if known else "it has none"
        for name in limits:
            if name not in known:
                message = f"parameters.{id_}: no limit '{name}'; {hint}"
                yield RequestError(message, ("parameters", id_, name))
    for group, members in request.groups.items():
        for member in members:
            try:
                group_of((member,), {})
            except UnknownAuthorityError as error:
                yield RequestError(f"groups.{group}: {error}", ("groups", group))


def wanted_ids(request: Request, indicators: Mapping[str, Indicator]) -> tuple[str, ...]:
    """The ids that the request names, by themselves or by family; all of them where it names none.

    Raises:
        RequestError: An id or a family is unknown.
    """
    families = dict.fromkeys([*FAMILY_TITLES, *(each.spec.family for each in indicators.values())])
    for name in request.indicators:
        _must_be_known("indicator", name, indicators)
    for name in request.families:
        _must_be_known("family", name, families)
    if not request.indicators and not request.families:
        return tuple(indicators)
    chosen = set(request.indicators)
    return tuple(
        each.id for each in indicators.values() if each.id in chosen or each.spec.family in request.families
    )


def check_breakdowns(by: Iterable[str], looked_up: Sequence[str]) -> None:
    """Whether there is everything by which figures shall be broken down.

    Args:
        by: Dimensions; two are crossed as `sex,age_band`.
        looked_up: The columns of the lookup.

    Raises:
        RequestError: A dimension is unknown, crossed with itself, or more than two are crossed.
    """
    known = list(dict.fromkeys([*DIMENSIONS, *looked_up]))
    for each in by:
        names = each.split(",")
        for name in names:
            if name not in known:
                close = difflib.get_close_matches(name, known, n=1)
                hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
                hint += "" if looked_up else "; a lookup adds its columns"
                raise RequestError(f"--by {each}: nothing is called '{name}'; {hint}")
        if len(set(names)) < len(names) or len(names) > 2:
            raise RequestError(f"--by {each}: two different dimensions can be crossed")


def snapshot(request: Request, extracts: Sequence[Extract]) -> dt.date:
    """The snapshot asked for, else the last day of which every extract that carries a date can speak.

    A first period that names its days ends on the snapshot.
    A census speaks until its reference date, or until the day its file was made where that is earlier.

    Raises:
        RequestError: Nothing was asked for and no extract carries a date.
    """
    if request.as_at:
        return request.as_at
    own = request.periods[0].fixed if request.periods else None
    if own:
        return own.end
    last_days = [day for extract in extracts if (day := _speaks_until(extract)) is not None]
    if not last_days:
        raise RequestError(
            "no extract says its reference date: give the snapshot with --as-at, e.g. 2024-03-31"
        )
    return min(last_days)


def early_extracts(as_at: dt.date, extracts: Sequence[Extract]) -> list[tuple[str | None, Finding]]:
    """A finding for each extract that was made, or whose return ended, before the snapshot."""
    found: list[tuple[str | None, Finding]] = []
    for extract in extracts:
        until = _speaks_until(extract)
        if until is not None and until < as_at:
            message = f"the data speak until {until}, before the snapshot of {as_at}; give --as-at {until}"
            file = extract.inputs[-1].file if extract.inputs else extract.source
            tables = tuple(extract.tables)
            found.append(
                (extract.source, Finding("snapshot-after-data", "warning", file, "", message, 1, tables))
            )
    return found


def _speaks_until(extract: Extract) -> dt.date | None:
    return min((day for day in (extract.last_day, extract.made_on) if day is not None), default=None)


def _must_be_known(kind: str, name: str, known: Iterable[str]) -> None:
    names = list(known)
    if name in names:
        return
    raise RequestError(f"no {kind} '{name}'; {_nearest(name, names)}")


def _nearest(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean '{close[0]}'?" if close else "`chatcalc specs list` shows all"
