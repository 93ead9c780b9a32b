"""Another idea of how names are spoiled than the fictional registers have: no point is fitted on it.

Good figures on the generator that one tunes on prove little. These rules respell every sponsor that is a provider; the others stay.
They are not unseen: their errors were looked at, and the generator has taken up some of their kinds (see docs/linkage.md).
"""

from __future__ import annotations

import random
import re
from dataclasses import replace

from irhub.registers.fictional.care import Location, Provider, without_form
from irhub.registers.fictional.sponsors import Sponsor
from irhub.registers.fictional.towns import towns_of

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = (("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ie", "ei"), ("y", "i"), ("tt", "t"), ("ll", "l"), ("ou", "o"))
_SCANNED = (("o", "0"), ("l", "1"), ("rn", "m"), ("m", "rn"), ("i", "l"))
_SYNONYMS = (
    ("Care Home", "Residential Home"), ("Homecare", "Domiciliary Care"), ("Care Services", "Healthcare"),
    ("Healthcare", "Care"), ("Nursing Home", "Care Home"), ("Support Services", "Support"), ("Care", "Caring"),
)  # fmt: skip
_REGIONS = ("West Midlands", "Yorkshire", "Home Counties", "Greater Manchester", "North West", "England", "N/A")


def _typed(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    for row in _KEYS:
        if text[at].lower() in row:
            near = row[max(0, row.index(text[at].lower()) - 1) : row.index(text[at].lower()) + 2]
            return text[:at] + chance.choice(near) + text[at + 1 :]
    return text[:at] + text[at + 1 :] if len(text) > 4 else text


def _first_of(pairs: tuple[tuple[str, str], ...], text: str, chance: random.Random) -> str:
    for old, new in chance.sample(pairs, len(pairs)):
        if old in text:
            return text.replace(old, new, 1)
    return text


def _core(name: str, town: str, chance: random.Random) -> str:
    core = without_form(name)
    parts = core.split(" ")
    luck = chance.random()
    if luck < 0.07:
        return _typed(core, chance)
    if luck < 0.09:
        return _typed(_typed(core, chance), chance)
    if luck < 0.12:
        return _first_of(_SOUNDS, core, chance)
    if luck < 0.135:
        return _first_of(_SCANNED, core, chance)
    if luck < 0.17 and len(parts) > 2:
        return " ".join(parts[:-1])
    if luck < 0.20:
        return _first_of(_SYNONYMS, core, chance)
    if luck < 0.23:
        return f"{core} {town}"
    if luck < 0.25:
        return f"{core} {chance.choice(('Group', 'Holdings', 'UK', 'England', 'Company', 'International', 'Partners'))}"
    if luck < 0.275:
        return "".join(part[:1].upper() + part[1:] for part in parts)
    if luck < 0.285 and len(parts) > 2:
        return " ".join((parts[0][0], *parts[1:]))
    if luck < 0.30:
        return core.replace(" and ", " n' ").replace("'", "?s"[:1]).replace("&", "+")
    if luck < 0.31:
        return " ".join(reversed(parts))
    return core


def _name(provider: Provider, places: list[Location], chance: random.Random) -> str:
    place = chance.choice(places) if places else None
    town = place.city if place else provider.city
    own = _core(provider.name, town, chance)
    form = (
        ""
        if without_form(provider.name) == provider.name
        else chance.choice((" Ltd", " Limited", " LTD", " ltd.", "Ltd", " Co Ltd", " (Ltd)", ""))
    )
    other = without_form(place.name) if place else own
    luck = chance.random()
    if luck < 0.06:
        name = f"{own}{form} {chance.choice(('T/A', 't/a', 'trading as', 'T/A:', 'ta'))} {_core(other, town, chance)}"
    elif luck < 0.08:
        name = f"{own}{form} T/A {other} / {chance.choice(places).name if places else other}"
    elif luck < 0.11:
        name = f"{other} ({own}{form})"
    elif luck < 0.12:
        name = f"{other} - part of {own}{form}"
    elif luck < 0.17:
        name = _core(other, town, chance)
    elif luck < 0.18 and provider.former:
        name = f"{own}{form} (formerly {provider.former})"
    else:
        name = own + form
    luck = chance.random()
    return name.upper() if luck < 0.3 else name.lower() if luck < 0.33 else name


def _town(provider: Provider, places: list[Location], chance: random.Random) -> str:
    luck = chance.random()
    if luck < 0.04:
        return chance.choice(towns_of(provider.council)).name
    if luck < 0.07:
        return chance.choice(_REGIONS)
    if luck < 0.11:
        return _typed(provider.city, chance)
    if luck < 0.13:
        return f"{provider.city} {provider.postcode.split(' ')[0]}"
    if luck < 0.20 and places:
        return chance.choice(places).city
    if luck < 0.22:
        return re.sub(r"[aeiou]", "", provider.city[1:]).join((provider.city[0], ""))
    if luck < 0.25:
        return f"{provider.town.name}, {provider.city}"
    if luck < 0.28:
        return ""
    return provider.city


def respelled(
    standing: list[Sponsor], providers: list[Provider], locations: list[Location], seed: int
) -> list[Sponsor]:
    """The sponsors, those that are providers under other spellings of names and towns."""
    chance = random.Random(seed)
    known = {provider.id: provider for provider in providers}
    places: dict[str, list[Location]] = {}
    for location in locations:
        places.setdefault(location.provider.id, []).append(location)
    out = []
    for sponsor in standing:
        if sponsor.provider_id:
            provider, here = known[sponsor.provider_id], places.get(sponsor.provider_id, [])
            sponsor = replace(sponsor, name=_name(provider, here, chance), town=_town(provider, here, chance))
        out.append(sponsor)
    return out
