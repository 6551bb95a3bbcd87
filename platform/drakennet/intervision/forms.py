"""What an organiser and an invitee fill in. Nothing of it is required."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid4

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FieldList,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import Length, Optional

from drakennet import clock
from drakennet.accounts.models import User
from drakennet.clock import AMSTERDAM
from drakennet.fields import Choices, region_choices, term_choices
from drakennet.formats import when
from drakennet.forms import Form, SelectChoice, said
from drakennet.intervision.models import (
    DEFAULT_FORM,
    FORMS,
    NO_THEME,
    Can,
    Invitation,
    Moment,
    Session,
    Wish,
)
from drakennet.privacy.forms import bsn_only
from drakennet.working_days import is_holiday, proposed_moments

MOMENTS = 4
FARTHEST = timedelta(days=120)
LOCAL = "%Y-%m-%dT%H:%M"
FORM_LABELS = {
    "snelle-consultatie": lazy("Snelle consultatie: 15 minuten, 2 of 3 mensen"),
    "intervisie-kort": lazy("Korte intervisie: 60 minuten, 3 tot 6 mensen"),
    "intervisie": lazy("Intervisie: 90 minuten, 4 tot 8 mensen"),
}
CAN_LABELS = {Can.YES: lazy("Ja"), Can.IF_NEED_BE: lazy("Als het moet"), Can.NO: lazy("Nee")}
TERMS = (7, 14, 21, 28)
AS_THE_FORM_SAYS = 0


def a_moment(_form: Any, field: Any) -> None:
    """A wall time in Amsterdam that exists, from tomorrow on, on no public holiday."""
    moment, today = field.data, clock.today()
    if moment is None:
        return  # not a moment at all: that has been said
    if not today < moment.date() <= today + FARTHEST:
        raise ValidationError(_("Kies een dag na vandaag, binnen vier maanden."))
    if is_holiday(moment.date()):
        raise ValidationError(_("Dit is een feestdag. Kies een andere dag."))
    there = moment.replace(tzinfo=AMSTERDAM).astimezone(clock.now().tzinfo).astimezone(AMSTERDAM)
    if there.replace(tzinfo=None) != moment:
        raise ValidationError(_("Dit tijdstip bestaat niet: dan gaat de klok een uur vooruit."))


def numbers_of_colleagues() -> list[SelectChoice]:
    most = max(form.people[1] for form in FORMS.values())
    words = [
        SelectChoice(number, ngettext("%(num)s collega", "%(num)s collega's", number))
        for number in range(1, most)
    ]
    return [SelectChoice(AS_THE_FORM_SAYS, _("Wat bij de vorm past")), *words]


class MomentList(FieldList):  # type: ignore[type-arg] # generic only in its stubs
    """Always the same rows, whatever numbers a browser sends."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:  # noqa: ARG002 - the signature is WTForms's
        return iter(range(MOMENTS))


