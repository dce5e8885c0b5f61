"""Broken SSDA903 returns: CSV, workbook and XML."""

from __future__ import annotations

from pathlib import Path

from bad_input.case import Arguments, Build, Case, file, report, write
from bad_input.honest import EPISODES, HEADER, RETURN_XML, workbook
from bad_input.texts import CUTS, DATES, ENCODINGS, HOSTILE, cut

_NOTHING = "refused: no CIN census, SSDA903 return or Annex A list"
_UNDATED = "refused: episodes.csv: no episode, review or missing start tells the year of the return"
_BROKEN = "refused: not well-formed XML at line"
_ROWS = [line.split(",") for line in EPISODES.splitlines()]


def _pair(episodes: str | bytes, header: str | bytes = HEADER) -> Build:
    """The episodes beside a header of their children."""

    def build(folder: Path) -> Arguments:
        write(folder / "in" / "header.csv", header)
        write(folder / "in" / "episodes.csv", episodes)
        return report(folder / "in")

    return build


def _episodes(name: str, content: str | bytes, expected: str) -> Case:
    return Case(f"903-{name}", file("episodes.csv", content), expected)


_ENCODED = dict.fromkeys(ENCODINGS, "read") | {
    "mixed": "read: date-not-understood",
    "ebcdic": _NOTHING,
    "only-a-byte-order-mark": _NOTHING,
    "only-nuls": _NOTHING,
    "only-blanks": _NOTHING,
}
_DATED = dict.fromkeys(DATES, "read: date-not-understood") | {
    "year-0": "read: cross-check-care-before-birth",
    "year-1": "read: cross-check-care-before-birth",
    "year-9999": "read: date-in-future",
}
_CUT = dict.fromkeys(CUTS, "read") | dict.fromkeys(("a-tenth", "a-third", "a-half"), _UNDATED)
_CUT_XML = dict.fromkeys(CUTS, _BROKEN) | {"a-tenth": _NOTHING}  # before the name of its root
_FIRST, *_REST = EPISODES.splitlines(keepends=True)

