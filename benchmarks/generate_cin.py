"""Writes a CIN census of any number of made-up children, one after the other, so that memory stays small.

    python -m benchmarks.generate_cin 50000 benchmarks/data/cin_50000.xml

The same seed gives the same bytes. Elements stand on lines of their own, as case systems write them: a child
takes about 1.5 KB, and most files are longer than the 65,535 lines that libxml2 can count.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from pathlib import Path

SEED = 7
YEAR = 2024
LA_CODE = "201"
LAST_DAY = dt.date(YEAR, 3, 31)

ETHNICITIES = ("WBRI",) * 12 + ("WOTH", "MWBC", "MWAS", "AIND", "APKN", "BAFR", "BCRB", "OOTH")
SOURCES = ("1A", "1B", "2A", "2B", "3A", "3B", "3C", "4", "5A", "5C", "6", "6", "6", "8", "10")
NEEDS = ("N1", "N1", "N1", "N1", "N2", "N3", "N4", "N5", "N5", "N6", "N8")
FACTORS = ("1B", "2B", "3A", "3B", "3B", "4B", "6A", "8B", "16A", "17A", "22A")
CATEGORIES = ("NEG", "NEG", "NEG", "EMO", "EMO", "PHY", "SAB", "MUL")
LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

HEADER = f"""<?xml version="1.0" encoding="utf-8"?>
<Message>
<Header>
<CollectionDetails>
<Collection>CIN</Collection>
<Year>{YEAR}</Year>
<ReferenceDate>{LAST_DAY}</ReferenceDate>
</CollectionDetails>
<Source>
<SourceLevel>L</SourceLevel>
<LEA>{LA_CODE}</LEA>
<SoftwareCode>benchmark</SoftwareCode>
<Release>1</Release>
<SerialNo>001</SerialNo>
<DateTime>{YEAR}-05-20T09:00:00</DateTime>
</Source>
</Header>
<Children>
"""


def write_census(path: Path, children: int) -> Path:
    """Writes the file unless it is there already."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    rng = random.Random(SEED)
    with unfinished.open("w", encoding="utf-8", newline="\n") as file:
        file.write(HEADER)
        for number in range(children):
            file.write("\n".join(_child(rng, number)) + "\n")
        file.write("</Children>\n</Message>\n")
    return unfinished.replace(path)


def _child(rng: random.Random, number: int) -> Iterator[str]:
    born = LAST_DAY - dt.timedelta(days=rng.randrange(1, 6500))
    yield "<Child>\n<ChildIdentifiers>"
    yield f"<LAchildID>{number:07}</LAchildID>"
    yield f"<UPN>{rng.choice(LETTERS)}{LA_CODE}{rng.randrange(10**8, 10**9)}</UPN>"
    if rng.random() < 0.01:
        yield f"<ExpectedPersonBirthDate>{LAST_DAY + dt.timedelta(days=rng.randrange(90))}"
        yield "</ExpectedPersonBirthDate>\n<GenderCurrent>0</GenderCurrent>"
    else:
        yield f"<PersonBirthDate>{born}</PersonBirthDate>"
        yield f"<GenderCurrent>{rng.choice('12')}</GenderCurrent>"
    yield "</ChildIdentifiers>\n<ChildCharacteristics>"
    yield f"<Ethnicity>{rng.choice(ETHNICITIES)}</Ethnicity>\n<Disabilities>"
    yield f"<Disability>{rng.choice(('NONE',) * 7 + ('LD', 'BEH', 'AUT'))}</Disability>"
    yield "</Disabilities>\n</ChildCharacteristics>"
    day = LAST_DAY - dt.timedelta(days=rng.randrange(1100))
    for _ in range(rng.choice((1, 2, 2, 3, 4))):
        closed = day + dt.timedelta(days=rng.randrange(500))
        yield from _episode(rng, day, closed if closed <= LAST_DAY else None)
        day = closed + dt.timedelta(days=rng.randrange(1, 300))
        if day > LAST_DAY:
            break
    yield "</Child>"


