"""The registers that are read, one module each."""

from __future__ import annotations

from collections.abc import Mapping

from irhub.registers.sources import (
    companies_house,
    companies_house_psc,
    cqc_deactivated,
    cqc_directory,
    cqc_locations,
    cqc_ratings,
    ethical_recruiters,
    home_office_sponsors,
)
from irhub.registers.sources.base import Source

SOURCES: Mapping[str, Source] = {
    module.SOURCE.name: module.SOURCE
    for module in (
        home_office_sponsors,
        cqc_directory,
        cqc_locations,
        cqc_ratings,
        cqc_deactivated,
        ethical_recruiters,
        companies_house_psc,
        companies_house,  # the last: of it only companies are kept that the others name
    )
}
