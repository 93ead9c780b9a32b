"""Names that a register could hold, drawn from what has broken somebody's software; and two editions of registers of them."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from irhub.places import councils
from irhub.registers.fictional.care import DOMICILIARY, RESIDENTIAL, Location, Provider
from irhub.registers.fictional.publishing import write_cqc, write_sponsors
from irhub.registers.fictional.sponsors import Sponsor
from irhub.registers.fictional.towns import Town, post_town, town_in
from irhub.registers.finding import FICTIONAL_NOTICE

ODD = (
    # what some language takes for a value of its own
    "null", "NULL", "nil", "nan", "NaN", "None", "undefined", "true", "FALSE", "yes", "inf", "-inf", "Infinity", "1e5", "0",
    "-1", "007", "1_000", "0x10", "12/03/2026", "2026-03-12", "10:45", "£1,000", "50%", "N/A", "TBC", "#1", "#NAME",
    # quotes, separators and marks of CSV, SQL, COPY, arrays, JSON, LIKE
    "'Single'", '"Double"', "O'Brien", "O’Brien", "`Back`", '""', "a,b", "a;b", "a|b", "a | b", "{}", "{dev,null}", "{0}",
    "{name}", "[1]", "(a)", "\\", "\\N", "\\.", "\\n", "C:\\temp", "a/b", "100%", "%s", "%(name)s", "%d", "_", "a_b", "*", "?",
    "'; DROP TABLE sponsors; --", "-- ", "/* */", "$1", "$$", ":name", "@name", "~", "^a$", ".*", "a||b",
    # templates, pages and addresses
    "{{ 7*7 }}", "{% raw %}", "${x}", "#{x}", "<b>Bold</b>", "<script>alert(1)</script>", "<!-- -->", "]]>", "<", "R&D", "a=b&c=d",
    "http://example.invalid/?a=1#b", "../../etc/passwd", "mailto:a@example.invalid",
    # what a spreadsheet would work out
    "=cmd()", "=1+1", "+44", "-5", "@SUM(A1)", '=HYPERLINK("http://example.invalid")', "{=1}", "_x000D_",
    # letters of the world, and marks that are not seen
    "Привет", "Ελλάδα", "שלום", "مرحبا", "漢字", "日本語", "한국어", "ไทย", "हिन्दी", "Łódź", "Ærø", "ß", "İstanbul", "ıI", "ŉ", "ﬁne", "Ⅷ", "½",
    "x²", "①", "é", "Å", "Zoë", "\u202eright to left", "left\u200fright", "joined\u200dup", "soft\u00adhyphen", "\u2066isolated\u2069",
    "👩\u200d⚕️", "🏴\U000e0067\U000e0062\U000e007f", "“smart”", "‘smart’", "en–dash", "em—dash", "wait…", "•", "™", "¿", "\u0301mark",
    # blanks of every kind, which reading puts right
    "line\nbreak", "line\r\nbreak", "tab\there", "no\u00a0break", "zero\u200bwidth", "two  blanks", "thin\u2009blank",
)  # fmt: skip
CARE = (
    "Care", "Homecare", "Healthcare", "Nursing Home", "Supported Living", "Domiciliary Services", "Residential", "Lodge",
    "House", "Support",
)  # fmt: skip
FORMS = ("Ltd", "Limited", "LTD.", "plc", "LLP", "CIC", "")
_SYLLABLES = (
    "bar",
    "cor",
    "den",
    "fel",
    "gan",
    "hol",
    "jas",
    "kel",
    "lim",
    "mor",
    "nor",
    "pel",
    "quil",
    "ros",
    "sul",
    "tam",
    "vel",
    "wex",
)


def alphanumeric(text: str) -> str:
    """The letters and digits of a text: two names of the same ones may be one name."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", text).casefold()))


def shown(name: str) -> str:
    """A name as the hub shows it: as published, but for its blanks."""
    return re.sub(r"[\s\u200b\ufeff]+", " ", name).strip()


def letters_of_the_world(chance: random.Random, many: int) -> str:
    """Characters from the whole of Unicode that a file of text may hold."""
    drawn = []
    while len(drawn) < many:
        letter = chr(
            chance.choice(
                (chance.randrange(0x20, 0x2FF), chance.randrange(0x300, 0xFFFE), chance.randrange(0x1F000, 0x1FAFF))
            )
        )
        if unicodedata.category(letter) not in ("Cs", "Cn", "Cc", "Co", "Zl", "Zp", "Zs"):
            drawn.append(letter)
    return "".join(drawn)


