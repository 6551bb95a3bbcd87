"""Whether what a file says can be true: what it names exists, and its parts agree."""

from collections.abc import Iterable
from datetime import date

from drakenmatch.request import Request as Criteria
from drakenmatch.sentences import SENTENCES
from drakenmatch.values import Practitioner, Room
from drakennet.accounts.models import RoleName
from drakennet.intervision.models import FORMS, NO_THEME, VEILIG_THUIS
from drakennet.loading.document import Colleague, Document, Member, Profile, Question, Request
from drakennet.loading.known import Known, Stored, among, fault, once
from drakennet.loading.sessions import Session
from drakennet.requests.models import Answer
from drakennet.requests.wording import CLOSE_REASONS, NO_REASONS, PHASES, ROLES

REGIONAL = frozenset({RoleName.COORDINATOR, RoleName.VEILIG_THUIS})
REASONS = {VEILIG_THUIS} | {code[4:] for code in SENTENCES if code.startswith("you.")}
SETTINGS = ("werksetting", "werkvorm")


def check(document: Document, stored: Stored, today: date) -> None:
    """Raise `InvalidValue` at the first fault."""
    _nothing_twice(document, stored)
    known = Known.of(document, stored)
    for place, organisation in enumerate(document.organisations):
        path = f"organisations[{place}]"
        among(f"{path}.type", organisation.type, known.types, "a type of organisation")
        known.municipality(f"{path}.municipality", organisation.municipality)
    for place, member in enumerate(document.members):
        _member(f"members[{place}]", member, known)
    for place, profile in enumerate(document.profiles):
        _profile(f"profiles[{place}]", profile, known, today)
    for place, colleague in enumerate(document.colleagues):
        _colleague(f"colleagues[{place}]", colleague, known)
    for place, request in enumerate(document.requests):
        _request(f"requests[{place}]", request, known)
    for place, session in enumerate(document.sessions):
        _session(f"sessions[{place}]", session, known)


def _nothing_twice(file: Document, stored: Stored) -> None:
    once("organisations", "name", [each.name for each in file.organisations], stored.organisations)
    once("members", "email", [each.email for each in file.members], stored.members)
    once("profiles", "member", [each.member for each in file.profiles], stored.profiles)
    once("colleagues", "member", [each.member for each in file.colleagues], stored.colleagues)
    once("requests", "id", [each.id for each in file.requests], stored.requests)
    once("sessions", "id", [each.id for each in file.sessions], stored.sessions)


def _member(path: str, member: Member, known: Known) -> None:
    known.municipality(f"{path}.municipality", member.municipality)
    once(f"{path}.roles", "name", [(grant.name, grant.region) for grant in member.roles])
    for place, grant in enumerate(member.roles):
        where = f"{path}.roles[{place}].region"
        if grant.region is not None:
            known.region(where, grant.region)
        if grant.region is not None and grant.name not in REGIONAL:
            fault(where, "no region for this role")
        if grant.region is None and grant.name is RoleName.COORDINATOR:
            fault(where, "the slug of the region that they coordinate")
    for place, name in enumerate(member.works_at):
        known.organisation(f"{path}.works_at[{place}]", name)


def _profile(path: str, profile: Profile, known: Known, today: date) -> None:
    facts = profile.matched
    known.member(f"{path}.member", profile.member)
    among(f"{path}.member", profile.member, known.practitioners, "a member who is a practitioner")
    known.terms(f"{path}.professions", profile.professions, "beroep")
    known.municipality(f"{path}.municipality", facts.municipality)
    known.regions(f"{path}.regions", facts.regions)
    for slug in facts.expertise:
        known.term(f"{path}.expertise.{slug}", slug)
    known.terms(f"{path}.languages", facts.languages, "taal")
    known.terms(f"{path}.settings", facts.settings, *SETTINGS)
    for route in facts.funding or ():
        known.municipality(f"{path}.funding", route.partition(":")[2] or None)
    _room(path, facts, today)


def _room(path: str, facts: Practitioner, today: date) -> None:
    if (facts.room is Room.FROM) is not (facts.room_from is not None):
        fault(f"{path}.room_from", "a date with room from, and only then")
    if facts.room_confirmed is not None and facts.room_confirmed > today:
        fault(f"{path}.room_confirmed", "not later than today")


