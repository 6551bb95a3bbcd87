"""One page of permissions: who may do what. Closed unless opened.

`ALLOWED` says for each action which predicates open it; one is enough. The predicates about an
object live beside the models of their feature (`RULES`), and `create_app` binds them here, so
that this module knows nobody. Views, templates, mails and exports ask `allowed`.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum, auto
from functools import wraps
from typing import Any, NoReturn, Protocol
from uuid import UUID

from flask import Flask, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from drakennet.security_log import Event, note


class Member(Protocol):
    """What a rule may know of the person who asks."""

    id: UUID


Predicate = Callable[[Any, Any], bool]
View = Callable[..., ResponseReturnValue]


class LogInFirst(Exception):
    """Nobody is logged in, and this is for members; answered by the log-in page."""


class Who(StrEnum):
    """The predicates, by name."""

    ANYONE = auto()
    SIGNED_IN = auto()
    PRACTITIONER = auto()  # also one who waits: nobody finds them yet
    APPROVED_PRACTITIONER = auto()
    AANDACHTSFUNCTIONARIS = auto()
    ORGANISATION_CONTACT = auto()
    VEILIG_THUIS = auto()
    COORDINATOR = auto()
    ADMINISTRATOR = auto()
    OWNS_THIS_LOG_IN = auto()
    OWNS_THIS_PASSKEY = auto()
    IS_SECOND_FOR_THIS_RESET = auto()
    COORDINATES_THIS_MEMBER = auto()
    ASKS_FOR_THIS_ORGANISATION = auto()
    SAID_YES_TO_THIS_QUESTION = auto()
    MANAGES_THIS_ORGANISATION = auto()
    OWNS_THIS_MEMBERSHIP = auto()
    MANAGES_AN_ORGANISATION = auto()
    MANAGES_THIS_COLLEAGUE = auto()
    ORGANISES_THIS_SESSION = auto()
    TAKES_PART_IN_THIS_SESSION = auto()


class May(StrEnum):
    """The actions, by name."""

    VISIT = auto()
    ENTER = auto()
    ANSWER_BY_LINK = auto()
    TRY_THE_DEMONSTRATION = auto()
    MANAGE_OWN_ACCOUNT = auto()
    END_LOG_IN = auto()
    REMOVE_PASSKEY = auto()
    SEE_WHO_LOOKED = auto()
    SEE_OWN_DATA = auto()
    ERASE_OWN_DATA = auto()
    SEE_RETENTION = auto()
    HELP_WITH_LOG_IN = auto()
    START_FACTOR_RESET = auto()
    CONFIRM_FACTOR_RESET = auto()
    SEE_HOME = auto()
    CHECK_OWN_TEXT = auto()
    KEEP_OWN_PROFILE = auto()
    KEEP_INTERVISION_PROFILE = auto()
    SEE_OWN_ORGANISATION = auto()
    MANAGE_ORGANISATION = auto()
    END_MEMBERSHIP = auto()
    MAKE_REQUEST = auto()
    SEE_REQUEST = auto()
    SEARCH_THE_NETWORK = auto()
    ASK_PRACTITIONERS = auto()
    ANSWER_QUESTIONS = auto()
    SEE_WHO_ASKED = auto()
    SEE_OWN_STANDING = auto()
    SEE_OWN_SESSIONS = auto()
    INVITE_TO_INTERVISION = auto()
    SEE_SESSION = auto()
    RUN_SESSION = auto()
    SEE_REGION = auto()
    APPROVE_MEMBER = auto()
    BLOCK_MEMBER = auto()
    LET_SEE_MORE = auto()


ALLOWED: Mapping[May, tuple[Who, ...]] = {
    May.VISIT: (Who.ANYONE,),
    May.ENTER: (Who.ANYONE,),
    # The signed link itself is the permission; a wrong one is a 404.
    May.ANSWER_BY_LINK: (Who.ANYONE,),
    # Registered in the demonstration only.
    May.TRY_THE_DEMONSTRATION: (Who.ANYONE,),
    May.MANAGE_OWN_ACCOUNT: (Who.SIGNED_IN,),
    May.END_LOG_IN: (Who.OWNS_THIS_LOG_IN,),
    May.REMOVE_PASSKEY: (Who.OWNS_THIS_PASSKEY,),
    May.SEE_WHO_LOOKED: (Who.SIGNED_IN,),
    May.SEE_OWN_DATA: (Who.SIGNED_IN,),
    May.ERASE_OWN_DATA: (Who.SIGNED_IN,),
    May.SEE_RETENTION: (Who.COORDINATOR, Who.ADMINISTRATOR),
    May.HELP_WITH_LOG_IN: (Who.COORDINATOR, Who.ADMINISTRATOR, Who.MANAGES_AN_ORGANISATION),
    May.START_FACTOR_RESET: (
        Who.COORDINATES_THIS_MEMBER,
        Who.ADMINISTRATOR,
        Who.MANAGES_THIS_COLLEAGUE,
    ),
    # Whoever might have started it, but did not.
    May.CONFIRM_FACTOR_RESET: (Who.IS_SECOND_FOR_THIS_RESET,),
    May.SEE_HOME: (Who.SIGNED_IN,),
    May.CHECK_OWN_TEXT: (Who.SIGNED_IN,),
    May.KEEP_OWN_PROFILE: (Who.PRACTITIONER,),
    May.KEEP_INTERVISION_PROFILE: (Who.AANDACHTSFUNCTIONARIS, Who.VEILIG_THUIS),
    May.SEE_OWN_ORGANISATION: (Who.SIGNED_IN,),
    May.MANAGE_ORGANISATION: (Who.MANAGES_THIS_ORGANISATION,),
    May.END_MEMBERSHIP: (Who.MANAGES_THIS_ORGANISATION, Who.OWNS_THIS_MEMBERSHIP),
    May.MAKE_REQUEST: (Who.ORGANISATION_CONTACT,),
    # Who treats, or asks for those who do. The others have colleagues, not practitioners.
    May.SEARCH_THE_NETWORK: (
        Who.ORGANISATION_CONTACT,
        Who.APPROVED_PRACTITIONER,
        Who.AANDACHTSFUNCTIONARIS,
        Who.COORDINATOR,
    ),
    May.SEE_REQUEST: (Who.ASKS_FOR_THIS_ORGANISATION,),
    May.ASK_PRACTITIONERS: (Who.ASKS_FOR_THIS_ORGANISATION,),
    May.ANSWER_QUESTIONS: (Who.APPROVED_PRACTITIONER,),
    May.SEE_WHO_ASKED: (Who.SAID_YES_TO_THIS_QUESTION,),
    May.SEE_OWN_STANDING: (Who.APPROVED_PRACTITIONER,),
    May.SEE_OWN_SESSIONS: (Who.AANDACHTSFUNCTIONARIS, Who.VEILIG_THUIS),
    May.INVITE_TO_INTERVISION: (Who.AANDACHTSFUNCTIONARIS,),
    May.SEE_SESSION: (Who.ORGANISES_THIS_SESSION, Who.TAKES_PART_IN_THIS_SESSION),
    May.RUN_SESSION: (Who.ORGANISES_THIS_SESSION,),
    May.SEE_REGION: (Who.COORDINATOR, Who.ADMINISTRATOR),
    May.APPROVE_MEMBER: (Who.COORDINATES_THIS_MEMBER, Who.ADMINISTRATOR),
    May.BLOCK_MEMBER: (Who.COORDINATES_THIS_MEMBER, Who.ADMINISTRATOR),
    May.LET_SEE_MORE: (Who.COORDINATES_THIS_MEMBER, Who.ADMINISTRATOR),
}

# What shows nobody else's data may be done before a second factor was shown. Whatever is not
# named here asks for one: see `needs_second_factor`.
SHOWS_NOBODY_ELSE = frozenset(
    {
        May.VISIT,
        May.ENTER,
        May.ANSWER_BY_LINK,
        May.TRY_THE_DEMONSTRATION,
        May.MANAGE_OWN_ACCOUNT,
        May.END_LOG_IN,
        May.REMOVE_PASSKEY,
        May.SEE_OWN_DATA,
        May.ERASE_OWN_DATA,
        May.KEEP_OWN_PROFILE,
    }
)
# Predicates about the member alone; those that open nothing of others stand in the second set.
ABOUT_A_MEMBER = frozenset(
    {
        Who.APPROVED_PRACTITIONER,
        Who.AANDACHTSFUNCTIONARIS,
        Who.ORGANISATION_CONTACT,
        Who.VEILIG_THUIS,
        Who.COORDINATOR,
        Who.ADMINISTRATOR,
        Who.MANAGES_AN_ORGANISATION,
    }
)
OPENS_OWN_ONLY = frozenset({Who.ANYONE, Who.SIGNED_IN, Who.PRACTITIONER})


def init_app(app: Flask, *tables: Mapping[Who, Predicate]) -> None:
    """Bind the predicates of the features; every name exactly once, or the site does not start."""
    bound: dict[Who, Predicate] = {Who.ANYONE: lambda _member, _thing: True}
    for table in tables:
        if twice := bound.keys() & table.keys():
            raise RuntimeError(f"Bound twice: {sorted(twice)}")
        bound |= table
    if missing := set(Who) - bound.keys():
        raise RuntimeError(f"No predicate for {sorted(missing)}")
    app.extensions["permissions"] = bound
    app.before_request(_refuse_undeclared)
    app.context_processor(lambda: {"may": _may_in_template})


def allowed(may: May, thing: object = None, *, member: Member | None = None) -> bool:
    """Tell whether the member (by default the one who is signed in) may do this to the thing."""
    who = member if member is not None else current_member()
    bound: Mapping[Who, Predicate] = current_app.extensions["permissions"]
    return any(
        bound[name](who, thing) for name in ALLOWED[may] if who is not None or name is Who.ANYONE
    )


def sees_others(member: Member) -> bool:
    """Tell whether some action of this member's roles shows the data of others."""
    bound: Mapping[Who, Predicate] = current_app.extensions["permissions"]
    opening = {
        who for may, names in ALLOWED.items() if may not in SHOWS_NOBODY_ELSE for who in names
    }
    return any(bound[who](member, None) for who in opening & ABOUT_A_MEMBER)


