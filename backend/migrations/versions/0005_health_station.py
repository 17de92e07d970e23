"""The health station: who works when, who comes, who waits, and when a nurse is busy elsewhere."""

import sqlalchemy as sa
from alembic import op

from backend.migrations.policies import shut_out_other_municipalities

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("station_resource", "visit", "station_busy", "station_group", "visit_wish", "visit_request")
"""Every table here belongs to one municipality a row."""


def upgrade() -> None:
    op.create_table(
        "station_resource",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("week", sa.JSON(), nullable=False),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("types", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("calendar_url", sa.String(length=500), nullable=False),
        sa.Column("calendar_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_trouble", sa.String(length=40), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_station_resource"),
        sa.ForeignKeyConstraint(["thing_id"], ["scarce_thing.id"], name="fk_station_resource_thing_id"),
        sa.UniqueConstraint("municipality_id", "name", name="uq_station_resource_name"),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        *_asking(),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("overbooked_because", sa.String(length=300), nullable=False),
        sa.Column("booked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("journaled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("journaled_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_visit_person_id"),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name="fk_visit_helper_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_visit_case_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["station_resource.id"], name="fk_visit_resource_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["place_claim.id"], name="fk_visit_claim_id", ondelete="SET NULL"),
        sa.UniqueConstraint("municipality_id", "reference", name="uq_visit_reference"),
    )
    op.create_index("ix_visit_day", "visit", ["municipality_id", "start", "id"])
    op.create_index("ix_visit_person", "visit", ["person_id"])
    op.create_index("ix_visit_case", "visit", ["case_id"])
    _around_the_visits()
    shut_out_other_municipalities(TABLES)


def _asking() -> list[sa.Column]:
    """What a visit and a wish for one have in common."""
    return [
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=True),
        sa.Column("tell", sa.String(length=10), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("together", sa.Integer(), nullable=False),
        sa.Column("with_name", sa.String(length=120), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
    ]


def _around_the_visits() -> None:
    op.create_table(
        "station_busy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_station_busy"),
        sa.ForeignKeyConstraint(
            ["resource_id"], ["station_resource.id"], name="fk_station_busy_resource_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_station_busy_when", "station_busy", ["resource_id", "start"])
    op.create_table(
        "station_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_station_group"),
        sa.ForeignKeyConstraint(["resource_id"], ["station_resource.id"], name="fk_station_group_resource_id"),
        sa.ForeignKeyConstraint(["thing_id"], ["scarce_thing.id"], name="fk_station_group_thing_id"),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["place_claim.id"], name="fk_station_group_claim_id", ondelete="SET NULL"
        ),
    )
    op.create_index("ix_station_group_when", "station_group", ["municipality_id", "start"])
    op.create_table(
        "visit_wish",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        *_asking(),
        sa.Column("whose", sa.Uuid(), nullable=True),
        sa.Column("refused", sa.JSON(), nullable=False),
        sa.Column("unanswered", sa.Integer(), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("offered_start", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_resource", sa.Uuid(), nullable=True),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit_wish"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_visit_wish_person_id"),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name="fk_visit_wish_helper_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_visit_wish_case_id"),
        sa.ForeignKeyConstraint(["whose"], ["station_resource.id"], name="fk_visit_wish_whose"),
        sa.ForeignKeyConstraint(["offered_resource"], ["station_resource.id"], name="fk_visit_wish_offered_resource"),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name="fk_visit_wish_visit_id", ondelete="SET NULL"),
        sa.UniqueConstraint("municipality_id", "reference", name="uq_visit_wish_reference"),
    )
    op.create_index("ix_visit_wish_person", "visit_wish", ["person_id"])
    op.create_table(
        "visit_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("when", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit_request"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