def coined(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()


def _composed(chance: random.Random) -> str:
    """A name of odd and ordinary parts."""
    odd = chance.choice(ODD) if chance.random() < 0.8 else letters_of_the_world(chance, chance.randint(1, 30))
    care, form, own = chance.choice(CARE), chance.choice(FORMS), coined(chance)
    name = chance.choice((
        f"{odd} {own} {care} {form}", f"{own} {odd} {form}", f"{own}{odd} {care}", f"{own} {care} ({odd}) {form}",
        f"{own} {care} {form} T/A {odd}", f"{odd}{own}", f"{own} {care} {odd}",
    )).strip()  # fmt: skip
    if chance.random() < 0.02:
        name = f"{name} {' '.join(coined(chance) for _ in range(60))}"[:400].strip()
    return unicodedata.normalize("NFD", name) if chance.random() < 0.1 else name


def names(chance: random.Random, many: int, *, taken: set[str]) -> list[str]:
    """So many names, no two of which have the same letters and digits, nor those of one that is `taken`, to which they are
    added: every odd part by itself where nothing is taken yet, then composed ones."""
    drawn: list[str] = []
    alone = iter(() if taken else ODD)
    while len(drawn) < many:
        name = next(alone, "") or _composed(chance)
        if alphanumeric(name) and alphanumeric(name) not in taken:
            taken.add(alphanumeric(name))
            drawn.append(name)
    return drawn


@dataclass(frozen=True)
class Drawn:
    """Two editions of the sponsor register and of the CQC's list; what became of names from the first to the second."""

    sponsors: tuple[list[Sponsor], list[Sponsor]]
    locations: tuple[list[Location], list[Location]]
    renamed: dict[str, str]
    gone: list[str]
    came: list[str]
    days: tuple[date, date] = (date(2026, 11, 2), date(2026, 11, 3))
    months: tuple[date, date] = (date(2026, 10, 1), date(2026, 11, 1))

    def write(self, folder: Path) -> None:
        """The files of both editions, as their publishers write them."""
        folder.mkdir(parents=True)
        (folder / FICTIONAL_NOTICE).write_text("Every name here is drawn.\n")
        for day, standing in zip(self.days, self.sponsors, strict=True):
            write_sponsors(folder, day, standing)
        first = {place.id for place in self.locations[1]}
        gone = [place for place in self.locations[0] if place.id not in first]
        for number, (month, places) in enumerate(zip(self.months, self.locations, strict=True)):
            write_cqc(
                folder, month, places, gone if number else [], [place.provider for place in places], older=not number
            )


def drawn(seed: int, many: int = 1_000) -> Drawn:
    """Registers of `many` sponsors and half as many locations, of which half bear the very names of sponsors."""
    chance = random.Random(seed)
    taken: set[str] = set()
    called = names(chance, many, taken=taken)
    spots = [town_in(council, chance) for council in chance.choices(councils(), k=many)]
    sponsors = [
        Sponsor(name, post_town(spot, chance), "", routes=("Skilled Worker",))
        for name, spot in zip(called, spots, strict=True)
    ]
    half = many // 2
    shared = chance.sample(range(many), half // 2)
    own = names(chance, half - len(shared), taken=taken)
    housed, answering = (names(chance, half, taken=taken) for _ in range(2))
    owners = [(called[at], spots[at]) for at in shared] + [(name, chance.choice(spots)) for name in own]
    places = [
        _place(number, name, housed[number], answering[number], spot) for number, (name, spot) in enumerate(owners)
    ]
    order = chance.sample(range(many), 120)
    renamed = {called[at]: f"{called[at]} {coined(chance)}" for at in order[:40]}
    gone = [called[at] for at in order[40:80]]
    came = names(chance, 40, taken=taken)
    later = [replace(each, name=renamed.get(each.name, each.name)) for each in sponsors if each.name not in set(gone)]
    later += [Sponsor(name, "Exampleton", "") for name in came]
    places_later = [
        replace(place, rating="Good", rating_date=date(2026, 10, 20)) if number % 9 == 0 else place
        for number, place in enumerate(places)
        if number % 50
    ]
    return Drawn((sponsors, later), (places, places_later), renamed, gone, came)


def _place(number: int, owner: str, name: str, individual: str, spot: Town) -> Location:
    opened, city = date(2015, 3, 12), post_town(spot, random.Random(number))
    provider = Provider(
        f"1-{100_000_000 + number}",
        owner,
        "home care",
        "",
        spot,
        city,
        f"{spot.districts[0]} 1AA",
        opened,
        individual=individual,
    )
    home = number % 2 == 0
    return Location(
        id=f"1-{200_000_000 + number}", name=name, provider=provider, town=spot, city=city,
        service=RESIDENTIAL if home else DOMICILIARY, beds=20 if home else 0, rating="Requires improvement",
        rating_date=date(2024, 5, 6), dormant=False, postcode=f"{spot.districts[0]} {1 + number % 9}AA",
        latitude=spot.latitude, longitude=spot.longitude, start=opened,
    )  # fmt: skip