class MomentsForm(Form):
    moments = MomentList(
        DateTimeLocalField(
            lazy("Moment"), format=[LOCAL, f"{LOCAL}:%S"], validators=[Optional(), a_moment]
        ),
        label=lazy("Momenten om uit te kiezen"),
        min_entries=MOMENTS,
        max_entries=MOMENTS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, entry in enumerate(self.moments, start=1):
            entry.label.text = _("Moment %(number)s", number=number)

    def chosen(self) -> tuple[datetime, ...]:
        """In Amsterdam time; what is empty or wrong is left out."""
        fine = {entry.data for entry in self.moments if entry.data and not entry.errors}
        return tuple(moment.replace(tzinfo=AMSTERDAM) for moment in sorted(fine))


class NewMomentsForm(MomentsForm):
    """Filled with a proposal, of other days than before."""

    @classmethod
    def instead_of(cls, session: Session, *, now: datetime) -> Self:
        before = {_local(moment.starts_at).date() for moment in session.moments}
        days = FORMS[session.form].within_days
        found = proposed_moments(now, within_days=days, number=MOMENTS, busy=before)
        return cls(data={"moments": [_local(moment) for moment in found]})

    def validate_moments(self, field: MomentList) -> None:
        if not any(entry.data for entry in field):
            raise ValidationError(_("Vul ten minste één moment in."))


class InviteForm(MomentsForm):
    """Ready to send when it opens: the last choices, or else the usual ones."""

    id = HiddenField()
    theme = SelectField(lazy("Thema"), choices=lambda: [_general(), *term_choices("problematiek")])
    form = SelectField(
        lazy("Vorm"), choices=lambda: [SelectChoice(slug, FORM_LABELS[slug]) for slug in FORMS]
    )
    region_slug = SelectField(lazy("Regio"), choices=region_choices)
    within_days = SelectField(
        lazy("Binnen hoeveel dagen"),
        coerce=int,
        choices=lambda: [SelectChoice(days, _("%(number)s dagen", number=days)) for days in TERMS],
    )
    quorum = SelectField(lazy("Gaat door vanaf"), coerce=int, choices=numbers_of_colleagues)
    seats = SelectField(lazy("Hooguit"), coerce=int, choices=numbers_of_colleagues)
    place = StringField(lazy("Plaats"), [Length(max=200), bsn_only])
    with_veilig_thuis = BooleanField(lazy("Vraag ook Veilig Thuis om mee te denken"))
    skip = Choices(lazy("Deze keer niet"), validate_choice=False)
    members = HiddenField()  # whom the page showed, and for which choices
    proposed = HiddenField()  # which moments the page proposed, and for which term

    @classmethod
    def of(cls, organiser: User, last: Mapping[str, Any], *, now: datetime) -> Self:
        """What was sent, over what was chosen last, over the usual."""
        usual = _usual(organiser)
        data = usual | {name: last[name] for name in usual if name in last}
        sent = request.form if request.method == "POST" else request.args
        form = cls(sent or None, data=data, meta={"csrf": request.method == "POST"})
        for name, value in usual.items():
            if isinstance(form[name], SelectField) and not form[name].raw_data:
                form.make_possible(name, value)
        if _uuid(said(form.id)) is None:
            form.id.data = str(uuid4())
        form.propose_moments(now=now)
        return form

    def is_sent(self) -> bool:
        return request.method == "POST" or bool(request.args)

    def make_possible(self, name: str, usual: Any) -> None:
        """Drop a last choice that is none any more."""
        choices: Any = self[name].iter_choices()
        if not any(choice.selected for choice in choices):
            self[name].data = usual

    def propose_moments(self, *, now: datetime) -> None:
        """Fill the moments, unless somebody chose others than the page proposed for this term."""
        days = self.within_days.data if self.within_days.data in TERMS else TERMS[1]
        term, *shown = said(self.proposed).split() or [""]
        typed = ["".join(entry.raw_data or ()) for entry in self.moments]
        if any(typed) and (typed != shown or term == str(days)):
            return
        found = [_local(one) for one in proposed_moments(now, within_days=days, number=MOMENTS)]
        for entry, moment in zip(self.moments, found, strict=False):
            entry.data, entry.raw_data = moment, None
        written = [moment.strftime(LOCAL) for moment in found]
        self.proposed.data = " ".join([str(days), *written])

    def validate_seats(self, _field: SelectField) -> None:
        fewest, most = FORMS[self.form.data].people if self.form.data in FORMS else (1, 1)
        quorum, seats = self.numbers()
        if not fewest - 1 <= quorum <= seats <= most - 1:
            sentence = _("Bij deze vorm horen %(fewest)s tot %(most)s mensen, u meegeteld.")
            raise ValidationError(sentence % {"fewest": fewest, "most": most})

    def numbers(self) -> tuple[int, int]:
        """How many colleagues are needed, and how many there can be."""
        usual = FORMS.get(self.form.data, FORMS[DEFAULT_FORM])
        seats = self.seats.data or max(usual.seats, self.quorum.data or 0)
        return self.quorum.data or min(usual.quorum, seats), seats

    def wish(self, organiser: User) -> Wish:
        """What can be made of it; of a form with faults, with the usual in their place."""
        usual = _usual(organiser)
        quorum, seats = self.numbers()
        if self.seats.errors:
            form = FORMS.get(self.form.data, FORMS[DEFAULT_FORM])
            quorum, seats = form.quorum, form.seats
        chosen = {
            name: usual[name] if self[name].errors else self[name].data
            for name in ("theme", "form", "region_slug", "place", "with_veilig_thuis")
        }
        shown_for, *shown = said(self.members).split() or [""]
        same = shown_for == _deciding(chosen)
        return Wish(
            id=UUID(self.id.data),
            moments=self.chosen(),
            quorum=quorum,
            seats=seats,
            skipped=_uuids(self.skip.data or ()),
            preferred=_uuids(shown) if same else (),
            **chosen,
        )

    def remember(self) -> dict[str, Any]:
        """The choices that are offered next time."""
        return {name: self[name].data for name in REMEMBERED}

    def show(self, wish: Wish, members: Iterable[UUID]) -> None:
        """Note on the page who is shown, so that these are asked."""
        chosen = {name: getattr(wish, name) for name in DECIDING}
        self.members.data = " ".join([_deciding(chosen), *map(str, members)])


def answer_form(moments: Sequence[Moment], invitation: Invitation) -> Form:
    """One choice for each moment, under the name `can-<moment>`; none has to be made."""
    choices = [SelectChoice(can.value, CAN_LABELS[can]) for can in Can]
    fields = {
        f"can-{moment.id}": RadioField(
            when(moment.starts_at),
            choices=choices,
            validate_choice=False,
            default=invitation.says(moment),
        )
        for moment in moments
    }
    form: Form = type("AnswerForm", (Form,), fields)()
    return form


def answers_of(form: Form, moments: Sequence[Moment]) -> dict[UUID, Can]:
    """What was chosen; what is no choice of ours is none."""
    chosen = {moment.id: form[f"can-{moment.id}"].data for moment in moments}
    return {moment_id: Can(said) for moment_id, said in chosen.items() if said in set(Can)}


REMEMBERED = (
    "theme",
    "form",
    "region_slug",
    "within_days",
    "quorum",
    "seats",
    "place",
    "with_veilig_thuis",
)
DECIDING = ("region_slug", "theme", "with_veilig_thuis")


def _usual(organiser: User) -> dict[str, Any]:
    return {
        "theme": NO_THEME,
        "form": DEFAULT_FORM,
        "region_slug": organiser.municipality.region_slug,
        "within_days": FORMS[DEFAULT_FORM].within_days,
        "quorum": AS_THE_FORM_SAYS,
        "seats": AS_THE_FORM_SAYS,
        "place": "",
        "with_veilig_thuis": False,
    }


def _general() -> SelectChoice:
    return SelectChoice(NO_THEME, _("Algemeen"))


def _local(moment: datetime) -> datetime:
    return moment.astimezone(AMSTERDAM).replace(tzinfo=None)


def _deciding(chosen: Mapping[str, Any]) -> str:
    return "|".join(str(chosen[name]) for name in DECIDING)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _uuids(texts: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(found for text in texts if (found := _uuid(text)))
