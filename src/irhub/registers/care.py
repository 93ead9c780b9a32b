"""What a care location is, for statements: the one definition (docs/definitions.md)."""

from __future__ import annotations

from psycopg import sql

from irhub.registers.sources.care_services import CARE_SERVICES

_IS_CARE = """(CASE WHEN {service_types} <> '' THEN string_to_array({service_types}, ' | ') && {services}::text[]
    ELSE {directorate} = 'Adult social care' OR {location_type} = 'Social Care Org' END)"""


def is_care(spans: str = "registers_location") -> sql.Composed:
    """Of spans of locations, by the name that a statement gives them: whether each is of a care location.

    The services that the CQC lists for it say so; where it lists none, the directorate that inspects it, or its sector.
    """
    return sql.SQL(_IS_CARE).format(
        service_types=sql.Identifier(spans, "service_types"),
        directorate=sql.Identifier(spans, "inspection_directorate"),
        location_type=sql.Identifier(spans, "location_type"),
        services=sql.Literal(list(CARE_SERVICES)),
    )