def _episode(rng: random.Random, day: dt.date, closed: dt.date | None) -> Iterator[str]:
    taken_further = rng.random() > 0.1
    yield f"<CINdetails>\n<CINreferralDate>{day}</CINreferralDate>"
    yield f"<ReferralSource>{rng.choice(SOURCES)}</ReferralSource>"
    yield f"<PrimaryNeedCode>{rng.choice(NEEDS)}</PrimaryNeedCode>"
    if closed:
        yield f"<CINclosureDate>{closed}</CINclosureDate>"
        yield f"<ReasonForClosure>RC{rng.choice('136888')}</ReasonForClosure>"
    section_47 = taken_further and rng.random() < 0.35
    conference = day + dt.timedelta(days=rng.randrange(5, 60))
    protected = section_47 and conference <= LAST_DAY and rng.random() < 0.5
    if taken_further:
        yield from _assessment(rng, day)
        if not protected and rng.random() < 0.4:
            yield from _cin_plan(rng, day, closed)
    if section_47:
        yield "<Section47>"
        yield f"<S47ActualStartDate>{day + dt.timedelta(days=rng.randrange(5))}</S47ActualStartDate>"
        if protected:
            yield f"<InitialCPCtarget>{day + dt.timedelta(days=21)}</InitialCPCtarget>"
            yield f"<DateOfInitialCPC>{conference}</DateOfInitialCPC>"
        yield f"<ICPCnotRequired>{int(not protected)}</ICPCnotRequired>\n</Section47>"
    yield f"<ReferralNFA>{int(not taken_further)}</ReferralNFA>"
    if protected and rng.random() < 0.85:
        yield from _plan(rng, conference, closed)
    yield "</CINdetails>"


def _assessment(rng: random.Random, day: dt.date) -> Iterator[str]:
    authorised = day + dt.timedelta(days=rng.randrange(80))
    yield f"<Assessments>\n<AssessmentActualStartDate>{day}</AssessmentActualStartDate>"
    yield f"<AssessmentInternalReviewDate>{day + dt.timedelta(days=14)}</AssessmentInternalReviewDate>"
    if authorised <= LAST_DAY:
        yield f"<AssessmentAuthorisationDate>{authorised}</AssessmentAuthorisationDate>"
        yield "<FactorsIdentifiedAtAssessment>"
        for factor in sorted(set(rng.choices(FACTORS, k=rng.randrange(1, 5)))):
            yield f"<AssessmentFactors>{factor}</AssessmentFactors>"
        yield "</FactorsIdentifiedAtAssessment>"
    yield "</Assessments>"


def _cin_plan(rng: random.Random, day: dt.date, closed: dt.date | None) -> Iterator[str]:
    started = day + dt.timedelta(days=rng.randrange(20, 50))
    if started <= (closed or LAST_DAY):
        yield f"<CINPlanDates>\n<CINPlanStartDate>{started}</CINPlanStartDate>"
        if closed:
            yield f"<CINPlanEndDate>{closed}</CINPlanEndDate>"
        yield "</CINPlanDates>"


def _plan(rng: random.Random, start: dt.date, closed: dt.date | None) -> Iterator[str]:
    yield f"<ChildProtectionPlans>\n<CPPstartDate>{start}</CPPstartDate>"
    if closed and closed >= start:
        yield f"<CPPendDate>{closed}</CPPendDate>"
    category = rng.choice(CATEGORIES)
    yield f"<InitialCategoryOfAbuse>{category}</InitialCategoryOfAbuse>"
    yield f"<LatestCategoryOfAbuse>{category}</LatestCategoryOfAbuse>"
    yield f"<NumberOfPreviousCPP>{rng.choice((0, 0, 0, 0, 1, 2))}</NumberOfPreviousCPP>"
    review = start + dt.timedelta(days=rng.randrange(70, 100))
    reviews = []
    while review <= (closed or LAST_DAY):
        reviews.append(f"<CPPreviewDate>{review}</CPPreviewDate>")
        review += dt.timedelta(days=rng.randrange(140, 200))
    if reviews:
        yield "<Reviews>\n" + "\n".join(reviews) + "\n</Reviews>"
    yield "</ChildProtectionPlans>"


if __name__ == "__main__":
    print(write_census(Path(sys.argv[2]), int(sys.argv[1])))
