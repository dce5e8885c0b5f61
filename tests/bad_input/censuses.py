"""Broken CIN censuses."""

from __future__ import annotations

from pathlib import Path

from bad_input.case import Arguments, Case, file, report, write
from bad_input.honest import CENSUS, CHILD, SECOND
from bad_input.texts import CUTS, DATES, ENCODINGS, HOSTILE, cut, for_xml
from extracts.census import census, header

_BROKEN = "refused: not well-formed XML at line"
_ENTITY = "refused: declares entities or refers to an outside document type"
_ENTITIES = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
_BARE = CENSUS.split("?>\n", 1)[1]


def _typed(declaration: str, use: str = "WBRI") -> str:
    return f"<!DOCTYPE Message {declaration}>" + _BARE.replace("WBRI", use)


def _same_twice(folder: Path) -> Arguments:
    write(folder / "a.xml", CENSUS)
    return report(write(folder / "b.xml", CENSUS), folder / "a.xml")


def _two_authorities(folder: Path) -> Arguments:
    write(folder / "in" / "a.xml", census(CHILD, head=header(la="201")))
    write(folder / "in" / "b.xml", census(SECOND, head=header(la="878")))
    return report(folder / "in")


def _with(old: str, new: str, expected: str, name: str) -> Case:
    assert old in CENSUS
    return Case(f"census-{name}", file("census.xml", CENSUS.replace(old, new)), expected)


_NOTHING = "refused: no CIN census"
_ENCODED = dict.fromkeys(ENCODINGS, _BROKEN) | {
    "utf-16-le-unmarked": "read",  # libxml2 tells it by the first characters
    "utf-16-be-unmarked": _NOTHING,
    "utf-16-marked": "read",
    "utf-32": _NOTHING,
    "ebcdic": _NOTHING,
    "two-byte-order-marks": _NOTHING,
    "only-a-byte-order-mark": _NOTHING,
    "only-nuls": _NOTHING,
    "only-blanks": _NOTHING,
}
_DATED = dict.fromkeys(DATES, "read: date-not-understood") | {
    "year-0": "read: date-implausible",
    "year-1": "read: date-implausible",
    "year-9999": "read: date-in-future",
}