CASES: tuple[Case, ...] = (
    *(_episodes(f"cut-at-{name}", cut(EPISODES, share), _CUT[name]) for name, share in CUTS.items()),
    *(_episodes(name, damage(EPISODES), _ENCODED[name]) for name, damage in ENCODINGS.items()),
    *(
        Case(f"903-date-{name}", _pair(EPISODES.replace("01/05/2023", date)), _DATED[name])
        for name, date in DATES.items()
    ),
    *(
        Case(
            f"903-text-{name}",
            _pair(EPISODES.replace("CANARY1", '"' + text.replace('"', '""') + '"')),
            "read",
        )
        for name, text in HOSTILE.items()
    ),
    *(
        Case(f"903-xml-cut-at-{name}", file("return.xml", cut(RETURN_XML, share)), _CUT_XML[name])
        for name, share in CUTS.items()
    ),
    Case(
        "903-xml-bomb",
        file("return.xml", '<!DOCTYPE x [<!ENTITY a "CANARY">]>' + RETURN_XML.split("?>", 1)[1]),
        "refused: declares entities",
    ),
    Case(
        "903-xml-10000-deep",
        file("return.xml", RETURN_XML.replace("WBRI", "<a>" * 10_000 + "</a>" * 10_000)),
        _BROKEN,
    ),
    Case("903-xml-without-children", file("return.xml", "<EXPSSDA903/>"), "refused: return.xml: no episode"),
    Case(
        "903-xml-children-without-header",
        file("return.xml", "<EXPSSDA903><CHILD/><CHILD>CANARY</CHILD></EXPSSDA903>"),
        "refused: return.xml: no episode",
    ),
    Case(
        "903-xml-5000-empty-children",
        file("return.xml", "<EXPSSDA903>" + "<CHILD><HEADER/></CHILD>" * 5_000 + "</EXPSSDA903>"),
        "refused: return.xml: no episode",
    ),
    _episodes(
        "quote-that-never-closes",
        EPISODES.replace("CANARY2", '"CANARY2'),
        "refused: episodes.csv, line 3: a quotation mark that never closes",
    ),
    _episodes("quote-that-never-closes-at-the-top", '"' + EPISODES, _NOTHING),
    _episodes("quotes-in-a-cell", EPISODES.replace("N1", 'N"1'), "read: code-unknown"),
    _episodes("semicolons", EPISODES.replace(",", ";"), "read"),
    _episodes("tabs", EPISODES.replace(",", "\t"), "read"),
    _episodes("two-delimiters", _FIRST + "".join(_REST).replace(",", ";"), _UNDATED),
    _episodes("carriage-returns-alone", EPISODES.replace("\n", "\r"), "read"),
    _episodes(
        "line-ends-of-all-kinds",
        _FIRST.replace("\n", "\r\n") + _REST[0].replace("\n", "\r") + _REST[1],
        "read",
    ),
    _episodes("header-twice", _FIRST + EPISODES, "read: date-not-understood"),
    _episodes("column-twice", "\n".join(line + "," + line for line in EPISODES.splitlines()), "read"),
    _episodes("only-headings", _FIRST, _UNDATED),
    _episodes("no-headings", "".join(_REST), _NOTHING),
    _episodes("headings-of-another-table", "CHILD,COLOUR\nCANARY1,red\n", _NOTHING),
    _episodes(
        "column-missing",
        "\n".join(",".join(line.split(",")[:4]) for line in EPISODES.splitlines()),
        "read: value-missing",
    ),
    _episodes("rows-too-long", EPISODES.replace("SC000001\n", "SC000001" + ",CANARY" * 50 + "\n"), "read"),
    _episodes("rows-too-short", _FIRST + "CANARY1\nCANARY2,01/05/2023\n", "read: date-missing"),
    _episodes(
        "20000-columns",
        _FIRST.strip() + "".join(f",c{n}" for n in range(20_000)) + "\n" + "".join(_REST),
        "refused: line 1: 20,013 columns",
    ),
    _episodes(
        "a-row-of-a-million-cells", EPISODES + "x," * 1_000_000 + "\n", "refused: line 4: 1,000,001 columns"
    ),
    _episodes(
        "a-row-of-a-million-cells-and-a-quote",
        EPISODES.replace("N1", 'N"1') + "x," * 1_000_000 + "\n" + _REST[0] * 1000,
        "refused: line 4: 1,000,001 columns",
    ),
    _episodes("200000-empty-rows", EPISODES + ",,,,,,,,,,,,\n" * 200_000, "read"),
    _episodes("a-million-blank-lines", EPISODES + "\n" * 1_000_000, "read"),
    _episodes("a-cell-of-a-megabyte", EPISODES.replace("N1", "CANARY" * 200_000), "read: code-unknown"),
    _episodes("ids-of-10000-characters", EPISODES.replace("CANARY1", "CANARY" * 1700), "read"),
    _episodes("ids-that-are-numbers-beyond-all", EPISODES.replace("CANARY1", "1e308"), "read"),
    _episodes("random-bytes-that-look-like-text", bytes(range(32, 256)) * 40, _NOTHING),
    _episodes("a-page", "<html><body><table><tr><td>CANARY</td></tr></table></body></html>", _NOTHING),
    _episodes("json", '{"CHILD": "CANARY1", "DECOM": "2023-05-01"}', _NOTHING),
    Case(
        "903-ends-before-it-starts",
        _pair(EPISODES.replace("PR1,,", "PR1,01/01/2020,X1")),
        "read: end-before-start",
    ),
    Case(
        "903-children-without-header",
        _pair(EPISODES.replace("CANARY1", "CANARY7")),
        "read: child-not-in-header",
    ),
    Case("903-blank-ids", _pair(EPISODES.replace("CANARY1", "")), "read: child-without-id"),
    Case("903-workbook", file("return.xlsx", workbook({"a": _ROWS})), "read"),
    Case(
        "903-workbook-under-a-title", file("return.xlsx", workbook({"a": [["CANARY"], [], *_ROWS]})), "read"
    ),
    Case(
        "903-workbook-headings-too-low",
        file("return.xlsx", workbook({"a": [["CANARY"]] * 60 + _ROWS})),
        _NOTHING,
    ),
    Case(
        "903-workbook-table-on-two-sheets",
        file("return.xlsx", workbook({"a": _ROWS, "b": _ROWS})),
        "refused: both hold the table Episodes",
    ),
)
