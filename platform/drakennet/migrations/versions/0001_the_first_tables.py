"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_reference()
    _make_mail()
    _make_accounts()
    _make_organisations()
    _make_practitioners()
    _make_requests()
    _make_intervision()


def downgrade() -> None:
    _drop_intervision()
    _drop_requests()
    _drop_practitioners()
    _drop_organisations()
    _drop_accounts()
    _drop_mail()
    _drop_reference()


def _make_reference() -> None:
    op.create_table(
        "facts_load",
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_facts_load")),
    )

    op.create_table(
        "organisation_type",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("nl", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_organisation_type")),
    )

    op.create_table(
        "region",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("centrumgemeenten", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("neighbours", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("tile_col", sa.Integer(), nullable=False),
        sa.Column("tile_row", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_region")),
    )

    op.create_table(
        "term",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("nl", sa.String(), nullable=False),
        sa.Column("en", sa.String(), nullable=False),
        sa.Column("synonyms", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("broader", sa.String(), nullable=True),
        sa.Column("related", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("unrelated", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_term")),
    )

    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_scheme"), ["scheme"], unique=False)

    op.create_table(
        "vt_region",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("cbs_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_vt_region")),
    )

    op.create_table(
        "municipality",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("aliases", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("region_slug", sa.String(), nullable=False),
        sa.Column("vt_region_slug", sa.String(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("postcodes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("places", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["region_slug"], ["region.slug"], name=op.f("fk_municipality_region_slug_region")
        ),
        sa.ForeignKeyConstraint(
            ["vt_region_slug"],
            ["vt_region.slug"],
            name=op.f("fk_municipality_vt_region_slug_vt_region"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_municipality")),
    )


def _make_mail() -> None:
    op.create_table(
        "outbox_mail",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("to_address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("html", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(), nullable=True),
        sa.Column("calendar_method", sa.String(), nullable=True),
        sa.Column("unsubscribe_url", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "sent_at IS NULL OR failed_at IS NULL", name=op.f("ck_outbox_mail_sent_or_failed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
    )

    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_mail_about_id"), ["about_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_mail_due",
            ["next_try_at", "id"],
            unique=False,
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_outbox_mail_member_id"), ["member_id"], unique=False)


def _make_accounts() -> None:
    op.create_table(
        "attempt",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index("ix_attempt_key_hash", ["key_hash", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_made_at"), ["made_at"], unique=False)

    op.create_table(
        "member",
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("password", sa.String(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("claimed_organisation", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("rejected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rejection_reason", sa.String(), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_last_counter", sa.Integer(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["member.id"], name=op.f("fk_member_approved_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_member_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("email", name=op.f("uq_member_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_member_fs_uniquifier")),
    )

    op.create_table(
        "login_session",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_login_session_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_login_session_key_hash")),
    )

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_member_id"), ["member_id"], unique=False)

    op.create_table(
        "role_grant",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "name",
            sa.Enum(
                "practitioner",
                "aandachtsfunctionaris",
                "organisation_contact",
                "coordinator",
                "veilig_thuis",
                "administrator",
                name="rolename",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region_slug", sa.String(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_role_grant_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_slug"], ["region.slug"], name=op.f("fk_role_grant_region_slug_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "member_id", "name", "region_slug", name=op.f("uq_role_grant_member_id")
        ),
    )

    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(
            "uq_role_grant_without_region",
            ["member_id", "name"],
            unique=True,
            sqlite_where=sa.text("region_slug IS NULL"),
            postgresql_where=sa.text("region_slug IS NULL"),
        )


def _make_organisations() -> None:
    op.create_table(
        "organisation",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("type_slug", sa.String(), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_organisation_municipality_code_municipality"),
        ),
        sa.ForeignKeyConstraint(
            ["type_slug"],
            ["organisation_type.slug"],
            name=op.f("fk_organisation_type_slug_organisation_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )

    op.create_table(
        "membership",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_membership_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_membership_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False
        )
        batch_op.create_index(
            "uq_membership_current",
            ["member_id", "organisation_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )


def _make_practitioners() -> None:
    op.create_table(
        "pool_change",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_pool_change")),
        sqlite_autoincrement=True,
    )

    op.create_table(
        "colleague_profile",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("discipline", sa.String(), nullable=False),
        sa.Column("themes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("verbindingsofficier_since", sa.Date(), nullable=True),
        sa.Column("max_per_month", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("not_with", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("last_invited", sa.Date(), nullable=True),
        sa.Column("last_choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_colleague_profile_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_profile")),
        sa.UniqueConstraint("member_id", name=op.f("uq_colleague_profile_member_id")),
    )

    op.create_table(
        "practitioner_profile",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("professions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("municipality_code", sa.String(), nullable=True),
        sa.Column("travel_km", sa.Integer(), nullable=True),
        sa.Column("online", sa.Boolean(), nullable=True),
        sa.Column("ages", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("languages", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("settings", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("funding", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("room", sa.String(), nullable=True),
        sa.Column("room_from", sa.Date(), nullable=True),
        sa.Column("room_confirmed", sa.Date(), nullable=True),
        sa.Column("kinds", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("max_open_requests", sa.Integer(), nullable=True),
        sa.Column("open_requests", sa.Integer(), nullable=False),
        sa.Column("last_asked", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("findable", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(room = 'from') = (room_from IS NOT NULL)",
            name=op.f("ck_practitioner_profile_room_from_dated"),
        ),
        sa.CheckConstraint(
            "room IN ('yes', 'from', 'no')", name=op.f("ck_practitioner_profile_room_known")
        ),
        sa.CheckConstraint(
            "open_requests >= 0", name=op.f("ck_practitioner_profile_open_requests_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_practitioner_profile_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_code"],
            ["municipality.code"],
            name=op.f("fk_practitioner_profile_municipality_code_municipality"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practitioner_profile")),
        sa.UniqueConstraint("member_id", name=op.f("uq_practitioner_profile_member_id")),
    )

    op.create_table(
        "profile_expertise",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("term_slug", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["practitioner_profile.id"],
            name=op.f("fk_profile_expertise_profile_id_practitioner_profile"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["term_slug"], ["term.slug"], name=op.f("fk_profile_expertise_term_slug_term")
        ),
        sa.PrimaryKeyConstraint("profile_id", "term_slug", name=op.f("pk_profile_expertise")),
    )

    op.create_table(
        "profile_region",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("region_slug", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["practitioner_profile.id"],
            name=op.f("fk_profile_region_profile_id_practitioner_profile"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_slug"], ["region.slug"], name=op.f("fk_profile_region_region_slug_region")
        ),
        sa.PrimaryKeyConstraint("profile_id", "region_slug", name=op.f("pk_profile_region")),
    )


def _make_requests() -> None:
    op.create_table(
        "care_request",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("criteria", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_reason", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["member.id"], name=op.f("fk_care_request_made_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_care_request_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_request")),
    )

    with op.batch_alter_table("care_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_care_request_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "question",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum("yes", "later", "no", name="answer", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("possible_from", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "answer = 'later' OR possible_from IS NULL", name=op.f("ck_question_later_has_a_date")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_question_answered_at_its_time"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR withdrawn_at IS NULL", name=op.f("ck_question_withdrawn_unanswered")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["member.id"], name=op.f("fk_question_asked_by_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["profile_id"],
            ["practitioner_profile.id"],
            name=op.f("fk_question_profile_id_practitioner_profile"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["care_request.id"], name=op.f("fk_question_request_id_care_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("request_id", "profile_id", name=op.f("uq_question_request_id")),
    )

    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_profile_id"), ["profile_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_request_id"), ["request_id"], unique=False)


def _make_intervision() -> None:
    op.create_table(
        "intervision_session",
        sa.Column("organiser_id", sa.Uuid(), nullable=False),
        sa.Column("region_slug", sa.String(), nullable=False),
        sa.Column("theme", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("quorum", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("with_veilig_thuis", sa.Boolean(), nullable=False),
        sa.Column("skipped", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_moment_id", sa.Uuid(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fallback_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_sequence", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "quorum >= 1 AND quorum <= seats", name=op.f("ck_intervision_session_quorum_fits")
        ),
        sa.CheckConstraint(
            "seats_taken >= 0 AND seats_taken <= seats",
            name=op.f("ck_intervision_session_seats_hold"),
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["member.id"], name=op.f("fk_intervision_session_organiser_id_member")
        ),
        sa.ForeignKeyConstraint(
            ["region_slug"], ["region.slug"], name=op.f("fk_intervision_session_region_slug_region")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervision_session")),
    )

    with op.batch_alter_table("intervision_session", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_intervision_session_organiser_id"), ["organiser_id"], unique=False
        )

    op.create_table(
        "intervision_invitation",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("seat_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["member.id"],
            name=op.f("fk_intervision_invitation_member_id_member"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["intervision_session.id"],
            name=op.f("fk_intervision_invitation_session_id_intervision_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervision_invitation")),
        sa.UniqueConstraint(
            "session_id", "member_id", name=op.f("uq_intervision_invitation_session_id")
        ),
    )

    with op.batch_alter_table("intervision_invitation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_intervision_invitation_member_id"), ["member_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_intervision_invitation_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "intervision_moment",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["intervision_session.id"],
            name=op.f("fk_intervision_moment_session_id_intervision_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervision_moment")),
        sa.UniqueConstraint(
            "session_id", "starts_at", name=op.f("uq_intervision_moment_session_id")
        ),
    )

    op.create_table(
        "intervision_moment_answer",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("moment_id", sa.Uuid(), nullable=False),
        sa.Column(
            "can",
            sa.Enum("yes", "if_need_be", "no", name="can", native_enum=False, length=40),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["intervision_invitation.id"],
            name=op.f("fk_intervision_moment_answer_invitation_id_intervision_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["moment_id"],
            ["intervision_moment.id"],
            name=op.f("fk_intervision_moment_answer_moment_id_intervision_moment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "invitation_id", "moment_id", name=op.f("pk_intervision_moment_answer")
        ),
    )


def _drop_intervision() -> None:
    op.drop_table("intervision_moment_answer")

    op.drop_table("intervision_moment")

    with op.batch_alter_table("intervision_invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intervision_invitation_session_id"))
        batch_op.drop_index(batch_op.f("ix_intervision_invitation_member_id"))

    op.drop_table("intervision_invitation")

    with op.batch_alter_table("intervision_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intervision_session_organiser_id"))

    op.drop_table("intervision_session")


def _drop_requests() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_request_id"))
        batch_op.drop_index(batch_op.f("ix_question_profile_id"))

    op.drop_table("question")

    with op.batch_alter_table("care_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_request_organisation_id"))

    op.drop_table("care_request")


def _drop_practitioners() -> None:
    op.drop_table("profile_region")

    op.drop_table("profile_expertise")

    op.drop_table("practitioner_profile")

    op.drop_table("colleague_profile")

    op.drop_table("pool_change")


def _drop_organisations() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_current",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_member_id"))

    op.drop_table("membership")

    op.drop_table("organisation")


def _drop_accounts() -> None:
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_role_grant_without_region",
            sqlite_where=sa.text("region_slug IS NULL"),
            postgresql_where=sa.text("region_slug IS NULL"),
        )

    op.drop_table("role_grant")

    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_member_id"))

    op.drop_table("login_session")

    op.drop_table("member")

    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_made_at"))
        batch_op.drop_index("ix_attempt_key_hash")

    op.drop_table("attempt")


def _drop_mail() -> None:
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_member_id"))
        batch_op.drop_index(
            "ix_outbox_mail_due",
            sqlite_where=sa.text("next_try_at IS NOT NULL"),
            postgresql_where=sa.text("next_try_at IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_outbox_mail_about_id"))

    op.drop_table("outbox_mail")


def _drop_reference() -> None:
    op.drop_table("municipality")

    op.drop_table("vt_region")

    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_scheme"))

    op.drop_table("term")

    op.drop_table("region")

    op.drop_table("organisation_type")

    op.drop_table("facts_load")
