"""What the worker does for the access log."""

from datetime import datetime

from drakennet.access import services


def tick(now: datetime) -> int:
    """Tell project leaders of harvesting, and let go of what is too old."""
    return services.tell(now) + services.forget(now)
