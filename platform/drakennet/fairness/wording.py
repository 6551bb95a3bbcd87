"""What the figures of a spread mean, in plain words."""

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from drakenmatch import Fact, Gap
from drakenmatch.exposure import Spread
from drakennet.formats import number as written

# Where on the own profile each fact is stated: the id of its field.
FIELDS: Mapping[Fact, str] = {
    Fact.CONFIRM_ROOM: "room",
    Fact.ROOM: "room",
    Fact.AGES: "ages",
    Fact.LANGUAGES: "languages",
    Fact.SETTINGS: "settings",
    Fact.TRAVEL: "travel_km",
    Fact.ONLINE: "online",
    Fact.FUNDING: "funding",
    Fact.CONTRACTS: "contracts",
    Fact.REGION: "regions",
    Fact.KIND: "kinds",
}
EVEN, UNEVEN = 0.2, 0.5
NOTABLE = 0.8


def enough(spread: Spread) -> bool:
    """Whether so many cards were shown that all could have had their turn."""
    return spread.shown >= len(spread.people) > 1


def inequality(spread: Spread) -> str:
    """Say what a Gini coefficient means."""
    if spread.gini is None or not enough(spread):
        return str(_("Er is nog te weinig getoond om dit te zeggen."))
    if spread.gini < EVEN:
        return str(_("Iedereen wordt ongeveer even vaak getoond."))
    if spread.gini < UNEVEN:
        return str(_("Sommigen worden vaker getoond dan anderen."))
    return str(_("Enkelen worden veel vaker getoond dan de rest."))


def top(spread: Spread) -> str:
    """Say how much the most shown tenth has, beside what an even spread would give."""
    if spread.top_share is None or spread.even_share is None or not enough(spread):
        return str(_("Er is nog te weinig getoond om dit te zeggen."))
    return str(
        ngettext(
            "Wie het meest getoond is, heeft %(share)s%% van alle keren. "
            "Gelijk verdeeld zou dat %(even)s%% zijn.",
            "De %(num)s die het meest getoond zijn, hebben samen %(share)s%% van alle keren. "
            "Gelijk verdeeld zou dat %(even)s%% zijn.",
            spread.top_people,
            share=round(100 * spread.top_share),
            even=round(100 * spread.even_share),
        )
    )


def gap(found: Gap) -> str:
    """Say how a group does beside the others."""
    if not found.people:
        return str(_("Zij zijn er nu niet."))
    if found.ratio is None or max(found.shown_each or 0, found.others_each or 0) < 1:
        return str(_("Er is nog te weinig getoond om te vergelijken."))
    each = {"mine": _mean(found.shown_each), "others": _mean(found.others_each)}
    if found.ratio < NOTABLE:
        return str(_("Gemiddeld %(mine)s keer getoond; de anderen vaker: %(others)s keer.", **each))
    if found.ratio > 1 / NOTABLE:
        return str(
            _("Gemiddeld %(mine)s keer getoond; de anderen minder vaak: %(others)s keer.", **each)
        )
    return str(
        _(
            "Gemiddeld %(mine)s keer getoond; de anderen ongeveer even vaak: %(others)s keer.",
            **each,
        )
    )


def _mean(number: float | None) -> str:
    return written(number or 0, "0.0")
