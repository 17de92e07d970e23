"""What people ask about a thing, and whether it helped."""

import sqlalchemy as sa
from alembic import op

from backend.migrations.policies import shut_out_other_municipalities

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("technology_question", "technology_follow_up", "technology_verdict")
"""Every table here belongs to one municipality a row."""


def upgrade() -> None:
    op.create_table(
        "technology_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("need", sa.String(length=40), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_technology_question"),
    )
    op.create_table(
        "technology_follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("need", sa.String(length=40), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("guest", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_technology_follow_up"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_technology_follow_up_person_id"),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name="fk_technology_follow_up_case_id"),
        sa.UniqueConstraint("person_id", "type", name="uq_technology_follow_up_once"),
    )
    op.create_index("ix_technology_follow_up_due", "technology_follow_up", ["asked_at", "due_on"])
    op.create_index("ix_technology_follow_up_case", "technology_follow_up", ["case_id"])
    op.create_table(
        "technology_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("answer", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_technology_verdict"),
        sa.UniqueConstraint("municipality_id", "need", "month", "answer", name="uq_technology_verdict_tally"),
    )
    shut_out_other_municipalities(TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
