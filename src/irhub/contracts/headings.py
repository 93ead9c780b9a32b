"""What lists call their columns, and what their cells say that is no value: tables of words, and how they are looked up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from irhub.web.words import words_of

NAME, POSTCODE, TOWN, CQC_ID, COMPANY_NUMBER, REFERENCE = (
    "name", "postcode", "town", "cqc_id", "company_number", "reference",
)  # fmt: skip
FIELDS: Mapping[str, str] = {
    NAME: "Provider’s name",
    POSTCODE: "Postcode",
    TOWN: "Town",
    CQC_ID: "CQC id",
    COMPANY_NUMBER: "Company number",
    REFERENCE: "Contract reference",
}
"""What a column of a list can hold, and how people are told of it."""
NAMING = (NAME, CQC_ID, COMPANY_NUMBER)
"""A line needs one of these."""

HEADINGS: Mapping[str, Mapping[str, float]] = {
    NAME: dict.fromkeys(
        ("provider name", "supplier name", "beneficiary name", "vendor name", "payee name", "contractor name", "company name",
         "organisation name", "organization name", "care provider", "care provider name", "name of provider", "name of supplier",
         "name of organisation", "name of company", "name of care provider", "provider legal name", "legal name", "legal entity",
         "registered provider", "trading name", "agency name", "creditor name", "merchant name", "recipient name", "firm name"), 2.0,
    ) | dict.fromkeys(
        ("provider", "supplier", "vendor", "payee", "beneficiary", "contractor", "company", "organisation", "organization",
         "firm", "agency", "creditor", "merchant", "recipient", "paid to", "operator", "home", "care home", "care home name",
         "home name", "service name", "location name", "account name", "providers", "suppliers"), 1.6,
    ) | {"name": 0.8, "full name": 0.8, "title": 0.4},
    POSTCODE: dict.fromkeys(("postcode", "post code", "postal code", "zip code", "provider postcode", "supplier postcode"), 1.5),
    TOWN: dict.fromkeys(("town", "city", "town or city", "town city", "post town", "locality", "provider town"), 1.0),
    CQC_ID: dict.fromkeys(
        ("cqc id", "cqc provider id", "cqc location id", "cqc number", "cqc no", "cqc ref", "cqc reference", "cqc code",
         "cqc registration number", "cqc registration", "cqc provider number", "cqc location number", "cqc reg no"), 2.0,
    ) | dict.fromkeys(("provider id", "location id", "cqc"), 1.0),
    COMPANY_NUMBER: dict.fromkeys(
        ("company number", "company no", "company registration number", "company reg no", "company registration no",
         "companies house number", "companies house no", "crn", "registered company number", "registered number"), 1.8,
    ),
    REFERENCE: dict.fromkeys(
        ("reference", "contract reference", "contract ref", "contract", "contract number", "contract no", "contract id",
         "supplier number", "supplier no", "supplier id", "supplier code", "supplier ref", "vendor number", "vendor id", "vendor code",
         "provider code", "provider number", "our reference", "our ref", "ref", "account number", "transaction number"), 0.5,
    ),
}  # fmt: skip
"""What each column may be called (as `plain` leaves it), and how much it says that a column is called so."""

SPELLINGS = frozenset(spelling for spellings in HEADINGS.values() for spelling in spellings)

_FIRMS = frozenset(
    words_of(
        "provider supplier vendor payee beneficiary contractor company organisation organization agency creditor merchant firm home"
        " operator recipient business"
    )
)
_BESIDE = frozenset(("name", "or", "and"))
_NOT_FIRMS = frozenset(
    words_of(
        "contact manager person officer first last given family middle surname forename type group category code id number no ref"
        " reference email phone telephone address council ward directorate department team commissioner budget cost service user client"
        " status date value rating postcode town url website region area county account bank group"
    )
)
LOOSE = 1.2
"""How much a heading says that is known by its words alone: the name of a firm may read so."""
_OF_PEOPLE = frozenset(words_of("client user resident patient customer person"))
_LONGEST = 6
"""Words of a heading that is known by its words alone."""

_NOTHING = re.compile(
    r"n\.?\s?/?\s?a\.?|not? (known|registered|applicable|available|recorded|provided|given|yet registered|stated|found|cqc registered)"
    r"|#(n/a|ref!|value!|name\?|div/0!|null!|num!|spill!|calc!)|t\.?b\.?[cad]\.?|to be (confirmed|agreed|advised|determined|announced)"
    r"|none|nil|null|nan|unknown|pending|awaiting.{0,30}|blank|empty|redacted.{0,60}|as above|see above|see notes?|ditto|various|x{2,}"
    r"|[\W_]+",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"((grand|sub|overall|sheet|page|running)[\s-]*)?totals?\s*[:=-]?( (of|for|spend|value|cost|amount|number|providers|contracts)\b.{0,60})?[\d,.£ ]*"
    r"|(number|no\.?|count) of (rows|records|lines|entries|providers|suppliers|contracts|payments)\b.{0,30}"
    r"|\d[\d,]* (rows|records|lines|entries|providers|suppliers|contracts|payments)",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\W*(end of (the )?(list|report|data|table|document|file|sheet|page)\W*"
    r"|(sources?|notes?|produced|prepared|printed|generated|exported|published|last updated|updated|correct as (at|of)|data as at)"
    r"( (by|on|for|from))?\s*:.*|(produced|prepared|printed|generated|exported|last updated|correct|data) (by|on|at|as at|as of)\b.*"
    r"|page \d+( of \d+)?|(©|\(c\)|copyright\b).*|this (list|data|report|file|register)\b.*|\*.*)",
    re.IGNORECASE,
)
_SECTION_WORDS = frozenset(
    words_of(
        "residential nursing home homes homecare care domiciliary supported living extra day services service respite older old people adult"
        " adults children childrens young learning physical disability disabilities mental health dementia direct payments spot block"
        " framework frameworks contract contracts contracted providers provider list accommodation support reablement housing with and or"
        " of for the in out borough county area external internal other shared lives approved commissioned independent sector"
    )
)
_PARTS = "lot|zone|ward|area|section|part|tier|band|category|locality|district|region|group"
_PART = re.compile(
    rf"({_PARTS})\s*(\d{{1,3}}|[A-Z])?\s*([:–-].{{0,80}})?|\w[\w ]{{0,30}} (ward|zone|locality|district|area)",
    re.IGNORECASE,
)


@lru_cache(4096)
def plain(text: str) -> str:
    """A heading without what may vary: case, blanks, dashes and other marks, "&"."""
    return " ".join(words_of(text.replace("&", " and ")))


@lru_cache(4096)
def field_of(title: str) -> tuple[str, float]:
    """Which field a column's title names, and how much it says so; "" and 0 where it names none.

    A title with an afterthought ("Provider name, as in the contract"; "Postcode (if known)") is known without it.
    """
    for text in (title, re.split(r"[,;:(\[\n]|\s[-–]\s", title.strip(), maxsplit=1)[0]):
        for field, spellings in HEADINGS.items():
            if weight := spellings.get(plain(text)):
                return field, weight
    words = plain(title).split()
    if 0 < len(words) <= _LONGEST:
        if "cqc" in words and {"id", "number", "no", "ref", "reference", "code"} & set(words):
            return CQC_ID, 1.5
        if (words[-1] == "postcode" or words[-2:] == ["post", "code"]) and not _OF_PEOPLE & set(words):
            return POSTCODE, 1.0
        if _FIRMS & set(words) and not _NOT_FIRMS & set(words) and (words[-1] == "name" or words[-1] in _FIRMS):
            return NAME, LOOSE if set(words) - _FIRMS - _BESIDE else 1.6
    return "", 0.0


def misleads(title: str) -> bool:
    """Whether a title names something else than a firm, whatever words of firms its cells hold: "Type of care", "Address"."""
    return not field_of(title)[0] and bool(_NOT_FIRMS & set(plain(title).split()))


def said(cell: str) -> str:
    """What a cell says, on one line; "" for what stands where nothing is known: N/A, #N/A, TBC, a dash."""
    text = " ".join(cell.split())
    return "" if _NOTHING.fullmatch(text) else text


def is_total(cell: str) -> bool:
    """Whether a cell begins a row of totals: "Total", "Grand total:", "12 providers"."""
    return bool(_TOTAL.fullmatch(cell.strip()))


def is_remark(cell: str) -> bool:
    """Whether a cell that stands alone in its row is a remark about the list, such as "End of list" or "Source: …"."""
    return bool(_REMARK.fullmatch(cell.strip()))


def is_section(cell: str) -> bool:
    """Whether a cell that stands alone in its row is the title of a part of the list, such as "RESIDENTIAL CARE" or "Lot 2: East"."""
    words = plain(cell).split()
    return bool(words) and (all(word in _SECTION_WORDS for word in words) or bool(_PART.fullmatch(cell.strip())))


def same_titles(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two rows of cells are the same headings: at least one, and each that is filled stands in both."""
    left, right = ([plain(cell) for cell in row] for row in (one, other))
    width = max(len(left), len(right))
    pairs = list(zip(left + [""] * (width - len(left)), right + [""] * (width - len(right)), strict=True))
    return any(a for a, _ in pairs) and all(a == b for a, b in pairs)
