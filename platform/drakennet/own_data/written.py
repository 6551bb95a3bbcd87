"""Each value that we hold of a member, in words.

What has no writer of its own is written by its type. Nothing here names another member, but who
looked at this one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext

from drakenmatch import Reason, Request
from drakenmatch.answers import Bucket
from drakenmatch.sentences import sentence
from drakennet.access.models import Seen
from drakennet.accounts.forms import LANGUAGE_NAMES, ROLE_NAMES
from drakennet.accounts.models import User
from drakennet.coordination.models import Looked
from drakennet.extensions import language
from drakennet.formats import day, when
from drakennet.intervision.forms import CAN_LABELS, FORM_LABELS
from drakennet.intervision.models import NO_THEME, VEILIG_THUIS
from drakennet.organisations.models import Organisation
from drakennet.own_data import queries
from drakennet.own_data.queries import Rows
from drakennet.own_data.wording import COLUMNS, Words
from drakennet.practitioners import wording as practice
from drakennet.practitioners.visibility import Audience
from drakennet.privacy.wording import FINDINGS, REASONS
from drakennet.reference import queries as reference
from drakennet.requests import wording as asking
from drakennet.requests.models import LEFT, Answer

LOOKED: Words = {
    Looked.REGISTER: lazy("Dat u in een beroepsregister staat"),
    Looked.EMPLOYER: lazy("Bij uw organisatie, door te bellen"),
    Looked.KNOWN: lazy("Niets: de projectleider kent u"),
}
SEEN: Words = {
    Seen.CONTACT: lazy("Hoe iemand te bereiken is"),
    Seen.APPLICATION: lazy("Een aanmelding, om haar te beoordelen"),
    Seen.REGISTER: lazy("Een naam en organisatie, in het register van een regio"),
}
ANSWERS: Words = {
    Answer.YES: lazy("Ja"),
    Answer.LATER: lazy("Later"),
    Answer.NO: lazy("Niet voor mij"),
}
BUCKETS: Words = {
    Bucket.FITS: lazy("Past"),
    Bucket.NEARLY: lazy("Bijna"),
    Bucket.ADVICE: lazy("Nu niet, wel advies"),
}
GUARDED: Words = {
    "ProfileForm.about": lazy("Over uw werkwijze"),
    "RejectForm.reason": lazy("De reden van een afwijzing"),
    "RequestForm.label": lazy("Uw eigen korte naam voor deze aanvraag"),
    "RequestForm.text": lazy("Wat u zoekt, in gewone woorden"),
}
SHIELDED: Words = {
    "name": lazy("Naam"),
    "place": lazy("Gemeente"),
    "about": lazy("Over uw werkwijze"),
    "email": lazy("E-mailadres"),
}


@dataclass(frozen=True)
class Reader:
    """Whose data it is, and what the ids in it stand for."""

    member: User
    held: Mapping[str, Rows] = field(repr=False)

    @cached_property
    def organisations(self) -> Mapping[UUID, str]:
        columns = [(name, "organisation_id") for name in ("membership", "work_invite")]
        columns += [("access_line", "organisation_id"), ("care_request", "organisation_id")]
        return queries.names(Organisation, self._ids(*columns))

    @cached_property
    def viewers(self) -> Mapping[UUID, str]:
        return queries.names(User, self._ids(("access_line", "viewer_id")))

    @cached_property
    def moments(self) -> Mapping[UUID, datetime]:
        answers = ("intervision_moment_answer", "moment_id")
        return queries.moments(self._ids(answers, ("intervision_session", "planned_moment_id")))

    @cached_property
    def invited(self) -> Mapping[UUID, UUID]:
        rows = self.held.get("intervision_invitation", ())
        return {row["id"]: row["member_id"] for row in rows}

    @cached_property
    def own_profiles(self) -> frozenset[UUID]:
        return frozenset(row["id"] for row in self.held.get("practitioner_profile", ()))

    def _ids(self, *columns: tuple[str, str]) -> set[UUID]:
        found = {row[name] for table, name in columns for row in self.held.get(table, ())}
        return found - {None}


class Cell(NamedTuple):
    value: Any
    row: Mapping[str, Any]
    reader: Reader


Write = Callable[[Cell], str]


def written(table: str, column: str, cell: Cell) -> str:
    return WRITERS.get((table, column), by_type)(cell)


def by_type(cell: Cell) -> str:
    """Write a value that needs no explanation; of anything else, where to find it."""
    match cell.value:
        case bool():
            return str(_("Ja") if cell.value else _("Nee"))
        case datetime():
            return when(cell.value)
        case date():
            return day(cell.value)
        case str() | int():
            return str(cell.value)
        case _unknown:
            return str(_("Dit staat in het bestand (JSON)."))


def one_of(words: Mapping[Any, Any]) -> Write:
    """Write a value of a closed list."""
    return lambda cell: str(words.get(cell.value, cell.value))


def some_of(words: Mapping[Any, Any]) -> Write:
    return lambda cell: ", ".join(str(words.get(each, each)) for each in cell.value)


def _person(cell: Cell) -> str:
    return _somebody(cell.value == cell.reader.member.id)


def _somebody(oneself: bool) -> str:
    return str(_("Uzelf") if oneself else _("Iemand anders"))


def _viewer(cell: Cell) -> str:
    if cell.value == cell.reader.member.id:
        return _person(cell)
    return cell.reader.viewers.get(cell.value) or str(_("Iemand die geen lid meer is"))


def _organisation(cell: Cell) -> str:
    return cell.reader.organisations.get(cell.value) or str(_("Een organisatie die weg is"))


def _moment(cell: Cell) -> str:
    found = cell.reader.moments.get(cell.value)
    return when(found) if found else ""


def _municipality(cell: Cell) -> str:
    found = reference.places().municipality(cell.value)
    return found.name if found else str(cell.value)


def _region(cell: Cell) -> str:
    found = reference.places().region(cell.value)
    return found.name if found else str(cell.value)


def _term(cell: Cell) -> str:
    general = cell.value == NO_THEME
    return str(_("Algemeen")) if general else asking.labels([cell.value], language())[0]


def _terms(cell: Cell) -> str:
    return ", ".join(asking.labels(cell.value, language()))


def _funding(cell: Cell) -> str:
    """Ways to be paid, and contracts with municipalities."""
    return ", ".join(
        practice.contract_words(one) if ":" in one else str(practice.ROUTES.get(one, one))
        for one in cell.value
    )


def _visibility(cell: Cell) -> str:
    return "\n".join(
        f"{SHIELDED[name]}: {practice.AUDIENCES[name, Audience[chosen.upper()]]}"
        for name, chosen in cell.value.items()
        if name in SHIELDED
    )


def _criteria(cell: Cell) -> str:
    lines = asking.summary(Request.from_json(cell.value), language())
    return "\n".join(f"{name}: {words}" for name, words in lines)


def _reasons(cell: Cell) -> str:
    """As the page of the question says them: no exact age and no place."""
    found = [Reason.from_json(one) for one in cell.value]
    told = [one.sentence(language()) for one in found if one.criterion in asking.TOLD]
    return " ".join(told)


def _why_invited(cell: Cell) -> str:
    return " ".join(
        str(_("Denkt mee namens Veilig Thuis."))
        if code == VEILIG_THUIS
        else sentence(code, {}, language())
        for code in cell.value
    )


def _last_choices(cell: Cell) -> str:
    """The choices that were made, by the names and in the words of the session they led to."""
    names = {**COLUMNS["intervision_session"], "within_days": lazy("Binnen hoeveel dagen")}
    return "\n".join(
        f"{names[name]}: {written('intervision_session', name, cell._replace(value=value))}"
        for name, value in cell.value.items()
        if value and name in names
    )


def _colleagues(cell: Cell) -> str:
    count = len(cell.value)
    return str(ngettext("%(num)s collega", "%(num)s collega's", count)) if count else ""


def _times(cell: Cell) -> str:
    return str(ngettext("%(num)s keer", "%(num)s keer", len(cell.value)))


WRITERS: Mapping[tuple[str, str], Write] = {
    ("access_line", "organisation_id"): _organisation,
    ("access_line", "seen"): one_of(SEEN),
    ("access_line", "subject_id"): _person,
    ("access_line", "viewer_id"): _viewer,
    ("care_request", "closed_reason"): one_of(
        {**asking.CLOSE_REASONS, LEFT: lazy("Bij de organisatie las niemand haar nog")}
    ),
    ("care_request", "criteria"): _criteria,
    ("care_request", "earlier"): _times,
    ("care_request", "organisation_id"): _organisation,
    ("colleague_profile", "discipline"): _term,
    ("colleague_profile", "last_choices"): _last_choices,
    ("colleague_profile", "not_with"): _colleagues,
    ("colleague_profile", "themes"): _terms,
    ("factor_reset", "confirmed_by_id"): _person,
    ("factor_reset", "started_by_id"): _person,
    ("guard_confirmation", "field"): lambda cell: str(
        GUARDED.get(cell.value, _("Een tekstvak van het platform"))
    ),
    ("guard_confirmation", "kind"): one_of(FINDINGS),
    ("guard_confirmation", "reason"): one_of(REASONS),
    ("intervision_invitation", "member_id"): _person,
    ("intervision_invitation", "reasons"): _why_invited,
    ("intervision_moment_answer", "can"): one_of(CAN_LABELS),
    ("intervision_moment_answer", "invitation_id"): lambda cell: _somebody(
        cell.reader.invited.get(cell.value) == cell.reader.member.id
    ),
    ("intervision_moment_answer", "moment_id"): _moment,
    ("intervision_session", "form"): one_of(FORM_LABELS),
    ("intervision_session", "planned_moment_id"): _moment,
    ("intervision_session", "region_slug"): _region,
    ("intervision_session", "skipped"): _colleagues,
    ("intervision_session", "theme"): _term,
    ("member", "approved_by_id"): _person,
    ("member", "language"): one_of({one.value: one.label for one in LANGUAGE_NAMES}),
    ("member", "municipality_code"): _municipality,
    ("membership", "organisation_id"): _organisation,
    ("outbox_mail", "calendar"): lambda _cell: str(_("Ja")),
    ("practitioner_profile", "ages"): lambda cell: practice.ages_text(cell.value),
    ("practitioner_profile", "funding"): _funding,
    ("practitioner_profile", "kinds"): some_of(practice.KINDS),
    ("practitioner_profile", "languages"): _terms,
    ("practitioner_profile", "municipality_code"): _municipality,
    ("practitioner_profile", "professions"): _terms,
    ("practitioner_profile", "role"): one_of(practice.ROLES),
    ("practitioner_profile", "room"): one_of(practice.ROOMS),
    ("practitioner_profile", "settings"): _terms,
    ("practitioner_profile", "visibility"): _visibility,
    ("profile_expertise", "level"): one_of(practice.LEVELS),
    ("profile_expertise", "term_slug"): _term,
    ("profile_look", "subject_id"): _person,
    ("profile_look", "viewer_id"): _person,
    ("profile_region", "region_slug"): _region,
    ("question", "answer"): one_of(ANSWERS),
    ("question", "asked_by_id"): _person,
    ("question", "bucket"): one_of(BUCKETS),
    ("question", "reason"): one_of(
        {**asking.NO_REASONS, LEFT: lazy("De behandelaar deed niet meer mee")}
    ),
    ("question", "reasons"): _reasons,
    ("role_grant", "name"): one_of(ROLE_NAMES),
    ("role_grant", "region_slug"): _region,
    ("showing", "profile_id"): lambda cell: _somebody(cell.value in cell.reader.own_profiles),
    ("showing", "region_slug"): _region,
    ("verification_check", "by_id"): _person,
    ("verification_check", "looked"): one_of(LOOKED),
    ("work_invite", "organisation_id"): _organisation,
}
