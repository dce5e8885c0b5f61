import random

import pytest

from chatcalc.reports.layout import family_title, in_chat_order, not_computed, sections
from reports.examples import NOT_COMPUTED, line

# The printed table's rows with their families, as an analyst finds them on the page.
CHAT = [
    *((1, "referrals"), (2, "referrals"), (3, "assessments"), (12, "cla"), (13, "missing")),
    *((15, "health"), (17, "cla"), (19, "leaving_care"), (22, "adoption")),
]


def test_the_rows_of_chat_come_first_and_in_its_order():
    lines = [line(f"row_{row}", chat_row=row, family=family) for row, family in CHAT]
    more = [line("health_more", family="health"), line("cin_more", family="cin")]
    shuffled = [*lines, *more]
    random.Random(1).shuffle(shuffled)
    ordered = [each.id for each in in_chat_order(shuffled)]
    assert ordered == [*(each.id for each in lines), "cin_more", "health_more"]


def test_a_heading_stands_wherever_the_family_changes():
    lines = in_chat_order(line(f"row_{row}", chat_row=row, family=family) for row, family in CHAT)
    titles = [section.title for section in sections(lines)]
    assert titles == [
        *("Contacts and referrals", "Assessments", "Children looked after", "Missing and away", "Health"),
        *("Children looked after", "Leaving care", "Adoption"),
    ]


def test_more_indicators_start_once():
    lines = (line("a", chat_row=1), line("b", family="cin"), line("c", family="cpp"))
    assert [section.first_of_more for section in sections(lines)] == [False, True, False]


def test_without_a_row_of_chat_nothing_is_more():
    assert [section.first_of_more for section in sections([line("b", family="cin")])] == [False]


def test_what_could_not_be_computed_is_listed_by_reason_and_is_no_row():
    lines = (line("a"), NOT_COMPUTED)
    assert [each.id for section in sections(lines) for each in section.lines] == ["a"]
    assert not_computed(lines) == {"the CIN census does not hold periods of care": ["cla_rate"]}


@pytest.mark.parametrize(
    ("family", "title"), [("section_47", "Section 47 enquiries"), ("our_own", "Our own")]
)
def test_families_have_titles(family: str, title: str):
    assert family_title(family) == title
