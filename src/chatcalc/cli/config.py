"""The options of a run: chatcalc.toml and the command line joined, checked, and paths made whole.

Every option of `chatcalc report` can stand in the file under its long name with underscores
(`as_at`, `published_until`); the arguments are `extracts`. Relative paths start at the file's folder.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from chatcalc.cli.commentary import read_commentary
from chatcalc.cli.config_file import BACKSLASHES, ConfigFile, read_config
from chatcalc.cli.config_outputs import Outputs, OutputTable, whole
from chatcalc.cli.config_return import ReturnTable
from chatcalc.cli.config_values import as_baseline, as_date, as_dimension, as_list, as_periods, as_text
from chatcalc.indicators.asked_periods import AskedPeriod
from chatcalc.reports.report import TREND_LAYOUTS, Layout
from chatcalc.reports.request import LocalTarget, Request, RequestError, SettingsError

PATHS: Final = (
    *("extracts", "published", "neighbours", "store", "specs", "lookups", "ids"),
    *("history", "log", "commentary"),
)
_CONTROL: Final = re.compile(r"[\x01-\x1f]")
SCORECARD_MONTHS: Final = 18
_FILES_AND_SCREEN: Final = frozenset(
    {"extracts", "published", "neighbours", "store", "specs", "lookups", "ids", "output", "format"}
    | {"manifest", "commentary", "history", "log", "fail_on", "quiet", "verbose"}
)


Source = Literal["cin_census", "ssda903", "annex_a"]
Texts = Annotated[list[str], BeforeValidator(as_list)]
Paths = Annotated[list[Path], BeforeValidator(as_list)]


class ChildrenFile(BaseModel):
    """A CSV about children beside the extracts."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    children: Path

    @model_validator(mode="before")
    @classmethod
    def _one_file(cls, value: Any) -> Any:
        named = isinstance(value, dict) and set(value) == {"children"}
        if not named or not isinstance(value["children"], str | Path):
            raise ValueError('write children = "FILE.csv" in it, and nothing else')
        return value


