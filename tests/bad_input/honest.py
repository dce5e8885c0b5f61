"""Sound files of every kind that are then broken; each names the canaries that no message may repeat."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from extracts.annex_a_files import headings, rows
from extracts.census import census, child

BORN = "2011-11-11"
REFERRAL = "<CINreferralDate>2023-05-01</CINreferralDate><PrimaryNeedCode>N1</PrimaryNeedCode>"
CHILD = child(
    REFERRAL,
    identifier="CANARY1",
    characteristics=f"<PersonBirthDate>{BORN}</PersonBirthDate><Ethnicity>WBRI</Ethnicity>",
)
SECOND = CHILD.replace("CANARY1", "CANARY2")
CENSUS = '<?xml version="1.0" encoding="utf-8"?>\n' + census(CHILD, SECOND)

EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "CANARY1,01/05/2023,S,C2,N1,U6,PR1,,,,ZZ9 9ZZ,ZZ9 9ZZ,SC000001\n"
    "CANARY2,01/06/2023,S,C2,N1,U6,PR1,,,,ZZ9 9ZZ,ZZ9 9ZZ,SC000001\n"
)
HEADER = (
    "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nCANARY1,1,11/11/2011,WBRI,,,\nCANARY2,2,11/11/2011,WBRI,,,\n"
)
RETURN_XML = (
    '<?xml version="1.0" encoding="utf-8"?>\n<EXPSSDA903>\n'
    + "".join(
        f"<CHILD><HEADER><CHILDID>{id_}</CHILDID><DOB>{BORN}</DOB><SEX>1</SEX><ETHNIC>WBRI</ETHNIC></HEADER>"
        "<EPISODE><DECOM>2023-05-01</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U6</PL></EPISODE></CHILD>\n"
        for id_ in ("CANARY1", "CANARY2")
    )
    + "</EXPSSDA903>\n"
)

_REFERRAL_ROWS = [
    {"child_id": id_, "date_of_birth": "11/11/2011", "referral_date": "01/02/2024", "sex": "a) Male"}
    for id_ in ("CANARY1", "CANARY2")
]
REFERRALS: list[list[object]] = [headings(3), *rows(3, *_REFERRAL_ROWS)]
"""List 3 as rows of cells."""
CONTACTS: list[list[object]] = [
    headings(1),
    *rows(1, {"child_id": "CANARY1", "date_of_birth": "11/11/2011", "contact_date": "01/02/2024"}),
]
REFERRALS_CSV = "\n".join(",".join("" if c is None else f'"{c}"' for c in row) for row in REFERRALS) + "\n"

Sheets = Mapping[str, Sequence[Sequence[object]]]


def workbook(sheets: Sheets, **options: object) -> bytes:
    """An .xlsx with these sheets; text stays text."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_urls": False, **options}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                for column, cell in enumerate(line):
                    if cell is not None:
                        sheet.write(number, column, cell)
    return target.getvalue()


ANNEX_A = workbook({"List 1": CONTACTS, "List 3": REFERRALS})

SMALL_CSV = (
    "indicator_id,period,la,statistical_neighbours,england,lower_quartile,upper_quartile\n"
    "rereferrals_12m_pct,2022-23,19,21,22,16.25,24.025\n"
)
NEIGHBOURS = "la_code,neighbour\n201,878\n201,933\n878,933\n"
LAIT = (
    "Short Desc,Years,LA Number,Values\n"
    "Continue_Assess_Comp,2023,878,77.5\n"
    "Continue_Assess_Comp,2023,970,81\n"
)
LOOKUP = "child_id,team,worker\nCANARY1,North,Canaria\nCANARY2,South,Canaria\n"
IDS = "old_id,new_id\nCANARY1,CANARY9\n"
