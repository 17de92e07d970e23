"""The first shape of the house, with row-level security on PostgreSQL."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


TABLES = (
    "advice_request",
    "audit_entry",
    "audit_seal",
    "budget",
    "call_back_request",
    "idempotency_key",
    "kept_call",
    "login_session",
    "one_time_code",
    "outbox",
    "person",
    "photo",
    "reference_counter",
    "staff_member",
    "case",
    "case_event",
    "desk_task",
    "message",
    "reminder",
    "delivery_try",
)
"""Every table here belongs to one municipality a row."""


def _shut_out_other_municipalities() -> None:
    """PostgreSQL itself shows only the rows of the municipality that the transaction has named, or of all (`*`)."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in TABLES:
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(
            f'CREATE POLICY own_municipality ON "{table}" USING '
            "(current_setting('hundre.municipality', true) IN ('*', municipality_id))"
        )


def upgrade() -> None:
    op.create_table(
        "advice_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("for_whom", sa.String(length=10), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("relation", sa.String(length=80), nullable=False),
        sa.Column("what_matters", sa.Text(), nullable=False),
        sa.Column("difficult", sa.JSON(), nullable=False),
        sa.Column("difficult_text", sa.Text(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("since", sa.String(length=7), nullable=False),
        sa.Column("owner", sa.String(length=20), nullable=False),
        sa.Column("hospital", sa.String(length=20), nullable=False),
        sa.Column("home_check", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_request")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_person", ["municipality_id", "person_id", "id"], unique=False)

    op.create_table(
        "audit_seal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        sa.UniqueConstraint("entry", name="uq_audit_seal_entry"),
        sa.UniqueConstraint("municipality_id", "number", name="uq_audit_seal_number"),
    )
    op.create_table(
        "budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("window", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
        sa.UniqueConstraint("municipality_id", "what", "who", "window", name="uq_budget_window"),
    )
    op.create_table(
        "call_back_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("when", sa.String(length=20), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back_request")),
    )
    op.create_table(
        "idempotency_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_key")),
        sa.UniqueConstraint("municipality_id", "command", "key", name="uq_idempotency_key_once"),
    )
    op.create_table(
        "kept_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_call")),
    )
    with op.batch_alter_table("kept_call", schema=None) as batch_op:
        batch_op.create_index("ix_kept_call_staff", ["staff_id", "changed_at"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("assurance", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("contact", sa.String(length=254), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=True),
        sa.Column("sid", sa.String(length=200), nullable=True),
        sa.Column("id_token", sa.String(length=4000), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token", name=op.f("uq_login_session_token")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index("ix_login_session_ends", ["ends_at"], unique=False)
        batch_op.create_index("ix_login_session_issuer", ["issuer", "sid"], unique=False)

    op.create_table(
        "one_time_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("contact_mark", sa.String(length=64), nullable=False),
        sa.Column("contact_sealed", sa.String(length=600), nullable=False),
        sa.Column("code_mark", sa.String(length=64), nullable=False),
        sa.Column("code_sealed", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
    )
    with op.batch_alter_table("one_time_code", schema=None) as batch_op:
        batch_op.create_index("ix_one_time_code_contact", ["municipality_id", "contact_mark"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_done", ["done_at"], unique=False)
        batch_op.create_index("ix_outbox_due", ["due_at"], unique=False)

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=4), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("national_id_mark", sa.String(length=64), nullable=True),
        sa.Column("national_id_sealed", sa.String(length=400), nullable=True),
        sa.Column("protected_address", sa.Boolean(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("device_key", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("journaled", sa.Boolean(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=True),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("municipality_id", "national_id_mark", name="uq_person_national_id"),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_email", ["municipality_id", "email"], unique=False)
        batch_op.create_index("ix_person_phone", ["municipality_id", "phone"], unique=False)

    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_photo_forget_at"), ["forget_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_photo_owner"), ["owner"], unique=False)

    op.create_table(
        "reference_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.String(length=2), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_counter")),
        sa.UniqueConstraint("municipality_id", "letter", "year", name="uq_reference_counter"),
    )
    op.create_table(
        "staff_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_member")),
        sa.UniqueConstraint("municipality_id", "email", name="uq_staff_member_email"),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=True),
        sa.Column("helper_may_know", sa.Boolean(), nullable=False),
        sa.Column("helper_may_know_until", sa.Date(), nullable=True),
        sa.Column("tell", sa.String(length=10), nullable=False),
        sa.Column("worry", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("signals", sa.JSON(), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("before_waiting", sa.String(length=20), nullable=True),
        sa.Column("waiting_for", sa.String(length=20), nullable=True),
        sa.Column("waiting_reason", sa.String(length=300), nullable=False),
        sa.Column("closed_because", sa.String(length=20), nullable=True),
        sa.Column("route", sa.String(length=20), nullable=True),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("assigned_to", sa.Uuid(), nullable=True),
        sa.Column("registered_by", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("priority_by_hand", sa.Boolean(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("interim_by", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("benefit", sa.Integer(), nullable=True),
        sa.Column("resources", sa.Integer(), nullable=True),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("technology", sa.String(length=20), nullable=True),
        sa.Column("technology_reason", sa.String(length=500), nullable=False),
        sa.Column("rehabilitation", sa.String(length=20), nullable=True),
        sa.Column("rehabilitation_reason", sa.String(length=500), nullable=False),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("complaint_by", sa.Date(), nullable=True),
        sa.Column("complaint_text", sa.String(length=2000), nullable=False),
        sa.Column("journaled", sa.Boolean(), nullable=False),
        sa.Column("need_arose", sa.String(length=7), nullable=False),
        sa.Column("contacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["assigned_to"], ["staff_member.id"], name=op.f("fk_case_assigned_to")),
        sa.ForeignKeyConstraint(["helper_id"], ["person.id"], name=op.f("fk_case_helper_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_case_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("municipality_id", "reference", name="uq_case_reference"),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index("ix_case_inbox", ["municipality_id", "open", "due_on", "id"], unique=False)
        batch_op.create_index("ix_case_person", ["person_id"], unique=False)
        batch_op.create_index("ix_case_subject", ["kind", "subject_id"], unique=False)
        batch_op.create_index("ix_case_unit", ["municipality_id", "unit", "open", "due_on", "id"], unique=False)

    op.create_table(
        "case_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_event")),
    )
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.create_index("ix_case_event_case", ["case_id", "id"], unique=False)

    op.create_table(
        "desk_task",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_desk_task_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_task")),
        sa.UniqueConstraint("kind", "subject_id", name="uq_desk_task_once"),
    )
    with op.batch_alter_table("desk_task", schema=None) as batch_op:
        batch_op.create_index("ix_desk_task_open", ["municipality_id", "done_at"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=40), nullable=False),
        sa.Column("receiver", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_message_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("event_id", "receiver", "channel", name="uq_message_once"),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_case", ["case_id"], unique=False)
        batch_op.create_index("ix_message_state", ["municipality_id", "state", "channel"], unique=False)

    op.create_table(
        "reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_reminder_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("case_id", "kind", "due_on", name="uq_reminder_once"),
    )
    op.create_table(
        "delivery_try",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("municipality_id", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_delivery_try_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_try")),
    )
    with op.batch_alter_table("delivery_try", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_try_message", ["message_id"], unique=False)
    _shut_out_other_municipalities()


def downgrade() -> None:
    with op.batch_alter_table("delivery_try", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_try_message")

    op.drop_table("delivery_try")
    op.drop_table("reminder")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_state")
        batch_op.drop_index("ix_message_case")

    op.drop_table("message")
    with op.batch_alter_table("desk_task", schema=None) as batch_op:
        batch_op.drop_index("ix_desk_task_open")

    op.drop_table("desk_task")
    with op.batch_alter_table("case_event", schema=None) as batch_op:
        batch_op.drop_index("ix_case_event_case")

    op.drop_table("case_event")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index("ix_case_unit")
        batch_op.drop_index("ix_case_subject")
        batch_op.drop_index("ix_case_person")
        batch_op.drop_index("ix_case_inbox")

    op.drop_table("case")
    op.drop_table("staff_member")
    op.drop_table("reference_counter")
    with op.batch_alter_table("photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_photo_owner"))
        batch_op.drop_index(batch_op.f("ix_photo_forget_at"))

    op.drop_table("photo")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_phone")
        batch_op.drop_index("ix_person_email")

    op.drop_table("person")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_due")
        batch_op.drop_index("ix_outbox_done")

    op.drop_table("outbox")
    with op.batch_alter_table("one_time_code", schema=None) as batch_op:
        batch_op.drop_index("ix_one_time_code_contact")

    op.drop_table("one_time_code")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index("ix_login_session_issuer")
        batch_op.drop_index("ix_login_session_ends")

    op.drop_table("login_session")
    with op.batch_alter_table("kept_call", schema=None) as batch_op:
        batch_op.drop_index("ix_kept_call_staff")

    op.drop_table("kept_call")
    op.drop_table("idempotency_key")
    op.drop_table("call_back_request")
    op.drop_table("budget")
    op.drop_table("audit_seal")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_person")

    op.drop_table("audit_entry")
    op.drop_table("advice_request")
