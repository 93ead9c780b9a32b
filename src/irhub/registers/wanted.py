"""Which companies matter: those whose number or name stands on a CQC or Home Office register that is held."""

from __future__ import annotations

import polars as pl
from django.db import connection

from irhub.registers.sources.companies_house import Wanted


def wanted_companies() -> Wanted:
    """Numbers that providers give, and name keys of sponsors and providers, over all history that is held."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT company_number FROM registers_locationspan WHERE company_number <> ''")
        numbers = [number for (number,) in cursor.fetchall()]
        cursor.execute(
            "SELECT name_key FROM registers_sponsorspan UNION SELECT provider_name_key FROM registers_locationspan"
        )
        names = [name for (name,) in cursor.fetchall() if name]
    return Wanted(
        numbers=pl.Series("number", numbers, dtype=pl.String),
        name_keys=pl.Series("name_key", names, dtype=pl.String),
    )
