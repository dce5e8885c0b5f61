"""Loads folders of specifications: reads, merges cohorts and variants, compiles, collects problems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from chatcalc.expressions.problems import did_you_mean
from chatcalc.specs.checks import check_indicator
from chatcalc.specs.compiling import Compilation, missing_columns
from chatcalc.specs.definition import Definition, Indicator
from chatcalc.specs.model import FIXED_KEYS, Calculation, Condition, Spec
from chatcalc.specs.problems import Place, Problem
from chatcalc.specs.shapes import location, shape_problem, without_wrong_descriptions
from chatcalc.specs.yaml_reader import Document, read_yaml
from chatcalc.tables.catalogue import TABLES
from chatcalc.tables.columns import SOURCE_NAMES, SOURCES

COHORTS_FILE: Final = "cohorts.yaml"
_MERGED: Final = ("values", "related", "parameters")


@dataclass(frozen=True)
class SpecSet:
    """Specifications as loaded: the sound indicators by id, and everything wrong with the others.

    Attributes:
        indicators: The sound ones.
        problems: Errors: nothing is calculated while there is one.
        documents: Every file that could be read.
        warnings: Problems that leave an indicator usable.
    """

    indicators: Mapping[str, Indicator]
    problems: tuple[Problem, ...]
    documents: tuple[Document, ...] = ()
    warnings: tuple[Problem, ...] = ()


def builtin_folder() -> Path:
    """Where the built-in specifications are: in the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "indicator_specs"
    return installed if installed.is_dir() else package.parents[1] / "indicator_specs"


def load_specs(
    paths: Sequence[Path] = (),
    *,
    builtin: bool = True,
    parameters: Mapping[str, Mapping[str, float]] | None = None,
    check_builtin: bool = False,
) -> SpecSet:
    """The built-in specifications and those of further files or folders.

    Args:
        paths: Folders or single files of specifications; an authority's own.
        builtin: Whether the built-in ones are loaded too.
        parameters: Limits an authority sets, by indicator and parameter.
        check_builtin: Whether the built-in ones are checked for what cannot be meant, as all others are. They
            were when chatcalc was made, and a report need not wait for it.
    """
    if builtin and not paths and not parameters:
        return _builtin_specs(builtin_folder(), check=check_builtin)
    loader = _Loader(parameters or {})
    if builtin:
        loader.folder(builtin_folder(), local=False, check=check_builtin)
    for path in paths:
        loader.folder(path, local=builtin)
    return loader.load()


@cache
def _builtin_specs(folder: Path, *, check: bool) -> SpecSet:
    """The built-in ones alone, loaded once, for a program that makes several reports."""
    loader = _Loader({})
    loader.folder(folder, local=False, check=check)
    return loader.load()


def yaml_files(path: Path) -> list[Path]:
    """The specification files of a folder, in order; a file is itself."""
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix in (".yaml", ".yml") and not p.name.startswith("."))


