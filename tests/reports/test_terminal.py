import io
from dataclasses import replace

import pytest
from rich.console import Console

from chatcalc.reports.terminal import TerminalReport
from reports.examples import BY_SOURCE, REPORT, publishable


def printed(report=REPORT, *, width: int = 80, encoding: str = "utf-8", colour: bool = False) -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
    console = Console(
        file=stream, width=width, force_terminal=colour, color_system="standard" if colour else None
    )
    console.print(TerminalReport(publishable(report)))
    stream.seek(0)
    return stream.read()


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160])
def test_no_line_is_longer_than_the_terminal(width: int):
    assert max(len(each.rstrip()) for each in printed(width=width).splitlines()) <= width


def test_all_of_chats_columns_stand_at_80():
    text = printed()
    row = next(each for each in text.splitlines() if each.startswith("Referrals within"))
    assert row.endswith("12  14  15 Higher ! 2017-18")
    lines = text.splitlines()
    first = next(place for place, each in enumerate(lines) if "Latest" in each)
    heads = lines[first : first + 2]
    assert "Published" in heads[0]
    assert heads[1].split() == ["Indicator", "LA", "Dir", "LA", "SNs", "Eng", "Position", "Year"]


def test_what_it_is_made_of_and_words_stand_where_the_width_allows():
    wide = printed(width=130)
    assert "5,341 / 144,700" in wide
    assert "↓ Decrease" in wide
    assert "↑ Increase +" in wide


def test_symbols_that_look_like_markup_are_printed():
    text = printed(width=120)
    assert "[c]" in text
    assert "From schools [x] (%)" in text


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_stream_without_arrows_gets_plain_ones(encoding: str):
    text = printed(width=120, encoding=encoding)
    assert "v Decrease" in text
    assert "^ Increase +" in text
    assert ">=13" in text
    assert not set(text) & set("↑↓→≥─")


def test_colour_only_where_there_is_a_polarity():
    coloured = {
        each for each in printed(colour=True).splitlines() if "\x1b[31m" in each or "\x1b[32m" in each
    }
    assert not any("Referrals received" in each for each in coloured)
    assert any("Referrals within" in each and "\x1b[31mHigher !" in each for each in coloured)
    assert any("Title of cla_dental_pct" in each and "\x1b[32m" in each for each in coloured)


def test_plain_without_colour():
    assert "\x1b" not in printed()


def test_a_proxy_is_marked_and_a_footnote_says_why():
    text = " ".join(printed().split())
    assert "Title of cla_dental_pct (%) [2] ~13 ↑ + [c]" in text
    assert "[2] A proxy for the published figure: dates stand in for flags." in text
    assert "[1] Partial: the data are known from 2018-01-01 only." in text
    assert "a remark on the definition" not in text


def test_parts_and_groups_are_indented_beneath_their_indicator():
    lines = printed().splitlines()
    whole = lines.index("Title of referrals_by_source_pct (%)")
    assert lines[whole + 1].startswith("  From individuals (%)")
    assert any(each.startswith("  sex: female") and "2,341" in each for each in lines)


def test_the_trend_stands_below():
    lines = printed().splitlines()
    start = lines.index("Trend")
    assert lines[start + 1].split() == ["Nov", "Dec"]
    assert lines[start + 3].split() == ["rereferrals_12m_pct", "25", "≥13"]


def test_what_was_not_computed_is_listed_by_reason():
    assert "the CIN census does not hold periods of care: cla_rate" in " ".join(printed().split())


def test_without_published_figures_their_columns_are_left_out():
    bare = replace(
        REPORT,
        indicators=tuple(
            replace(each, published=None) for each in (*REPORT.indicators,) if each is not BY_SOURCE
        ),
    )
    text = printed(bare)
    assert "Published" not in text
    assert "Dir" not in text


def test_several_authorities_have_a_table_each():
    two = replace(
        REPORT,
        indicators=tuple(
            replace(each, la_code=code) for code in ("201", "202") for each in REPORT.indicators
        ),
    )
    text = printed(two)
    assert "Authority 201" in text
    assert "Authority 202" in text
