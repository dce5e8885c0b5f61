"""The code lists of the SSDA903 return, all years together (SSD specification; changes by collection year).

A code that only some years knew is valid in any: authorities carry old codes on, and history keeps them.
"""

from __future__ import annotations

from typing import Final


def _list(codes: str) -> frozenset[str]:
    return frozenset(codes.split())


LEGAL_STATUSES: Final = _list("C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3")
REASONS_NEW_EPISODE: Final = _list("S L P T B U")
NEEDS: Final = _list("N1 N2 N3 N4 N5 N6 N7 N8")
PLACEMENT_TYPES: Final = _list(
    """
    A3 A4 A5 A6  H5  K1 K2 K3  P1 P2 P3  R1 R2 R3 R5  S1
    T0 T1 T2 T3 T4  U1 U2 U3 U4 U5 U6  Z1 Z11 Z12 Z13 Z14
    """
)  # H5 and P2 until 2023-24, K3 from 2024-25, Z11 to Z14 from 2025-26
PROVIDERS: Final = _list("PR0 PR1 PR2 PR3 PR4 PR5")
REASONS_CEASED: Final = _list(
    """
    X1  E11 E12  E2 E3 E4A E4B E5 E6 E7 E8 E9  E13 E14 E15 E16 E17
    E41 E43 E44 E45 E46 E47 E48
    """
)  # special guardianship: E43 and E44 until 2017-18, E45 to E48 since
REASONS_PLACE_CHANGE: Final = _list(
    "CARPL CLOSE ALLEG STAND APPRR CREQB CREQO CHILD LAREQ PLACE OTHER CUSTOD"
)
ETHNICITIES: Final = _list(
    """
    WBRI WIRI WOTH WIRT WROM  MWBC MWBA MWAS MOTH  AIND APKN ABAN AOTH
    BCRB BAFR BOTH  CHNE OOTH  REFU NOBT
    """
)
PARTICIPATION: Final = _list("PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7")
SDQ_REASONS: Final = _list("SDQ1 SDQ2 SDQ3 SDQ4 SDQ5")
ABSENCES: Final = _list("M A")
IN_TOUCH: Final = _list("YES NO DIED REFU NREQ RHOM")
ACTIVITIES: Final = _list("F1 P1 F2 P2 F3 P3 F4 P4 F5 P5 G4 G5 G6 0")  # F3 and P3 until 2020-21
ACCOMMODATIONS: Final = frozenset(
    {"0"} | {letter + suitable for letter in "BCDEGHKRSTUVWXYZ" for suitable in "12"}
)
ADOPTER_NUMBERS: Final = _list("1 2")
REVERSAL_REASONS: Final = _list("RD1 RD2 RD3 RD4")
PREVIOUS_PERMANENCE: Final = _list("P1 P2 P3 P4 Z1")
WORKER_REASONS: Final = _list("MANAGE FCONTA LEFTRL ORGRST TSPROC ABSENC CHCHAN PCCHAN SWDIED OTHERS")
LOCATIONS: Final = _list("IN OUT")
