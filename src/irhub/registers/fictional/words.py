# ruff: noqa: SIM905 - lists of words read best as words
"""Words from which the names of firms that do not exist are made."""

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
_CARE = (
    "Care",
    "Care Services",
    "Healthcare",
    "Home Care",
    "Care Homes",
    "Nursing Home",
    "Support Services",
    "Residential Care",
    "Domiciliary Care",
    "Supported Living",
    "Health Care",
    "Community Care",
)
_TRADES = (
    "Foods",
    "Engineering",
    "Dental Practice",
    "Kitchens",
    "Software",
    "Logistics",
    "Tandoori",
    "Consulting",
    "Academy",
    "Motors",
    "Bakery",
    "Architects",
    "Textiles",
    "Farms",
    "Studios",
    "Pharmacy",
    "Hotel",
    "Builders",
)
FORMS = ("Ltd", "Limited", "LTD", "LIMITED", "Ltd.", "LLP", "PLC", "CIC")
_FORM_WEIGHTS = (40, 40, 5, 5, 2, 4, 2, 2)


def stem(chance: random.Random) -> str:
    """An invented word that sounds like a place, at times two."""
    word = chance.choice(_FIRST) + chance.choice(_SECOND)
    return f"{word} {chance.choice(_FIRST)}{chance.choice(_SECOND)}" if chance.random() < 0.5 else word


def care_name(chance: random.Random) -> str:
    """A name like a care provider's, without legal form."""
    return f"{stem(chance)} {chance.choice(_CARE)}"


def other_name(chance: random.Random) -> str:
    """A name like that of a firm of another trade, without legal form."""
    return f"{stem(chance)} {chance.choice(_TRADES)}"


def form(chance: random.Random) -> str:
    """A legal form as registers spell it."""
    return chance.choices(FORMS, _FORM_WEIGHTS)[0]