_MARKUP = [
    Case(
        "census-billion-laughs",
        file("census.xml", _typed(f'[<!ENTITY a "CANARY">{_ENTITIES}]', "&i;")),
        _ENTITY,
    ),
    Case(
        "census-quadratic-blowup",
        file("census.xml", _typed(f'[<!ENTITY a "{"x" * 50_000}">]', "&a;" * 50_000)),
        _ENTITY,
    ),
    Case(
        "census-external-entity",
        file("census.xml", _typed('[<!ENTITY x SYSTEM "file:///etc/passwd">]', "&x;")),
        _ENTITY,
    ),
    Case(
        "census-parameter-entity",
        file("census.xml", _typed('[<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]')),
        _ENTITY,
    ),
    Case(
        "census-outside-document-type",
        file("census.xml", _typed('SYSTEM "http://127.0.0.1:9/x.dtd"')),
        _ENTITY,
    ),
    Case(
        "census-document-type-without-entities",
        file("census.xml", _typed("[<!ELEMENT Message ANY>]")),
        "read",
    ),
    Case(
        "census-includes-another-file",
        file(
            "census.xml",
            _BARE.replace(
                "WBRI",
                '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd" parse="text"/>',
            ),
        ),
        "read",
    ),
    Case(
        "census-style-sheet",
        file("census.xml", '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl" type="text/xsl"?>' + _BARE),
        "read",
    ),
    Case(
        "census-in-a-wrong-namespace",
        file("census.xml", _BARE.replace("<Message>", '<Message xmlns="urn:x">')),
        "read",
    ),
    Case("census-two-documents", file("census.xml", CENSUS + CENSUS), _BROKEN),
    Case("census-rubbish-before", file("census.xml", "CANARY " + CENSUS), "refused: no CIN census"),
    Case("census-rubbish-behind", file("census.xml", CENSUS + "CANARY"), _BROKEN),
    Case(
        "census-of-tags-that-cross",
        file("census.xml", CENSUS.replace("</CINdetails>", "</Child></CINdetails>", 1)),
        _BROKEN,
    ),
    Case("census-says-another-encoding", file("census.xml", CENSUS.replace("utf-8", "utf-16")), _BROKEN),
    Case("census-says-an-unknown-encoding", file("census.xml", CENSUS.replace("utf-8", "klingon")), _BROKEN),
    Case("census-says-utf-7", file("census.xml", CENSUS.replace("utf-8", "utf-7")), "read"),
]
_SHAPES = [
    Case(
        "census-10000-deep",
        file("census.xml", _BARE.replace("WBRI", "<a>" * 10_000 + "</a>" * 10_000)),
        _BROKEN,
    ),
    Case(
        "census-11-megabytes-in-a-cell", file("census.xml", _BARE.replace("WBRI", "x" * 11_000_000)), _BROKEN
    ),
    Case(
        "census-one-megabyte-in-a-cell",
        file("census.xml", _BARE.replace("WBRI", "CANARY " * 150_000)),
        "read: code-unknown",
    ),
    Case(
        "census-id-of-10000-characters", file("census.xml", _BARE.replace("CANARY1", "CANARY" * 1700)), "read"
    ),
    Case(
        "census-name-of-100000-characters",
        file("census.xml", _BARE.replace("WBRI", f"<{'a' * 100_000}/>")),
        _BROKEN,
    ),
    Case(
        "census-10000-attributes",
        file(
            "census.xml",
            _BARE.replace("<Children>", "<Children " + " ".join(f'a{n}="x"' for n in range(10_000)) + ">"),
        ),
        "read",
    ),
    Case(
        "census-100000-unknown-elements",
        file("census.xml", _BARE.replace("<Children>", "<Children>" + "<x/>" * 100_000)),
        "read",
    ),
    Case(
        "census-20000-names-of-elements",
        file("census.xml", _BARE.replace("WBRI", "".join(f"<n{n}/>" for n in range(20_000)))),
        "read",
    ),
    Case(
        "census-of-20000-empty-children",
        file("census.xml", census(*["<Child/>"] * 20_000)),
        "read: child-without-id",
    ),
    Case("census-without-children", file("census.xml", census()), "read"),
    Case("census-only-a-root", file("census.xml", "<Message/>"), "refused: no CIN census"),
    Case("census-without-header", file("census.xml", census(CHILD, head="")), "read: header-missing"),
    Case(
        "census-of-another-collection",
        file("census.xml", "<Message><Header><Collection>SCH</Collection></Header><School/></Message>"),
        "refused: no CIN census",
    ),
    Case(
        "census-child-in-a-child",
        file("census.xml", census(CHILD.replace("</Child>", SECOND + "</Child>"))),
        "read: child-without-id",
    ),
    Case(
        "census-every-element-twice",
        file("census.xml", CENSUS.replace("<Ethnicity>WBRI</Ethnicity>", "<Ethnicity>WBRI</Ethnicity>" * 2)),
        "read",
    ),
    Case(
        "census-a-child-10000-times", file("census.xml", census(*[CHILD] * 10_000)), "read: duplicate-child"
    ),
    Case("census-the-same-file-twice", _same_twice, "read"),
    Case("census-of-two-authorities", _two_authorities, "read"),
]
_VALUES = [
    _with("<LEA>201</LEA>", "<LEA>Nowhere</LEA>", "read", "authority-that-is-none"),
    _with("<Year>2024</Year>", "<Year>99999999999</Year>", "read", "year-beyond-all"),
    _with("<Year>2024</Year>", "<Year>0</Year>", "read", "year-0"),
    _with(
        "2024-03-31</ReferenceDate>",
        "9999-12-31</ReferenceDate>",
        "read: header-contradiction",
        "reference-date-9999",
    ),
    _with(
        "2024-03-31</ReferenceDate>",
        "0001-01-01</ReferenceDate>",
        "read: header-contradiction date-in-future",
        "reference-date-1",
    ),
    _with("2024-03-31</ReferenceDate>", "CANARY</ReferenceDate>", "read", "reference-date-that-is-none"),
    _with("N1", "CANARY9", "read: code-unknown", "code-that-is-none"),
    _with("<LAchildID>CANARY1</LAchildID>", "", "read: child-without-id", "child-without-id"),
    _with("CANARY2", "CANARY1", "read: duplicate-child", "one-id-for-two-children"),
    _with("WBRI", "\x00", _BROKEN, "with-a-nul"),
    _with("WBRI", "&#0;", _BROKEN, "with-a-nul-as-a-reference"),
]

CASES: tuple[Case, ...] = (
    *(
        Case(f"census-cut-at-{name}", file("census.xml", cut(CENSUS, share)), _BROKEN)
        for name, share in CUTS.items()
    ),
    *(
        Case(f"census-{name}", file("census.xml", damage(CENSUS)), _ENCODED[name])
        for name, damage in ENCODINGS.items()
    ),
    *(
        Case(f"census-date-{name}", file("census.xml", CENSUS.replace("2023-05-01", date)), _DATED[name])
        for name, date in DATES.items()
    ),
    *(
        Case(f"census-text-{name}", file("census.xml", CENSUS.replace("CANARY1", for_xml(text))), "read")
        for name, text in HOSTILE.items()
    ),
    *_MARKUP,
    *_SHAPES,
    *_VALUES,
)
