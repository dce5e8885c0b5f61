"""Children in need of the sample authority: referrals, assessments, enquiries, conferences and plans.

The counts are those behind a printed table of 2018: a rate of 321 referrals for 10,000 children a year is
2,323 referrals in six months of an authority with 144,700 children.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from generator.people import (
    FIRST_DAY,
    SNAPSHOT,
    Assessment,
    Child,
    Dice,
    Enquiry,
    Need,
    People,
    Plan,
    Referral,
)

OPEN_ASSESSMENTS = 620  # referred lately, not assessed yet
CIN_NEW, CIN_OLD = 500, 1229  # with a child in need plan, referred in the six months or before
CLOSED_NEW, CLOSED_OLD = 700, 800  # closed in the six months after an assessment
PLANS_NEW_REFERRAL, PLANS_NEW, PLANS_OLD = 150, 100, 271  # on a protection plan on the snapshot
PLANS_ENDED_OPEN, PLANS_ENDED_CLOSED, PLANS_SHORT = (
    140,
    92,
    15,
)  # plan ended; the last began in the six months too
ONLY_REFERRED, REFERRED_TWICE, REFERRED_BEFORE = 190, 103, 408
REASSESSED, ASSESSED_IN_TIME, ASSESSED = 800, 2047, 3010
CONFERENCES_WITHOUT_PLAN, CONFERENCES, CONFERENCES_IN_TIME = 61, 326, 228
ENQUIRIES = 955
PLANS_BEGUN, REPEAT_PLANS, LONG_PLANS = 265, 32, 2

SOURCES = [
    "1A",
    "1B",
    "2A",
    "2A",
    "2A",
    "3A",
    "3B",
    "3D",
    "4",
    "5A",
    "5B",
    "6",
    "6",
    "6",
    "6",
    "7",
    "8",
    "9",
    "10",
]
NEEDS = ["N1"] * 12 + ["N2", "N2", "N3", "N4", "N4", "N5", "N5", "N5", "N6", "N8"]
CATEGORIES = ["NEG"] * 9 + ["EMO"] * 8 + ["PHY"] * 2 + ["SAB", "MUL"]


class ChildrenInNeed:
    """Makes everybody in need but the children looked after, who bring their own episodes."""

    def __init__(self, dice: Dice, people: People) -> None:
        self.dice, self.people = dice, people
        self._in_time = iter(dice.share(ASSESSED_IN_TIME, ASSESSED))
        self._conference_in_time = iter(dice.share(CONFERENCES_IN_TIME, CONFERENCES))
        self._repeat = iter(dice.share(REPEAT_PLANS, PLANS_BEGUN))
        self._in_need: list[Child] = []

    def make(self) -> None:
        for _ in range(OPEN_ASSESSMENTS):
            self._being_assessed()
        for _ in range(CIN_NEW):
            self._in_need.append(self.referred_and_assessed(self.people.child(), "c", 0))
        for _ in range(CIN_OLD):
            self._in_need.append(self._long_in_need("c"))
        closed = [self._closed(new=True) for _ in range(CLOSED_NEW)]
        closed += [self._closed(new=False) for _ in range(CLOSED_OLD)]
        self._plans()
        for child in self._in_need[CIN_NEW : CIN_NEW + REASSESSED]:
            child.assessments.append(self._assessment(earliest=None, support=True))
        for child in self._in_need[-CONFERENCES_WITHOUT_PLAN:]:
            conference = self.dice.day(FIRST_DAY + dt.timedelta(days=45), SNAPSHOT)
            child.enquiries.append(self._enquiry(conference, led_to_plan=False))
        for child in self.dice.sample([*self._in_need[:CIN_NEW], *closed], ENQUIRIES - CONFERENCES):
            assert child.need
            first = max(child.need.start, FIRST_DAY)
            child.enquiries.append(
                Enquiry(self.dice.day(first, min(child.need.closed or SNAPSHOT, SNAPSHOT)))
            )

    def referred_again(self) -> None:
        """Those who were only referred, and those for whom it was not the first time in 12 months."""
        dice = self.dice
        once = [child for child in self.people.children if child.referrals]
        late = [child for child in once if child.referrals[0].day >= FIRST_DAY + dt.timedelta(days=70)]
        for child in dice.sample(late, REFERRED_TWICE):
            earlier = dice.before(child.referrals[0].day, 15, 65)
            child.referrals[0].earlier = 1
            child.referrals.insert(
                0, Referral(earlier, dice.choice(SOURCES), no_further_action=True, earlier=1)
            )
        for child in dice.sample([child for child in once if len(child.referrals) == 1], REFERRED_BEFORE):
            child.referrals[0].earlier = dice.choice((1, 1, 1, 2))
        for _ in range(ONLY_REFERRED):
            day = dice.day(FIRST_DAY, SNAPSHOT)
            child = self.people.child()
            child.referrals.append(Referral(day, dice.choice(SOURCES), no_further_action=True))

    def referred_and_assessed(self, child: Child, status: str, room: int) -> Child:
        """Referred in the six months, at least `room` days before their end, and assessed by it."""
        assessment = self._assessment(earliest=FIRST_DAY, support=True, room=room)
        return self._referred(child, assessment, status)

    def need(
        self, start: dt.date, status: str, closed: dt.date | None = None, reason: str | None = None
    ) -> Need:
        last = closed or SNAPSHOT
        seen = max(start, self.dice.before(last, 0, 35))
        return Need(start, closed, reason, status, self.dice.choice(NEEDS), seen)

    def _being_assessed(self) -> None:
        child = self.people.child()
        day = self.dice.before(SNAPSHOT, 0, 70)
        self._referred(child, Assessment(day, None, None, self.dice.random() < 0.5), "d")

    def _long_in_need(self, status: str) -> Child:
        child = self.people.child(youngest=1)
        start = max(child.born, self.dice.before(FIRST_DAY, 120, 900))
        child.need = self.need(start, status)
        return child

    def _closed(self, *, new: bool) -> Child:
        support = self.dice.random() < 0.3
        assessment = self._assessment(
            earliest=FIRST_DAY if new else None, support=support, began_before=not new
        )
        child = self._referred(self.people.child(youngest=1), assessment, "e")
        assert child.need
        assert assessment.authorised
        child.need.closed = min(SNAPSHOT, self.dice.after(assessment.authorised, 0, 25))
        child.need.reason = "RC7" if support else "RC8"
        child.need.last_seen = self.dice.day(assessment.start, assessment.authorised)
        return child

    def _assessment(
        self, *, earliest: dt.date | None, support: bool, room: int = 0, began_before: bool = False
    ) -> Assessment:
        """Authorised in the six months; well away from the 45 working days on either side."""
        length = dt.timedelta(
            days=self.dice.randrange(14, 59) if next(self._in_time) else self.dice.randrange(75, 111)
        )
        last = SNAPSHOT - max(length, dt.timedelta(days=room))
        if earliest is not None:
            start = self.dice.day(earliest, last)
        elif began_before:
            start = self.dice.day(FIRST_DAY - length, FIRST_DAY - dt.timedelta(days=1))
        else:
            start = self.dice.day(FIRST_DAY - length, last)
        return Assessment(start, start + length, support, self.dice.random() < 0.93)

    def _referred(self, child: Child, assessment: Assessment, status: str) -> Child:
        """The referral that an assessment follows on the same day; List 3 holds those of the six months."""
        day = assessment.start
        child.born = min(child.born, day - dt.timedelta(days=3))
        if day >= FIRST_DAY:
            child.referrals.append(Referral(day, self.dice.choice(SOURCES), no_further_action=False))
        child.assessments.append(assessment)
        child.need = self.need(day, status)
        return child

    def _plans(self) -> None:
        dice = self.dice
        for _ in range(PLANS_NEW_REFERRAL):
            child = self.referred_and_assessed(self.people.child(youngest=1), "b", room=60)
            self._protect_now(child)
        for _ in range(PLANS_NEW):
            self._protect_now(self._long_in_need("b"))
        for _ in range(PLANS_OLD):
            child = self._long_in_need("b")
            assert child.need
            start = dice.day(
                max(child.need.start, FIRST_DAY - dt.timedelta(days=620)), FIRST_DAY - dt.timedelta(days=1)
            )
            child.plan = self._plan(start, None, dice.random() < 0.2)
        lengths = self._lengths()
        for number in range(PLANS_ENDED_OPEN + PLANS_ENDED_CLOSED):
            child = self._long_in_need("c" if number < PLANS_ENDED_OPEN else "e")
            self._protected_before(child, next(lengths), short=number < PLANS_SHORT)

    def _lengths(self) -> Iterator[int]:
        """Days of plans that ended."""
        long = self.dice.share(LONG_PLANS, PLANS_ENDED_OPEN + PLANS_ENDED_CLOSED - PLANS_SHORT)
        yield from (0 for _ in range(PLANS_SHORT))
        yield from (self.dice.randrange(760, 900) if each else self.dice.randrange(190, 620) for each in long)

    def _protect_now(self, child: Child) -> None:
        """A conference in the six months, and a plan from that day."""
        assert child.need
        if child.referrals:
            enquiry = self._enquiry(None, led_to_plan=True, start=self.dice.after(child.need.start, 0, 8))
        else:
            conference = self.dice.day(FIRST_DAY + dt.timedelta(days=45), SNAPSHOT)
            enquiry = self._enquiry(conference, led_to_plan=True)
        assert enquiry.conference
        child.enquiries.append(enquiry)
        child.plan = self._plan(enquiry.conference, None, next(self._repeat))

    def _protected_before(self, child: Child, days: int, *, short: bool) -> None:
        assert child.need
        if short:
            start = self.dice.day(dt.date(2018, 8, 20), dt.date(2018, 9, 10))
            child.enquiries.append(self._enquiry(start, led_to_plan=True))
            end = self.dice.day(dt.date(2018, 12, 1), dt.date(2018, 12, 31))
        else:
            end = self.dice.day(FIRST_DAY, SNAPSHOT)
            start = min(end - dt.timedelta(days=days), FIRST_DAY - dt.timedelta(days=1))
        child.born = min(child.born, start - dt.timedelta(days=30))
        child.plan = self._plan(start, end, next(self._repeat) if short else self.dice.random() < 0.2)
        child.need.start = min(child.need.start, self.dice.before(start, 10, 60))
        if child.need.status == "e":
            child.need.closed = min(SNAPSHOT, self.dice.after(end, 0, 20))
            child.need.reason = "RC7"

    def _enquiry(
        self, conference: dt.date | None, *, led_to_plan: bool, start: dt.date | None = None
    ) -> Enquiry:
        """Given its conference or its start; well away from the 15 working days on either side."""
        gap = dt.timedelta(
            days=self.dice.randrange(7, 18) if next(self._conference_in_time) else self.dice.randrange(27, 42)
        )
        if conference is not None:
            return Enquiry(conference - gap, conference, led_to_plan)
        assert start is not None
        return Enquiry(start, start + gap, led_to_plan)

    def _plan(self, start: dt.date, end: dt.date | None, repeat: bool) -> Plan:
        last = end or SNAPSHOT
        visit = max(start, self.dice.before(last, 0, 32))
        review = self.dice.before(last, 0, 150)
        previous = self.dice.choice((1, 1, 1, 2)) if repeat else 0
        return Plan(
            start, end, self.dice.choice(CATEGORIES), previous, visit, review if review > start else None
        )
