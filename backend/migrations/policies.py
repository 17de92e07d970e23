"""On PostgreSQL each table keeps other municipalities' rows to itself."""

from collections.abc import Iterable

from alembic import op


def shut_out_other_municipalities(tables: Iterable[str]) -> None:
    """PostgreSQL itself shows only the rows of the municipality that the transaction has named, or of all (`*`)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(
            f'CREATE POLICY own_municipality ON "{table}" USING '
            "(current_setting('hundre.municipality', true) IN ('*', municipality_id))"
        )
