"""Practitioners choose field by field who sees what; what they hid is nowhere to be read."""

import pytest

from drakennet.accounts.models import RoleName, User
from drakennet.database import db
from drakennet.practitioners import queries, services
from drakennet.practitioners.models import PractitionerProfile
from drakennet.practitioners.visibility import CHOICES, DEFAULTS, Audience, audience_of, shows
from drakennet.requests.models import Answer
from tests import factories
from tests.conftest import NOW, Client, LogIn
from tests.pages import Page, submit

NAME, PLACE, ABOUT = "Kanarie Pietersen", "Uitgeest", "Ik werk rustig met zebravinken."
HIDDEN = "Behandelaar (naam volgt na een ja)"
ADDRESS = "/mijn-profiel/zichtbaarheid"


def profile(**visibility: str) -> PractitionerProfile:
    person = factories.member(RoleName.PRACTITIONER, name=NAME, email="kanarie@example.nl")
    return factories.practitioner_profile(
        person, municipality_code="GM0450", about=ABOUT, visibility=visibility
    )


def request_page(log_in: LogIn, own: PractitionerProfile, answer: Answer | None = None) -> str:
    """The page of a request on which this practitioner stands, or was asked and answered."""
    request = factories.care_request()
    if answer is not None:
        times = {"answered_at": NOW, "held": answer is Answer.YES}
        factories.question(request, own, answer=answer, **times)
    contact = db.session.get(User, request.made_by_id)
    assert contact is not None
    return log_in(contact).get(f"/aanvragen/{request.id}").text


@pytest.mark.parametrize(("field", "default"), DEFAULTS.items())
def test_default_is_offered_first_and_nothing_is_public(field: str, default: Audience) -> None:
    assert CHOICES[field][0] is default
    assert default is not Audience.PUBLIC


@pytest.mark.parametrize(
    ("chosen", "to", "seen"),
    [
        ({}, Audience.PUBLIC, False),
        ({}, Audience.MEMBERS, True),
        ({"name": "accepted"}, Audience.MEMBERS, False),
        ({"name": "accepted"}, Audience.ACCEPTED, True),
        ({"name": "public"}, Audience.PUBLIC, True),
    ],
)
@pytest.mark.usefixtures("app")
def test_circles_lie_within_each_other(chosen: dict[str, str], to: Audience, seen: bool) -> None:
    own = profile(**chosen)
    assert shows(own, "name", to) is seen
    assert (queries.card(own, today=own.updated_at.date(), to=to).name == NAME) is seen


@pytest.mark.asvs("8.2.3")
def test_name_waits_for_the_yes(log_in: LogIn) -> None:
    own = profile(name="accepted")
    before = request_page(log_in, own)
    assert HIDDEN in before
    assert NAME not in before
    assert NAME not in request_page(log_in, own, Answer.NO)
    assert NAME in request_page(log_in, own, Answer.YES)


@pytest.mark.asvs("8.2.3")
def test_email_comes_after_the_yes_or_never(log_in: LogIn) -> None:
    own = profile()
    assert "kanarie@example.nl" not in request_page(log_in, own)
    assert "kanarie@example.nl" not in request_page(log_in, own, Answer.NO)
    assert "kanarie@example.nl" in request_page(log_in, own, Answer.YES)
    services.choose_visibility(own, {"email": "nobody"})
    db.session.commit()
    after = request_page(log_in, own, Answer.YES)
    assert "kanarie@example.nl" not in after
    assert "neemt zelf contact met u op" in after


def test_hidden_place_gives_no_distance_either(log_in: LogIn) -> None:
    """Three distances to three municipalities would give the place away."""
    own = profile()
    shown = request_page(log_in, own)
    assert PLACE in shown
    assert "km" in shown
    services.choose_visibility(own, {"place": "nobody"})
    db.session.commit()
    hidden = request_page(log_in, own)
    assert NAME in hidden
    assert PLACE not in hidden
    (value,) = queries.matchable([own.id])
    assert value.municipality is None


def test_own_choice_is_stored_and_counts_at_once(log_in: LogIn) -> None:
    own = profile()
    browser = log_in(own.member)
    chosen = {"name": "accepted", "place": "nobody", "about": "nobody", "email": "nobody"}
    assert submit(browser, ADDRESS, chosen).response.status_code == 302
    db.session.refresh(own)
    assert own.visibility == chosen
    page = Page(browser.get(ADDRESS))
    assert page.form(having="place").fields["name"] == "accepted"
    preview = browser.get("/mijn-profiel/zo-ziet-een-zoekende-u").text
    assert HIDDEN in preview
    assert ABOUT not in preview


def test_default_is_not_stored(log_in: LogIn) -> None:
    """So that a stricter default reaches everybody who never chose."""
    own = profile(name="accepted")
    submit(log_in(own.member), ADDRESS, {"name": "members"})
    db.session.refresh(own)
    assert own.visibility == {}
    assert audience_of(own, "name") is Audience.MEMBERS


@pytest.mark.asvs("2.2.2")
@pytest.mark.parametrize(
    ("field", "value"),
    [("email", "public"), ("place", "public"), ("name", "nobody"), ("about", "")],
)
def test_only_what_is_offered_can_be_chosen(log_in: LogIn, field: str, value: str) -> None:
    own = profile()
    answer = submit(log_in(own.member), ADDRESS, {field: value})
    assert answer.response.status_code == 422
    db.session.refresh(own)
    assert own.visibility == {}


def test_without_a_profile_there_is_nothing_to_hide(log_in: LogIn) -> None:
    member = factories.member(RoleName.PRACTITIONER)
    assert log_in(member).get(ADDRESS).location == "/mijn-profiel/begin"


@pytest.mark.parametrize(
    ("chosen", "traits", "named"),
    [
        ({"name": "public"}, {}, True),
        ({}, {}, False),
        ({"name": "accepted"}, {}, False),
        ({"name": "public"}, {"findable": False}, False),
    ],
)
def test_open_page_names_only_who_chose_so(
    client: Client, chosen: dict[str, str], traits: dict[str, bool], named: bool
) -> None:
    own = profile(**chosen)
    for trait, value in traits.items():
        setattr(own, trait, value)
    db.session.commit()
    page = client.get("/regio/kennemerland").text
    assert (NAME in page) is named
    assert "kanarie@example.nl" not in page
    assert ABOUT not in page
    assert PLACE not in page.partition("laten zien")[2].partition("</ul>")[0]
