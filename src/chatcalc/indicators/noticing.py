"""A case that two definitions see differently, found among made-up rows and brought down to what matters.

It names what the tests of an indicator miss: pasted under `tests`, it fails for the changed definition.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

import polars as pl

from chatcalc.extracts.extract import Extract
from chatcalc.indicators.cases import cases
from chatcalc.indicators.given import ANY_TIME, TestError, given
from chatcalc.indicators.periods import period_frame
from chatcalc.indicators.plausible import Row, Rows, plausible_rows, pools_for
from chatcalc.indicators.results import Period
from chatcalc.indicators.spec_tests import Bench
from chatcalc.specs.definition import Definition
from chatcalc.specs.model import Test
from chatcalc.tables.catalogue import PROVENANCE, TABLES
from chatcalc.tables.history import derived_tables

CHILDREN: Final = 250
ROUNDS: Final = 12
_LA: Final = "local"
_PLAIN: Final = re.compile(r"[A-Za-z]\w*( \w+)*|\d{4}-\d{2}-\d{2}")
_WORDS: Final = ("null", "true", "false")


@dataclass(frozen=True)
class _World:
    """Made-up rows, a period, and from when on the data speak."""

    rows: Rows
    period: Period
    known_from: dt.date | None

    def extract(self, source: str) -> Extract:
        frames = {
            name: pl.DataFrame([row | {"la_code": _LA} for row in rows], schema=TABLES[name].dtypes)
            for name, rows in self.rows.items()
        }
        known = dict.fromkeys(TABLES, self.known_from or ANY_TIME)
        return Extract(source, derived_tables(frames), known, None, la_codes=(_LA,))


def case_that_tells_apart(
    definition: Definition,
    changed: Definition,
    periods: Sequence[Period],
    *,
    name_source: bool,
    rounds: int = ROUNDS,
) -> str | None:
    """A test as YAML that holds of one definition and fails for the other, or None where none was found.

    Args:
        definition: The definition as it is.
        changed: The same with a change.
        periods: Periods to try, those of the indicator's tests.
        name_source: Whether a test must name the definition's source.
        rounds: How many times so many children are made up.
    """
    for number in range(rounds):
        rng = Random(f"{definition.spec.id} {number}")  # noqa: S311 - made-up rows, no secret
        world = _made_up(rng, definition, rng.choice(periods))
        for child in _differing(definition, changed, world):
            rows = {name: [r for r in rows if r["child_id"] == child] for name, rows in world.rows.items()}
            found = _smallest(definition, changed, _World(rows, world.period, world.known_from))
            test = _as_test(definition, found)
            if test and _tells_apart(definition, changed, test):
                return _as_yaml(test, definition.source if name_source else None)
    return None


def _made_up(rng: Random, definition: Definition, period: Period) -> _World:
    pools = pools_for(rng, definition, period)
    children = [f"c{n}" for n in range(CHILDREN)]
    known_from = rng.choice([None, *pools.days]) if rng.random() < 0.3 else None
    return _World(plausible_rows(rng, definition, pools, children), period, known_from)


def _outcomes(definition: Definition, world: _World) -> pl.DataFrame:
    """Status, value and parts of every case."""
    parts = [f"part:{part.id}" for part in definition.parts]
    periods = period_frame([world.period], definition.window)
    frame = cases(definition, world.extract(definition.source), periods)
    return frame.select("child_id", "case_row", "status", "measure", *parts).collect(engine="in-memory")


def _differing(definition: Definition, changed: Definition, world: _World) -> Iterator[str]:
    """Up to three children of whom the definitions say different things, those with the fewest rows first."""
    one, other = _outcomes(definition, world), _outcomes(changed, world)
    differing = set(one.rows()) ^ set(other.rows())
    children = {row[0] for row in differing}
    owners = Counter(row["child_id"] for rows in world.rows.values() for row in rows)
    yield from sorted(children, key=lambda child: (owners[child], child))[:3]


def _smallest(definition: Definition, changed: Definition, world: _World) -> _World:
    """The world without the rows and values that do not matter."""

    def matters(rows: Rows, known_from: dt.date | None) -> _World | None:
        smaller = _World(rows, world.period, known_from)
        return smaller if any(_differing(definition, changed, smaller)) else None

    world = matters(world.rows, None) or world
    for name in list(world.rows):
        for row in list(world.rows[name]):
            kept = [each for each in world.rows[name] if each is not row]
            world = matters({**world.rows, name: kept}, world.known_from) or world
    for name in world.rows:
        for n, row in enumerate(world.rows[name]):
            for column in [c for c, v in row.items() if v is not None and c not in PROVENANCE]:
                rows = list(world.rows[name])
                rows[n] = rows[n] | {column: None}
                world = matters({**world.rows, name: rows}, world.known_from) or world
    return world


def _as_test(definition: Definition, world: _World) -> Test | None:
    """The world as a test of a specification that expects what the definition says of it."""
    counted = "care_episodes" if definition.table not in world.rows else definition.table
    given_rows: dict[str, list[Row]] = {}
    for name, rows in world.rows.items():
        for n, row in enumerate(rows, start=1):
            named = {"id": f"row_{n}"} if name == counted else {}
            values = {c: _written(v) for c, v in row.items() if v is not None and c not in PROVENANCE}
            given_rows.setdefault(name, []).append({**named, "child": "A", **values})
    if not given_rows:
        return None
    test = Test(
        title="a title that says what this shows",
        period=f"{world.period.start} to {world.period.end}",
        known_from=world.known_from.isoformat() if world.known_from else None,
        given=given_rows,
    )
    return _with_expectations(definition, test)


def _with_expectations(definition: Definition, test: Test) -> Test | None:
    try:
        bench = Bench(definition, given([test], definition.source), ())
        names = {name for _, name in bench.given.ids.values()}
        guess = test.model_copy(update={"expect": dict.fromkeys(names, "?"), "result": _guesses(definition)})
        bench = Bench(definition, given([guess], definition.source), ())
        found = {each.what: each.found.removesuffix(" / -") for each in bench.differences()[0]}
    except TestError:
        return None
    expect = {name: found[name] for name in sorted(names) if name in found}
    figures = {part.id: found[part.id] for part in definition.parts if part.id in found}
    result: Any = figures or found.get("value")
    return test.model_copy(update={"expect": expect, "result": result if expect or figures else None})


def _guesses(definition: Definition) -> dict[str, str]:
    """Results that none can have, so that each is told."""
    return dict.fromkeys(["value", *(part.id for part in definition.parts)], "-1 / -1")


def _tells_apart(definition: Definition, changed: Definition, test: Test) -> bool:
    """Whether the test holds of one definition and not of the other."""
    try:
        bench = Bench(definition, given([test], definition.source), ())
        return not any(bench.differences()) and any(bench.differences(changed))
    except TestError:
        return False


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def _as_yaml(test: Test, source: str | None) -> str:
    """The test as it stands in a specification."""
    lines = [f"- title: {test.title}"]
    lines += [f"  source: {source}"] if source else []
    lines += [f"  period: {test.period}"]
    lines += [f"  known_from: {test.known_from}"] if test.known_from else []
    lines += ["  given:"]
    for name, rows in test.given.items():
        lines += [f"    {name}:", *(f"      - {_flow(row)}" for row in rows)]
    lines += [f"  expect: {_flow(dict(test.expect))}"] if test.expect else []
    if isinstance(test.result, str):
        lines.append(f"  result: {test.result}")
    elif test.result:
        lines.append(f"  result: {_flow(dict(test.result))}")
    return "\n".join(lines)


def _flow(values: dict[str, Any]) -> str:
    return "{" + ", ".join(f"{key}: {_scalar(value)}" for key, value in values.items()) + "}"


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_scalar(each) for each in value) + "]"
    text = f"{value:g}" if isinstance(value, float) else str(value)
    plain = isinstance(value, int | float) or _PLAIN.fullmatch(text)
    return text if plain and text.lower() not in _WORDS else f'"{text}"'
