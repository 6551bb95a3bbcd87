"""What the worker does for project leaders: an approval lasts a year."""

from datetime import datetime

from drakennet.coordination import services


def tick(now: datetime) -> int:
    return services.ask_to_renew(now=now) + services.let_lapse(now=now)
