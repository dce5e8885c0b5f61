from chatcalc.reports.markdown import to_markdown
from reports.examples import publishable

BLOCKS = to_markdown(publishable()).split("\n\n")


def after(heading: str) -> list[str]:
    return BLOCKS[BLOCKS.index(heading) + 1].splitlines()


def test_groups_stand_side_by_side_after_the_comparison():
    assert after("### Contacts and referrals by sex") == [
        "| Indicator | female | male |",
        "| :--- | ---: | ---: |",
        r"| Title of referrals\_count (%) | 2,341 | 3,000 |",
    ]
    assert not any("sex: female" in block for block in BLOCKS)


def test_the_trend_has_a_line_and_every_figure():
    assert after("### Contacts and referrals: trend") == [
        "| Indicator | Trend | Nov 2018 | Dec 2018 |",
        "| :--- | ---: | ---: | ---: |",
        "| Referrals within 12 months of a previous referral (%) | ▄  | 25 | ≥13 |",
    ]
