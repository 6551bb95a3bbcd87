"""What practitioners of one trade have in common: methods, ages, places, how they are paid."""

from dataclasses import dataclass

Choices = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Craft:
    """`core` has everybody of this trade, `more` some; of the rest one choice is taken."""

    share: int
    professions: tuple[Choices, ...]
    core: Choices
    more: Choices
    ages: tuple[tuple[tuple[int, int], ...], ...]
    settings: Choices
    funding: Choices
    about: Choices


CRAFTS = (
    Craft(
        share=22,
        professions=(
            ("kj-psycholoog-nip", "emdr-practitioner"),
            ("gz-psycholoog", "emdr-practitioner"),
            ("orthopedagoog-generalist",),
            ("gz-psycholoog", "postmaster-skj"),
        ),
        core=("emdr-kj", "ptss"),
        more=(
            "tf-cgt",
            "writejunior",
            "kind-getuige",
            "huiselijk-geweld",
            "vroegkinderlijk-trauma",
            "kidnet",
            "psycho-educatie",
            "traumatische-rouw",
            "cries-13",
            "slapende-honden",
            "partnergeweld",
        ),
        ages=(((4, 17),), ((6, 18),), ((4, 12),), ((8, 21),)),
        settings=("individueel", "ouder-kind", "jeugd-ggz", "op-locatie-opvang", "met-tolk"),
        funding=("jeugdwet",),
        about=(
            "Ik werk met kinderen die thuis geweld zagen of meemaakten.",
            "Eerst rust en uitleg, dan verwerken. Ouders doen mee.",
            "Ik kom graag naar de opvang toe.",
        ),
    ),
    Craft(
        share=14,
        professions=(("imh-specialist",), ("orthopedagoog-generalist", "imh-specialist")),
        core=("imh", "hechtingsproblematiek"),
        more=(
            "nika",
            "vipp-sd",
            "mbt-k",
            "basic-trust",
            "gedesorganiseerde-hechting",
            "vht",
            "vroegkinderlijk-trauma",
            "verwaarlozing",
            "cos",
        ),
        ages=(((0, 5),), ((0, 7),), ((0, 4), (18, 45))),
        settings=("ouder-kind", "aan-huis", "jeugdhulp", "op-locatie-opvang"),
        funding=("jeugdwet",),
        about=(
            "Baby, peuter en ouder samen: daar ligt mijn hart.",
            "Ik kijk naar wat er al goed gaat tussen ouder en kind.",
        ),
    ),
    Craft(
        share=9,
        professions=(("speltherapeut",), ("vaktherapeut", "speltherapeut")),
        core=("speltherapie",),
        more=("theraplay", "sherborne", "hechtingsproblematiek", "kind-getuige", "trauma", "fdt"),
        ages=(((3, 12),), ((4, 10),)),
        settings=("individueel", "ouder-kind", "vrijgevestigd", "onderwijs"),
        funding=("jeugdwet", "particulier"),
        about=("Spelen is de taal van jonge kinderen.",),
    ),
    Craft(
        share=14,
        professions=(("gz-psycholoog",), ("gz-psycholoog", "cgt-therapeut")),
        core=("emdr", "ptss"),
        more=(
            "imaginaire-exposure",
            "net",
            "cgt",
            "bepp",
            "partnergeweld",
            "angst-depressie",
            "pcl-5",
            "traumatische-rouw",
            "vrouwen",
            "vluchteling",
        ),
        ages=(((18, 65),), ((18, 99),), ((16, 70),)),
        settings=("individueel", "ggz-volwassenen", "online", "met-tolk"),
        funding=("zvw",),
        about=(
            "Traumabehandeling voor volwassenen na partnergeweld.",
            "Ook als de situatie nog niet helemaal rustig is, denk ik mee.",
        ),
    ),
    Craft(
        share=9,
        professions=(
            ("klinisch-psycholoog", "emdr-supervisor"),
            ("psychotherapeut", "schematherapeut"),
        ),
        core=("complexe-ptss", "emdr-2", "fasegericht-dissociatie"),
        more=(
            "schematherapie",
            "imaginaire-rescripting",
            "dissociatie",
            "persoonlijkheid",
            "seksueel-kindermisbruik",
            "intensieve-trauma",
            "stair",
            "itq",
        ),
        ages=(((18, 70),), ((18, 99),)),
        settings=("individueel", "groep", "ggz-volwassenen", "online", "consultatie"),
        funding=("zvw",),
        about=("Vroeg en langdurig getraumatiseerde volwassenen. Ik geef ook supervisie.",),
    ),
    Craft(
        share=9,
        professions=(("systeemtherapeut",), ("gz-psycholoog", "systeemtherapeut")),
        core=("systeemtherapie", "gezin"),
        more=(
            "eft",
            "relatietherapie",
            "complexe-scheiding",
            "meergezinstherapie",
            "partners",
            "scheidingsaanbod",
            "intergenerationele-overdracht",
            "fft",
        ),
        ages=(((0, 99),), ((12, 70),)),
        settings=("groep", "aan-huis", "ambulant", "vrijgevestigd"),
        funding=("jeugdwet", "zvw", "particulier"),
        about=("Ik werk met het hele gezin, ook als partners uit elkaar zijn.",),
    ),
    Craft(
        share=8,
        professions=(("vaktherapeut",),),
        core=("vaktherapie", "trauma"),
        more=(
            "pmt",
            "beeldende-therapie",
            "muziektherapie",
            "dramatherapie",
            "emotieregulatie",
            "agressieregulatie",
            "traumasensitieve-yoga",
        ),
        ages=(((6, 18),), ((12, 25),), ((18, 65),)),
        settings=("individueel", "groep", "op-locatie-opvang", "jeugdhulp"),
        funding=("jeugdwet", "wmo"),
        about=("Ervaren en doen, als praten te veel is.",),
    ),
    Craft(
        share=11,
        professions=(("gezinsbehandelaar",), ("skj-jeugdprofessional", "gezinsbehandelaar")),
        core=("iag", "traumasensitief-opvoeden"),
        more=(
            "veilig-sterk-verder",
            "signs-of-safety",
            "gefaseerd-samenwerken",
            "vht",
            "oudertraining",
            "opvoedproblemen",
            "multiproblem",
            "let-op-de-kleintjes",
            "ipt-thuishulp",
        ),
        ages=(((0, 17),), ((4, 18),), ((0, 12),)),
        settings=("aan-huis", "jeugdhulp", "wijkteam", "mda-plus-plus"),
        funding=("jeugdwet",),
        about=("Bij het gezin thuis, samen met het wijkteam, eerst veilig en dan verder.",),
    ),
    Craft(
        share=7,
        professions=(("psycholoog",), ("gz-psycholoog",), ("maatschappelijk-werker",)),
        core=("plegerbehandeling", "agressieregulatie"),
        more=("borg", "groepsbehandeling-plegers", "partnergeweld", "risicotaxatie", "verslaving"),
        ages=(((18, 65),), ((18, 99),)),
        settings=("individueel", "groep", "forensische-zorg", "ambulant"),
        funding=("zvw", "wmo"),
        about=(
            "Wie geweld gebruikt, kan leren stoppen. Ik werk samen met de hulp voor het gezin.",
        ),
    ),
    Craft(
        share=8,
        professions=(
            ("gz-psycholoog", "kj-psycholoog-nip"),
            ("klinisch-psycholoog", "emdr-practitioner"),
        ),
        core=("integratieve-behandeling-trauma-hechting", "emdr-kj", "hechtingsproblematiek"),
        more=(
            "slapende-honden",
            "ddp",
            "pleegkind",
            "complexe-ptss",
            "dissociatie",
            "nika",
            "tf-cgt",
            "seksueel-kindermisbruik",
            "pcf",
        ),
        ages=(((2, 18),), ((4, 21),)),
        settings=("individueel", "ouder-kind", "jeugd-ggz", "pleegzorg", "residentieel"),
        funding=("jeugdwet",),
        about=("Trauma en gehechtheid samen, ook bij kinderen die niet thuis wonen.",),
    ),
    Craft(
        share=3,
        professions=(("kinder-jeugdpsychiater",), ("psychiater",)),
        core=("farmacotherapie", "ptss"),
        more=("ass-adhd", "suicidaliteit", "emdr-kj", "slaap-nachtmerries", "complexe-ptss"),
        ages=(((6, 18),), ((12, 23),)),
        settings=("individueel", "jeugd-ggz", "consultatie", "online"),
        funding=("jeugdwet", "zvw"),
        about=("Ik denk graag mee over diagnostiek en medicatie.",),
    ),
)
