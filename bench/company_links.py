"""What linking to companies found in a data folder, and how it agrees with links to providers whose number is known.

IRHUB_HOME=/path/to/england-scale python bench/company_links.py
"""

from __future__ import annotations

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "irhub.config.settings")
    django.setup()
    from irhub.organisations.models import CompanyLink, Link
    from irhub.registers.models import LocationSpan

    found = CompanyLink.objects.filter(band="accepted")
    numbered = LocationSpan.objects.exclude(company_number="").values("provider_id")
    both = Link.objects.filter(
        band="accepted", sponsor_key__in=found.values("entity_key"), provider_id__in=numbered
    ).count()
    print(f"{found.count():,} of {CompanyLink.objects.count():,} records have an accepted company")
    print(f"{both:,} of these are sponsors that are also linked to a provider that gave a number")
    print(
        f"{Link.objects.filter(waits_for='company').count():,} links wait since the sponsor's name is another company's"
    )


if __name__ == "__main__":
    main()