class TargetTable(BaseModel):
    """A target and how far on its wrong side is amber; a bare number is a target without tolerance."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    target: Annotated[float, Field(ge=0)]
    tolerance: Annotated[float, Field(ge=0)] = 0.0

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return value if isinstance(value, dict) else {"target": value}


class Options(BaseModel):
    """The options by their long names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    extracts: Paths = []
    as_at: Annotated[dt.date, BeforeValidator(as_date)] | None = None
    months: Annotated[int, Field(ge=1, le=120, strict=True)] | None = None
    period: Annotated[list[AskedPeriod], BeforeValidator(as_periods)] = []
    change: bool = False
    la: Annotated[str, BeforeValidator(as_text)] | None = None
    population: Annotated[int, Field(gt=0, strict=True)] | None = None
    source: Source | None = None
    sources: dict[str, Source] = {}
    parameters: dict[str, dict[str, float]] = {}
    published: Paths = []
    neighbours: Paths = []
    store: Path | None = None
    compare: Texts = []
    groups: dict[str, Texts] = {}
    published_until: Annotated[int, Field(ge=2000, le=2100, strict=True)] | None = None
    published_years: Annotated[int, Field(ge=0, le=20, strict=True)] | None = None
    chat_compat: bool = False
    specs: Paths = []
    indicator: Texts = []
    family: Texts = []
    trend: Annotated[int, Field(ge=1, le=240, strict=True)] | None = None
    by: Annotated[list[Annotated[str, BeforeValidator(as_dimension)]], BeforeValidator(as_list)] = []
    lookups: ChildrenFile | None = None
    ids: ChildrenFile | None = None
    targets: dict[str, TargetTable] = {}
    baseline: Annotated[dt.date | Path, BeforeValidator(as_baseline)] | None = None
    layout: Layout = "chat"
    own_neighbours: bool = False
    commentary: Path | None = None
    suppress: Annotated[int, Field(ge=3, le=100, strict=True)] | None = None
    audience: Literal["internal", "public"] = "internal"
    format: Literal["table", "csv", "json", "markdown"] = "table"
    output: Outputs = []
    return_: Annotated[ReturnTable | None, Field(alias="return")] = None
    manifest: bool = True
    history: Path | None = None
    log: Path | None = None
    fail_on: Literal["info", "warning", "error"] | None = None
    quiet: bool = False
    verbose: bool = False

    def request(self) -> Request:
        """What a report is asked to be.

        Raises:
            RequestError: No extract was named, a period has two lengths, or the commentary cannot be read.
        """
        if self.months and self.period:
            raise RequestError("--months and --period both say how long the period is: keep one")
        if not self.extracts:
            raise RequestError("no extracts: name the files or folders to read")
        return Request(
            extracts=tuple(self.extracts),
            as_at=self.as_at,
            months=self.months,
            periods=tuple(dict.fromkeys(self.period)),
            change=self.change,
            la=self.la,
            population=self.population,
            source=self.source,
            sources=dict(self.sources),
            parameters=dict(self.parameters),
            published=tuple(self.published),
            neighbours=tuple(self.neighbours),
            store=self.store,
            compare=tuple(self.compare),
            groups={name: tuple(members) for name, members in self.groups.items()},
            published_until=self.published_until,
            published_years=self.published_years,
            chat_compat=self.chat_compat,
            specs=tuple(self.specs),
            indicators=tuple(self.indicator),
            families=tuple(self.family),
            trend=self.trend or (SCORECARD_MONTHS if TREND_LAYOUTS & self._every_layout else 0),
            by=tuple(dict.fromkeys(self.by)),
            lookup=self.lookups.children if self.lookups else None,
            ids=self.ids.children if self.ids else None,
            targets={id_: LocalTarget(each.target, each.tolerance) for id_, each in self.targets.items()},
            baseline=self.baseline,
            layout=self.layout if self.layout in ("scorecard", "region") else "chat",
            layouts=tuple(self.layouts.values()),
            template=(self.return_ or ReturnTable()).template() if "return" in self._every_layout else None,
            own_neighbours=self.own_neighbours,
            commentary=read_commentary(self.commentary) if self.commentary else (),
        )

    @property
    def layouts(self) -> dict[Path, Layout]:
        """How each of its files is laid out."""
        return {each.file: each.layout or self.layout for each in self.output}

    @property
    def _every_layout(self) -> set[Layout]:
        return {self.layout, *self.layouts.values()}

    def in_effect(self) -> dict[str, Any]:
        """What bears on the figures and how they are shown, as JSON takes it; what files hold is no part."""
        found = self.model_dump(mode="json", by_alias=True, exclude=set(_FILES_AND_SCREEN))
        found["period"] = [each.name for each in self.period]
        if own := {each.file.name: each.layout for each in self.output if each.layout}:
            found["layouts"] = own
        return {**found, "baseline": self.baseline.name} if isinstance(self.baseline, Path) else found


def options(given: Mapping[str, Any], config: Path | None = None) -> Options:
    """The options of the command line, over those of a config file.

    Args:
        given: What stands on the command line; None or empty where an option was not given.
        config: A chatcalc.toml.

    Raises:
        RequestError: An option is unknown or wrong; for a file all that are, each with its line.
    """
    from_file = _read(config) if config else {}
    typed = {name: value for name, value in given.items() if value not in (None, [], ())}
    if "period" in typed or "months" in typed:  # what the command line says of the period wins
        from_file = {name: value for name, value in from_file.items() if name not in ("period", "months")}
    try:
        return Options.model_validate({**from_file, **typed})
    except ValidationError as error:
        item = error.errors()[0]
        name = str(item["loc"][0])
        raise RequestError(f"--{name.replace('_', '-')}: {_meaning(item)}") from None


