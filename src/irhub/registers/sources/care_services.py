"""Which of the CQC's types of service are adult social care (docs/definitions.md)."""

from __future__ import annotations

NURSING_HOME, CARE_HOME = "Care home service with nursing", "Care home service without nursing"
HOME_CARE = "Domiciliary care service"
CARE_SERVICES = (
    NURSING_HOME, CARE_HOME, HOME_CARE, "Supported living service", "Extra Care housing services", "Shared Lives",
)  # fmt: skip
"""Care homes, home care, supported living, extra care and Shared Lives."""
