"""What the worker does for intervision."""

from datetime import datetime

from drakennet.database import db
from drakennet.intervision import queries, services


def tick(now: datetime) -> int:
    """Free silent seats and pass deadlines, each session in a transaction of its own."""
    due = queries.due_sessions(now=now)
    db.session.commit()
    for session_id in due:
        services.let_time_pass(session_id, now=now)
        db.session.commit()
    return len(due)
