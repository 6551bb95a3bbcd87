"""Write a checked document into the database: many rows at a time, in the caller's transaction."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from flask_security import hash_password
from sqlalchemy import insert, update

from drakenmatch.request import Request as Criteria
from drakenmatch.values import Practitioner
from drakennet.accounts.models import RoleGrant, RoleName, User
from drakennet.accounts.services import UNUSABLE
from drakennet.clock import AMSTERDAM
from drakennet.database import Base, db
from drakennet.intervision.models import FORMS, Invitation, Moment, MomentAnswer, Session
from drakennet.loading import sessions
from drakennet.loading.document import Document, Member, Profile, Question, Request
from drakennet.loading.kinds import MemberState
from drakennet.loading.known import Stored
from drakennet.organisations.models import Membership, Organisation
from drakennet.practitioners import services as practitioners
from drakennet.practitioners.models import (
    ColleagueProfile,
    PractitionerProfile,
    ProfileExpertise,
    ProfileRegion,
)
from drakennet.requests.models import Answer, CareRequest
from drakennet.requests.models import Question as StoredQuestion

Row = dict[str, Any]
PLAIN = (
    *("travel_km", "online", "ages", "languages", "settings", "funding", "room"),
    *("kinds", "max_open_requests"),
)
DAYS = ("room_from", "room_confirmed", "paused_until")


def hashes(document: Document) -> Mapping[str, str]:
    """Hash each password once; slow, so it is done before the database is locked."""
    return {
        password: hash_password(password)
        for password in sorted({each.password for each in document.members if each.password})
    }


class Writer:
    """Gives everything an id, so that rows can point at each other before they are written."""

    def __init__(
        self, document: Document, stored: Stored, hashed: Mapping[str, str], *, now: datetime
    ) -> None:
        self.now = now
        self.document = document
        self.hashed = hashed
        self.organisations = stored.organisations | {
            each.name: each.id or uuid4() for each in document.organisations
        }
        self.members = stored.members | {
            each.email: each.id or uuid4() for each in document.members
        }
        self.profiles = stored.profiles | {
            each.member: each.id or uuid4() for each in document.profiles
        }
        self.questions = [
            (request, question) for request in document.requests for question in request.questions
        ]
        self.managed: set[str] = set()  # organisations that have somebody who manages them
        self.held = Counter(
            asked.practitioner for one, asked in self.questions if _held(one, asked)
        )
        self.last_asked = _last_asked(self.questions)

    def write(self) -> Mapping[str, int]:
        """Insert everything; give how many of each."""
        self._people()
        self._profiles()
        self._requests()
        self._sessions()
        names = self.document.__dataclass_fields__
        return {name: len(getattr(self.document, name)) for name in names}

    # ---- Organisations and members ----

    def _people(self) -> None:
        _insert(
            Organisation,
            (
                {
                    "id": self.organisations[each.name],
                    "name": each.name,
                    "type_slug": each.type,
                    "municipality_code": each.municipality,
                    "created_at": each.created,
                }
                for each in self.document.organisations
            ),
        )
        _insert(User, (self._member(each) for each in self.document.members))
        _insert(RoleGrant, (row for each in self.document.members for row in self._grants(each)))
        _insert(Membership, (row for each in self.document.members for row in self._works_at(each)))

    def _member(self, member: Member) -> Row:
        return {
            "id": self.members[member.email],
            "email": member.email,
            "name": member.name,
            "password": self.hashed[member.password] if member.password else UNUSABLE,
            "fs_uniquifier": uuid4().hex,
            "language": member.language,
            "municipality_code": member.municipality,
            "claimed_organisation": member.claimed_organisation,
            "created_at": member.created,
            **_way_in(member.state, member.created, self.now),
        }

    def _grants(self, member: Member) -> Iterator[Row]:
        for grant in member.roles:
            yield {
                "member_id": self.members[member.email],
                "name": grant.name,
                "region_slug": grant.region,
                "granted_at": member.created,
            }

    def _works_at(self, member: Member) -> Iterator[Row]:
        contact = any(grant.name == RoleName.ORGANISATION_CONTACT for grant in member.roles)
        for name in member.works_at:
            yield {
                "member_id": self.members[member.email],
                "organisation_id": self.organisations[name],
                "started_at": member.created,
                "manages": contact and name not in self.managed,
            }
            if contact:
                self.managed.add(name)  # the first one who asks for it

    # ---- Profiles ----

    def _profiles(self) -> None:
        profiles = self.document.profiles
        _insert(PractitionerProfile, (self._profile(each) for each in profiles))
        _insert(ProfileRegion, (row for each in profiles for row in self._regions(each)))
        _insert(ProfileExpertise, (row for each in profiles for row in self._expertise(each)))
        _insert(ColleagueProfile, self._colleagues())
        for profile in profiles:
            practitioners.changed(self.profiles[profile.member])
        new = {each.member for each in profiles}
        for email in sorted(self.held.keys() - new):
            self._ask_more(email)

    def _profile(self, profile: Profile) -> Row:
        facts = {
            "open_requests": self.held[profile.member],
            "last_asked": self.last_asked.get(profile.member),
            **_facts(profile.matched, profile.stated),
        }
        return {
            "id": self.profiles[profile.member],
            "member_id": self.members[profile.member],
            "role": next(iter(profile.matched.roles)),
            "professions": list(profile.professions),
            "about": profile.about,
            "findable": profile.findable,
            "created_at": profile.created,
            "updated_at": profile.created,
            **facts,
        }

    def _regions(self, profile: Profile) -> Iterator[Row]:
        for slug in sorted(profile.matched.regions):
            yield {"profile_id": self.profiles[profile.member], "region_slug": slug}

    def _expertise(self, profile: Profile) -> Iterator[Row]:
        for slug, level in sorted(profile.matched.expertise.items()):
            yield {
                "profile_id": self.profiles[profile.member],
                "term_slug": slug,
                "level": level.value,
            }

    def _colleagues(self) -> Iterator[Row]:
        for each in self.document.colleagues:
            yield {
                "member_id": self.members[each.member],
                "agreed_at": each.agreed,
                "discipline": each.discipline,
                "themes": list(each.themes),
                "verbindingsofficier_since": each.verbindingsofficier_since,
                "max_per_month": each.max_per_month,
                "paused_until": each.paused_until,
                "not_with": [str(self.members[email]) for email in each.not_with],
                "last_invited": each.last_invited,
            }

    def _ask_more(self, email: str) -> None:
        """A practitioner who was there before the file holds these requests too."""
        profile, profile_id = PractitionerProfile, self.profiles[email]
        values: Row = {"open_requests": profile.open_requests + self.held[email]}
        if email in self.last_asked:
            values["last_asked"] = self.last_asked[email]
        db.session.execute(update(profile).where(profile.id == profile_id).values(**values))
        practitioners.changed(profile_id)

    # ---- Requests ----

    def _requests(self) -> None:
        _insert(CareRequest, (self._request(each) for each in self.document.requests))
        _insert(StoredQuestion, (self._question(*each) for each in self.questions))

    def _request(self, request: Request) -> Row:
        organisation_id = self.organisations[request.organisation]
        return {
            "id": request.id,
            "organisation_id": organisation_id,
            "made_by_id": self.members[request.made_by],
            "label": request.label,
            "criteria": _with_organisation(request.criteria, organisation_id).to_json(),
            "created_at": request.created,
            "closed_at": request.closed,
            "closed_reason": request.closed_reason,
        }

    def _question(self, request: Request, question: Question) -> Row:
        return {
            "request_id": request.id,
            "profile_id": self.profiles[question.practitioner],
            "asked_by_id": self.members[question.asked_by or request.made_by],
            "asked_at": question.asked,
            "bucket": question.bucket.value,
            "held": _held(request, question),
            "answer": question.answer,
            "answered_at": question.answered,
            "withdrawn_at": question.withdrawn,
            "possible_from": question.possible_from,
            "reason": question.reason,
        }

    # ---- Sessions ----

    def _sessions(self) -> None:
        listed = self.document.sessions
        moments = {each.id: [uuid4() for _moment in each.moments] for each in listed}
        invited = [(each, one, uuid4()) for each in listed for one in each.invitations]
        _insert(Session, (self._session(each, moments[each.id]) for each in listed))
        _insert(
            Moment,
            (
                {"id": moment_id, "session_id": each.id, "starts_at": starts_at}
                for each in listed
                for moment_id, starts_at in zip(moments[each.id], each.moments, strict=True)
            ),
        )
        _insert(Invitation, (self._invitation(*each) for each in invited))
        _insert(
            MomentAnswer,
            (
                {"invitation_id": invitation_id, "moment_id": moment_id, "can": can}
                for session, one, invitation_id in invited
                for moment_id, can in zip(moments[session.id], one.says, strict=False)
                if can is not None
            ),
        )

    def _session(self, session: sessions.Session, moments: list[UUID]) -> Row:
        form = FORMS[session.form]
        return {
            "id": session.id,
            "organiser_id": self.members[session.organiser],
            "region_slug": session.region,
            "theme": session.theme,
            "form": session.form,
            "minutes": form.minutes,
            "place": session.place,
            "quorum": session.quorum or form.quorum,
            "seats": session.seats or form.seats,
            "seats_taken": sum(each.seat_taken is not None for each in session.invitations),
            "with_veilig_thuis": session.with_veilig_thuis,
            "created_at": session.created,
            "deadline_at": session.deadline,
            "planned_moment_id": None if session.planned is None else moments[session.planned],
            "planned_at": session.planned_at,
            "cancelled_at": session.cancelled,
            "fallback_at": session.fallback,
        }

    def _invitation(
        self, session: sessions.Session, one: sessions.Invitation, invitation_id: UUID
    ) -> Row:
        return {
            "id": invitation_id,
            "session_id": session.id,
            "member_id": self.members[one.member],
            "reasons": [str(reason) for reason in one.reasons],
            "asked_at": one.asked,
            "expires_at": one.expires,
            "answered_at": one.answered,
            "declined": one.declined,
            "seat_taken_at": one.seat_taken,
            "waiting_at": one.waiting,
            "replaced_at": one.replaced,
        }


def _insert(model: type[Base], rows: Iterable[Row]) -> None:
    if listed := list(rows):
        db.session.execute(insert(model), listed)


def _way_in(state: MemberState, created: datetime, now: datetime) -> Row:
    """What happened, and when, for somebody to be in this state; who loads them, vouches now."""
    approved = state in {MemberState.APPROVED, MemberState.BLOCKED}
    return {
        "confirmed_at": None if state is MemberState.UNCONFIRMED else created,
        "approved_at": now if approved else None,
        "rejected_at": created if state is MemberState.REJECTED else None,
        "blocked_at": created if state is MemberState.BLOCKED else None,
    }


def _facts(matched: Practitioner, stated: frozenset[str]) -> Row:
    """The matcher's facts as columns; regions and expertise have tables of their own."""
    written = matched.to_json()
    plain = {name: written[name] for name in PLAIN}
    days = {name: getattr(matched, name) for name in DAYS}
    counted = {name: getattr(matched, name) for name in stated & {"open_requests", "last_asked"}}
    return {"municipality_code": matched.municipality, **plain, **days, **counted}


def _waits(request: Request, question: Question) -> bool:
    return request.closed is None and question.answer is None and question.withdrawn is None


def _held(request: Request, question: Question) -> bool:
    """The question takes one of the practitioner's places, as `requests` counts them."""
    accepted = request.closed is None and question.answer is Answer.YES
    return accepted or _waits(request, question)


def _last_asked(questions: Iterable[tuple[Request, Question]]) -> dict[str, date]:
    """When the youngest question that still waits was asked, for each practitioner."""
    days: dict[str, date] = {}
    for request, question in questions:
        if _waits(request, question):
            day = question.asked.astimezone(AMSTERDAM).date()
            days[question.practitioner] = max(day, days.get(question.practitioner, day))
    return days


def _with_organisation(criteria: Criteria, organisation_id: UUID) -> Criteria:
    return Criteria.from_json({**criteria.to_json(), "organisation": str(organisation_id)})
