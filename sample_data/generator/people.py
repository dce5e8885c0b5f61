"""The made-up children of the sample authority, and the dice they are made with."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

SEED = 20181231
LA_CODE = "878"
SNAPSHOT = dt.date(2018, 12, 31)
FIRST_DAY = dt.date(2018, 7, 1)  # of the six months that the workbook covers

ETHNICITIES = (
    ["WBRI"] * 40 + ["WOTH"] * 3 + ["MWBC", "MWAS", "MOTH", "APKN", "AOTH", "BAFR", "OOTH", "NOBT", "WROM"]
)
TEAMS = ("Initial Response", "Assessment North", "Assessment South", "Safeguarding East", "Safeguarding West")


class Dice(random.Random):
    """Seeded chance, with days and exact shares."""

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        return first + dt.timedelta(days=self.randrange((last - first).days + 1))

    def before(self, day: dt.date, least: int, most: int) -> dt.date:
        """A day so many days earlier."""
        return day - dt.timedelta(days=self.randrange(least, most + 1))

    def after(self, day: dt.date, least: int, most: int) -> dt.date:
        return day + dt.timedelta(days=self.randrange(least, most + 1))

    def share(self, part: int, whole: int) -> list[bool]:
        """Exactly `part` of `whole` are true, in any order."""
        return self.sample([True] * part + [False] * (whole - part), whole)


@dataclass
class Referral:
    day: dt.date
    source: str
    no_further_action: bool
    earlier: int = 0  # in the 12 months before the child's latest one


@dataclass
class Assessment:
    start: dt.date
    authorised: dt.date | None
    support_required: bool | None
    child_seen: bool


@dataclass
class Enquiry:
    start: dt.date
    conference: dt.date | None = None
    led_to_plan: bool = False


@dataclass
class Need:
    """The latest episode of need. `status` is the letter of List 6."""

    start: dt.date
    closed: dt.date | None
    reason: str | None
    status: str
    primary_need: str
    last_seen: dt.date | None


@dataclass
class Plan:
    start: dt.date
    end: dt.date | None
    category: str
    previous: int
    last_visit: dt.date
    review: dt.date | None


@dataclass
class Care:
    """The latest period of care and what is recorded about it."""

    start: dt.date
    end: dt.date | None
    reason: str | None
    legal_status: str
    legal_status_start: dt.date
    placement_type: str
    provider: str
    placement_start: dt.date
    placements: int
    local: bool
    permanence: str
    review: dt.date | None
    visit: dt.date
    iro_visit: dt.date | None
    health: dt.date | None
    dental: dt.date | None
    missing: int = 0
    away: int = 0
    interview: bool | None = None


@dataclass
class Leaver:
    eligibility: str
    in_touch: str
    accommodation: str
    suitable: bool
    activity: str
    adviser: str
    plan_review: dt.date
    contact: dt.date


@dataclass
class Adoption:
    family: str
    entered_care: dt.date
    decision: dt.date
    placement_order: dt.date | None = None
    match: dt.date | None = None
    placed: dt.date | None = None
    order: dt.date | None = None
    reversed: dt.date | None = None
    reversal: str | None = None


@dataclass
class Child:
    identifier: str
    sex: str
    ethnicity: str
    born: dt.date
    disabled: bool
    team: str
    worker: str
    uasc: bool = False
    referrals: list[Referral] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    enquiries: list[Enquiry] = field(default_factory=list)
    need: Need | None = None
    plan: Plan | None = None
    care: Care | None = None
    leaver: Leaver | None = None
    adoption: Adoption | None = None

    def age_on(self, day: dt.date) -> int:
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


class People:
    """Makes children, each with an identifier of its own."""

    def __init__(self, dice: Dice, first_number: int = 1_000_000) -> None:
        self._dice = dice
        self._numbers = iter(dice.sample(range(first_number, first_number + 100_000), 20_000))
        self.children: list[Child] = []

    def child(self, youngest: int = 0, oldest: int = 16, born: dt.date | None = None) -> Child:
        """A child so many years old on the snapshot."""
        dice = self._dice
        if born is None:
            born = dice.before(SNAPSHOT, youngest * 366, (oldest + 1) * 365 - 1)
        team = dice.choice(TEAMS)
        made = Child(
            identifier=str(next(self._numbers)),
            sex=dice.choice("MF"),
            ethnicity=dice.choice(ETHNICITIES),
            born=born,
            disabled=dice.random() < 0.09,
            team=team,
            worker=f"{team} worker {dice.randrange(1, 46)}",
        )
        self.children.append(made)
        return made


def birthday(born: dt.date, age: int) -> dt.date:
    """The day somebody reaches an age; on 1 March for 29 February."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return dt.date(born.year + age, 3, 1)
