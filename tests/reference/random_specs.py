"""Random specifications, as the YAML an analyst could have written: every key that decides a figure."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import yaml

from chatcalc.expressions.check import Scope
from chatcalc.expressions.tree import Type
from chatcalc.specs.compiling import column_types
from chatcalc.tables.catalogue import TABLES
from reference.printing import printed
from reference.random_conditions import random_condition

SOURCES_OF = {
    "referrals": "annex_a",
    "assessments": "cin_census",
    "cp_plans": "annex_a",
    "cin_episodes": "cin_census",
    "periods_of_care": "ssda903",
    "placements": "ssda903",
    "social_worker_episodes": "ssda903",
    "annual_outcomes": "ssda903",
    "care_leavers": "annex_a",
}
_TYPES = (Type.BOOLEAN, Type.NUMBER, Type.DATE, Type.TEXT)


def random_spec(rng: Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """A specification and, where it names one, its cohort."""
    table, source = rng.choice(list(SOURCES_OF.items()))
    spec = _head(rng, table)
    scope = Scope(
        table=table,
        names={**_recorded(table, source), "period_start": Type.DATE, "period_end": Type.DATE},
        owners={"child": _recorded("children", source)},
        related={},
        tables=[name for name, known in TABLES.items() if source in known.sources],
        parameters=tuple(spec["parameters"]),
    )
    if "window" in spec:
        scope = replace(scope, names={**scope.names, "window_start": Type.DATE, "window_end": Type.DATE})
    scope = _steps(rng, spec, scope, source)
    _figure(rng, spec, scope)
    _narrowing(rng, spec, scope)
    _parts(rng, spec, scope, table, source)
    if rng.random() < 0.2:
        taken_away = {key: None for key in ("denominator", "exclude") if key in spec}
        replaced = {"numerator": _text(rng, scope)} if "numerator" in spec else {}
        spec["variants"] = {source: {"comparable": "period", **taken_away, **replaced}}
    return _with_cohort(rng, spec) if rng.random() < 0.3 else (spec, {})


def _recorded(table: str, source: str) -> dict[str, Type]:
    known = TABLES[table]
    return {name: type_ for name, type_ in column_types(table).items() if source in known.filled_by(name)}


def _head(rng: Random, table: str) -> dict[str, Any]:
    known = TABLES[table]
    dates = [name for name, type_ in column_types(table).items() if type_ is Type.DATE]
    kinds: list[dict[str, str]] = [{"during": known.date or dates[0]}]
    if known.start:
        kinds += [{"open_on": "period_end"}, {"overlapping": "period"}]
    if known.date == "year_end":
        kinds = [{"all": "period_end"}]
    head: dict[str, Any] = {
        "id": "random_pct", "title": "Random", "family": "cin", "unit": "percent", "polarity": "none",
        "summary": "Random.", "source": [{"name": "None", "publisher": "None"}],
        "count": table, "period": rng.choice(kinds),
        "parameters": {"limit": rng.choice((1, 2.5, 45))} if rng.random() < 0.5 else {},
    }  # fmt: skip
    if rng.random() < 0.2:
        head["window"] = {
            "months": rng.choice((1, 12, 36)),
            "ending": rng.choice(("31 March", "29 February", "12 months before the snapshot")),
        }
    return head


def _steps(rng: Random, spec: dict[str, Any], scope: Scope, source: str) -> Scope:
    """Values and related rows, each seeing those before it; they are written in another order."""
    values: dict[str, str] = {}
    related: dict[str, Any] = {}
    for number in range(rng.choice((0, 1, 2, 3))):
        if rng.random() < 0.5:
            type_ = rng.choice(_TYPES)
            values[f"value_{number}"] = _text(rng, scope, type_)
            scope = replace(scope, names={**scope.names, f"value_{number}": type_})
        else:
            name = f"other_{number}"
            related[name], columns = _related(rng, scope, name, source)
            scope = replace(scope, related={**scope.related, name: columns})
    spec["values"] = dict(rng.sample(list(values.items()), len(values)))
    spec["related"] = dict(rng.sample(list(related.items()), len(related)))
    return scope


def _related(rng: Random, scope: Scope, name: str, source: str) -> tuple[dict[str, Any], dict[str, Type]]:
    table = rng.choice([scope.table, *(t for t, s in SOURCES_OF.items() if s == source)])
    columns = _recorded(table, source)
    found: dict[str, Any] = {"table": table}
    beside = replace(scope, owners={**scope.owners, name: columns})
    if rng.random() < 0.4:
        type_ = rng.choice(_TYPES)
        found["values"] = {"derived": _text(rng, beside, type_, 2)}
        columns = {**columns, "derived": type_}
        beside = replace(scope, owners={**scope.owners, name: columns})
    if rng.random() < 0.8:
        found["where"] = _text(rng, beside, Type.BOOLEAN, 2)
    return found, columns


def _text(rng: Random, scope: Scope, type_: Type = Type.BOOLEAN, depth: int = 2) -> str:
    return printed(random_condition(rng, scope, type_, rng.randint(1, depth)))


def _figure(rng: Random, spec: dict[str, Any], scope: Scope) -> None:
    kind = rng.random()
    if kind < 0.6:
        spec["numerator"] = _text(rng, scope)
    elif kind < 0.8:
        spec["unit"] = rng.choice(("mean", "median", "max", "days"))
        spec["value"] = _text(rng, scope, Type.NUMBER)
    else:
        spec["unit"] = "count"


def _narrowing(rng: Random, spec: dict[str, Any], scope: Scope) -> None:
    if rng.random() < 0.4:
        spec["distinct"] = {"by": "child", "keep": rng.choice(("any", "latest", "earliest"))}
    if rng.random() < 0.4:
        spec["denominator"] = _text(rng, scope)
    count = rng.choice((0, 0, 1, 2))
    spec["exclude"] = [{"when": _text(rng, scope), "reason": f"reason {n}"} for n in range(count)]


def _parts(rng: Random, spec: dict[str, Any], scope: Scope, table: str, source: str) -> None:
    if rng.random() < 0.4:
        part = {"title": "Part", "numerator": _text(rng, scope), "unit": "percent"}
        if rng.random() < 0.5:
            part["denominator"] = _text(rng, scope)
        spec["parts"] = {"part": part}
    if rng.random() < 0.2:
        spec["split"] = {"by": _text(rng, scope, Type.TEXT), "parts": {"M": "M", "NO": "No", "X": "X"}}
    lists = [name for name, type_ in _recorded(table, source).items() if type_ is Type.TEXTS]
    if lists and rng.random() < 0.5:
        spec["split_each"] = {"by": lists[0], "parts": {"N1": "N1", "F": "F"}}


def _with_cohort(rng: Random, spec: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same calculation with some of its keys in a cohort."""
    moved = [
        key
        for key in ("count", "period", "window", "related", "values", "distinct", "exclude")
        if key in spec
    ]
    moved = rng.sample(moved, rng.randint(1, len(moved)))
    cohort = {key: spec[key] for key in moved}
    return {key: value for key, value in spec.items() if key not in moved} | {"cohort": "shared"}, cohort


def write_spec(folder: Path, spec: dict[str, Any], cohort: dict[str, Any]) -> Path:
    """The specification as files of a folder."""
    (folder / "random_pct.yaml").write_text(yaml.safe_dump(spec, allow_unicode=True), encoding="utf-8")
    text = yaml.safe_dump({"cohorts": {"shared": cohort}}, allow_unicode=True)
    (folder / "cohorts.yaml").write_text(text, encoding="utf-8")
    return folder
