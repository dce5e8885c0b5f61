"""The code lists of the CIN census, all years together: a code's own year never makes it unknown."""

from __future__ import annotations

from typing import Final


def _codes(*lines: str) -> frozenset[str]:
    return frozenset(code for line in lines for code in line.split())


ETHNICITY: Final = _codes(
    "WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH",
    "AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT",
)
DISABILITY: Final = _codes("NONE MOB HAND PC INC COMM LD HEAR VIS BEH CON AUT DDA")
REFERRAL_SOURCE: Final = _codes(
    "1A 1B 1C 1D 2A 2B 3A 3B 3C 3D 3E 3F 4 5A 5B 5C 5D 6 7 8 9 10"
)  # 5D from 2023
PRIMARY_NEED: Final = frozenset(f"N{number}" for number in range(10))
REASON_FOR_CLOSURE: Final = frozenset(f"RC{number}" for number in range(1, 10))  # RC9 from census year 2023
CATEGORY_OF_ABUSE: Final = frozenset({"NEG", "PHY", "SAB", "EMO", "MUL"})

# Physical (18A) and sexual abuse (19A) were split by who did it in census year 2021. They stay as they came:
# neither half can be told, and both codes still say physical and sexual.
RETIRED_FACTORS: Final = frozenset({"18A", "19A"})
RETIRED_FACTORS_FROM: Final = 2021
ASSESSMENT_FACTORS: Final = RETIRED_FACTORS | _codes(
    "1A 1B 1C 2A 2B 2C 3A 3B 3C 4A 4B 4C 5A 5B 5C 6A 6B 6C 7A 8B 8C 8D 8E 8F 9A",
    "10A 11A 12A 13A 14A 15A 16A 17A 18B 18C 19B 19C 20 21 22A 23A 24A",
)
NO_DISABILITY: Final = "NONE"
NO_FACTORS: Final = "21"
