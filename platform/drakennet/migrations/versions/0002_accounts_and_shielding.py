"""Accounts and shielding."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_looks()
    _make_own_data()
    _make_two_steps()
    _make_members()


def downgrade() -> None:
    _drop_members()
    _drop_two_steps()
    _drop_own_data()
    _drop_looks()


def _make_looks() -> None:
    """Who looked at whom, whose card was shown, and who looked at very many."""
    op.create_table(
        "access_line",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "seen",
            sa.Enum("contact", "application", name="seen", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_access_line")),
    )

    with op.batch_alter_table("access_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_line_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "harvest_alert",
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["viewer_id"],
            ["member.id"],
            name=op.f("fk_harvest_alert_viewer_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_harvest_alert")),
        sa.UniqueConstraint("viewer_id", "day", name=op.f("uq_harvest_alert_viewer_id")),
    )

    op.create_table(
        "profile_look",
        sa.Column("viewer_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("network_hash", sa.String(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["member.id"],
            name=op.f("fk_profile_look_subject_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["viewer_id"],
            ["member.id"],
            name=op.f("fk_profile_look_viewer_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("viewer_id", "subject_id", name=op.f("pk_profile_look")),
    )

    with op.batch_alter_table("profile_look", schema=None) as batch_op:
        batch_op.create_index(
            "ix_profile_look_network_hash", ["network_hash", "first_at"], unique=False
        )

    op.create_table(
        "showing",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("shown_on", sa.Date(), nullable=False),
        sa.Column("region_slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["practitioner_profile.id"],
            name=op.f("fk_showing_profile_id_practitioner_profile"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["care_request.id"],
            name=op.f("fk_showing_request_id_care_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "profile_id", name=op.f("pk_showing")),
    )

    with op.batch_alter_table("showing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_showing_profile_id"), ["profile_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_showing_shown_on"), ["shown_on"], unique=False)


def _make_own_data() -> None:
    """What may stand, and what the clock let go of."""
    op.create_table(
        "retention_run",
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("did", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )

    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retention_run_ran_at"), ["ran_at"], unique=False)

    op.create_table(
        "guard_confirmation",
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "bsn",
                "birth_date",
                "phone",
                "address",
                "email",
                "iban",
                "plate",
                "name",
                "place_of_day",
                name="kind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "no_person",
                "colleague",
                "myself",
                "needed",
                name="reason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_guard_confirmation_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_confirmation")),
    )

    with op.batch_alter_table("guard_confirmation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_guard_confirmation_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "sleeping_account",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("first_asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_sleeping_account_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_sleeping_account")),
    )


def _make_two_steps() -> None:
    """A second step at the log-in, and its loss."""
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


def _make_members() -> None:
    """Who is verified, manages, invites; and who sees what."""
    op.create_table(
        "verification_check",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "looked",
            sa.Enum("register", "employer", "known", name="looked", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("register", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(looked = 'register') = (register <> '')",
            name=op.f("ck_verification_check_register_named_when_it_was_looked_at"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["member.id"], name=op.f("fk_verification_check_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_verification_check_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_check")),
    )

    with op.batch_alter_table("verification_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verification_check_member_id"), ["member_id"], unique=False
        )

    op.create_table(
        "work_invite",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"],
            ["member.id"],
            name=op.f("fk_work_invite_invited_by_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_work_invite_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_invite")),
    )

    with op.batch_alter_table("work_invite", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_invite_organisation_id"), ["organisation_id"], unique=False
        )

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("renewal_asked_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("manages", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    # Every organisation starts with somebody who manages it: its first contact.
    op.execute(
        """
        UPDATE membership SET manages = TRUE
        WHERE ended_at IS NULL
        AND EXISTS (
            SELECT 1 FROM role_grant
            WHERE role_grant.member_id = membership.member_id
            AND role_grant.name = 'organisation_contact'
        )
        AND NOT EXISTS (
            SELECT 1 FROM membership AS earlier
            JOIN role_grant ON role_grant.member_id = earlier.member_id
            AND role_grant.name = 'organisation_contact'
            WHERE earlier.organisation_id = membership.organisation_id
            AND earlier.ended_at IS NULL
            AND (
                earlier.started_at < membership.started_at
                OR (earlier.started_at = membership.started_at AND earlier.id < membership.id)
            )
        )
        """
    )

    with op.batch_alter_table("practitioner_profile", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("visibility", sa.JSON(none_as_null=True), server_default="{}", nullable=False)
        )


def _drop_members() -> None:
    with op.batch_alter_table("practitioner_profile", schema=None) as batch_op:
        batch_op.drop_column("visibility")

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("manages")

    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("renewal_asked_at")

    with op.batch_alter_table("work_invite", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_invite_organisation_id"))

    op.drop_table("work_invite")

    with op.batch_alter_table("verification_check", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verification_check_member_id"))

    op.drop_table("verification_check")


def _drop_two_steps() -> None:
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


def _drop_own_data() -> None:
    op.drop_table("sleeping_account")

    with op.batch_alter_table("guard_confirmation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_guard_confirmation_member_id"))

    op.drop_table("guard_confirmation")

    with op.batch_alter_table("retention_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_retention_run_ran_at"))

    op.drop_table("retention_run")


def _drop_looks() -> None:
    with op.batch_alter_table("showing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_showing_shown_on"))
        batch_op.drop_index(batch_op.f("ix_showing_profile_id"))

    op.drop_table("showing")

    with op.batch_alter_table("profile_look", schema=None) as batch_op:
        batch_op.drop_index("ix_profile_look_network_hash")

    op.drop_table("profile_look")

    op.drop_table("harvest_alert")

    with op.batch_alter_table("access_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_line_subject_id"))

    op.drop_table("access_line")
