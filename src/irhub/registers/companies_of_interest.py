"""Which companies matter: those whose number or name stands on a CQC or Home Office register that is held, those above them, and those of
which a room says so (its module `kept_companies`)."""

from __future__ import annotations

import polars as pl
from django.db import connection
from psycopg import sql

from irhub.registers.care import is_care
from irhub.registers.sources.base import CompaniesOfInterest
from irhub.web.rooms import gathered


def companies_of_interest() -> CompaniesOfInterest:
    """Numbers that providers give, of companies that control theirs and of which rooms say so, and name keys of sponsors and providers, over
    all history that is held."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "SELECT company_number, bool_or({}) FROM registers_location WHERE company_number <> '' GROUP BY company_number"
            ).format(is_care())
        )
        given = cursor.fetchall()
        cursor.execute("SELECT DISTINCT owner_number FROM registers_controllerspan WHERE owner_number <> ''")
        above = [number for (number,) in cursor.fetchall()]
        cursor.execute(
            "SELECT name_key FROM registers_sponsorspan UNION SELECT provider_name_key FROM registers_location"
        )
        names = [name for (name,) in cursor.fetchall() if name]
    asked = [number for room in gathered("kept_companies", "NUMBERS") for number in room()]
    return CompaniesOfInterest(
        numbers=pl.Series("number", [number for number, _ in given] + above + asked, dtype=pl.String).unique(),
        name_keys=pl.Series("name_key", names, dtype=pl.String),
        care_numbers=pl.Series("care", [number for number, care in given if care] + asked, dtype=pl.String).unique(),
    )
