"""How the register of sponsors comes to spell a name and a town otherwise than the CQC does.

Each rule is a plain function from a name to a name; a table says how often each is met. The shares follow real registers
(docs/linkage.md): nine sponsors in ten that are providers bear the provider's legal name to the letter, case, marks and the
spelling of Ltd aside; one in twenty the name of a home; one in twenty a trading name beside it; a quarter are in upper case.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from irhub.places import councils
from irhub.registers.fictional import words
from irhub.registers.fictional.care import Location, Provider, without_form
from irhub.registers.fictional.towns import town_in

Rule = Callable[[str, random.Random], str]
_TRADING = (
    ("T/A", 60), ("t/a", 14), ("Trading as", 5), ("trading as", 6), ("TA", 5), ("T/as", 3), ("t/as", 2), (", t/a", 2),
    ("- T/A", 1), ("T/ A", 1),
)  # fmt: skip
_SPLIT = (("Healthcare", "Health Care"), ("Homecare", "Home Care"), ("Lifestyles", "Life Styles"), ("24/7", "247"))
_SHORT = (
    ("Saint", "St"), ("Mount", "Mt"), ("House", "Hse"), ("Limited", "Ltd"), ("Services", "Svcs"), ("Group", "Grp"),
    ("Residential", "Res"), ("Northern", "N"), ("and", "&"), ("National", "Nat"), ("Nursing Home", "N/H"), ("Centre", "Ctr"),
)  # fmt: skip
_LIMITED = ("Ltd", "Limited", "Ltd", "Limited", "LTD", "LIMITED", "Ltd.")
_LOOSE = (
    "Services",
    "Service",
    "Group",
    "UK",
    "(UK)",
    "Solutions",
    "Holdings",
    "England",
    "Homes",
    "Healthcare",
    "Care",
)


def pick(choices: tuple[tuple[str, int], ...], chance: random.Random) -> str:
    """One of some texts, by weight."""
    return chance.choices([text for text, _ in choices], [weight for _, weight in choices])[0]


def mistyped(text: str, chance: random.Random) -> str:
    """One or two letters swapped, left out, doubled, put in or changed."""
    for _ in range(1 if chance.random() < 0.85 else 2):
        if len(text) < 5:
            return text
        at = chance.randrange(1, len(text) - 2)
        kind = chance.randrange(5)
        letter = chance.choice("aeiorstnlm")
        if kind == 0:
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        else:
            text = text[:at] + ("", text[at] * 2, text[at] + letter, letter)[kind - 1] + text[at + 1 :]
    return text


def _swap(pairs: tuple[tuple[str, str], ...]) -> Rule:
    def swap(name: str, chance: random.Random) -> str:
        for one, other in chance.sample(pairs, len(pairs)):
            for old, new in ((one, other), (other, one)):
                if re.search(rf"(?<!\w){re.escape(old)}(?!\w)", name):
                    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", new, name, count=1)
        return name

    return swap


def _joined_or_split(name: str, chance: random.Random) -> str:
    parts = name.split(" ")
    at = chance.randrange(len(parts))
    if at + 1 < len(parts) and chance.random() < 0.5 and parts[at + 1] not in words.FORMS:
        return " ".join((*parts[:at], parts[at] + parts[at + 1].lower(), *parts[at + 2 :]))
    if len(parts[at]) > 7:
        cut = len(parts[at]) - chance.choice((3, 4, 5))
        parts[at] = f"{parts[at][:cut]} {parts[at][cut:].capitalize()}"
    return " ".join(parts)


def _plural(name: str, chance: random.Random) -> str:
    parts = name.split(" ")
    at = chance.randrange(len(parts))
    if len(parts[at]) > 3 and parts[at] not in words.FORMS:
        parts[at] = parts[at][:-1] if parts[at].endswith("s") else parts[at] + "s"
    return " ".join(parts)


def _word_more(name: str, chance: random.Random) -> str:
    return f"{name} {chance.choice(_LOOSE)}"


def _word_less(name: str, chance: random.Random) -> str:
    parts = name.split(" ")
    return " ".join(parts[:-1]) if len(parts) > 2 and parts[-1] in _LOOSE else name


def _dotted(name: str, chance: random.Random) -> str:
    return re.sub(r"\b[A-Z]{2,3}\b", lambda found: chance.choice((".", " ")).join(found[0]), name, count=1)


def _marks(name: str, chance: random.Random) -> str:
    for old, new in chance.sample((("'", ""), ("s ", "'s "), ("-", " "), (" and ", " & "), (" & ", " and ")), 5):
        if old in name:
            return name.replace(old, new, 1)
    return name


def _the(name: str, chance: random.Random) -> str:
    return name[4:] if name.startswith("The ") else f"The {name}"


def _turned(name: str, chance: random.Random) -> str:
    parts = name.split(" ")
    return " ".join((*parts[1:], parts[0])) if len(parts) > 2 else name


def _any_letter(name: str, chance: random.Random) -> str:
    """Any one letter left out or another, the first letters too."""
    at = chance.randrange(len(name))
    return name[:at] + chance.choice(("", *"aeionrst")) + name[at + 1 :] if name[at].isalpha() else name


_SOUNDS = (("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ie", "ei"), ("y", "i"), ("ll", "l"), ("tt", "t"), ("ough", "uff"))
_LIKE = (
    ("Care Home", "Residential Home"), ("Nursing Home", "Care Home"), ("Homecare", "Home Care Services"),
    ("Care Services", "Care"), ("Healthcare", "Care"), ("Support Services", "Support"), ("Care Centre", "Care Home"),
)  # fmt: skip


def _replaced(pairs: tuple[tuple[str, str], ...]) -> Rule:
    def replaced(name: str, chance: random.Random) -> str:
        held = [(old, new) for old, new in pairs if old in name]
        return name.replace(*chance.choice(held), 1) if held else name

    return replaced


def _all_joined(name: str, _: random.Random) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split(" "))


def _initial_first(name: str, _: random.Random) -> str:
    first, _blank, rest = name.partition(" ")
    return f"{first[0]} {rest}" if rest else name


NAME_RULES: tuple[tuple[Rule, float], ...] = (
    (_swap(_SPLIT), 0.3), (_swap(_SHORT), 0.02), (_joined_or_split, 0.035), (_plural, 0.012), (_word_more, 0.012),
    (_word_less, 0.012), (_dotted, 0.3), (_marks, 0.15), (_the, 0.02), (mistyped, 0.012), (_turned, 0.002),
    (_any_letter, 0.005), (_replaced(_SOUNDS), 0.004), (_replaced(_LIKE), 0.005), (_all_joined, 0.01), (_initial_first, 0.001),
)  # fmt: skip


def noise(name: str, chance: random.Random) -> str:
    """Case and blanks, which mean nothing."""
    luck = chance.random()
    name = name.upper() if luck < 0.25 else name.lower() if luck < 0.27 else name
    if chance.random() < 0.01:
        name = chance.choice((f" {name}", f"{name} ", name.replace(" ", "  ", 1), name.replace(" ", "\u00a0", 1)))
    return name


def spelled(name: str, chance: random.Random, trouble: float) -> str:
    """A name as somebody else writes it: another spelling of its legal form or none, the rules by chance; `trouble` 1 is usual."""
    core = without_form(name)
    had_form = core != name
    for rule, share in NAME_RULES:
        if chance.random() < share * trouble:
            core = rule(core, chance)
    if not had_form or chance.random() < 0.035 * trouble:
        return core
    form = name.rpartition(" ")[2]
    if form in _LIMITED and chance.random() < 0.02 * trouble:
        return core + chance.choice(("Ltd", "LTD", " Co Ltd", " (Ltd)", " Company Limited", " Ltd,"))
    return f"{core} {chance.choice(_LIMITED) if form in _LIMITED else form}"


def _initialled(name: str, chance: random.Random) -> str:
    """Mrs Jane Example as J Example; a couple as J & M Example."""
    people = [part.split()[1:] for part in name.split(" & ")]
    first = " & ".join(person[0][0] for person in people) if chance.random() < 0.6 else people[0][0]
    return f"{first} {people[0][-1]}"


def sponsor_name(provider: Provider, locations: list[Location], chance: random.Random, trouble: float) -> str:
    """What the register calls a provider: its name, with or instead of a trading, location, former or short name."""
    place = chance.choice(locations).name if locations else without_form(provider.name)
    own = provider.name
    if provider.kind in ("person", "couple"):
        own = _initialled(own, chance) if chance.random() < 0.5 else own
    luck = chance.random() / trouble
    trading = pick(_TRADING, chance)
    if provider.kind in ("person", "couple", "franchise", "holding a home") and chance.random() < 0.3:
        luck = 0.04
    if luck < 0.05 and without_form(place) != without_form(own):
        left = spelled(own, chance, trouble)
        right = spelled(place, chance, trouble)
        name = f"{left} ({trading} {right})" if chance.random() < 0.1 else f"{left} {trading} {right}"
    elif luck < 0.053:
        name = f"{spelled(own, chance, trouble)} ({without_form(place)})"
    elif luck < 0.10:
        name = spelled(place, chance, trouble) + (f" {words.form(chance)}" if chance.random() < 0.1 else "")
    elif luck < 0.115 and provider.former:
        name = spelled(provider.former, chance, trouble)
        if chance.random() < 0.3:
            name = f"{spelled(own, chance, trouble)} (formerly {name})"
    elif luck < 0.118:
        letters = "".join(word[0] for word in without_form(own).split() if word[0].isalnum())
        name = f"{letters.upper()} {words.form(chance)}" if len(letters) > 2 else own
    elif luck < 0.122:
        name = f"{spelled(own, chance, trouble)} {trading} {words.care_name(chance)}"
    elif luck < 0.124:
        name = f"{spelled(place, chance, trouble)} ({spelled(own, chance, trouble)})"
    elif luck < 0.126:
        other = chance.choice(locations).name if locations else place
        name = f"{spelled(own, chance, trouble)} {trading} {without_form(place)} / {without_form(other)}"
    elif luck < 0.13:
        town = chance.choice((provider.city, *(location.city for location in locations)))
        name = f"{spelled(without_form(own), chance, trouble)} {town}"
    else:
        name = spelled(own, chance, trouble)
    return noise(name, chance)


def sponsor_town(provider: Provider, locations: list[Location], chance: random.Random, trouble: float) -> str:
    """The town the register gives: the office's, or another, or something that is no town at all."""
    luck = chance.random() / trouble
    home = provider.town
    if luck < 0.02:
        town = ""
    elif luck < 0.05:
        town = town_in(home.council, chance).name
    elif luck < 0.08:
        town = home.county
    elif luck < 0.11:
        town = home.council.name
    elif luck < 0.14:
        town = mistyped(provider.city, chance)
    elif luck < 0.22 and locations:
        town = chance.choice(locations).city
    elif luck < 0.26:
        town = town_in(chance.choice(councils()), chance).name
    elif luck < 0.27:
        town = f"{provider.city}, {home.county}"
    elif luck < 0.32:
        town = home.name
    elif luck < 0.33:
        town = f"{home.name}, {provider.city}"
    elif luck < 0.34:
        town = f"{provider.city} {provider.postcode.split(' ')[0]}"
    elif luck < 0.35:
        town = chance.choice((home.council.region.name, "England", "N/A", "UK"))
    else:
        town = provider.city
    return town.upper() if chance.random() < 0.15 else town
