"""All canonical tables by name: their schemas, the dates that make a row a spell, and who fills them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import dataframely as dy
import polars as pl

from chatcalc.tables import care, need
from chatcalc.tables.columns import ANNEX_A, CIN_CENSUS, SOURCES, SSDA903, Row


@dataclass(frozen=True)
class Table:
    """A canonical table.

    Attributes:
        name: As specifications write it.
        schema: Columns, types and descriptions.
        sources: The extracts that fill it.
        date: The column that orders its rows: `earliest` and `latest` mean by it.
        start: First day of the spell a row is, where it is one.
        end: Last day of that spell; null while it lasts.
        shown: Columns that say in few words what a row is, where rows are listed beside a case.
        of_children: Whether `child_id` is a child's; else it holds an adopter or a worker.
    """

    name: str
    schema: type[Row]
    sources: tuple[str, ...]
    date: str | None = None
    start: str | None = None
    end: str | None = None
    shown: tuple[str, ...] = ()
    of_children: bool = True

    @cached_property
    def columns(self) -> dict[str, dy.Column]:
        """Columns by name, in order."""
        return self.schema.columns()

    @cached_property
    def dtypes(self) -> dict[str, pl.DataType]:
        """Polars types by column name."""
        return dict(self.schema.create_empty().schema)

    def filled_by(self, column: str) -> tuple[str, ...]:
        """The extracts that record a column."""
        metadata = self.columns[column].metadata or {}
        return tuple(metadata.get("sources", self.sources))

    def empty(self) -> pl.DataFrame:
        """A frame of the table with no rows."""
        return pl.DataFrame(schema=self.dtypes)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly the table's columns and types; what it lacks is null."""
        missing = [pl.lit(None, dtype=t).alias(c) for c, t in self.dtypes.items() if c not in frame.columns]
        return frame.with_columns(missing).select(pl.col(c).cast(t) for c, t in self.dtypes.items())


_ALL: Final = (
    Table("children", need.Children, SOURCES, date="date_of_birth"),
    Table("contacts", need.Contacts, (ANNEX_A,), date="contact_date"),
    Table("early_help", need.EarlyHelp, (ANNEX_A,), "start_date", "start_date", "completion_date"),
    Table("referrals", need.Referrals, (CIN_CENSUS, ANNEX_A), date="referral_date"),
    Table(
        "assessments", need.Assessments, (CIN_CENSUS, ANNEX_A), "start_date", "start_date", "authorised_date"
    ),
    Table(
        "section_47_enquiries",
        need.Section47Enquiries,
        (CIN_CENSUS, ANNEX_A),
        date="start_date",
    ),
    Table("conferences", need.Conferences, (CIN_CENSUS, ANNEX_A), date="icpc_date"),
    Table(
        "cin_episodes",
        need.CinEpisodes,
        (CIN_CENSUS, ANNEX_A),
        "referral_date",
        "referral_date",
        "closure_date",
    ),
    Table("cin_plans", need.CinPlans, (CIN_CENSUS,), "start_date", "start_date", "end_date"),
    Table("cp_plans", need.CpPlans, (CIN_CENSUS, ANNEX_A), "start_date", "start_date", "end_date"),
    Table("cp_reviews", need.CpReviews, (CIN_CENSUS, ANNEX_A), date="review_date"),
    Table("pre_proceedings", need.PreProceedings, (CIN_CENSUS,), date="start_date"),
    Table(
        "care_episodes",
        care.CareEpisodes,
        (SSDA903,),
        "start_date",
        "start_date",
        "end_date",
        shown=("legal_status", "placement_type"),
    ),
    Table(
        "periods_of_care",
        care.PeriodsOfCare,
        (SSDA903, ANNEX_A),
        "start_date",
        "start_date",
        "end_date",
        shown=("reason_ceased",),
    ),
    Table(
        "placements",
        care.Placements,
        (SSDA903,),
        "start_date",
        "start_date",
        "end_date",
        shown=("placement_type", "formed_by"),
    ),
    Table(
        "interim_care_orders",
        care.InterimCareOrders,
        (SSDA903,),
        "start_date",
        "start_date",
        "end_date",
        shown=("next_legal_status",),
    ),
    Table("care_reviews", care.CareReviews, (SSDA903,), date="review_date", shown=("participation",)),
    Table(
        "missing_episodes",
        care.MissingEpisodes,
        (SSDA903,),
        "start_date",
        "start_date",
        "end_date",
        shown=("kind",),
    ),
    Table("annual_outcomes", care.AnnualOutcomes, (SSDA903,), date="year_end"),
    Table(
        "care_leavers",
        care.CareLeavers,
        (SSDA903, ANNEX_A),
        date="year_end",
        shown=("in_touch", "activity", "accommodation"),
    ),
    Table("adoptions", care.Adoptions, (SSDA903, ANNEX_A), date="order_date"),
    Table(
        "social_worker_episodes",
        care.SocialWorkerEpisodes,
        (SSDA903,),
        "start_date",
        "start_date",
        "end_date",
        shown=("worker",),
    ),
    Table("previous_permanence", care.PreviousPermanence, (SSDA903,)),
    Table(
        "deprivations_of_liberty",
        care.DeprivationsOfLiberty,
        (SSDA903,),
        "start_date",
        "start_date",
        "end_date",
    ),
    Table("allocations", care.Allocations, (SSDA903, ANNEX_A), "start_date", "start_date", "end_date"),
    Table(
        "caseloads",
        care.Caseloads,
        (ANNEX_A,),
        "start_date",
        "start_date",
        "end_date",
        shown=("children",),
        of_children=False,
    ),
    Table(
        "prospective_adopters",
        care.ProspectiveAdopters,
        (ANNEX_A,),
        date="enquiry_date",
        of_children=False,
    ),
)

TABLES: Final[Mapping[str, Table]] = {table.name: table for table in _ALL}
NOT_OF_CHILDREN: Final = frozenset(table.name for table in _ALL if not table.of_children)
PROVENANCE: Final = ("la_code", "child_id", "source_file", "source_row")