def needs_second_factor(may: May, member: Member) -> bool:
    """A page that is there for every member, asks it only of those who see others on it."""
    if may in SHOWS_NOBODY_ELSE:
        return False
    return not OPENS_OWN_ONLY.issuperset(ALLOWED[may]) or sees_others(member)


def current_member() -> Any | None:
    return current_user._get_current_object() if current_user.is_authenticated else None  # noqa: SLF001 - the way out of Werkzeug's proxy


def requires(may: May, *, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Declare a view's rule. With `load`, the address becomes the object the view receives.

    `load` takes the address's variables by name and returns the object, or None for a 404. An
    anonymous visitor of a closed page is sent to log in before anything is looked up.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def checked(**address: Any) -> ResponseReturnValue:
            if current_member() is None and Who.ANYONE not in ALLOWED[may]:
                raise LogInFirst
            if load is None:
                return view(**address) if allowed(may) else _not_allowed(may)
            thing = load(**address)
            if thing is None:
                abort(404)
            if not allowed(may, thing):
                _not_allowed(may)
            return view(thing)

        checked.may = may  # type: ignore[attr-defined] # read by _refuse_undeclared and by the tests
        return checked

    return declare


def _not_allowed(may: May) -> NoReturn:
    """As if it were not there; only the log knows that somebody tried."""
    note(Event.NOT_ALLOWED, action=str(may))
    abort(404)


def is_open() -> bool:
    """Tell whether the page of this request is for anyone."""
    view = current_app.view_functions.get(str(request.endpoint))
    may: May | None = getattr(view, "may", None)
    return may is not None and Who.ANYONE in ALLOWED[may]


def _refuse_undeclared() -> Response | None:
    """Static files apart, a route without a rule is answered as if it were not there."""
    if request.endpoint in {None, "static"}:
        return None
    view = current_app.view_functions[str(request.endpoint)]
    if getattr(view, "may", None) is None:
        abort(404)
    return None


def _may_in_template(name: str, thing: object = None) -> bool:
    return allowed(May(name), thing)
