"""The tables of the SSDA903 return: their fields, and what each fills (SSD specification)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from chatcalc.extracts import ssda903_codes as codes

Kind = Literal["date", "flag", "code", "sex", "score", "miles", "identifier", "postcode", "text"]


@dataclass(frozen=True)
class Field:
    """A field of the return, the canonical column it fills, how it is understood, and its codes."""

    name: str
    column: str
    kind: Kind
    codes: frozenset[str] | None = None


@dataclass(frozen=True)
class Layout:
    """A table of the return.

    Attributes:
        name: As the specification calls it.
        table: The canonical table it fills (or feeds).
        key: Canonical columns that, with the child, say what is one thing (clarification 2).
        fields: What it holds beside the child.
        needs: A file is this table if it has the child's identifier and all fields of one of these.
        start: Canonical column without which a row says nothing.
        spell: Canonical start and end, where a row is a spell.
        others: Fields that help to recognise it and fill nothing.
    """

    name: str
    table: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    needs: tuple[frozenset[str], ...]
    start: str | None = None
    spell: tuple[str, str] | None = None
    others: tuple[str, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Names of all its fields."""
        return frozenset((*self.others, *(field.name for field in self.fields)))


def _date(name: str, column: str) -> Field:
    return Field(name, column, "date")


def _flag(name: str, column: str) -> Field:
    return Field(name, column, "flag")


def _code(name: str, column: str, known: frozenset[str]) -> Field:
    return Field(name, column, "code", known)


def _needs(*alternatives: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(alternative.split()) for alternative in alternatives)


BORN: Final = _date("DOB", "date_of_birth")
SEX: Final = Field("SEX", "sex", "sex")

