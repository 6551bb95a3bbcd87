"""Where somebody lives, or is every week: postcode and number, street and number, school, club."""

import re
from collections.abc import Iterator

from drakennet.privacy.pieces import GAP, Finding, Kind

# A letter or a short addition may follow; "2011 LW 12 jaar" has the number, and that is enough.
NUMBER = rf"\d{{1,5}}(?:{GAP}?[a-zA-Z](?![a-zA-Z]))?(?:-\d{{1,3}}|{GAP}?(?:hs|bis|[IV]{{1,3}})\b)?"
WORDS_OF_TWO = (
    "aa|af|al|an|as|bv|ca|cm|de|di|do|ed|ei|en|er|eu|ex|ga|gb|ha|he|id|if|ik|in|is|it|ja|je|kg|km"
    "|kr|kt|la|lo|ma|me|ml"
    "|mm|mw|my|na|no|nr|nu|of|om|on|op|or|ot|pm|pp|re|sr|ss|st|te|tm|tv|uk|un|us|uu|va|vo|vr|vs"
    "|vt|wa|we|wo|xx|za|ze|zo"
)
POSTCODE = (
    rf"(?<![\d-])[1-9]\d{{3}}(?:{GAP}?[A-Z]{{2}}|[a-z]{{2}}"
    rf"|{GAP}(?!(?:{WORDS_OF_TWO})\b)[a-z]{{2}})(?![A-Za-z])"
)
SAID_NUMBER = r"(?:(?:op|en|met|nr|no|nummer|huisnummer|huisnr|hnr|huis)\b\.?:?\s*){0,3}#?"
CITY = r"(?:[A-Z][\w'-]{1,25}+\s?){1,3}"
ADDRESSES = (
    re.compile(rf"{POSTCODE}[\s,/:;(#-]*{SAID_NUMBER}{NUMBER}(?![\dA-Za-z])"),
    re.compile(
        rf"{POSTCODE}[\s,]+{CITY}[\s,]*(?:,|(?:nr|nummer|huisnummer|huisnr|hnr)\b\.?:?)\s*"
        rf"(?:(?:nr|nummer|huisnummer)\b\.?:?\s*)?{NUMBER}(?![\dA-Za-z])"
    ),
    re.compile(
        rf"(?i:\b(?:huisnummer|huisnr|hnr|nummer|nr)\b\.?:?)\s*{NUMBER}[\s,;(/]*(?:(?:in|met|en"
        rf"|op|postcode)\b:?\s*){{0,3}}"
        rf"{POSTCODE}"
    ),
    re.compile(rf"(?<!\d)(?<!\d[.,]){NUMBER}\s*,?\s*{POSTCODE}"),
)
# What streets are called. In small letters only the endings that are hardly ever anything else.
ENDING = (
    "straat|laan|weg|plein|gracht|kade|singel|dijk|dreef|hof|pad|steeg|plantsoen|park|ring|markt"
    "|wal|boulevard"
    "|str|erf|akker|veld|horst|kamp|meent|oord|burg|zoom|brink|waard|donk|baan|hoven|gaarde|ln"
)
LOWER_ENDING = "straat|laan|plein|gracht|plantsoen|steeg|dreef|singel"
NO_STREET = (
    r"(?:onder|van|heen|terug|om|snel|spoor|half|vaar|water|wandel|uit|aan|in|af|leer|zorg"
    r"|stappen|groei|ontwikkelings"
    r"|carri[eè]re|mid|weder|leef|rijks|werk|speel|markt|start|hulp|wel|fiets|voet|kern|werkings"
    r"|arbeids|jaar|zwem|kinder"
    r"|vervolg|keten|loop|traject)"
    r"(?:weg|pad|park|veld|baan|markt|plein|straat|hof|ring|kamp|wal|oord)|vakantiepark|camping"
    r"|netwerk"
)
# After the number something is counted, so the word before it is no street.
COUNTED = (
    r"(?!\s?(?:x|keer|maal|uur|uren|dagen?|minuten|min|jaar|jarige?|jr|maanden?|mnd|weken|week"
    r"|kinderen|kind|personen|mensen|km"
    r"|kilometer|meter|%|procent|euro|sessies|gesprekken|plekken|bedden|gezinnen|procent|augustus"
    r"|september|oktober|november"
    r"|december|januari|februari|maart|april|mei|juni|juli)\b)(?!\s?[%€])(?![\d.,/:]\d)(?!\d)"
)
STREET = re.compile(
    rf"(?<![\w-])(?:(?:[A-Z][\w'’.-]{{0,25}}+|van|de|der|den|het|'t|ter"
    rf"|ten)\s){{0,4}}(?!(?i:{NO_STREET})\b)(?P<word>[A-Z][\w'’-]{{1,30}}?(?:{ENDING})"
    rf"|(?<=[a-z]\s)(?:Plein|Laan|Weg|Kade|Gracht|Dijk|Hof|Brink|Singel|Straat|Dreef)"
    rf"|Plein\s\d{{4}})\.?,?\s"
    rf"(?:nr\.?\s|nummer\s|huisnummer\s)?{NUMBER}(?![\dA-Za-z]){COUNTED}"
)
SMALL_STREET = re.compile(
    rf"(?<![\w-])(?!(?:{NO_STREET})\b)[a-z'’-]{{3,30}}?(?:{LOWER_ENDING}"
    rf"|[a-z]{{4,}}weg)\s(?:nr\.?\s|nummer\s)?{NUMBER}"
    rf"(?![\dA-Za-z]){COUNTED}"
)
# Laan van Meerdervoort 12, Singel 250.
STREET_OF = re.compile(
    rf"(?<![\w-])(?:Laan|Weg|Plein|Kade|Gracht|Dijk|Straat|Singel)\s(?:(?:van|naar|aan|op|over)\s"
    rf"(?:de\s|het\s|den\s|der\s)?[A-Z][\w'’-]{{1,25}}+\s)?(?!\d{{4}}\b){NUMBER}(?![\dA-Za-z]){COUNTED}"
    rf"|(?<![\w-])Laan\svan\s(?:de\s|het\s)?[A-Z][\w'’-]{{1,25}}+\s\d{{1,4}}\b{COUNTED}"
)
LIVES = re.compile(
    r"(?i:\b(?:woont|wonen|woonde|wonend|woonachtig|verblijft|adres|huisadres|thuisadres|verhuisd"
    r" naar|woonadres)\b)"
    r"(?:\s|:|,)+(?:(?:is|op|aan|in|nu|momenteel|de|het|van|moeder|vader)\s){0,4}"
    rf"(?P<address>(?:(?:[A-Z']|[a-z]{{1,15}}\s(?=[A-Z]))[\w'’.-]{{0,25}}+\s)"
    rf"{{1,4}}{NUMBER})(?![\dA-Za-z]){COUNTED}"
)
ADDRESS_WORDS = ("een adres in deze regio",)


