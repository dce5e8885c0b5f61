"""The files that a report becomes: where they may stand, and what is in them."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from chatcalc.extracts.extract import InputFile
from chatcalc.reports.csv import to_csv
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.json import to_json
from chatcalc.reports.manifest import SUFFIX as MANIFEST
from chatcalc.reports.markdown import to_markdown
from chatcalc.reports.report import TREND_LAYOUTS, Layout
from chatcalc.reports.request import RequestError
from chatcalc.reports.writing import Companion, write_files

RENDERERS: Final = {"json": to_json, "csv": to_csv, "markdown": to_markdown}
SUFFIXES: Final = {
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}


FORMATS_OF: Final[dict[Layout, tuple[str, ...]]] = {"pack": (".html",), "return": (".csv", ".xlsx")}
"""The layouts that are no page of figures, each with the formats that it has."""


def check_places(
    outputs: Sequence[Path], inputs: Sequence[Path], suffixes: Collection[str] = SUFFIXES
) -> None:
    """Refuse, before any work is done, files that cannot become reports.

    Args:
        outputs: Where reports shall be written.
        inputs: Files and folders that are read.
        suffixes: What can be written.

    Raises:
        RequestError: A suffix stands for no format, a file is named twice, or it is itself an input.
    """
    for path in outputs:
        if path.suffix.lower() not in suffixes:
            raise RequestError(f"-o {path}: the suffix is the format, {' or '.join(suffixes)}")
        if sum(os.path.realpath(path) == os.path.realpath(other) for other in outputs) > 1:
            raise RequestError(f"-o {path}: named twice")
        if path.name.endswith(MANIFEST):
            raise RequestError(f"-o {path}: names that end so are for manifests")
        if any(os.path.exists(path) and each.is_file() and path.samefile(each) for each in inputs):
            raise RequestError(f"-o {path}: is an input; nothing is written over what was read")


def check_not_read(outputs: Sequence[Path], inputs: Sequence[Path], read: Sequence[InputFile]) -> None:
    """Refuse to write over a file of an input folder that was read.

    Raises:
        RequestError: It was.
    """
    names = {each.file for each in read}
    folders = [each.resolve() for each in inputs if each.is_dir()]
    for path in outputs:
        inside = any(path.resolve().is_relative_to(folder) for folder in folders)
        if inside and path.exists() and path.name in names:
            raise RequestError(f"-o {path}: is an input; nothing is written over what was read")


def check_layouts(layouts: Mapping[Path, Layout]) -> None:
    """Refuse, before any work is done, formats in which a layout cannot be written.

    Raises:
        RequestError: A file is to be laid out so that its format cannot hold it.
    """
    for path, layout in layouts.items():
        formats = FORMATS_OF.get(layout, SUFFIXES)
        if path.suffix.lower() not in formats:
            raise RequestError(f"-o {path}: the layout '{layout}' is written as {' or '.join(formats)}")


def render(publishable: Publishable, format_: str) -> str:
    """The report as text in one of `RENDERERS`."""
    return RENDERERS[format_](publishable)


def write_reports(
    publishable: Publishable,
    layouts: Mapping[Path, Layout],
    companion: Companion | None = None,
    *,
    trend: bool = True,
) -> dict[Path, Path]:
    """Write the report to every path, in the format of its suffix and in its layout.

    Args:
        publishable: The report.
        layouts: Where to, and how each is laid out.
        companion: What stands beside every file.
        trend: Whether the trend stands in every file, or only where the layout shows one in any case.

    Returns:
        Where each path's content went: the path itself, or a neighbour where it was held open.

    Raises:
        OutputError: A folder is missing or not writable; none of the files was touched.
    """
    contents = {
        path: content(laid_out(publishable, layout, trend=trend), SUFFIXES[path.suffix.lower()])
        for path, layout in layouts.items()
    }
    return write_files(contents, companion)


def laid_out(publishable: Publishable, layout: Layout, *, trend: bool = True) -> Publishable:
    """The same report in a layout; one table of all authorities only where disclosure control left it.

    Args:
        publishable: The report.
        layout: How it is laid out.
        trend: Whether its trend was asked for; otherwise only a scorecard or a pack has it.
    """
    report = publishable.report
    if layout == "region" and not report.regional:
        layout = "chat"
    if not trend and layout not in TREND_LAYOUTS:
        report = replace(report, indicators=tuple(replace(line, trend=()) for line in report.indicators))
    return Publishable(replace(report, run=replace(report.run, layout=layout)))


def content(publishable: Publishable, format_: str) -> bytes:
    """The report as the bytes of a file, in one of the formats of `SUFFIXES`.

    The writers of workbooks, pages and Parquet are imported only where they are asked for.
    """
    match format_:
        case "csv" | "xlsx" if publishable.report.run.layout == "return":
            from chatcalc.reports.quarterly_return import to_return_csv, to_return_xlsx  # noqa: PLC0415

            as_csv = format_ == "csv"
            return to_return_csv(publishable).encode() if as_csv else to_return_xlsx(publishable)
        case "xlsx":
            from chatcalc.reports.xlsx import to_xlsx  # noqa: PLC0415

            return to_xlsx(publishable)
        case "html" if publishable.report.run.layout == "pack":
            from chatcalc.reports.pack import to_pack  # noqa: PLC0415

            return to_pack(publishable).encode()
        case "html":
            from chatcalc.reports.html import to_html  # noqa: PLC0415

            return to_html(publishable).encode()
        case "parquet":
            from chatcalc.reports.parquet_report import to_parquet  # noqa: PLC0415

            return to_parquet(publishable)
    return render(publishable, format_).encode()