HEADER: Final = Layout(
    name="Header",
    table="children",
    key=(),
    fields=(
        SEX,
        BORN,
        _code("ETHNIC", "ethnicity", codes.ETHNICITIES),
    ),
    needs=_needs("DOB ETHNIC", "SEX ETHNIC", "DOB UPN"),
    others=("UPN", "MOTHER", "MC_DOB"),
)
EPISODES: Final = Layout(
    name="Episodes",
    table="care_episodes",
    key=("start_date",),
    fields=(
        _date("DECOM", "start_date"),
        _code("RNE", "reason_new_episode", codes.REASONS_NEW_EPISODE),
        _code("LS", "legal_status", codes.LEGAL_STATUSES),
        _code("CIN", "need", codes.NEEDS),
        _code("PLACE", "placement_type", codes.PLACEMENT_TYPES),
        _code("PLACE_PROVIDER", "provider", codes.PROVIDERS),
        _date("DEC", "end_date"),
        _code("REC", "reason_ceased", codes.REASONS_CEASED),
        _code("REASON_PLACE_CHANGE", "reason_place_change", codes.REASONS_PLACE_CHANGE),
        Field("HOME_POST", "home_postcode", "postcode"),
        Field("PL_POST", "placement_postcode", "postcode"),
        Field("URN", "urn", "code"),
        Field("PL_DISTANCE", "placement_distance", "miles"),
        _code("PL_LOCATION", "placement_location", codes.LOCATIONS),
    ),
    needs=_needs("DECOM DEC", "DECOM RNE", "DECOM LS"),
    start="start_date",
    spell=("start_date", "end_date"),
)
REVIEWS: Final = Layout(
    name="Reviews",
    table="care_reviews",
    key=("review_date",),
    fields=(
        BORN,
        _date("REVIEW", "review_date"),
        _code("REVIEW_CODE", "participation", codes.PARTICIPATION),
    ),
    needs=_needs("REVIEW"),
    start="review_date",
)
UASC: Final = Layout(
    name="UASC",
    table="children",
    key=(),
    fields=(SEX, BORN, _date("DUC", "uasc_ceased_date")),
    needs=_needs("DUC"),
)
OC2: Final = Layout(
    name="OC2",
    table="annual_outcomes",
    key=("year_end",),
    fields=(
        BORN,
        Field("SDQ_SCORE", "sdq_score", "score"),
        _code("SDQ_REASON", "sdq_reason", codes.SDQ_REASONS),
        _flag("CONVICTED", "convicted"),
        _flag("HEALTH_CHECK", "development_check"),
        _flag("IMMUNISATIONS", "immunisations"),
        _flag("TEETH_CHECK", "teeth_check"),
        _flag("HEALTH_ASSESSMENT", "health_assessment"),
        _flag("SUBSTANCE_MISUSE", "substance_misuse"),
        _flag("INTERVENTION_RECEIVED", "intervention_received"),
        _flag("INTERVENTION_OFFERED", "intervention_offered"),
    ),
    needs=_needs(
        "CONVICTED IMMUNISATIONS",
        "TEETH_CHECK HEALTH_ASSESSMENT",
        "SDQ_SCORE SDQ_REASON",
        "CONVICTED SDQ_SCORE",
    ),
)
OC3: Final = Layout(
    name="OC3",
    table="care_leavers",
    key=("year_end",),
    fields=(
        BORN,
        _code("IN_TOUCH", "in_touch", codes.IN_TOUCH),
        _code("ACTIV", "activity", codes.ACTIVITIES),
        _code("ACCOM", "accommodation", codes.ACCOMMODATIONS),
    ),
    needs=_needs("IN_TOUCH", "ACTIV ACCOM"),
)
AD1: Final = Layout(
    name="AD1",
    table="adoptions",
    key=(),
    fields=(
        BORN,
        _date("DATE_INT", "intent_date"),
        _date("DATE_MATCH", "match_date"),
        _flag("FOSTER_CARE", "foster_carer_adoption"),
        _code("NB_ADOPTR", "adopters", codes.ADOPTER_NUMBERS),
    ),
    needs=_needs("DATE_INT", "DATE_MATCH"),
    others=("SEX_ADOPTR", "LS_ADOPTR"),
)
PLACED_FOR_ADOPTION: Final = Layout(
    name="PlacedAdoption",
    table="adoptions",
    key=("decision_date",),
    fields=(
        BORN,
        _date("DATE_PLACED", "decision_date"),
        _date("DATE_PLACED_CEASED", "decision_reversed_date"),
        _code("REASON_PLACED_CEASED", "reversal_reason", codes.REVERSAL_REASONS),
    ),
    needs=_needs("DATE_PLACED"),
    start="decision_date",
    spell=("decision_date", "decision_reversed_date"),
)
PREVIOUS_PERMANENCE: Final = Layout(
    name="PrevPerm",
    table="previous_permanence",
    key=(),
    fields=(
        BORN,
        _code("PREV_PERM", "previous_permanence", codes.PREVIOUS_PERMANENCE),
        Field("LA_PERM", "authority", "text"),
        Field("DATE_PERM", "arranged", "text"),
    ),
    needs=_needs("PREV_PERM"),
)
MISSING: Final = Layout(
    name="Missing",
    table="missing_episodes",
    key=("kind", "start_date"),
    fields=(
        BORN,
        _code("MISSING", "kind", codes.ABSENCES),
        _date("MIS_START", "start_date"),
        _date("MIS_END", "end_date"),
    ),
    needs=_needs("MIS_START"),
    start="start_date",
    spell=("start_date", "end_date"),
)
SOCIAL_WORKERS: Final = Layout(
    name="SWEpisodes",
    table="social_worker_episodes",
    key=("worker", "start_date"),
    fields=(
        BORN,
        Field("SW_ID", "worker", "identifier"),
        _date("SW_DECOM", "start_date"),
        _date("SW_DEC", "end_date"),
        _code("SW_REASON", "reason", codes.WORKER_REASONS),
    ),
    needs=_needs("SW_DECOM", "SW_ID"),
    start="start_date",
    spell=("start_date", "end_date"),
)
DEPRIVATIONS_OF_LIBERTY: Final = Layout(
    name="DoLo",
    table="deprivations_of_liberty",
    key=("start_date",),
    fields=(BORN, _date("DOLO_START", "start_date"), _date("DOLO_END", "end_date")),
    needs=_needs("DOLO_START"),
    start="start_date",
    spell=("start_date", "end_date"),
)

LAYOUTS: Final = (
    HEADER,
    EPISODES,
    REVIEWS,
    UASC,
    OC2,
    OC3,
    AD1,
    PLACED_FOR_ADOPTION,
    PREVIOUS_PERMANENCE,
    MISSING,
    SOCIAL_WORKERS,
    DEPRIVATIONS_OF_LIBERTY,
)
