"""The command line: serve, worker, upgrade, facts, load, check-log, erase, demo.

Everything heavy is imported by the command that needs it, so that `--help` answers at once.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from flask import Flask

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is done, 2 is refused with one line that says why."""
    from drakennet.config import MissingSetting

    given = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = given.command
    try:
        return command(given)
    except MissingSetting as fault:
        return _refuse(str(fault))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="drakennet",
        description="Drakennet. Settings come from the environment, see docs/operations.md.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(
        name: str, command: Callable[[argparse.Namespace], int], text: str
    ) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(command=command)
        return one

    site = add("serve", serve, "Serve the site from this process; in the demonstration, fill it.")
    site.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    site.add_argument("--port", type=int, default=5000, help="port to listen on (%(default)s)")
    add("worker", worker, "Send the mail and move intervision along, until told to stop.")
    add("upgrade", upgrade, "Bring the tables and the facts up to this version.")
    add("facts", facts, "Load the facts (regions, municipalities, vocabulary) if they are newer.")
    loading = add("load", load, "Load a JSON file of members and more, whole or not at all.")
    loading.add_argument("file", type=Path, help="see docs/load-schema.md")
    add("check-log", check_log, "Say whether the access log is whole, and where it ends.")
    again = add("erase", erase, "Erase members again, after a back-up was put back.")
    again.add_argument("ids", type=UUID, nargs="+", metavar="ID", help="`member` in the log")
    add("demo", demo, "Fill an empty database with the demonstration.")
    return parser


def serve(given: argparse.Namespace) -> int:
    from drakennet import serving

    os.environ.setdefault("BASE_URL", f"http://{given.host}:{given.port}")
    with _application() as app:
        if _is_demo(app):
            from drakennet.worker import Worker

            _upgrade(app)
            _fill(app)
            Worker(app).start_beside()
        server = serving.make_server(app, host=given.host, port=given.port)
        print(f"Drakennet: {app.extensions['settings'].base_url}", flush=True)
        server.run()
    return 0


def worker(_given: argparse.Namespace) -> int:
    from drakennet.worker import Worker

    with _application() as app:
        if app.extensions["settings"].smtp_url is None and not _is_demo(app):
            print("SMTP_URL is not set: mail waits in the outbox.", file=sys.stderr)
        Worker(app).run_until_told()
    return 0


def upgrade(_given: argparse.Namespace) -> int:
    with _application() as app:
        _upgrade(app)
    return 0


def facts(_given: argparse.Namespace) -> int:
    with _application() as app:
        _load_facts(app)
    return 0


def load(given: argparse.Namespace) -> int:
    from drakennet import clock, loading

    with _application() as app, app.app_context():
        try:
            counts = loading.load(given.file, now=clock.now())
        except loading.UnusableFile as fault:
            return _refuse(str(fault))
    print(", ".join(f"{number} {name}" for name, number in counts.items() if number) or "nothing")
    return 0


def check_log(_given: argparse.Namespace) -> int:
    """The last number and hash, kept elsewhere, show later that no line was taken off the end."""
    from drakennet.access import queries

    with _application() as app, app.app_context():
        broken = [f"line {number} {what}" for number, what in queries.broken_lines()]
        last = queries.last_line()
    if broken:
        return _refuse("\n".join(broken))
    print(f"whole up to line {last.number} {last.hash}" if last else "no line yet")
    return 0


def erase(given: argparse.Namespace) -> int:
    """The log names by id who was erased since the back-up was made."""
    from drakennet import clock
    from drakennet.accounts.models import User
    from drakennet.database import db, forget_on_disk
    from drakennet.own_data import services

    erased = 0
    with _application() as app, app.app_context():
        for each in given.ids:
            member = db.session.get(User, each)
            if member is not None and member.erased_at is None:
                services.erase(member, now=clock.now())
                db.session.commit()
                erased += 1
        db.session.remove()
        forget_on_disk()
    print(f"{erased} of {len(given.ids)} erased; the others were not there")
    return 0


def demo(_given: argparse.Namespace) -> int:
    with _application() as app:
        if not _is_demo(app):
            return _refuse("Set DRAKENNET_ENV=demo: the demonstration is for no other environment.")
        _upgrade(app)
        if not _fill(app):
            print("There are members already: nothing was changed.")
    return 0


@contextmanager
def _application() -> Iterator["Flask"]:
    """The application for one command; its connections are closed when that is done."""
    from drakennet import create_app
    from drakennet.database import db

    app = create_app()
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def _is_demo(app: "Flask") -> bool:
    return bool(app.extensions["settings"].demo)


def _upgrade(app: "Flask") -> None:
    import flask_migrate

    with app.app_context():
        flask_migrate.upgrade()
    _load_facts(app)


def _load_facts(app: "Flask") -> None:
    from drakennet import clock
    from drakennet.database import db
    from drakennet.reference.services import load_facts

    with app.app_context():
        loaded = load_facts(now=clock.now())
        db.session.commit()
    print(f"Loaded: {', '.join(loaded)}." if loaded else "The facts are up to date.")


def _fill(app: "Flask") -> bool:
    from drakennet import clock
    from drakennet.demo import services

    with app.app_context():
        return services.fill(now=clock.now())


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return REFUSED
