"""Room is a dated statement: it turns grey after 30 days and is unknown after 90."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from drakennet import clock
from drakennet.practitioners import queries
from tests import factories

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("traits", "days_ago", "text", "kind"),
    [
        ({"room": "yes"}, 0, "Heeft plek", "success"),
        ({"room": "yes"}, 30, "Heeft plek", "success"),
        ({"room": "yes"}, 31, "Heeft plek", "neutral"),
        ({"room": "yes"}, 90, "Heeft plek", "neutral"),
        ({"room": "yes"}, 91, "Onbekend of er plek is", "neutral"),
        ({"room": "yes"}, -1, "Onbekend of er plek is", "neutral"),
        ({"room": "no"}, 5, "Heeft nu geen plek", "neutral"),
        ({"room": "no"}, 91, "Onbekend of er plek is", "neutral"),
        ({"room": None}, 5, "Onbekend of er plek is", "neutral"),
        (
            {"room": "from", "room_from": date(2026, 12, 1)},
            5,
            "Plek vanaf 1 december 2026",
            "warning",
        ),
        ({"room": "from", "room_from": TODAY}, 5, "Heeft plek", "success"),
    ],
)
def test_room_as_it_is_shown(
    app: Flask, traits: dict[str, Any], days_ago: int, text: str, kind: str
) -> None:
    confirmed = TODAY - timedelta(days=days_ago)
    profile = factories.practitioner_profile(room_confirmed=confirmed, **traits)
    card = queries.card(profile, today=clock.today())
    assert (card.room_text, card.room_kind, card.room_confirmed) == (text, kind, confirmed)


def test_card_says_who_and_where_and_nothing_to_reach_them(app: Flask) -> None:
    profile = factories.practitioner_profile(professions=["gz-psycholoog"])
    card = queries.cards([profile.id], today=clock.today())[str(profile.id)]
    assert card.name == profile.member.name
    assert card.profession == "GZ-psycholoog"
    assert card.place == "Haarlem, Kennemerland"
    assert card.terms == ["EMDR bij kinderen en jongeren"]
    assert profile.member.email not in repr(card)