class _Loader:
    def __init__(self, parameters: Mapping[str, Mapping[str, float]]) -> None:
        self.parameters = parameters
        self.cohorts: dict[str, tuple[dict[str, Any], Document]] = {}
        self.specs: list[tuple[Document, bool, bool]] = []
        self.problems: list[Problem] = []

    def folder(self, path: Path, *, local: bool, check: bool = True) -> None:
        files = yaml_files(path)
        if not files:
            self.problems.append(
                Problem("spec-unreadable", "no specification is here", Place(str(path), "", 0, 0))
            )
        for file in files:
            named = file.relative_to(path) if path == builtin_folder() else file
            document = read_yaml(file, named.as_posix())
            if isinstance(document, Problem):
                self.problems.append(document)
            elif not isinstance(document.data, dict):
                self.problems.append(
                    Problem("wrong-shape", "a specification is a map of keys", document.place(()))
                )
            elif file.name == COHORTS_FILE:
                self._take_cohorts(document)
            else:
                self.specs.append((document, local, check))

    def _take_cohorts(self, document: Document) -> None:
        cohorts = document.data.get("cohorts") or {}
        if not isinstance(cohorts, dict):
            self._problem("wrong-shape", "'cohorts' is a map of names", document, ("cohorts",))
            return
        for name, raw in cohorts.items():
            if not _is_cohort(raw):
                message = f"the cohort '{name}' is a map of keys, and so are its variants"
                self._problem("wrong-shape", message, document, ("cohorts", name))
                continue
            if name in self.cohorts:
                self.problems.append(
                    Problem(
                        "duplicate-id", f"the cohort '{name}' stands twice", document.place(("cohorts", name))
                    )
                )
            self.cohorts[name] = (raw, document)

    def load(self) -> SpecSet:
        found: dict[str, Indicator] = {}
        for document, local, check in self.specs:
            indicator = self._indicator(document, local=local)
            if indicator is None or not self._may_stand_beside(indicator, found, document):
                continue
            if check:
                self.problems += check_indicator(indicator, document)
            found[indicator.id] = indicator
        ordered = sorted(
            set(self.problems), key=lambda p: (p.place.file, p.place.line, p.place.column, p.code)
        )
        errors = tuple(problem for problem in ordered if problem.level == "error")
        warnings = tuple(problem for problem in ordered if problem.level == "warning")
        return SpecSet(found, errors, tuple(document for document, _, _ in self.specs), warnings)

    def _may_stand_beside(
        self, indicator: Indicator, found: Mapping[str, Indicator], document: Document
    ) -> bool:
        """Whether no other has its id, or the one that has it is built in and said to be overridden."""
        id_, overrides, before = indicator.id, indicator.spec.overrides, found.get(indicator.id)
        if overrides is not None and overrides != id_:
            message = f"this is '{id_}', and overrides only what has the same id"
            self._problem("wrong-overrides", message, document, ("overrides",), "give both the same id")
        elif overrides is not None and indicator.local and before is None:
            message = f"no built-in indicator is called '{id_}'"
            hint = did_you_mean(id_, found) or "leave `overrides` out"
            self._problem("wrong-overrides", message, document, ("overrides",), hint)
        elif before is not None and not (indicator.local and not before.local and overrides == id_):
            own = indicator.local and not before.local
            hint = (
                f"say `overrides: {id_}` to replace the built-in one"
                if own
                else f"it is also in {before.file}"
            )
            self._problem("duplicate-id", f"the id '{id_}' stands twice", document, ("id",), hint)
        else:
            return True
        return False

    def _problem(
        self,
        code: str,
        message: str,
        document: Document,
        path: tuple[str | int, ...],
        hint: str | None = None,
    ) -> None:
        place, length = document.pointed(path)
        self.problems.append(Problem(code, message, place, hint, length))

    def _indicator(self, document: Document, *, local: bool) -> Indicator | None:
        raw = document.data
        spec = self._validate(Spec, raw, document, ())
        if spec is None:
            self._compile_what_is_sound(raw, document)
            return None
        definitions: dict[str, Definition] = {}
        unavailable: dict[str, str] = {}
        common: list[Definition] = []
        for source in SOURCES:
            outcome = self._for_source(raw, document, source, common)
            if isinstance(outcome, Definition):
                definitions[source] = outcome
            elif outcome:
                unavailable[source] = outcome
        if len(definitions) + len(unavailable) < len(SOURCES):
            return None
        if not definitions:
            why = next(iter(unavailable.values()))
            self._problem("never-computed", "no source can compute this", document, ("count",), why)
            return None
        return Indicator(spec, document.file, definitions, unavailable, local)

    def _compile_what_is_sound(self, raw: Mapping[str, Any], document: Document) -> None:
        """Problems of the conditions too, where only keys that no condition reads are wrong."""
        described = without_wrong_descriptions(raw)
        if described is not None:
            for source in SOURCES:
                self._for_source(described, document, source, [])

    def _for_source(
        self, raw: Mapping[str, Any], document: Document, source: str, common: list[Definition]
    ) -> Definition | str | None:
        """The definition for a source, why there is none, or None where a problem was noted.

        Most sources have no variant of their own: they share one definition, compiled once into `common`.
        """
        variant = (raw.get("variants") or {}).get(source) or {}
        if "unavailable" in variant:
            return str(variant["unavailable"])
        own = bool(variant) or source in (self._cohort(raw).get("variants") or {})
        if common and not own:
            definition: Definition | None = replace(common[0], source=source)
        else:
            definition = self._compiled(raw, variant, document, source)
        if definition is None:
            return None
        if not own and definition.period.kind != "all":  # what `all` holds depends on the source's columns
            common.append(definition)
        return _missing(definition, source) or definition

    def _compiled(
        self, raw: Mapping[str, Any], variant: Mapping[str, Any], document: Document, source: str
    ) -> Definition | None:
        """The definition that a specification with its variant and cohort comes to."""
        fixed = [key for key in variant if key in FIXED_KEYS]
        for key in fixed:
            place = document.place(("variants", source, key))
            message = f"a variant may not replace '{key}'"
            self.problems.append(Problem("fixed-key", message, place, "leave it out", len(key)))
        merged = {**raw, **variant}
        merged = {key: value for key, value in merged.items() if not (key in variant and value is None)}
        with_cohort = self._with_cohort(merged, document, source)
        if with_cohort is None:
            return None
        merged, denominators = with_cohort
        prefix = ("variants", source)
        spec = self._validate(Spec, merged, document, prefix, only=variant)
        if spec is None:
            return None
        set_by_authority = self.parameters.get(spec.id, {})
        spec = spec.model_copy(update={"parameters": {**spec.parameters, **set_by_authority}})
        compilation = Compilation(spec, source, denominators, document.place(("id",)))
        definition = compilation.definition()
        if definition is None:
            self.problems += compilation.problems
        return None if fixed else definition

    def _cohort(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """The cohort that a specification names; empty where it names none, or an unknown one."""
        name = raw.get("cohort")
        return self.cohorts[name][0] if name in self.cohorts else {}

    def _with_cohort(
        self, raw: dict[str, Any], document: Document, source: str
    ) -> tuple[dict[str, Any], list[Condition]] | None:
        """The keys of a specification with its cohort's, and the conditions that narrow its cases.

        None where there is no such cohort, or it is not sound: the problem is noted.
        """
        own = [raw["denominator"]] if isinstance(raw.get("denominator"), str) else []
        name = raw.get("cohort")
        if name is None:
            return raw, own
        if name not in self.cohorts:
            hint = did_you_mean(str(name), self.cohorts)
            self._problem("unknown-cohort", f"no cohort '{name}'", document, ("cohort",), hint)
            return None
        cohort, cohort_document = self.cohorts[name]
        variant = (cohort.get("variants") or {}).get(source) or {}
        base = {
            k: v
            for k, v in {**cohort, **variant}.items()
            if k not in ("variants", "summary") and v is not None
        }
        if self._validate(Calculation, base, cohort_document, ("cohorts", name)) is None:
            return None
        merged = {**base, **raw}
        for key in _MERGED:
            own_keys = raw.get(key) or {}
            if isinstance(own_keys, dict) and (key in base or key in raw):  # another shape is refused later
                merged[key] = {**(base.get(key) or {}), **own_keys}
        if "exclude" in base and isinstance(raw.get("exclude") or [], list):
            merged["exclude"] = [*base["exclude"], *(raw.get("exclude") or [])]
        narrowing = [base["denominator"]] if isinstance(base.get("denominator"), str) else []
        return merged, [*narrowing, *own]

    def _validate(
        self,
        model: type[Any],
        raw: Mapping[str, Any],
        document: Document,
        prefix: tuple[str | int, ...],
        *,
        only: Iterable[str] | None = None,
    ) -> Any:
        """The validated model; problems are noted at the key. `only` limits `prefix` to a variant's keys."""
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            for item in error.errors():
                loc = location(item)
                path = (*prefix, *loc) if only is None or (loc and loc[0] in set(only)) else loc
                self.problems.append(shape_problem(item, document, path))
            return None


def _is_cohort(raw: Any) -> bool:
    variants = raw.get("variants") or {} if isinstance(raw, dict) else None
    return isinstance(variants, dict) and all(isinstance(v or {}, dict) for v in variants.values())


def _missing(definition: Definition, source: str) -> str | None:
    """Why a source cannot compute a definition that is sound, or None where it can."""
    for table in definition.tables:
        if source not in TABLES[table].sources:
            return f"{SOURCE_NAMES[source]} does not hold {table.replace('_', ' ')}"
    missing = missing_columns(definition)
    return f"{SOURCE_NAMES[source]} does not record {missing[0]}" if missing else None
