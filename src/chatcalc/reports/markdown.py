"""A report as Markdown, for a committee paper: the comparison first, then breakdowns, trends and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chatcalc.reports.commentary import remarks
from chatcalc.reports.disclosure import Publishable
from chatcalc.reports.footnotes import Footnotes
from chatcalc.reports.further import FurtherColumn, further_columns
from chatcalc.reports.layout import families, not_computed, sections
from chatcalc.reports.lines import Line
from chatcalc.reports.markdown_tables import (
    breakdown_blocks,
    escape,
    past_years_blocks,
    scorecard_tables,
    table,
    trend_blocks,
)
from chatcalc.reports.marks import UNICODE
from chatcalc.reports.regional_table import TOGETHER, regional_codes, regional_legend, regional_sections
from chatcalc.reports.report import Report
from chatcalc.reports.rows import PrintedRow, printed_rows
from chatcalc.reports.wording import heading, lead

_PUBLISHED_HEADS = ("Direction of travel", "Published: LA", "SNs", "Eng", "Position", "Year")


def to_markdown(publishable: Publishable) -> str:
    """The report as Markdown tables that GitHub, Pandoc and Word converters read."""
    report = publishable.report
    footnotes = Footnotes(() if report.run.layout == "region" else report.indicators)
    blocks = [f"# {heading(report.run)}", escape(lead(report))]
    blocks += [escape(note) for note in report.run.notes]
    authorities = [] if report.run.layout == "region" else list(_by_authority(report))
    for code, lines in authorities:
        if code is not None:
            blocks.append(f"## {code}")
        if report.run.layout == "scorecard":
            blocks.extend(scorecard_tables(lines, footnotes))
        else:
            blocks.extend(_tables(lines, footnotes, report.has_published, further_columns(report)))
    blocks.extend(_regional(report))
    blocks.extend(_closing(report, footnotes))
    for code, lines in authorities:
        blocks.extend(_commentary(lines, code))
    if report.run.layout == "scorecard":
        return "\n\n".join(blocks) + "\n"
    for code, lines in authorities:
        more = [*breakdown_blocks(lines), *trend_blocks(lines)]
        more += past_years_blocks(lines) if report.run.prints_published_years else []
        blocks.extend([f"## {code}", *more] if more and code is not None else more)
    return "\n\n".join(blocks) + "\n"


def _by_authority(report: Report) -> Iterator[tuple[str | None, list[Line]]]:
    codes = sorted({line.la_code for line in report.indicators})
    for code in codes:
        lines = [line for line in report.indicators if line.la_code == code]
        yield (code if len(codes) > 1 else None), lines


def _tables(
    lines: list[Line], footnotes: Footnotes, published: bool, further: Sequence[FurtherColumn]
) -> Iterator[str]:
    heads = ("Indicator", "Latest: LA", "Numerator / denominator", *(_PUBLISHED_HEADS if published else ()))
    for section in sections(lines):
        if section.first_of_more:
            yield "## More indicators"
        yield f"### {section.title}"
        rows = [row for line in section.lines for row in _rows(line, footnotes, published, further)]
        yield table((*heads, *(column.head for column in further)), rows)


def _rows(
    line: Line, footnotes: Footnotes, published: bool, further: Sequence[FurtherColumn]
) -> Iterator[list[str]]:
    rows = printed_rows(replace(line, breakdowns=()), footnotes)
    for row, figure in zip(rows, line.figures, strict=True):
        yield [*_cells(row, published), *(column.cell(figure).text for column in further)]


def _cells(row: PrintedRow, published: bool) -> list[str]:
    cells = [f"{'– ' * row.depth}{row.title}", row.latest, row.made_of]
    if not published:
        return cells
    direction = f"{UNICODE.arrow(row.direction)} {row.direction or ''}".strip()
    return [*cells, direction, row.la, row.neighbours, row.england, row.position, row.year]


def _commentary(lines: Sequence[Line], code: str | None) -> Iterator[str]:
    """What is said of each indicator, under the headings of the families."""
    said = {line.id: [escape(each.sentence) for each in remarks(line)] for line in lines}
    if not any(said.values()):
        return
    yield f"## Commentary{f': {code}' if code else ''}"
    for family in families(lines):
        items = [
            f"- **{escape(line.title)}**: {' '.join(said[line.id])}" for line in family.lines if said[line.id]
        ]
        if items:
            yield f"### {escape(family.title)}: commentary"
            yield "\n".join(items)


def _regional(report: Report) -> Iterator[str]:
    """The table of all authorities, where there are several."""
    codes = regional_codes(report)
    if not codes:
        return
    yield f"## All {len(codes)} authorities"
    yield escape(regional_legend(report))
    for section in regional_sections(report):
        yield f"### {section.title}"
        rows = [[f"{'– ' * row.depth}{row.title}", *row.cells] for row in section.rows]
        yield table(("Indicator", *TOGETHER, *codes), rows)


def _closing(report: Report, footnotes: Footnotes) -> Iterator[str]:
    if footnotes.texts:
        yield "\n".join(
            f"- \\[{number}\\] {escape(text)}" for number, text in enumerate(footnotes.texts, start=1)
        )
    reasons = not_computed(report.indicators)
    if reasons:
        yield "## Not computed"
        yield "\n".join(
            f"- {escape(reason)}: {', '.join(f'`{each}`' for each in ids)}" for reason, ids in reasons.items()
        )