def addresses(text: str) -> Iterator[Finding]:
    """A house number after the postcode, or else before it; or a street with its number."""
    for pattern in (*ADDRESSES, STREET, STREET_OF, SMALL_STREET):
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), Kind.ADDRESS, coarser=ADDRESS_WORDS)
    for match in LIVES.finditer(text):
        yield Finding(*match.span("address"), Kind.ADDRESS, coarser=ADDRESS_WORDS)


SCHOOL = (
    "basisschool|school|kinderdagverblijf|kdv|kinderopvang|peuterspeelzaal|peutergroep|bso"
    "|cr[eè]che|lyceum|college"
    "|obs|cbs|kbs|rkbs|pcbs|sbo|vso|praktijkschool|middelbare school|mavo|gymnasium"
)
CLUB = (
    "voetbalclub|voetbalvereniging|vv|sportclub|sportvereniging|hockeyclub|turnvereniging"
    "|turnclub|korfbalvereniging"
    "|tennisclub|tennisvereniging|zwemclub|zwemvereniging|judoclub|judoschool|sportschool"
    "|gymvereniging|scouting|manege"
    "|dansschool|muziekschool|kickboksschool|korfbalclub|handbalvereniging|atletiekvereniging"
    "|boksschool"
)
NAMED = (
    r"(?P<name>(?:(?:[Dd]e|[Hh]et|'[tn]|St\.?|Sint)\s){0,2}"
    r"[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+){0,2})"
)
QUOTED = r"[\"'“‘„]?"
IN_ARTICLE = re.compile(rf"\b(?P<what>(?i:{SCHOOL}|{CLUB}))\s{QUOTED}{NAMED}")
NO_NAMES = re.compile(
    r"(?:Plus|Jeugd|Jeugdzorg|Zorg|Veilig|Online|MDA|EMDR|HBO|WO|MBO|VO|PO|Wmo|Wlz|Zvw|Nederland"
    r"|Amsterdam|Rotterdam|Utrecht|Haarlem"
    r"|Den|Noord|Zuid|Oost|West|Inspectie|Sociale|Rechten|Ouder|Ouders|CJG|ZAT|IB|GGD|GGZ|BV)\b"
)
ENDS_IN_SCHOOL = re.compile(
    r"(?<![\w-])(?!\w*hogeschool)[A-Z][\w'’-]{3,}(?:school|college|lyceum|kleuters)(?![\w-])"
)
KINDS_OF_SCHOOL = re.compile(
    r"(?i:basis|hoge|muziek|sport|dans|brede|vrije|dalton|montessori|jenaplan|praktijk|school"
    r"|speciale|internationale|taal|rij"
    r"|zomer|weekend|hoog|voor|middelbare|kook|boks|judo|ballet|team|mbo|roc|lande?lijke|rechter"
    r"|opleidings|bedrijfs|avond|leer)"
    r"(?:school|college|lyceum)"
)


def places_of_the_day(text: str) -> Iterator[Finding]:
    """A school, a day nursery or a club by name; the sector would do."""
    for match in IN_ARTICLE.finditer(text):
        if not NO_NAMES.match(match["name"]):
            what = match["what"].lower()
            yield Finding(*match.span("name"), Kind.PLACE_OF_DAY, coarser=("",) if what else ())
    for match in ENDS_IN_SCHOOL.finditer(text):
        if not KINDS_OF_SCHOOL.fullmatch(match[0]):
            yield Finding(*match.span(), Kind.PLACE_OF_DAY, coarser=("een school",))
