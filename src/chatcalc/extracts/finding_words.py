"""What each code of a finding means, why it matters for figures, and how it is mended at its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Words:
    """A code in words.

    Attributes:
        meaning: What is so, and what was done about it.
        why: What it does to figures.
        mend: What its reader can do.
        tables: The canonical tables in which it can stand; any where empty.
        example: Made-up data in which it stands, where words alone are not clear.
    """

    meaning: str
    why: str
    mend: str
    tables: tuple[str, ...] = ()
    example: str = ""


_FIX: Final = "Correct it in the case system and export again."
_LOOK: Final = "Look at the rows; correct what is wrong."
_NONE: Final = "Nothing, unless it surprises you."
_MAY_BE_GONE: Final = "Check why the newest return does not hold it."

_LIST_6: Final = (
    "Ofsted compares the lists child by child. One of the two lists counts the child and the other does not, "
    "so figures of open cases and of plans or care do not add up."
)
_CARE: Final = ("care_episodes", "periods_of_care", "placements", "interim_care_orders")
_NEWER_RETURN: Final = (
    "The newer return decides the start or end of the stay, and so lengths of care, numbers of "
    "placements and who was looked after on a day."
)

WORDS: Final[Mapping[str, Words]] = {
    "age-implausible": Words(
        "A child is too old for the service: a referral at 26 or later, care that starts or is still "
        "open at 18. The row is kept.",
        "Most such rows are a wrong date of birth, or an episode that nobody closed. An episode that nobody "
        "closed adds a child to every figure of those who are looked after or in need.",
        "Check the date of birth; close the episode on the day it ended.",
        ("cin_episodes", "care_episodes"),
        "Born 03/02/2006, episode of care from 01/05/2019 without an end, return of 31 March 2025.",
    ),
    "authority-column-ignored": Words(
        "An LA column is not in every table, or not three digits in every row; it is not used.",
        "All rows count for one authority, and those of several are added up.",
        "Give the authority with `--la`.",
    ),
    "child-not-in-header": Words(
        "A child of another table has no row in Header, so sex and date of birth may be unknown.",
        "Whatever depends on age leaves the child out or counts the age as unknown; breakdowns show it as "
        "not recorded.",
        "Export the header with the other tables.",
    ),
    "child-without-id": Words(
        "A row has no child identifier. It cannot be counted and is left out.",
        "Every figure that would count the row is too small.",
        _FIX,
    ),
    "code-retired": Words(
        "A code that the list no longer holds. Kept as it came.",
        "Indicators know the older codes too. The published figures of later years may not.",
        _NONE,
        ("assessments",),
        "Factor 18A (physical abuse), which the lists divided into 18B and 18C in 2021.",
    ),
    "code-unknown": Words(
        "A code that no year's list holds. Sex is read as blank; anything else is kept as it came "
        "and matches nothing.",
        "The row stays in denominators and can be in no numerator that asks for a code; in a mix it falls in "
        "none of the parts.",
        _FIX,
        (),
        "Referral source `Police` where the list has 6.",
    ),
    "column-missing": Words(
        "A heading of the list or table was not found; the column is blank.",
        "An indicator that reads the column has unknown or no cases.",
        "Check the heading.",
    ),
    "column-not-in-edition": Words(
        "A heading that only some editions of the template have is absent.",
        "An indicator that reads the column is not computed from this workbook.",
        _NONE,
    ),
    "column-not-known": Words(
        "A column that no edition of the template has. It is not read.",
        "None, unless it is a known column under another heading.",
        "Check whether it is a known column under another heading.",
    ),
    "column-repeated": Words(
        "Two columns have the same heading; the first is read.",
        "Figures come from the first column, and the second may be the one you keep up to date.",
        "Remove or rename one.",
    ),
    "cross-check-4-not-in-6": Words(
        "A child with an assessment in List 4 is not in List 6.", _LIST_6, _LOOK, ("assessments",)
    ),
    "cross-check-7-not-in-6": Words(
        "A child with an open plan in List 7 is not in List 6.", _LIST_6, _LOOK, ("cp_plans", "cp_reviews")
    ),
    "cross-check-7-status-in-6": Words(
        "A child with an open plan in List 7 is in List 6, but not as a child protection case.",
        _LIST_6,
        _LOOK,
        ("cp_plans", "cp_reviews"),
    ),
    "cross-check-8-not-in-6": Words(
        "A child looked after in List 8 is not in List 6.", _LIST_6, _LOOK, ("periods_of_care",)
    ),
    "cross-check-8-status-in-6": Words(
        "A child looked after in List 8 is in List 6, but not as a looked-after case.",
        _LIST_6,
        _LOOK,
        ("periods_of_care",),
    ),
    "cross-check-blank": Words(
        "A column of Annex A that is always filled in holds blanks.",
        "What is not recorded is never a success: the row stays in the denominator and out of the numerator.",
        "Fill them in; inspectors look for blanks first.",
    ),
    "cross-check-care-before-birth": Words(
        "Care started before the child was born. Both dates are kept.",
        "One of the two is wrong. Ages and lengths of care that come from it are wrong too.",
        _FIX,
        ("care_episodes", "periods_of_care", "adoptions"),
        "Born 12/06/2023, DECOM 06/12/2022.",
    ),
    "cross-check-total": Words(
        "A table holds a fifth more or fewer rows than in the earlier report that `--baseline` names.",
        "Where an export is not whole, every count of it is too small and percentages are of another group.",
        "Ask whether the extract is whole, or what has changed in recording.",
    ),
    "cross-check-repeated-child": Words(
        "A child stands more than once in a list of Annex A that holds each child once.",
        "Both rows count, so the child may count twice.",
        _LOOK,
        ("cin_episodes", "cp_plans", "cp_reviews", "periods_of_care", "care_leavers"),
    ),
    "date-implausible": Words(
        "A date before 1900. It is kept.",
        "Ages and durations from it are of centuries; a mean or a median of days moves with it.",
        _FIX,
        (),
        "Expected date of birth 22/03/1066.",
    ),
    "date-in-future": Words(
        "A date after the last day that the data can speak of: that of the return, the day its file "
        "was made, or for Annex A the snapshot given with `--as-at`. It is kept.",
        "What has not happened by the snapshot does not count: the row is missing from this period and will "
        "stand in a later one. A mistyped end keeps a case open.",
        _FIX,
        (),
        "Plan start 04/03/2042 in the census of 31 March 2024.",
    ),
    "date-missing": Words(
        "A date is missing without which the row belongs to no period.",
        "The row counts in no period.",
        _FIX,
    ),
    "date-not-understood": Words(
        "Something that is not a date stands where one should. Read as blank.",
        "Without its start a row belongs to no period; without its end it counts as open.",
        _FIX,
        (),
        "`31/02/2024`, or `not yet held`.",
    ),
    "date-of-birth-differs": Words(
        "A child has different dates of birth in different rows. The first is used.",
        "Ages come from the first date, which may be the wrong one.",
        _FIX,
        ("children",),
    ),
    "dates-out-of-order": Words(
        "Two dates of one row stand in an order in which things cannot happen, such as an assessment "
        "before its referral. Both are kept.",
        "A length of time between them is unknown and never counts as in time.",
        _FIX,
        (),
        "Referral 14/05/2023, start of the assessment 09/05/2023.",
    ),
    "duplicate-child": Words(
        "A child stands more than once in a return. The first is used; episodes of all are kept.",
        "Sex, date of birth and ethnicity come from the first row.",
        _FIX,
    ),
    "duplicate-conference": Words(
        "Several rows give one conference of a child. It counts once, timed from the latest enquiry "
        "before it.",
        "None: one conference is one case, whatever number of rows tell of it.",
        _NONE,
        ("conferences", "section_47_enquiries"),
    ),
    "duplicate-referral": Words(
        "A child has two referrals on one day. The first counts; assessments of both are kept.",
        "Source and further action come from the first row.",
        _LOOK,
        ("referrals",),
    ),
    "duplicate-row": Words(
        "A row says the same as an earlier one. It is left out.", "None: it counts once.", _NONE
    ),
    "duplicate-section-47": Words(
        "A child has two enquiries that start on one day. The first counts.",
        "What followed the second, such as its conference date, decides no figure of enquiries.",
        _LOOK,
        ("section_47_enquiries", "conferences"),
    ),
    "end-before-start": Words(
        "An end before its start. The row is kept; durations are unknown and never in time.",
        "The row stays in denominators; it can be in no numerator that asks for a length of time.",
        _FIX,
        (),
        "Plan from 02/05/2023 to 01/05/2023. An end on the day of the start is in order.",
    ),
    "ended-with-its-return": Words(
        "An episode of care is open in an older return, and nothing follows it. Ended on that "
        "return's 31 March, reason unknown.",
        "If the child is still looked after, every figure of children looked after is one too small. "
        "If not, the end is missing from the figures of children who ceased.",
        "Check why the newer returns do not hold it.",
        _CARE,
    ),
    "episode-corrected": Words(
        "An episode of an older return is in a newer one with another start. The newer one is used.",
        _NEWER_RETURN,
        _NONE,
        _CARE,
    ),
    "episode-cut": Words(
        "An episode of an older return runs past the start of a newer return's episode. It is ended there.",
        _NEWER_RETURN,
        _LOOK,
        _CARE,
    ),
    "episode-not-begun": Words(
        "An episode of care says that it continues an earlier one (RNE L, P, T, U or B), and none of "
        "the child ends on the day it starts. Read as the start of a period of care.",
        "It counts as a child who started to be looked after, and lengths of care begin there.",
        "Send the earlier episode, or record RNE S if care began on that day.",
        _CARE,
        "DECOM 01/06/2023 with RNE P; the child's earlier episode ended on 30/05/2023.",
    ),
    "episode-not-continued": Words(
        "An episode of care ends with X1 (another follows), and none of the child starts on that "
        "day. Read as the end of a period of care.",
        "It counts as a child who ceased to be looked after, without a reason; if the child came back later, "
        "care is divided in two.",
        "Send the episode that follows, or record why care ended.",
        _CARE,
        "DEC 10/03/2023 with REC X1; the child's next DECOM is 05/04/2023.",
    ),
    "episode-superseded": Words(
        "An episode of an older return starts inside one of a newer return. The newer one is used.",
        _NEWER_RETURN,
        _NONE,
        _CARE,
    ),
    "episodes-overlap": Words(
        "Two episodes of a child share time: of care, of need, of missing, or two plans of one kind. "
        "Both are kept.",
        "On the days they share the child counts twice wherever rows are counted, and a placement or "
        "plan too many is counted in the period.",
        _FIX,
        (
            "care_episodes",
            "periods_of_care",
            "placements",
            "interim_care_orders",
            "cin_episodes",
            "cin_plans",
            "cp_plans",
            "missing_episodes",
        ),
        "Plans from 02/05/2023 to 10/09/2023 and from 09/09/2023. One that starts on 10/09/2023 does "
        "not overlap.",
    ),
    "file-ignored": Words(
        "A file beside the others is no part of an extract.",
        "None, unless it was meant to be read.",
        _NONE,
    ),
    "file-without-rows": Words(
        "A census holds no child.", "Every figure of its year is 0 of 0.", "Check the export."
    ),
    "flag-not-understood": Words(
        "Something that is neither yes nor no. Read as blank.",
        "What is not recorded is never a success: the row stays in the denominator and out of the numerator.",
        _FIX,
        (),
        "`Partly`.",
    ),
    "header-contradiction": Words(
        "The census year and the reference date of the header do not agree.",
        "The last day decides what is in the period, what is open, and how old children are.",
        "Check the export; give the snapshot with `--as-at`.",
    ),
    "header-missing": Words(
        "The census header lacks a reference date, year or authority.",
        "Without a last day chatcalc cannot tell the period; without an authority nothing stands beside it.",
        "Give `--as-at` and `--la`.",
    ),
    "id-replaced": Words(
        "A child stands under an old id, for which the file of `[ids]` gives a new one. The new one is used.",
        "None: the child's rows count together, as they should.",
        _NONE,
    ),
    "list-empty": Words(
        "A list of Annex A has headings and no rows.",
        "Its figures are 0 of 0, which is right only if there was nothing to list.",
        _NONE,
    ),
    "list-missing": Words(
        "A list of Annex A was not found.",
        "What needs it is not computed.",
        "Check the headings of the sheet.",
    ),
    "look-back-short": Words(
        "Indicators look further back than the data reach.",
        "The figure is partial: printed with ≥ where earlier data could only add to it, without direction of "
        "travel.",
        "Name the returns of earlier years beside this one.",
        (),
        "Re-referrals within 12 months, from the census of one year: for a referral in its first "
        "month, one in the year before is not known.",
    ),
    "lookup-child-missing": Words(
        "A child of an extract is not in the lookup: *not recorded* in breakdowns by it.",
        "Only breakdowns by the lookup's columns.",
        "Export the lookup anew, with all children whom the extracts hold.",
    ),
    "lookup-child-repeated": Words(
        "A child stands in several rows of the lookup. The first is used.",
        "Only breakdowns by the lookup's columns.",
        "Keep one row a child.",
    ),
    "lookup-child-unknown": Words("A child of the lookup is in no extract.", "None.", _NONE),
    "number-not-understood": Words(
        "Something that is not a number. Read as blank.",
        "The row has no part in a mean or median and in no numerator that asks for the number.",
        _FIX,
    ),
    "open-after-closure": Words(
        "An assessment or plan is open in an episode of need that is closed. It counts as open.",
        "It adds to the figures of open plans or assessments, and to those that run over time.",
        "End it on the day it ended, or open the episode again.",
        ("assessments", "cin_plans", "cp_plans"),
        "Episode of need closed on 12/01/2024; child protection plan from 02/05/2023 without an end.",
    ),
    "open-in-older-return": Words(
        "Something is open in an older return and absent from the newest, which holds all that was "
        "open. It is not open any more.",
        "If it is open, figures of open cases are too small. Its end counts in no period, for nobody "
        "recorded it.",
        _MAY_BE_GONE,
    ),
    "outside-care": Words(
        "A review, an absence or an outcome of a child who was not looked after then. It is kept.",
        "Figures of children looked after do not count it. Where care is missing from the return, "
        "they should.",
        "Check the dates, and that the child's episodes of care are in the return.",
        ("care_reviews", "missing_episodes", "annual_outcomes"),
        "Missing from 04/08/2023 to 05/08/2023; the only episode of care ended on 03/08/2023.",
    ),
    "postcode-not-understood": Words(
        "Something that is not a postcode. Kept as it came.", "None: no indicator reads it.", _FIX
    ),
    "reason-without-end": Words(
        "An episode has a reason for ending and no end. It counts as open.",
        "If it has ended, figures of open episodes are one too large and those of ended ones one too small.",
        _FIX,
        (*_CARE, "cin_episodes"),
    ),
    "return-year-doubtful": Words(
        "The dates of a return do not make clear which year it is of.",
        "Which return is the newest decides what is open, and for which year outcomes stand.",
        "Keep each year's files in a folder of their own.",
    ),
    "returns-of-one-year": Words(
        "Two returns are of the same year. The one with more tables counts as newer.",
        "Where they differ, figures come from the one that counts as newer.",
        "Remove the one that is out of date.",
    ),
    "row-ignored": Words(
        "A row holds nothing but an identifier or a note. It is left out.",
        "None, unless its cells should hold something.",
        _NONE,
    ),
    "sheet-ignored": Words(
        "A sheet is none of the lists or tables.", "None, unless it was meant to be read.", _NONE
    ),
    "short-breaks": Words(
        "Agreed series of short breaks (V3, V4) are no periods of care. They are left out.",
        "None: published figures leave them out too.",
        _NONE,
        ("periods_of_care",),
    ),
    "snapshot-after-data": Words(
        "The snapshot is later than the day until which an extract speaks.",
        "What happened between the two is not in the data: counts of the period are too small, and "
        "what ended in between counts as open.",
        "Give the day until which the data speak with `--as-at`, or a newer extract.",
    ),
    "table-empty": Words(
        "A table of the return has columns and no rows.",
        "Its figures are 0 of 0, which is right only if there was nothing to return.",
        _NONE,
    ),
    "table-missing": Words(
        "The SSDA903 return lacks tables.",
        "What needs them has no cases or unknown ages, or is not computed.",
        "Export every table of the return into one folder.",
    ),
    "value-missing": Words(
        "A value is blank that the return asks for. The row is kept.",
        "What is not recorded is never a success: the row stays in the denominator, can be in no "
        "numerator that asks for the value, and falls in none of the parts of a mix.",
        "Fill it in and export again.",
        (),
        "An episode of need without a primary need.",
    ),
    "value-out-of-range": Words(
        "A number outside its range, such as a score above 40. Read as blank.",
        "The row has no part in the mean.",
        _FIX,
        ("annual_outcomes",),
    ),
}