def _colleague(path: str, colleague: Colleague, known: Known) -> None:
    known.member(f"{path}.member", colleague.member)
    if colleague.discipline:
        known.term(f"{path}.discipline", colleague.discipline, "beroep")
    known.terms(f"{path}.themes", colleague.themes)
    for place, email in enumerate(colleague.not_with):
        known.member(f"{path}.not_with[{place}]", email)


def _request(path: str, request: Request, known: Known) -> None:
    known.organisation(f"{path}.organisation", request.organisation)
    known.member(f"{path}.made_by", request.made_by)
    _criteria(f"{path}.criteria", request.criteria, known)
    if (request.closed is None) is not (request.closed_reason == ""):
        fault(f"{path}.closed_reason", "a reason with closed, and only then")
    if request.closed_reason:
        among(f"{path}.closed_reason", request.closed_reason, CLOSE_REASONS, _one_of(CLOSE_REASONS))
    once(f"{path}.questions", "practitioner", [each.practitioner for each in request.questions])
    for place, question in enumerate(request.questions):
        _question(f"{path}.questions[{place}]", question, known)


def _criteria(path: str, asked: Criteria, known: Known) -> None:
    known.municipality(f"{path}.municipality", asked.municipality)
    known.municipality(f"{path}.funding_municipality", asked.funding_municipality)
    known.regions(f"{path}.regions", asked.regions)
    known.regions(f"{path}.avoid_regions", asked.avoid_regions)
    for place, wish in enumerate(asked.wishes):
        known.term(f"{path}.wishes[{place}].term", wish.term)
    known.terms(f"{path}.not_wishes", sorted(asked.not_wishes))
    for place, language in enumerate(asked.languages):
        known.term(f"{path}.languages[{place}].code", language.code, "taal")
    if asked.settings is not None:
        known.terms(f"{path}.settings.any", sorted(asked.settings.any), *SETTINGS)
    for place, person in enumerate(asked.persons):
        if person.role is not None:
            among(f"{path}.persons[{place}].role", person.role, ROLES, _one_of(ROLES))
    if asked.phase is not None:
        among(f"{path}.phase", asked.phase, PHASES, _one_of(PHASES))


def _question(path: str, question: Question, known: Known) -> None:
    who = "the e-mail address of a member with a profile"
    among(f"{path}.practitioner", question.practitioner, known.profiles, who)
    known.member(f"{path}.asked_by", question.asked_by)
    if (question.answer is None) is not (question.answered is None):
        fault(f"{path}.answered", "a time with answer, and only then")
    if question.answer is not None and question.withdrawn is not None:
        fault(f"{path}.withdrawn", "no time, since there is an answer")
    if question.possible_from is not None and question.answer is not Answer.LATER:
        fault(f"{path}.possible_from", "a date with the answer later only")
    if question.reason:
        among(f"{path}.reason", question.reason, NO_REASONS, _one_of(NO_REASONS))


def _session(path: str, session: Session, known: Known) -> None:
    known.member(f"{path}.organiser", session.organiser)
    known.region(f"{path}.region", session.region)
    if session.theme != NO_THEME:
        known.term(f"{path}.theme", session.theme)
    form = FORMS[session.form]
    if (session.quorum or form.quorum) > (session.seats or form.seats):
        fault(f"{path}.quorum", "not more than the seats")
    if sum(each.seat_taken is not None for each in session.invitations) > (
        session.seats or form.seats
    ):
        fault(f"{path}.invitations", "not more seats taken than there are")
    _moments(path, session)
    once(f"{path}.invitations", "member", [each.member for each in session.invitations])
    for place, invitation in enumerate(session.invitations):
        where = f"{path}.invitations[{place}]"
        known.member(f"{where}.member", invitation.member)
        if invitation.member == session.organiser:
            fault(f"{where}.member", "somebody else than the organiser")
        for code in invitation.reasons:
            among(f"{where}.reasons", code, REASONS, _one_of(sorted(REASONS)))
        if len(invitation.says) > len(session.moments):
            fault(f"{where}.says", "at most one answer for each moment")


def _moments(path: str, session: Session) -> None:
    if not session.moments or len(set(session.moments)) < len(session.moments):
        fault(f"{path}.moments", "one moment or more, each once")
    if session.planned is not None and session.planned >= len(session.moments):
        fault(f"{path}.planned", "the number of a moment, from 0")
    if (session.planned is None) is not (session.planned_at is None):
        fault(f"{path}.planned_at", "a time with planned, and only then")


def _one_of(words: Iterable[str]) -> str:
    return "one of " + ", ".join(words)
