"""The words beside a name that say whether it is a person's."""

import re
from functools import lru_cache
from pathlib import Path

PERSON = ("de cliënt",)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words(
    "mevrouw mevr mw mvr mej mejuffrouw meneer mijnheer dhr heer fam familie gezin juf juffrouw"
    " meester"
    " oma opa tante oom mama papa oudtante broeder zuster pastoor imam dominee huisarts wijkagent"
    " mentor gezinsvoogd"
    " voogd jeugdbeschermer mrs mr ms miss buurvrouw buurman peetoom pleegmoeder pleegvader oppas"
    " buur"
)
NO_FAMILY = _words(
    "centraal netwerk beraad groepsplan support zorg aan bod en therapie eerst netwerkberaad"
    " opvang huis hulp kern first"
    " in de van stichting begeleiding systeem systeemtherapie interventie team ggz jeugd online"
    " plus de-escalatie"
)
RELATIONS = _words(
    "zoon zoontje dochter dochtertje kind kindje kinderen jongen jongetje meisje baby peuter"
    " kleuter puber tiener tweeling"
    " broer broertje broers zus zusje zussen moeder vader ouder ouders stiefvader stiefmoeder"
    " pleegkind pleegdochter pleegzoon"
    " client cliente clienten patient patiente man vrouw ex ex-man ex-partner partner vriend"
    " vriendin verloofde echtgenoot"
    " echtgenote nichtje neefje nicht neef kleinkind kleinzoon kleindochter slachtoffer pleger"
    " bewoner bewoonster mama papa mam"
    " pap dader verdachte leerling zwager schoonmoeder schoonvader schoonzus jongste oudste"
    " middelste stiefzoon stiefdochter"
    " halfbroer halfzus vriendje vriendinnetje buurjongen buurmeisje zonen zonen dochters zoontjes"
)
ONE_PERSON = _words(
    "zoon zoontje dochter dochtertje kindje jongetje baby broer broertje zus zusje client cliente"
    " patient patiente ex partner"
    " vriend vriendin verloofde echtgenoot echtgenote nichtje neefje nicht neef kleinzoon"
    " kleindochter stiefvader stiefmoeder"
    " pleegkind pleegdochter pleegzoon moeder vader meisje bewoonster bewoner jongste oudste"
    " stiefzoon stiefdochter halfbroer"
    " halfzus zwager schoonmoeder schoonvader schoonzus leerling tweeling dochters zonen jongen"
    " peuter kleuter"
)
WHERE = _words("in te omgeving rondom")
TWO_IN_ONE = _words("Moeder Vader Ouder Kind")  # "Moeder Kind Huis"
STREET = re.compile(r".(?:straat|laan|weg|plein|school|huis|gracht|kade|project|methode)$")
AGE_WORDS = _words("jaar jr jarige maanden mnd van en is")
INFIXES = _words(
    "van de der den het ter ten te el al ben bin la le da do dos di von op in 't von ait bou abu"
    " ould"
)
ARTICLES = _words("het een dit deze geen elk elke ieder iedere welke")
# What follows is called so, and is no person.
THINGS_BEFORE = _words(
    "stichting sint st methode methodiek training cursus project programma locatie team huis"
    " opvang organisatie instelling groep"
    " app tool spel boek film serie lijst school kliniek ziekenhuis gebouw straat wijk regio"
    " gemeente dorp stad provincie bureau"
    " merk prins prinses koning koningin praktijk academie instituut centrum vereniging"
    " vragenlijst model test protocol module"
    " basisschool college lyceum kinderziekenhuis zorginstelling woonvoorziening afdeling unit"
    " label interventie werkwijze"
    " podcast documentaire platform site website hotel cafe restaurant supermarkt zorggroep"
    " jeugdzorg boerderij zorgboerderij"
    " leefgroep gezinshuis bij-huis hogeschool universiteit wet motie commissie campagne actie"
    " fonds congres studio theater"
    " inloophuis buurthuis wijkcentrum koers code kamer zaal"
)
THINGS_AFTER = _words(
    "kinderziekenhuis ziekenhuis stichting huis foundation school college instituut centrum fonds"
    " groep jeugdzorg zorg zorggroep"
    " kliniek kliniekn ggz jeugdhulp hoeve hof opvang academie academy training methode methodiek"
    " therapie model vragenlijst test"
    " schaal lijst techniek project programma straat laan weg plein park advies begeleiding"
    " praktijk coaching consultancy lyceum"
    " kannerhuis schippersinternaat protocol interventie museum theater prijs universiteit"
    " university hospital gasthuis"
    " medisch familiezorg welzijn thuiszorg jeugd team zorgboerderij expertisecentrum"
    " vrouwenopvang stg bv vof alert kerk"
)
MADE = _words(
    "model theorie methode methodiek werk visie boek gedachtegoed fasemodel fasenmodel training"
    " opleiding cursus lezing boeken"
    " artikel onderzoek stappenplan werkwijze principes ideeen denken podcast masterclass"
    " supervisie opgeleid gevolgd geschoold"
    " hechtingstheorie therapie lesboek workshop webinar protocol concept benadering techniek"
    " werken"
)
OBJECT = re.compile(
    r"\b(?:methode|methodiek|training|cursus|project|programma|organisatie|stichting|locatie|team"
    r"|instelling|app|tool|spel|boek|film|school|model"
    r"|vragenlijst|lijst|regio|gemeente|wijk|straat|platform|site|website|opvang|huis|groep"
    r"|interventie|werkwijze|module|protocol"
    r"|praktijk|bedrijf|opleiding|therapie|vorm|dienst|loket|afdeling|bestand|domein|merk|aanpak"
    r"|plan|ronde|netwerk|initiatief|werkvorm"
    r"|product|dat|dit|wat|hoe|hier|aanbod|behandeling|bijeenkomst|samenwerking|functie|rol|fase"
    r"|medicijn|stoornis|diagnose|traject|document"
    r"|hulpmiddel|instrument|overleg|gebied|register|vereniging|kliniek)(?:en|s|je|jes)?\b",
    re.IGNORECASE,
)
PERSON_WORD = re.compile(
    r"\b(?:zoon(?:tje)?|zonen|dochter(?:tje|s)?|kind(?:eren|je)?|jongen|jongetje|meisje|baby"
    r"|peuter|kleuter|broer(?:tje)?|zus(?:je)?|moeder|vader"
    r"|ouder|cli[eë]nt(?:e)?|pati[eë]nt(?:e)?|man|vrouw|ex(?:-\w+)?|partner|vriend(?:in)?|hij|zij"
    r"|ze|ik|wie|haar|hem|pleger|slachtoffer"
    r"|tweeling|tante|oom|oma|opa|mevrouw|meneer|stief\w+|pleeg\w+|nicht(?:je)?|neef(?:je)?"
    r"|jongste|oudste|bewoonster|puber|tiener)\b",
    re.IGNORECASE,
)
NO_NAMES = _words(
    "onbekend bekend niet geen geheim anoniem nog ons bij ik wij de het een en of dat die dit"
    " deze hier daar wel leeg gewijzigd"
    " veranderd vertrouwelijk n.v.t nvt zie nader verborgen afgeschermd alleen te weggelaten weg"
    " verplicht nodig in van ingevuld"
    " gelijk fictief gefingeerd verzonnen zo vrij optioneel belangrijk niemand uniek vervangen"
    " maar voor met"
)
# Words that begin a sentence, or have a capital, and are no name.
OTHER_WORDS = _words(
    "de het een en of maar want dus als dan toen wij we ik u jij je hij zij ze haar zijn hun ons"
    " onze mijn uw er hier daar nu ook"
    " nog al wel niet geen veel minder alle alles iets iemand niemand ieder elke sommige bij van"
    " voor met naar op in uit aan"
    " over onder door tot tijdens na sinds vanaf volgens zonder tegen om te is was heeft had"
    " wordt werd kan kon wil wilde moet moest"
    " mag zal zou gaat komt krijgt zoekt vraagt woont verblijft spreekt werkt staat zit hebben"
    " worden kunnen willen moeten gaan komen"
    " emdr cgt jeugdwet wmo wlz zvw ggz ggd mda vt veilig thuis ots ptss kopp kvo lvb ass adhd"
    " mdo poh avg bsn dsm tf-cbt net"
    " januari februari maart april mei juni juli augustus september oktober november december"
    " maandag dinsdag woensdag donderdag"
    " vrijdag zaterdag zondag nederland nederlands duits engels frans spaans turks arabisch pools"
    " oekraiens tigrinya dari farsi"
    " pasjtoe berbers tamazight somalisch koerdisch papiaments portugees russisch bulgaars"
    " roemeens hongaars chinees mandarijn"
    " vietnamees hindi urdu punjabi sranan tongo marokkaans syrisch eritrees somali italiaans"
    " grieks servisch kroatisch bosnisch"
    " albanees amharisch swahili lingala tamil thai indonesisch maleis gebarentaal engelstalig"
    " syrie marokko turkije polen"
    " oekraine eritrea afghanistan irak iran somalie suriname curacao aruba ghana duitsland"
    " belgie amsterdam rotterdam utrecht"
    " haarlem jeugdzorg jeugdhulp jeugdbescherming raad kinderbescherming politie halt"
    " slachtofferhulp reclassering wijkteam"
    " vrouwenopvang blijfhuis opvang maatschappelijk casemanager aandachtsfunctionaris"
    " verbindingsofficier meldcode intervisie"
    " behandelaar behandeling diagnostiek traumabehandeling onderzoek begeleiding hulpverlening"
    " therapie zorg huis huiselijk geweld"
    " kindermishandeling mishandeling eergerelateerd complexe scheiding systeemtherapie"
    " speltherapie vaktherapie theraplay sherborne"
    " marte meo triple horizon graag vraag hulpvraag wens doel reden achtergrond situatie"
    " aanmelding leeftijd start beschikbaar"
    " online islam islamitisch christelijk joods katholiek hindoe pasen kerst ramadan suikerfeest"
    " corona covid facebook whatsapp"
    " instagram tiktok snapchat teams zoom traject module protocol fase groep sessie sessies uur"
    " dag week maand jaar eerste tweede"
    " derde laatste beide samen allebei eventueel liefst bijvoorbeeld mogelijk momenteel"
    " inmiddels sindsdien daarna daarom hierna"
    " oudste jongste moeder vader kind kinderen zoon dochter ouders gezin familie stichting"
    " psychiater psycholoog orthopedagoog"
    " gz-psycholoog huisarts poli kamer team signs safety toedekken basis trainingen centrum"
    " koffie mentaal mytylschool tyltylschool"
    " europa afrika aziatisch noord zuid oost west regio gemeente rijk stap stappen crisis"
    " vluchteling vluchtelingen statushouder"
    " roma sinti asielzoeker azc coa ind cjib cizp svb uwv duo belastingdienst kadera fier moviera"
)
LANGUAGE = re.compile(
    r"(?:sch|sche|aans|aanse|ees|ese|ools|oolse|eens|eense|ens|ense|iens|iense|rits|ritse|uws|uwse|iers"
    r"|stalig|stalige|talig|talige|iaans|iaanse|isch|ische|zorg|hulp|huis|therapie|team)$"
)
# What a person does, straight after the name.
DOES = _words(
    "woont slaapt vertelt huilt durft speelt plast schreeuwt slaat "
    " vlucht vluchtte logeert zwijgt liegt vertelde"
    " sliep woonde droomt schrikt sloeg dreigt bedreigt bedreigde mishandelt mishandelde"
    " stalkt appt app't gilt klampt verstijft beweegt gedraagt vecht dissocieert automutileert"
)
IS = _words(
    "vraagt zegt wil gaat komt krijgt zit ziet belt spreekt voelt mist praat blijft loopt"
    " is was wordt werd kan kon moet mag zal zou en heeft had"
)
DOES_SURELY = _words(
    "woont slaapt vertelt huilt durft plast logeert zwijgt droomt schrikt vluchtte sloeg dreigt"
    " bedreigt bedreigde mishandelt"
    " mishandelde stalkt gilt verstijft dissocieert woonde sliep vertelde heeft is zegt wil gaat"
    " zit krijgt was"
)
DATA = Path(__file__).parent / "data"


@lru_cache(maxsize=1)
def _phrases() -> dict[str, tuple[str, ...]]:
    """By each of their words."""
    lines = (DATA / "named_after.txt").read_text(encoding="utf-8").splitlines()
    phrases = [line for line in lines if not line.startswith("#")]
    words = {word for phrase in phrases for word in phrase.split()}
    return {word: tuple(each for each in phrases if word in each.split()) for word in words}


def phrases_with(word: str) -> tuple[str, ...]:
    """What bears a name with this word in it, and is no person."""
    return _phrases().get(word, ())


def last(pattern: re.Pattern[str], text: str) -> int:
    """Where the pattern stands last; -1 if nowhere."""
    return max((match.end() for match in pattern.finditer(text)), default=-1)
