"""Children looked after, care leavers, and children on the way to adoption."""

from __future__ import annotations

import datetime as dt

from generator.need import ChildrenInNeed
from generator.people import FIRST_DAY, SNAPSHOT, Adoption, Care, Child, Dice, Leaver, People, birthday

YEAR_AGO = dt.date(2018, 1, 1)  # who was in care by this day has been looked after for 12 months
CARE_YEAR, CARE_SPRING, CARE_REFERRED, CARE_AUTUMN = 510, 98, 60, 70
DENTAL, HEALTH, MISSING, AWAY = 316, 454, 98, 3
ENDED_AT_18, ENDED_AT_16 = 35, 15
ENDED_YOUNG = ["E11"] * 4 + ["E12"] * 16 + ["E45"] * 12 + ["E46"] * 4 + ["E47"] * 8 + ["E48"] * 4
ENDED_YOUNG += ["E4A"] * 34 + ["E4B"] * 6 + ["E41"] * 9 + ["E3"] * 2 + ["E13"] * 3 + ["E8"] * 2
LEAVERS, LEAVERS_UNKNOWN, LEAVERS_SUITABLE, LEAVERS_ACTIVE = 250, 8, 196, 103
WAITING = 26
ADOPTED_IN_SPRING = 12  # still in the list of adoptions, which covers 12 months

PLACEMENTS = (
    ["U6"] * 40 + ["U4"] * 12 + ["U3"] * 7 + ["U1"] * 4 + ["P1"] * 6 + ["K2"] * 9 + ["H5"] * 4 + ["S1", "Z1"]
)
ADOPTED = ("E11", "E12")


