"""The material of the demonstration: names that occur, put together so that nobody is meant."""

# First and family names as one meets them in the Netherlands, with the languages of some.
NAMES = (
    (
        ("nl",),
        (
            "Anna Marieke Sanne Femke Lotte Iris Karin Esther Judith Wendy Linda Petra Roos Maaike"
            " Hanneke Jolanda Ilse Nienke Tessa Bram Thijs Jeroen Martijn Wouter Pieter Ruben"
            " Sander Maarten Koen Joost Gijs Floor Eva Manon Ellen Annelies Rianne Carla Henk Dirk"
        ),
        (
            "Vos|van Dam|Brouwer|de Wit|Kuipers|Mulder|Schipper|van Leeuwen|Hoekstra|Postma|Bosman"
            "|ter Horst|Verhagen|Peeters|Smeets|Janssen|van den Heuvel|Dekkers|Kramer|Wagenaar"
            "|Molenaar|Veenstra|Dijkstra|Meijer|van Rijn|Koster|Timmermans|Schouten|van Vliet|Bakx"
        ),
    ),
    (
        ("nl", "ary", "ar"),
        (
            "Fatima Naima Samira Hanan Loubna Karima Ilham Nadia Yassine Mohamed Rachid Soufiane"
            " Hicham Amine Ikram Salma"
        ),
        "El Amrani|Bouazza|El Idrissi|Chakir|Ouali|Benali|Azzouzi|El Khattabi|Tahiri|Lahlou",
    ),
    (
        ("nl", "ber"),
        "Tilila Nour Yamina Farid Khalid Hafida",
        "Aarab|Amghar|Boukhriss|Ouhadou",
    ),
    (
        ("nl", "tr"),
        "Esra Elif Zeynep Derya Sevgi Büşra Yusuf Emre Murat Kerem Hatice Gülay",
        "Yıldız|Kaya|Demirci|Aydın|Şahin|Öztürk|Arslan|Koç|Polat",
    ),
    (
        ("nl", "srn"),
        "Sharmila Reshma Cheryl Marlène Glenn Dennis Xaviera Priya Rodney Ramona",
        "Ramdin|Kartoredjo|Pinas|Jagroep|Esajas|Doelwijt|Sewnandan|Abrahams|Amatredjo",
    ),
    (
        ("nl", "pap"),
        "Shudeska Giandro Darlene Ruthline Jeandro Mirelva",
        "Martina|Croes|Winklaar|Felicia|Maduro|Koeiman",
    ),
    (
        ("nl", "id"),
        "Indah Ratna Maya Frits Yvonne",
        "Latuheru|Pattiasina|Sahetapy|Tahapary",
    ),
    (("nl", "pl"), "Agnieszka Kasia Marta Tomasz", "Nowicka|Zielińska|Wójcik|Kamińska"),
    (("nl", "fa"), "Shirin Parisa Arash Laleh", "Rahimi|Ahmadi|Karimi|Hosseini"),
    (("nl", "ar"), "Rima Layla Omar Hala", "Haddad|Khoury|Al Masri|Saleh"),
    (("nl", "ti"), "Selam Abeba Yonas", "Tesfay|Haile|Gebremedhin"),
    (("nl", "so"), "Hodan Amina Abdi", "Warsame|Farah|Jama"),
    (("nl", "es"), "Lucía Camila Andrés", "Vargas|Restrepo|Medina"),
    (("nl", "de"), "Katharina Anke Lars", "Brandt|Vogel|Lindemann"),
    (("nl", "uk", "ru"), "Oksana Olena Iryna", "Kovalenko|Melnyk|Bondarenko"),
)
# How often each group above.
SHARES = (62, 9, 3, 8, 6, 3, 2, 2, 2, 3, 1, 1, 1, 2, 1)

# Two halves make a name that no organisation has.
FIRST_HALVES = (
    "Vlier|Zilver|Morgen|Linde|Wolken|Duin|Nevel|Hazel|Berken|Koren|Sterren|Schelpen|Klaver"
    "|Braam|Avond|Iepen|Maan|Gouden|Kiezel|Varen|Winter|Zomer|Linnen|Wilgen|Zee|Heide|Rietpluim"
    "|Veen|Bever|Otter"
)
SECOND_HALVES = "wiek|kade|boog|laan|spoor|poort|rots|bloei|veer|gaard|kroon|vonk|luwte|zoom"

# Type of organisation: what comes before its invented name, and how many there are.
ORGANISATIONS = {
    "vrouwenopvang": ("Opvang", 9),
    "maatschappelijke-opvang": ("Onderdak", 5),
    "jeugdhulp": ("Jeugdhulp", 11),
    "jeugd-ggz": ("Jeugd-ggz", 6),
    "ggz": ("Ggz", 7),
    "cjg-wijkteam": ("Wijkteam", 8),
    "gi": ("Jeugdbescherming", 3),
    "forensisch": ("Forensisch centrum", 3),
    "traumacentrum": ("Traumacentrum", 2),
    "vrijgevestigd": ("Praktijk", 6),
}
# Where most aandachtsfunctionarissen work; each at an organisation of their own.
AF_ORGANISATIONS = {
    "cjg-wijkteam": "Buurtteam",
    "ggd": "Jeugdgezondheidszorg",
    "welzijn": "Welzijn",
    "lvb": "Begeleiding",
    "verslaving": "Verslavingszorg",
    "ouderen": "Woonzorg",
    "jeugdhulp": "Gezinshulp",
    "ggz": "Praktijkhuis",
    "maatschappelijke-opvang": "Nachtopvang",
    "opleiding": "School",
}
AF_DISCIPLINES = (
    "maatschappelijk-werker",
    "skj-jeugdprofessional",
    "orthopedagoog",
    "verpleegkundige",
    "arts",
    "gz-psycholoog",
    "psycholoog",
    "aandachtsfunctionaris-lvak",
    "gezinsbehandelaar",
)
THEMES = (
    "huiselijk-geweld",
    "partnergeweld",
    "intieme-terreur",
    "stalking",
    "kindermishandeling",
    "verwaarlozing",
    "emotionele-mishandeling",
    "pcf",
    "seksueel-geweld",
    "eergerelateerd-geweld",
    "ouderenmishandeling",
    "ontspoorde-mantelzorg",
    "complexe-scheiding",
    "meldcode",
    "kindcheck",
    "multiproblem",
    "verslaving",
    "lvb",
)
# How many practitioners work in each region: crowded cities, thin edges.
PRACTITIONERS = {
    "amsterdam-amstelland": 30,
    "rotterdam-rijnmond": 26,
    "kennemerland": 24,
    "utrecht": 22,
    "haaglanden": 19,
    "hollands-midden": 14,
    "zuidoost-brabant": 13,
    "groningen": 12,
    "arnhem-achterhoek": 12,
    "gelderland-zuid": 12,
    "noord-holland-noord": 11,
    "twente": 10,
    "west-brabant": 10,
    "noordoost-brabant": 9,
    "zuid-limburg": 9,
    "amersfoort": 8,
    "gooi-en-vechtstreek": 8,
    "friesland": 7,
    "ijsselland": 7,
    "flevoland": 7,
    "noord-veluwe-midden-ijssel": 6,
    "zaanstreek-waterland": 6,
    "midden-brabant": 6,
    "zuid-holland-zuid": 5,
    "west-veluwe-vallei": 4,
    "noord-en-midden-limburg": 4,
    "drenthe": 3,
    "zeeland": 3,
}
