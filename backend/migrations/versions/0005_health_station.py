"""Who works when at the health station, and who comes."""

import sqlalchemy as sa
from alembic import op

from backend.migrations.policies import shut_out_other_municipalities

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("station_resource", "visit")
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
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_station_resource"),
        sa.ForeignKeyConstraint(["thing_id"], ["scarce_thing.id"], name="fk_station_resource_thing_id"),
        sa.UniqueConstraint("municipality_id", "name", name="uq_station_resource_name"),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=30), nullable=False),
        sa.Column("place", sa.String(length=10), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("resource_id", sa.Uuid(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("booked_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visit"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_visit_person_id"),
        sa.ForeignKeyConstraint(["resource_id"], ["station_resource.id"], name="fk_visit_resource_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["place_claim.id"], name="fk_visit_claim_id", ondelete="SET NULL"),
        sa.UniqueConstraint("municipality_id", "reference", name="uq_visit_reference"),
    )
    op.create_index("ix_visit_day", "visit", ["municipality_id", "start", "id"])
    op.create_index("ix_visit_person", "visit", ["person_id"])
    shut_out_other_municipalities(TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
