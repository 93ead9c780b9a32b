"""A certificate as tagged PDF (PDF/UA: headings, language and reading order are told to screen readers)."""

from __future__ import annotations

from pathlib import Path

import typst

from irhub.web.jinja import day
from irhub.webinars.models import Certificate

_TEMPLATE = Path(__file__).with_name("certificate.typ")


def words_of(certificate: Certificate, address: str) -> dict[str, str]:
    """What the certificate says. `address`: the page that checks it."""
    length, attended = certificate.length, certificate.attended
    return {
        "number": certificate.number, "name": certificate.name, "title": certificate.title, "issuer": certificate.issuer,
        "day": day(certificate.held_on), "law": day(certificate.law_as_at) if certificate.law_as_at else "",
        "attended": f"for {attended} of {length} minutes" if attended is not None else f"which lasted {length} minutes",
        "issued": day(certificate.issued_at), "address": address,
        "replaces": f"It takes the place of {certificate.replaces.number}." if certificate.replaces else "",
    }  # fmt: skip


def pdf_of(certificate: Certificate, address: str) -> bytes:
    """The file. The same certificate is always the same but for the moment at which it was made."""
    made: bytes = typst.compile(str(_TEMPLATE), sys_inputs=words_of(certificate, address), pdf_standards=["ua-1"])
    return made
