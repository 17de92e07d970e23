"""Seats in time, and who is next in line."""

import sqlalchemy as sa
from alembic import op

from backend.migrations.policies import shut_out_other_municipalities

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = ("scarce_thing", "place_claim", "claimed_seat", "claimed_spell", "in_line")
"""Every table here belongs to one municipality a row."""


def _big_id() -> sa.Column:
    return sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False)


def _municipality() -> sa.Column:
    return sa.Column("municipality_id", sa.String(length=40), nullable=False)


def upgrade() -> None:
    op.create_table(
        "scarce_thing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        _municipality(),
        sa.PrimaryKeyConstraint("id", name="pk_scarce_thing"),
        sa.UniqueConstraint("municipality_id", "room", "name", name="uq_scarce_thing_name"),
        sa.CheckConstraint("seats > 0", name="ck_scarce_thing_some_seats"),
    )
    op.create_table(
        "place_claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _municipality(),
        sa.PrimaryKeyConstraint("id", name="pk_place_claim"),
    )
    op.create_index("ix_place_claim_until", "place_claim", ["until"])
    op.create_table(
        "claimed_seat",
        _big_id(),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        _municipality(),
        sa.PrimaryKeyConstraint("id", name="pk_claimed_seat"),
        sa.ForeignKeyConstraint(["thing_id"], ["scarce_thing.id"], name="fk_claimed_seat_thing_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["place_claim.id"], name="fk_claimed_seat_claim_id", ondelete="CASCADE"),
        sa.UniqueConstraint("thing_id", "cell", "seat", name="uq_claimed_seat_once"),
    )
    op.create_index("ix_claimed_seat_claim", "claimed_seat", ["claim_id"])
    op.create_table(
        "claimed_spell",
        _big_id(),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("stop", sa.BigInteger(), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=False),
        _municipality(),
        sa.PrimaryKeyConstraint("id", name="pk_claimed_spell"),
        sa.ForeignKeyConstraint(["thing_id"], ["scarce_thing.id"], name="fk_claimed_spell_thing_id"),
        sa.ForeignKeyConstraint(["claim_id"], ["place_claim.id"], name="fk_claimed_spell_claim_id", ondelete="CASCADE"),
    )
    op.create_index("ix_claimed_spell_when", "claimed_spell", ["municipality_id", "thing_id", "first", "stop", "claim_id"])
    op.create_index("ix_claimed_spell_claim", "claimed_spell", ["claim_id"])
    op.create_table(
        "in_line",
        _big_id(),
        sa.Column("line", sa.String(length=120), nullable=False),
        sa.Column("who", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("claim_id", sa.Uuid(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _municipality(),
        sa.PrimaryKeyConstraint("id", name="pk_in_line"),
        sa.ForeignKeyConstraint(["claim_id"], ["place_claim.id"], name="fk_in_line_claim_id", ondelete="SET NULL"),
        sa.UniqueConstraint("municipality_id", "line", "who", name="uq_in_line_once"),
        sa.CheckConstraint("seats > 0", name="ck_in_line_some_seats"),
    )
    op.create_index("ix_in_line_next", "in_line", ["municipality_id", "line", "state", "id"])
    op.create_index("ix_in_line_until", "in_line", ["state", "until"])
    shut_out_other_municipalities(TABLES)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
