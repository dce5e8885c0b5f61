"""From a specification to its definition: names resolved, conditions typed, order of dependency found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Final

import polars as pl

from chatcalc.expressions.check import Scope, condition
from chatcalc.expressions.problems import ConditionError, did_you_mean
from chatcalc.expressions.syntax import names_in, syntax_tree
from chatcalc.expressions.tree import Aggregate, Column, In, Literal, Name, Node, Operation, Type, walk
from chatcalc.specs.definition import (
    Definition,
    DueDate,
    Exclusion,
    PartDefinition,
    PeriodTest,
    RelatedRows,
    Step,
    Value,
)
from chatcalc.specs.model import Condition, Related, Spec
from chatcalc.specs.problems import Place, Problem
from chatcalc.tables.catalogue import PROVENANCE, TABLES

PERIOD_NAMES: Final = ("period_start", "period_end")
WINDOW_NAMES: Final = ("window_start", "window_end")
CASE_NAMES: Final = ("case_row", "period_row", "status", "reason", "unknown", "measure")
_BOOLEAN: Final = (Type.BOOLEAN,)
_NUMBER: Final = (Type.NUMBER,)


def column_types(table: str) -> dict[str, Type]:
    """Types of the columns that conditions may name, of one table."""
    kinds = {pl.Date: Type.DATE, pl.Boolean: Type.BOOLEAN, pl.String: Type.TEXT, pl.List: Type.TEXTS}
    return {
        name: kinds.get(dtype.base_type(), Type.NUMBER)
        for name, dtype in TABLES[table].dtypes.items()
        if name not in PROVENANCE
    }


class Compilation:
    """Compiles one specification for one source; collects every problem."""

    def __init__(self, spec: Spec, source: str, denominators: Iterable[Condition], place: Place) -> None:
        self.spec, self.source, self.place = spec, source, place
        self.denominators = tuple(denominators)
        self.problems: list[Problem] = []
        self.related: dict[str, dict[str, Type]] = {}
        self.names: dict[str, Type] = {}
        self.broken: set[str] = set()
        self.aggregates: dict[str, dict[str, Aggregate]] = {name: {} for name in spec.related}

    def definition(self) -> Definition | None:
        """The definition, or None where there are problems."""
        spec = self.spec
        table = spec.count
        if table is None or spec.period is None:
            self.problem("missing-key", "a specification needs `count` and `period`, itself or by its cohort")
            return None
        if table not in TABLES:
            self.problem("unknown-table", f"no table '{table}'", table, did_you_mean(table, TABLES))
            self._read_only()
            return None
        self.names = column_types(table) | dict.fromkeys(PERIOD_NAMES, Type.DATE)
        if spec.window:
            self.names |= dict.fromkeys(WINDOW_NAMES, Type.DATE)
        self._clashes(table)
        period = self._period(table)
        steps = self._steps()
        denominator = self._all(self.denominators)
        exclude = tuple(Exclusion(n, e.reason) for e in spec.exclude for n in self._all([e.when]))
        numerator = self._one(spec.numerator)
        value = self._one(spec.value, _NUMBER)
        parts = self._parts()
        due = self._due()
        distinct_per = self._distinct_per()
        self._needs()
        if self.problems or period is None:
            return None
        return Definition(
            spec=spec,
            source=self.source,
            table=table,
            period=period,
            window=spec.window,
            steps=tuple(self._with_aggregates(step) for step in steps),
            distinct=spec.distinct.keep if spec.distinct else None,
            denominator=denominator,
            denominator_texts=self.denominators,
            exclude=exclude,
            numerator=numerator,
            value=value,
            population=spec.per == "children_0_17",
            distinct_per=distinct_per,
            parts=parts,
            look_back=spec.look_back,
            needs=spec.needs,
            parameters=dict(spec.parameters),
            has_figure=numerator is not None or value is not None or self._counts_cases(parts),
            due=due,
        )

    def _due(self) -> DueDate | None:
        due = self.spec.due
        node = None if due is None else self._one(due.date, (Type.DATE,))
        return None if due is None or node is None else DueDate(due.title, node, due.of)

    def _counts_cases(self, parts: tuple[PartDefinition, ...]) -> bool:
        """Without a condition of its own an indicator is a figure where it counts its cases.

        A count whose parts are counts too (placed, not placed) is only its parts; one whose parts are shares
        is the count that they are shares of.
        """
        return not parts or (self.spec.unit == "count" and all(part.unit != "count" for part in parts))

    def problem(self, code: str, message: str, text: str | None = None, hint: str | None = None) -> None:
        """Notes a problem at a text of the file, or at the specification itself."""
        place = getattr(text, "place", self.place)
        found = Problem(code, message, place, hint, len(text) if text else 1)
        if found not in self.problems:
            self.problems.append(found)

    def _clashes(self, table: str) -> None:
        taken = {**dict.fromkeys(column_types(table), f"a column of {table}"), "child": "the child's own row"}
        taken |= dict.fromkeys((*PERIOD_NAMES, *WINDOW_NAMES), "a bound of the period")
        taken |= dict.fromkeys(CASE_NAMES, "a column of every list of cases")
        texts = dict(self.spec.values) | {name: related.table for name, related in self.spec.related.items()}
        for name in (*self.spec.values, *self.spec.related, *self.spec.parameters):
            if name in taken:
                self.problem("name-taken", f"'{name}' is already {taken[name]}", texts.get(name))
            taken[name] = "a name of this specification"

    def _period(self, table: str) -> PeriodTest | None:
        rule = self.spec.period
        known = TABLES[table]
        assert rule is not None
        if rule.during:
            return self._dates("during", rule.during, None)
        if rule.all:
            year = rule.year or known.date
            undated = year in known.columns and self.source not in known.filled_by(str(year))
            return PeriodTest("all", None) if undated else self._dates("all", year, None)
        kind = "open_on" if rule.open_on else "overlapping"
        return self._dates(kind, rule.start or known.start, rule.end or known.end)

    def _dates(self, kind: str, start: str | None, end: str | None) -> PeriodTest | None:
        for column in (start, *([] if kind in ("during", "all") else [end])):
            if column is None:
                self.problem(
                    "no-spell",
                    f"rows of {self.spec.count} are no spells",
                    self.spec.count,
                    "say `from` and `to`",
                )
                return None
            columns = column_types(str(self.spec.count))
            if columns.get(column) is not Type.DATE:
                dates = [name for name, type_ in columns.items() if type_ is Type.DATE]
                message = f"{self.spec.count} has no date '{column}'"
                self.problem("unknown-name", message, column, did_you_mean(column, dates))
                return None
        return PeriodTest(kind, start, end)  # type: ignore[arg-type]  # kind is one of the four by construction

    def _distinct_per(self) -> str | None:
        """The column whose different values share the cases."""
        per = self.spec.per
        if per is None or isinstance(per, str):
            return None
        self._has(str(self.spec.count), per.distinct, self.names)
        return per.distinct

    def _needs(self) -> None:
        needs = self.spec.needs
        if needs is None:
            return
        if needs.table not in TABLES:
            message = f"no table '{needs.table}'"
            self.problem("unknown-table", message, needs.table, did_you_mean(needs.table, TABLES))
        else:
            self._has(needs.table, needs.year or needs.column or "", TABLES[needs.table].columns)

    def _has(self, table: str, column: str, columns: Collection[str]) -> None:
        if column not in columns:
            message = f"no column '{column}' in {table}"
            self.problem("unknown-name", message, column, did_you_mean(column, columns))

    def _steps(self) -> list[Step]:
        """Values and related rows in order of dependency."""
        steps: list[Step] = []
        for name in self._order():
            if name in self.spec.values:
                node = self._checked(self.spec.values[name], self._scope())
                if node is None:
                    self.broken.add(name)
                else:
                    self.names[name] = node.type
                    steps.append(Value(name, node))
            else:
                steps += self._related(name, self.spec.related[name])
        return steps

    def _order(self) -> list[str]:
        spec = self.spec
        texts = {name: [text] for name, text in spec.values.items()}
        for name, related in spec.related.items():
            texts[name] = [*([related.where] if related.where else []), *related.values.values()]
        own = set(texts)
        graph = {
            name: own & self._names(parts) - {name if name in spec.related else ""}
            for name, parts in texts.items()
        }
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as error:
            cycle = list(dict.fromkeys(error.args[1]))
            self.broken |= own
            message = (
                f"{' and '.join(sorted(cycle))} depend on each other"
                if len(cycle) > 1
                else f"'{cycle[0]}' depends on itself"
            )
            self.problem("cycle", message, texts[cycle[0]][0])
            return []

    def _names(self, texts: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for text in texts:
            try:
                found |= names_in(text)
            except ConditionError:
                continue  # reported when the condition itself is checked
        return found

    def _related(self, name: str, related: Related) -> list[Step]:
        if related.table not in TABLES:
            self.problem(
                "unknown-table",
                f"no table '{related.table}'",
                related.table,
                did_you_mean(related.table, TABLES),
            )
            self.related[name] = {}
            return []
        columns = column_types(related.table)
        values = []
        for value, text in related.values.items():
            if value in (*columns, "row"):
                self.problem("name-taken", f"'{value}' is already a column of {related.table}", text)
            node = self._checked(text, self._scope({name: columns}))
            if node is not None:
                columns[value] = node.type
                values.append(Value(value, node))
        where = (
            self._checked(related.where, self._scope({name: columns}), _BOOLEAN) if related.where else None
        )
        self.related[name] = columns
        return [RelatedRows(name, related.table, where, tuple(values), ())]

    def _with_aggregates(self, step: Step) -> Step:
        """Related rows with every aggregate that any condition asks of them."""
        if isinstance(step, Value):
            return step
        return RelatedRows(
            step.name, step.table, step.where, step.values, tuple(self.aggregates[step.name].values())
        )

    def _scope(self, owners: Mapping[str, Mapping[str, Type]] | None = None) -> Scope:
        return Scope(
            table=self.spec.count or "",
            names=self.names,
            owners={"child": column_types("children"), **(owners or {})},
            related=self.related,
            tables=TABLES,
            parameters=self.spec.parameters,
        )

    def _read_only(self) -> None:
        """Mistakes of conditions whose names cannot be known."""
        spec = self.spec
        texts = [*spec.values.values(), *self.denominators, *(each.when for each in spec.exclude)]
        texts += [text for text in (spec.numerator, spec.value) if text is not None]
        for related in spec.related.values():
            texts += [*([related.where] if related.where else []), *related.values.values()]
        for text in texts:
            try:
                syntax_tree(text)
            except ConditionError as error:
                self._note(text, error)

    def _note(self, text: Condition, error: ConditionError) -> None:
        """Notes the mistakes of a condition at their places."""
        for mistake in error.mistakes:
            if text[mistake.span.start : mistake.span.end] in self.broken:
                continue  # reported where the name itself is given
            place = getattr(text, "place", self.place)
            if hasattr(text, "place") and text.strip():
                place = place.inside(text, mistake.span.start)
            length = mistake.span.end - mistake.span.start
            self.problems.append(Problem(mistake.code, mistake.message, place, mistake.hint, length))

    def _checked(self, text: Condition, scope: Scope, expected: Collection[Type] = ()) -> Node | None:
        try:
            node = condition(text, scope, expected=expected)
        except ConditionError as error:
            self._note(text, error)
            return None
        for inner in walk(node):
            if isinstance(inner, Aggregate):
                self.aggregates[inner.related][inner.key] = inner
        return node

    def _all(self, texts: Iterable[Condition]) -> tuple[Node, ...]:
        return tuple(node for text in texts if (node := self._one(text)) is not None)

    def _one(self, text: Condition | None, expected: Collection[Type] = _BOOLEAN) -> Node | None:
        """A condition of the case, which must depend on data."""
        if text is None:
            return None
        node = self._checked(text, self._scope(), expected)
        if node is not None and not any(self._reads_data(inner) for inner in walk(node)):
            self.problem("always-the-same", "this never depends on the data", text, "leave it out")
        return node

    def _reads_data(self, node: Node) -> bool:
        if isinstance(node, Name):
            return node.name not in (*PERIOD_NAMES, *WINDOW_NAMES, *self.spec.parameters)
        return isinstance(node, Column | Aggregate)

    def _parts(self) -> tuple[PartDefinition, ...]:
        spec = self.spec
        parts = [
            PartDefinition(
                id_,
                part.title,
                self._one(part.denominator),
                self._one(part.numerator),
                part.unit or spec.unit,
            )
            for id_, part in spec.parts.items()
        ]
        for split in filter(None, (spec.split, spec.split_each)):
            parts += self._split_parts(split.by, split.parts, each=split is spec.split_each)
        return tuple(parts)

    def _split_parts(self, by: Condition, titles: Mapping[str, str], *, each: bool) -> list[PartDefinition]:
        """A mix: a part for each code; of a list column a case counts in each part it holds."""
        node = self._one(by, (Type.TEXTS,) if each else (Type.TEXT,))
        if node is None:
            return []
        unit = "percent" if self.spec.unit == "count" else self.spec.unit
        found = []
        for code, title in titles.items():
            literal = Literal(str(code), Type.TEXT, node.span)
            met: Node = (
                In(node, (literal,), Type.BOOLEAN, node.span)
                if each
                else Operation("=", (node, literal), Type.BOOLEAN, node.span)
            )
            found.append(PartDefinition(str(code), title, None, met, unit))
        return found


def missing_columns(definition: Definition) -> list[str]:
    """Columns (as `table.column`) that the definition reads and its source does not record."""
    return [
        f"{table}.{column}"
        for table, column in definition.columns_read
        if column in TABLES[table].columns and definition.source not in TABLES[table].filled_by(column)
    ]
