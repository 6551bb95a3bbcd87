"""Who fits this request, and why: a matcher for requests and practitioners, free of web and data.

Values come in, values go out: no clock, no session, no current user. Start at `Pool`.
"""

from drakenmatch.answers import (
    Bucket,
    Loosening,
    Match,
    Ranking,
    Reason,
    Relaxation,
    Verdict,
)
from drakenmatch.assign import Assignment, Method, Pair, Unassigned, Why, assign
from drakenmatch.changes import Asking, Change, changed
from drakenmatch.checking import practitioner_faults, request_faults
from drakenmatch.combine import Combination, Need, Part, combine, needs_of
from drakenmatch.compose import compose_group
from drakenmatch.criteria import Published, published
from drakenmatch.exposure import Count, Exposure, Gap, Spread, exposure, gini
from drakenmatch.gathering import Colleague, Composition, Gathering, Invitee, Seat
from drakenmatch.helping import what_would_help
from drakenmatch.outlook import Fact, Help, Outlook
from drakenmatch.places import Municipality, Places, Region
from drakenmatch.pool import Pool
from drakenmatch.rank import RULE
from drakenmatch.reading import InvalidValue
from drakenmatch.readings import Found, Offer, Reading
from drakenmatch.relaxations import relaxed
from drakenmatch.request import Request
from drakenmatch.search import Hit, Index, Matched
from drakenmatch.values import (
    AgeRange,
    Group,
    Kind,
    Language,
    Level,
    Person,
    Practitioner,
    Role,
    Room,
    Route,
    Wish,
)
from drakenmatch.vocabulary import Term, Vocabulary
from drakenmatch.why import Lower, Told, WhyNot, why_not
from drakenmatch.words import read_words

__all__ = [
    "RULE",
    "AgeRange",
    "Asking",
    "Assignment",
    "Bucket",
    "Change",
    "Colleague",
    "Combination",
    "Composition",
    "Count",
    "Exposure",
    "Fact",
    "Found",
    "Gap",
    "Gathering",
    "Group",
    "Help",
    "Hit",
    "Index",
    "InvalidValue",
    "Invitee",
    "Kind",
    "Language",
    "Level",
    "Loosening",
    "Lower",
    "Match",
    "Matched",
    "Method",
    "Municipality",
    "Need",
    "Offer",
    "Outlook",
    "Pair",
    "Part",
    "Person",
    "Places",
    "Pool",
    "Practitioner",
    "Published",
    "Ranking",
    "Reading",
    "Reason",
    "Region",
    "Relaxation",
    "Request",
    "Role",
    "Room",
    "Route",
    "Seat",
    "Spread",
    "Term",
    "Told",
    "Unassigned",
    "Verdict",
    "Vocabulary",
    "Why",
    "WhyNot",
    "Wish",
    "assign",
    "changed",
    "combine",
    "compose_group",
    "exposure",
    "gini",
    "needs_of",
    "practitioner_faults",
    "published",
    "read_words",
    "relaxed",
    "request_faults",
    "what_would_help",
    "why_not",
]
