# ruff: noqa: SIM905 - lists of words read best as words
"""Words from which the names of firms, people and towns that do not exist are made."""

from __future__ import annotations

import random

_FIRST = (
    "Alder Amber Ash Aspen Beck Birch Bramble Bright Brook Cedar Clover Copper Cress Dale Dapple Elder Ember Fern Field Finch"
    " Flax Fox Gorse Hazel Heath Heron Holly Ivy Juniper Kestrel Lark Laurel Linden Maple Marsh Meadow Merle Mill Moss Oak Otter"
    " Pear Pine Plover Quill Reed Robin Rowan Rush Sage Sedge Sorrel Spring Swift Tansy Teal Thistle Thorn Vale Willow Wren Yew"
).split()
_SECOND = (
    "bank bourne bridge brook burn bury combe cote croft dale dene down edge fell field ford gate garth grove ham hay heath holt"
    " hurst lea ley low mead mere moor more mount ridge rise side slade stead stoke stow thorpe ton view wade water well wick wold"
    " wood worth"
).split()
VIRTUES = (
    "Able Absolute Adept Advance Affinity Allied Alpha Angel Apex Apollo Assured Aurora Beacon Bespoke Better Blessed Bright"
    " Caring Chosen Choice Classic Comfort Compass Compassion Complete Crown Crystal Delta Devoted Diamond Dignity Direct Divine"
    " Dynamic Eagle Eden Elegant Elite Embrace Emerald Empower Ever Excel Express Faith Family First Focus Forever Freedom"
    " Friendly Future Gentle Global Golden Grace Guardian Hands Harmony Haven Heart Heritage Hope Horizon Ideal Impact"
    " Independent Infinity Inspire Integrity Jewel Jubilee Joy Key Kind Kings Legacy Liberty Lifeline Light Lotus Love Loyal"
    " Majestic Mercy Metro Minster National New Nightingale Noble Northern Nova Olive Omega Optimal Orchid Paragon Passion"
    " Pathway Peace Pearl Phoenix Pinnacle Platinum Positive Premier Prestige Prime Priority Promise Prosper Proud Pure Quality"
    " Radiant Rainbow Reliable Reliance Respect Right Rose Royal Ruby Safe Sapphire Secure Select Serene Shine Silver Simply"
    " Solace Southern Star Sterling Sunflower Sunny Sunrise Sunshine Superior Supreme Tender Total Touch Tranquil Trinity True"
    " Trust Ultimate Unique United Unity Universal Valued Vibrant Victory Victoria Vision Vital Warm Western Zenith Zion"
).split()
HOUSES = (
    "House Lodge Court Manor Grange Hall Cottage View Gardens Villa Park Mews Priory Place Rise Heights Farm".split()
)
_TREES = (
    "Acacias Acorns Alders Ashes Aspens Beeches Birches Briars Brambles Cedars Cherries Chestnuts Elms Ferns Firs Gables Grove"
    " Haven Hawthorns Hazels Heathers Hollies Junipers Knoll Larches Laurels Limes Lindens Mallards Maples Meadows Mulberries"
    " Oaks Orchard Paddocks Pines Poplars Retreat Rowans Spinney Swallows Sycamores Walnuts Willows"
).split()
_SYLLABLES = "ba be bo ca ci da di do el em en fa fi ga go ha in jo ka la li lo ma me mi na no ora pa ra ri ro sa si ta te va vi za zo".split()
_SURNAME_ENDS = "bel dell den dow fen gar kin las lin man mer nor per ram rell sen son tam tor vell wen yard".split()
FIRST_NAMES = (
    "Alex Ana Bea Carol Daniel Emeka Fatima Grace Hana Idris Jane John Kofi Lena Mary Nadia Omar Paul Rita Sam".split()
)
SAINTS = (
    "Aidan Agnes Alban Anne Bede Blaise Brendan Catherine Cecilia Clare Columba Crispin Cuthbert Dunstan Edith Edmund Elmo"
    " Faith Fillan Giles Helena Hilda Hugh Ives Jude Kilda Leonard Lucy Magnus Martha Mildred Neot Ninian Oswin Petroc Piran"
    " Radegund Rita Swithun Teilo Ursula Winifred"
).split()
_CARE_ENDS = (
    ("Care", 22), ("Care Services", 11), ("Healthcare", 12), ("Health Care", 3), ("Homecare", 3), ("Home Care", 6),
    ("Care Homes", 4), ("Care Home", 5), ("Nursing Home", 4), ("Support Services", 4), ("Residential Care", 2),
    ("Residential Home", 2), ("Rest Home", 1), ("Domiciliary Care", 2), ("Supported Living", 3), ("Community Care", 2),
    ("Social Care", 3), ("Care Solutions", 4), ("Care Group", 2), ("Care Agency", 1), ("Care and Support", 3),
    ("Live-in Care", 1), ("Health and Social Care", 1), ("Support", 2), ("Living", 1), ("Homes", 2), ("Care Partnership", 1),
    ("Healthcare Services", 3), ("Quality Care", 1), ("Nursing Services", 1), ("24/7 Care", 1), ("Lifestyles", 1),
)  # fmt: skip
_HOME_ENDS = ("Care Home", "Nursing Home", "Residential Home", "Residential Care Home", "Rest Home", "Care Centre")
_PRACTICES = (
    "Dental Practice",
    "Dental Care",
    "Dental Surgery",
    "Medical Centre",
    "Surgery",
    "Medical Practice",
    "Clinic",
)
_TRADES = (
    "Foods Engineering Kitchens Software Logistics Tandoori Consulting Academy Motors Bakery Architects Textiles Farms Studios"
    " Pharmacy Hotel Builders Construction Restaurant Takeaway Solutions Technologies Systems Group Services Properties Homes"
    " Recruitment Security Cleaning Nursery Preschool School College Church Ministries Transport Haulage Autos Garage Plumbing"
    " Electrical Roofing Scaffolding Joinery Interiors Design Media Marketing Capital Partners Investments Accountants Law"
    " Solicitors Stores Supermarket Newsagents Butchers Fisheries Seafoods Nurseries Stables Racing Salon Barbers Beauty"
    " Fitness Golf Travel Tours Shipping Trading Imports Energy Renewables Laboratories Pharma Biotech Robotics Analytics"
).split()
_MORE_TRADES = (
    "Support Services",
    "Health Foods",
    "Car Care",
    "Home Improvements",
    "Child Care",
    "Skin Care",
    "Pet Care",
)
BRANDS = (
    "Carebell", "Homelark", "Kindred Robin", "Silverfern Homecare", "Athome Wren", "Helping Otter", "Larkmark",
    "Rightbeside", "Everwillow", "Bluefinch Care", "Surewren Care", "Daybrook Companions",
)  # fmt: skip
FORMS = ("Ltd", "Limited", "LTD", "LIMITED", "Ltd.", "LLP", "PLC", "CIC")
_FORM_WEIGHTS = (40, 40, 5, 5, 2, 4, 2, 2)


