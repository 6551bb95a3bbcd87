"""Who was erased lives nowhere: the municipality goes too."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNLESS_ERASED = "ck_member_municipality_unless_erased"
# What may differ afterwards, and in which rows.
REWRITES = {
    "member.municipality_code": "erased_at IS NOT NULL",
    "member.language": "erased_at IS NOT NULL",
    "member.created_at": "erased_at IS NOT NULL",
    "member.renewal_asked_at": "erased_at IS NOT NULL",
    "member.blocked_at": "erased_at IS NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.alter_column("municipality_code", existing_type=sa.String(), nullable=True)
    op.execute(
        "UPDATE member SET municipality_code = NULL, language = 'nl', created_at = erased_at, "
        "renewal_asked_at = NULL, blocked_at = NULL WHERE erased_at IS NOT NULL"
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f(UNLESS_ERASED), "municipality_code IS NOT NULL OR erased_at IS NOT NULL"
        )


def downgrade() -> None:
    """The column must have one again: any will do for who was erased."""
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(UNLESS_ERASED), type_="check")
    op.execute(
        "UPDATE member SET municipality_code = (SELECT MIN(code) FROM municipality) "
        "WHERE municipality_code IS NULL"
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.alter_column("municipality_code", existing_type=sa.String(), nullable=False)
