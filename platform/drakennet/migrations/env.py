"""Run the migrations on the database of the application, each in its own transaction."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from drakennet.database import Base, UtcDateTime, db

engine = db.engine
configure = current_app.extensions["migrate"].configure_args


def as_in_database(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """A migration outlives our types: it names the database's own."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database, not into a file.")

with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        transaction_per_migration=True,
        render_item=as_in_database,
        **configure,
    )
    with context.begin_transaction():
        context.run_migrations()
