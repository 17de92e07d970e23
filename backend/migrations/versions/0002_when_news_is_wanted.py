"""News is counted from the hour it is wanted, which for a reminder is later than its birth."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME COLUMN created_at TO wanted_at")


def downgrade() -> None:
    op.execute("ALTER TABLE outbox RENAME COLUMN wanted_at TO created_at")
