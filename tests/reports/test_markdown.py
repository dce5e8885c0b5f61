from dataclasses import replace

from chatcalc.reports.markdown import to_markdown
from reports.examples import REPORT, publishable

TEXT = to_markdown(publishable())


def test_every_table_row_has_as_many_cells_as_its_head():
    tables = [block.splitlines() for block in TEXT.split("\n\n") if block.startswith("|")]
    assert [len({row.count("|") for row in table}) for table in tables] == [1] * len(tables)
    assert tables[0][0].count("|") == 10


def test_says_what_a_committee_needs():
    assert TEXT.startswith("# Devon (878) at 31 December 2018\n")
    assert "| ↓ Decrease |" in TEXT
    assert "| – From individuals (%) | 25 |" in TEXT
    assert "## Not computed" in TEXT
    assert "`cla_rate`" in TEXT


def test_symbols_are_not_read_as_markup():
    assert r"| \[c\] |" in TEXT
    assert r"\~13" in TEXT


def test_without_published_figures_their_columns_are_left_out():
    bare = replace(
        REPORT, indicators=tuple(replace(each, published=None, parts=()) for each in REPORT.indicators)
    )
    assert "Published" not in to_markdown(publishable(bare))
