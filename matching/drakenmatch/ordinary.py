"""Everyday Dutch: words that carry no meaning here, and words that are never a slip of the pen.

`FILLERS` are skipped. `ORDINARY` words are left to the reader, but they are correct as they stand:
"hallo" is not a village with a typing error, and "net" is only NET in capitals.
"""

# "en" is not among them: it stands inside labels.
_FILLERS = (
    "a aan af al als an and beginnen ben bij bijvoorbeeld dan dat de deze die dit door een er for "
    "gezocht graag haar had heb hebben heeft hem het hij hulp hun ik in is jaar jarige kan km "
    "kunnen leeftijd leeftijden liefst liever maar me mee met mijn na naar near nodig nog of om "
    "omgeving onze ook op over per regio samen snel speaks spreekt spreken sprekend sprekende "
    "start starten te the to tot tussen uit van vanaf voor waar wat we wel who wie wij wil "
    "willen with word wordt ze zij zijn zo zoek zoeken zoekt"
)
FILLERS = frozenset(_FILLERS.split())

_ORDINARY = """
aanbod aanbieden aanbieding aandacht aangeven aangepast aangezien aankomen aankomende aanleiding
aanmelden aanmelding aanpak aanpassen aanrader aanraken aansluiten aansluiting aantal aantrekkelijk
aanvaarden aanvraag aanvragen aanvulling aanwezig aanzien aarde aardig absoluut achter achtergrond
achterin actie actief adem adres advocaat afdeling afgelopen afgesloten afgesproken afhankelijk
afloop afmaken afscheid afspraak afspraken afstand afval akkoord alarm alleen allebei alleenstaand
alleenstaande allemaal allen alles alsjeblieft altijd ambulance ander andere anderen anders
antwoord antwoorden apart apotheek appel arbeid arm armen auto avond baan baas bakken balie bang
bank bankje bedankt bedoeld bedoelen bedoeling bedrag bedreigd bedrijf been beest begaan begin
begon begonnen begrijp begrijpen begrip beide beiden bekend bekende bekijken belang belangrijk
belangrijke belasting bellen beloven beneden benodigd bent bepaald bepaalde bereid bereik bereikbaar
bereiken berg bergen bericht beroep beschikbaar beschikbare beschikking beschrijven besef besloten
besluit besluiten bespreken best bestaan bestaande bestand beste bestel bestellen betaald betalen
betaling beter betere betekenis betekent betreft betrokken betrokkene betrokkenen betrouwbaar
beurs beurt bewaren beweging bewijs bewonen bewoner bewust bezet bezig bezoek bezoeken bezwaar
bieden bijna bijvoorkeur bijzonder bijzondere binnen binnenkort blauw blauwe blad blij blijf blijft
blijkt blijven bloed bloem bloemen boek boeken boer boodschap boodschappen boom boot boos boven
brand brandweer breed breken brengen brief bril broek broer broers brood brug bruin bruine brusjes
buiten buren bureau buurt buurten buurvrouw bus cadeau cake casus centraal centrum cijfer cijfers
cirkel client clienten collega college computer concreet conflict contact contacten contract
controle cursus daar daarbij daarna daarnaast daarom daarvoor dacht dag dagelijks dagen dak dame
dames dank dankbaar dankzij dansen data deed deel deelnemen delen denk denken denkt derde dergelijk
deur dicht dichtbij dienst diensten diep dier dieren dikwijls ding dingen dinsdag direct directe
dochtertje doel doelgroep doen doet dom donker donderdag dood door doorgaan doorverwezen doos dorp
dorst draad draagt draaien dragen drie drinken droog druk drukte duidelijk duren durft durven duur
duurt dus duwen echt echte echter eens eerder eerst eerste eeuw effect eigen eigenaar eigenlijk
eiland einde eind eindelijk elk elkaar elke enige enkel enkele ergens erg ernstig ernstige ervan
ervaren ervaring eten etmaal even eventueel eventuele extra familie fase februari feest feit fiets
fietsen fijn fijne film flink fles foto fout fouten fris functie gaan gaat gang gast gaten gebeld
gebeurd gebeuren gebeurt gebied geboorte geboren gebouw gebracht gebruik gebruiken gebruikt gedaan
gedachte gedacht gedrag gedurende geduld geeft geel gegaan gegeven gegevens gehad geheel geheim
gehoord gehouden gekend gekomen gekozen gekregen geld geldt geleden geleerd gelegen geleverd gelijk
geloof geloven geluid geluk gelukkig gelukt gemaakt gemakkelijk gemeente gemeenten gemeld gemiddeld
genoeg genoemd genomen geopend gepast geplaatst gepland geraakt gereed geregeld geschikt geschikte
geschiedenis gesprek gesprekken gestart gesteld gestopt gesteund getal getrouwd gevaar gevaarlijk
geval gevallen geven gevoel gevoelens gevoelig gevolg gevolgd gevonden gevraagd geweest geweldig
gewenst gewerkt gewond gewonden gewoon gewone gezamenlijk gezegd gezellig gezet gezicht gezien
gezond gezondheid ging gisteren glas gingen goed goede goedemiddag goedemorgen goederen goedkoop
graden gratis grens grijs groei groeien groen groene groet groeten grond groot grote haal haalbaar
haast hadden halen half hallo hals hand handen handig hangen hard haren hart haven heb hebt heel
heeft heen heer heerlijk heet heide heilig hele helemaal helder helft help helpen helpt hemel
herfst herhalen herkennen herinnering herstel hetzelfde heten hield hier hierbij hierdoor hiermee
hierna hierover hiervoor hobby hoe hoeft hoek hoeveel hoeven hoewel hoezo hoge hoi hond honden
honderd honger hoofd hoog hoop hoopt hopelijk hopen horen hoort hotel houd houden houdt hout houten
huid huidig huidige huilen huilt huis huizen huisarts huiswerk idee ideeen iedere iedereen ieder
iemand iets ijs inclusief indien informatie inhoud inkomen inschrijven instelling instellingen
inzet inzetten jaar jammer januari jaren jarenlang jas jeugd jezelf jonge jongste juist juli juni
kaart kaas kamer kamers kamp kant kantoor kapot kast kat katten keer kennen kent kerk kerst keuken
keuze kies kiezen kijk kijken kijkt klaar klacht klas klein kleine kleding kleren klik klim klok
klopt knie knoop koel koffie koken komen komend komende komt koning konden koop kopen koppen korte
kort kosten koud koude kracht krant krijg krijgen krijgt kruis kunst kwaad kwalijk kwam kwamen
kwart kwartier laag laat laatst laatste lach lachen laden lage lamp land landelijk lang lange
langer langs langzaam lastig later laten leef leeftijd leeftijden leeg leer leerkracht leerling
leert leest leeuw leiding lekker lente leren les lessen letten letter leuk leuke leven lezen
licht lid liefde lief lieve liever liggen ligt lijk lijken lijkt lijn lijst linker links lokaal
loon loop loopt lopen lopend los losse luchten lucht luisteren lukt lunch maak maakt maaltijd maand
maanden maandag maar maart mag magen makkelijk maken makkelijke man manier markt materiaal medium
meedenkt meedoen meer meerdere meest meestal meeste melden melding melk men meneer mening mens
mensen merk merken merkt met meter meteen mevrouw midden middag middel middelen mij mijn miljoen
min minder minimaal minuten minuut mis misschien missen moe moeilijk moeilijke moeite moest moet
moeten mogelijk mogelijke mogelijkheden mogelijkheid mogen moment momenteel mond mooi mooie moord
morgen motor muis muur muziek naam naast nacht nachten nadat nadenken nader namelijk namen namens
nat natuur natuurlijk neef neemt negen nemen nergens net netjes neus niemand nieuw nieuwe niets
nieuws nicht niveau noemen noemt nogal nood noord noorden nooit normaal normale november nummer
ochtend oefenen oefening oktober oma omdat omgaan omgang omstandigheden onder ondertussen onderwerp
onderzoek onderzoeken ongeveer onlangs ons ontmoeten ontstaan ontvangen ontwikkeling onze oog ogen
ooit oom oor oost oosten opa open openen opgelost opgenomen opgeven opgroeien opgroeiend oplossen
oplossing opmerking opname opnemen opnieuw oppas opstaan optie opvallen opvoeden opvoeding orde
organisatie organisaties oud oude oudste ouderlijk ouderwets over overal overdag overdragen
overige overigens overleg overleden overleven overmorgen overnemen overstap paar paard paarden
pagina pakken papa papier park parkeren parkeerplaats partij pas passen passend passende past
patient patienten pauze periode personeel persoon personen persoonlijk persoonlijke pijn plaats
plaatsen plan plannen plant planten plein plek plekken plezier ploeg plotseling poging politiek
pond poort post postcode praat praktijk praktijken praten precies prettig prettige prijs prima
probeer proberen problemen probleem proces product programma project punt punten putten raad raam
raar raken reactie reageren recent recht rechten rechter rechts rechtbank reden redelijk reeds
regel regelen regelmatig regels regen regering reis reizen rekening rekenen respect rest resultaat
richten richting riep rijden rijk rijst ring rok rol rond rondom rood rode roepen rug ruim ruimte
ruimtes rust rustig rustige ruzie salaris samenleven samenwerken schaap schade schelen
scherm schip schoen schoenen school schoon schouder schrijven schuld september serie servies sfeer
simpel sinds situatie slaan slaap slaapt slapen slecht slechte slechts sleutel slim slot sluis
sluit sluiten smaak smal sneeuw snel snelle snelheid sociaal soms soort soorten speciaal speciale
speel speelt spel spelen spelletje spijt sport sportief sporten spreek spreker spring staan staat
stad stap stappen start stem stemmen sterk sterke steun steunen stil stilte stoel stof stond stop
stopt stoppen straat straks straf strand streek strikt stuk stuks stuur sturen succes taak taal
tafel tante taken tas tasje taxi team tegelijk tegen tegenover telefoon telkens temperatuur tenzij
termijn terug terwijl thee thema thuis tien tijd tijdelijk tijdelijke tijdens tijdig toch
toe toekomst toen toename toestemming toezicht tong totaal totdat toon trein trek trekken trap
treden tuin tussen twaalf twee tweede twijfel typ uit uitdaging uiteen uiteindelijk uiteraard
uiterlijk uitgaan uitleg uitleggen uitnodigen uitnodiging uitstellen uitzoeken uren uur vaak vaders
vakantie vallen valt vandaag vandaan vanavond vanmorgen vanuit vanwege vast vaste veel veertig
veilig veilige veiligheid veld verandering veranderen verband verbergen verbinden verblijf verder
verdere verdienen verdriet vergadering vergeet vergelijken vergeten verhaal verhalen verhuisd
verhuizen verhuizing verjaardag verkeer verkeerd verkopen verlaten verleden verlenen verliefd
verloop verloren vermoeden vermoedelijk verplicht verschil verschillende verschillen verslag
verstaan verstand vertel vertellen vertelt vertrek vertrekken vertrouwd vertrouwde vertrouwen
vervelend verven vervoer vervolg vervolgens verwacht verwachten verwachting verwijzer verwijzing
verzekering verzorgen verzoek via vier vieren vijf vinden vind vindt vinger vis vlak vlees vliegen
vloer voedsel voelen voelt voet voeten vogel vol volgen volgend volgende volgens volledig volledige
volwassen vond voor vooral vooraf voorbeeld voorbij voorkeur voorkomen voorlopig vorig vorige vorm
vraag vraagt vragen vrede vreemd vriend vriendelijk vriendelijke vrienden vriendin vrij vrijdag
vrije vrijwilliger vroeg vroeger vrolijk vrouwelijk vrouwelijke vuur waarbij waarde waardevol
waarom waarschijnlijk waarschuwen waarvan waarvoor wacht wachten wachtlijst wachtlijsten wachttijd
wachtkamer wagen wakker wanneer want warm warme wassen water week weer weet weg wegen wegens weinig
weken wekelijks wekelijkse welk welke welkom wens wensen wereld werk werken werkdag werker werkt
west westen weten wezen wij wijk wijze wind winkel winter wist wit witte woensdag woest wonen woon
woont woning woningen woord woorden worden worst worsten wou zaak zacht zag zak zaken zal zand zat
zaterdag zee zeer zeggen zegt zeker zekere zelf zelfde zelfs zes zesde zet zetten zeven ziek zieke
ziekte zien ziet zin zingen zit zitten zoals zodat zodra zogenaamd zolang zomer zon zondag zonder
zoiets zorg zorgen zou zouden zout zuid zuiden zullen zus zusje zusters zwaar zware zwart zwarte
zwemmen bent gaf gaven geef iedere jou jouw kom kon laatste liet lieten maakte maakten moesten
mocht nam namen onszelf raakte riepen sprak spraken stelt stelde toont vroeg waren was werd werden
weten wilde wilden wilt zaten zei zeiden zocht zochten zullen gaande lijdt lijden leed geleid
beginnend startend startende passende geschoold specialist specialisme kennis kundig kundige
mannelijk mannelijke ouderavond thuisfront binnenstad verwezen verwijzen doorverwijzing intake
tarief tarieven vergoed vergoeding vergoeden wachten wachtend verblijft verbleven opgevangen
ondersteunen ondersteuning ondersteunt begeleiden begeleiding begeleider begeleiders begeleidt
behandelen behandeld behandelt behandeling behandelingen hulpverlening hulpvraag zorgvraag
traject trajecten beloop sessie sessies gezinsleden gezinslid ouderlijke samenwerking
eer stel drama verlies relatie systeem koppelen dichter
leger legers peter frank opleiding opleiden vaker verklaring verklaard bomen medewerker medewerkers
gevestigd gevestigde relatief trouwen trouw trouwt trouwe paleis houding verliest verliet verliep
roman romans voorzichtig zanger trainen omvang bestemming verlichting schoot herman plegen pleegt
gepleegd daden order orders versie versies stalen schudden health staken staking uitrusting
document overdracht queen trailer achterlaten modder beheerd beheert beheerst associatie frits
onderschat uitsluiting acceptatie geaccepteerd handeling policy koepel hoede poeder opleider triple
gestaakt psychiatrie psychiatrische zwager ingreep instemming schelden uitschelden conversatie
stallen meditatie langst langste echtscheiding scheiding scheiden gescheiden patent houder houders
sensoren aanrijding aanraking aangeraakt handelaren loyaal tienen schooltijd kouder residentie
drums friet tehuis schoof cluster enkels ouden pannen vangst vouwen bannen steam gewin repressie
bokaal uitputting uitgeput moederschap vaderschap manden hinderen krans aders brouwen chemotherapie
minderen kader kaders huiswaarts koppelt schilden worde huisvesten opgang dadels kinderwens
agressief behandelgroep greep griep troep groef sober thans therapie beeld beelden lichaam cultuur
stand standaard status schrijf schrijft levens bodem storm special design platform zelfstandig
zelfstandige individu integratie regie vroege vroegere
stalling wonde onderwijl verzorgd verzorgt verzorgde verzorgden afstemming kannen opvangt
volwassener interpreteert loopafstand automatiseren regressief gevlucht mutisme pesten gepest
positie bevestigd teams wandeling verplichting leerkrachten verlenging verbeteringen verbetering
kleinkinderen kleinkind overweging problematiek interventie verlaging verslaggeving assessment
consulent overnachting overgeleverd specialiteit volwassenheid kleintjes crises verkocht verdacht
verborgen schuldig overleed overleefde woonde werkte vlucht vluchten gevecht bedreigt bedreiging
beschermd vermist verstoord vastgehouden opgesloten oekraine rusland polen turkije marokko syrie
eritrea somalie afghanistan irak iran indonesie italie bulgarije roemenie hongarije albanie bosnie
servie kroatie portugal spanje frankrijk duitsland engeland china vietnam suriname ethiopie
nederland nederlander nederlanders oekrainers bosnier maleisie arabie
leek leken leden leider gasten dienen handel deuren steen velen waarden lossen leerde helden graven
opende sloten velden duiken monster verre keert keerde tassen bommen schapen schamen schijf klimmen
wateren reist lampen weegt duinen remmen dieven kappen emmer rassen longen voerden druiven jassen
kluis leidden schaken buizen lasten bladen kasten rampen roest schaden
january february march april may june july august october december people house please thanks
about after before child children family mother father looking someone weeks months years urgent
"""
ORDINARY = frozenset(_ORDINARY.split()) | FILLERS
