"""Children whom social care knew before the six months of the workbook; only the yearly returns hold them."""

from __future__ import annotations

import datetime as dt

from generator.care import ADOPTED, ENDED_YOUNG, LookedAfter
from generator.need import CATEGORIES, NEEDS, SOURCES, ChildrenInNeed
from generator.people import Assessment, Child, Dice, Enquiry, Need, People, Plan, Referral, birthday

FIRST_NUMBER = 3_000_000
KNOWN_FROM, KNOWN_TO = dt.date(2016, 10, 1), dt.date(2018, 6, 30)
REFERRALS = 5_000  # of children whose case was closed before the six months
CARE_FROM, CARE_TO = dt.date(2015, 4, 1), dt.date(2018, 6, 30)
CARE_ENDED, CARE_ENDED_AT_18 = 700, 220


def make_past(dice: Dice) -> list[Child]:
    people = People(dice, FIRST_NUMBER)
    for _ in range(REFERRALS):
        _needed_help(people.child(youngest=1), dice)
    care = LookedAfter(dice, people, ChildrenInNeed(dice, people))
    for number in range(CARE_ENDED):
        end = dice.day(CARE_FROM, CARE_TO)
        if number < CARE_ENDED_AT_18:
            care.left(people.child(born=birthday(end, -18)), end, dice.choice(("E5", "E5", "E6", "E8", "E7")))
        else:
            reason = dice.choice(ENDED_YOUNG)
            born = dice.before(end, 800, 2000 if reason in ADOPTED else 6500)
            care.left(people.child(born=born), end, reason)
    return people.children


def _needed_help(child: Child, dice: Dice) -> None:
    """One episode of need: most end with the assessment, some with a plan."""
    day = dice.day(KNOWN_FROM, dt.date(2018, 5, 31))
    child.born = min(child.born, day - dt.timedelta(days=10))
    if dice.random() < 0.12:
        child.referrals.append(Referral(day, dice.choice(SOURCES), no_further_action=True))
        child.need = Need(day, None, None, "e", dice.choice(NEEDS), None)
        return
    if dice.random() < 0.2:
        child.referrals.append(
            Referral(dice.before(day, 20, 300), dice.choice(SOURCES), no_further_action=True)
        )
    child.referrals.append(Referral(day, dice.choice(SOURCES), no_further_action=False))
    done = dice.after(day, 14, 58) if dice.random() < 0.77 else dice.after(day, 75, 110)
    child.assessments.append(Assessment(day, done, None, child_seen=True))
    closed, reason = dice.after(done, 0, 30), "RC8"
    chance = dice.random()
    if chance < 0.38:
        start = dice.after(day, 0, 10)
        child.enquiries.append(Enquiry(start))
        if chance < 0.15:
            conference = dice.after(start, 7, 17) if dice.random() < 0.6 else dice.after(start, 27, 41)
            child.enquiries[0].conference, child.enquiries[0].led_to_plan = conference, chance < 0.1
        if chance < 0.1:
            ended = dice.after(conference, 90, 420)
            previous = int(dice.random() < 0.26)
            child.plan = Plan(conference, ended, dice.choice(CATEGORIES), previous, ended, None)
            closed, reason = dice.after(ended, 0, 40), "RC7"
    elif chance < 0.6:
        closed, reason = dice.after(done, 60, 300), "RC7"
    child.need = Need(day, min(closed, KNOWN_TO), reason, "e", dice.choice(NEEDS), None)
    if child.plan and child.plan.end:
        child.plan.end = min(child.plan.end, KNOWN_TO)
