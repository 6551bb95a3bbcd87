"""What each table and each column is called to the people whose data it holds.

A test knows that no table and no column lacks: it has a name here, or stands in `ONLY_IN_FILE`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as lazy

Words = Mapping[str, Any]  # lazy texts, which are translated when they are shown


class Section(NamedTuple):
    title: Any
    nothing: Any  # the sentence when none of its tables holds a row
    tables: tuple[str, ...]


SECTIONS = (
    Section(
        lazy("Wie u bent"),
        lazy("Wij bewaren niets over wie u bent."),
        ("member", "role_grant", "membership", "work_invite", "verification_check"),
    ),
    Section(
        lazy("Inloggen"),
        lazy("U logde nog niet in."),
        ("login_session", "passkey", "recovery_code", "factor_reset", "sleeping_account"),
    ),
    Section(
        lazy("Uw profiel"),
        lazy("U heeft nog geen profiel."),
        ("practitioner_profile", "profile_region", "profile_expertise", "colleague_profile"),
    ),
    Section(
        lazy("Aanvragen"),
        lazy("U maakte geen aanvraag, en niemand stelde u een vraag."),
        ("care_request", "question", "showing"),
    ),
    Section(
        lazy("Intervisie"),
        lazy("U zette geen intervisie op en bent voor geen intervisie gevraagd."),
        (
            "intervision_session",
            "intervision_moment",
            "intervision_invitation",
            "intervision_moment_answer",
        ),
    ),
    Section(
        lazy("Wie keek"),
        lazy("Niemand keek nog hoe u te bereiken bent, en u keek bij niemand."),
        ("access_line", "profile_look", "harvest_alert"),
    ),
    Section(
        lazy("Mails en waarschuwingen"),
        lazy("Wij bewaren geen mails aan u en geen bevestigde waarschuwingen."),
        ("outbox_mail", "guard_confirmation"),
    ),
)

TABLES: Words = {
    "access_line": lazy("Wie keek bij wie"),
    "care_request": lazy("Aanvragen die u maakte"),
    "colleague_profile": lazy("Uw profiel voor intervisie"),
    "factor_reset": lazy("Herstel van uw tweede stap"),
    "guard_confirmation": lazy("Waarschuwingen die u bevestigde"),
    "harvest_alert": lazy("Meldingen dat u ongewoon veel mensen bekeek"),
    "intervision_invitation": lazy("Uitnodigingen voor intervisie"),
    "intervision_moment": lazy("Momenten van intervisie"),
    "intervision_moment_answer": lazy("Wie wanneer kon"),
    "intervision_session": lazy("Intervisie die u opzette"),
    "login_session": lazy("Waar u inlogde"),
    "member": lazy("Uw account"),
    "membership": lazy("Waar u werkt en werkte"),
    "outbox_mail": lazy("Mails aan u"),
    "passkey": lazy("Uw passkeys"),
    "practitioner_profile": lazy("Uw profiel als behandelaar"),
    "profile_expertise": lazy("Uw expertise"),
    "profile_look": lazy("Wiens kaart u zag, en wie de uwe, in de laatste dag"),
    "profile_region": lazy("Uw regio's"),
    "question": lazy("Vragen aan u"),
    "recovery_code": lazy("Uw herstelcodes"),
    "role_grant": lazy("Uw rollen"),
    "showing": lazy("Wanneer uw kaart werd getoond, of een kaart bij uw aanvraag"),
    "verification_check": lazy("Hoe is nagekeken wie u bent"),
    "work_invite": lazy("Collega's die u uitnodigde"),
    "sleeping_account": lazy("Of wij u vroegen of u blijft"),
}

# In the order in which they are read.
COLUMNS: Mapping[str, Words] = {
    "member": {
        "name": lazy("Naam"),
        "email": lazy("E-mailadres"),
        "language": lazy("Taal"),
        "municipality_code": lazy("Gemeente waar u werkt"),
        "claimed_organisation": lazy("Organisatie die u zelf noemde"),
        "created_at": lazy("Aangemeld op"),
        "confirmed_at": lazy("E-mailadres bevestigd op"),
        "approved_at": lazy("Goedgekeurd op"),
        "approved_by_id": lazy("Goedgekeurd door"),
        "asked_again_at": lazy("Wacht opnieuw op de projectleider sinds"),
        "renewal_asked_at": lazy("Opnieuw na te kijken sinds"),
        "rejected_at": lazy("Afgewezen op"),
        "rejection_reason": lazy("Waarom afgewezen"),
        "blocked_at": lazy("Geblokkeerd op"),
        "erased_at": lazy("Gewist op"),
        "totp_confirmed_at": lazy("App met codes ingesteld op"),
    },
    "role_grant": {
        "name": lazy("Rol"),
        "region_slug": lazy("Voor de regio"),
        "granted_at": lazy("Sinds"),
    },
    "membership": {
        "organisation_id": lazy("Organisatie"),
        "started_at": lazy("Vanaf"),
        "ended_at": lazy("Tot"),
        "manages": lazy("Beheerder van de organisatie"),
    },
    "work_invite": {
        "email": lazy("E-mailadres van wie u uitnodigde"),
        "organisation_id": lazy("Organisatie"),
        "invited_at": lazy("Uitgenodigd op"),
        "expires_at": lazy("Geldig tot"),
        "accepted_at": lazy("Aangenomen op"),
        "withdrawn_at": lazy("Ingetrokken op"),
    },
    "verification_check": {
        "looked": lazy("Wat de projectleider nakeek"),
        "register": lazy("Register"),
        "number": lazy("Nummer in het register"),
        "seen_on": lazy("Gezien op"),
        "by_id": lazy("Nagekeken door"),
        "made_at": lazy("Opgeschreven op"),
    },
    "login_session": {
        "device": lazy("Apparaat"),
        "network": lazy("Netwerk"),
        "created_at": lazy("Ingelogd op"),
        "last_seen_at": lazy("Laatst gezien op"),
        "second_factor_at": lazy("Tweede stap gezet op"),
        "proved_at": lazy("Opnieuw bewezen dat u het bent op"),
        "ended_at": lazy("Uitgelogd op"),
    },
    "passkey": {
        "name": lazy("Naam"),
        "created_at": lazy("Gemaakt op"),
        "last_used_at": lazy("Laatst gebruikt op"),
    },
    "recovery_code": {
        "number": lazy("Nummer"),
        "created_at": lazy("Gemaakt op"),
        "used_at": lazy("Gebruikt op"),
    },
    "factor_reset": {
        "started_by_id": lazy("Begonnen door"),
        "started_at": lazy("Begonnen op"),
        "confirmed_by_id": lazy("Bevestigd door"),
        "confirmed_at": lazy("Bevestigd op"),
        "stopped_at": lazy("Gestopt op"),
    },
    "sleeping_account": {
        "first_asked_at": lazy("Eerste keer gevraagd op"),
        "second_asked_at": lazy("Tweede keer gevraagd op"),
    },
    "practitioner_profile": {
        "role": lazy("U bent"),
        "professions": lazy("Beroep of registratie"),
        "municipality_code": lazy("Gemeente van uw praktijk of werkplek"),
        "travel_km": lazy("Hoe ver u reist, in kilometers"),
        "online": lazy("Werkt ook online"),
        "ages": lazy("Leeftijden"),
        "languages": lazy("Talen"),
        "settings": lazy("Settings"),
        "funding": lazy("Hoe uw werk betaald kan worden"),
        "room": lazy("Heeft u plek?"),
        "room_from": lazy("Plek vanaf"),
        "room_confirmed": lazy("Plek bevestigd op"),
        "kinds": lazy("Waarvoor men u mag vragen"),
        "max_open_requests": lazy("Hoeveel open vragen tegelijk"),
        "open_requests": lazy("Hoeveel open vragen nu"),
        "last_asked": lazy("Laatst gevraagd op"),
        "paused_until": lazy("Pauze tot en met"),
        "about": lazy("Over uw werkwijze"),
        "findable": lazy("Organisaties mogen u vinden"),
        "visibility": lazy("Wie wat ziet"),
        "created_at": lazy("Gemaakt op"),
        "updated_at": lazy("Gewijzigd op"),
    },
    "profile_region": {"region_slug": lazy("Regio")},
    "profile_expertise": {"term_slug": lazy("Waarin"), "level": lazy("Hoe ver")},
    "colleague_profile": {
        "agreed_at": lazy("Uitnodigen mag sinds"),
        "discipline": lazy("Uw discipline"),
        "themes": lazy("Thema's"),
        "verbindingsofficier_since": lazy("Verbindingsofficier sinds"),
        "max_per_month": lazy("Hoe vaak per maand men u mag vragen"),
        "paused_until": lazy("Pauze tot en met"),
        "not_with": lazy("Liever niet samen met"),
        "last_invited": lazy("Laatst uitgenodigd op"),
        "last_choices": lazy("Wat u de vorige keer koos"),
    },
    "care_request": {
        "label": lazy("Uw eigen korte naam"),
        "organisation_id": lazy("Organisatie"),
        "criteria": lazy("Wat u vraagt"),
        "earlier": lazy("Verruimd"),
        "created_at": lazy("Gemaakt op"),
        "closed_at": lazy("Gesloten op"),
        "closed_reason": lazy("Waarom gesloten"),
    },
    "question": {
        "asked_by_id": lazy("Gevraagd door"),
        "asked_at": lazy("Gevraagd op"),
        "bucket": lazy("Hoe u paste"),
        "reasons": lazy("Waarom u werd gevraagd"),
        "held": lazy("Telt mee als open vraag"),
        "answer": lazy("Uw antwoord"),
        "answered_at": lazy("Beantwoord op"),
        "possible_from": lazy("Mogelijk vanaf"),
        "reason": lazy("Waarom niet"),
        "withdrawn_at": lazy("Ingetrokken op"),
    },
    "showing": {
        "profile_id": lazy("Wiens kaart"),
        "shown_on": lazy("Getoond op"),
        "region_slug": lazy("Bij een aanvraag in"),
    },
    "intervision_session": {
        "theme": lazy("Thema"),
        "form": lazy("Vorm"),
        "region_slug": lazy("Regio"),
        "minutes": lazy("Hoe lang, in minuten"),
        "place": lazy("Plaats"),
        "quorum": lazy("Gaat door vanaf zoveel collega's"),
        "seats": lazy("Plekken"),
        "seats_taken": lazy("Plekken bezet"),
        "with_veilig_thuis": lazy("Veilig Thuis gevraagd"),
        "skipped": lazy("Deze keer niet gevraagd"),
        "created_at": lazy("Verstuurd op"),
        "deadline_at": lazy("Genoeg collega's nodig voor"),
        "planned_moment_id": lazy("Gepland voor"),
        "planned_at": lazy("Moment vastgesteld op"),
        "cancelled_at": lazy("Afgezegd op"),
        "fallback_at": lazy("Te weinig collega's op"),
    },
    "intervision_moment": {"starts_at": lazy("Moment")},
    "intervision_invitation": {
        "member_id": lazy("Wie werd gevraagd"),
        "reasons": lazy("Waarom deze persoon"),
        "asked_at": lazy("Gevraagd op"),
        "expires_at": lazy("Antwoorden kon tot"),
        "answered_at": lazy("Beantwoord op"),
        "declined": lazy("Afgemeld"),
        "seat_taken_at": lazy("Plek gekregen op"),
        "waiting_at": lazy("Op de wachtlijst sinds"),
        "replaced_at": lazy("Een ander gevraagd op"),
    },
    "intervision_moment_answer": {
        "invitation_id": lazy("Wie"),
        "moment_id": lazy("Moment"),
        "can": lazy("Kan dan"),
    },
    "access_line": {
        "at": lazy("Wanneer"),
        "viewer_id": lazy("Wie keek"),
        "organisation_id": lazy("Voor welke organisatie"),
        "subject_id": lazy("Bij wie"),
        "seen": lazy("Wat"),
    },
    "profile_look": {
        "viewer_id": lazy("Wie keek"),
        "subject_id": lazy("Wiens kaart"),
        "first_at": lazy("Eerste keer op"),
    },
    "harvest_alert": {
        "day": lazy("Dag"),
        "told_at": lazy("Gemeld aan de projectleider op"),
        "lifted_at": lazy("Verder laten kijken op"),
    },
    "outbox_mail": {
        "subject": lazy("Onderwerp"),
        "to_address": lazy("Aan"),
        "created_at": lazy("Geschreven op"),
        "sent_at": lazy("Verstuurd op"),
        "next_try_at": lazy("Wij proberen het weer op"),
        "attempts": lazy("Hoe vaak geprobeerd"),
        "failed_at": lazy("Niet te bezorgen sinds"),
        "text": lazy("Tekst"),
        "calendar": lazy("Afspraak voor uw agenda erbij"),
    },
    "guard_confirmation": {
        "field": lazy("Waar u typte"),
        "kind": lazy("Waarop de tekst leek"),
        "reason": lazy("Waarom hij mocht blijven staan"),
        "confirmed_at": lazy("Bevestigd op"),
    },
}

# What says nothing to a reader: numbers that tie rows together, and the same mail for machines.
ALWAYS_ONLY_IN_FILE = frozenset({"id", "version"})
ONLY_IN_FILE: Mapping[str, frozenset[str]] = {
    "access_line": frozenset({"number", "about_id", "previous", "hash"}),
    "care_request": frozenset({"made_by_id"}),
    "colleague_profile": frozenset({"member_id"}),
    "factor_reset": frozenset({"member_id"}),
    "guard_confirmation": frozenset({"member_id"}),
    "harvest_alert": frozenset({"viewer_id"}),
    "intervision_invitation": frozenset({"session_id"}),
    "intervision_moment": frozenset({"session_id"}),
    "intervision_session": frozenset({"organiser_id", "calendar_sequence"}),
    "login_session": frozenset({"member_id"}),
    "member": frozenset({"totp_last_counter"}),
    "membership": frozenset({"member_id"}),
    "outbox_mail": frozenset(
        {
            *("kind", "member_id", "about_id", "html", "calendar_method"),
            *("unsubscribe_url", "last_error"),
        }
    ),
    "passkey": frozenset({"member_id", "credential_id", "sign_count"}),
    "practitioner_profile": frozenset({"member_id"}),
    "profile_expertise": frozenset({"profile_id"}),
    "profile_region": frozenset({"profile_id"}),
    "question": frozenset({"request_id", "profile_id"}),
    "recovery_code": frozenset({"member_id"}),
    "role_grant": frozenset({"member_id"}),
    "showing": frozenset({"request_id"}),
    "sleeping_account": frozenset({"member_id"}),
    "verification_check": frozenset({"member_id"}),
    "work_invite": frozenset({"invited_by_id"}),
}


def only_in_file(table: str, column: str) -> bool:
    return column in ALWAYS_ONLY_IN_FILE or column in ONLY_IN_FILE.get(table, ())
