"""Start, how we rank, home, health and the legal pages; and what every page shows around itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, has_request_context, request, url_for
from flask_babel import lazy_gettext as lazy

from drakennet.permissions import May, Predicate, Who, allowed, current_member

RULES: Mapping[Who, Predicate] = {}

# Endpoint, and the words for it. Whether somebody sees it, is the rule of its own view.
FOR_MEMBERS: Mapping[str, Any] = {
    "pages.home": lazy("Mijn pagina"),
    "requests.index": lazy("Aanvragen"),
    "directory.ask": lazy("Zoeken"),
    "requests.questions": lazy("Vragen aan mij"),
    "practitioners.profile": lazy("Mijn profiel"),
    "intervision.index": lazy("Intervisie"),
    "coordination.region": lazy("Mijn regio"),
    "accounts.account": lazy("Account"),
}
FOR_VISITORS: Mapping[str, Any] = {
    "pages.how_we_rank": lazy("Zo rangschikken we"),
    "accounts.log_in": lazy("Inloggen"),
    "accounts.sign_up": lazy("Aanmelden"),
}


@dataclass(frozen=True)
class Way:
    """One line of the main menu."""

    label: Any
    url: str
    current: bool


def init_app(app: Flask) -> None:
    from drakennet.pages.views import blueprint

    app.register_blueprint(blueprint)
    app.context_processor(around)


def around() -> dict[str, Any]:
    """What `base.html` shows around every page; a mail from the worker has no page around it."""
    if not has_request_context():
        return {}
    return {
        "member": current_member(),
        "navigation": list(navigation()),
        "demo": "demo.index" in current_app.view_functions,  # registered in the demonstration only
    }


def navigation() -> Iterator[Way]:
    """The pages that this person may open."""
    for endpoint, label in (FOR_MEMBERS if current_member() else FOR_VISITORS).items():
        may: May | None = getattr(current_app.view_functions.get(endpoint), "may", None)
        if may is not None and allowed(may):
            url = url_for(endpoint)
            yield Way(label, url, current=_is_within(url))


def _is_within(url: str) -> bool:
    return request.path == url or request.path.startswith(f"{url}/")