def stem(chance: random.Random) -> str:
    """An invented word that sounds like a place, at times two."""
    word = chance.choice(_FIRST) + chance.choice(_SECOND)
    return f"{word} {chance.choice(_FIRST)}{chance.choice(_SECOND)}" if chance.random() < 0.15 else word


def coined(chance: random.Random) -> str:
    """A made-up word such as firms coin: Vimeta."""
    return "".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3)))).capitalize()


def surname(chance: random.Random) -> str:
    """A surname that nobody bears, or that sounds like a place."""
    if chance.random() < 0.3:
        return chance.choice(_FIRST) + chance.choice(_SECOND)
    return (chance.choice(_SYLLABLES) + chance.choice(_SYLLABLES) + chance.choice(_SURNAME_ENDS)).capitalize()


def initials(chance: random.Random) -> str:
    """Two or three letters, as firms are named after their owners."""
    return "".join(chance.choices("ABCDEFGHJKLMNOPRSTVWYZ", k=chance.choice((2, 3, 3))))


def _telling(chance: random.Random, place: str) -> str:
    """The telling words of a name: a place, a virtue, a family, letters or a made-up word."""
    kind = chance.choices(range(8), (22, 24, 12, 8, 8, 12, 8, 6))[0]
    virtue = chance.choice(VIRTUES)
    return (
        stem(chance),
        virtue if chance.random() < 0.4 else f"{virtue} {chance.choice(VIRTUES)}",
        surname(chance),
        initials(chance),
        f"{virtue} {stem(chance)}",
        coined(chance),
        f"{chance.choice((place, stem(chance)))} {chance.choice(HOUSES)}",
        place,
    )[kind]


def care_name(chance: random.Random, place: str = "") -> str:
    """A name like a care provider's, without legal form; `place` is a town that it may be named after."""
    end = chance.choices([end for end, _ in _CARE_ENDS], [weight for _, weight in _CARE_ENDS])[0]
    return f"{_telling(chance, place or stem(chance))} {end}"


def home_name(chance: random.Random) -> str:
    """A name like a care home's: a house, with or without saying what it is."""
    kind = chance.random()
    if kind < 0.82:
        name = f"{chance.choice((stem, stem, surname))(chance)} {chance.choice(HOUSES)}"
    elif kind < 0.91:
        name = f"The {chance.choice(_TREES)}"
    else:
        name = f"St {chance.choice(SAINTS)}{chance.choice((chr(39) + 's', ''))}"
    return f"{name} {chance.choice(_HOME_ENDS)}" if chance.random() < 0.45 else name


def practice_name(chance: random.Random, place: str) -> str:
    """A name like that of a dental or medical practice."""
    return (
        f"{chance.choice((place, stem(chance), surname(chance), chance.choice(VIRTUES)))} {chance.choice(_PRACTICES)}"
    )


def other_name(chance: random.Random) -> str:
    """A name like that of a firm of another trade, without legal form."""
    trade = chance.choice(_MORE_TRADES) if chance.random() < 0.03 else chance.choice(_TRADES)
    return f"{_telling(chance, stem(chance))} {trade}"


def form(chance: random.Random) -> str:
    """A legal form as registers spell it."""
    return chance.choices(FORMS, _FORM_WEIGHTS)[0]
