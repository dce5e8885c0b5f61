"""A workbook as xlsxwriter writes it, narrowed to what a report needs: sheets that are written downwards.

Text is always written as text, so a title that begins with =, +, - or @ never becomes a formula. Nothing in
the file depends on when or where it was made.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import textwrap
from collections.abc import Sequence
from typing import Any, Final

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range
from xlsxwriter.worksheet import Worksheet

Style = dict[str, Any]
Range = tuple[int, int, int, int]

PLAIN: Final[Style] = {"valign": "top"}
WRAPPED: Final[Style] = {**PLAIN, "text_wrap": True}
RIGHT: Final[Style] = {**PLAIN, "align": "right"}
TITLE: Final[Style] = {"bold": True, "font_size": 16}
BOLD: Final[Style] = {"bold": True, "valign": "top"}
HEAD: Final[Style] = {
    "bold": True,
    "bg_color": "#12436D",
    "font_color": "#FFFFFF",
    "text_wrap": True,
    "valign": "vcenter",
}
HEAD_RIGHT: Final[Style] = {**HEAD, "align": "right"}
SECTION: Final[Style] = {"bold": True, "bg_color": "#DCE6EE", "valign": "vcenter"}
SMALL: Final[Style] = {**WRAPPED, "font_size": 9}
# Colour repeats what the mark in the cell says already; both come from the polarity alone.
RATED: Final[dict[str, Style]] = {
    "good": {"bg_color": "#CCE2D8", "font_color": "#00401E"},
    "bad": {"bg_color": "#F6D7D2", "font_color": "#7A1C0E"},
    "unrated": {},
}
TONES: Final[dict[str, Style]] = {
    "plain": {},
    "green": RATED["good"],
    "amber": {"bg_color": "#FCEFC2", "font_color": "#5A4200"},
    "red": RATED["bad"],
}

_PRINTED_NUMBER: Final = re.compile(r"([~≥+]*)(-?[\d,]+(?:\.(\d+))?)")
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME: Final = 31
_RESERVED: Final = (
    *("history", "summary", "all authorities", "trend", "published years"),
    *("findings", "definitions", "run", "commentary", "scorecard"),
)
_A4: Final = 9
_ROW_POINTS: Final = 15


class Book:
    """A workbook in memory."""

    def __init__(self, title: str, day: dt.date) -> None:
        """An empty workbook, dated with the report's snapshot instead of the clock."""
        self._file = io.BytesIO()
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._workbook = xlsxwriter.Workbook(self._file, {**options, "in_memory": True})
        created = dt.datetime.combine(day, dt.time())
        self._workbook.set_properties({"title": title, "created": created})
        self._formats: dict[str, Format] = {}
        self._title = title

    def sheet(self, name: str, widths: Sequence[float], *, own: bool = True) -> Sheet:
        """A new sheet, A4 landscape, with the widths of its columns.

        Args:
            name: What it is called; shortened, and numbered where that name is taken.
            widths: In characters.
            own: Whether it may have one of the names that the report keeps for itself.
        """
        worksheet = self._workbook.add_worksheet(self._free_name(name, own))
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        worksheet.set_footer("&L{}&C&A&RPage &P of &N".format(self._title[:100].replace("&", "&&")))
        worksheet.hide_gridlines(2)
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)
        return Sheet(self, worksheet)

    def format(self, style: Style) -> Format:
        """The workbook's one format for a style."""
        key = repr(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(style)
        return self._formats[key]

    def chart(self, kind: str) -> Chart:
        """A native chart, `bar` or `line`, to be put on a sheet."""
        chart = self._workbook.add_chart({"type": kind})
        if chart is None:
            raise ValueError(f"there is no chart of kind {kind}")
        return chart

    def content(self) -> bytes:
        """The finished file."""
        self._workbook.close()
        return self._file.getvalue()

    def _free_name(self, wanted: str, own: bool) -> str:
        """A name that Excel takes: short, without its reserved characters, and not there yet."""
        sound = _FORBIDDEN.sub(" ", wanted).strip(" '")
        name = textwrap.shorten(sound, _LONGEST_NAME, placeholder="") or sound[:_LONGEST_NAME] or "Sheet"
        taken = {each.get_name().casefold() for each in self._workbook.worksheets()}
        taken |= set() if own else set(_RESERVED)
        numbered = (f"{name[: _LONGEST_NAME - 5]} ({number})" for number in itertools.count(2))
        return next(each for each in itertools.chain([name], numbered) if each.casefold() not in taken)


class Sheet:
    """A sheet that is written row by row; `row` is the next one."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        """Start at the top."""
        self.book = book
        self.worksheet = worksheet
        self.row = 0

    @property
    def name(self) -> str:
        """Its name in the workbook."""
        return str(self.worksheet.get_name())

    def text(self, column: int, text: str, style: Style = PLAIN) -> None:
        """Text as it is, whatever it begins with."""
        self.text_at(self.row, column, text, style)

    def text_at(self, row: int, column: int, text: str, style: Style = PLAIN) -> None:
        """The same in another row."""
        if text:
            self.worksheet.write_string(row, column, text, self.book.format(style))
        else:
            self.worksheet.write_blank(row, column, None, self.book.format(style))

    def number(self, column: int, number: float | None, style: Style = RIGHT) -> None:
        """A number; an empty cell where there is none."""
        if number is not None:
            self.worksheet.write_number(self.row, column, number, self.book.format(style))

    def date(self, row: int, column: int, day: dt.date, style: Style) -> None:
        """A day as a spreadsheet's date."""
        self.worksheet.write_datetime(
            row, column, dt.datetime.combine(day, dt.time()), self.book.format(style)
        )

    def sparkline(self, column: int, cells: Range, sheet: str = "") -> None:
        """A small line of the figures in some cells of this sheet, or of the one named."""
        where = xl_range(*cells)
        options = {"range": f"{quote_sheetname(sheet or self.name)}!{where}", "markers": False, "weight": 1.5}
        self.worksheet.add_sparkline(self.row, column, {**options, "series_color": "#12436D"})

    def printed(self, column: int, text: str, style: Style = RIGHT) -> None:
        """A printed figure as a number that looks as printed (`≥13`, `~1,158`, `2.5`); a symbol as text."""
        self.printed_at(self.row, column, text, style)

    def printed_at(self, row: int, column: int, text: str, style: Style = RIGHT) -> None:
        """The same in another row."""
        found = _PRINTED_NUMBER.fullmatch(text)
        if found is None:
            self.text_at(row, column, text, style)
            return
        looks = self.book.format({**style, "num_format": _like(found)})
        self.worksheet.write_number(row, column, float(found[2].replace(",", "")), looks)

    def heads(self, heads: Sequence[str], left: int = 1) -> None:
        """A row of column heads, the first `left` of them over text."""
        for column, head in enumerate(heads):
            self.text(column, head, HEAD if column < left else HEAD_RIGHT)
        self.lines(2)
        self.row += 1

    def band(self, title: str, columns: int, style: Style = SECTION) -> None:
        """A heading across the table."""
        for column in range(columns):
            self.text(column, title if column == 0 else "", style)
        self.row += 1

    def paragraph(self, text: str, columns: int, style: Style = WRAPPED, per_line: int = 150) -> None:
        """A sentence across the columns, in as many lines as it needs."""
        self.worksheet.merge_range(self.row, 0, self.row, columns - 1, "", self.book.format(style))
        self.text(0, text, style)
        self.lines(1 + len(text) // per_line, style.get("font_size", 11) / 11)
        self.row += 1

    def lines(self, count: int, scale: float = 1) -> None:
        """Make this row so many lines high: nothing else does it for merged cells and beside charts."""
        if count > 1 or scale > 1:
            self.worksheet.set_row(self.row, _ROW_POINTS * count * max(scale, 0.85))

    def print_from(self, head_row: int, columns: int, last_row: int = 0) -> None:
        """Keep the heads in sight and on every page, and print the columns as wide as a page."""
        self.worksheet.freeze_panes(head_row + 1, 1)
        self.worksheet.repeat_rows(head_row)
        self.worksheet.print_area(0, 0, max(self.row - 1, head_row, last_row), columns - 1)
        self.worksheet.fit_to_pages(1, 0)


def _like(found: re.Match[str]) -> str:
    """The number format that prints a figure as it was printed."""
    sign = f'"{found[1]}"' if found[1] else ""
    decimals = len(found[3] or "")
    return f"{sign}#,##0{'.' + '0' * decimals if decimals else ''}"
