"""What each table is called to the people whose data it holds; a test knows that none lacks."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as lazy

TABLES: Mapping[str, Any] = {
    "access_line": lazy("Wie keek bij wie"),
    "care_request": lazy("Aanvragen die u maakte"),
    "colleague_profile": lazy("Uw profiel voor intervisie"),
    "factor_reset": lazy("Herstel van uw tweede stap"),
    "guard_confirmation": lazy("Waarschuwingen die u bevestigde"),
    "harvest_alert": lazy("Meldingen dat u ongewoon veel mensen bekeek"),
    "intervision_invitation": lazy("Uitnodigingen voor intervisie"),
    "intervision_moment": lazy("Momenten van intervisie"),
    "intervision_moment_answer": lazy("Wanneer u kon"),
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
    "showing": lazy("Hoe vaak u werd getoond"),
    "verification_check": lazy("Hoe is nagekeken wie u bent"),
    "work_invite": lazy("Collega's die u uitnodigde"),
    "sleeping_account": lazy("Of wij u vroegen of u blijft"),
}
