"""Run the migrations on the database of the application, each in its own transaction.

To change a column, SQLite makes the table anew and drops the old one. With foreign keys on, that
drop deletes every row that belongs to it. So they are off here, and checked before each commit.
"""

from typing import Any, Literal

from alembic import context
from alembic.migration import MigrationContext
from flask import current_app

from drakennet.database import Base, UtcDateTime, db

engine = db.engine
on_sqlite = engine.dialect.name == "sqlite"
configure = current_app.extensions["migrate"].configure_args


def as_in_database(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """A migration outlives our types: it names the database's own."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def check_references(ctx: MigrationContext, *_about: object, **_more: object) -> None:
    """Refuse a migration after which a row points at nothing, as the database itself would."""
    if on_sqlite and ctx.connection is not None:
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise RuntimeError(f"A row of {broken[0]} would point at no {broken[2]}.")


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database, not into a file.")

with engine.connect() as connection:
    if on_sqlite:
        connection.detach()  # never back into the pool: it is the only one without foreign keys
        connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        render_item=as_in_database,
        on_version_apply=check_references,
        **configure,
    )
    with context.begin_transaction():
        context.run_migrations()