def _read(path: Path) -> dict[str, Any]:
    """The options of a file, each sound by itself, its paths made whole."""
    file = read_config(path)
    raw = file.raw
    try:
        Options.model_validate(raw)
    except ValidationError as error:
        raise SettingsError(_problems(file, error)) from None
    paths = {name for name in raw if name in PATHS}
    if isinstance(as_baseline(raw.get("baseline")), Path):
        paths.add("baseline")
    if problems := list(_escaped(file, [*paths, *(["output"] if "output" in raw else [])])):
        raise SettingsError(problems)
    found = {name: _whole(value, path.parent) if name in paths else value for name, value in raw.items()}
    if "output" in raw:
        found["output"] = whole(raw["output"], lambda each: _whole(each, path.parent))
    return found


def _escaped(file: ConfigFile, paths: Collection[str]) -> Iterator[RequestError]:
    r"""Paths with a character that no file is named by: `"C:\temp"` in double quotes holds a tab."""
    for name in paths:
        if any(_CONTROL.search(each) for each in _texts(file.raw[name])):
            what = f"a backslash in this path became another character; {BACKSLASHES}"
            yield RequestError(f"{file.place((name,))}: {name}: {what}", (name,))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _problems(file: ConfigFile, error: ValidationError) -> list[RequestError]:
    """What is wrong, once for each key, in the order of the file."""
    found: dict[str, RequestError] = {}
    for item in error.errors():
        written = _written(item["loc"], file.raw)
        name = ".".join(str(part) for part in written if isinstance(part, str))
        found.setdefault(str(written), RequestError(f"{name}: {_meaning(item)}", item["loc"]))
    ordered = sorted(found.values(), key=lambda each: file.line(each.option))
    return [RequestError(f"{file.place(each.option)}: {each}") for each in ordered]


def _written(loc: Sequence[object], raw: Any) -> Sequence[object]:
    """As much of a place as the file says: pydantic adds which of several types it tried."""
    for depth, part in enumerate(loc):
        in_table = isinstance(raw, dict) and part in raw
        in_list = isinstance(raw, list) and isinstance(part, int)
        if in_table or in_list:
            raw = raw[part]
        else:
            return loc[:depth] or loc
    return loc


def _whole(value: Any, folder: PurePath) -> Any:
    """Paths from the folder of the file, but for those that name a drive or a server themselves."""
    if isinstance(value, dict):
        return {name: folder / each for name, each in value.items()}
    return [folder / each for each in value] if isinstance(value, list) else folder / value


def _known(loc: Sequence[object]) -> Iterable[str]:
    """The keys that can stand where one stands that is not known."""
    inside: dict[object, type[BaseModel]] = {
        "output": OutputTable,
        "return": ReturnTable,
        "targets": TargetTable,
    }
    model = inside.get(loc[0], Options) if len(loc) > 1 else Options
    return [name.rstrip("_") for name in model.model_fields]


def _meaning(item: Any) -> str:
    """A pydantic error in a few words. What was written is no child's data and may be quoted."""
    written = item["input"]
    match item["type"]:
        case "extra_forbidden":
            known = _known(item["loc"])
            close = difflib.get_close_matches(str(item["loc"][-1]), known, n=1, cutoff=0.5)
            return f"there is no such option{f'; did you mean {close[0]}?' if close else ''}"
        case "missing":
            return f"'{item['loc'][-1]}' is missing"
        case "literal_error":
            return f"'{written}' is not one of {item['ctx']['expected']}"
        case "value_error":
            return str(item["ctx"]["error"])
        case "greater_than":
            return f"{written} is not a number above {item['ctx']['gt']}"
        case "greater_than_equal":
            return f"{written} is below {item['ctx']['ge']}"
        case "less_than_equal":
            return f"{written} is above {item['ctx']['le']}"
    return str(item["msg"]).lower()
