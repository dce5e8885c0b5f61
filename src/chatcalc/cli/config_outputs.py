"""The part of chatcalc.toml that says which files a run writes: formats by suffix, and layouts.

    output = ["figures.csv", {file = "pack.html", layout = "pack"}]

and `[[output]]` with `file` and `layout` are the same list.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from chatcalc.cli.config_values import as_list
from chatcalc.reports.report import Layout


class OutputTable(BaseModel):
    """A file and how it is laid out; a bare path takes the layout of the run."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: Path
    layout: Layout | None = None

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return {"file": value} if isinstance(value, str | Path) else value


Outputs = Annotated[list[OutputTable], BeforeValidator(as_list)]


def whole(value: Any, made_whole: Callable[[Any], Any]) -> list[Any]:
    """What a config says of outputs, each with its path made whole."""
    items = value if isinstance(value, list) else [value]
    return [
        {**each, "file": made_whole(each["file"])} if isinstance(each, dict) else made_whole(each)
        for each in items
    ]
