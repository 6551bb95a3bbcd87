"""Accounts and shielding."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factor_reset",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("started_by_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR stopped_at IS NULL",
            name=op.f("ck_factor_reset_done_or_stopped"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id <> member_id", name=op.f("ck_factor_reset_not_confirmed_by_the_member")
        ),
        sa.CheckConstraint(
            "confirmed_by_id <> started_by_id", name=op.f("ck_factor_reset_by_two_people")
        ),
        sa.CheckConstraint(
            "started_by_id <> member_id", name=op.f("ck_factor_reset_not_by_the_member")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["member.id"],
            name=op.f("fk_factor_reset_confirmed_by_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_factor_reset_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["started_by_id"],
            ["member.id"],
            name=op.f("fk_factor_reset_started_by_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_reset")),
    )
    with op.batch_alter_table("factor_reset", schema=None) as batch_op:
        batch_op.create_index(
            "uq_factor_reset_open",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("confirmed_at IS NULL AND stopped_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND stopped_at IS NULL"),
        )

    op.create_table(
        "passkey",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("credential_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_challenge", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_passkey_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_member_id"), ["member_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_recovery_code_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index("uq_recovery_code_number", ["member_id", "number"], unique=True)

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("network", sa.String(), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_column("proved_at")
        batch_op.drop_column("second_factor_at")
        batch_op.drop_column("network")

    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index("uq_recovery_code_number")

    op.drop_table("recovery_code")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_member_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("factor_reset", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_factor_reset_open",
            sqlite_where=sa.text("confirmed_at IS NULL AND stopped_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND stopped_at IS NULL"),
        )

    op.drop_table("factor_reset")
