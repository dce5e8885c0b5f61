"""Writes the sample authority: two CIN censuses of some fifty made-up children.

    python sample_data/generate.py [FOLDER]

The same seed gives the same files, byte for byte, on every machine. No child in them exists.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

SEED = 2018
CHILDREN = 50
YEARS = (2023, 2024)
LA_CODE = "878"
FIRST_DAY = dt.date(2021, 10, 1)  # referrals from before the first census, so that some plans are long
LAST_DAY = dt.date(2024, 3, 31)

ETHNICITIES = ["WBRI"] * 14 + ["WOTH", "MWBC", "MWAS", "APKN", "BAFR", "OOTH"]
SOURCES = ["1A", "1B", "2A", "2B", "3A", "3B", "3C", "4", "5A", "5C", "6", "6", "6", "8", "10"]
NEEDS = ["N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N6", "N8"]
FACTORS = ["1B", "2B", "3A", "3B", "3B", "4B", "6A", "8B", "16A", "17A", "22A"]
CATEGORIES = ["NEG", "NEG", "NEG", "EMO", "EMO", "PHY", "SAB"]


@dataclass
class Plan:
    start: dt.date
    end: dt.date
    category: str
    previous: int
    reviews: list[dt.date]


@dataclass
class Episode:
    """An episode of need with what happened in it; dates may lie after either census."""

    referral: dt.date
    closure: dt.date
    source: str
    need: str
    closure_reason: str
    no_further_action: bool
    assessment: tuple[dt.date, dt.date] | None = None
    factors: list[str] = field(default_factory=list)
    cin_plan: tuple[dt.date, dt.date] | None = None
    section_47: dt.date | None = None
    conference: dt.date | None = None
    plan: Plan | None = None


@dataclass
class Child:
    identifier: str
    upn: str
    born: dt.date
    gender: str
    ethnicity: str
    disability: str
    episodes: list[Episode]


def main(folder: Path) -> None:
    children = list(make_children(random.Random(SEED)))
    for year in YEARS:
        path = folder / f"cin_{year}.xml"
        path.write_text(census(children, year), encoding="utf-8", newline="\n")
        print(path.name, f"{path.stat().st_size:,} bytes")


def make_children(rng: random.Random) -> Iterator[Child]:
    for number in range(1, CHILDREN + 1):
        born = LAST_DAY - dt.timedelta(days=rng.randrange(200, 17 * 365))
        yield Child(
            identifier=f"S{number:05}",
            upn=f"{rng.choice('ABCDEFGHJKLMNPQRTUVWXYZ')}{LA_CODE}{rng.randrange(10**8, 10**9)}",
            born=born,
            gender=rng.choice("12"),
            ethnicity=rng.choice(ETHNICITIES),
            disability=rng.choice(["NONE"] * 8 + ["LD", "BEH"]),
            episodes=list(make_episodes(rng, born)),
        )


def make_episodes(rng: random.Random, born: dt.date) -> Iterator[Episode]:
    """One to three episodes of need, one after the other."""
    day = max(FIRST_DAY, born) + dt.timedelta(days=rng.randrange(0, 800))
    plans = rng.choice([0, 0, 0, 0, 0, 1])
    for _ in range(3):
        if day > LAST_DAY:
            return
        episode = make_episode(rng, day, plans)
        plans += episode.plan is not None
        yield episode
        if rng.random() < 0.5:
            return
        day = episode.closure + dt.timedelta(days=rng.randrange(10, 500))


def make_episode(rng: random.Random, day: dt.date, earlier_plans: int) -> Episode:
    nothing_done = rng.random() < 0.08
    episode = Episode(
        referral=day,
        closure=day + dt.timedelta(days=rng.randrange(0, 3) if nothing_done else rng.randrange(45, 150)),
        source=rng.choice(SOURCES),
        need=rng.choice(NEEDS),
        closure_reason="RC9" if nothing_done else rng.choice(["RC1", "RC3", "RC6", "RC8", "RC8", "RC8"]),
        no_further_action=nothing_done,
    )
    if nothing_done:
        return episode
    authorised = day + dt.timedelta(days=rng.choice([20, 30, 40, 50, 55, 60, 62, 63, 70, 85]))
    episode.assessment = (day + dt.timedelta(days=rng.randrange(0, 3)), authorised)
    episode.factors = sorted(set(rng.choices(FACTORS, k=rng.randrange(1, 4))))
    episode.closure = max(episode.closure, authorised)
    if rng.random() < 0.5:
        episode.closure += dt.timedelta(days=rng.randrange(30, 300))
        episode.cin_plan = (authorised, episode.closure)
    if rng.random() < 0.45:
        protect(rng, episode, earlier_plans)
    return episode


def protect(rng: random.Random, episode: Episode, earlier_plans: int) -> None:
    """A section 47 enquiry, and for about half of them a conference and mostly a plan."""
    episode.section_47 = episode.referral + dt.timedelta(days=rng.randrange(0, 30))
    if rng.random() < 0.45:
        return
    episode.conference = episode.section_47 + dt.timedelta(days=rng.choice([12, 14, 16, 18, 20, 21, 23, 28]))
    episode.closure = max(episode.closure, episode.conference)
    if rng.random() < 0.2:
        return
    length = rng.choice([80, 150, 200, 270, 300, 340, 400, 500, 760])
    end = episode.conference + dt.timedelta(days=length)
    episode.plan = Plan(
        start=episode.conference,
        end=end,
        category=rng.choice(CATEGORIES),
        previous=earlier_plans,
        reviews=make_reviews(rng, episode.conference, end),
    )
    episode.cin_plan = None
    episode.closure = max(episode.closure, end + dt.timedelta(days=rng.randrange(0, 60)))


def make_reviews(rng: random.Random, start: dt.date, end: dt.date) -> list[dt.date]:
    """The first within three months, the others within six, and now and then one that comes late."""
    reviews = []
    day = start + dt.timedelta(days=rng.choice([80, 85, 88, 90, 90, 110]))
    while day <= end:
        reviews.append(day)
        day += dt.timedelta(days=rng.choice([150, 165, 175, 180, 180, 200]))
    return reviews


def census(children: list[Child], year: int) -> str:
    """The census of the year to 31 March: episodes open in it, as they were known on its last day."""
    first, last = dt.date(year - 1, 4, 1), dt.date(year, 3, 31)
    rows = []
    for child in children:
        held = [e for e in child.episodes if e.referral <= last and e.closure >= first]
        if held and child.born <= last:
            rows.append(child_xml(child, held, last))
    header = (
        f"<Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>"
        f"<ReferenceDate>{last}</ReferenceDate></CollectionDetails><Source><SourceLevel>L</SourceLevel>"
        f"<LEA>{LA_CODE}</LEA><SoftwareCode>sample</SoftwareCode><Release>1</Release>"
        f"<SerialNo>001</SerialNo><DateTime>{year}-05-20T09:00:00</DateTime></Source></Header>"
    )
    opening = f'<?xml version="1.0" encoding="utf-8"?>\n<Message>\n{header}\n<Children>\n'
    return opening + "\n".join(rows) + "\n</Children>\n</Message>\n"


def child_xml(child: Child, episodes: list[Episode], last: dt.date) -> str:
    identifiers = (
        value("LAchildID", child.identifier)
        + value("UPN", child.upn)
        + value("PersonBirthDate", child.born)
        + value("GenderCurrent", child.gender)
    )
    characteristics = value("Ethnicity", child.ethnicity)
    characteristics += group("Disabilities", value("Disability", child.disability))
    return group(
        "Child",
        group("ChildIdentifiers", identifiers)
        + group("ChildCharacteristics", characteristics)
        + "".join(episode_xml(episode, last) for episode in episodes),
    )


def episode_xml(episode: Episode, last: dt.date) -> str:
    parts = value("CINreferralDate", episode.referral) + value("ReferralSource", episode.source)
    parts += value("PrimaryNeedCode", episode.need)
    if episode.closure <= last:
        parts += value("CINclosureDate", episode.closure) + value("ReasonForClosure", episode.closure_reason)
    parts += assessment_xml(episode, last)
    if episode.cin_plan and episode.cin_plan[0] <= last:
        start, end = episode.cin_plan
        dates = value("CINPlanStartDate", start) + value("CINPlanEndDate", known(end, last))
        parts += group("CINPlanDates", dates)
    parts += section_47_xml(episode, last)
    parts += value("ReferralNFA", int(episode.no_further_action))
    return group("CINdetails", parts + plan_xml(episode.plan, last))


def assessment_xml(episode: Episode, last: dt.date) -> str:
    if episode.assessment is None or episode.assessment[0] > last:
        return ""
    start, authorised = episode.assessment
    parts = value("AssessmentActualStartDate", start)
    if authorised <= last:
        factors = "".join(value("AssessmentFactors", code) for code in episode.factors)
        parts += value("AssessmentAuthorisationDate", authorised)
        parts += group("FactorsIdentifiedAtAssessment", factors)
    return group("Assessments", parts)


def section_47_xml(episode: Episode, last: dt.date) -> str:
    if episode.section_47 is None or episode.section_47 > last:
        return ""
    parts = value("S47ActualStartDate", episode.section_47)
    parts += value("DateOfInitialCPC", known(episode.conference, last))
    return group("Section47", parts + value("ICPCnotRequired", int(episode.conference is None)))


def plan_xml(plan: Plan | None, last: dt.date) -> str:
    if plan is None or plan.start > last:
        return ""
    parts = value("CPPstartDate", plan.start) + value("CPPendDate", known(plan.end, last))
    parts += value("InitialCategoryOfAbuse", plan.category) + value("LatestCategoryOfAbuse", plan.category)
    parts += value("NumberOfPreviousCPP", plan.previous)
    reviews = "".join(value("CPPreviewDate", day) for day in plan.reviews if day <= last)
    return group("ChildProtectionPlans", parts + (group("Reviews", reviews) if reviews else ""))


def known(day: dt.date | None, last: dt.date) -> dt.date | None:
    """A date, unless it lies after the census."""
    return day if day and day <= last else None


def value(name: str, content: object) -> str:
    return "" if content is None else f"<{name}>{escape(str(content))}</{name}>"


def group(name: str, content: str) -> str:
    return f"<{name}>{content}</{name}>"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
