"""The history: the figures of every run in one Parquet file, so that each can be followed over the months.

A row is a figure of a run: an indicator or one of its parts, for one authority, over the report's own period,
as the report showed it. Nothing in it is of a child. It is for those who make the reports: beside the figures
it holds hashes of what they were made from.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.lines import Line
from chatcalc.reports.locking import BusyError, alone_with
from chatcalc.reports.report import PublishedSource
from chatcalc.reports.writing import OutputError, cannot_be_written, write_files

FORMAT: Final = 1
_KEY: Final = "chatcalc_history"
_ID_LENGTH: Final = 12
_COLUMNS: Final[Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "run_id": pl.String,
    "ran_at": pl.Datetime("ms", "UTC"),
    "version": pl.String,
    "as_at": pl.Date,
    "suppressed_below": pl.Int64,
    "specs_sha256": pl.String,
    "inputs_sha256": pl.String,
    "inputs": pl.String,
    "options": pl.String,
    "indicator_id": pl.String,
    "title": pl.String,
    "unit": pl.String,
    "la_code": pl.String,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "source": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "value": pl.Float64,
    "display": pl.String,
    "status": pl.String,
    "spec_sha256": pl.String,
}


class HistoryError(Exception):
    """A history that cannot be used, or that does not hold what is asked of it. Exit code 3."""


@dataclass(frozen=True)
class Recorded:
    """What became of a run: its id, when it ran first, and whether it is new in the history."""

    run_id: str
    ran_at: dt.datetime
    new: bool


def record_run(
    publishable: Publishable,
    inputs: Sequence[InputFile],
    options: Mapping[str, Any],
    path: Path,
) -> Recorded:
    """Append a run to a history, which is made where there is none.

    The same inputs, options, specifications and version make the same run: it is not appended again. Runs
    that append at once wait for each other; a run that is killed leaves the history as it was.

    Args:
        publishable: The report as it was shown.
        inputs: What was read; where small counts are hidden the report no longer says.
        options: The options in effect, as JSON takes them.
        path: The history.

    Raises:
        HistoryError: The file is no history, or of a newer chatcalc.
        OutputError: It cannot be written.
    """
    run_id = _run_id(publishable, inputs, options)
    with _alone_with(path):
        held = read_history(path) if path.exists() else pl.DataFrame(schema=_COLUMNS)
        before = held.filter(pl.col("run_id") == run_id)
        if not before.is_empty():
            return Recorded(run_id, before["ran_at"][0], new=False)
        ran_at = _now()
        about = _about(publishable, inputs, options) | {"run_id": run_id, "ran_at": ran_at}
        rows = [{**about, **figure} for line in publishable.report.indicators for figure in _figures(line)]
        whole = pl.concat([held, pl.DataFrame(rows, schema=_COLUMNS)])
        write_files({path: _content(whole)}, may_move=False)
    return Recorded(run_id, ran_at, new=True)


def read_history(path: Path) -> pl.DataFrame:
    """The rows of a history, oldest run first.

    Raises:
        HistoryError: It is missing, no history, damaged, or of a newer chatcalc.
    """
    check_history(path)
    try:
        return pl.read_parquet(path.read_bytes()).select(
            pl.col(name).cast(type_) for name, type_ in _COLUMNS.items()
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        raise HistoryError(f"{path}: the history is damaged; put back a copy of it") from error


def check_history(path: Path) -> None:
    """Refuse, before any work is done, what is no history; a quick look at the end of the file.

    Raises:
        HistoryError: It is missing, no history, or of a newer chatcalc.
    """
    try:
        format_ = pl.read_parquet_metadata(path).get(_KEY)
    except FileNotFoundError:
        raise HistoryError(f"{path}: no such history; `chatcalc report --history {path}` makes one") from None
    except (pl.exceptions.PolarsError, OSError):
        format_ = None
    if format_ is None:
        raise HistoryError(f"{path}: is no history of chatcalc; name another file")
    if format_ != str(FORMAT):
        raise HistoryError(f"{path}: the history was written by a newer chatcalc; update chatcalc to use it")


@contextmanager
def _alone_with(path: Path) -> Iterator[None]:
    """One run at a time, with errors that name the history."""
    with ExitStack() as stack:
        try:
            stack.enter_context(alone_with(path))
        except BusyError:
            raise OutputError(f"{path}: another run has held the history for a minute; try again") from None
        except OSError as error:
            raise cannot_be_written(path, error) from error
        yield


def plain_number(value: Any) -> Any:
    """A count as a whole number: the column holds sums of means too, and so gives all as floats."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _run_id(publishable: Publishable, inputs: Sequence[InputFile], options: Mapping[str, Any]) -> str:
    """The same for the same inputs, options, specifications and version, and for the figures they give."""
    figures = [figure for line in publishable.report.indicators for figure in _figures(line)]
    text = json.dumps([_about(publishable, inputs, options), figures], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH]


def _about(
    publishable: Publishable, inputs: Sequence[InputFile], options: Mapping[str, Any]
) -> dict[str, Any]:
    """What every row of a run repeats."""
    run = publishable.report.run
    files: list[InputFile | PublishedSource] = [*inputs, *run.published]
    read = [{"file": each.file, "kind": each.kind, "sha256": each.sha256} for each in files]
    hashes = sorted({(each["kind"], each["sha256"]) for each in read})
    return {
        "version": run.version,
        "as_at": run.as_at,
        "suppressed_below": run.suppressed_below,
        "specs_sha256": run.specs_sha256,
        "inputs_sha256": hashlib.sha256(json.dumps(hashes).encode()).hexdigest(),
        "inputs": json.dumps(read, ensure_ascii=False),
        "options": json.dumps(options, ensure_ascii=False, sort_keys=True),
    }


def _figures(line: Line) -> Iterator[dict[str, Any]]:
    for each in line.figures:
        yield {
            "indicator_id": line.name_of(each),
            "title": line.title_of(each),
            "unit": each.unit,
            "la_code": line.la_code,
            "period_start": line.period.start,
            "period_end": line.period.end,
            "source": line.source,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "value": each.value,
            "display": each.display,
            "status": each.status,
            "spec_sha256": line.spec_sha256,
        }


def _content(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file, metadata={_KEY: str(FORMAT)})
    return file.getvalue()


def _now() -> dt.datetime:
    """Now; or the time of SOURCE_DATE_EPOCH, for those who need the same bytes again."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    given = epoch.isdecimal() and len(epoch) < 12
    now = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if given else dt.datetime.now(dt.UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
