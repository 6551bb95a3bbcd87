"""A second process of the site, as an operator runs several: it shares the database, and no memory.

`python -m tests.accounts.other_process` reads from each line a cookie, a path and what time it is
for the test, and answers with the status of the page.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from drakennet import clock, create_app
from drakennet.config import Settings

ROOT = Path(__file__).resolve().parents[2]


class OtherProcess:
    """What a test says to it, and hears from it."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def status(self, cookie: str, path: str, *, now: datetime) -> int:
        sending, answers = self._process.stdin, self._process.stdout
        assert sending is not None and answers is not None
        sending.write(json.dumps([cookie, path, now.isoformat()]) + "\n")
        sending.flush()
        return int(answers.readline())


@contextmanager
def running(settings: Settings) -> Iterator[OtherProcess]:
    environment = os.environ | {
        "DRAKENNET_ENV": settings.environment,
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "BASE_URL": settings.base_url,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),  # the code that is tested here
    }
    command = (sys.executable, "-m", __name__)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield OtherProcess(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    site = create_app(Settings.from_environ(os.environ)).test_client()
    for line in sys.stdin:
        cookie, path, now = json.loads(line)
        site.set_cookie(site.application.config["SESSION_COOKIE_NAME"], cookie, secure=True)
        with clock.at(datetime.fromisoformat(now)):
            print(site.get(path).status_code, flush=True)  # noqa: T201 - this is the answer


if __name__ == "__main__":
    main()