class LookedAfter:
    """Makes children looked after; their episodes of need come from `ChildrenInNeed`."""

    def __init__(self, dice: Dice, people: People, in_need: ChildrenInNeed) -> None:
        self.dice, self.people, self.in_need = dice, people, in_need
        self._families = iter(range(1, 1000))

    def make(self) -> None:
        open_now = [self._open(*bounds) for bounds in self._starts()]
        open_now += [self._referred_into_care() for _ in range(CARE_REFERRED)]
        ended = self._ended()
        self._health(open_now[:CARE_YEAR])
        for share, name in ((MISSING, "missing"), (AWAY, "away")):
            self._absences([*open_now, *ended], share, name)
        self._waiting_for_adoption(open_now[:CARE_YEAR])
        for _ in range(ADOPTED_IN_SPRING):
            order = self.dice.day(dt.date(2018, 4, 1), dt.date(2018, 6, 30))
            child = self.people.child(youngest=3, oldest=5)
            child.adoption = self._adopted(self.dice.before(order, 420, 700), order)
        self._leavers()

    def _starts(self) -> list[tuple[dt.date, dt.date]]:
        """The first and last day on which care may have begun, for each child who is not newly referred."""
        long_ago = [(SNAPSHOT - dt.timedelta(days=1800), YEAR_AGO)] * CARE_YEAR
        spring = [(YEAR_AGO + dt.timedelta(days=1), FIRST_DAY - dt.timedelta(days=1))] * CARE_SPRING
        return long_ago + spring + [(FIRST_DAY, SNAPSHOT)] * CARE_AUTUMN

    def _open(self, first: dt.date, last: dt.date) -> Child:
        start = self.dice.day(first, last)
        child = self.people.child(youngest=1)
        child.born = min(child.born, start - dt.timedelta(days=20))
        if child.age_on(SNAPSHOT) > 16:
            child.born = SNAPSHOT - dt.timedelta(days=6000)
        child.need = self.in_need.need(self.dice.before(start, 5, 200), "a")
        child.care = self._care(child, start, None, None)
        child.uasc = child.age_on(SNAPSHOT) == 16 and self.dice.random() < 0.3
        return child

    def _referred_into_care(self) -> Child:
        child = self.in_need.referred_and_assessed(self.people.child(youngest=1), "a", room=45)
        assert child.need
        child.care = self._care(child, self.dice.after(child.need.start, 2, 45), None, None)
        return child

    def _ended(self) -> list[Child]:
        ended = []
        for number in range(ENDED_AT_18 + ENDED_AT_16):
            end = self.dice.day(FIRST_DAY, SNAPSHOT)
            adult = number < ENDED_AT_18
            born = birthday(end, -18) if adult else self.dice.day(birthday(end, -18), birthday(end, -16))
            if not adult:
                born += dt.timedelta(days=20) if born < birthday(end, -17) else dt.timedelta(days=-20)
            reason = self.dice.choice(
                ("E5", "E5", "E6", "E8", "E7") if adult else ("E4A", "E4A", "E5", "E8", "E9")
            )
            ended.append(self.left(self.people.child(born=born), end, reason))
            ended[-1].leaver = self._leaver("former_relevant" if adult else "relevant")
        for reason in self.dice.sample(ENDED_YOUNG, len(ENDED_YOUNG)):
            end = self.dice.day(FIRST_DAY, SNAPSHOT)
            oldest = 5 if reason in ADOPTED else 13
            ended.append(self.left(self.people.child(youngest=2, oldest=oldest), end, reason))
        return ended

    def left(self, child: Child, end: dt.date, reason: str) -> Child:
        """Care that ended, by adoption after at least fourteen months of it."""
        adopted = reason in ADOPTED
        start = max(self.dice.before(end, *((420, 700) if adopted else (60, 1500))), child.born)
        child.need = self.in_need.need(self.dice.before(start, 5, 200), "e", end, "RC1" if adopted else "RC7")
        child.need.start = max(child.need.start, child.born)
        child.care = self._care(child, start, end, reason)
        if adopted:
            child.adoption = self._adopted(start, end)
            child.care.placement_type, child.care.provider = "A6", "PR1"
            child.care.placement_start = child.adoption.placed or start
        return child

    def _care(self, child: Child, start: dt.date, end: dt.date | None, reason: str | None) -> Care:
        dice, last = self.dice, end or SNAPSHOT
        placed = max(start, dice.before(last, 10, 800))
        kind = dice.choice(PLACEMENTS)
        days = (last - start).days
        return Care(
            start,
            end,
            reason,
            legal_status="E1"
            if reason in ADOPTED
            else dice.choice(("C2",) * 6 + ("C1", "C1", "V2", "V2", "E1")),
            legal_status_start=max(start, dice.before(last, 5, 500)),
            placement_type=kind,
            provider="PR0" if kind == "P1" else dice.choice(("PR1", "PR1", "PR4", "PR4", "PR5")),
            placement_start=placed,
            placements=1 if placed == start else dice.choice((1, 1, 1, 2, 2, 3)),
            local=dice.random() < 0.8,
            permanence=_planned(dice.choice("aabcdeffff"), start),
            review=dice.before(last, 0, 170)
            if days > 190
            else (dice.before(last, 0, 5) if days > 30 else None),
            visit=max(start, dice.before(last, 0, 50)),
            iro_visit=dice.before(last, 0, 150) if days > 160 else None,
            health=dice.before(last, 0, 400) if days > 420 else _first_assessment(start, last),
            dental=dice.before(last, 0, 500) if days > 520 else None,
        )

    def _health(self, children: list[Child]) -> None:
        """Dates of the last health assessment and dental check, so that exact shares are in time."""
        dice = self.dice
        shares = zip(children, dice.share(HEALTH, CARE_YEAR), dice.share(DENTAL, CARE_YEAR), strict=True)
        for child, healthy, checked in shares:
            assert child.care
            due = FIRST_DAY if child.age_on(SNAPSHOT) < 5 else YEAR_AGO
            late = due - dt.timedelta(days=1)
            child.care.health = (
                dice.day(due, SNAPSHOT) if healthy else self._some_day_in_care(child.care, late)
            )
            last_year = YEAR_AGO - dt.timedelta(days=1)
            child.care.dental = (
                dice.day(YEAR_AGO, SNAPSHOT) if checked else self._some_day_in_care(child.care, last_year)
            )

    def _some_day_in_care(self, care: Care, last: dt.date) -> dt.date | None:
        """Too long ago, or not recorded."""
        first = last - dt.timedelta(days=200)
        return None if care.start > first or self.dice.random() < 0.4 else self.dice.day(first, last)

    def _absences(self, children: list[Child], share: int, name: str) -> None:
        for child, gone in zip(children, self.dice.share(share, len(children)), strict=True):
            if gone:
                assert child.care
                setattr(child.care, name, self.dice.choice((1, 1, 1, 2, 2, 4)))
                child.care.interview = self.dice.random() < 0.8 if name == "missing" else child.care.interview

    def _adopted(self, entered: dt.date, order: dt.date) -> Adoption:
        decision, court = entered + dt.timedelta(days=110), entered + dt.timedelta(days=160)
        placed = order - dt.timedelta(days=self.dice.randrange(130, 180))
        return Adoption(
            f"F{next(self._families):04}",
            entered,
            decision,
            court,
            placed - dt.timedelta(days=30),
            placed,
            order,
        )

    def _waiting_for_adoption(self, children: list[Child]) -> None:
        """Decided, ordered, matched or placed, and some whose plan was changed in the last 12 months."""
        young = [child for child in children if child.care and child.age_on(SNAPSHOT) <= 5]
        for number, child in enumerate(young[:WAITING]):
            assert child.care
            child.care.permanence, child.care.legal_status = "b", "E1"
            decision = max(
                YEAR_AGO + dt.timedelta(days=20 + 8 * number), child.care.start + dt.timedelta(days=60)
            )
            made = Adoption(f"F{next(self._families):04}", child.care.start, decision)
            child.care.legal_status_start = made.placement_order = min(
                SNAPSHOT, decision + dt.timedelta(days=40)
            )
            if number < 12:
                made.match = made.placement_order + dt.timedelta(days=60 + number)
                made.match = made.match if made.match <= SNAPSHOT else None
            if number < 8 and made.match:
                made.placed = min(SNAPSHOT, made.match + dt.timedelta(days=20))
                child.care.placement_type, child.care.placement_start = "A6", made.placed
            if number >= 22:
                made.reversed, made.reversal = (
                    min(SNAPSHOT, made.placement_order + dt.timedelta(days=90)),
                    "RD3",
                )
                child.care.permanence = "f"
            child.adoption = made

    def _leavers(self) -> None:
        dice = self.dice
        active = dice.share(LEAVERS_ACTIVE, LEAVERS)
        unknown = dice.share(LEAVERS_UNKNOWN, LEAVERS)
        suitable = iter(dice.share(LEAVERS_SUITABLE, LEAVERS - LEAVERS_UNKNOWN))
        for is_active, is_unknown in zip(active, unknown, strict=True):
            person = self._young_adult(19, 21)
            person.leaver = self._leaver("former_relevant")
            person.leaver.activity = dice.choice(
                ("F1", "F2", "F2", "F3", "F3", "P3") if is_active else ("G4", "G5", "G5", "G6")
            )
            person.leaver.suitable = not is_unknown and next(suitable)
            if is_unknown:
                person.leaver.accommodation, person.leaver.in_touch = dice.choice("RRG"), "NO"
            elif not person.leaver.suitable:
                person.leaver.accommodation = dice.choice("SVWXY")
        for in_touch in ("DIED", "RHOM", "RHOM"):
            person = self._young_adult(19, 21)
            person.leaver = self._leaver("former_relevant")
            person.leaver.in_touch = in_touch
        for eligibility, youngest, oldest, count in (
            ("former_relevant", 18, 18, 40),
            ("qualifying", 18, 20, 25),
            ("former_relevant", 22, 24, 30),
        ):
            for _ in range(count):
                self._young_adult(youngest, oldest).leaver = self._leaver(eligibility)

    def _young_adult(self, youngest: int, oldest: int) -> Child:
        last, first = birthday(SNAPSHOT, -youngest), birthday(SNAPSHOT, -oldest - 1) + dt.timedelta(days=1)
        person = self.people.child(born=self.dice.day(first, last))
        person.team, person.worker = "Leaving Care", f"Leaving Care worker {self.dice.randrange(1, 16)}"
        return person

    def _leaver(self, eligibility: str) -> Leaver:
        dice = self.dice
        return Leaver(
            eligibility,
            in_touch=dice.choice(("YES",) * 12 + ("NO",)),
            accommodation=dice.choice("UUUUBBDDEKTZZ"),
            suitable=True,
            activity=dice.choice(("F2", "F3", "G5", "P2", "G4")),
            adviser=f"Adviser {dice.randrange(1, 13)}",
            plan_review=dice.before(SNAPSHOT, 0, 240),
            contact=dice.before(SNAPSHOT, 0, 70),
        )


def _planned(plan: str, start: dt.date) -> str:
    """The permanence plan, which some children do not have yet; a plan to go home is always there."""
    return "" if plan != "a" and start.toordinal() % 17 == 0 else plan


def _first_assessment(start: dt.date, last: dt.date) -> dt.date | None:
    """The health assessment of a child new in care, most of them within 20 working days."""
    held = start + dt.timedelta(days=8 + start.toordinal() * 7 % 29)
    return held if held <= last else None
