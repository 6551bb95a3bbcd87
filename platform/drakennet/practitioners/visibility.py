"""Who sees what of a practitioner: the practitioner's own choice, field by field.

What nobody chose follows `DEFAULTS`: the strictest with which the field is still of use.
"""

from collections.abc import Mapping
from enum import IntEnum

from drakennet.practitioners.models import PractitionerProfile


class Audience(IntEnum):
    """Circles of people, each within the next."""

    NOBODY = 0
    ACCEPTED = 1  # organisations to which the practitioner said yes
    MEMBERS = 2  # whom a project leader knows
    PUBLIC = 3


# What may be chosen for each field, and the first is what holds without a choice.
CHOICES: Mapping[str, tuple[Audience, ...]] = {
    # Without a name nobody knows whom they ask; who is in danger can wait until the yes.
    "name": (Audience.MEMBERS, Audience.ACCEPTED, Audience.PUBLIC),
    # Hidden, the place is not used for distances either: those would give it away.
    "place": (Audience.MEMBERS, Audience.NOBODY),
    "about": (Audience.MEMBERS, Audience.ACCEPTED, Audience.NOBODY),
    "email": (Audience.ACCEPTED, Audience.NOBODY),
}
DEFAULTS: Mapping[str, Audience] = {name: choices[0] for name, choices in CHOICES.items()}


def audience_of(profile: PractitionerProfile, field: str) -> Audience:
    """The widest circle that sees this field."""
    return audience(profile.visibility, field)


def audience(chosen: Mapping[str, str], field: str) -> Audience:
    """As `audience_of`, from the stored choices (`practitioner_profile.visibility`)."""
    name = chosen.get(field)
    return Audience[name.upper()] if name else DEFAULTS[field]


def shows(profile: PractitionerProfile, field: str, to: Audience) -> bool:
    """Tell whether somebody in this circle sees the field."""
    return audience_of(profile, field) >= to
